"""A small library to search: a log of tides over two years, and a paper of a few articles."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.seeing import type_into, write
from viewer import paths
from viewer.app import AppController
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.search import Hit, SearchEngine
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile
from viewer.ui.window.main_window import MainWindow

#: The month in which no log was written.
SILENT = "2016-07"

_PAPER = {
    "paper/publication.yaml": "id: paper\nname: 小報\nlanguage: zh-Hant\n",
    "paper/001/issue.md": """\
---
number: 1
title: 小報第一期
date: 2016-05-14
---

# A. 研究 {#a}

## 1. 用機器學習看燈塔 {#a1 editor="王小明"}

燈塔的影像先交給 CNN，再由機器學習判斷天氣。

## 2. Lantern rooms of the north {#a2 editor="Ada Lin"}

Each lantern is lit at dusk. The keeper trims every Lantern twice.

# B. 工具 {#b}

## 1. 卷積神經網路入門 {#b1 editor="Bo Chen"}

卷積神經網路是什麼？
""",
    "paper/002/issue.md": """\
---
number: 2
title: 小報第二期
date: 2016-11-02
---

# A. 研究 {#a}

## 1. An old book {#a1 editor="Ada Lin"}

The old book writes watar where it means the sea.

## 2. Brass and glass {#a2 editor="Ada Lin"}

One lantern stands in the window.

# B. 工具 {#b}

## 1. 機器與人 {#b1 editor="王小明"}

機器可以幫助人學習。
""",
}

_LETTER = """\
---
number: 3
title: 小報第三期
date: 2017-08-20
---

# A. 研究 {#a}

## 1. The keeper's long letter {#a1 editor="Bo Chen"}

{letter}

# B. 工具 {#b}

## 1. Ships {#b1 editor="王小明"}

A lantern on the mast is seen from afar.
"""

#: The paragraphs of the letter that hold a beacon; the second of them holds two.
BEACONS = (4, 20, 21, 47)


def _letter() -> str:
    paragraphs = []
    for number in range(60):
        said = {BEACONS[1]: " A beacon and a beacon."}.get(number, " A beacon.")
        paragraphs.append(f"Paragraph {number}.{said if number in BEACONS else ''}")
    return "\n\n".join(paragraphs)


def dates() -> list[str]:
    """The day of each log: one a month for 26 months but one."""
    months = [f"{year}-{month:02d}" for year in (2016, 2017, 2018) for month in range(1, 13)]
    return [f"{month}-09" for month in months[:26] if month != SILENT]


def tides(number: int) -> int:
    """How many articles the log of this number has."""
    return 3 + number % 5


#: How many articles of the log tell of the tide.
TIDES = sum(tides(number) for number in range(1, len(dates()) + 1))


def _log(number: int, date: str) -> str:
    parts = [f"---\nnumber: {number}\ntitle: Tide log {number}\ndate: {date}\n---\n"]
    for item in range(1, tides(number) + 1):
        if item == 1:
            parts.append("# Harbour {#h}\n")
        elif item == 3:
            parts.append("# Open sea {#o}\n")
        editor = "Ada Lin" if item < 3 else "Bo Chen"
        parts.append(f'## {item}. Water {number}.{item} {{#t{item} editor="{editor}"}}\n')
        parts.append("The tide came in and went out.\n")
    return "\n".join(parts)


def issues(folder: Path) -> Path:
    """Write the library's issues below ``folder``."""
    files: dict[str, str | bytes] = {
        **_PAPER,
        "paper/003/issue.md": _LETTER.replace("{letter}", _letter()),
        "log/publication.yaml": "id: log\nname: Tide log\nlanguage: en\n",
    }
    for number, date in enumerate(dates(), 1):
        files[f"log/{number:03d}/issue.md"] = _log(number, date)
    return write(folder, files)


def built(folder: Path) -> Path:
    """The library in ``folder``, catalogued and indexed; returns its folder of issues."""
    written = issues(folder / "issues")
    library = Library(folder / "built", written)
    library.update_catalogue()
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    engine.refresh()
    engine.close()
    return written


class Reader:
    """A reader's own copy of the small library, and the programs she opens on it."""

    def __init__(self, written: Path, folder: Path, qtbot: Any, qapp: QApplication) -> None:
        self._written = written
        self._folder = folder
        self._qtbot = qtbot
        self._qapp = qapp
        self._programs: list[AppController] = []
        shutil.copytree(
            paths.library_cache_folder(written.parent / "built"),
            paths.library_cache_folder(folder),
        )

    def start(self, address: str = "paper/1/a1") -> MainWindow:
        """Open the window, with a search that is ready; "" is where she left off."""
        from viewer.archive.model.address import parse_address

        library = Library(self._folder, self._written)
        data = ReaderData(library.folder)
        settings = ReaderSettings(data, SettingsFile(paths.config_folder()))
        program = AppController(library, data, settings)
        self._programs.append(program)
        program.window.resize(1280, 800)
        program.open(parse_address(address) if address else None)
        program.window.show()
        self._qtbot.waitExposed(program.window)
        program.window.activateWindow()
        self._qapp.processEvents()
        program.start_background_work()
        self._qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
        return program.window

    def quit(self) -> None:
        """Close every window, as at the end of a day."""
        from PySide6.QtCore import QEvent

        for program in self._programs:
            program.window.close()
            program.close()
            program.window.deleteLater()
        self._programs.clear()
        self._qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def answered(window: MainWindow, qtbot: Any, act: Callable[[], object]) -> None:
    """Do ``act`` and wait for the answer it asks for."""
    worker = window.search_controller._worker
    with qtbot.waitSignal(worker.answered, check_params_cb=lambda answer: answer.is_final):
        act()
    QApplication.processEvents()  # what is shown has found its place


def ask(window: MainWindow, query: str, qtbot: Any) -> list[Hit]:
    """Type ``query`` and wait for the last answer to the whole of it."""
    box = window.toolbar.search_box
    seen: list[str] = []
    window.search_controller._worker.answered.connect(
        lambda answer: seen.append(answer.task.query if answer.is_final else "")
    )
    type_into(box, query)
    qtbot.waitUntil(lambda: any(typed and box.text().strip() in typed for typed in seen))
    QApplication.processEvents()  # what is shown has found its place
    return list(window.results_panel.model.hits)


def found(window: MainWindow) -> list[str]:
    """The hits, each by its page."""
    return [str(hit.address.without_anchor) for hit in window.results_panel.model.hits]


def total(window: MainWindow) -> int:
    """How many articles the line above the hits speaks of; 0 while it does not speak of any."""
    first = window.results_panel.count_text().split()[0].replace(",", "")
    return int(first) if first.isdigit() else 0


def chips(window: MainWindow) -> list[str]:
    """What the chips say; those in force can be taken away, by a cross or in a menu."""
    return [
        f"{chip.text} {'▾' if chip.opens_menu else '×'}" if chip.active else chip.text
        for chip in window.results_panel.chips.chips
    ]


def press_chip(window: MainWindow, text: str) -> None:
    """Click the chip that says ``text``."""
    row = window.results_panel.chips
    number = [chip.text for chip in row.chips].index(text)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.chip_rect(number).center().toPoint())


def open_menu() -> QMenu:
    """The menu that is open."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> list[tuple[str, int]]:
    """The values a facet's menu offers, each with its count."""
    rows = [action.text().split("\t") for action in menu.actions()]
    return [(value.replace("&&", "&"), int(count)) for value, count in rows]


def choose(window: MainWindow, facet: str, value: str, qtbot: Any) -> None:
    """Click the chip ``facet`` and then ``value`` in its menu; wait for the hits."""
    press_chip(window, facet)
    menu = open_menu()
    action = next(a for a in menu.actions() if a.text().split("\t")[0] == value)
    place = menu.actionGeometry(action).center()
    answered(window, qtbot, lambda: QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place))


def tab_to(window: MainWindow, wanted: QWidget, most: int = 8) -> None:
    """Press Tab until ``wanted`` has the focus, ``most`` times at the most."""
    for _ in range(most):
        focused = QApplication.focusWidget()
        if focused is wanted:
            return
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is wanted
