"""The report a reader sends with a bug: versions, system, library size, the last errors.

It is written for the program's developers, in English, and holds no titles and no texts.
"""

from __future__ import annotations

import platform
import sqlite3
import sys

import PySide6
from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

from viewer import __version__, logs
from viewer.archive.library.library import Library
from viewer.errors import CatalogueError
from viewer.ui.crash_reports import last_crash_report


def diagnostic_report(library: Library) -> str:
    """The report on this run of the program and on ``library``, as lines of text."""
    bundle = "a bundle" if getattr(sys, "frozen", False) else "from source"
    errors, crash = logs.last_errors(), last_crash_report()
    return "\n".join([
        f"Dosudo Viewer {__version__} ({bundle})",
        f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 {PySide6.__version__}, "
        f"SQLite {sqlite3.sqlite_version}",
        f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}, "
        f"{QSysInfo.currentCpuArchitecture()}, {_screen()}, {QLocale().name()}",
        _library_figures(library),
        "",
        "The last warnings and errors of the log:" if errors else "No warnings, no errors.",
        *errors,
        *(["", "The last crash:", crash] if crash else []),
    ]) + "\n"  # fmt: skip


def _screen() -> str:
    screen = QGuiApplication.primaryScreen()
    if screen is None:
        return QGuiApplication.platformName()
    size = screen.size()
    return (
        f"{QGuiApplication.platformName()} {size.width()}x{size.height()} "
        f"at {screen.devicePixelRatio():g}"
    )


def _library_figures(library: Library) -> str:
    try:
        with library.open_catalogue() as catalogue:
            publications = catalogue.publication_summaries()
    except CatalogueError as error:
        return f"Library: {type(error).__name__}"
    issues = [issue for publication in publications for issue in publication.issues]
    articles = sum(issue.article_count for issue in issues)
    files = library.index_folder.glob("*") if library.index_folder.is_dir() else ()
    size = sum(file.stat().st_size for file in files)
    return (
        f"Library: {len(publications)} publications, {len(issues)} issues, {articles} articles, "
        f"an index of {size / 1e6:.1f} MB"
    )
