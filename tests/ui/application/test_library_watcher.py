"""The window sees what was changed in the library while nobody looked."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.archive.model.test_article_matching import FERRY, LAMP, TEA
from tests.archive.writing import write
from tests.importers.writing import publication
from tests.ui.seeing import page_text
from viewer.app import AppController
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.model.address import parse_address
from viewer.cli.main import main
from viewer.single_instance import SingleInstance

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def program(start: Callable[..., AppController]) -> AppController:
    return start("dosudo/2/c3", search=True)


def publications(program: AppController) -> list[str]:
    model = program.window.contents_panel.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def come_back(program: AppController) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


def open_elsewhere(program: AppController, address: str, qtbot: Any) -> None:
    """Start the program once more with ``address``, which this one is to show."""
    program.listen_for_addresses()
    assert SingleInstance(program.library.folder).send_address(address)
    qtbot.waitUntil(lambda: str(program.window.address).startswith(f"{address}/"))


def test_what_another_program_brought_in_is_there_when_she_comes_back(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    marked = parse_address("dosudo/2/c3")
    program.reader_data.set_read(marked, True)
    assert main(["import", str(publication(tmp_path / "given"))]) == 0
    assert "小週報" not in publications(program)
    come_back(program)
    assert "小週報" in publications(program)
    assert program.window.address == marked, "the reader stays where she is"
    assert program.reader_data.is_read(marked)
    qtbot.waitUntil(lambda: program.search_engine.search("院子").total == 1, timeout=20_000)


def test_an_address_of_what_just_came_in_is_shown(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    assert main(["import", str(publication(tmp_path / "given"))]) == 0
    open_elsewhere(program, "weekly/2", qtbot)
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane)


def test_an_address_in_a_folder_that_was_just_put_there_is_waited_for(
    program: AppController, qtbot: Any
) -> None:
    publication(program.library.folder / "weekly")
    open_elsewhere(program, "weekly/2", qtbot)
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane)
    assert SingleInstance(program.library.folder).send_address("weekly/99")
    bar = program.window.message_bar
    qtbot.waitUntil(lambda: bar.text().startswith("Nothing stands at weekly/99"))
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane)


def test_such_an_address_is_waited_for_at_the_start(
    start: Callable[..., AppController], library_folder: Path
) -> None:
    publication(library_folder / "weekly")
    program = start("weekly/2", search=True)
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane)
    assert not program.window.message_bar.text()


def test_what_is_not_there_at_the_start_is_denied_once_the_library_was_looked_through(
    start: Callable[..., AppController],
) -> None:
    program = start("weekly/2", search=True)
    assert str(program.window.address).startswith("dosudo/2"), "a page is shown all the same"
    assert program.window.message_bar.text().startswith("Nothing stands at weekly/2")


def test_what_she_wrote_in_a_file_is_there_when_she_comes_back(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    assert main(["import", str(publication(tmp_path / "given"))]) == 0
    open_elsewhere(program, "weekly/2", qtbot)
    path = program.library.folder / "weekly/002/issue.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n我加的話。\n", encoding="utf-8")
    come_back(program)
    qtbot.waitUntil(lambda: "我加的話" in page_text(program.window.article_pane), timeout=20_000)
    assert not program.library_watcher.is_busy


def test_what_another_program_is_changing_is_left_to_it(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    publication(program.library.folder / "weekly")
    with journal.library_lock(program.library.folder):
        come_back(program)
        qtbot.waitUntil(lambda: not program.library_watcher.is_busy, timeout=20_000)
        assert "小週報" not in publications(program)
    come_back(program)
    qtbot.waitUntil(lambda: "小週報" in publications(program), timeout=20_000)


def test_nothing_is_looked_for_while_an_import_is_open(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    program.import_controller.import_paths([publication(tmp_path / "given")])
    come_back(program)
    assert not program.library_watcher.is_busy


def test_a_library_that_goes_is_told_at_the_next_page_and_again_when_it_is_back(
    program: AppController, qtbot: Any, tmp_path: Path
) -> None:
    publication(program.library.folder / "weekly")
    come_back(program)
    qtbot.waitUntil(lambda: "小週報" in publications(program), timeout=20_000)
    qtbot.waitUntil(lambda: not program.library_watcher.is_busy, timeout=20_000)
    program.library.folder.rename(tmp_path / "unplugged")
    bar = program.window.message_bar
    assert program.window.go_to(parse_address("weekly/2"))
    assert bar.text().startswith(f"The library {program.library.folder} is gone; what you mark ")
    assert "狗在院子裡挖洞" in page_text(program.window.article_pane), (
        "what was read can be read on"
    )
    # The place where a disk was plugged in may be left, empty.
    program.library.folder.mkdir()
    come_back(program)
    assert "小週報" in publications(program)
    assert not program.library_watcher.is_busy
    program.library.folder.rmdir()
    (tmp_path / "unplugged").rename(program.library.folder)
    program.window.go_to(parse_address("dosudo/2/c3"))
    assert bar.text() == f"The library {program.library.folder} is there again."
    qtbot.waitUntil(lambda: not program.library_watcher.is_busy, timeout=20_000)


def test_what_goes_wrong_while_it_looks_is_told(
    program: AppController, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise OSError(errno.EIO, "Input/output error", "issue.md")

    monkeypatch.setattr(program.library, "is_up_to_date", fail)
    come_back(program)
    bar = program.window.message_bar
    qtbot.waitUntil(lambda: bar.text().startswith("issue.md cannot be read or written (Input/"))


def edit(program: AppController, *items: tuple[str, str]) -> None:
    """Write an issue of ``items`` (title and text) into the library, as an editor does."""
    text = "".join(f"## {n}. {title}\n\n{body}\n\n" for n, (title, body) in enumerate(items, 1))
    head = "---\nnumber: 1\ntitle: 第一期\n---\n\n# A. 生活\n\n"
    write(program.library.folder, {"paper/001/issue.md": head + text})


@pytest.mark.parametrize("by_other_program", [False, True], ids=["by hand", "and another program"])
def test_the_page_stays_with_its_article_and_its_mark(
    program: AppController, qtbot: Any, by_other_program: bool
) -> None:
    tea, ferry, lamp = ("茶", TEA), ("渡輪", FERRY), ("燈", LAMP)
    window = program.window
    edit(program, tea, ferry)
    come_back(program)
    marked = parse_address("paper/1/a2")
    qtbot.waitUntil(lambda: window.catalogue_access.entry(marked) is not None)
    window.go_to(marked)
    window.menu_actions["read"].trigger()
    edit(program, lamp, tea, ferry)
    if by_other_program:
        assert main(["list"]) == 0
    come_back(program)
    qtbot.waitUntil(lambda: window.address == parse_address("paper/1/a3"))
    assert "碼頭東側" in page_text(window.article_pane)
    assert program.reader_data.is_read(parse_address("paper/1/a3"))
    assert not program.reader_data.is_read(parse_address("paper/1/a2"))
    edit(program, lamp, ("好茶", TEA))
    qtbot.waitUntil(lambda: not program.library_watcher.is_busy)
    come_back(program)
    qtbot.waitUntil(lambda: "渡輪" in window.message_bar.text())
    assert window.go_to(parse_address("paper/1/a2"))
    assert not program.reader_data.is_read(parse_address("paper/1/a2"))
