"""Queries that are meant to hurt, and the work each may make."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.search import HOSTILE
from tests.search.archive import Archive, Engine, article
from tests.waiting import calls


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    chance = random.Random(1)
    letters = [chr(0x4E00 + n) for n in range(300)] + ["的", "一", "是"] * 40
    words = ["the", "deep", "learning", "model", "c++", "node.js"]
    articles = [
        article(
            "".join(chance.choices(letters, k=8)),
            " ".join(
                "".join(chance.choices(letters, k=30)) + chance.choice(words) for _ in range(6)
            ),
            issue=n % 40,
        )
        for n in range(1200)
    ]
    engine = Engine(Archive(articles), tmp_path_factory.mktemp("hostile"))
    engine.refresh()
    yield engine
    engine.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_end(engine: Engine, name: str) -> None:
    engine.open()
    assert calls(lambda: engine.search(HOSTILE[name])) < 1_000_000
    results = engine.search(HOSTILE[name])
    assert results.query == HOSTILE[name]
    assert "slow" not in [hint.kind for hint in results.hints]


@given(st.text(max_size=80))
def test_no_text_makes_a_search_raise(engine: Engine, query: str) -> None:
    results = engine.search(query)
    assert results.total >= len(results.hits)


def test_a_search_past_its_deadline_is_given_up_and_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.open()
    monkeypatch.setattr("viewer.search.retrieval.searcher.DEADLINE_SECONDS", 0)
    results = engine.search("learning 的")
    assert results.hits == ()
    assert [hint.kind for hint in results.hints] == ["slow"]


def test_a_cancelled_search_ends_at_once(engine: Engine) -> None:
    results = engine.search("的 一 是", cancelled=lambda: True)
    assert results.hits == ()


def test_an_index_beside_another(tmp_path: Path) -> None:
    one = Engine(Archive([article("一", "貓")]), tmp_path / "a")
    two = Engine(Archive([article("二", "貓")]), tmp_path / "b")
    for engine in (one, two):
        engine.refresh()
        engine.open()
    assert one.titles("貓") == ["一"]
    assert two.titles("貓") == ["二"]
    one.close()
    two.close()
