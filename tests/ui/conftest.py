"""The small library of the search tests, and a reader of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui import making, searching
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow


@pytest.fixture(scope="session")
def small_issues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The issues of the small library, catalogued and indexed once."""
    return searching.built(tmp_path_factory.mktemp("small"))


@pytest.fixture
def reader(
    small_issues: Path, _own_library: Path, qtbot: Any, qapp: Any
) -> Iterator[searching.Reader]:
    """A reader of the small library; ``start`` opens her window."""
    made = searching.Reader(small_issues, _own_library, qtbot, qapp)
    yield made
    made.quit()


@pytest.fixture
def searcher(reader: searching.Reader) -> MainWindow:
    """The window on the small library, with a search that is ready."""
    return reader.start()


@pytest.fixture
def show(start: Callable[..., AppController], library_folder: Path) -> making.Show:
    """``show({name: bytes}, markdown)`` opens an article of the reader's own with these files."""
    return making.shower(start, library_folder)
