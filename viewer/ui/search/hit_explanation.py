"""Why a hit was found: a button on the current hit, and below it the reasons once it is asked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListView, QToolButton, QVBoxLayout, QWidget

from viewer.ui.search.hit_delegate import HitDelegate
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import announce

_MIN_BUTTON_SIDE, _GAP = 24, 6
_CARD_MARGIN, _CARD_PADDING = 8, 10


class HitExplanation(QObject):
    """Follows the current row of ``view``; ``panel`` is what the card may lie over.

    Emits ``requested``; who knows the reasons calls ``show_reasons``.
    """

    requested = Signal()

    def __init__(self, view: QListView, delegate: HitDelegate, panel: QWidget) -> None:
        super().__init__(panel)
        self._view, self._delegate, self._panel = view, delegate, panel
        self.button = QToolButton(view.viewport())
        self.button.setObjectName("why")
        self.button.setFont(fonts.ui_font(11))
        self.button.setText(self.tr("Why?"))
        self.button.setAccessibleName(self.tr("Why this hit?"))
        self.button.setToolTip(self.tr("Why this hit? (Ctrl+I)"))
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        side = fonts.line_height(self.button.font(), _MIN_BUTTON_SIDE)
        self.button.setFixedHeight(side)
        self.button.setMinimumWidth(side)
        self.button.clicked.connect(self.toggle)
        delegate.current_inset = self.button.sizeHint().width() + _GAP
        self._reasons: tuple[str, ...] = ()
        self._card = QFrame(panel)
        self._card.setObjectName("card")
        self._label = QLabel(self._card)
        self._label.setFont(fonts.ui_font(12))
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(*(_CARD_PADDING,) * 4)
        layout.addWidget(self._label)
        self._card.hide()
        self.button.hide()
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.model().modelReset.connect(self._on_current_changed)
        view.verticalScrollBar().valueChanged.connect(self._follow_row)
        view.viewport().installEventFilter(self)

    def toggle(self) -> None:
        """Ask why the current hit was found, or hide the answer if it is shown."""
        if self.text():
            self.hide_reasons()
        elif self._view.currentIndex().isValid():
            self.requested.emit()

    def show_reasons(self, reasons: tuple[str, ...]) -> None:
        """Say why the current hit was found."""
        self._reasons = reasons
        self._card.setVisible(bool(reasons))
        self._card.raise_()
        self._follow_row()
        announce(self._view, "\n".join(reasons))

    def hide_reasons(self) -> None:
        """Hide the reasons."""
        self._reasons = ()
        self._card.hide()

    def text(self) -> str:
        """The reasons as shown, a line each; empty while they are hidden."""
        return "" if self._card.isHidden() else self._label.text()

    def _on_current_changed(self) -> None:
        # The reasons of one hit are not true of the next.
        self.hide_reasons()
        self._follow_row()

    def _follow_row(self) -> None:
        """Put the button on the current row, and the card below it."""
        row = self._view.visualRect(self._view.currentIndex())
        in_view = row.isValid() and self._view.viewport().rect().intersects(row)
        self.button.setVisible(in_view)
        if not in_view:
            self.hide_reasons()
            return
        # The list lays its rows out for another width only after that is known here.
        row.setWidth(self._view.viewport().width())
        self.button.adjustSize()
        place = self._delegate.location_rect(row)
        self.button.move(
            place.right() + 1 - self.button.width(),
            place.center().y() + 1 - self.button.height() // 2,
        )
        if not self._card.isHidden():
            self._place_card(row)

    def _place_card(self, row: QRect) -> None:
        width = self._panel.width() - 2 * _CARD_MARGIN
        lines = list(self._reasons)
        self._label.setText("\n".join(lines))
        while len(lines) > 1 and self._card.heightForWidth(width) > self._panel.height():
            del lines[-1]
            more = self.tr("and %Ln more", "", len(self._reasons) - len(lines))
            self._label.setText("\n".join((*lines, more)))
        height = self._card.heightForWidth(width)
        below = self._view.viewport().mapTo(self._panel, QPoint(0, row.bottom())).y()
        top = max(0, min(below, self._panel.height() - height))
        self._card.setGeometry(_CARD_MARGIN, top, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the row where the list gets another size."""
        if event.type() == QEvent.Type.Resize:
            self._follow_row()
        return False
