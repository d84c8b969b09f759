from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from viewer.ui.widgets.line_edit import add_clear_button


def test_a_box_can_be_cleared_once_there_is_something_in_it(qtbot: Any) -> None:
    box = QLineEdit()
    qtbot.addWidget(box)
    add_clear_button(box)
    assert not box.isClearButtonEnabled()
    box.setText("深度")
    assert box.isClearButtonEnabled()
    box.clear()
    box.setText("學習")
    assert box.isClearButtonEnabled()
