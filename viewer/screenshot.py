"""Bringing one part of the window to the fore, for pictures of it."""

from __future__ import annotations

from collections.abc import Callable

from viewer.errors import ViewerError
from viewer.messages import Message
from viewer.ui.commands.show_pictures_and_series import PictureAndSeriesCommands
from viewer.ui.window.main_window import MainWindow


def show_part(part: str, window: MainWindow, views: PictureAndSeriesCommands) -> Callable[[], bool]:
    """Show ``part``; returns what tells whether everything of it has been drawn.

    Parts: ``slideshow`` (the first one of the page), ``picture`` (its first picture, over the
    whole window), ``contact-sheet`` (of the issue), ``talk`` (its cover), ``whole`` (the issue as
    one page), ``outline`` (beside the page), ``quiet`` (the page alone).

    Raises:
        ViewerError: the page, or its publication, has none.
    """
    if part == "slideshow":
        return _slideshow(window)
    if part == "picture":
        return _picture(window, views)
    if part == "contact-sheet":
        views.show_contact_sheet()
        sheet = views.contact_sheet
        return lambda: sheet.cell_delegate.is_drawn
    if part in ("whole", "outline", "quiet"):
        window.menu_actions[part].trigger()
        window.article_pane.setFocus()
        return lambda: window.article_pane.is_drawn
    if window.chapters_panel.series is None:
        raise ViewerError(Message("This publication has no talk; name an article of one that has."))
    views.show_series_cover()
    return lambda: True


def _slideshow(window: MainWindow) -> Callable[[], bool]:
    shows = window.article_pane.slideshows
    if not shows:
        raise ViewerError(Message("This article has no slideshow; name one that has."))
    window.article_pane.scroller.go_to_picture(shows[0].slides[0].picture_number)
    window.article_pane.setFocus()
    return lambda: shows[0].is_drawn


def _picture(window: MainWindow, views: PictureAndSeriesCommands) -> Callable[[], bool]:
    page = window.article_pane.page
    numbers = range(len(page.figures)) if page is not None else ()
    for number in numbers:
        views.show_picture(number)
        if views.picture_viewer.isVisible():
            return lambda: True
    raise ViewerError(Message("This article has no picture that can be shown; name one that has."))
