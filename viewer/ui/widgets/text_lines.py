"""Titles and snippets broken into lines, for the delegates that paint them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


def break_lines(text: str, font: QFont, width: int, max_lines: int = 3) -> list[str]:
    """``text`` as lines no wider than ``width``, broken where the language allows it.

    At most ``max_lines`` lines are cut; the last one holds all that is left, however wide.
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
    """The face and the lines for a row that is current: ``strong``, unless it needs more room.

    Rows are as high as their ``plain`` text; none may grow because it becomes current.
    """
    usual, heavy = (
        fit_lines(text, plain, width, max_lines),
        fit_lines(text, strong, width, max_lines),
    )
    fits = len(heavy) <= len(usual) and "".join(heavy).split() == "".join(usual).split()
    return (strong, heavy) if fits else (plain, usual)
