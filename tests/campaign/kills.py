"""The real window is killed (-9) while she reads and marks: what was kept is there again."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.libraries import indexed_library
from viewer.app import AppController, create_qapplication
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.library.reader_journal import ReaderJournals
from viewer.archive.model.address import Address, parse_address
from viewer.errors import CatalogueError
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

COUNT = 500
_MAX_MARKS = 12
_MAX_SECONDS_MORE = 0.02
_PATIENCE_SECONDS = 120.0


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """Each window is a fork of this process, which has loaded everything and shown nothing.

    The control acknowledges what it never writes.
    """
    library = indexed_library(folder)
    places = _articles(library)
    with library.open_catalogue() as catalogue:
        titles = catalogue.article_titles()
    ledger: dict[str, bool] = {}
    for _ in range(count):
        announced = _read_until_killed(library, places, chance, control)
        doubtful = ""
        for line in announced:
            kind, address, value = line.split()
            if kind == "kept":
                ledger[address], doubtful = value == "True", ""
            else:
                doubtful = address
        yield _failure(library, ledger, doubtful, titles)


def _articles(library: Library) -> list[Address]:
    with library.open_catalogue() as catalogue:
        return [
            Address(publication.id, issue, key)
            for publication in catalogue.publications()
            for issue, keys in catalogue.article_keys(publication.id).items()
            for key in keys
        ]


def _read_until_killed(
    library: Library, places: list[Address], chance: random.Random, control: bool
) -> list[str]:
    """What the window has said until it was killed: what it would do, and what it has kept."""
    seed, marks = chance.random(), chance.randrange(_MAX_MARKS)
    pause = chance.random() * _MAX_SECONDS_MORE
    from_window, to_us = os.pipe()
    window = os.fork()
    if window == 0:
        os.close(from_window)
        try:
            _read_and_mark(library, places, random.Random(seed), to_us, control)
        finally:
            os._exit(1)
    os.close(to_us)
    said = b""
    limit = time.monotonic() + _PATIENCE_SECONDS
    while said.count(b"kept") < marks:
        if not select.select([from_window], [], [], limit - time.monotonic())[0]:
            break
        if not (more := os.read(from_window, 65536)):
            break
        said += more
    time.sleep(pause)
    os.kill(window, signal.SIGKILL)
    _, status = os.waitpid(window, 0)
    while more := os.read(from_window, 65536):
        said += more
    os.close(from_window)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the window has ended by itself")
    return said.decode().splitlines()


def _read_and_mark(
    library: Library, places: list[Address], chance: random.Random, to_us: int, control: bool
) -> None:
    if control:
        ReaderJournals.append = lambda *_: None  # type: ignore[method-assign,assignment]
    application = create_qapplication("en")
    data = ReaderData(library.folder)
    settings = ReaderSettings(data, SettingsFile(library.folder.parent / "config"))
    program = AppController(Library(library.folder, library.bundled), data, settings)

    def mark_next() -> None:
        place = chance.choice(places)
        program.window.go_to(place)
        read = not data.is_read(place)
        os.write(to_us, f"would {place} {read}\n".encode())
        program.window.navigator.toggle_read()
        if data.is_kept("read", str(place)):
            os.write(to_us, f"kept {place} {read}\n".encode())

    timer = QTimer()
    timer.timeout.connect(mark_next)
    program.window.first_painted.connect(lambda: timer.start(0))
    program.start(None)
    application.exec()


def _failure(library: Library, ledger: dict[str, bool], doubtful: str, titles: object) -> str:
    """What the next start does not find; the mark that was ``doubtful`` may be there or not."""
    assert QApplication.instance() is None
    reader = ReaderData(library.folder)
    try:
        for address, read in ledger.items():
            if reader.is_read(parse_address(address)) != read and address != doubtful:
                return f"{address} was acknowledged as {'read' if read else 'unread'}"
        if doubtful:
            ledger[doubtful] = reader.is_read(parse_address(doubtful))
        if reader.damaged:
            return f"damaged lines: {reader.damaged}"
    finally:
        reader.close()
    try:
        with library.open_catalogue() as catalogue:
            catalogue.verify_counts()
            return "" if catalogue.article_titles() == titles else "other titles are listed"
    except CatalogueError as error:
        return str(error)
