from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.search.archive import Archive, Engine, article, index_lock
from viewer.errors import SearchIndexBusyError
from viewer.messages import Message
from viewer.search.index.index_files import IndexUpdate
from viewer.ui.search import search_worker
from viewer.ui.search.search_worker import SearchAnswer, SearchTask, SearchWorker


class CountingEngine(Engine):
    """Counts the updates that another program kept from being made."""

    refused = 0

    def refresh_step(self, *arguments: Any, **options: Any) -> IndexUpdate:
        try:
            return super().refresh_step(*arguments, **options)
        except SearchIndexBusyError:
            self.refused += 1
            raise


@pytest.fixture
def engine(tmp_path: Path) -> CountingEngine:
    return CountingEngine(Archive([article("一", "機器學習")]), tmp_path)


@pytest.fixture
def worker(
    engine: CountingEngine, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SearchWorker]:
    monkeypatch.setattr(search_worker, "BUSY_SECONDS", 0.01)
    worker = SearchWorker(engine)
    yield worker
    worker.close()


@pytest.fixture
def told(worker: SearchWorker) -> list[Message]:
    """What the window was told had failed."""
    messages: list[Message] = []
    worker.failed.connect(messages.append)
    return messages


def ask(worker: SearchWorker, query: str, qtbot: Any) -> list[str]:
    with qtbot.waitSignal(worker.answered, timeout=20_000) as answered:
        worker.submit(SearchTask(query))
    answer: SearchAnswer = answered.args[0]
    return [hit.title for hit in answer.results.hits]


def test_while_another_program_writes_the_index_is_read_as_it_is_and_follows_later(
    engine: CountingEngine, worker: SearchWorker, told: list[Message], qtbot: Any
) -> None:
    engine.refresh()
    worker.start()
    engine.archive.put(article("二", "機器學習"))
    with index_lock(engine.folder):
        worker.refresh()
        qtbot.waitUntil(lambda: engine.refused >= 2, timeout=20_000)
        assert ask(worker, "機器學習", qtbot) == ["一"]
    with qtbot.waitSignal(worker.index_completed, timeout=20_000):
        worker.refresh()
    assert set(ask(worker, "機器學習", qtbot)) == {"一", "二"}
    assert told == []


def test_where_another_program_writes_the_first_index_the_search_waits_for_it(
    engine: CountingEngine, worker: SearchWorker, told: list[Message], qtbot: Any
) -> None:
    with index_lock(engine.folder):
        worker.start()
        worker.refresh()
        qtbot.waitUntil(lambda: engine.refused >= 2, timeout=20_000)
        worker.submit(SearchTask("機器學習"))
    with qtbot.waitSignal(worker.answered, timeout=20_000) as answered:
        pass
    assert [hit.title for hit in answered.args[0].results.hits] == ["一"]
    assert told == []
