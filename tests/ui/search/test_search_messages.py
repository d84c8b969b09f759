"""The reasons of a hit as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.search.retrieval.explanation import MatchReason
from viewer.ui.search.search_messages import reason_lines

PLACES = ("title", "heading", "text", "caption", "note", "links", "code")
KINDS = {
    "exact": "as typed",
    "folded": "in another script, case or width",
    "prefix": "the word goes on",
    "joined": "written together",
    "ending": "another form of the word",
    "region": "the word of another region",
    "synonym": "the same thing by another name",
    "spelling": "the same date or number in another form",
    "link": "where a link leads",
}


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("viewer_zh_TW", str(paths.resources_folder() / "i18n"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def said(kind: str, place: str, printed: str = "軟體") -> str:
    (line,) = reason_lines((MatchReason("软件", printed, place, kind, 3),))
    return line


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_each_reason_is_a_line(qapp: QApplication, kind: str, place: str) -> None:
    assert said(kind, place) == f"软件 → 軟體 ({KINDS[kind]}): {place} × 3"


@pytest.mark.usefixtures("chinese")
def test_reasons_are_translated() -> None:
    lines = {said(kind, place) for kind in KINDS for place in PLACES}
    assert len(lines) == len(KINDS) * len(PLACES)
    for line in lines:
        assert "软件" in line
        assert "軟體" in line
        assert "3" in line
        assert not re.search("[a-z]{3}", line)


def test_the_order_stays_and_no_reason_says_nothing(qapp: QApplication) -> None:
    rows = (MatchReason("a", "A", "text", "folded", 1), MatchReason("a", "a", "title", "exact", 2))
    assert [line.split()[2] for line in reason_lines(rows)] == ["A", "a"]
    assert reason_lines(()) == ()


def test_what_the_archive_prints_is_said_as_it_stands(qapp: QApplication) -> None:
    assert "{count} %1 <b>" in said("exact", "code", "{count} %1 <b>")


def test_reasons_tell_of_issues_and_addresses(qapp: QApplication) -> None:
    rows = (
        MatchReason("2", "#2", "issue", "issue", 1),
        MatchReason("a.org/b", "https://a.org/b", "address", "link", 2),
    )
    assert reason_lines(rows) == (
        "2 → #2 (its number or date): the issue × 1",
        "a.org/b → https://a.org/b (where a link leads): the address of a link × 2",
    )
