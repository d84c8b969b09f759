"""What a reader sees of the window: texts, rows, marked words, and what is in view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor, QTextDocument, QTextImageFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from viewer.archive.model.address import Address, parse_address
from viewer.ui.application.app_controller import AppController
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.background_task import BackgroundTask
from viewer.ui.contents.contents_panel import ContentsPanel


def at(text: str) -> Address:
    return parse_address(text)


def plain(text: str) -> str:
    """``text`` with Qt's line ends and the chips' fixed blanks as ordinary ones."""
    return text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00a0", " ")


def page_text(pane: ArticlePane) -> str:
    return plain(pane.toPlainText())


def rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Every row of a model, from the top down."""
    above = parent if parent is not None else QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield index
        yield from rows(model, index)


def titles(model: QAbstractItemModel) -> list[str]:
    return [str(index.data()) for index in rows(model)]


def labels(widget: QWidget) -> list[str]:
    """The texts of every label in a widget that is shown."""
    return [label.text() for label in widget.findChildren(QLabel) if not label.isHidden()]


def cursor_at(pane: ArticlePane, words: str, which: int = 0) -> QTextCursor:
    """The place of ``words`` on the page, selected."""
    cursor = QTextCursor(pane.document())
    for _ in range(which + 1):
        cursor = pane.document().find(words, cursor, QTextDocument.FindFlag.FindCaseSensitively)
    assert not cursor.isNull(), f"“{words}” is not on the page"
    return cursor


def box_of(pane: ArticlePane, start: int, end: int) -> QRect:
    """Where characters of the page are in the viewport, of the first line they stand on."""
    cursor = QTextCursor(pane.document())
    cursor.setPosition(start)
    first = pane.cursorRect(cursor)
    cursor.setPosition(end)
    last = pane.cursorRect(cursor)
    return first.united(last) if first.top() == last.top() else first


def is_in_view(pane: ArticlePane, start: int, end: int) -> bool:
    """Whether the reader sees these characters without scrolling."""
    return pane.viewport().rect().contains(box_of(pane, start, end).center())


def click(pane: ArticlePane, words: str, which: int = 0) -> None:
    """Scroll to ``words`` and click in their middle."""
    cursor = cursor_at(pane, words, which)
    pane.setTextCursor(QTextCursor(pane.document()))
    middle = (cursor.selectionStart() + cursor.selectionEnd()) // 2
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=_scrolled_to(pane, middle))


def hover(pane: ArticlePane, words: str) -> None:
    """Put the pointer over ``words``."""
    cursor = cursor_at(pane, words)
    middle = (cursor.selectionStart() + cursor.selectionEnd()) // 2
    place = _scrolled_to(pane, middle)
    QTest.mouseMove(pane.viewport(), place + QPoint(0, 200))
    QTest.mouseMove(pane.viewport(), place)


def _scrolled_to(pane: ArticlePane, position: int) -> QPoint:
    cursor = QTextCursor(pane.document())
    cursor.setPosition(position)
    bar = pane.verticalScrollBar()
    top = pane.cursorRect(cursor).top() + bar.value()
    bar.setValue(max(0, top - pane.viewport().height() // 2))
    box = pane.cursorRect(cursor)
    # A little to the right of the caret: inside the glyph, in the middle of its line.
    return QPoint(box.left() + 3, box.center().y())


def first_line(pane: ArticlePane, count: int = 12) -> str:
    """The first characters of the line at the top of the view."""
    cursor = pane.cursorForPosition(QPoint(2, 4))
    cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    cursor.movePosition(
        QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, count
    )
    return plain(cursor.selectedText())


def height_in_view(pane: ArticlePane, words: str, which: int = 0) -> int:
    """How far below the top of the view ``words`` stand."""
    return pane.cursorRect(cursor_at(pane, words, which)).top()


def scroll_to(pane: ArticlePane, words: str) -> None:
    """Let ``words`` stand in the first line of the view."""
    QApplication.processEvents()  # a page that was turned to has its whole length a moment later
    cursor = cursor_at(pane, words)
    bar = pane.verticalScrollBar()
    bar.setValue(bar.value() + pane.cursorRect(cursor).top() - 6)
    assert 0 <= height_in_view(pane, words) < 40


def picture_box(pane: ArticlePane, number: int) -> QRect:
    """Where a picture is in the viewport, by itself or as what a slideshow shows."""
    block = pane.document().begin()
    while block.isValid():
        for item in block:
            shape = item.fragment().charFormat()
            if shape.isImageFormat() and shape.toImageFormat().name().startswith(f"pic:{number}:"):
                position = item.fragment().position()
                return box_of(pane, position, position + 1)
        block = block.next()
    QApplication.processEvents()  # a slideshow moves along with the page a moment later
    (show,) = (one for one in pane.slideshows if one.shown_picture == number)
    return show.geometry()


def palette_is_filled(program: AppController) -> bool:
    """Whether the articles, which are read off the main thread, have joined the commands."""
    if any(task.is_running for task in program.palette_controller.findChildren(BackgroundTask)):
        return False
    QApplication.processEvents()  # what a task that ended has sent
    return True


def images(document: QTextDocument) -> list[QTextImageFormat]:
    """The pictures of a page, in order."""
    found = []
    block = document.begin()
    while block.isValid():
        for item in block:
            shape = item.fragment().charFormat()
            if shape.isImageFormat():
                found.append(shape.toImageFormat())
        block = block.next()
    return found


def anchors(document: QTextDocument) -> list[tuple[str, str]]:
    """Every link of a page: what it says and where it leads."""
    found: list[tuple[str, str]] = []
    block = document.begin()
    while block.isValid():
        for item in block:
            shape = item.fragment().charFormat()
            if shape.isAnchor():
                found.append((plain(item.fragment().text()), shape.anchorHref()))
        block = block.next()
    return found


def type_into(box: QLineEdit, text: str) -> None:
    """Type ``text``: by keys, or where no key makes it, by an input method."""
    box.setFocus()
    box.selectAll()
    if text.isascii():
        QTest.keyClicks(box, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


def filter_titles(tree: ContentsPanel, text: str, qtbot: Any) -> list[str]:
    """Type ``text`` into the filter of the tree; returns the titles that are left."""
    tree.filter_edit.setText(text)
    # All titles are gone through behind the reader's back, the first time they are needed.
    view = tree.filtered_view if text.strip() else tree.view
    qtbot.waitUntil(lambda: tree.current_view is view)
    return titles(view.node_model)


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write ``files``, by relative name, below ``folder``."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder


def read_to_end(pane: ArticlePane) -> None:
    """Turn the page screen by screen to its end, as somebody does who reads it."""
    bar = pane.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
