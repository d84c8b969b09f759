"""A quiet line below the page for whoever is new: one hint at a time, each gone for good."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from viewer.archive.library.reader_data import ReaderData
from viewer.color_themes import Theme
from viewer.ui.theme import fonts, icons
from viewer.ui.window.main_window import MainWindow

_SETTING = "hints gone"


class FirstHints(QObject):
    """Shows the first hint that was neither closed nor made use of; the next one comes another day.

    What is gone is kept by the names of the commands the hints are about.
    """

    def __init__(self, window: MainWindow, reader: ReaderData) -> None:
        super().__init__(window)
        self._reader = reader
        self.line: HintLine | None = None
        kept = reader.setting(_SETTING)
        self._gone = {str(name) for name in kept} if isinstance(kept, list) else set()
        hints = {
            "search": self.tr("Ctrl+E searches all issues while you type."),
            "palette": self.tr("Ctrl+K finds any article, chapter or command."),
            "import": self.tr("Drop files or folders on the window to bring newsletters in."),
        }
        for name in hints:
            window.menu_actions[name].triggered.connect(lambda *_, used=name: self.forget(used))
        window.toolbar.search_box.textEdited.connect(lambda _text: self.forget("search"))
        self._shown = next((name for name in hints if name not in self._gone), "")
        if self._shown:
            self.line = HintLine(hints[self._shown], window)
            self.line.closed.clicked.connect(lambda: self.forget(self._shown))
            self.line.set_theme(window.theme)
            line = self.line
            window.theme_changed.connect(lambda: line.set_theme(window.theme))
            window.page_column.addWidget(line)
            line.show()

    def forget(self, name: str) -> None:
        """Never show the hint ``name`` again."""
        if name not in self._gone:
            self._gone.add(name)
            self._reader.set_setting(_SETTING, sorted(self._gone))
        if name == self._shown and self.line is not None:
            self.line.hide()


class HintLine(QWidget):
    """The hint, and the button that takes it away."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel(text, self)
        self.words.setObjectName("dim")
        self.words.setFont(fonts.ui_font(13))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.closed = QToolButton(self)
        self.closed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Do not show this hint again")
        self.closed.setAccessibleName(name)
        self.closed.setToolTip(name)
        self.closed.setIconSize(QSize(fonts.icon_size(16), fonts.icon_size(16)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 4, 10, 4)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.closed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.closed.setIcon(
            icons.icon(
                "close", theme.dim, theme.line, fonts.icon_size(16), self.devicePixelRatioF()
            )
        )
