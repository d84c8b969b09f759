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
    assert "unfinished" not in [hint.kind for hint in results.hints]


@given(st.text(max_size=80))
def test_no_text_makes_a_search_raise(engine: Engine, query: str) -> None:
    results = engine.search(query)
    assert results.total >= len(results.hits)


def test_the_words_as_typed_are_searched_to_the_end_however_long_it_takes(engine: Engine) -> None:
    results = engine.search("learning 的", extras_seconds=0)
    assert results.hits
    assert results.total == engine.search("learning 的").total


def test_extras_that_take_too_long_end_and_say_so(engine: Engine) -> None:
    results = engine.search("learnimg zzz", extras_seconds=0)
    assert results.hits == ()
    assert [hint.kind for hint in results.hints] == ["unfinished"]
    assert engine.search("learnimg zzz").hints == ()
    assert engine.search("learnimg").hits


def test_a_search_that_has_hits_keeps_them_when_its_extras_end(tmp_path: Path) -> None:
    one = Engine(Archive([article("貓", "learning")]), tmp_path / "a")
    one.refresh()
    results = one.search("貓 learning", extras_seconds=0)
    assert [hit.title for hit in results.hits] == ["貓"]
    assert [hint.kind for hint in results.hints] == ["unfinished"]
    one.close()


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
