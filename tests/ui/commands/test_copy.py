"""What is copied from the page, and that copying leaves no harm behind.

Covers viewer/ui/article/selection.py and viewer/ui/document/citation.py.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QTextCursor, QTextTable
from PySide6.QtWidgets import QApplication

from tests.ui.making import Show, png
from tests.ui.seeing import at, write
from viewer.app import AppController
from viewer.ui.i18n.languages import install_translators
from viewer.ui.window.main_window import MainWindow

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

_COPY = """
from viewer.app import create_qapplication
app = create_qapplication("en")
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.pictures.picture_cache import PictureCache
pane = ArticlePane(PictureCache())
pane.setHtml("<p>Some <b>words</b></p>")
pane.selectAll()
pane.copy()
copied = app.clipboard().mimeData()
print(copied.text(), "<b" in copied.html() or "font-weight" in copied.html(), copied.formats())
"""


def test_a_program_that_copied_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COPY],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[0] == "Some words True ['text/html', 'text/plain']"
    assert done.returncode == 0


# With a reference


@pytest.fixture
def chinese(qapp: Any) -> Iterator[None]:
    install_translators(qapp, "zh_TW")
    yield
    install_translators(qapp, "en")


def select(window: MainWindow, first: str, last: str = "") -> None:
    """Select from where ``first`` begins to where ``last`` ends, as it stands on the page."""
    document = window.article_pane.document()
    start = document.find(first)
    assert not start.isNull(), first
    end = document.find(last or first, start.selectionStart())
    cursor = QTextCursor(document)
    cursor.setPosition(start.selectionStart())
    cursor.setPosition(end.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    window.article_pane.setTextCursor(cursor)


def copied(qtbot: Any, window: MainWindow, key: str = "text") -> str:
    QApplication.clipboard().clear()
    modifiers = CONTROL_SHIFT if key == "text" else ALT_SHIFT
    qtbot.keyClick(window.article_pane, Qt.Key.Key_C, modifiers)
    return QApplication.clipboard().text()


def test_a_selection_is_copied_with_a_line_that_leads_to_its_place(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/a1").window
    select(window, "今年 7 月，Google", "一口氣公開三篇論文")
    text, _, reference = copied(qtbot, window).rstrip().rpartition("\n\n")
    assert text == "今年 7 月，Google DeepMind 團隊一口氣公開三篇論文"
    assert reference == (
        "“Google DeepMind taught AI to walk, run and jump!”, Dosudo deep learning newsletter, "
        "no. 2, 29 July 2017, section “A. Deep learning highlight”, edited by Joanne Tseng. "
        "dosudo-viewer:dosudo/2/a1"
    )
    assert window.message_bar.text() == "The selection is copied, with its reference."
    select(window, "延伸閱讀")
    assert copied(qtbot, window).rstrip().endswith(" dosudo-viewer:dosudo/2/a1#a1-more")


def test_as_markdown_links_and_emphasis_are_kept(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/a1").window
    select(window, "三篇論文和", "刻意把條件")
    lines = copied(qtbot, window, "markdown").split("\n\n")
    assert lines[0] == "**三篇論文和一支影片**，說明人工智慧怎麼學會像人一樣活動。"
    assert lines[1] == "[第一篇論文](https://arxiv.org/abs/1707.02286)刻意把條件"
    assert lines[2].startswith("“[Google DeepMind taught AI to walk, run and jump!](dosudo-viewer:")


def test_without_a_selection_it_is_the_article(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/a1").window
    text = copied(qtbot, window)
    assert text.startswith("Google DeepMind taught AI to walk, run and jump!\n\n走路、")
    assert "GAIL 的迴圈" in text
    assert text.endswith(" dosudo-viewer:dosudo/2/a1\n")
    assert window.message_bar.text() == "The article is copied, with its reference."
    markdown = copied(qtbot, window, "markdown")
    assert markdown.startswith("## 1. Google DeepMind taught AI to walk")
    assert '!!! annotation "GAIL 屬於模仿學習"' in markdown


def test_the_reference_speaks_chinese(
    chinese: None, start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/a1").window
    assert copied(qtbot, window).rstrip().rpartition("\n")[2] == (
        "〈Google DeepMind taught AI to walk, run and jump!〉，《Dosudo deep learning newsletter》"
        "第 2 期，2017年7月29日，「A. Deep learning highlight」，編輯：Joanne Tseng。 "
        "dosudo-viewer:dosudo/2/a1"
    )
    assert QLocale().language() == QLocale.Language.Chinese


def test_a_title_and_a_picture_are_part_of_a_selection(show: Show, qtbot: Any) -> None:
    window = show({"one.png": png(60, 40)}, 'Some words.\n\n![Alt](one.png "Below it")\n\nMore.')
    window.article_pane.selectAll()
    markdown = copied(qtbot, window, "markdown")
    assert markdown.startswith(
        '## 1. One\n\nSome words.\n\n![Alt](one.png "Below it")\n\nMore.\n\n'
    )
    select(window, "Below", "More.")
    assert copied(qtbot, window, "markdown").startswith("Below it\n\nMore.\n\n")


def test_cells_of_a_table_are_copied_as_they_are_selected(show: Show, qtbot: Any) -> None:
    window = show({}, "| Name | Year |\n|---|---|\n| CNN | 1989 |\n| GAN | 2014 |")
    cursor = window.article_pane.document().find("1989")
    table = cursor.currentTable()
    assert isinstance(table, QTextTable)
    cursor.setPosition(table.cellAt(1, 1).firstPosition())
    cursor.setPosition(table.cellAt(2, 1).lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    window.article_pane.setTextCursor(cursor)
    assert copied(qtbot, window).startswith("1989\n2014\n\n")
    assert copied(qtbot, window, "markdown").startswith("| Year |\n|---|\n| 1989 |\n| 2014 |\n\n")


def test_on_the_page_of_an_issue_the_reference_is_that_of_what_is_selected(
    start: Callable[..., AppController], qtbot: Any
) -> None:
    window = start("dosudo/2/a1").window
    qtbot.keyClick(window.article_pane, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.article_pane.build.is_finished)
    page = window.catalogue_access.page_at(at("dosudo/2/a2"))
    assert page is not None
    select(window, page.text[:12])
    assert copied(qtbot, window).startswith(page.text[:12])
    assert "dosudo-viewer:dosudo/2/a2" in QApplication.clipboard().text()
    select(window, "第三篇論文", page.text[:12])
    text = copied(qtbot, window)
    assert f"\n\n{page.entry.title}\n\n{page.text[:12]}\n\n" in text
    assert text.rstrip().endswith("edited by George.Wu, Joanne Tseng, Hubert, Chih-Hsu (Jack) Lin. "
                                  "dosudo-viewer:dosudo/2")  # fmt: skip


def test_the_web_address_is_told_where_the_import_knew_it(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any
) -> None:
    head = (
        '---\nnumber: 4\ntitle: Kept\ndate: 2020-01-01\nguid: "https://example.org/kept"\n---\n\n'
    )
    write(library_folder / "news", {
        "publication.yaml": "id: news\nname: News\nlanguage: en\n",
        "004/issue.md": f"{head}# A. Part\n\n## 1. One {{#a1}}\n\nWords.",
    })  # fmt: skip
    window = start(search=True).window
    assert window.go_to(at("news/4/a1"))
    assert copied(qtbot, window).endswith(" dosudo-viewer:news/4/a1 https://example.org/kept\n")
    assert copied(qtbot, window, "markdown").endswith(
        " [https://example.org/kept](https://example.org/kept)\n"
    )


def test_the_page_menu_and_the_edit_menu_offer_both(start: Callable[..., AppController]) -> None:
    window = start("dosudo/2/a1").window
    offered = [
        action.text() for action in window.article_pane.make_page_menu(QPoint(300, 300)).actions()
    ]
    assert offered[:3] == ["Copy", "Copy with &reference", "Copy as &Markdown"]
    edit = [action.text() for action in window.menu_actions.menus[1].actions()]
    assert edit[:3] == ["&Copy", "Copy with &reference", "Copy as &Markdown"]
