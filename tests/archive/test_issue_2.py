"""The newsletter that comes with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.archive.facts_issue_2 import FACTS
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import Library
from viewer.archive.library.validator import validate_paths
from viewer.archive.model.address import parse_address
from viewer.archive.model.document_tree import Node
from viewer.paths import bundled_issues


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    library = Library(tmp_path_factory.mktemp("library"), bundled_issues())
    library.update_catalogue()
    with library.open_catalogue() as catalogue:
        yield catalogue


def test_nothing_is_wrong_or_guessed() -> None:
    assert validate_paths([bundled_issues()]) == []


@pytest.mark.parametrize(("term", "address"), FACTS)
def test_every_fact_stands_where_it_should(catalogue: Catalogue, term: str, address: str) -> None:
    assert term in catalogue.page(parse_address(address)).text


def test_the_talk(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    (talk,) = publication.series
    told = [(c.number, str(c.address), c.announced_in) for c in talk.chapters[:7]]
    assert told == [(n, f"dosudo/2/c{n}", None) for n in range(1, 8)]
    assert [(c.address, c.announced_in) for c in talk.chapters[7:]] == [(None, 3)] * 7
    assert talk.chapters[13].title == "Aligning fugue AI with human values"


#: Where newsletter #2 had a slideshow, and how many slides of our own stand there.
SLIDESHOWS = {"a2": 5, "c1": 4, "c2": 5, "c3": 5, "c4": 4, "c5": 5, "c6": 4, "c7": 4}


@pytest.mark.parametrize("key", SLIDESHOWS)
def test_a_slideshow_stands_where_the_issue_had_one(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(parse_address(f"dosudo/2/{key}"))
    (show,) = (node for node in page.body if node.tag == "slideshow")
    slides = [page.figures[int(node.attrs["pic"])] for node in show.walk() if "pic" in node.attrs]
    assert [slide.source for slide in slides] == [
        f"figures/slides/{key}-{number}.svg" for number in range(1, SLIDESHOWS[key] + 1)
    ]
    assert slides == [figure for figure in page.figures if figure.slideshow is not None]
    for slide in slides:
        assert slide.state == "local"
        assert slide.caption
        assert len(slide.alt) > len(slide.caption), slide.source
        # A caption is text of the article, so that a search finds it.
        assert slide.caption in page.text


def test_no_slideshow_stands_elsewhere(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    shown = {
        article.address.article
        for section in publication.issues[0].sections
        for article in section.articles
        if any(node.tag == "slideshow" for node in catalogue.page(article.address).body)
    }
    assert shown == set(SLIDESHOWS)


#: Where the issue had a single picture, and our drawing that stands for it.
FIGURES = {"a1": "three-papers", "a3": "lip-sync", "a4": "noscope", "a5": "distral"}


def test_what_is_drawn_anew_says_so_and_leads_to_why(catalogue: Catalogue) -> None:
    for key in (*SLIDESHOWS, *FIGURES):
        page = catalogue.page(parse_address(f"dosudo/2/{key}"))
        (ours,) = (node for node in page.body if "redrawn" in node.attrs)
        assert ours.attrs["redrawn"] == "dosudo/2/front#about"
        if key in FIGURES:
            source = page.figures[int(ours.attrs["pic"])].source
            assert source == f"figures/{FIGURES[key]}.svg"
        else:
            assert ours.tag == "slideshow"
    front = catalogue.page(parse_address("dosudo/2/front"))
    assert next(a.title for a in front.anchors if a.id == "about") == "關於這個版本"
    assert "由本版重新繪製，不是原圖" in front.text


def test_the_one_picture_that_is_lost_is_named(catalogue: Catalogue) -> None:
    page = catalogue.page(parse_address("dosudo/2/c"))
    (lost,) = page.figures
    assert (lost.state, lost.alt) == ("lost", "螢幕快照 2017-07-29 上午9.46.06")
    assert lost.alt in page.text


def test_no_page_opens_with_an_apology(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    for section in publication.issues[0].sections:
        for article in section.articles:
            page = catalogue.page(article.address)
            assert "已佚" not in page.text
            first = page.body[0]
            assert first.tag == ("figure" if article.address.article == "c" else "p")


def test_notes_are_numbered_and_titled(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    for section in publication.issues[0].sections:
        for article in section.articles:
            page = catalogue.page(article.address)
            notes = [node for node in page.body if node.tag == "note"]
            assert [n.attrs["number"] for n in notes] == [
                str(number + 1) for number in range(len(notes))
            ]
            for note in notes:
                title = note.children[0]
                assert isinstance(title, Node)
                assert title.tag == "title"
                # One line, and no code of a fact sheet.
                assert 0 < len(title.text()) <= 40
                assert not re.search(r"編者按|E\d\d", title.text())
            # What a caption says of a note is true of one in its article.
            for number in re.findall(r"見校註 (\d)", page.text):
                assert int(number) <= len(notes)


def test_all_misprints_stand_in_one_table_at_the_end(catalogue: Catalogue) -> None:
    page = catalogue.page(parse_address("dosudo/2/c7"))
    heading, _, table = page.body[-3:]
    assert (heading.text(), heading.attrs["id"]) == ("勘誤", "errata")
    for printed in ("準確綠率", "演生", "detecton", "方限", "近來年", "lintgrated", "AL system"):
        assert printed in table.text()
    (publication,) = catalogue.publications()
    others = [a.address for s in publication.issues[0].sections for a in s.articles][:-1]
    assert not any("字誤：" in catalogue.page(address).text for address in others)


def test_one_word_for_one_thing(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    said = "".join(
        f"{page.text} {''.join(figure.alt for figure in page.figures)}"
        for section in publication.issues[0].sections
        for article in section.articles
        for page in [catalogue.page(article.address)]
    )
    for word in ("編者按", "獎勵", "嘴形", "標籤", "佔", "類推", "據一般了解", "程式庫"):
        assert word not in said, word
    # What the issue printed stands once, in its marks, beside Taiwan's word.
    for printed in ("模式識別", "數據增強", "差異檢測器", "目標檢測"):
        assert said.count(printed) == said.count(f"「{printed}」") == 1, printed


def test_addresses(catalogue: Catalogue) -> None:
    (publication,) = catalogue.publications()
    keys = [a.address.article for s in publication.issues[0].sections for a in s.articles]
    assert keys == [
        "front",
        *(f"a{n}" for n in range(1, 6)),
        "b",
        "c",
        *(f"c{n}" for n in range(1, 8)),
    ]
    anchors = [a.id for a in catalogue.page(parse_address("dosudo/2/b")).anchors]
    assert [a for a in anchors if a.startswith("b")] == [f"b{n}" for n in range(1, 11)]
