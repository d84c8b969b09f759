"""Creates the controllers of a window, each with the parts of the window that it uses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.ui.article.caret_browsing import CaretBrowsing
from viewer.ui.commands.command_table import Controllers
from viewer.ui.commands.copy import CopyCommands
from viewer.ui.commands.distraction_free import DistractionFreeMode
from viewer.ui.commands.help import HelpCommands
from viewer.ui.commands.history_menu import HistoryMenu
from viewer.ui.commands.library_commands import LibraryCommands
from viewer.ui.commands.mark_read import MarkReadCommands
from viewer.ui.commands.resume_offer import ResumeOffer
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.importing.drop_target import DropTarget
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from viewer.ui.commands.print_and_pdf import PrintCommands

#: After the first paint, when there is nothing else to do.
_PRELOAD_DELAY_MS = 200


def connect_controllers(
    window: MainWindow,
    library: Library,
    reader_data: ReaderData,
    settings: ReaderSettings,
    import_controller: ImportController,
    *,
    is_library_ready: Callable[[], bool],
    show_palette: Callable[[], object],
    show_preferences: Callable[[], object],
) -> Controllers:
    """Create the controllers of ``window`` and connect them to it and to one another.

    ``is_library_ready`` tells whether the library's own update is done.
    """
    actions, pane = window.menu_actions, window.article_pane
    navigator, access = window.navigator, window.catalogue_access

    @cache
    def print_commands() -> PrintCommands:
        from viewer.ui.commands.print_and_pdf import PrintCommands

        print_controller = PrintCommands(
            navigator, pane, window.appearance, window.message_bar, window.page_column, window
        )
        window.closing.connect(print_controller.cancel)
        return print_controller

    pictures_and_series = PictureAndSeriesCommands(
        navigator,
        access,
        pane,
        window.page_stack,
        window.chapters_panel,
        window.find_controller,
        window.message_bar,
        window.picture_cache,
        window.read_state,
        window.appearance,
        window,
    )
    controllers = Controllers(
        window=window,
        article_pane=pane,
        navigator=navigator,
        search=window.search_controller,
        find=window.find_controller,
        appearance=window.appearance,
        panes=window.pane_layout,
        outline=window.outline_controller,
        caret_browsing=CaretBrowsing(pane, actions["cursor"], settings),
        distraction_free=DistractionFreeMode(
            window,
            pane,
            window.toolbar,
            window.find_bar,
            window.message_bar,
            window.pane_layout,
            actions,
            settings,
        ),
        history=HistoryMenu(
            navigator,
            access,
            window.page_stack,
            actions.history_menu,
            actions["back"],
            actions["forward"],
            window.toolbar.back_button,
        ),
        resume_offer=ResumeOffer(
            navigator,
            access,
            window.appearance,
            actions["continue"],
            window.page_column,
            settings,
            is_library_ready,
            window,
        ),
        pictures_and_series=pictures_and_series,
        copying=CopyCommands(navigator, access, pane, window.message_bar, window),
        mark_read=MarkReadCommands(
            navigator, access, window.read_state, window.message_bar, reader_data, window
        ),
        library=LibraryCommands(
            library, import_controller, window.contents_panel.view, window.message_bar, window
        ),
        help=HelpCommands(library, reader_data, window.read_state, window.message_bar, window),
        print_commands=print_commands,
        show_palette=show_palette,
        show_preferences=show_preferences,
    )
    actions.set_controllers(controllers)
    actions["whole"].setChecked(navigator.prefers_whole_issue)
    for name in ("find", "next_match", "previous_match"):
        actions[name].triggered.connect(window.page_stack.show_page)
    pane.copy_actions = (actions["copy_reference"], actions["copy_markdown"])
    _connect_library(controllers, import_controller)
    file_menu = actions.menus[0]
    file_menu.aboutToShow.connect(lambda: controllers.library.name_last_change(actions["undo"]))
    DropTarget(window).dropped.connect(import_controller.import_paths)
    # Else the page would accept drops itself, files included.
    pane.viewport().setAcceptDrops(False)
    import_controller.message.connect(window.message_bar.show_message)
    window.first_painted.connect(
        lambda: QTimer.singleShot(_PRELOAD_DELAY_MS, pictures_and_series.preload_modules)
    )
    return controllers


def _connect_library(controllers: Controllers, import_controller: ImportController) -> None:
    library = controllers.library
    library.pictures_requested.connect(controllers.pictures_and_series.show_contact_sheet)
    library.mark_issue_requested.connect(controllers.mark_read.toggle_issue_read)
    library.mark_publication_requested.connect(controllers.mark_read.toggle_publication_read)
    # In this order: the position is remembered before the navigator goes elsewhere.
    import_controller.address_requested.connect(controllers.resume_offer.remember_place)
    import_controller.address_requested.connect(controllers.navigator.go_to)
