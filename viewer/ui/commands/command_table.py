"""The table of all commands, a row each: name, text, shortcuts, menu, and what it calls.

To add a command, write its row into the menu where it is to stand, and the method that it calls in
the controller it belongs to. Then translate its text (CONTRIBUTING.md, “Translations”).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from viewer.ui.window.menu_actions import SEPARATOR, Command, Menu, text_without_mnemonic

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from viewer.ui.article.article_pane import ArticlePane
    from viewer.ui.article.caret_browsing import CaretBrowsing
    from viewer.ui.commands.copy import CopyCommands
    from viewer.ui.commands.distraction_free import DistractionFreeMode
    from viewer.ui.commands.help import HelpCommands
    from viewer.ui.commands.history_menu import HistoryMenu
    from viewer.ui.commands.library_commands import LibraryCommands
    from viewer.ui.commands.mark_read import MarkReadCommands
    from viewer.ui.commands.print_and_pdf import PrintCommands
    from viewer.ui.commands.resume_offer import ResumeOffer
    from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
    from viewer.ui.navigation.navigator import Navigator
    from viewer.ui.search.find_controller import FindController
    from viewer.ui.search.search_controller import SearchController
    from viewer.ui.settings.appearance import Appearance
    from viewer.ui.side_panel.outline_controller import OutlineController
    from viewer.ui.window.pane_layout import PaneLayout


@dataclass(frozen=True, slots=True)
class Controllers:
    """The controllers of one window, which its commands call."""

    window: QMainWindow
    article_pane: ArticlePane
    navigator: Navigator
    search: SearchController
    find: FindController
    appearance: Appearance
    panes: PaneLayout
    outline: OutlineController
    caret_browsing: CaretBrowsing
    distraction_free: DistractionFreeMode
    history: HistoryMenu
    resume_offer: ResumeOffer
    pictures_and_series: PictureAndSeriesCommands
    copying: CopyCommands
    mark_read: MarkReadCommands
    library: LibraryCommands
    help: HelpCommands
    #: Created at their first use: the start does not wait for their modules.
    print_commands: Callable[[], PrintCommands]
    show_palette: Callable[[], object]
    show_preferences: Callable[[], object]


_Role = QAction.MenuRole


def _row(
    name: str,
    text: str,
    shortcuts: tuple[str, ...],
    run: Callable[[Controllers], object],
    *,
    checkable: bool = False,
    role: QAction.MenuRole = _Role.TextHeuristicRole,
) -> Command:
    """A ``Command`` with a typed ``run``, so that mypy checks what is called of ``Controllers``."""
    return Command(name, text, shortcuts, run, checkable, role)


def menus(
    translate: Callable[[str, str], str] = QCoreApplication.translate,
) -> tuple[Menu, ...]:
    """The menus with their commands, in the reader's language, or as ``translate`` has it."""
    # fmt: off
    return (
        Menu(translate("Commands", "&File"), (
            _row("import", translate("Commands", "&Import files…"), ("Ctrl+O",),
                 lambda c: c.library.import_files()),
            _row("import_folder", translate("Commands", "Import &folder…"), ("Ctrl+Shift+O",),
                 lambda c: c.library.import_folder()),
            _row("undo", translate("Commands", "&Undo last change of the library"), ("Ctrl+Alt+Z",),
                 lambda c: c.library.undo_last_change()),
            SEPARATOR,
            _row("pdf", translate("Commands", "&Save as PDF…"), ("Ctrl+S",),
                 lambda c: c.print_commands().save_pdf()),
            _row("print", translate("Commands", "P&rint…"), ("Ctrl+P",),
                 lambda c: c.print_commands().open_for_printing()),
            SEPARATOR,
            _row("preferences", translate("Commands", "&Preferences…"), ("Ctrl+,",),
                 lambda c: c.show_preferences(), role=_Role.PreferencesRole),
            SEPARATOR,
            _row("quit", translate("Commands", "&Quit"), ("Ctrl+Q",),
                 lambda c: c.window.close(), role=_Role.QuitRole),
        )),
        Menu(translate("Commands", "&Edit"), (
            _row("copy", translate("Commands", "&Copy"), ("Ctrl+C",),
                 lambda c: c.article_pane.copy()),
            _row("copy_reference", translate("Commands", "Copy with &reference"), ("Ctrl+Shift+C",),
                 lambda c: c.copying.copy_with_reference()),
            _row("copy_markdown", translate("Commands", "Copy as &Markdown"), ("Alt+Shift+C",),
                 lambda c: c.copying.copy_markdown()),
            SEPARATOR,
            _row("find", translate("Commands", "&Find in article"), ("Ctrl+F",),
                 lambda c: c.find.open_find_bar()),
            _row("next_match", translate("Commands", "&Next match"), ("F3", "Ctrl+G"),
                 lambda c: c.find.go_to_next_match(1)),
            _row("previous_match", translate("Commands", "&Previous match"),
                 ("Shift+F3", "Ctrl+Shift+G"),
                 lambda c: c.find.go_to_next_match(-1)),
        )),
        Menu(translate("Commands", "&View"), (
            _row("larger", translate("Commands", "&Larger text"), ("Ctrl++", "Ctrl+="),
                 lambda c: c.appearance.zoom_by(1)),
            _row("smaller", translate("Commands", "&Smaller text"), ("Ctrl+-",),
                 lambda c: c.appearance.zoom_by(-1)),
            _row("normal", translate("Commands", "&Normal text size"), ("Ctrl+0",),
                 lambda c: c.appearance.zoom_by(0)),
            SEPARATOR,
            "theme",
            SEPARATOR,
            _row("whole", translate("Commands", "&Whole issue"), ("F7",),
                 lambda c: c.navigator.toggle_whole_issue_mode(), checkable=True),
            SEPARATOR,
            _row("tree", translate("Commands", "&Contents pane"), ("F9",),
                 lambda c: c.panes.toggle("tree"), checkable=True),
            _row("side", translate("Commands", "&Right pane"), ("F10",),
                 lambda c: c.panes.toggle("side"), checkable=True),
            _row("outline", translate("Commands", "&Outline"), ("F8",),
                 lambda c: c.outline.toggle(), checkable=True),
            _row("layout", translate("Commands", "Restore la&yout"), ("Ctrl+Alt+0",),
                 lambda c: c.panes.restore_layout()),
            SEPARATOR,
            _row("cursor", translate("Commands", "Text c&ursor in the page"), ("Shift+F7",),
                 lambda c: c.caret_browsing.toggle(), checkable=True),
            SEPARATOR,
            _row("quiet", translate("Commands", "&Distraction-free"), ("F11",),
                 lambda c: c.distraction_free.toggle(), checkable=True),
            _row("full", translate("Commands", "&Full screen"), ("Shift+F11",),
                 lambda c: c.distraction_free.toggle_full_screen(), checkable=True),
        )),
        Menu(translate("Commands", "&Go"), (
            _row("back", translate("Commands", "&Back"), ("Alt+Left",),
                 lambda c: c.history.go_back()),
            _row("forward", translate("Commands", "&Forward"), ("Alt+Right",),
                 lambda c: c.navigator.go_forward()),
            "history",
            _row("continue", translate("Commands", "C&ontinue reading"), ("Alt+Home",),
                 lambda c: c.resume_offer.resume()),
            SEPARATOR,
            _row("previous", translate("Commands", "&Previous article"), ("Ctrl+PgUp", "Alt+Up"),
                 lambda c: c.navigator.go_to_neighbour(0)),
            _row("next", translate("Commands", "&Next article"), ("Ctrl+PgDown", "Alt+Down"),
                 lambda c: c.navigator.go_to_neighbour(1)),
            SEPARATOR,
            _row("previous_chapter", translate("Commands", "P&revious chapter"),
                 ("Ctrl+Shift+PgUp",),
                 lambda c: c.navigator.go_to_chapter(-1)),
            _row("next_chapter", translate("Commands", "N&ext chapter"), ("Ctrl+Shift+PgDown",),
                 lambda c: c.navigator.go_to_chapter(1)),
            SEPARATOR,
            _row("palette", translate("Commands", "&Command palette"), ("Ctrl+K",),
                 lambda c: c.show_palette()),
            _row("search", translate("Commands", "&Search all issues"), ("Ctrl+E", "Ctrl+Shift+F"),
                 lambda c: c.search.focus_search_box()),
            _row("filter", translate("Commands", "F&ilter titles"), ("Ctrl+T",),
                 lambda c: c.panes.focus_filter()),
            _row("pictures", translate("Commands", "Pict&ures of this issue"), ("Ctrl+Shift+I",),
                 lambda c: c.pictures_and_series.show_contact_sheet()),
            _row("talk", translate("Commands", "&Talk as a book"), ("Ctrl+B",),
                 lambda c: c.pictures_and_series.show_series_cover()),
            SEPARATOR,
            _row("read", translate("Commands", "&Mark article as read"), ("Ctrl+D",),
                 lambda c: c.navigator.toggle_read()),
            _row("read_issue", translate("Commands", "Mark issue as rea&d"), ("Ctrl+Shift+D",),
                 lambda c: c.mark_read.toggle_issue_read()),
            _row("read_publication", translate("Commands", "Mark pub&lication as read"),
                 ("Alt+Shift+D",),
                 lambda c: c.mark_read.toggle_publication_read()),
        )),
        Menu(translate("Commands", "&Help"), (
            _row("keys", translate("Commands", "&Keyboard shortcuts"), ("F1",),
                 lambda c: c.help.show_shortcuts(shortcut_list())),
            _row("report", translate("Commands", "Copy &report"), ("Ctrl+F1",),
                 lambda c: c.help.copy_report()),
            _row("restore", translate("Commands", "Re&store what was read…"), ("Ctrl+Shift+F1",),
                 lambda c: c.help.show_backups()),
            _row("about", translate("Commands", "&About Dosudo Viewer"), ("Shift+F1",),
                 lambda c: c.help.show_about(), role=_Role.AboutRole),
        )),
    )
    # fmt: on


def commands(
    translate: Callable[[str, str], str] = QCoreApplication.translate,
) -> tuple[Command, ...]:
    """All commands, in the order of the menus."""
    return tuple(command for menu in menus(translate) for command in menu.commands)


def shortcut_list() -> list[tuple[str, str]]:
    """The shortcuts, as the system writes them, and the text of every command that has some."""
    return [
        (
            "  /  ".join(
                QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                for key in command.shortcuts
            ),
            text_without_mnemonic(command.text),
        )
        for command in commands()
        if command.shortcuts
    ]
