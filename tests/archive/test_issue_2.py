"""The newsletter that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive.facts_issue_2 import FACTS
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import Library
from viewer.archive.library.validator import validate_paths
from viewer.archive.model.address import parse_address
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


def test_lost_slides_are_told_from_ours(catalogue: Catalogue) -> None:
    for key in SLIDESHOWS:
        text = catalogue.page(parse_address(f"dosudo/2/{key}")).text
        assert "原刊此處為投影片，圖檔已佚" in text
        assert "重新繪製，不是原圖" in text


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
