"""What the rows of all lists share: the mark of the current one, and tips for what is cut."""

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

from viewer.color_themes import Theme
from viewer.ui.theme import fonts
from viewer.ui.widgets.text_lines import plain_text_tooltip

_BAR_WIDTH, _BAR_INSET = 3, 7


def paint_current_marker(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A bar at the left edge of ``box``, the tinted ground of the row."""
    shorter = min(fonts.scaled_px(_BAR_INSET), box.height() / 4)
    bar = QRectF(box.left(), box.top() + shorter, _BAR_WIDTH, box.height() - 2 * shorter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(bar, _BAR_WIDTH / 2, _BAR_WIDTH / 2)


AnyIndex = QModelIndex | QPersistentModelIndex


class ItemDelegate(QStyledItemDelegate):
    """A delegate that knows which of its texts are cut, and says them before a model's own tip."""

    def elided_text(self, index: AnyIndex) -> str:
        """What of the row at ``index`` is drawn with an ellipsis, in full; empty if nothing is."""
        raise NotImplementedError

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        _option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Say it where the pointer rests."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        QToolTip.showText(event.globalPos(), self.tooltip_text(index), view)
        return True

    def tooltip_text(self, index: AnyIndex) -> str:
        """What is said where the pointer rests."""
        own, cut = str(index.data(Qt.ItemDataRole.ToolTipRole) or ""), self.elided_text(index)
        return own if escape(cut) in own else plain_text_tooltip(cut) + own
