"""Dates as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.metadata.dates import find_date, parse_any_date


@pytest.mark.parametrize(
    "text",
    [
        "2017-07-29", "2017-07-29T23:30:00-07:00", "2017-07-29 10:00:00 +0800 CST",
        "2017. 07.29", "2017/7/29 10:00", "2017年7月29日", "20170729", "July 29, 2017",
        "Jul. 29th, 2017 at 5 pm", "29 July 2017", "Sat, 29 Jul 2017 10:00:00 GMT", "29-Jul-2017",
        "7/29/2017", "29/7/2017", "published 2017-07-29, 3 pm",
    ],
)  # fmt: skip
def test_dates_are_read(text: str) -> None:
    assert find_date(text) == "2017-07-29"


@pytest.mark.parametrize(
    "text",
    ["", "7/8/2017", "2017-02-30", "2017-13-01", "July 2017", "1029-07-2017", "12017-07-291"],
)
def test_no_date_is_made_up(text: str) -> None:
    assert find_date(text) == ""


@given(st.dates().map(str) | st.text(max_size=60))
def test_any_text_is_bearable(text: str) -> None:
    made = find_date(text)
    assert made == "" or made[:4].isdigit()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-01T23:30:00+08:00", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("Wed, 01 May 2024 10:00:00 +0000", "2024-05-01"),
        ("1 May 2024", "2024-05-01"),
        ("Mon, 30 Nov -0001 00:00:00 +0000", ""),
        ("2024-02-30", ""),
        ("0000-00-00 00:00:00", ""),
        ("soon", ""),
        ("", ""),
        ("(" * 3000, ""),
    ],
)
def test_days_of_feeds_are_read(text: str, day: str) -> None:
    assert parse_any_date(text) == day


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert parse_any_date(text) == "" or len(parse_any_date(text)) == 10
