"""Every command of the window: its name, its shortcut, and the menu it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from viewer.color_themes import THEMES
from viewer.ui.settings.reader_settings import SYSTEM_THEME

#: A separator in a menu.
SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: a name to call it by, its text, and its shortcuts (the first one is shown)."""

    name: str
    text: str
    shortcuts: tuple[str, ...] = ()


def commands(
    translate: Callable[[str, str], str] = QCoreApplication.translate,
) -> tuple[Command, ...]:
    """All commands, in the reader's language, or as ``translate`` has it."""
    return (
        Command("import", translate("Commands", "&Import files…"), ("Ctrl+O",)),
        Command("import_folder", translate("Commands", "Import &folder…"), ("Ctrl+Shift+O",)),
        Command("pdf", translate("Commands", "&Save as PDF…"), ("Ctrl+S",)),
        Command("print", translate("Commands", "P&rint…"), ("Ctrl+P",)),
        Command("undo", translate("Commands", "&Undo last change of the library"), ("Ctrl+Alt+Z",)),
        Command("preferences", translate("Commands", "&Preferences…"), ("Ctrl+,",)),
        Command("quit", translate("Commands", "&Quit"), ("Ctrl+Q",)),
        Command("copy", translate("Commands", "&Copy"), ("Ctrl+C",)),
        Command("copy_reference", translate("Commands", "Copy with &reference"), ("Ctrl+Shift+C",)),
        Command("copy_markdown", translate("Commands", "Copy as &Markdown"), ("Alt+Shift+C",)),
        Command("find", translate("Commands", "&Find in article"), ("Ctrl+F",)),
        Command("next_match", translate("Commands", "&Next match"), ("F3", "Ctrl+G")),
        Command(
            "previous_match",
            translate("Commands", "&Previous match"),
            ("Shift+F3", "Ctrl+Shift+G"),
        ),
        Command("larger", translate("Commands", "&Larger text"), ("Ctrl++", "Ctrl+=")),
        Command("smaller", translate("Commands", "&Smaller text"), ("Ctrl+-",)),
        Command("normal", translate("Commands", "&Normal text size"), ("Ctrl+0",)),
        Command("tree", translate("Commands", "&Contents pane"), ("F9",)),
        Command("side", translate("Commands", "&Right pane"), ("F10",)),
        Command("whole", translate("Commands", "&Whole issue"), ("F7",)),
        Command("outline", translate("Commands", "&Outline"), ("F8",)),
        Command("layout", translate("Commands", "Restore la&yout"), ("Ctrl+Alt+0",)),
        Command("quiet", translate("Commands", "&Distraction-free"), ("F11",)),
        Command("cursor", translate("Commands", "Text c&ursor in the page"), ("Shift+F7",)),
        Command("full", translate("Commands", "&Full screen"), ("Shift+F11",)),
        Command("back", translate("Commands", "&Back"), ("Alt+Left",)),
        Command("forward", translate("Commands", "&Forward"), ("Alt+Right",)),
        Command("previous", translate("Commands", "&Previous article"), ("Ctrl+PgUp", "Alt+Up")),
        Command("next", translate("Commands", "&Next article"), ("Ctrl+PgDown", "Alt+Down")),
        Command(
            "previous_chapter", translate("Commands", "P&revious chapter"), ("Ctrl+Shift+PgUp",)
        ),
        Command("next_chapter", translate("Commands", "N&ext chapter"), ("Ctrl+Shift+PgDown",)),
        Command("search", translate("Commands", "&Search all issues"), ("Ctrl+E", "Ctrl+Shift+F")),
        Command("palette", translate("Commands", "&Command palette"), ("Ctrl+K",)),
        Command("filter", translate("Commands", "F&ilter titles"), ("Ctrl+T",)),
        Command("pictures", translate("Commands", "Pict&ures of this issue"), ("Ctrl+Shift+I",)),
        Command("talk", translate("Commands", "&Talk as a book"), ("Ctrl+B",)),
        Command("read", translate("Commands", "&Mark article as read"), ("Ctrl+D",)),
        Command("read_issue", translate("Commands", "Mark issue as rea&d"), ("Ctrl+Shift+D",)),
        Command(
            "read_publication", translate("Commands", "Mark pub&lication as read"), ("Alt+Shift+D",)
        ),
        Command("continue", translate("Commands", "C&ontinue reading"), ("Alt+Home",)),
        Command("keys", translate("Commands", "&Keyboard shortcuts"), ("F1",)),
        Command("about", translate("Commands", "&About Dosudo Viewer"), ("Shift+F1",)),
    )


def _menu_layout() -> tuple[tuple[str, tuple[str, ...]], ...]:
    translate = QCoreApplication.translate
    return (
        (
            translate("Commands", "&File"),
            (
                "import", "import_folder", "undo", SEPARATOR, "pdf", "print", SEPARATOR,
                "preferences", SEPARATOR, "quit",
            ),
        ),
        (
            translate("Commands", "&Edit"),
            (
                "copy", "copy_reference", "copy_markdown", SEPARATOR, "find", "next_match",
                "previous_match",
            ),
        ),
        (
            translate("Commands", "&View"),
            (
                "larger", "smaller", "normal", SEPARATOR, "theme", SEPARATOR, "whole", SEPARATOR,
                "tree", "side", "outline", "layout", SEPARATOR, "cursor", SEPARATOR,
                "quiet", "full",
            ),
        ),
        (
            translate("Commands", "&Go"),
            (
                "back", "forward", "history", "continue", SEPARATOR, "previous", "next", SEPARATOR,
                "previous_chapter",
                "next_chapter", SEPARATOR, "palette", "search", "filter", "pictures", "talk",
                SEPARATOR, "read", "read_issue", "read_publication",
            ),
        ),
        (translate("Commands", "&Help"), ("keys", "about")),
    )  # fmt: skip


class MenuActions:
    """The window's actions by name, and its menus."""

    def __init__(self, window: QMainWindow, handlers: dict[str, Callable[[], None]]) -> None:
        self._actions: dict[str, QAction] = {}
        for command in commands():
            action = QAction(command.text, window)
            action.setShortcuts([QKeySequence(key) for key in command.shortcuts])
            if command.name in handlers:
                action.triggered.connect(lambda _=False, run=handlers[command.name]: run())
            self._actions[command.name] = action
            window.addAction(action)
        for name in ("tree", "side", "outline", "cursor", "quiet", "full", "whole"):
            self._actions[name].setCheckable(True)
        self._actions["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self._actions["preferences"].setMenuRole(QAction.MenuRole.PreferencesRole)
        self._actions["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self.theme_menu, self.theme_group = self._build_theme_menu(window)
        self.size_menu = QMenu(window)
        for name in ("larger", "smaller", "normal"):
            self.size_menu.addAction(self._actions[name])
        self.history_menu = QMenu(QCoreApplication.translate("Commands", "&History"), window)
        submenus = {"theme": self.theme_menu, "history": self.history_menu}
        self.main_menu = QMenu(window)
        self.menus: list[QMenu] = []
        bar = window.menuBar()
        for title, names in _menu_layout():
            menu = QMenu(title, window)
            for name in names:
                if name == SEPARATOR:
                    menu.addSeparator()
                elif name in submenus:
                    menu.addMenu(submenus[name])
                else:
                    menu.addAction(self._actions[name])
            bar.addMenu(menu)
            self.main_menu.addMenu(menu)
            self.menus.append(menu)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

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


def shortcut_list() -> str:
    """Every command that has a shortcut, a line each."""
    rows = [
        (text_without_mnemonic(command.text), "  /  ".join(
            QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            for key in command.shortcuts
        ))
        for command in commands()
        if command.shortcuts
    ]  # fmt: skip
    return "\n".join(f"{keys}\t{text}" for text, keys in rows)
