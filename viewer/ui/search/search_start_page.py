"""The page before anything is typed: saved and recent searches, and the query language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.color_themes import Theme
from viewer.ui.theme import fonts

_ROW_HEIGHT = 32
_MAX_ROWS, _MIN_ROWS = 8, 2
#: In a narrower panel the meaning of an example is below it.
_TWO_COLUMNS_WIDTH = 250


class SearchStart(QWidget):
    """Lists earlier searches, emits the chosen one, and explains what can be typed."""

    query_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = _label(self.tr("Searches"), "heading", 14)
        self.search_list = QListWidget(self)
        self.search_list.setAccessibleName(self.tr("Recent and saved searches"))
        self.search_list.setFont(fonts.ui_font(13))
        self.search_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search_list.itemClicked.connect(self._on_item_chosen)
        self.search_list.itemActivated.connect(self._on_item_chosen)
        self._empty_label = _label(self.tr("What you search for will be listed here."), "dim", 13)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self._heading)
        layout.addWidget(self._empty_label)
        layout.addWidget(self.search_list)
        layout.addSpacing(8)
        layout.addWidget(_label(self.tr("What can be typed"), "heading", 14))
        self._is_help_stacked = False
        self._help_area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setObjectName("help")
        area.setMinimumHeight(fonts.scaled_px(48))
        area.setAccessibleName(self.tr("What can be typed"))
        layout.addWidget(area, 1)
        layout.setStretchFactor(self.search_list, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Write the help when it is first looked at: the window starts without it."""
        self._update_help()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the help out anew: a narrow panel has no room for two columns."""
        super().resizeEvent(event)
        if self._help_area.widget() is not None:
            self._update_help()

    def _update_help(self) -> None:
        stacked = self.width() < fonts.scaled_px(_TWO_COLUMNS_WIDTH)
        if self._help_area.widget() is None or stacked != self._is_help_stacked:
            self._is_help_stacked = stacked
            self._help_area.setWidget(self._build_help(stacked))

    def _build_help(self, stacked: bool) -> QWidget:
        page = QWidget(self)
        page.setObjectName("side")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for row, (typed, means) in enumerate(self.help_rows()):
            example = _label(typed, "heading", 12)
            example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            meaning = _label(means, "dim", 12)
            if stacked:
                grid.addWidget(example, 2 * row, 0, 1, 2)
                grid.addWidget(meaning, 2 * row + 1, 0, 1, 2)
                continue
            grid.addWidget(example, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(meaning, row, 1, Qt.AlignmentFlag.AlignTop)
        # What room is left stays below, not between the rows.
        grid.setRowStretch(grid.rowCount(), 1)
        return page

    def help_rows(self) -> tuple[tuple[str, str], ...]:
        """The query language: what is typed, and what it means."""
        from viewer.search.query.fields import QUERY_FIELDS
        from viewer.ui.i18n.message_translation import translate_message

        return (
            ("神經網路", self.tr("these characters in this order; 神经网络 finds them too")),
            ("CNN GPU", self.tr("both, near each other first")),
            ('"deep learning"', self.tr("exactly this phrase")),
            ("conv*", self.tr("words that begin so; the last word always may go on")),
            ("GAN OR VAE", self.tr("either of them")),
            ("CNN -GPU", self.tr("without a word")),
            ("(A OR B) C", self.tr("parentheses group")),
            *(
                (field.example, translate_message(field.help))
                for field in QUERY_FIELDS.values()
                if field.help is not None
            ),
        )

    def set_searches(self, saved: Sequence[str], recent: Sequence[str]) -> None:
        """List the saved searches, then the recent ones."""
        self.search_list.clear()
        for query in saved:
            self._add_search("★  ", query)
        for query in recent:
            if query not in saved:
                self._add_search("", query)
        rows = min(_MAX_ROWS, self.search_list.count())
        self.search_list.setVisible(bool(rows))
        self.search_list.setMaximumHeight(rows * fonts.scaled_px(_ROW_HEIGHT) + 4)
        self.search_list.setMinimumHeight(min(rows, _MIN_ROWS) * fonts.scaled_px(_ROW_HEIGHT) + 4)
        self._empty_label.setVisible(not rows)

    def _add_search(self, sign: str, query: str) -> None:
        item = QListWidgetItem(f"{sign}{query}")
        item.setData(Qt.ItemDataRole.UserRole, query)
        self.search_list.addItem(item)

    def _on_item_chosen(self, item: QListWidgetItem) -> None:
        self.query_chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def set_theme(self, _theme: Theme) -> None:
        """Nothing to set: the style sheet does it all."""
        self.update()


def _label(text: str, name: str, pixels: int) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setFont(fonts.ui_font(pixels, weight=600 if name == "heading" else 400))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
