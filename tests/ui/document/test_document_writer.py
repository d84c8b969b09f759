"""How lines of captions are broken."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at
from viewer.ui.window.main_window import MainWindow


@pytest.mark.parametrize("width", [600, 640, 680, 720, 760])
@pytest.mark.parametrize("key", ["a1", "a4", "c5", "c6"])
def test_no_caption_leaves_one_character_for_its_last_line(
    window: MainWindow, key: str, width: int
) -> None:
    window.resize(width, 800)
    window.go_to(at(f"dosudo/2/{key}"))
    QApplication.processEvents()
    pane = window.article_pane
    page = pane.page
    assert page is not None
    pane.document().size()
    for figure in page.figures:
        start = pane.build.built.text_map.to_position(page.text.index(figure.caption))
        block = pane.document().findBlock(start)
        if block.isVisible():
            layout = block.layout()
            last = layout.lineAt(layout.lineCount() - 1)
            words = block.text()[last.textStart() :]
            assert layout.lineCount() == 1 or sum(map(str.isalnum, words)) > 1, words
