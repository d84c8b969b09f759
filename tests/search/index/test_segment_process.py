"""Very many articles are indexed by two processes, and one that fails is no loss.

Covers viewer/search/index/segment_writer.py and viewer/search/index/index_layout.py.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from viewer.archive.library.library import Library
from viewer.search import SearchEngine
from viewer.search.index import index_files
from viewer.search.index.segment_process import PART_PREFIX, SegmentProcess

COUNT = 48
ISSUE = (
    "---\nnumber: {n}\ntitle: 第 {n} 期\n---\n\n## 短訊\n\n### 題目{n}\n\n"
    "第{n}篇談機器學習與 word{n}\n"
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    for number in range(1, COUNT + 1):
        path = tmp_path / f"mine/weekly/{number:03}/issue.md"
        path.parent.mkdir(parents=True)
        path.write_text(ISSUE.format(n=number), encoding="utf-8")
    library = Library(tmp_path / "mine")
    library.update_catalogue()
    monkeypatch.setattr("viewer.search.index.index_writer.MAX_SEGMENT_ARTICLES", 10)
    return library


@pytest.fixture
def engine(library: Library) -> SearchEngine:
    return SearchEngine(library.catalogue_path, library.index_folder)


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The segments that the other process has made."""
    made: list[Any] = []
    finished = SegmentProcess.poll

    def noted(self: SegmentProcess, seconds: float = 0) -> Any:
        # Here it is waited for, so that it gets its part however fast this process is.
        segment = finished(self, 20)
        if segment is not None:
            made.append(segment)
        return segment

    monkeypatch.setattr(SegmentProcess, "poll", noted)
    return made


def found(engine: SearchEngine) -> int:
    engine.open()
    count = engine.search("機器學習", 100).total
    assert [hit.title for hit in engine.search("word17 ").hits] == ["題目17"]
    engine.close()
    return count


def parts(library: Library) -> list[str]:
    return [p.name for p in library.index_folder.iterdir() if p.name.startswith(PART_PREFIX)]


def test_two_processes_make_one_index(
    engine: SearchEngine, library: Library, helped: list[Any]
) -> None:
    told: list[tuple[int, int]] = []
    assert engine.refresh(lambda done, of: told.append((done, of)))
    assert len(helped) >= 2
    assert len(index_files.segment_names(library.index_folder)) == 6
    assert found(engine) == COUNT
    assert told[-1] == (COUNT, COUNT)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert parts(library) == []
    assert not engine.refresh()


def killed(self: SegmentProcess, give: Callable[[SegmentProcess, Any], bool], share: Any) -> bool:
    given = give(self, share)
    os.kill(self._process.process.pid, signal.SIGTERM)
    self._process.process.join()
    return given


def test_a_process_that_is_lost_costs_nothing(
    engine: SearchEngine, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    give = SegmentProcess.submit
    monkeypatch.setattr(SegmentProcess, "submit", lambda self, share: killed(self, give, share))
    assert engine.refresh()
    assert found(engine) == COUNT
    assert parts(library) == []


def test_where_no_process_can_be_had_this_one_does_all(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viewer.processes.can_spawn", lambda: False)
    assert engine.refresh()
    assert found(engine) == COUNT


def test_a_cancelled_build_leaves_no_parts(
    engine: SearchEngine, library: Library, helped: list[Any]
) -> None:
    engine.refresh(cancelled=lambda: bool(helped))
    assert helped
    assert parts(library) == []
    assert engine.refresh()
    assert found(engine) == COUNT
