"""Draws a hit: title, place, and the passage with its marks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
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

from viewer.color_themes import LIGHT
from viewer.search import Hit
from viewer.ui.document.text_map import units
from viewer.ui.search.hits_model import HIT_ROLE, where
from viewer.ui.theme import fonts
from viewer.ui.widgets.current_row import paint_current
from viewer.ui.widgets.elision_tooltips import CutTips

AnyIndex = QModelIndex | QPersistentModelIndex

_PAD = 10
_SIDE = 18
_TITLE = 20
_WHERE = 18
_SNIPPET = 19
_SNIPPET_LINES = 3
_MOST_LAYOUTS = 200


class HitDelegate(CutTips):
    """Paints rows of equal height, so that the list need not measure them all."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self.faces = fonts.Faces()
        self._title = fonts.window(14, weight=600)
        self._dim = fonts.window(12)
        self._text = fonts.window(13)
        self._heights = (fonts.px(_TITLE), fonts.px(_WHERE), fonts.px(_SNIPPET))
        self._layouts: dict[tuple[object, ...], QTextLayout] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Every hit is as high as the others, so that the list need not measure them all."""
        title, where_, snippet = self._heights
        return QSize(40, 2 * _PAD + title + where_ + 4 + _SNIPPET_LINES * snippet + 6)

    def cut_text(self, index: AnyIndex) -> str:
        """Title and place, where one of them is cut; the passage is one in any case."""
        hit: Hit = index.data(HIT_ROLE)
        width = self._view.viewport().width() - 2 * _SIDE
        title = QFontMetrics(self.faces.of(self._title, hit.publication))
        cut = title.horizontalAdvance(hit.title) > width
        cut = cut or QFontMetrics(self._dim).horizontalAdvance(where(hit)) > width
        return f"{hit.title}\n{where(hit)}" if cut else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one hit."""
        hit: Hit = index.data(HIT_ROLE)
        theme = self.theme
        state = option.state
        full = QRect(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(full).adjusted(8, 2, -8, -4)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if selected else theme.chip))
            painter.drawRoundedRect(box, 6, 6)
        if selected:
            paint_current(painter, box, theme)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left, width = full.left() + _SIDE, full.width() - 2 * _SIDE
        top = full.top() + _PAD
        high, below, snippet = self._heights
        self._line(
            painter, hit.title, hit.title_spans, self.faces.of(self._title, hit.publication),
            QRect(left, top, width, high), 1,
            theme.accent if selected else theme.ink,
        )  # fmt: skip
        painter.setFont(self._dim)
        painter.setPen(QColor(theme.dim))
        place = QFontMetrics(self._dim).elidedText(where(hit), Qt.TextElideMode.ElideRight, width)
        painter.drawText(
            QRect(left, top + high, width, below), Qt.AlignmentFlag.AlignVCenter, place
        )
        self._line(
            painter, hit.snippet, hit.snippet_spans, self.faces.of(self._text, hit.publication),
            QRect(left, top + high + below + 4, width, snippet * _SNIPPET_LINES),
            _SNIPPET_LINES, theme.ink,
        )  # fmt: skip
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        box: QRect,
        most: int,
        ink: str,
    ) -> None:
        """``text`` on at most ``most`` lines in ``box``, with ``spans`` marked."""
        key = (text, spans, font.key(), box.width(), most, self.theme.name)
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            layout = self._layouts[key] = self._fitted(text, spans, font, box, most)
        painter.setPen(QColor(ink))
        layout.draw(painter, QPointF(box.left(), box.top()))

    def _fitted(
        self,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        box: QRect,
        most: int,
    ) -> QTextLayout:
        """``text`` laid out, cut with an ellipsis where it is too long."""
        layout, shown = self._laid_out(text, spans, font, box, most)
        raw = text.encode("utf-16-le", "surrogatepass")
        whole = shown >= len(raw) // 2
        for shorter in () if whole else (1, 3, 8, 16, 30):
            # A sign of what is left out takes room itself, more where it pushes a word down.
            left = raw[: max(0, shown - shorter) * 2].decode("utf-16-le", "ignore").rstrip()
            layout, fits = self._laid_out(left + "…", spans, font, box, most)
            if fits >= units(left) + 1:
                break
        return layout

    def _laid_out(
        self,
        text: str,
        spans: tuple[tuple[int, int], ...],
        font: QFont,
        box: QRect,
        most: int,
    ) -> tuple[QTextLayout, int]:
        """``text`` broken into at most ``most`` lines, and how many UTF-16 units they hold."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = []
        for start, end in spans:
            if start >= len(text):
                break
            mark = QTextCharFormat()
            mark.setBackground(QColor(self.theme.match))
            mark.setForeground(QColor(self.theme.on_match))
            mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            mark.setUnderlineColor(QColor(self.theme.dim))
            piece = QTextLayout.FormatRange()
            piece.start = units(text[:start])
            piece.length = units(text[start:end])
            piece.format = mark
            formats.append(piece)
        layout.setFormats(formats)
        layout.beginLayout()
        height = box.height() / most
        shown = 0
        for number in range(most):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(box.width())
            line.setPosition(QPointF(0, number * height + (height - line.height()) / 2))
            shown = line.textStart() + line.textLength()
        layout.endLayout()
        return layout, shown
