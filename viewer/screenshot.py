"""The command ``shot``: draws the main window into a picture, without a screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCursor

from viewer import paths
from viewer.app import create_qapplication, make_library, wait_until
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.errors import ViewerError
from viewer.messages import Message
from viewer.ui.application.app_controller import AppController
from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.search.search_worker import SearchAnswer


def run_shot(
    target: Path,
    address: Address | None,
    library_option: str | None,
    *,
    query: str = "",
    size: tuple[int, int] = (1280, 800),
    theme: str = "light",
    language: str = "",
    scale: float = 1.0,
    part: str = "",
) -> int:
    """Render the real main window without a screen and write it to ``target`` as a picture.

    ``part`` is brought to the fore, see ``show_part``.
    """
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = create_qapplication(language)
    library = make_library(paths.library_folder(library_option))
    # A picture must not change the reader's data: it is kept in memory only.
    program = AppController(library, ReaderData(None))
    window = program.window
    window.set_theme(theme)
    window.resize(*size)
    QCursor.setPos(-10, -10)
    program.open(address)
    window.show()
    program.start_background_work()
    try:
        wait_until(lambda: program.is_library_ready)
        if window.article_pane.page is None:
            raise ViewerError(
                program.problems[-1]
                if program.problems
                else Message("The library has no page to show.")
            )
        if address is not None and program.catalogue is not None:
            program.catalogue.page(address)  # raises the sentence when nothing stands there
        if query:
            answers: list[SearchAnswer] = []
            program.search_worker.answered.connect(answers.append)
            if not wait_until(lambda: program.is_searchable or bool(program.problems)):
                raise ViewerError(
                    Message("The search index was not ready in time; run the command again.")
                )
            window.search(query)
            wait_until(lambda: any(answer.is_final for answer in answers) or bool(program.problems))
            hits = answers[-1].results.hits if answers else ()
            if hits and address is None:
                window.open_hit(hits[0])
                window.pane_layout.show_hits()
        if part:
            is_drawn = show_part(part, program)
            window.grab()
            wait_until(is_drawn)
        elif not query:
            window.article_pane.setFocus()
        window.grab()
        wait_until(lambda: window.article_pane.is_drawn or not window.article_pane.isVisible())
        for _ in range(5):
            app.processEvents()
        picture = window.grab()
        if not picture.save(str(target)):
            raise ViewerError(
                Message(
                    "{target} cannot be written; name a .png file in a folder that exists.",
                    target=target,
                )
            )
    finally:
        program.close()
        window.close()
    return 0


def show_part(part: str, program: AppController) -> Callable[[], bool]:
    """Show ``part``; returns what tells whether everything of it has been drawn.

    Parts: ``slideshow`` (the first one of the page), ``picture`` (its first picture, over the
    whole window), ``contact-sheet`` (of the issue), ``talk`` (its cover), ``whole`` (the issue as
    one page), ``outline`` (beside the page), ``quiet`` (the page alone).

    Raises:
        ViewerError: the page, or its publication, has none.
    """
    window, views = program.window, program.controllers.pictures_and_series
    if part == "slideshow":
        return _show_slideshow(window.article_pane)
    if part == "picture":
        return _show_picture(window.article_pane, views)
    if part == "contact-sheet":
        views.show_contact_sheet()
        sheet = views.contact_sheet
        return lambda: sheet.cell_delegate.is_drawn
    if part in ("whole", "outline", "quiet"):
        if part == "quiet":
            # In full screen the picture would have the screen's size.
            program.controllers.distraction_free.toggle(full_screen=False)
        else:
            window.menu_actions[part].trigger()
        window.article_pane.setFocus()
        return lambda: window.article_pane.is_drawn
    if window.chapters_panel.series is None:
        raise ViewerError(Message("This publication has no talk; name an article of one that has."))
    views.show_series_cover()
    return lambda: True


def _show_slideshow(pane: ArticlePane) -> Callable[[], bool]:
    slideshows = pane.slideshows
    if not slideshows:
        raise ViewerError(Message("This article has no slideshow; name one that has."))
    pane.scroller.go_to_picture(slideshows[0].slides[0].picture_number)
    pane.setFocus()
    return lambda: slideshows[0].is_drawn


def _show_picture(pane: ArticlePane, views: PictureAndSeriesCommands) -> Callable[[], bool]:
    page = pane.page
    numbers = range(len(page.figures)) if page is not None else ()
    for number in numbers:
        views.show_picture(number)
        if views.picture_viewer.isVisible():
            return lambda: True
    raise ViewerError(Message("This article has no picture that can be shown; name one that has."))
