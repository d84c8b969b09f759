"""The lines of a Markdown text: which are code, and where its headings stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CODE_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
THEMATIC_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
LIST_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*\Z)")
_ATX = re.compile(r" {0,3}(#{1,6})(?!#)[ \t]*(.*?)[ \t]*(?:(?<=\s)#+[ \t]*)?\Z")
_SETEXT_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*\Z")
_ATTRIBUTES = re.compile(r"[ \t]*\{[:#.][^{}\n]*\}\Z")
_RAW_HTML = re.compile(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
_INLINE_MARKS = re.compile(r"(?<!\\)(\*\*|__|`+|\*|~~)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its first line and how many it takes, its level, its words as written."""

    line: int
    line_count: int
    level: int
    markdown: str

    @property
    def title(self) -> str:
        """The words as they are read, without marks and the targets of links."""
        return strip_inline_markdown(self.markdown)


def strip_inline_markdown(words: str) -> str:
    """A line of Markdown as it is read."""
    words = _ATTRIBUTES.sub("", words)
    words = _INLINE_MARKS.sub("", _LINK.sub(r"\1", words))
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).split())


def find_links(words: str) -> list[str]:
    """The links of a line, as they are written."""
    return [match[0] for match in _LINK.finditer(words) if not match[0].startswith("!")]


def code_line_flags(lines: list[str]) -> list[bool]:
    """For each line whether it is code: fenced, indented, or in a ``pre`` of HTML."""
    found: list[bool] = []
    fence: re.Pattern[str] | None = None
    blank, in_list = True, False
    for line in lines:
        if fence is not None:
            found.append(True)
            if fence.match(line):
                fence = None
            continue
        words = line.strip()
        # Most lines hold neither, and a text is gone through many times.
        opening = CODE_FENCE.match(line) if "```" in line or "~~~" in line else None
        raw = _RAW_HTML.match(line) if "<" in line else None
        if opening is not None and ("`" not in line[opening.end() :] or opening[1][0] == "~"):
            mark = opening[1]
            fence = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
            found.append(True)
        elif raw is not None:
            fence = re.compile(rf".*</{raw[1]}\b", re.IGNORECASE)
            found.append(True)
            if fence.match(line, raw.end()):
                fence = None
        else:
            indented = line.startswith(("    ", "\t"))
            code = bool(words) and indented and not in_list and (blank or found[-1:] == [True])
            if words and not indented:
                in_list = LIST_MARKER.match(line.lstrip()) is not None or (in_list and not blank)
            found.append(code)
            blank = not words
            continue
        blank = True
    return found


def find_headings(lines: list[str], code: list[bool] | None = None) -> Iterator[Heading]:
    """The headings of a text, ``# …`` and underlined ones."""
    code = code_line_flags(lines) if code is None else code
    at = 0
    while at < len(lines):
        line = lines[at]
        if code[at] or not line.strip():
            at += 1
            continue
        match = _ATX.match(line)
        if match is not None and match[2]:
            yield Heading(at, 1, len(match[1]), match[2])
            at += 1
            continue
        under = _SETEXT_UNDERLINE.match(lines[at + 1]) if at + 1 < len(lines) else None
        starts = at == 0 or not lines[at - 1].strip() or code[at - 1]
        if under is not None and starts and not _starts_other_block(line):
            yield Heading(at, 2, 1 if under[1][0] == "=" else 2, line.strip())
            at += 2
            continue
        at += 1


def _starts_other_block(line: str) -> bool:
    return THEMATIC_BREAK.match(line) is not None or line.lstrip().startswith(
        (">", "|", "<", "- ", "* ")
    )


def map_outside_code(text: str, change: Callable[[str], str]) -> str:
    """``text`` with each stretch of lines that is no code changed."""
    lines = text.split("\n")
    code = code_line_flags(lines)
    made: list[str] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or code[at] != code[start]:
            piece = "\n".join(lines[start:at])
            made.append(piece if code[start] else change(piece))
            start = at
    return "\n".join(made)
