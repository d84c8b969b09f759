"""Breaks titles and snippets into lines for delegates, and estimates the width of text.

Shaping text is slow, most of all the first time a character is met, and the contents tree needs to
know of most titles only whether they fit on one line: ``CharacterWidths`` estimates that.
"""

from __future__ import annotations

from html import escape
from math import nan

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QTextLayout, QTextOption


def break_lines(text: str, font: QFont, width: int, max_lines: int = 3) -> list[str]:
    """``text`` as lines no wider than ``width`` pixels, broken where the language allows it.

    There are at most ``max_lines``; the last one has all that is left, however wide.
    """
    if QFontMetrics(font).horizontalAdvance(text) <= width:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < max_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts UTF-16 units.
    raw = text.encode("utf-16-le", "surrogatepass")
    ends = [*starts[1:], len(raw) // 2]
    return [
        raw[start * 2 : end * 2].decode("utf-16-le", "replace")
        for start, end in zip(starts, ends, strict=True)
    ]


def fit_lines(text: str, font: QFont, width: int, max_lines: int = 2) -> list[str]:
    """``text`` on at most ``max_lines`` lines of ``width`` pixels; the last may be elided."""
    lines = break_lines(text, font, width, max_lines)
    metrics = QFontMetrics(font)
    lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines


def fit_strong_lines(
    text: str, plain: QFont, strong: QFont, width: int, max_lines: int = 2
) -> tuple[QFont, list[str]]:
    """The font and lines for the current row: ``strong``, unless it needs more space.

    Rows are as high as their ``plain`` text; none may grow when it becomes current.
    """
    plain_lines, strong_lines = (
        fit_lines(text, plain, width, max_lines),
        fit_lines(text, strong, width, max_lines),
    )
    fits = (
        len(strong_lines) <= len(plain_lines)
        and "".join(strong_lines).split() == "".join(plain_lines).split()
    )
    return (strong, strong_lines) if fits else (plain, plain_lines)


def plain_text_tooltip(text: str) -> str:
    """``text`` for a tooltip: escaped, since Qt would take what looks like HTML for HTML."""
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""


def is_elided(lines: list[str], text: str) -> bool:
    """Whether ``lines`` leave something of ``text`` out, apart from white space."""
    return "".join("".join(lines).split()) != "".join(text.split())


#: Ideographs, kana, Hangul and full-width forms are as wide as the font is high, in every font.
_FULL_WIDTH_RANGES = ((0x2E80, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0xFB00), (0xFF01, 0xFF61))
#: Latin letters, and the dashes and quotation marks that go with any script.
_CONTEXT_FREE_RANGES = ((0x20, 0x250), (0x2010, 0x2028))
#: How much kerning may change the sum of the letters' widths.
_KERNING_SHARE = 0.05
_FIRST_FULL_WIDTH = "\u2e80"


class CharacterWidths(dict[str, float]):
    """The width of each character in ``font``, in pixels, measured when first asked for.

    It is NaN, which compares False with any width, if it depends on the neighbouring characters.
    """

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(font)
        self._em = float(font.pixelSize())

    def __missing__(self, letter: str) -> float:
        code = ord(letter)
        width = nan
        if any(first <= code < end for first, end in _FULL_WIDTH_RANGES):
            width = self._em
        elif any(first <= code < end for first, end in _CONTEXT_FREE_RANGES):
            width = self._metrics.horizontalAdvance(letter)
        self[letter] = width
        return width

    def fits(self, text: str, width: int) -> bool | None:
        """Whether ``text`` is no wider than ``width``; None if it has to be measured."""
        estimate = sum(map(self.__getitem__, text))
        full_width = self._em * sum(map(_FIRST_FULL_WIDTH.__le__, text))
        tolerance = 1 + _KERNING_SHARE * (estimate - full_width)
        if estimate + tolerance <= width:
            return True
        return False if estimate - tolerance > width else None
