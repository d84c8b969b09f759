"""Thousands of pages opened and searched in the real window: memory stays what it was early on.

``DOSUDO_CAMPAIGN_SOURCE`` names a folder of newsletters to read instead of made ones, such as a
weekly of some hundred issues.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import queries
from tests.bench.paints import wait
from tests.campaign.libraries import many_issues
from viewer import paths
from viewer.app import AppController, create_qapplication
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile

# isort: split
from PySide6.QtWidgets import QApplication

COUNT = 10_000
#: Memory is compared with that after so many openings (of fewer, after a tenth).
_WARM = 1000
_MAX_GROWTH_MB = 15
_SEARCH_EVERY = 5
_LEAK_BYTES = 20_000
_TOLD = (200, 1000, 2000, 3000, 5000, 7000, 10_000)


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control keeps 20 kB for each page that is opened."""
    program = _open_window(folder, chance)
    assert program.catalogue is not None
    places = [
        article.address
        for publication in program.catalogue.publications()
        for issue in publication.issues
        for section in issue.sections
        for article in section.articles
    ]
    texts = queries.draw(program.catalogue, 200)
    answers: list[object] = []
    program.search_worker.answered.connect(lambda _answer: answers.append(None))
    warm, before = min(_WARM, max(1, count // 10)), 0.0
    kept: list[bytes] = []
    for number in range(1, count + 1):
        failure = _open_a_page(program, chance.choice(places))
        if number % _SEARCH_EVERY == 0:
            answers.clear()
            program.window.search(f"{chance.choice(texts)} {number % 7}")
            wait(lambda: bool(answers or program.problems))
        if control:
            kept.append(os.urandom(_LEAK_BYTES))
        if number == warm:
            before = memory_mb()
        if number in _TOLD:
            print(f"memory after {number:,} openings: {memory_mb():.0f} MB", flush=True)
        if number == count:
            grown = memory_mb() - before
            print(f"{grown:+.1f} MB since {warm:,} openings")
            if grown > _MAX_GROWTH_MB:
                failure = f"{grown:.1f} MB more than after {warm:,} openings"
        yield failure
    program.close()
    program.window.close()


def memory_mb() -> float:
    """What this process holds in memory now, in megabytes (10⁶ bytes).

    Raises:
        OSError: the system does not say (only Linux does).
    """
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _open_window(folder: Path, chance: random.Random) -> AppController:
    library_folder = folder / "library"
    source = os.environ.get("DOSUDO_CAMPAIGN_SOURCE", "")
    if source:
        _elsewhere("import", "--library", str(library_folder), source)
    else:
        many_issues(library_folder / "weekly", chance)
    _elsewhere("search", "--library", str(library_folder), "zzz")
    create_qapplication("en")
    library = Library(library_folder, paths.bundled_issues())
    data = ReaderData(library_folder)
    program = AppController(library, data, ReaderSettings(data, SettingsFile(folder / "config")))
    program.window.resize(1280, 800)
    program.start(None)
    assert wait(lambda: program.is_searchable)
    return program


def _elsewhere(*arguments: str) -> None:
    """Run a command in another process: the memory that it takes is not the window's."""
    command = [sys.executable, "-m", "viewer", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _open_a_page(program: AppController, place: Address) -> str:
    if not program.window.go_to(place) or program.window.address != place:
        return f"{place} is not shown"
    QApplication.processEvents()
    return str(program.problems.pop()) if program.problems else ""
