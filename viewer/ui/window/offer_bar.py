"""The line above the page that offers an article to go to; it never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QToolButton,
    QWidget,
)

from viewer.color_themes import LIGHT, Theme
from viewer.ui.theme import fonts, icons


class OfferBar(QWidget):
    """The offer as a link, which emits ``accepted``, and a button that closes it."""

    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._link = _OfferLink(self)
        self._link.clicked.connect(self._accept)
        self._close_button = QToolButton(self)
        self._close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close_button.setAccessibleName(self.tr("Close this line"))
        self._close_button.setToolTip(self.tr("Close this line"))
        self._close_button.setIconSize(QSize(fonts.icon_size(16), fonts.icon_size(16)))
        self._close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 4, 10, 4)
        layout.addWidget(self._link, 1)
        layout.addWidget(self._close_button)
        self.hide()

    def show_offer(self, prefix: str, title: str, detail: str = "", *, language: str = "") -> None:
        """Offer ``title``, which is in ``language``, between ``prefix`` and ``detail``."""
        self._link.set_parts(prefix, title, detail, language)
        self.show()

    def text(self) -> str:
        """What is offered, empty if nothing is."""
        return "" if self.isHidden() else self._link.accessibleName()

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self._link.theme = theme
        self._link.update()
        self._close_button.setIcon(
            icons.icon(
                "close", theme.dim, theme.line, fonts.icon_size(16), self.devicePixelRatioF()
            )
        )

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit()


class _OfferLink(QPushButton):
    """The offer as a link: the title in the accent, elided if need be, between two dim parts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(fonts.ui_font(13))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.theme = LIGHT
        self._parts = ("", "", "")
        self._title_font = fonts.ui_font(13)

    def set_parts(self, prefix: str, title: str, detail: str, language: str) -> None:
        self._parts = (prefix, title, detail)
        self._title_font = fonts.ui_font(13, language=language)
        self.setAccessibleName("  ".join(part for part in self._parts if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        prefix, title, detail = self._parts
        gap = metrics.horizontalAdvance("  ")
        widths = [metrics.horizontalAdvance(part) + gap if part else 0 for part in (prefix, detail)]
        room = max(60, self.width() - sum(widths))
        title_metrics = QFontMetrics(self._title_font)
        title = title_metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        x = 0
        for part, ink, font in (
            (prefix, self.theme.dim, self.font()),
            (title, self.theme.accent, self._title_font),
            (detail, self.theme.dim, self.font()),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(self.rect().adjusted(x, 0, 0, 0), middle, part)
            x += QFontMetrics(font).horizontalAdvance(part) + gap if part else 0
        if self.hasFocus():
            focus = QStyleOptionFocusRect()
            focus.initFrom(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, self
            )
