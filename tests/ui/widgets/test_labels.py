"""A line that finds too little room says what it can, and all of it in its tip."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics

from viewer.ui.widgets.labels import ElidedLabel
from viewer.ui.widgets.text_lines import plain_text_tooltip

TEXT = "2 articles · 10 matches · 1 ms"


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (TEXT, TEXT),
        ("2 articles · 10 matches · ", "2 articles · 1 ms"),
        ("2 articles · 10", "2 articles"),
    ],
)
def test_parts_go_as_wholes(qtbot: Any, room: str, shown: str) -> None:
    label, other = ElidedLabel(separator=" · "), ElidedLabel()
    for one, text in ((label, TEXT), (other, shown)):
        qtbot.addWidget(one)
        one.setText(text)
        one.resize(QFontMetrics(one.font()).horizontalAdvance(room) + 2, 30)
    assert label.grab().toImage() == other.grab().toImage()
    assert label.toolTip() == ("" if shown == TEXT else plain_text_tooltip(TEXT))
    assert label.text() == TEXT, "a screen reader hears all of it"


def test_without_parts_the_end_goes(qtbot: Any) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(TEXT)
    label.resize(60, 30)
    label.grab()
    assert label.toolTip() == plain_text_tooltip(TEXT)
