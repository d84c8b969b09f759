"""Newsletter #2 through the real library: what it holds is found, and found where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.facts_issue_2 import FACTS
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.search import SearchEngine
from viewer.search.language.glossary import load_glossary


@pytest.fixture(scope="module")
def engine(built_cache: Path) -> Iterator[SearchEngine]:
    engine = SearchEngine(built_cache / "catalogue.sqlite", built_cache / "index")
    engine.open()
    yield engine
    engine.close()


@pytest.mark.parametrize(("term", "address"), FACTS)
def test_every_fact_is_found(engine: SearchEngine, term: str, address: str) -> None:
    results = engine.search(f'"{term}"')
    assert not results.corrected
    assert address in [str(hit.address.without_anchor) for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("Check Reader", "dosudo/2/c2"),
        ("雙下巴", "dosudo/2/a3"),
        ("双下巴", "dosudo/2/a3"),
        ("486", "dosudo/2/c2"),
        ("蛋糕", "dosudo/2/c5"),
        ("Facets", "dosudo/2/b#b8"),
        ("Entity NN", "dosudo/2/c"),
        ("NoScope", "dosudo/2/a4"),
        ("noscpoe", "dosudo/2/a4"),
        ("世界模擬器", "dosudo/2/c6"),
        ("世界模拟器", "dosudo/2/c6"),
        ("Joanne Tseng", "dosudo/2/a1"),
        ("Distral", "dosudo/2/a5"),
        ("long short-term memory", "dosudo/2/a3"),
        ("DenseNet", "dosudo/2/c3"),
    ],
)
def test_the_right_article_comes_first(engine: SearchEngine, query: str, address: str) -> None:
    hit = engine.search(query).hits[0]
    assert str(hit.address if "#" in address else hit.address.without_anchor) == address


@pytest.mark.parametrize(
    "named", ["LeCun", '"Deep learning and the Path to AI"', "path-to-ai", "Yann"]
)
def test_the_talk_goes_by_its_title_and_speaker(engine: SearchEngine, named: str) -> None:
    assert engine.search(f"series:{named}").total == 7
    assert engine.search(f"-series:{named} publication:newsletter").total > 7


def test_parts_that_stand_together_come_first(engine: SearchEngine, built_cache: Path) -> None:
    with Catalogue(built_cache / "catalogue.sqlite") as catalogue:
        together = [
            "機器學習" in catalogue.page(hit.address).text
            for hit in engine.search("機器 學習").hits
        ]
    assert together == sorted(together, reverse=True)
    assert True in together


def test_a_hit_is_a_place_and_its_marks_are_exact(engine: SearchEngine, built_cache: Path) -> None:
    with Catalogue(built_cache / "catalogue.sqlite") as catalogue:
        for query in ("卷積神經網路", "deep learning", "LeCun"):
            for hit in engine.search(query).hits:
                page = catalogue.page(hit.address)
                anchors = {anchor.id for anchor in page.anchors}
                assert hit.address.anchor in anchors | {""}
                for start, end in hit.snippet_spans:
                    assert hit.snippet[start:end].strip()


def test_the_glossary_is_whole() -> None:
    import yaml

    from viewer import paths

    path = paths.resources_folder() / "glossary.yaml"
    rows = yaml.safe_load(path.read_text("utf-8"))
    kinds = {"system", "paper", "method", "dataset", "person", "organisation"}
    for row in rows:
        assert row["kind"] in kinds
        assert row["line"]
    entries = load_glossary(path).entries
    assert len(entries) == len(rows) >= 90
    assert len({entry.term for entry in entries}) == len(entries)


def test_the_glossary_is_yaml_too() -> None:
    import yaml

    from viewer import paths

    rows = yaml.safe_load((paths.resources_folder() / "glossary.yaml").read_text("utf-8"))
    assert [row["term"] for row in rows] == [
        entry.term for entry in load_glossary(paths.resources_folder() / "glossary.yaml").entries
    ]
