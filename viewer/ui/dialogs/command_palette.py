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
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPainterPath
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
from viewer.ui.widgets.announcements import announce
from viewer.ui.widgets.current_row import paint_current_marker
from viewer.ui.widgets.elision_tooltips import plain_text_tooltip

AnyIndex = QModelIndex | QPersistentModelIndex

_WIDTH, _ROW, _ROWS, _MARGIN, _TOP = 620, 38, 9, 24, 36
_MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the palette offers.

    ``detail`` stands at the right: a shortcut, or where an article is. ``also`` is another name it
    is found by, for instance in the other language. ``weight`` puts it before others that match
    as well. ``language`` is that of title and detail (BCP 47; empty: the window's own).
    """

    title: str
    kind: str
    run: Callable[[], object]
    detail: str = ""
    also: str = ""
    weight: float = 0.0
    language: str = ""
    folded: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        text = f"{self.title}\n{self.also}" if self.also else self.title
        object.__setattr__(self, "folded", fold_with_offsets(text)[0])


class PaletteModel(QAbstractListModel):
    """The entries that match, best first, with the stretches of their titles that do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[Entry, tuple[tuple[int, int], ...]]] = []

    def show(self, rows: Sequence[tuple[Entry, tuple[tuple[int, int], ...]]]) -> None:
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
            said = ", ".join(part for part in (entry.title, entry.kind, entry.detail) if part)
            return said if role == Qt.ItemDataRole.AccessibleTextRole else plain_text_tooltip(said)
        return None


class Palette(QFrame):
    """Lies over the window while it is open. ``searched`` carries text to search all issues for."""

    searched = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._over = window
        self._entries: Sequence[Entry] = ()
        self._first: Sequence[Entry] = ()
        self._texts: list[str] = []
        self._weights: list[float] = []
        self._before: QWidget | None = None
        self.box = QLineEdit(self)
        self.box.setMinimumHeight(fonts.line_height(self.box.font(), 28) + 10)
        self._row = fonts.scaled_px(_ROW)
        self.box.setPlaceholderText(self.tr("Articles, chapters, terms, commands and settings"))
        self.box.setAccessibleName(self.tr("Command palette"))
        self.model = PaletteModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("What was found"))
        self._empty = QLabel(self.tr("Nothing is called that."), self)
        self._empty.setObjectName("dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._empty, 1)
        self.box.textChanged.connect(self._typed)
        self.box.installEventFilter(self)
        self.view.clicked.connect(self._clicked)
        # The keys are the box's: a screen reader is told which row they move to.
        self.view.selectionModel().currentChanged.connect(self._announce)
        window.installEventFilter(self)
        self.hide()

    def set_entries(self, entries: Sequence[Entry], first: Sequence[Entry] = ()) -> None:
        """Offer ``entries``; ``first`` while nothing is typed."""
        self._entries, self._first = entries, first
        self._texts = [entry.folded for entry in entries]
        self._weights = [entry.weight for entry in entries]
        if not self.isHidden():
            self._typed(self.box.text())

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, _Delegate)
        delegate.theme = theme
        self.view.viewport().update()

    def open(self) -> None:
        """Come up, empty, with the focus."""
        if self.isHidden():
            self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        # Not as by a shortcut, and before anything changes in it: a screen reader takes a text that
        # is selected or changed for one that it has told already.
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.clear()
        self._typed("")

    def offered(self) -> list[str]:
        """The titles on offer, as the reader sees them; none while it is away."""
        return [] if self.isHidden() else [entry.title for entry, _ in self.model.rows]

    def _typed(self, text: str) -> None:
        rows: list[tuple[Entry, tuple[tuple[int, int], ...]]]
        if text.strip():
            found = fuzzy.find_titles(text, self._texts, self._weights, _MOST)
            rows = [(self._entries[one.index], one.spans) for one in found]
            words = " ".join(text.split())
            title = self.tr("Search all issues for “{words}”").format(words=words[:80])
            rows.append((Entry(title, "", lambda: self.searched.emit(words)), ()))
        else:
            rows = [(entry, ()) for entry in self._first]
        self.model.show(rows)
        self._empty.setVisible(not rows)
        self.view.setVisible(bool(rows))
        if rows:
            self.view.setCurrentIndex(self.model.index(0))
        self._place()

    def _place(self) -> None:
        window = self._over
        width = min(fonts.scaled_px(_WIDTH), window.width() - 2 * _MARGIN)
        rows = min(_ROWS, max(1, len(self.model.rows)))
        top = min(_TOP, max(0, window.height() // 8))
        height = min(self.box.minimumHeight() + 28 + rows * self._row, window.height() - 2 * top)
        self.setGeometry((window.width() - width) // 2, top, width, height)

    def _run(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            entry = self.model.rows[row][0]
            self.close_()
            entry.run()

    def _announce(self, index: QModelIndex) -> None:
        if index.isValid() and not self.isHidden():
            announce(self.view, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _clicked(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self._run()

    def close_(self) -> None:
        """Go away; the focus returns to where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's keys while the box has the focus; the window's size."""
        if watched is self.box and not self.isHidden():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
            if event.type() == QEvent.Type.FocusOut and self.isActiveWindow():
                self._before = None
                self.hide()
        elif watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _key(self, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS - 1,
            Qt.Key.Key_PageUp: 1 - _ROWS,
        }  # fmt: skip
        if key in steps and self.model.rows:
            count = len(self.model.rows)
            row = self.view.currentIndex().row() + steps[key]
            row = row % count if abs(steps[key]) == 1 else min(count - 1, max(0, row))
            self.view.setCurrentIndex(self.model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        elif key == Qt.Key.Key_Escape:
            self.close_()
        else:
            return False
        return True


class _Delegate(QStyledItemDelegate):
    """A row: the title with what matched in the accent, the kind and the detail at the right."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.theme = LIGHT
        self._plain = fonts.ui_font(14)
        self._bold = fonts.ui_font(14, weight=700)
        self._dim = fonts.ui_font(12)
        self._faces = fonts.TitleFonts()

    def face(self, base: QFont, entry: Entry) -> QFont:
        """``base`` for the title and the detail of ``entry``."""
        return self._faces.for_language(base, entry.language) if entry.language else base

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Rows are of one height."""
        return QSize(40, fonts.scaled_px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one entry."""
        model = index.model()
        assert isinstance(model, PaletteModel)
        entry, spans = model.rows[index.row()]
        box = QRect(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            path = QPainterPath()
            path.addRoundedRect(QRectF(box), 6, 6)
            painter.fillPath(path, QColor(self.theme.tint))
            paint_current_marker(painter, QRectF(box), self.theme)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            path = QPainterPath()
            path.addRoundedRect(QRectF(box), 6, 6)
            painter.fillPath(path, QColor(self.theme.chip))
        inner = box.adjusted(12, 0, -12, 0)
        side = self._side(painter, entry, inner)
        self._title(painter, entry, spans, inner.adjusted(0, 0, -side, 0))
        painter.restore()

    def _side(self, painter: QPainter, entry: Entry, inner: QRect) -> int:
        """The kind and the detail, right-aligned; how much room they take."""
        kind = f" · {entry.kind}" if entry.detail and entry.kind else entry.kind
        used = 0
        painter.setPen(QColor(self.theme.dim))
        for text, font in ((kind, self._dim), (entry.detail, self.face(self._dim, entry))):
            if not text:
                continue
            metrics = QFontMetrics(font)
            room = max(0, inner.width() // 2 - used)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            place = inner.adjusted(0, 0, -used, 0)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(place, right, text)
            used += metrics.horizontalAdvance(text)
        return used + 16 if used else 0

    def _title(
        self, painter: QPainter, entry: Entry, spans: Sequence[tuple[int, int]], room: QRect
    ) -> None:
        plain, bold = self.face(self._plain, entry), self.face(self._bold, entry)
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
            place = QRect(x, room.y(), room.right() - x + 1, room.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, part)
            x += QFontMetrics(font).horizontalAdvance(part)
            at = stop
