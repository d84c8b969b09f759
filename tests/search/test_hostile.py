"""Queries that are meant to hurt, and the time each may take."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bench.search import HOSTILE
from tests.search.archive import Archive, Engine, article


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
    began = time.process_time()
    results = engine.search(HOSTILE[name])
    assert time.process_time() - began < 0.5
    assert results.query == HOSTILE[name]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_text_makes_a_search_raise(engine: Engine, query: str) -> None:
    results = engine.search(query)
    assert results.total >= len(results.hits)


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
