"""Makes headings of lines that serve as such in a text without any: ``A. …``, ``1. …``, bold.

A text that its author divided by real headings is left as it is. Otherwise lines are taken for
headings only where they are several of a kind, short, count on without a gap, and each has text
below it; in doubt a line stays what it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.importers.markdown_text.lines import code_line_flags

_TOP_LEVEL = 2
_LOWEST_LEVEL = 4
_LONGEST_BOLD = 80
_LONGEST_NUMBERED = 120
#: A bold line that occurs so often is no heading, but a speaker's name in an interview.
_MOST_REPEATS = 3

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*\S")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_HTML_BLOCK = re.compile(
    r" {0,3}<(/?)(address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer"
    r"|form|header|iframe|main|nav|ol|p|pre|script|section|style|table|ul)\b",
    re.IGNORECASE,
)
_HTML_HEADING = re.compile(r"<h[1-6]\b", re.IGNORECASE)

_BOLD = re.compile(r"(\*\*\*|\*\*|__)(?=\S)((?:(?!\*\*|__).)+)(?<=\S)\1[ \t]*([:：]?)\Z")
_LETTER = re.compile(r"([A-Z])(?:\\?\.(?=\s|[\u2e80-\u9fff\uff00-\uffef])|[．、])\s*(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s?(?:\\?\.(?!\d)|\\?\)|[．、）])\s*(?=\S)")
_LETTERED_SECTION = re.compile(r"(\*\*|__)[A-Z](?:\\?\.\s|[．、])\s*\S.{0,100}\1[ \t]*\Z")
#: Stands for a heading while the text is looked at without its headings.
_HEADING_PLACEHOLDER = "\ue000"
_HAN_NUMBER = re.compile(r"([一二三四五六七八九十]{1,3})(?:、|．|\.)\s*(?=\S)")
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
#: A list, quote, table or code that begins right behind a number.
_INNER_BLOCK = re.compile(r"[>#|]|[-+*:]\s|\d{1,9}[.)]\s|```|~~~|!!!| {4}")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
_SENTENCE_END = ("。", "；", "，", ",", ";", "、")
#: Starts of lines that say something of an article, or name a speaker, and are no titles.
_METADATA_LABEL = re.compile(
    r"(?:editors?|authors?|by|date|posted|published|updated|tags?|categor(?:y|ies)|source|via|from"
    r"|to|q\d*|a\d*|p\.?s|編輯|编辑|編者|编者|作者|撰文|文|譯者|译者|日期|時間|时间|標籤|标签|來源"
    r"|来源|問|问|答)\s*[:：／/.]",
    re.IGNORECASE,
)
_LINE_BREAKS = ("\\", "<br>", "<br/>", "<br />")


@dataclass(slots=True)
class _Block:
    """A paragraph, list, table… or a line that may be a heading. ``line`` is its first, from 0.

    ``kind`` is ``A``, ``1``, ``一`` or ``bold`` for such a line, else ``text`` or ``rule``.
    ``ordinal`` is its number or letter as a number, 0 if it has none; ``has_more_lines`` says that
    its paragraph goes on below the line.
    """

    line: int
    kind: str = "text"
    ordinal: int = 0
    title: str = ""
    has_more_lines: bool = False
    is_bold: bool = False


def promote_headings(markdown: str) -> str:
    """``markdown`` with the lines that serve as headings made into headings, the rest untouched."""
    lines = markdown.split("\n")
    blocks = _scan_blocks(lines)
    if blocks is None:
        return _promote_lettered(markdown, lines)
    return _promote_blocks(markdown, lines, blocks)


def _promote_lettered(markdown: str, lines: list[str]) -> str:
    """A text with headings, divided by bold letters above them: those become its sections."""
    code = code_line_flags(lines)
    bold = [
        index
        for index, line in enumerate(lines)
        if not code[index] and _LETTERED_SECTION.match(line)
    ]
    letters = [lines[index].lstrip("*_")[0] for index in bold]
    heading_lines = [
        index for index, line in enumerate(lines) if not code[index] and _HEADING.match(line)
    ]
    expected = [chr(ord("A") + number) for number in range(len(letters))]
    if (
        len(letters) < 2
        or letters != expected
        or not heading_lines
        or heading_lines[0] < bold[0]
        or _HEADING_PLACEHOLDER in markdown
    ):
        return markdown
    # Without its headings the text is read as any other that has none.
    without_headings = list(lines)
    for index in heading_lines:
        without_headings[index] = f"{_HEADING_PLACEHOLDER}{index}"
    blocks = _scan_blocks(without_headings)
    if blocks is None:
        return markdown
    promoted = _promote_blocks("\n".join(without_headings), without_headings, blocks).split("\n")
    levels = [len(m[1]) for line in promoted if (m := _HEADING.match(line)) is not None]
    if levels.count(_TOP_LEVEL) != len(letters):
        return markdown
    levels_before = {
        index: len(m[1])
        for index in heading_lines
        if (m := _HEADING.match(lines[index])) is not None
    }
    shift = max(levels) + 1 - min(levels_before.values())
    for line_index, line in enumerate(promoted):
        if line.startswith(_HEADING_PLACEHOLDER):
            index = int(line[len(_HEADING_PLACEHOLDER) :])
            promoted[line_index] = (
                f"{'#' * min(6, levels_before[index] + shift)} {lines[index].lstrip('# ')}"
            )
    return "\n".join(promoted)


def _promote_blocks(markdown: str, lines: list[str], blocks: list[_Block]) -> str:
    levels: dict[int, int] = {}
    _assign_levels(
        blocks, [range(len(blocks))], _TOP_LEVEL, frozenset({"A", "1", "一", "bold"}), levels
    )
    if not levels:
        return markdown
    needs_blank: dict[int, int] = {}
    for index, level in levels.items():
        block = blocks[index]
        lines[block.line] = f"{'#' * level} {_escape_closing_hash(block.title)}"
        if block.has_more_lines:
            needs_blank[block.line] = level
    output: list[str] = []
    for number, line in enumerate(lines):
        output.append(line)
        if number in needs_blank:
            output.append("")
    return "\n".join(output)


def _escape_closing_hash(title: str) -> str:
    """A title whose last ``#`` is not taken for the heading's closing mark."""
    before = title[:-1].rstrip("\\")
    if not title.endswith("#") or (len(title) - 1 - len(before)) % 2:
        return title
    return title[:-1] + "\\#"


def _scan_blocks(lines: list[str]) -> list[_Block] | None:
    """The blocks of a text; None where it has headings besides a title on top."""
    blocks: list[_Block] = []
    index = 0
    has_title = False
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            index += 1
            continue
        end = _code_end(lines, index) or _html_end(lines, index)
        if end:
            blocks.append(_Block(index))
            if not _FENCE.match(line) and any(
                _HTML_HEADING.search(inner) for inner in lines[index:end]
            ):
                return None
            index = end
            continue
        end = index
        while (
            end < len(lines)
            and lines[end].strip()
            and not (end > index and _FENCE.match(lines[end]))
        ):
            end += 1
        paragraph = lines[index:end]
        if _has_heading(paragraph):
            if blocks or has_title or len(paragraph) > 1 or not re.match(r" {0,3}#(?!#)", line):
                return None
            has_title = True
        else:
            blocks.append(_classify_paragraph(index, paragraph))
        index = end
    return blocks


def _has_heading(paragraph: list[str]) -> bool:
    if len(paragraph) > 1 and _UNDERLINE.match(paragraph[1]) and not _RULE.match(paragraph[0]):
        return True
    return any(_HEADING.match(line) or _HTML_HEADING.search(line) for line in paragraph)


def _code_end(lines: list[str], start: int) -> int:
    """The line behind the fenced code that begins here, 0 where none does."""
    match = _FENCE.match(lines[start])
    if match is None:
        return 0
    closing = re.compile(rf" {{0,3}}{re.escape(match[1][0])}{{{len(match[1])},}}[ \t]*\Z")
    for number in range(start + 1, len(lines)):
        if closing.match(lines[number]):
            return number + 1
    return len(lines)


def _html_end(lines: list[str], start: int) -> int:
    """The line behind the block of HTML that begins here, 0 where none does."""
    match = _HTML_BLOCK.match(lines[start])
    if match is None:
        return 0
    tag = re.compile(rf"<(/?){match[2]}\b", re.IGNORECASE)
    depth = 0
    for number in range(start, len(lines)):
        depth += sum(-1 if tag_match[1] else 1 for tag_match in tag.finditer(lines[number]))
        if depth <= 0:
            # Markdown goes on behind the blank line that follows.
            while number < len(lines) and lines[number].strip():
                number += 1
            return number
    return len(lines)


def _classify_paragraph(line_index: int, paragraph: list[str]) -> _Block:
    first = paragraph[0]
    if len(paragraph) == 1 and _RULE.match(first):
        return _Block(line_index, "rule")
    has_more = len(paragraph) > 1
    words = _text_before_break(first) if has_more else first.strip()
    if first[:1].isspace() or not words:
        return _Block(line_index)
    bold = _BOLD.match(words)
    title = bold[2].strip() + bold[3] if bold is not None else words
    # As a heading it would lose an attribute list or a backslash at its end.
    if _PICTURE.search(words) or words.endswith(("}", "\\")) or title.endswith(("}", "\\")):
        return _Block(line_index)
    visible = _LINK.sub(r"\1", title)
    for kind, pattern in (("A", _LETTER), ("1", _NUMBER), ("一", _HAN_NUMBER)):
        match = pattern.match(title)
        if match is not None:
            ordinal = _ordinal(kind, match[1])
            inner = _INNER_BLOCK.match(title, match.end())
            if not ordinal or inner or not _is_short(visible, _LONGEST_NUMBERED):
                return _Block(line_index)
            return _Block(line_index, kind, ordinal, title, has_more)
    if bold is None:
        return _Block(line_index)
    if (
        not _is_short(visible, _LONGEST_BOLD)
        or visible.endswith(".")
        or _METADATA_LABEL.match(visible)
    ):
        return _Block(line_index, is_bold=True)
    return _Block(line_index, "bold", 0, title, has_more)


def _text_before_break(line: str) -> str:
    """The words of a line that ends in a forced line break; empty if it does not."""
    words = line.rstrip(" \t")
    mark = next((mark for mark in _LINE_BREAKS if words.lower().endswith(mark)), "")
    if not mark and len(line) - len(words) < 2:
        return ""
    return words[: len(words) - len(mark)].strip()


def _is_short(title: str, longest: int) -> bool:
    return (
        len(title) <= longest
        and not title.endswith(_SENTENCE_END)
        and any(char.isalpha() for char in title)
    )


def _ordinal(kind: str, label: str) -> int:
    """The number that ``label`` stands for (A is 1), 0 if it is none."""
    if kind == "A":
        return ord(label) - ord("A") + 1
    return int(label) if kind == "1" else parse_han_number(label)


def parse_han_number(label: str) -> int:
    """The number that 一, 十二 or 二十 is; 0 if it is none."""
    tens, ten, ones = label.partition("十")
    if not ten:
        return _HAN_DIGITS.get(tens, 0)
    return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)


def _assign_levels(
    blocks: Sequence[_Block],
    spans: Iterable[range],
    level: int,
    kinds: frozenset[str],
    levels: dict[int, int],
) -> None:
    """Find the headings of each of ``spans``, which are on one level, and of those inside them.

    A kind of heading that divides one span several times counts in the others even if alone.
    """
    if level > _LOWEST_LEVEL or not kinds:
        return
    spans = list(spans)
    certain_kinds = {
        kind for kind, _ in (_find_dividers(blocks, span, kinds, 2, 0) for span in spans)
    }
    last_ordinal = 0
    for span in spans:
        kind, dividers = _find_dividers(blocks, span, kinds, 2, last_ordinal)
        if not kind:
            kind, dividers = _find_dividers(blocks, span, kinds & certain_kinds, 1, last_ordinal)
        if not kind:
            continue
        last_ordinal = blocks[dividers[-1]].ordinal
        levels.update(dict.fromkeys(dividers, level))
        ends = [*dividers[1:], span.stop]
        inner_spans = [range(start + 1, end) for start, end in zip(dividers, ends, strict=True)]
        remaining_kinds = kinds if _is_upper_level(blocks, kind, dividers, span) else kinds - {kind}
        _assign_levels(blocks, inner_spans, level + 1, remaining_kinds, levels)


def _find_dividers(
    blocks: Sequence[_Block],
    span: range,
    kinds: frozenset[str],
    minimum: int,
    previous_ordinal: int,
) -> tuple[str, list[int]]:
    """The kind of line that divides ``span``, and where such lines stand; none is ``""``.

    There are at least ``minimum`` of them; they count from 1, or on from ``previous_ordinal``.
    """
    by_kind = {
        kind: _find_numbered_dividers(blocks, span, kind, minimum, previous_ordinal)
        for kind in kinds - {"bold"}
    }
    kind = min((k for k in by_kind if by_kind[k]), key=lambda k: by_kind[k][0], default="")
    bold = _find_bold_dividers(blocks, span, minimum) if "bold" in kinds else []
    if bold and kind:
        above_kind = sum(1 for index in bold if _next_block_kind(blocks, index, span) == kind)
        if above_kind * 2 <= len(bold):
            bold = []
    if bold:
        return "bold", bold
    return (kind, by_kind[kind]) if kind else ("", [])


def _find_numbered_dividers(
    blocks: Sequence[_Block], span: range, kind: str, minimum: int, previous_ordinal: int
) -> list[int]:
    """The lines of ``kind`` in ``span`` if they count without a gap, each with text below."""
    dividers: list[int] = []
    previous = -1
    for index in span:
        block = blocks[index]
        if block.kind != kind:
            continue
        follows = previous >= 0 and _next_block(blocks, previous, span) == index
        if follows and block.ordinal == blocks[previous].ordinal + 1:
            # One right below the other: a list, not headings.
            if dividers and dividers[-1] == previous:
                dividers.pop()
        elif _next_block_kind(blocks, index, span):
            dividers.append(index)
        else:
            return []
        previous = index
    if len(dividers) < minimum:
        return []
    offsets = [blocks[index].ordinal - count for count, index in enumerate(dividers, 1)]
    return dividers if offsets[0] in (0, previous_ordinal) and len(set(offsets)) == 1 else []


def _find_bold_dividers(blocks: Sequence[_Block], span: range, minimum: int) -> list[int]:
    """The bold lines that divide ``span``: those with text below, or those over such ones."""
    upper: list[int] = []
    lower: list[int] = []
    refused = 0
    for index in span:
        block = blocks[index]
        if block.kind == "bold":
            kind = _next_block_kind(blocks, index, span)
            if kind == "bold":
                upper.append(index)
            elif kind:
                lower.append(index)
            else:
                refused += 1
        refused += block.is_bold
    repeats = Counter(blocks[index].title for index in (*upper, *lower))
    if repeats and max(repeats.values()) >= _MOST_REPEATS:
        return []
    if (
        len(upper) >= 2
        and lower
        and upper[0] < lower[0]
        and not _has_stacked_bold(blocks, upper, span)
    ):
        return upper if len(upper) + len(lower) > refused else []
    refused += len([index for index in upper if index != span.start])
    return lower if len(lower) >= minimum and len(lower) > refused else []


def _has_stacked_bold(blocks: Sequence[_Block], upper: list[int], span: range) -> bool:
    """Whether three bold lines stand one below the other, so that none is known as a heading."""
    upper_set = set(upper)
    return any(_next_block(blocks, index, span) in upper_set for index in upper)


def _is_upper_level(blocks: Sequence[_Block], kind: str, dividers: list[int], span: range) -> bool:
    return kind == "bold" and all(
        _next_block_kind(blocks, index, span) == "bold" for index in dividers
    )


def _next_block(blocks: Sequence[_Block], index: int, span: range) -> int:
    """The next block of ``span`` that is no rule; -1 if there is none, or text stands between."""
    if blocks[index].has_more_lines:
        return -1
    return next((i for i in range(index + 1, span.stop) if blocks[i].kind != "rule"), -1)


def _next_block_kind(blocks: Sequence[_Block], index: int, span: range) -> str:
    if blocks[index].has_more_lines:
        return "text"
    following = _next_block(blocks, index, span)
    return blocks[following].kind if following >= 0 else ""
