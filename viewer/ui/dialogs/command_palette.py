"""The command palette: every article, chapter, term and command, by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from viewer.color_themes import LIGHT, Theme
from viewer.search.language import quick_open as fuzzy
from viewer.search.language.folding import fold_with_offsets, unfold_span
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import announce
from viewer.ui.widgets.item_delegate import AnyIndex, paint_row_ground
from viewer.ui.widgets.text_lines import plain_text_tooltip

_WIDTH, _ROW_HEIGHT, _MAX_ROWS, _MARGIN, _TOP = 620, 38, 9, 24, 36
_MAX_RESULTS = 60


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """An entry of the palette: a title and what choosing it runs.

    ``detail`` stands at the right: a shortcut, or where an article is. ``aliases`` is another name
    it is found by, for instance in the other language. ``weight`` puts it before others that match
    as well. ``language`` is that of title and detail (BCP 47; empty: the window's own).
    """

    title: str
    kind: str
    run: Callable[[], object]
    detail: str = ""
    aliases: str = ""
    weight: float = 0.0
    language: str = ""
    search_text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        text = f"{self.title}\n{self.aliases}" if self.aliases else self.title
        object.__setattr__(self, "search_text", fold_with_offsets(text)[0])


class PaletteModel(QAbstractListModel):
    """The entries that match, best first, with the matching spans of their folded titles."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[PaletteEntry, tuple[tuple[int, int], ...]]] = []

    def set_rows(self, rows: Sequence[tuple[PaletteEntry, tuple[tuple[int, int], ...]]]) -> None:
        """Offer ``rows``."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, and what a screen reader says."""
        if not index.isValid():
            return None
        entry, _ = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = ", ".join(part for part in (entry.title, entry.kind, entry.detail) if part)
            return text if role == Qt.ItemDataRole.AccessibleTextRole else plain_text_tooltip(text)
        return None


class CommandPalette(QFrame):
    """The palette over the window: a text field and the matching entries.

    ``search_requested`` carries text to search all issues for.
    """

    search_requested = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._window = window
        self._entries: Sequence[PaletteEntry] = ()
        self._initial_entries: Sequence[PaletteEntry] = ()
        self._texts: list[str] = []
        self._weights: list[float] = []
        self._previous_focus: QWidget | None = None
        self.text_field = QLineEdit(self)
        self.text_field.setMinimumHeight(fonts.line_height(self.text_field.font(), 28) + 10)
        self._row_height = fonts.scaled_px(_ROW_HEIGHT)
        self.text_field.setPlaceholderText(
            self.tr("Articles, chapters, terms, commands and settings")
        )
        self.text_field.setAccessibleName(self.tr("Command palette"))
        self.model = PaletteModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_PaletteDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("What was found"))
        self._empty_label = QLabel(self.tr("Nothing is called that."), self)
        self._empty_label.setObjectName("dim")
        self._empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self.text_field)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._empty_label, 1)
        self.text_field.textChanged.connect(self._on_text_changed)
        self.text_field.installEventFilter(self)
        self.view.clicked.connect(self._on_clicked)
        # The text field keeps the focus: tell a screen reader which row the keys move to.
        self.view.selectionModel().currentChanged.connect(self._announce)
        window.installEventFilter(self)
        self.hide()

    def set_entries(
        self, entries: Sequence[PaletteEntry], initial: Sequence[PaletteEntry] = ()
    ) -> None:
        """Offer ``entries``; ``initial`` while nothing is typed."""
        self._entries, self._initial_entries = entries, initial
        self._texts = [entry.search_text for entry in entries]
        self._weights = [entry.weight for entry in entries]
        if not self.isHidden():
            self._on_text_changed(self.text_field.text())

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, _PaletteDelegate)
        delegate.theme = theme
        self.view.viewport().update()

    def open(self) -> None:
        """Show the palette, empty, with the focus."""
        if self.isHidden():
            self._previous_focus = self.window().focusWidget()
        self._update_geometry()
        self.show()
        self.raise_()
        # Not as by a shortcut, and before its text changes: a screen reader would not read out a
        # field whose text was selected or changed.
        self.text_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text_field.clear()
        self._on_text_changed("")

    def _on_text_changed(self, text: str) -> None:
        rows: list[tuple[PaletteEntry, tuple[tuple[int, int], ...]]]
        if text.strip():
            matches = fuzzy.find_titles(text, self._texts, self._weights, _MAX_RESULTS)
            rows = [(self._entries[match.index], match.spans) for match in matches]
            words = " ".join(text.split())
            title = self.tr("Search all issues for “{words}”").format(words=words[:80])
            rows.append((PaletteEntry(title, "", lambda: self.search_requested.emit(words)), ()))
        else:
            rows = [(entry, ()) for entry in self._initial_entries]
        self.model.set_rows(rows)
        self._empty_label.setVisible(not rows)
        self.view.setVisible(bool(rows))
        if rows:
            self.view.setCurrentIndex(self.model.index(0))
        self._update_geometry()

    def _update_geometry(self) -> None:
        window = self._window
        width = min(fonts.scaled_px(_WIDTH), window.width() - 2 * _MARGIN)
        rows = min(_MAX_ROWS, max(1, len(self.model.rows)))
        top = min(_TOP, max(0, window.height() // 8))
        height = min(
            self.text_field.minimumHeight() + 28 + rows * self._row_height,
            window.height() - 2 * top,
        )
        self.setGeometry((window.width() - width) // 2, top, width, height)

    def _run_current(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            entry = self.model.rows[row][0]
            self.dismiss()
            entry.run()

    def _announce(self, index: QModelIndex) -> None:
        if index.isValid() and not self.isHidden():
            announce(self.view, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self._run_current()

    def dismiss(self) -> None:
        """Hide the palette; the focus returns to where it was."""
        self.hide()
        if self._previous_focus is not None:
            self._previous_focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self._previous_focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the list's keys in the text field; follow the window's size."""
        if watched is self.text_field and not self.isHidden():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._handle_key(Qt.Key(event.key()))
            if event.type() == QEvent.Type.FocusOut and self.isActiveWindow():
                self._previous_focus = None
                self.hide()
        elif watched is self._window and event.type() == QEvent.Type.Resize:
            self._update_geometry()
        return False

    def _handle_key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _MAX_ROWS - 1,
            Qt.Key.Key_PageUp: 1 - _MAX_ROWS,
        }  # fmt: skip
        if key in steps and self.model.rows:
            count = len(self.model.rows)
            row = self.view.currentIndex().row() + steps[key]
            row = row % count if abs(steps[key]) == 1 else min(count - 1, max(0, row))
            self.view.setCurrentIndex(self.model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_current()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True


class _PaletteDelegate(QStyledItemDelegate):
    """A row: the title with what matched in the accent, the kind and the detail at the right."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.theme = LIGHT
        self._font = fonts.ui_font(14)
        self._bold_font = fonts.ui_font(14, weight=700)
        self._detail_font = fonts.ui_font(12)
        self._title_fonts = fonts.TitleFonts()

    def font_for(self, base: QFont, entry: PaletteEntry) -> QFont:
        """``base`` for the title and the detail of ``entry``."""
        return self._title_fonts.for_language(base, entry.language) if entry.language else base

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Rows are of one height."""
        return QSize(40, fonts.scaled_px(_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one entry."""
        model = index.model()
        assert isinstance(model, PaletteModel)
        entry, spans = model.rows[index.row()]
        box = QRect(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        paint_row_ground(
            painter,
            QRectF(box),
            self.theme,
            current=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
        )
        inner = box.adjusted(12, 0, -12, 0)
        side = self._paint_detail(painter, entry, inner)
        self._paint_title(painter, entry, spans, inner.adjusted(0, 0, -side, 0))
        painter.restore()

    def _paint_detail(self, painter: QPainter, entry: PaletteEntry, inner: QRect) -> int:
        """The kind and the detail, right-aligned; how much room they take."""
        kind = f" · {entry.kind}" if entry.detail and entry.kind else entry.kind
        used = 0
        painter.setPen(QColor(self.theme.dim))
        for text, font in (
            (kind, self._detail_font),
            (entry.detail, self.font_for(self._detail_font, entry)),
        ):
            if not text:
                continue
            metrics = QFontMetrics(font)
            room = max(0, inner.width() // 2 - used)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            area = inner.adjusted(0, 0, -used, 0)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(area, right, text)
            used += metrics.horizontalAdvance(text)
        return used + 16 if used else 0

    def _paint_title(
        self, painter: QPainter, entry: PaletteEntry, spans: Sequence[tuple[int, int]], room: QRect
    ) -> None:
        plain, bold = self.font_for(self._font, entry), self.font_for(self._bold_font, entry)
        title = QFontMetrics(plain).elidedText(
            entry.title, Qt.TextElideMode.ElideRight, room.width()
        )
        folded, offsets = fold_with_offsets(entry.title)
        marked = [False] * (len(entry.title) + 1)
        for start, end in spans:
            if end <= len(folded):
                first, last = unfold_span(start, end, offsets, entry.title)
                marked[first:last] = [True] * (last - first)
        x = room.x()
        at = 0
        while at < len(title):
            stop = at
            while stop < len(title) and marked[min(stop, len(entry.title))] == marked[at]:
                stop += 1
            font = bold if marked[at] else plain
            painter.setFont(font)
            painter.setPen(QColor(self.theme.accent if marked[at] else self.theme.ink))
            part = title[at:stop]
            area = QRect(x, room.y(), room.right() - x + 1, room.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, part)
            x += QFontMetrics(font).horizontalAdvance(part)
            at = stop
