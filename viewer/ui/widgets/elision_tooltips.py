"""Rows that say in a tip what they find no room for."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

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


def plain_text_tooltip(text: str) -> str:
    """``text`` for a tip: escaped, since Qt would take what looks like HTML for HTML."""
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""


def is_elided(lines: list[str], text: str) -> bool:
    """Whether ``lines``, as they are drawn, leave something of ``text`` out."""
    return "".join("".join(lines).split()) != "".join(text.split())
