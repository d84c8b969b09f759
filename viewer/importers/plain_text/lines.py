"""Lines of a plain text: cleaned, wrapped ones joined; patterns for headings, labels, lists."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from viewer.archive.model.control_characters import CONTROL_CHARACTERS

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad\u180e]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\uac00-\ud7af"
_IS_CJK = re.compile(f"[{_CJK}]")
_MIXED_SPACED = re.compile(r"[\u4e00-\u9fff] [A-Za-z]|[A-Za-z] [\u4e00-\u9fff]")
_MIXED_BARE = re.compile(r"[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")
_TO_HALF_WIDTH = {
    code + 0xFEE0: code
    for first, last in (("0", "9"), ("A", "Z"), ("a", "z"), ("#", "#"))
    for code in range(ord(first), ord(last) + 1)
}
_INDENTED = re.compile("[ \t\xa0]{2,}|\u3000")

_WRAPPABLE = re.compile(rf"\s|[{_CJK}]")

#: The widest and the narrowest column at which people or mail programs wrap lines.
_WIDEST_WRAP = 100
_LEAST_WRAP = 40
_RUN_ON_WIDTH = 55
_SENTENCE_ENDS = ("。", "！", "？", "」", "』", "”", "…")
#: In a wrapped text at least this share of the long lines inside paragraphs is full.
_FULL_SHARE = 0.6

LETTER_LABEL = re.compile(r"([A-Z])\s?(?:\.(?=\s|[^\x00-\x7f])|、)\s*(?=\S)")
NUMBER_LABEL = re.compile(r"(\d{1,3})\s?(?:\.(?!\d)|、|\)(?=\s))\s*(?=\S)")
HAN_LABEL = re.compile(r"([一二三四五六七八九十]{1,3})\s?[、.]\s*(?=\S)")
BULLET = re.compile(r"[•·‧▪▸►○●◦➤*-]\s+(?=\S)")
QUOTE_MARK = re.compile(r"(?:>\s?)+")
_LONGEST_LABEL = 16
RULE = re.compile(r"([-=_*~#.—─═])(?:\s*\1){3,}\s*\Z")
METADATA_LABEL = re.compile(
    r"(?:newsletter\s+)?(?:editors?|edited by|authors?|speaker|date|posted|tags?|編輯|编辑|編者"
    r"|编者|作者|講者|主講人?|日期|本期編輯|本期编辑)\s?:",
    re.IGNORECASE,
)
SLIDESHOW_NOTICE = re.compile(
    r"this slideshow requires javascript\.?|(?:這個|此)(?:投影片|幻燈片)(?:需要|要求).{0,12}",
    re.IGNORECASE,
)
# In brackets; after a mark; between marks.
BRACKETED_HEADING = re.compile(r"[【〔〈《\[<][^】〕〉》\]<>]{1,60}[】〕〉》\]>]\Z")
MARKED_HEADING = re.compile(r"[■◆▲★◎□◇▼▶☆✦#]{1,3}\s*(?=\S).{1,80}\Z")
FRAMED_HEADING = re.compile(r"([=*~#-]{2,})\s*[^=*~#\s].{0,80}?\s*\1\Z")
UNDERLINE = re.compile(r"([=~-])\1{2,}\Z")
_HEADING_STYLES = (BRACKETED_HEADING, MARKED_HEADING, FRAMED_HEADING, UNDERLINE)
_LINE_LABELS = (
    LETTER_LABEL,
    NUMBER_LABEL,
    HAN_LABEL,
    BULLET,
    QUOTE_MARK,
    METADATA_LABEL,
    SLIDESHOW_NOTICE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it will be shown, and ``normalized`` for matching: half-width, single spaces.

    ``cells`` are the parts between its tabs; ``line_number`` counts the file's lines from 1.
    """

    text: str
    normalized: str
    line_number: int
    cells: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it is empty."""
        return not self.text


def is_rule(line: Line) -> bool:
    """Whether a line is a rule: one repeated mark."""
    return RULE.match(line.normalized) is not None


def text_after(line: Line, pattern: re.Pattern[str]) -> str:
    """The text of a line after the label that ``pattern`` matches, as it was written."""
    match = pattern.match(line.normalized)
    if match is None:
        return line.text
    expected = line.normalized[match.end() :]
    # Normalizing may change how many characters a label has.
    for at in range(1, min(len(line.text), _LONGEST_LABEL)):
        if normalize(line.text[at:]) == expected:
            return line.text[at:].strip()
    return expected


def to_half_width(text: str) -> str:
    """``text`` with full-width letters, digits and ``#`` half-width; punctuation stays."""
    return text.translate(_TO_HALF_WIDTH)


def normalize(text: str) -> str:
    """``text`` in NFKC with single spaces, as the patterns expect it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def parse_lines(text: str) -> list[Line]:
    """The lines of ``text``; those that were wrapped are joined, blank ones are kept."""
    raw = [CONTROL_CHARACTERS.sub("", _INVISIBLE.sub("", line)) for line in text.split("\n")]
    indents = [_INDENTED.match(line) is not None for line in raw]
    cleaned = [_SPACES.sub(" ", line.replace("\t", " \t ")).strip() for line in raw]
    tabs = [line.count("\t") for line in cleaned]
    width = _wrap_column([line if not tab else "" for line, tab in zip(cleaned, tabs, strict=True)])
    spaced = len(_MIXED_SPACED.findall(text[:100_000])) >= len(_MIXED_BARE.findall(text[:100_000]))
    lines: list[Line] = []
    parts: list[str] = []
    start = 0
    for number, line in enumerate(cleaned, 1):
        previous = cleaned[number - 2] if parts else ""
        # An indented line begins a paragraph; below a label it continues what is labelled.
        begins_paragraph = (
            indents[number - 1] and not indents[number - 2] and not _is_structural(previous)
        )
        may_wrap = (
            bool(previous and line and width) and not begins_paragraph and not tabs[number - 1]
        )
        may_run_on = bool(previous and line and not width) and not tabs[number - 1]
        if (may_wrap and _continues_wrapped(previous, line, width)) or (
            may_run_on and _continues_sentence(previous, line)
        ):
            parts += [_joining_space(previous, line, spaced), line]
            continue
        if parts:
            lines.append(_make_line("".join(parts), start))
        parts, start = [line] if line else [], number
        if not line:
            lines.append(Line("", "", number))
    if parts:
        lines.append(_make_line("".join(parts), start))
    return lines


def _make_line(text: str, number: int) -> Line:
    cells = tuple(" ".join(cell.split()) for cell in text.split("\t")) if "\t" in text else ()
    words = " ".join(text.replace("\t", " ").split())
    return Line(words, normalize(words), number, cells)


def display_width(text: str) -> int:
    """The columns ``text`` takes in a monospaced font: two for each East Asian character."""
    return len(text) + len(_IS_CJK.findall(text))


def _wrap_column(lines: list[str]) -> int:
    """The column at which a text was wrapped; 0 if each line is a paragraph."""
    widths = [
        display_width(line)
        for line, below in pairwise(lines)
        if line and below and not _is_structural(below)
    ]
    widths.sort()
    # The greatest width that several lines reach; a long web address may be wider.
    column = next(
        (
            w
            for w, next_widest in zip(widths[:1:-1], widths[-3::-1], strict=False)
            if w - next_widest <= 8
        ),
        0,
    )
    long_lines = [width for width in widths if width * 2 >= column]
    full_lines = [width for width in long_lines if width >= column * 0.8]
    if not _LEAST_WRAP <= column <= _WIDEST_WRAP or len(full_lines) < len(long_lines) * _FULL_SHARE:
        return 0
    wider = any(display_width(line) > column + 4 and _WRAPPABLE.search(line) for line in lines)
    return 0 if wider else column


def _is_structural(line: str) -> bool:
    """Whether a line is a heading, a rule, or begins with a label; such lines are never joined."""
    text = normalize(line)
    return any(pattern.match(text) for pattern in (*_LINE_LABELS, *_HEADING_STYLES, RULE))


def _continues_wrapped(line: str, following: str, column: int) -> bool:
    """Whether the text of ``line`` goes on below it: the next word would not have fitted."""
    if not line or "\t" in line or _is_structural(following) or RULE.match(normalize(line)):
        return False
    if _IS_CJK.match(following) and line.endswith(_SENTENCE_ENDS):
        # Han text breaks anywhere, so a line with room for one more character ends a paragraph.
        return display_width(line) + 2 > column
    word = following[:1] if _IS_CJK.match(following) else following.split(" ", 1)[0]
    return display_width(line) + display_width(word) + 1 > column * 0.95 - 2


def _continues_sentence(line: str, following: str) -> bool:
    """Whether a sentence goes on below a long line, in a text of which little was wrapped."""
    if (
        display_width(line) < _RUN_ON_WIDTH
        or "\t" in line
        or _is_structural(line)
        or _is_structural(following)
    ):
        return False
    return (line[-1].isalnum() or line[-1] == ",") and line[-1].isascii() and following[0].islower()


def _joining_space(line: str, following: str, spaced: bool) -> str:
    """What to put between two lines that are joined: a space, or nothing."""
    last, first = _IS_CJK.match(line[-1]), _IS_CJK.match(following[0])
    if last and first:
        return ""
    if last or first:
        between_words = line[-1].isalnum() and following[0].isalnum()
        return " " if spaced and between_words else ""
    is_hyphenated = line.endswith("-") and line[-2:-1].isalpha() and following[0].islower()
    return "" if is_hyphenated else " "
