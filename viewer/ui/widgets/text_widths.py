"""About how wide a title is, told without shaping it.

To shape text takes long, most of all the first time a character is met, and the contents of a
library need only know of most titles that they take one line, or more than one.
"""

from __future__ import annotations

from math import nan

from PySide6.QtGui import QFont, QFontMetricsF

#: Ideographs, kana, Hangul and full-width forms are as wide as the font is high, in every font.
_FULL_WIDTH_RANGES = ((0x2E80, 0xA000), (0xAC00, 0xD7A4), (0xF900, 0xFB00), (0xFF01, 0xFF61))
#: Latin letters, and the dashes and quotation marks that go with any script.
_CONTEXT_FREE_RANGES = ((0x20, 0x250), (0x2010, 0x2028))
#: How much pairs of letters that stand nearer or farther make of the width of all that are alone.
_KERNING_SHARE = 0.05
_FIRST_FULL_WIDTH = "\u2e80"


class CharacterWidths(dict[str, float]):
    """The width of each character in ``font``, found when it is met.

    It is NaN, which is neither more nor less than any room, where it depends on the characters
    beside it.
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
        """Whether ``text`` is no wider than ``width``; None where it has to be measured."""
        about = sum(map(self.__getitem__, text))
        wide = self._em * sum(map(_FIRST_FULL_WIDTH.__le__, text))
        unsure = 1 + _KERNING_SHARE * (about - wide)
        if about + unsure <= width:
            return True
        return False if about - unsure > width else None
