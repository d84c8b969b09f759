"""Help › Copy report: what stands on the clipboard. Covers viewer/ui/commands/help.py as well."""

from __future__ import annotations

from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtGui import QAction, QGuiApplication

from viewer import __version__, logs
from viewer.app import AppController


@pytest.fixture
def copied(start: Callable[..., AppController], monkeypatch: pytest.MonkeyPatch) -> str:
    entries = ["2026-11-30 12:00:00 ERROR viewer.part: failed\n  File x\nValueError"]
    monkeypatch.setattr(logs, "last_errors", lambda: entries)
    window = start(search=True).window
    (action,) = [a for a in window.findChildren(QAction) if a.text() == "Copy &report"]
    action.trigger()
    assert window.message_bar.text() == "The report is copied; it holds no titles and no texts."
    return QGuiApplication.clipboard().text()


def test_it_says_what_runs_where(copied: str) -> None:
    program, versions, system, *_ = copied.splitlines()
    assert program == f"Dosudo Viewer {__version__} (from source)"
    assert f"PySide6 {PySide6.__version__}" in versions
    assert versions.startswith("Python 3.")
    assert "offscreen" in system


def test_it_says_how_large_the_library_is_and_not_what_is_in_it(copied: str) -> None:
    figures = copied.splitlines()[3]
    assert figures.startswith("Library: 1 publications, 1 issues, 15 articles, an index of 0.")
    for word in ("dosudo", "Dosudo deep learning", "CNN"):
        assert word not in copied.replace(f"Dosudo Viewer {__version__}", "")


def test_it_ends_with_the_last_errors_of_the_log(copied: str) -> None:
    assert copied.endswith(
        "The last warnings and errors of the log:\n"
        "2026-11-30 12:00:00 ERROR viewer.part: failed\n  File x\nValueError\n"
    )


def test_a_damaged_catalogue_is_no_reason_to_give_no_report(
    start: Callable[..., AppController], monkeypatch: pytest.MonkeyPatch
) -> None:
    from viewer.ui.commands.diagnostic_report import diagnostic_report

    monkeypatch.setattr(logs, "last_errors", list)
    library = start().library
    library.catalogue_path.write_bytes(b"this is no database" * 100)
    report = diagnostic_report(library).splitlines()
    assert report[3] == "Library: CatalogueError"
    assert report[5] == "No warnings, no errors."
