"""The article pane: shows a page of text, and handles what a reader does on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QTextBrowser, QWidget

from viewer.archive.model.address import URL_SCHEME, parse_address
from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, Theme
from viewer.errors import AddressError
from viewer.ui.article.incremental_build import IncrementalBuild
from viewer.ui.article.inline_slideshows import InlineSlideshows
from viewer.ui.article.match_highlights import MatchHighlights
from viewer.ui.article.match_scrollbar import MatchScrollBar
from viewer.ui.article.page_scroller import PageScroller, has_text_cursor
from viewer.ui.article.reading_progress_bar import ReadingProgressBar
from viewer.ui.document.background_painter import BackgroundPainter
from viewer.ui.document.built_page import PICTURE_SCHEME, SLIDESHOW_SCHEME, PageLabels
from viewer.ui.document.document_writer import BODY_PIXELS
from viewer.ui.document.folding import FOLD_SCHEME, Folding
from viewer.ui.document.page_builder import Neighbour, PageBuilder
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.theme.typesetting import Typesetting
from viewer.ui.widgets.accessibility import AccessibleText

if TYPE_CHECKING:
    from viewer.archive.model.excerpt import Selection
    from viewer.ui.pictures.slideshow_widget import Slideshow

#: MIME types that Qt copies besides text and HTML.
_OTHER_FORMATS = ("application/vnd.oasis.opendocument.text", "text/markdown")
_WEB_SCHEMES = frozenset({"http", "https", "mailto"})
#: How far above and below its line the title of a note can be clicked, in pixels.
_TITLE_REACH = 4
_IMAGE = re.compile("<img [^>]*>")
#: From this size of text on, a narrow page may hold what cannot be broken and is wider than it.
_WIDE_CONTENT_ZOOM = 2.0
#: A page of no more characters is laid out to its end before the window is shown.
_MAX_SYNCHRONOUS_LAYOUT = 10_000


class ArticlePane(AccessibleText):
    """Shows one article, or all of an issue.

    Where a click should lead is asked for by signal, never done here.
    """

    address_requested = Signal(object)  # an Address of the library
    web_requested = Signal(str)  # a web or mail address, on the reader's click only
    zoom_requested = Signal(int)  # steps
    picture_requested = Signal(int)  # the number of a picture, to be shown full size
    picture_menu_requested = Signal(int, QPoint)  # a picture's number, and where on the screen
    page_scrolled = Signal()
    focused = Signal()
    link_focused = Signal()  # Tab came to a link or a picture, which is selected
    end_reached = Signal(object)  # the Address whose end came into view as she read on

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setAccessibleName(self.tr("Article"))
        self.setUndoRedoEnabled(False)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        # Without a text cursor of its own: arrow keys scroll, as in a book.
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self._pictures = pictures
        self._theme = LIGHT
        self._typesetting = Typesetting()
        self._labels: PageLabels | None = None
        self._neighbours: tuple[Neighbour, Neighbour] = (None, None)
        self._column = 0
        self._last_scroll = 0
        self.build = IncrementalBuild(self)
        self._folding = Folding(self._typesetting.notes)
        self._inline_slideshows = InlineSlideshows(self, pictures)
        self.scroller = PageScroller(self, self.build, self._inline_slideshows, self._open_at)
        self.matches = MatchHighlights(self, self.build, self.scroller, self._open_all_at)
        self._match_scroll_bar = MatchScrollBar(self.matches.fractions, self)
        self.setVerticalScrollBar(self._match_scroll_bar)
        #: What the window can do with a selection besides, offered in the page's menu.
        self.copy_actions: tuple[QAction, ...] = ()
        self._link_address_label = QLabel(self)
        self._link_address_label.setObjectName("hover")
        self._link_address_label.setTextFormat(Qt.TextFormat.PlainText)
        self._link_address_label.hide()
        self._reading_progress = ReadingProgressBar(self)
        self._relayout_timer = QTimer(self)
        self._relayout_timer.setSingleShot(True)
        self._relayout_timer.setInterval(40)
        self._relayout_timer.timeout.connect(self._rebuild)
        self.build.slideshows_added.connect(self._place_slideshows)
        self._inline_slideshows.full_size_requested.connect(self.picture_requested)
        self._inline_slideshows.address_requested.connect(
            lambda address: self._on_link_clicked(QUrl(address))
        )
        self._inline_slideshows.focused.connect(self.focused)
        self.document().documentLayout().documentSizeChanged.connect(
            self._inline_slideshows.reposition_soon
        )
        self.anchorClicked.connect(self._on_link_clicked)
        self.highlighted.connect(self._show_link_address)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # What is shown

    @property
    def page(self) -> Page | None:
        """The page that is shown; None before there is one."""
        return self.build.page

    @property
    def labels(self) -> PageLabels | None:
        """The page's labels in the reader's own language; None before a page is shown."""
        return self._labels

    def show_page(
        self,
        page: Page,
        labels: PageLabels,
        previous: Neighbour = None,
        following: Neighbour = None,
        *,
        start_offset: int = 0,
    ) -> None:
        """Show ``page`` from its top.

        Of a page with several articles no more is written at once than what leads to
        ``start_offset``, an offset in its text, and a little more.
        """
        self._link_address_label.hide()
        self._labels = labels
        self._neighbours = (previous, following)
        self.matches.forget()
        self.scroller.forget_target()
        self._folding.turned.clear()
        self._write_page(page, start_offset)
        self.verticalScrollBar().setValue(0)

    def clear_page(self) -> None:
        """Show no page."""
        self._link_address_label.hide()
        self.matches.forget()
        self.scroller.forget_target()
        self._inline_slideshows.clear_slots()
        self.build.clear()
        self.document().clear()

    def set_theme(self, theme: Theme) -> None:
        """Paint in ``theme`` from now on."""
        self._theme = self.matches.theme = theme
        self._match_scroll_bar.theme = self._reading_progress.theme = theme
        self._pictures.set_theme(theme)
        self._rebuild()

    def set_typesetting(self, typesetting: Typesetting) -> None:
        """Typeset the page like this from now on."""
        if typesetting != self._typesetting:
            self._typesetting = typesetting
            if typesetting.notes != self._folding.notes:
                self._folding = Folding(typesetting.notes)
            policy = Qt.ScrollBarPolicy
            self.setHorizontalScrollBarPolicy(
                policy.ScrollBarAsNeeded
                if typesetting.zoom >= _WIDE_CONTENT_ZOOM
                else policy.ScrollBarAlwaysOff
            )
            self._rebuild()

    def _rebuild(self) -> None:
        """Lay the page out anew for another width, size or theme; the reading position stays."""
        if self.page is None:
            return
        position, saved_matches = self.scroller.save(), self.matches.save()
        self._write_page(self.page, position[0])
        self.matches.restore(saved_matches)
        self.scroller.restore(position)

    def _write_page(self, page: Page, offset: int) -> None:
        assert self._labels is not None
        self._fit_margins()
        self._inline_slideshows.clear_slots()
        builder = PageBuilder(
            self.document(),
            self._theme,
            self._pictures,
            self._column,
            self._typesetting,
            folding=self._folding,
        )
        self.build.start(builder, page, self._labels, self._neighbours, offset)
        # The viewport keeps its own cursor; at the top it cannot drag the view along.
        self.setTextCursor(QTextCursor(self.document()))
        self._place_slideshows()
        self.viewport().update()

    def _place_slideshows(self) -> None:
        if self.page is not None:
            self._inline_slideshows.set_page(
                self.page, self.build.built.slideshows, self._theme, self._typesetting.zoom
            )

    def _fit_margins(self) -> None:
        typesetting = self._typesetting
        max_width = round(BODY_PIXELS * typesetting.zoom * typesetting.measure)
        bar = self.verticalScrollBar().sizeHint().width()
        available_width = max(120, self.width() - bar)
        side_margin = max(24, min(44, available_width // 16))
        self._column = max(100, min(max_width, available_width - 2 * side_margin))
        free_width = available_width - self._column
        left = max(side_margin, free_width // 2)
        margins = (left, 0, max(0, free_width - left), 0)
        current = self.viewportMargins()
        if (current.left(), current.top(), current.right(), current.bottom()) != margins:
            self.setViewportMargins(*margins)

    def selection(self) -> Selection | None:
        """What is selected of the article; None if nothing is."""
        if not self.textCursor().hasSelection():
            return None
        from viewer.ui.article.selection import selection_of

        return selection_of(self.textCursor(), self.build.built)

    def picture_at(self, position: QPoint) -> int:
        """The number of the picture at ``position`` in the viewport, -1 if there is none."""
        kind, _, number = self.anchorAt(position).partition(":")
        if kind == PICTURE_SCHEME and number.isdecimal():
            return int(number)
        if kind == SLIDESHOW_SCHEME and number.isdecimal() and int(number) < len(self.slideshows):
            return self.slideshows[int(number)].shown_picture
        return -1

    @property
    def slideshows(self) -> tuple[Slideshow, ...]:
        """The slideshows on the page, in reading order."""
        return self._inline_slideshows.widgets

    @property
    def is_drawn(self) -> bool:
        """Whether what is in view is final: laid out for its width, its pictures drawn."""
        if self._relayout_timer.isActive():
            return False
        view = self.viewport().rect()
        return all(s.is_drawn for s in self.slideshows if s.geometry().intersects(view))

    @property
    def has_text_cursor(self) -> bool:
        """Whether arrow keys move a text cursor instead of scrolling."""
        return has_text_cursor(self)

    # What is folded

    def _turn_part(self, key: int) -> None:
        """Open or fold a part of the page, and stay at the link that did it."""
        had_link = self.textCursor().hasSelection()
        self._folding.turn(key)
        # What stands at the top of the view stays there.
        self.scroller.forget_target()
        self._rebuild()
        if had_link and key in self.build.built.fold_links:
            start, end = self.build.built.fold_links[key]
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            top = self.verticalScrollBar().value()
            self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(top)

    def _note_title_at(self, position: QPoint) -> int | None:
        """The key of the note whose title's line, as wide as the note, is at ``position``."""
        y = position.y() + self.verticalScrollBar().value()
        for key in self.build.built.note_keys:
            line = self.scroller.line_rect(self.build.built.fold_links[key][0])
            if line.top() - _TITLE_REACH <= y <= line.bottom() + _TITLE_REACH:
                return key
        return None

    def _open_at(self, offset: int, with_title: bool) -> None:
        """Open what is folded at ``offset`` of the page's text; ``with_title``: a title's note."""
        if self.page is None:
            return
        body = self.page.body
        opened = self._folding.open_at(body, [(offset, offset + 1)])
        if opened or (with_title and self._folding.open_note_at(body, offset)):
            self._rebuild()

    def _open_all_at(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Open what is folded and has one of ``spans`` of the page's text in it."""
        if self.page is not None and spans and self._folding.open_at(self.page.body, spans):
            self._rebuild()

    # Links

    def _on_link_clicked(self, url: QUrl) -> None:
        scheme = url.scheme().lower()
        if scheme in _WEB_SCHEMES:
            self.web_requested.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return
        if scheme == PICTURE_SCHEME and url.path().isdecimal():
            self.picture_requested.emit(int(url.path()))
        elif scheme == FOLD_SCHEME and url.path().isdecimal():
            self._turn_part(int(url.path()))
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
        available_width = max(80, self.width() - 40)
        self._link_address_label.setText(
            metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, available_width)
        )
        self._link_address_label.adjustSize()
        self._link_address_label.move(8, self.height() - self._link_address_label.height() - 8)
        self._link_address_label.show()

    # Qt's events: the page

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        """Our own pictures and nothing else.

        Something must always be returned: given nothing, Qt tries to open the name by itself.
        """
        parts = (name if isinstance(name, str) else name.toString()).split(":")
        page = self.page
        if (
            kind == QTextDocument.ResourceType.ImageResource.value
            and page is not None
            and len(parts) == 3
            and parts[0] == "pic"
            and parts[1].isdecimal()
            and parts[2].isdecimal()
        ):
            return self._pictures.scaled_image(
                page, int(parts[1]), int(parts[2]), self.devicePixelRatioF()
            )
        blank = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        blank.fill(Qt.GlobalColor.transparent)
        return blank

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the measure; a page with pictures is laid out anew once the size rests."""
        position = self.scroller.save() if self.page is not None else None
        old_column = self._column
        self._fit_margins()
        super().resizeEvent(event)
        self._inline_slideshows.reposition()
        if position is not None and old_column != self._column:
            self.scroller.restore(position)
            if self.build.built.has_pictures:
                self._relayout_timer.start()
        self._reading_progress.reposition()

    def showEvent(self, event: QShowEvent) -> None:
        """Stay at the reading position: the first time, Qt would scroll to its own cursor."""
        value = self.verticalScrollBar().value()
        super().showEvent(event)
        self.verticalScrollBar().setValue(value)
        if self._relayout_timer.isActive():
            # The window's size is known only now: pictures are never seen in another one's.
            self._relayout_timer.stop()
            self._rebuild()
        self._finish_layout()
        # Qt moves what lies on the page along with it, but not while the page is hidden.
        self._inline_slideshows.reposition()

    def _finish_layout(self) -> None:
        """Lay the page out to its end, unless it is long: Qt would leave that, and with it the
        length of the scroll bar, until the page has been seen.
        """
        if self.document().characterCount() <= _MAX_SYNCHRONOUS_LAYOUT:
            self.document().size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint notes, link chips, rules and matches; then let Qt draw the text over them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        view = QRectF(event.rect()).translated(0, top)
        background = BackgroundPainter(self.document(), self._theme, self._typesetting)
        background.paint_frames(painter, self.build.built.frames, view)
        background.paint_link_chips(painter, self.build.built.link_chips, view)
        background.paint_matches(painter, self.matches.positions, self.matches.current, view)
        painter.end()
        super().paintEvent(event)

    # Qt's events: what the reader does

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selected text as plain text and HTML, without pictures."""
        # Filled, not replaced: a QMimeData created in Python would outlive it on the clipboard, and
        # the program would crash at its end.
        mime_data = super().createMimeDataFromSelection()
        mime_data.text()  # Qt fills it when it is first asked
        for format_ in _OTHER_FORMATS:
            mime_data.removeFormat(format_)
        mime_data.setText(_without_picture_lines(self.textCursor().selection().toPlainText()))
        mime_data.setHtml(_IMAGE.sub("", self.textCursor().selection().toHtml()))
        return mime_data

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab walks along the page: its links, its pictures, its slideshows."""
        before = self.textCursor()
        moved = super().focusNextPrevChild(following)
        after = self.textCursor()
        stayed = (after.anchor(), after.position()) == (before.anchor(), before.position())
        if moved and stayed and before.hasSelection() and self.hasFocus():
            # Qt cannot leave a link at the very beginning backwards.
            self.setTextCursor(QTextCursor(self.document()))
            return QWidget.focusNextPrevChild(self, following)
        if self._inline_slideshows.enter_by_tab(following=following):
            return True
        if moved and self.hasFocus():
            self.link_focused.emit()
        return moved

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Control and the wheel ask for another text size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Shift+Space page, Ctrl+Home and Ctrl+End go to either end; the rest is Qt's."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and not self.has_text_cursor:
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
        """Follow the link at the text cursor; False if there is none."""
        cursor = self.textCursor()
        # Qt follows the link that Tab selected itself, but not one that was written anew.
        href = cursor.charFormat().anchorHref() if cursor.hasSelection() else ""
        if href.startswith(f"{FOLD_SCHEME}:"):
            self._on_link_clicked(QUrl(href))
            return True
        if not self.has_text_cursor or cursor.hasSelection():
            return False
        next_character = QTextCursor(cursor)
        next_character.movePosition(QTextCursor.MoveOperation.NextCharacter)
        href = next_character.charFormat().anchorHref() or cursor.charFormat().anchorHref()
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

    def make_page_menu(self, position: QPoint) -> QMenu:
        """The page's context menu at ``position`` in the viewport; deletes itself on close."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = QAction(self.tr("Copy"), menu)
        copy.setEnabled(self.textCursor().hasSelection())
        copy.triggered.connect(self.copy)
        menu.addAction(copy)
        for action in self.copy_actions:
            menu.addAction(action)
        href = self.anchorAt(position)
        if href and not href.startswith((f"{SLIDESHOW_SCHEME}:", f"{FOLD_SCHEME}:")):
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Report that the reader is back on the page."""
        super().focusInEvent(event)
        self.focused.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the shown link address away with the pointer."""
        self._link_address_label.hide()
        super().leaveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over the title of a note, also beside its words."""
        super().mouseMoveEvent(event)
        position = event.position().toPoint()
        if not event.buttons() and not self.anchorAt(position):
            over_title = self._note_title_at(position) is not None
            shape = Qt.CursorShape.PointingHandCursor if over_title else Qt.CursorShape.IBeamCursor
            if self.viewport().cursor().shape() != shape:
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or fold a note whose title is clicked beside its words.

        The window sees the back and forward buttons.
        """
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()
            return
        position = event.position().toPoint()
        beside_link = not self.anchorAt(position)
        super().mouseReleaseEvent(event)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and beside_link
            and not self.textCursor().hasSelection()
        ):
            key = self._note_title_at(position)
            if key is not None:
                self._turn_part(key)

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        # A jump over more than a screen, as by the key End, is no reading.
        has_read_on = bar.value() - self._last_scroll <= bar.pageStep()
        self._last_scroll = bar.value()
        self.page_scrolled.emit()
        # The end of what is built so far is not that of the page.
        is_complete = self.page is not None and self.build.is_finished
        if is_complete and has_read_on and bar.maximum() and bar.value() >= bar.maximum() - 4:
            assert self.page is not None
            self.end_reached.emit(self.page.entry.address)


def _without_picture_lines(text: str) -> str:
    """``text`` without the marks of pictures, and without the lines that held only those."""
    lines = (line for line in text.split("\n") if not line or line.strip("\ufffc"))
    return "\n".join(lines).replace("\ufffc", "")
