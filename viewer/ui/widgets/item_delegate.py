"""The base of all item delegates: row backgrounds, and tooltips for elided text."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from viewer.color_themes import LIGHT, Theme
from viewer.ui.theme import fonts
from viewer.ui.widgets.text_lines import plain_text_tooltip

AnyIndex = QModelIndex | QPersistentModelIndex

_RADIUS = 6
_BAR_WIDTH, _BAR_INSET = 3, 7


def paint_row_ground(
    painter: QPainter,
    box: QRectF,
    theme: Theme,
    *,
    current: bool = False,
    hovered: bool = False,
    focused: bool = False,
    hover_color: str = "",
) -> None:
    """Paint a row's background: a tint and a bar if ``current``, an outline if ``focused``.

    If ``hovered`` it is ``hover_color``, the theme's ``chip`` if that is empty. The bar shows
    the current row to readers who do not see the tint.
    """
    if current or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tint if current else hover_color or theme.chip))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    if current:
        inset = min(fonts.scaled_px(_BAR_INSET), box.height() / 4)
        bar = QRectF(box.left(), box.top() + inset, _BAR_WIDTH, box.height() - 2 * inset)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(bar, _BAR_WIDTH / 2, _BAR_WIDTH / 2)
    if focused:
        painter.setPen(QColor(theme.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class ItemDelegate(QStyledItemDelegate):
    """Paints rows; their tooltip has the elided text in full, before the model's tooltip."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.theme = LIGHT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row, and leave ``painter`` as it was."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_row(painter, option, index)
        painter.restore()

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw all of the row at ``index``."""
        raise NotImplementedError

    def elided_text(self, index: AnyIndex) -> str:
        """The full text of what is elided in the row at ``index``; empty if nothing is."""
        raise NotImplementedError

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        _option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Show the tooltip."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        QToolTip.showText(event.globalPos(), self.tooltip_text(index), view)
        return True

    def tooltip_text(self, index: AnyIndex) -> str:
        """The tooltip of the row at ``index``, as rich text; may be empty."""
        model_tooltip, elided = (
            str(index.data(Qt.ItemDataRole.ToolTipRole) or ""),
            self.elided_text(index),
        )
        return (
            model_tooltip
            if escape(elided) in model_tooltip
            else plain_text_tooltip(elided) + model_tooltip
        )
