"""All titles in one text: what a filter finds in them, and the values filters can have."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.writing import bundle, write
from viewer.archive.catalogue.row_mapping import ArticleRow, SectionRow
from viewer.archive.catalogue.title_index import (
    TitleIndex,
    TitleIndexBuilder,
    TitleMatch,
    casefold_title,
)
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import IssueSummary, PublicationSummary
from viewer.errors import CatalogueError

_WORDS = st.text(st.sampled_from("aAbB 走ＷW\n\t\x00😀Éé́ßẞ"), max_size=6)


def surveyed(*titles: str) -> TitleIndex:
    """One issue of one section with an article for each title."""
    surveyor = TitleIndexBuilder("No. {number}")
    issue = IssueSummary("paper", 1, "", "", (), "", 1, len(titles))
    surveyor.start_publication(PublicationSummary("paper", "", "", "", "", (issue,), ()))
    articles = [
        ArticleRow(f"k{n}", str(n), title, (), "", 0, "", None) for n, title in enumerate(titles)
    ]
    surveyor.add_issue(issue, [SectionRow("A", "", "k0", articles)])
    return surveyor.build()


def found(survey: TitleIndex, text: str, most: int = 1000) -> list[str]:
    return [m.article.title for m in survey.find(text, most) if m.article is not None]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("history", ["ＣＮＮ History"]),
        ("HISTORY", ["ＣＮＮ History"]),
        ("cnn", ["ＣＮＮ History"]),
        ("ｃｎｎ　ｈｉｓｔ", ["ＣＮＮ History"]),
        ("走路", ["機器學會走路"]),
        ("路 機器", ["機器學會走路"]),
        ("2 cnn", ["ＣＮＮ History"]),
        ("  ", []),
        ("nothing of the kind", []),
        ("History News", []),
    ],
)
def test_a_title_holds_every_word(typed: str, left: list[str]) -> None:
    survey = surveyed("機器學會走路", "News", "ＣＮＮ History")
    assert found(survey, typed) == left


@given(st.lists(_WORDS, max_size=8), _WORDS)
def test_it_finds_what_a_look_at_every_title_would(titles: list[str], typed: str) -> None:
    words = casefold_title(typed).split()
    wanted = [
        title.replace("\n", " ").replace("\t", " ")
        for number, title in enumerate(titles)
        if words and all(word in casefold_title(f"{number} {title}") for word in words)
    ]
    assert found(surveyed(*titles), typed) == wanted


def test_the_first_of_very_many_are_enough() -> None:
    survey = surveyed(*(f"Same {n}" for n in range(1000)))
    assert found(survey, "same", 120) == [f"Same {n}" for n in range(120)]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "mine", bundle(tmp_path / "issues"))
    write(
        made.folder,
        {
            "other/publication.yaml": "id: other\nname: 另報\n",
            "other/7.md": "# 第 7 期\n\n## 新聞\n\n### 1. Ships\n\n船。\n",
            "other/8.md": "# 第 8 期\n\n## 新聞\n\n### 1. More ships {#more}\n\n船。\n",
        },
    )
    made.update_catalogue()
    return made


def where(match: TitleMatch) -> str:
    row = match.article or match.section
    if row is not None:
        return str(row.address)
    return str(match.issue.address) if match.issue else match.publication.id


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("ships", ["other/8/more", "other/7/ships"]),
        ("機器", ["paper/2/a1"]),
        ("期 8", ["other/8"]),
        ("no. 第 7", ["paper/2/front", "other/7"]),
        ("報", ["paper", "paper/2/front", "other"]),
    ],
)
def test_a_library_is_found_in_the_order_of_its_contents(
    library: Library, typed: str, places: list[str]
) -> None:
    with library.open_catalogue() as catalogue:
        survey = catalogue.title_index("No. {number}")
        found = [where(match) for match in survey.find(typed, 100)]
    assert [p.replace("more-ships", "ships") for p in found] == places


def test_every_value_once(library: Library) -> None:
    with library.open_catalogue() as catalogue:
        values = catalogue.title_index("No. {number}").filter_values
    assert values == {
        "publication": ("paper", "other"),
        "section": ("焦點", "演講", "新聞"),
        "editor": ("王小明",),
        "series": ("一場演講",),
        "issue": ("2", "8", "7"),
    }


def test_damage_is_noticed(library: Library) -> None:
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.execute("UPDATE sections SET tree = replace(tree, 'Ships', 'Chips')")
    with library.open_catalogue() as catalogue, pytest.raises(CatalogueError, match="damaged"):
        catalogue.title_index("No. {number}")
