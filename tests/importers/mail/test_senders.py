"""Whose newsletter a mail is."""

from __future__ import annotations

import pytest

from tests.importers.mails import mail
from viewer.importers.mail.senders import (
    clean_subject,
    get_editors,
    get_sender,
    make_publication,
    parse_mail_date,
)
from viewer.importers.sources.mime import parse_headers


@pytest.mark.parametrize(
    ("heads", "name", "editors"),
    [
        ({"From": "Tea Weekly <t@x.example>"}, "Tea Weekly", ()),
        ({"From": "Ann from Tea Weekly <teaweekly@substack.example>"}, "Tea Weekly", ("Ann",)),
        ({"From": "Ann at The Leaf <hi@theleaf.example>"}, "The Leaf", ("Ann",)),
        ({"From": "Letters from an American <x@y.example>"}, "Letters from an American", ()),
        ({"From": "Tea Weekly via Lists <t@x.example>"}, "Tea Weekly", ()),
        ({"From": "Newsletter <n@tea.example>"}, "Newsletter (tea.example)", ()),
        ({"From": "n@tea.example"}, "tea.example", ()),
        ({"From": "Ann <a@x.example>", "List_Id": "Tea Talk <t.x.example>"}, "Tea Talk", ("Ann",)),
        (
            {"From": "Tea <t@x.example>", "List_Id": "1a2b3c4d5emc list <1a2b3c4d5e.mcsv.net>"},
            "Tea", (),
        ),
        (
            {"From": "Ann <a@home.example>", "List_Id": "<tea-dev.lists.example>",
             "List_Post": "<mailto:tea-dev@lists.example>"},
            "tea-dev", ("Ann",),
        ),
        (
            {"From": "Tea <tea@letters.example>", "List_Id": "<tea.letters.example>",
             "List_Post": "<mailto:reply@letters.example>"},
            "Tea", (),
        ),
        (
            {"From": "Ann <ann@tea.example>", "List_Id": "Newsletter <news.tea.example>"},
            "Newsletter (tea.example)", ("Ann",),
        ),
        (
            {"From": "Ann <a@home.example>", "List_Id": "<news.lists.example>",
             "List_Post": "<mailto:news@lists.example>"},
            "news (lists.example)", ("Ann",),
        ),
        ({"From": "=?utf-8?B?6Iy26YCx5aCx?= <t@x.example>"}, "茶週報", ()),
        ({"From": ""}, "Mail", ()),
    ],
)  # fmt: skip
def test_the_publication_is_named_by_the_headers(
    heads: dict[str, str], name: str, editors: tuple[str, ...]
) -> None:
    sender = get_sender(parse_headers(mail(**heads)))
    assert sender.publication.name == name
    assert get_editors(sender) == editors


def test_names_in_other_scripts_have_ids_of_their_own() -> None:
    ids = {
        make_publication(name).id for name in ("茶 News", "咖啡 News", "茶週報", "咖啡週報", "News")
    }
    assert len(ids) == 5
    assert make_publication("茶 News").id == make_publication("茶 News").id


def test_the_archive_is_the_home() -> None:
    sender = get_sender(parse_headers(mail(List_Archive="<https://tea.example/archive>")))
    assert sender.publication.home == "https://tea.example/archive"


@pytest.mark.parametrize(
    ("heads", "listed"),
    [
        ({}, False),
        ({"List_Unsubscribe": "<u>"}, True),
        ({"Precedence": "bulk"}, True),
        ({"List_Id": "x"}, True),
    ],
)
def test_what_went_to_many_says_so(heads: dict[str, str], listed: bool) -> None:
    assert get_sender(parse_headers(mail(**heads))).is_bulk is listed


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Fwd: Fw: Tea #7", "Tea #7"),
        ("轉寄：茶 #7", "茶 #7"),
        ("[Tea] News", "News"),
        ("[Tea]", "[Tea]"),
        ("[Coffee] News", "[Coffee] News"),
        ("Re: Tea", "Re: Tea"),
        ("  ", ""),
    ],
)
def test_titles(subject: str, title: str) -> None:
    assert clean_subject(subject, "Tea Weekly") == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Fri, 01 May 2020 23:30:00 +0800", "2020-05-01"),
        (f"Fri, {'9' * 40} May 2020 23:30:00 +0800", ""),
        (f"Fri, 01 May {'9' * 40} 23:30:00 +0800", ""),
        ("Fri, 31 Feb 2020 23:30:00 +0800", ""),
    ],
)
def test_dates_that_no_calendar_has_are_none(text: str, date: str) -> None:
    assert parse_mail_date(text) == date
