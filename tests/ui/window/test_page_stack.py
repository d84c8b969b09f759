"""The page's place: a leaf laid over the page, and lifted again."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from viewer.ui.window.page_stack import Leaves


def test_a_leaf_is_laid_and_lifted(qtbot: Any, qapp: Any) -> None:
    page, leaf, other = QWidget(), QWidget(), QWidget()
    leaves = Leaves(page)
    qtbot.addWidget(leaves)
    told: list[object] = []
    leaves.changed.connect(lambda: told.append(leaves.leaf))
    leaves.show()
    leaves.activateWindow()
    assert leaves.leaf is None
    assert not leaves.lift()
    leaves.lay(leaf)
    assert leaf.isVisible()
    assert not page.isVisible()
    leaves.lay(other)
    leaves.lay(leaf)
    assert leaves.count() == 3
    assert leaves.lift()
    assert page.isVisible()
    assert told == [leaf, other, leaf, None]
