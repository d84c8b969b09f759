"""The catalogue's JSON: what is kept of an issue, and that the same comes out again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.writing import BODY, HEAD, PUBLICATION
from viewer.archive.catalogue.row_mapping import (
    ArticleColumns,
    ArticleRow,
    ContentColumns,
    parse_chapters,
    parse_contents,
    publication_from_json,
    publication_to_json,
    to_issue_entry,
    to_issue_record,
)
from viewer.archive.catalogue.schema import SCHEMA
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue import ChapterAnnouncement, Issue, Publication, SeriesOutline
from viewer.archive.parser.issue_parser import parse_issue_text


@pytest.fixture
def issue() -> Issue:
    return parse_issue_text(HEAD + BODY, Path("/nowhere/2.md"), PUBLICATION, ProblemCollector("2"))


def test_the_contents_of_an_issue_are_kept_as_short_json(issue: Issue) -> None:
    kept = json.loads(to_issue_record(issue).contents_json)
    assert kept[:6] == ["小報第二期", "2017-07-29", issue.edition.value, issue.language, [], []]
    label, title, key, articles = next(one for one in kept[6] if one[0] == "A")
    assert (label, title, key) == ("A", "焦點", "a")
    assert articles[0][:4] == ["a1", "1", "會走會跳的機器", ["王小明"]]
    assert len(articles[0]) == len(ArticleRow._fields)


def test_an_issue_comes_back_as_it_was(issue: Issue) -> None:
    entry = to_issue_entry("paper", 2, parse_contents(to_issue_record(issue).contents_json))
    assert (entry.title, entry.date, entry.edition) == (
        issue.title,
        issue.date,
        issue.edition.value,
    )
    for section, was in zip(entry.sections, issue.sections, strict=True):
        assert (section.label, section.title, section.key) == (was.label, was.title, was.key)
        for article, one in zip(section.articles, was.articles, strict=True):
            assert article.address == issue.article_address(one)
            assert (article.number, article.title) == (one.number, one.title)
            assert (article.editors, article.series, article.chapter) == (
                one.editors,
                one.series,
                one.chapter,
            )


def test_a_publication_comes_back_as_it_was() -> None:
    series = SeriesOutline("t", "T", "S", ("a", "b"), (ChapterAnnouncement(2, 2, 9),), ("Taipei",))
    for publication in (
        PUBLICATION,
        Publication("p", "P", "en", "https://p.org", "note", (series,)),
    ):
        assert (
            publication_from_json(publication.id, publication_to_json(publication)) == publication
        )


def test_a_flipped_bit_in_a_publication_is_noticed() -> None:
    text = publication_to_json(Publication("p", "P", "en", "https://p.org", "A note."))
    with pytest.raises(ValueError, match="checksum"):
        publication_from_json("p", text.replace("note", "nose"))
    with pytest.raises(ValueError, match="checksum"):
        publication_from_json("q", text)


def test_columns_are_called_as_in_the_tables() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        for table, columns in (("article", ArticleColumns), ("content", ContentColumns)):
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            assert [name for name in names if name in columns._fields] == list(columns._fields)


@pytest.mark.parametrize("text", ["[]", "{}", "7", "[1,2,3,4,5,6,[[1,2,3]]]", '["x"', "[[]]"])
def test_damaged_contents_are_noticed(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        parse_contents(text)


def test_chapters_are_read_back() -> None:
    assert parse_chapters("[]") == []
    assert parse_chapters('[["talk",2,"c3"]]') == [("talk", 2, "c3")]
