"""The article pane: the page, and what a reader does on it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from viewer.archive.model.address import URL_SCHEME, parse_address
from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import Theme
from viewer.errors import AddressError
from viewer.ui.article.page_view import PageView
from viewer.ui.article.reading_progress_bar import ReadingProgressBar
from viewer.ui.document.built_page import PICTURE_SCHEME, SLIDESHOW_SCHEME, PageLabels
from viewer.ui.document.page_builder import Neighbour
from viewer.ui.pictures.picture_cache import PictureCache

#: What Qt copies besides text and HTML.
_OTHER_FORMATS = ("application/vnd.oasis.opendocument.text", "text/markdown")
_WEB_SCHEMES = frozenset({"http", "https", "mailto"})
_IMAGE = re.compile("<img [^>]*>")


class ArticlePane(PageView):
    """Shows one article. Where a click should lead is asked for by signal, never done here."""

    address_requested = Signal(object)  # an Address of the library
    web_requested = Signal(str)  # a web or mail address, on the reader's click only
    zoom_requested = Signal(int)  # steps
    picture_menu_requested = Signal(int, QPoint)  # a picture's number, and where on the screen
    page_scrolled = Signal()
    focused = Signal()
    end_reached = Signal(object)  # the Address whose end came into view

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self.setObjectName("pane")
        self.setAccessibleName(self.tr("Article"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        # Without a text cursor of its own: arrow keys scroll, as in a book.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        #: What the window can do with a selection besides, offered in the page's menu.
        self.copy_actions: tuple[QAction, ...] = ()
        self._link_address_label = QLabel(self)
        self._link_address_label.setObjectName("hover")
        self._link_address_label.setTextFormat(Qt.TextFormat.PlainText)
        self._link_address_label.hide()
        self._reading_progress = ReadingProgressBar(self)
        self._inline_slideshows.focused.connect(self.focused)
        self.anchorClicked.connect(self._on_link_clicked)
        self.highlighted.connect(self._show_link_address)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._reading_progress.theme = theme
        super().set_theme(theme)

    def show_page(
        self,
        page: Page,
        labels: PageLabels,
        previous: Neighbour = None,
        following: Neighbour = None,
        *,
        start_offset: int = 0,
    ) -> None:
        """Show ``page`` from its top, see ``PageView``."""
        self._link_address_label.hide()
        super().show_page(page, labels, previous, following, start_offset=start_offset)

    # Links

    def _on_link_clicked(self, url: QUrl) -> None:
        scheme = url.scheme().lower()
        if scheme in _WEB_SCHEMES:
            self.web_requested.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return
        if scheme == PICTURE_SCHEME and url.path().isdecimal():
            self.picture_requested.emit(int(url.path()))
        elif scheme in ("", URL_SCHEME):
            try:
                self.address_requested.emit(parse_address(url.toString()))
            except AddressError:
                return

    def _show_link_address(self, url: QUrl) -> None:
        if url.scheme().lower() not in _WEB_SCHEMES:
            self._link_address_label.hide()
            return
        text = url.toDisplayString()
        metrics = self._link_address_label.fontMetrics()
        room = max(80, self.width() - 40)
        self._link_address_label.setText(
            metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        )
        self._link_address_label.adjustSize()
        self._link_address_label.move(8, self.height() - self._link_address_label.height() - 8)
        self._link_address_label.show()

    # Qt's events

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected words; the names of pictures say nothing outside of the page."""
        # One made here would outlive Python on the clipboard, and the program would end in a crash.
        made = super().createMimeDataFromSelection()
        made.text()  # Qt fills it when it is first asked
        for format_ in _OTHER_FORMATS:
            made.removeFormat(format_)
        made.setText(_without_picture_lines(self.textCursor().selection().toPlainText()))
        made.setHtml(_IMAGE.sub("", self.textCursor().selection().toHtml()))
        return made

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Control and the wheel ask for another text size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Shift+Space page, Ctrl+Home and Ctrl+End go to either end; the rest is Qt's."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and not self.has_text_cursor:
            # Qt leaves them to the text cursor.
            bar = self.verticalScrollBar()
            ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
            if event.key() in ends:
                bar.setValue(ends[Qt.Key(event.key())])
                return
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = bar.pageStep() - 48
            bar.setValue(bar.value() + (-step if back else step))
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._follow_link_at_cursor():
            return
        super().keyPressEvent(event)

    def _follow_link_at_cursor(self) -> bool:
        """Follow the link the text cursor stands in; False if it stands in none."""
        cursor = self.textCursor()
        if not self.has_text_cursor or cursor.hasSelection():
            return False
        ahead = QTextCursor(cursor)
        ahead.movePosition(QTextCursor.MoveOperation.NextCharacter)
        href = ahead.charFormat().anchorHref() or cursor.charFormat().anchorHref()
        if not href:
            return False
        self._on_link_clicked(QUrl(href))
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy and select; for a link also its address, for a picture what can be done with it."""
        number = self.picture_at(event.pos())
        if number >= 0:
            self.picture_menu_requested.emit(number, event.globalPos())
            return
        self.make_page_menu(event.pos()).exec(event.globalPos())

    def make_page_menu(self, place: QPoint) -> QMenu:
        """What can be done with the page where the pointer is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = QAction(self.tr("Copy"), menu)
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        menu.addAction(copy)
        for action in self.copy_actions:
            menu.addAction(action)
        href = self.anchorAt(place)
        if href and not href.startswith(f"{SLIDESHOW_SCHEME}:"):
            link = QAction(self.tr("Copy link address"), menu)
            link.triggered.connect(lambda: self._copy_text(href))
            menu.addAction(link)
        everything = QAction(self.tr("Select all"), menu)
        everything.triggered.connect(self.selectAll)
        menu.addAction(everything)
        return menu

    def _copy_text(self, text: str) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line of progress along the top."""
        super().resizeEvent(event)
        self._reading_progress.reposition()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the reader is back on the page."""
        super().focusInEvent(event)
        self.focused.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the shown link address away with the pointer."""
        self._link_address_label.hide()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the window see the back and forward buttons."""
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        super().mouseReleaseEvent(event)

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        self.page_scrolled.emit()
        # The end of what is written so far is not that of the page.
        whole = self._page is not None and self._builder is None
        if whole and bar.maximum() and bar.value() >= bar.maximum() - 4:
            assert self._page is not None
            self.end_reached.emit(self._page.entry.address)


def _without_picture_lines(text: str) -> str:
    """``text`` without the places of pictures, and without the lines that were only that."""
    kept = (line for line in text.split("\n") if not line or line.strip("\ufffc"))
    return "\n".join(kept).replace("\ufffc", "")
