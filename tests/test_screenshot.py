"""Parts of the window brought to the fore for pictures of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.seeing import at, write
from viewer.app import AppController
from viewer.errors import ViewerError
from viewer.screenshot import show_part
from viewer.ui.pictures.contact_sheet import ContactSheet
from viewer.ui.series.series_cover import SeriesCover


def shown(program: AppController, part: str, qtbot: object) -> None:
    is_drawn = show_part(part, program)
    program.window.grab()
    qtbot.waitUntil(is_drawn)  # type: ignore[attr-defined]


def test_each_part_can_be_shown(start: Callable[..., AppController], qtbot: object) -> None:
    program = start("dosudo/2/c2")
    shown(program, "slideshow", qtbot)
    (stage,) = program.window.article_pane.slideshows
    assert stage.is_drawn
    assert 0 <= stage.y() < 60
    shown(program, "picture", qtbot)
    assert program.controllers.pictures_and_series.picture_viewer.isVisible()
    program.controllers.pictures_and_series.picture_viewer.close_viewer()
    shown(program, "contact-sheet", qtbot)
    assert isinstance(program.window.page_stack.replacement, ContactSheet)
    shown(program, "talk", qtbot)
    assert isinstance(program.window.page_stack.replacement, SeriesCover)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("slideshow", "This article has no slideshow; name one that has."),
        ("picture", "This article has no picture that can be shown; name one that has."),
        ("talk", "This publication has no talk; name an article of one that has."),
    ],
)
def test_what_is_not_there_is_said(
    start: Callable[..., AppController], library_folder: Path, part: str, sentence: str
) -> None:
    write(library_folder / "bare", {"001/issue.md": "# A\n\n## One\n\n![gone](gone.png)"})
    program = start(search=True)
    program.window.go_to(at("bare/1"))
    with pytest.raises(ViewerError, match=sentence.replace(".", r"\.")):
        show_part(part, program)
