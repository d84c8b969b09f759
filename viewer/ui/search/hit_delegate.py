"""Draws a hit in the list: title, location, and the snippet with its matches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from viewer.search import Hit
from viewer.search.query.results import Spans
from viewer.ui.document.built_page import utf16_length
from viewer.ui.search.hits_model import HIT_ROLE, LOCATION_ROLE
from viewer.ui.theme import fonts
from viewer.ui.widgets.item_delegate import AnyIndex, ItemDelegate, paint_row_ground

_PADDING = 10
_SIDE_MARGIN = 18
_TITLE_HEIGHT = 20
_LOCATION_HEIGHT = 18
_SNIPPET_LINE_HEIGHT = 19
_SNIPPET_LINES = 3
_MAX_LAYOUTS = 200


class HitDelegate(ItemDelegate):
    """Paints rows of equal height, so that the list need not measure them all."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.title_fonts = fonts.TitleFonts()
        self._title_font = fonts.ui_font(14, weight=600)
        self._location_font = fonts.ui_font(12)
        self._snippet_font = fonts.ui_font(13)
        self._heights = (
            fonts.scaled_px(_TITLE_HEIGHT),
            fonts.scaled_px(_LOCATION_HEIGHT),
            fonts.scaled_px(_SNIPPET_LINE_HEIGHT),
        )
        #: How much of the location of the current row is left free at its right, in px.
        self.current_inset = 0
        self._layouts: dict[tuple[object, ...], QTextLayout] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Every hit is as high as the others, so that the list need not measure them all."""
        title, location, snippet = self._heights
        return QSize(40, 2 * _PADDING + title + location + 4 + _SNIPPET_LINES * snippet + 6)

    def elided_text(self, index: AnyIndex) -> str:
        """Title and location if one of them is cut, else nothing; snippets are excerpts anyway."""
        hit: Hit = index.data(HIT_ROLE)
        width = self._view.viewport().width() - 2 * _SIDE_MARGIN
        is_current = index.row() == self._view.currentIndex().row()
        location_width = width - (self.current_inset if is_current else 0)
        title = QFontMetrics(self.title_fonts.for_publication(self._title_font, hit.publication))
        cut = title.horizontalAdvance(hit.title) > width
        location = QFontMetrics(self._location_font).horizontalAdvance(index.data(LOCATION_ROLE))
        cut = cut or location > location_width
        return f"{hit.title}\n{index.data(LOCATION_ROLE)}" if cut else ""

    def location_rect(self, row: QRect) -> QRect:
        """Where the location stands in a hit painted in ``row``."""
        title, location, _ = self._heights
        return QRect(
            row.left() + _SIDE_MARGIN,
            row.top() + _PADDING + title,
            row.width() - 2 * _SIDE_MARGIN,
            location,
        )

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one hit."""
        hit: Hit = index.data(HIT_ROLE)
        theme = self.theme
        state = option.state
        row_rect = QRect(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        box = QRectF(row_rect).adjusted(8, 2, -8, -4)
        paint_row_ground(
            painter,
            box,
            theme,
            current=selected,
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(selected and state & QStyle.StateFlag.State_HasFocus),
        )
        left, width = row_rect.left() + _SIDE_MARGIN, row_rect.width() - 2 * _SIDE_MARGIN
        top = row_rect.top() + _PADDING
        title_height, location_height, line_height = self._heights
        self._draw_text(
            painter, hit.title, hit.title_spans,
            self.title_fonts.for_publication(self._title_font, hit.publication),
            QRect(left, top, width, title_height), 1,
            theme.accent if selected else theme.ink,
        )  # fmt: skip
        painter.setFont(self._location_font)
        painter.setPen(QColor(theme.dim))
        place = self.location_rect(row_rect)
        place.setWidth(width - (self.current_inset if selected else 0))
        location = QFontMetrics(self._location_font).elidedText(
            index.data(LOCATION_ROLE), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, location)
        snippet_top = top + title_height + location_height + 4
        self._draw_text(
            painter, hit.snippet, hit.snippet_spans,
            self.title_fonts.for_publication(self._snippet_font, hit.publication),
            QRect(left, snippet_top, width, line_height * _SNIPPET_LINES),
            _SNIPPET_LINES, theme.ink,
        )  # fmt: skip

    def _draw_text(
        self,
        painter: QPainter,
        text: str,
        spans: Spans,
        font: QFont,
        box: QRect,
        max_lines: int,
        ink: str,
    ) -> None:
        """``text`` on at most ``max_lines`` lines in ``box``, with ``spans`` marked."""
        key = (text, spans, font.key(), box.width(), max_lines, self.theme.name)
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) >= _MAX_LAYOUTS:
                self._layouts.clear()
            layout = self._layouts[key] = self._elided_layout(text, spans, font, box, max_lines)
        painter.setPen(QColor(ink))
        layout.draw(painter, QPointF(box.left(), box.top()))

    def _elided_layout(
        self,
        text: str,
        spans: Spans,
        font: QFont,
        box: QRect,
        max_lines: int,
    ) -> QTextLayout:
        """``text`` laid out, cut with an ellipsis where it is too long."""
        layout, units = self._layout_lines(text, spans, font, box, max_lines)
        raw = text.encode("utf-16-le", "surrogatepass")
        is_whole = units >= len(raw) // 2
        for shorter in () if is_whole else (1, 3, 8, 16, 30):
            # The ellipsis takes room itself, more where it pushes a word to the next line.
            shortened = raw[: max(0, units - shorter) * 2].decode("utf-16-le", "ignore").rstrip()
            layout, fits = self._layout_lines(shortened + "…", spans, font, box, max_lines)
            if fits >= utf16_length(shortened) + 1:
                break
        return layout

    def _layout_lines(
        self,
        text: str,
        spans: Spans,
        font: QFont,
        box: QRect,
        max_lines: int,
    ) -> tuple[QTextLayout, int]:
        """``text`` broken into at most ``max_lines`` lines, and how many UTF-16 units they hold."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        for start, end in spans:
            if start >= len(text):
                break
            char_format = QTextCharFormat()
            char_format.setBackground(QColor(self.theme.match))
            char_format.setForeground(QColor(self.theme.on_match))
            char_format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            char_format.setUnderlineColor(QColor(self.theme.dim))
            format_range = QTextLayout.FormatRange()
            format_range.start = utf16_length(text[:start])
            format_range.length = utf16_length(text[start:end])
            format_range.format = char_format
            formats.append(format_range)
        layout.setFormats(formats)
        layout.beginLayout()
        height = box.height() / max_lines
        units = 0
        for number in range(max_lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
            units = line.textStart() + line.textLength()
        layout.endLayout()
        return layout, units
