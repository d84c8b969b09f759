"""The page's place: a leaf laid over the page, and lifted again."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from viewer.ui.window.page_stack import PageStack


def test_a_leaf_is_laid_and_lifted(qtbot: Any, qapp: Any) -> None:
    page, leaf, other = QWidget(), QWidget(), QWidget()
    leaves = PageStack(page)
    qtbot.addWidget(leaves)
    told: list[object] = []
    leaves.changed.connect(lambda: told.append(leaves.replacement))
    leaves.show()
    leaves.activateWindow()
    assert leaves.replacement is None
    assert not leaves.show_page()
    leaves.show_replacement(leaf)
    assert leaf.isVisible()
    assert not page.isVisible()
    leaves.show_replacement(other)
    leaves.show_replacement(leaf)
    assert leaves.count() == 3
    assert leaves.show_page()
    assert page.isVisible()
    assert told == [leaf, other, leaf, None]
