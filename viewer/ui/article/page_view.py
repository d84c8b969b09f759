"""A page on the screen: laid out to its measure, scrolled, marked and painted."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, Theme
from viewer.ui.article.match_scrollbar import MatchScrollBar
from viewer.ui.article.page_geometry import PageGeometry
from viewer.ui.document.background_painter import BackgroundPainter
from viewer.ui.document.built_page import BuiltPage, PageLabels, utf16_length
from viewer.ui.document.document_writer import BODY_PIXELS
from viewer.ui.document.page_builder import Neighbour, PageBuilder
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.theme.typesetting import Typesetting

Span = tuple[int, int]
_MAX_FORMATTED_MATCHES = 400
#: A page of many articles is written so far beyond the reader's place at once, in characters; …
_WRITE_AHEAD = 2500
#: … and the rest a little at a time, so that the window answers meanwhile.
_SLICE_SECONDS = 0.008
#: From this size of text on, a narrow page may hold what cannot be broken and is wider than it.
_WIDE_CONTENT_ZOOM = 2.0
#: A page of no more characters is laid out to its end before the window is shown.
_MAX_SYNCHRONOUS_LAYOUT = 10_000


class PageView(PageGeometry):
    """Shows one article, or all of an issue, and what is marked on it."""

    link_focused = Signal()  # Tab came to a link or a picture, which is selected

    def __init__(self, pictures: PictureCache, parent: QWidget | None = None) -> None:
        super().__init__(pictures, parent)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._match_scroll_bar = MatchScrollBar(self._match_fractions, self)
        self.setVerticalScrollBar(self._match_scroll_bar)
        self._pictures = pictures
        self._theme = LIGHT
        self._typesetting = Typesetting()
        self._labels: PageLabels | None = None
        self._neighbours: tuple[Neighbour, Neighbour] = (None, None)
        self._matches: list[Span] = []
        self._current_match = -1
        self._match_fractions_cache: tuple[float, list[float]] | None = (
            None  # for this height of the page
        )
        self._column = 0
        self._builder: PageBuilder | None = None  # of a page that is not finished yet
        self._write_timer = QTimer(self)
        self._write_timer.setInterval(0)
        self._write_timer.timeout.connect(self._write_chunk)
        self._relayout_timer = QTimer(self)
        self._relayout_timer.setSingleShot(True)
        self._relayout_timer.setInterval(40)
        self._relayout_timer.timeout.connect(self._rebuild)

    # What is shown

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
        self._page, self._labels = page, labels
        self._neighbours = (previous, following)
        self._matches, self._current_match = [], -1
        self._scroll_target = None
        self._build(start_offset)
        self.verticalScrollBar().setValue(0)

    @property
    def labels(self) -> PageLabels | None:
        """What the page says in the reader's own language."""
        return self._labels

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._theme = self._match_scroll_bar.theme = theme
        self._pictures.set_theme(theme)
        self._rebuild()

    def set_typesetting(self, typesetting: Typesetting) -> None:
        """Set the page like this from now on."""
        if typesetting != self._typesetting:
            self._typesetting = typesetting
            policy = Qt.ScrollBarPolicy
            self.setHorizontalScrollBarPolicy(
                policy.ScrollBarAsNeeded
                if typesetting.zoom >= _WIDE_CONTENT_ZOOM
                else policy.ScrollBarAlwaysOff
            )
            self._rebuild()

    def _rebuild(self) -> None:
        """Lay the page out anew for another width, size or theme; the reader's place stays."""
        if self._page is None:
            return
        held, marks, current = self._save_scroll(), self._matches_as_offsets(), self._current_match
        self._build(held[0])
        if marks:
            self._write_all()
        self._set_matches_from_offsets(marks, current)
        self._restore_scroll(held)

    def _build(self, begin: int = 0) -> None:
        assert self._page is not None
        assert self._labels is not None
        self._fit_margins()
        self._write_timer.stop()
        self._builder = PageBuilder(
            self.document(), self._theme, self._pictures, self._column, self._typesetting
        )
        # Emptying the document may resize the view: nothing of the old page is where it was.
        self._built = BuiltPage()
        self._inline_slideshows.clear_slots()
        self._built = self._builder.start(self._page, self._labels, *self._neighbours)
        self._write_until(self._stop_condition(begin))
        # The viewport keeps its own cursor; at the top it cannot drag the view along.
        self.setTextCursor(QTextCursor(self.document()))
        self._place_slideshows()
        self.viewport().update()

    def _stop_condition(self, offset: int) -> Callable[[], bool] | None:
        """Says when enough is written for a reader at ``offset``; None: an article is one piece."""
        if self._page is None or self._page.entry.address.article:
            return None
        places = self._built.text_map
        return lambda: places.end_offset >= offset + _WRITE_AHEAD

    def _write_until(self, until: Callable[[], bool] | None) -> None:
        if self._builder is not None and self._builder.write_until(until):
            self._builder = None
        if self._builder is None:
            self._write_timer.stop()
        else:
            self._write_timer.start()

    def _write_until_and_place(self, until: Callable[[], bool] | None) -> None:
        """Write on, on a page that is shown already."""
        if self._builder is not None:
            shows = len(self._built.slideshows)
            self._write_until(until)
            if len(self._built.slideshows) != shows:
                self._place_slideshows()

    def _ensure_written(self, offset: int) -> None:
        """Write what is missing of the page up to ``offset`` of its text, and a little more."""
        enough = self._stop_condition(offset)
        if enough is None or not enough():
            self._write_until_and_place(enough)

    def _write_chunk(self) -> None:
        """Write on for a moment."""
        limit = perf_counter() + _SLICE_SECONDS
        self._write_until_and_place(lambda: perf_counter() >= limit)

    def _write_all(self) -> None:
        """Write all that is missing of the page."""
        self._write_until_and_place(None)

    def _place_slideshows(self) -> None:
        if self._page is not None:
            zoom = self._typesetting.zoom
            self._inline_slideshows.set_page(self._page, self._built.slideshows, self._theme, zoom)

    def _fit_margins(self) -> None:
        chosen = self._typesetting
        widest = round(BODY_PIXELS * chosen.zoom * chosen.measure)
        bar = self.verticalScrollBar().sizeHint().width()
        room = max(120, self.width() - bar)
        aside = max(24, min(44, room // 16))
        self._column = max(100, min(widest, room - 2 * aside))
        free = room - self._column
        left = max(aside, free // 2)
        margins = (left, 0, max(0, free - left), 0)
        current = self.viewportMargins()
        if (current.left(), current.top(), current.right(), current.bottom()) != margins:
            self.setViewportMargins(*margins)

    # Marks

    def show_matches(self, title: tuple[Span, ...], text: tuple[Span, ...]) -> int:
        """Mark stretches of the title and of the plain text; returns how many there are."""
        if text:
            self._write_all()
        spans: list[Span] = []
        run = self._built.text_map.title
        if run is not None:
            for start, end in title:
                spans.append(
                    (
                        run.position + utf16_length(run.text[:start]),
                        run.position + utf16_length(run.text[:end]),
                    )
                )
        spans.extend(self._built.text_map.to_positions(start, end) for start, end in text)
        self._matches = [span for span in spans if span[1] > span[0]]
        self._current_match = -1
        self._apply_match_format()
        return len(self._matches)

    def _apply_match_format(self) -> None:
        """Marked words take the ink that is legible on the mark, links among them too."""
        style = QTextCharFormat()
        style.setForeground(QColor(self._theme.on_match))
        self._match_fractions_cache = None
        selections = []
        for start, end in self._matches[:_MAX_FORMATTED_MATCHES]:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(start)
            selection.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.format = style
            selections.append(selection)
        self.setExtraSelections(selections)
        self._match_scroll_bar.update()
        self.viewport().update()

    def _matches_as_offsets(self) -> list[Span]:
        """The marks as spans of title (negative) and text, to set them again after a new layout."""
        run = self._built.text_map.title
        behind = run.position + utf16_length(run.text) if run is not None else 0
        map_ = self._built.text_map
        return [
            (start - behind - 1, end - behind - 1)
            if start < behind
            else (map_.to_offset(start), map_.to_offset(end - 1) + 1)
            for start, end in self._matches
        ]

    def _set_matches_from_offsets(self, marks: list[Span], current: int) -> None:
        run = self._built.text_map.title
        behind = run.position + utf16_length(run.text) if run is not None else 0
        self._matches = [
            (start + behind + 1, end + behind + 1)
            if start < 0
            else self._built.text_map.to_positions(start, end)
            for start, end in marks
        ]
        self._current_match = current
        self._apply_match_format()

    @property
    def match_positions(self) -> tuple[Span, ...]:
        """Positions of everything that is marked."""
        return tuple(self._matches)

    @property
    def current_match(self) -> int:
        """The number of the mark the reader stands on, -1 for none."""
        return self._current_match

    def match_texts(self) -> list[str]:
        """What is marked, as the reader sees it."""
        found = []
        for start, end in self._matches:
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            found.append(cursor.selectedText())
        return found

    def go_to_match(self, number: int) -> None:
        """Stand on mark ``number`` (it wraps around) and bring it into view."""
        if not self._matches:
            return
        self._current_match = number % len(self._matches)
        self._scroll_to(self._matches[self._current_match][0], False)
        self.viewport().update()

    def go_to_match_at(self, offset: int) -> None:
        """Stand on the first mark at or behind ``offset`` of the plain text."""
        position = self._built.text_map.to_position(offset) if offset >= 0 else 0
        for number, (start, _) in enumerate(self._matches):
            if start >= position:
                self.go_to_match(number)
                return
        self.go_to_match(0)

    def _match_fractions(self) -> list[float]:
        """How far down the whole page each mark stands, 0 to 1, a tick for each line at most."""
        height = max(1.0, self.document().documentLayout().documentSize().height())
        if self._match_fractions_cache is None or self._match_fractions_cache[0] != height:
            tops = {self._line_rect(start).top() for start, _ in self._matches}
            self._match_fractions_cache = (height, sorted(top / height for top in tops))
        return self._match_fractions_cache[1]

    # Qt's events

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        """Our own pictures and nothing else.

        Something must always be returned: given nothing, Qt tries to open the name by itself.
        """
        parts = (name if isinstance(name, str) else name.toString()).split(":")
        page = self._page
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
        held = self._save_scroll() if self._page is not None else None
        before = self._column
        self._fit_margins()
        super().resizeEvent(event)
        self._inline_slideshows.reposition()
        if held is not None and before != self._column:
            self._restore_scroll(held)
            if self._built.has_pictures:
                self._relayout_timer.start()

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab walks along the page: its links, its pictures, its slideshows."""
        before = self.textCursor()
        moved = super().focusNextPrevChild(following)
        now = self.textCursor()
        stayed = (now.anchor(), now.position()) == (before.anchor(), before.position())
        if moved and stayed and before.hasSelection() and self.hasFocus():
            # Qt never leaves backwards a link that stands at the very beginning.
            self.setTextCursor(QTextCursor(self.document()))
            return QWidget.focusNextPrevChild(self, following)
        if self._inline_slideshows.enter_by_tab():
            return True
        if moved and self.hasFocus():
            self.link_focused.emit()
        return moved

    def showEvent(self, event: QShowEvent) -> None:
        """Stay at the reader's place: the first time, Qt would scroll to its own cursor."""
        value = self.verticalScrollBar().value()
        super().showEvent(event)
        self.verticalScrollBar().setValue(value)
        if self._relayout_timer.isActive():
            # The window's size is known only now: pictures are never seen in another one's.
            self._relayout_timer.stop()
            self._rebuild()
        self._finish_layout()

    def _finish_layout(self) -> None:
        """Lay the page out to its end, unless it is long: Qt would leave that, and with it the
        length of the scroll bar, until the page has been seen.
        """
        if self.document().characterCount() <= _MAX_SYNCHRONOUS_LAYOUT:
            self.document().size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notes, chips, rules and marks are painted under the text that Qt then draws."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        view = QRectF(event.rect()).translated(0, top)
        under = BackgroundPainter(self.document(), self._theme, self._typesetting)
        under.paint_frames(painter, self._built.frames, view)
        under.paint_link_chips(painter, self._built.link_chips, view)
        under.paint_matches(painter, self._matches, self._current_match, view)
        painter.end()
        super().paintEvent(event)
