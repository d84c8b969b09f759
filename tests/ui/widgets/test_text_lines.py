"""Titles fit a room or not, told as measuring would tell it, but without shaping them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from viewer.ui.theme import fonts
from viewer.ui.widgets.text_lines import CharacterWidths

WORDS = (
    "深度學習",
    "算力",
    "《硅谷》",
    "，",
    "：",
    "AI",
    "Token",
    " ",
    "No. 407 · ",
    "Type",
    "“云”",
)


@pytest.fixture(params=[400, 700])
def font(request: pytest.FixtureRequest, qapp: QApplication) -> QFont:
    made = fonts.ui_font(13, weight=request.param)
    if QFontMetrics(made).horizontalAdvance("學") != made.pixelSize():
        pytest.skip("no font for Chinese is installed")
    return made


@given(words=st.lists(st.sampled_from(WORDS), max_size=12), room=st.integers(40, 300))
def test_what_is_told_is_what_measuring_tells(font: QFont, words: list[str], room: int) -> None:
    text = "".join(words)
    told = CharacterWidths(font).fits(text, room)
    assert told in (None, QFontMetrics(font).horizontalAdvance(text) <= room)


def test_only_what_nearly_fills_the_room_has_to_be_measured(font: QFont) -> None:
    widths = CharacterWidths(font)
    text = "No. 405 · 資源，社會公平與算力"
    wide = QFontMetrics(font).horizontalAdvance(text)
    assert widths.fits(text, wide + 6) is True
    assert widths.fits(text, wide) is None
    assert widths.fits(text, wide - 6) is False


@pytest.mark.parametrize("text", ["العربية", "👩‍👩‍👧 family", "ไทย"])
def test_scripts_whose_letters_join_are_measured(font: QFont, text: str) -> None:
    assert CharacterWidths(font).fits(text, 10) is None
    assert CharacterWidths(font).fits(text, 10_000) is None


def test_nothing_fits_everywhere(font: QFont) -> None:
    assert CharacterWidths(font).fits("", 40) is True
