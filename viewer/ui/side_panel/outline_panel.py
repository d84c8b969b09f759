"""The outline at the reader's side: the headings and notes of the page, and where she is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.color_themes import LIGHT, Theme
from viewer.ui.side_panel.outline_model import (
    HERE_ROLE,
    LINE_ROLE,
    AnyIndex,
    OutlineLine,
    OutlineModel,
)
from viewer.ui.theme import fonts
from viewer.ui.widgets.current_row import paint_current_marker
from viewer.ui.widgets.elision_tooltips import ItemDelegate, is_elided
from viewer.ui.widgets.text_lines import fit_lines

_LINE = 18
_PAD = 6
_LEFT = 18
_STEP = 14
_RIGHT = 18
_RULE = 10


class OutlinePanel(QWidget):
    """Lists the lines of an outline. ``line_requested`` carries the one that was chosen."""

    line_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = OutlineModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Outline"))
        self.rows = _OutlineDelegate(self.view)
        self.view.setItemDelegate(self.rows)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.clicked.connect(self._chosen)
        self.view.installEventFilter(self)
        self._empty = QLabel(self.tr("This article has neither headings nor notes."), self)
        self._empty.setObjectName("dim")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(_LEFT, 4, _RIGHT, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)

    def set_lines(self, lines: Sequence[OutlineLine], language: str) -> None:
        """Show ``lines``, which are in ``language``; none of them is said in words."""
        self.rows.language = language
        self.model.set_lines(lines)
        self._empty.setVisible(not lines)

    def set_here(self, row: int) -> None:
        """Follow the reading: the reader is in ``row``."""
        if self.model.set_here(row) and not self.view.hasFocus():
            index = self.model.index(row)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def take_focus(self) -> None:
        """Put the reader into the list, where she is on the page."""
        if not self.view.hasFocus():
            self.view.setCurrentIndex(self.model.index(max(0, self.model.here)))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.rows.theme = theme
        self.view.viewport().update()

    def _chosen(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if isinstance(line, OutlineLine):
            self.line_requested.emit(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the line that is current in the list."""
        if watched is self.view and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.type() == QEvent.Type.KeyPress:
                self._chosen(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)


class _OutlineDelegate(ItemDelegate):
    """Draws a line: set in by its level, a note behind a short rule, where one is in the accent."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.theme = LIGHT
        self.language = ""
        self._faces: dict[tuple[int, int, str], QFont] = {}
        self._lines: dict[tuple[str, int, bool], list[str]] = {}
        self._line = fonts.scaled_px(_LINE)

    def _face(self, line: OutlineLine, here: bool) -> QFont:
        size, weight = 12 if line.is_note else 13, 600 if here or line.level == 0 else 400
        key = (size, weight, self.language)
        if key not in self._faces:
            self._faces[key] = fonts.ui_font(size, weight=weight, language=self.language)
        return self._faces[key]

    def _left(self, line: OutlineLine) -> int:
        return _LEFT + max(0, line.level - 1) * _STEP + (_RULE if line.is_note else 0)

    def _broken(self, line: OutlineLine, here: bool) -> list[str]:
        width = max(60, self._view.viewport().width() - self._left(line) - _RIGHT)
        key = (line.title, width, here)
        if key not in self._lines:
            self._lines[key] = fit_lines(line.title, self._face(line, here), width)
        return self._lines[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two; a row keeps its height when the reader comes to it."""
        return QSize(40, len(self._broken(index.data(LINE_ROLE), True)) * self._line + 2 * _PAD)

    def elided_text(self, index: AnyIndex) -> str:
        """The title, where it needs more than two lines."""
        line: OutlineLine = index.data(LINE_ROLE)
        return line.title if is_elided(self._broken(line, True), line.title) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one line."""
        theme = self.theme
        line: OutlineLine = index.data(LINE_ROLE)
        here = bool(index.data(HERE_ROLE))
        state = option.state
        full = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(full).adjusted(8, 1, -8, -1)
        if here or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if here else theme.chip))
            painter.drawRoundedRect(box, 6, 6)
        if here:
            paint_current_marker(painter, box, theme)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = full.left() + self._left(line)
        if line.is_note:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRect(
                QRect(QPoint(left - _RULE, full.top() + _PAD + 3), QSize(3, self._line - 6))
            )
        painter.setFont(self._face(line, here))
        ink = theme.accent if here else theme.dim if line.is_note else theme.ink
        painter.setPen(QColor(ink))
        for number, text in enumerate(self._broken(line, here)):
            place = QRect(
                left, full.top() + _PAD + number * self._line, full.right() - left, self._line
            )
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(place, middle, text.rstrip())
        painter.restore()
