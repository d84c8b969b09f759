"""The window's actions and menus, made from the rows of viewer/ui/commands/command_table.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from viewer.color_themes import THEMES
from viewer.ui.settings.reader_settings import SYSTEM_THEME

#: A separator in a menu.
SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name in code, its text, its shortcuts (the first one is shown), what it runs.

    ``run`` is called with the controllers of the window the command was given in.
    """

    name: str
    text: str
    shortcuts: tuple[str, ...]
    run: Callable[[Any], object]
    checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.TextHeuristicRole


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of the menu bar: its commands, separators, and the names of the menus within it."""

    title: str
    rows: tuple[Command | str, ...]

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands alone."""
        return tuple(row for row in self.rows if isinstance(row, Command))


class MenuActions:
    """The window's actions by name, and its menus."""

    def __init__(self, window: QMainWindow, menus: Sequence[Menu]) -> None:
        self._actions: dict[str, QAction] = {}
        self._controllers: object = None
        for menu in menus:
            for command in menu.commands:
                self._actions[command.name] = self._make_action(window, command)
        self.theme_menu, self.theme_group = self._build_theme_menu(window)
        self.size_menu = QMenu(window)
        for name in ("larger", "smaller", "normal"):
            self.size_menu.addAction(self._actions[name])
        self.history_menu = QMenu(QCoreApplication.translate("Commands", "&History"), window)
        submenus = {"theme": self.theme_menu, "history": self.history_menu}
        self.main_menu = QMenu(window)
        self.menus: list[QMenu] = []
        bar = window.menuBar()
        for menu in menus:
            submenu = QMenu(menu.title, window)
            for row in menu.rows:
                if isinstance(row, Command):
                    submenu.addAction(self._actions[row.name])
                elif row == SEPARATOR:
                    submenu.addSeparator()
                else:
                    submenu.addMenu(submenus[row])
            bar.addMenu(submenu)
            self.main_menu.addMenu(submenu)
            self.menus.append(submenu)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def set_controllers(self, controllers: object) -> None:
        """Let the commands act on ``controllers`` from now on; none may be given before."""
        self._controllers = controllers

    def _make_action(self, window: QMainWindow, command: Command) -> QAction:
        action = QAction(command.text, window)
        action.setShortcuts([QKeySequence(key) for key in command.shortcuts])
        action.setCheckable(command.checkable)
        action.setMenuRole(command.role)
        action.triggered.connect(lambda *_: command.run(self._controllers))
        window.addAction(action)
        return action

    def _build_theme_menu(self, window: QMainWindow) -> tuple[QMenu, QActionGroup]:
        names = {
            "light": QCoreApplication.translate("Commands", "&Light"),
            "sepia": QCoreApplication.translate("Commands", "&Sepia"),
            "dark": QCoreApplication.translate("Commands", "&Dark"),
            SYSTEM_THEME: QCoreApplication.translate("Commands", "&As the system"),
        }
        menu = QMenu(QCoreApplication.translate("Commands", "&Theme"), window)
        group = QActionGroup(window)
        for name in (*THEMES, SYSTEM_THEME):
            action = menu.addAction(names[name])
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
        return menu, group


def text_without_mnemonic(text: str) -> str:
    """A command's text without its mnemonic, as it stands in a list."""
    return re.sub(r"\(&\w\)|&", "", text).rstrip("…")
