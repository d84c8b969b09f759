"""Hints for new readers in a line below the page; a dismissed one never comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from viewer.color_themes import Theme
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import fonts, icons
from viewer.ui.window.main_window import MainWindow


class OnboardingHints(QObject):
    """Shows the first hint that was neither closed nor followed; the next one at the next start.

    Dismissed hints are stored by the names of the commands they are about.
    """

    def __init__(self, window: MainWindow, settings: ReaderSettings) -> None:
        super().__init__(window)
        self._settings = settings
        self.hint_bar: HintBar | None = None
        self._dismissed = settings.dismissed_hints
        hints = {
            "search": self.tr("Ctrl+E searches all issues while you type."),
            "palette": self.tr("Ctrl+K finds any article, chapter or command."),
            "import": self.tr("Drop files or folders on the window to bring newsletters in."),
        }
        for name in hints:
            window.menu_actions[name].triggered.connect(lambda *_, used=name: self.dismiss(used))
        window.toolbar.search_box.textEdited.connect(lambda _text: self.dismiss("search"))
        self._shown_hint = next((name for name in hints if name not in self._dismissed), "")
        if self._shown_hint:
            self.hint_bar = HintBar(hints[self._shown_hint], window)
            self.hint_bar.close_button.clicked.connect(lambda: self.dismiss(self._shown_hint))
            self.hint_bar.set_theme(window.theme)
            line = self.hint_bar
            window.appearance.changed.connect(lambda: line.set_theme(window.theme))
            window.page_column.addWidget(line)
            line.show()

    def dismiss(self, name: str) -> None:
        """Never show the hint ``name`` again."""
        if name not in self._dismissed:
            self._dismissed |= {name}
            self._settings.dismissed_hints = self._dismissed
        if name == self._shown_hint and self.hint_bar is not None:
            self.hint_bar.hide()


class HintBar(QWidget):
    """The hint, and the button that takes it away."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.label = QLabel(text, self)
        self.label.setObjectName("dim")
        self.label.setFont(fonts.ui_font(13))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.close_button = QToolButton(self)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = self.tr("Do not show this hint again")
        self.close_button.setAccessibleName(name)
        self.close_button.setToolTip(name)
        self.close_button.setIconSize(QSize(fonts.icon_size(16), fonts.icon_size(16)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 4, 10, 4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.close_button)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.close_button.setIcon(
            icons.icon(
                "close", theme.dim, theme.line, fonts.icon_size(16), self.devicePixelRatioF()
            )
        )
