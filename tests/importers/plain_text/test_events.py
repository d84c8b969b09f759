"""What plain text says of events to come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.plain_text.events import EVENT_LABEL, parse_event, parse_events


@pytest.mark.parametrize(
    ("text", "title", "start", "zone"),
    [
        ("Lantern #9 — July 29, 17:00 PDT time", "Lantern #9", "2017-07-29T17:00:00-07:00",
         "America/Los_Angeles"),
        ("Lantern #9 7/29 5pm PDT", "Lantern #9", "2017-07-29T17:00:00-07:00",
         "America/Los_Angeles"),
        ("7/29 17:00 PDT time: Lantern #9", "Lantern #9", "2017-07-29T17:00:00-07:00",
         "America/Los_Angeles"),
        ("讀書會 #3，８月１２日（六）下午2點半，台灣時間", "讀書會 #3", "2017-08-12T14:30:00+08:00",
         "Asia/Taipei"),
        ("Night on Saturday, Aug 12 at 7:30 pm PT", "Night", "2017-08-12T19:30:00-07:00",
         "America/Los_Angeles"),
        ("Night on Saturday, Dec 2 at 7:30 pm PT", "Night", "2017-12-02T19:30:00-08:00",
         "America/Los_Angeles"),
        ("Meetup 2018-08-12 19:00-21:00 UTC+8", "Meetup", "2018-08-12T19:00:00+08:00", ""),
        ("Meetup 12 August 2017, 5-7 pm EST", "Meetup", "2017-08-12T17:00:00-05:00",
         "America/New_York"),
        ("跨年 12月31日晚上12點，台灣時間", "跨年", "2018-01-01T00:00:00+08:00", "Asia/Taipei"),
        ("午餐會 8月12日中午1點，台灣時間", "午餐會", "2017-08-12T13:00:00+08:00", "Asia/Taipei"),
        ("午餐會 8月12日中午12點半，台灣時間", "午餐會",
         "2017-08-12T12:30:00+08:00", "Asia/Taipei"),
        ("Book club 1/5 10:00 GMT", "Book club", "2018-01-05T10:00:00+00:00", "UTC"),
    ],
)  # fmt: skip
def test_events_are_read(text: str, title: str, start: str, zone: str) -> None:
    event = parse_event(text, "2017-07-20")
    assert event is not None
    assert (event.title, event.start, event.zone) == (title, start, zone)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No day 17:00 PDT",
        "Only 7/29",
        "Lantern #9 7/29 17:00",
        "7/29 17:00 PDT",
        "x 2/30 1 pm PT",
    ],
)
def test_what_does_not_say_when_is_no_event(text: str) -> None:
    assert parse_event(text, "2017-07-20") is None


def test_the_end_of_time_is_no_event() -> None:
    assert parse_event("跨年 12月31日晚上12點，台灣時間", "9999-07-20") is None


def test_without_a_year_nothing_is_made_up() -> None:
    assert parse_event("Lantern 7/29 17:00 PDT", "") is None


def test_several_lines_are_several_events_or_one() -> None:
    each = ["A, June 8, 6 pm PDT", "B, June 9, 6 pm PDT"]
    assert [event.title for event in parse_events(each, "2017-06-01")] == ["A", "B"]
    whole = ["Lantern #9", "June 8", "6 pm PDT"]
    assert [event.title for event in parse_events(whole, "2017-06-01")] == ["Lantern #9"]


def test_labels() -> None:
    for label in (
        "Upcoming event:",
        "Next meetup: x",
        "Events:",
        "活動:",
        "近期活動:",
        "下次聚會時間:",
    ):
        assert EVENT_LABEL.match(label)
    assert not EVENT_LABEL.match("In the event: x")


@given(st.text(alphabet="0123456789/:-APMPDTUC月日上午下 x#", max_size=60))
def test_any_text_is_bearable(text: str) -> None:
    event = parse_event(text, "2017-07-20")
    assert event is None or event.title
