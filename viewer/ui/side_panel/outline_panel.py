"""The outline beside the page: its headings and notes, with the current one marked."""

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

from viewer.color_themes import Theme
from viewer.ui.side_panel.outline_model import (
    CURRENT_ROLE,
    LINE_ROLE,
    AnyIndex,
    OutlineLine,
    OutlineModel,
)
from viewer.ui.side_panel.side_panel import SidePanelTab
from viewer.ui.theme import fonts
from viewer.ui.widgets.item_delegate import ItemDelegate, paint_row_ground
from viewer.ui.widgets.text_lines import fit_lines, is_elided

_LINE_HEIGHT = 18
_PAD = 6
_LEFT = 18
_INDENT = 14
_RIGHT = 18
_NOTE_BAR_GAP = 10


class OutlinePanel(SidePanelTab):
    """Lists the lines of an outline. ``line_requested`` carries the one that was chosen."""

    name = "outline"
    stays_when_empty = True

    line_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = self.tr("Outline")
        self.model = OutlineModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.title)
        self.row_delegate = _OutlineDelegate(self.view)
        self.view.setItemDelegate(self.row_delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.clicked.connect(self._on_clicked)
        self.view.installEventFilter(self)
        self._empty_label = QLabel(self.tr("This article has neither headings nor notes."), self)
        self._empty_label.setObjectName("dim")
        self._empty_label.setTextFormat(Qt.TextFormat.PlainText)
        self._empty_label.setWordWrap(True)
        self._empty_label.setContentsMargins(_LEFT, 4, _RIGHT, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty_label)
        layout.addWidget(self.view, 1)

    @property
    def has_content(self) -> bool:
        """Whether the page has headings or notes."""
        return bool(self.model.lines)

    def set_lines(self, lines: Sequence[OutlineLine], language: str) -> None:
        """Show ``lines``, which are in ``language`` (BCP 47), or a sentence if there are none."""
        self.row_delegate.language = language
        self.model.set_lines(lines)
        self._empty_label.setVisible(not lines)

    def set_current_row(self, row: int) -> None:
        """Mark ``row`` as the one the reader is in; scroll there unless the list has the focus."""
        if self.model.set_current_row(row) and not self.view.hasFocus():
            index = self.model.index(row)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def focus_list(self) -> None:
        """Give the list the focus, at the line the reader is in."""
        if not self.view.hasFocus():
            self.view.setCurrentIndex(self.model.index(max(0, self.model.current_row)))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.row_delegate.theme = theme
        self.view.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if isinstance(line, OutlineLine):
            self.line_requested.emit(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the line that is current in the list."""
        if watched is self.view and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.type() == QEvent.Type.KeyPress:
                self._on_clicked(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)


class _OutlineDelegate(ItemDelegate):
    """Draws a line: indented by its level, a note after a bar, the current one in the accent."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.language = ""
        self._fonts: dict[tuple[int, int, str], QFont] = {}
        self._wrapped_titles: dict[tuple[str, int, bool], list[str]] = {}
        self._line_height = fonts.scaled_px(_LINE_HEIGHT)

    def _font_for(self, line: OutlineLine, is_current: bool) -> QFont:
        size, weight = 12 if line.is_note else 13, 600 if is_current or line.level == 0 else 400
        key = (size, weight, self.language)
        if key not in self._fonts:
            self._fonts[key] = fonts.ui_font(size, weight=weight, language=self.language)
        return self._fonts[key]

    def _text_left(self, line: OutlineLine) -> int:
        return _LEFT + max(0, line.level - 1) * _INDENT + (_NOTE_BAR_GAP if line.is_note else 0)

    def _wrap_title(self, line: OutlineLine, is_current: bool) -> list[str]:
        width = max(60, self._view.viewport().width() - self._text_left(line) - _RIGHT)
        key = (line.title, width, is_current)
        if key not in self._wrapped_titles:
            self._wrapped_titles[key] = fit_lines(
                line.title, self._font_for(line, is_current), width
            )
        return self._wrapped_titles[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """One line or two; a row keeps its height when the reader comes to it."""
        return QSize(
            40, len(self._wrap_title(index.data(LINE_ROLE), True)) * self._line_height + 2 * _PAD
        )

    def elided_text(self, index: AnyIndex) -> str:
        """The title, where it needs more than two lines."""
        line: OutlineLine = index.data(LINE_ROLE)
        return line.title if is_elided(self._wrap_title(line, True), line.title) else ""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one line."""
        theme = self.theme
        line: OutlineLine = index.data(LINE_ROLE)
        is_current = bool(index.data(CURRENT_ROLE))
        state = option.state
        row_rect = QRect(option.rect)
        box = QRectF(row_rect).adjusted(8, 1, -8, -1)
        paint_row_ground(
            painter,
            box,
            theme,
            current=is_current,
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=bool(
                state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected
            ),
        )
        left = row_rect.left() + self._text_left(line)
        if line.is_note:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRect(
                QRect(
                    QPoint(left - _NOTE_BAR_GAP, row_rect.top() + _PAD + 3),
                    QSize(3, self._line_height - 6),
                )
            )
        painter.setFont(self._font_for(line, is_current))
        ink = theme.accent if is_current else theme.dim if line.is_note else theme.ink
        painter.setPen(QColor(ink))
        for number, text in enumerate(self._wrap_title(line, is_current)):
            text_rect = QRect(
                left,
                row_rect.top() + _PAD + number * self._line_height,
                row_rect.right() - left,
                self._line_height,
            )
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(text_rect, middle, text.rstrip())
