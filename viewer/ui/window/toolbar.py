"""The bar at the top: back and forward, the search box, text size, theme, menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from viewer.color_themes import Theme
from viewer.ui.search.search_box import BOX_HEIGHT, SearchBox
from viewer.ui.theme import fonts, icons

TOOLBAR_HEIGHT = 50


class ToolBar(QWidget):
    """The search box in the middle, and a few buttons at its sides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search_box = SearchBox(self)
        self.setFixedHeight(self.search_box.height() + TOOLBAR_HEIGHT - BOX_HEIGHT)
        self.back_button = self._button()
        self.forward_button = self._button()
        self.text_size_button = self._button()
        self.theme_button = self._button()
        self.menu_button = self._button()
        left, right = QHBoxLayout(), QHBoxLayout()
        for layout, buttons in (
            (left, (self.back_button, self.forward_button)),
            (right, (self.text_size_button, self.theme_button, self.menu_button)),
        ):
            layout.setSpacing(2)
            if layout is right:
                layout.addStretch(1)
            for button in buttons:
                layout.addWidget(button)
            if layout is left:
                layout.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addLayout(left, 1)
        row.addWidget(self.search_box, 3)
        row.addLayout(right, 1)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setFixedSize(fonts.icon_size(34), fonts.icon_size(34))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def connect_actions(
        self, back: QAction, forward: QAction, size: QMenu, theme: QMenu, more: QMenu
    ) -> None:
        """Connect the buttons to the actions and menus they stand for."""
        for button, action in ((self.back_button, back), (self.forward_button, forward)):
            button.setEnabled(action.isEnabled())
            button.setAccessibleName(action.text().replace("&", ""))
            button.setToolTip(f"{button.accessibleName()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
        for button, menu, name in (
            (self.text_size_button, size, self.tr("Text size")),
            (self.theme_button, theme, self.tr("Theme")),
            (self.menu_button, more, self.tr("Menu")),
        ):
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setAccessibleName(name)
            button.setToolTip(name)

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        self.search_box.set_theme(theme)
        density = self.devicePixelRatioF()
        for button, name in (
            (self.back_button, "back"),
            (self.forward_button, "forward"),
            (self.text_size_button, "text"),
            (self.theme_button, "contrast"),
            (self.menu_button, "more"),
        ):
            button.setIcon(icons.icon(name, theme.ink, _disabled_ink(theme), 20, density))
            button.setIconSize(button.size() * 0.6)


def _disabled_ink(theme: Theme) -> str:
    """The ink of a button that cannot be used: between the line and the dim ink."""
    first, second = theme.line, theme.dim
    mixed = ((int(first[i : i + 2], 16) + int(second[i : i + 2], 16)) // 2 for i in (1, 3, 5))
    return "#" + "".join(f"{value:02X}" for value in mixed)
