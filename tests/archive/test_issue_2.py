"""The newsletter that comes with the program."""

from __future__ import annotations

import pytest

from tests.archive.facts_issue_2 import FACTS
from viewer.archive.address import parse_address
from viewer.archive.catalogue import Catalogue
from viewer.archive.check import check
from viewer.archive.library import Library
from viewer.paths import bundled_issues


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    library = Library(tmp_path_factory.mktemp("library"), bundled_issues())
    library.refresh()
    return library.catalogue()


def test_nothing_is_wrong_or_guessed() -> None:
    assert check([bundled_issues()]) == []


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
