"""Scans the lines of a Markdown text: which are code, and where its headings are."""

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
    """A heading: its first line (from 0) and how many it takes, its level (1–6), its Markdown."""

    line: int
    line_count: int
    level: int
    markdown: str

    @property
    def title(self) -> str:
        """The words as they are read, without marks and the targets of links."""
        return strip_inline_markdown(self.markdown)


def strip_inline_markdown(line: str) -> str:
    """A line of Markdown as plain text, without marks and the targets of links."""
    line = _ATTRIBUTES.sub("", line)
    line = _INLINE_MARKS.sub("", _LINK.sub(r"\1", line))
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line).split())


def find_links(line: str) -> list[str]:
    """The links of a line, as they are written; pictures are left out."""
    return [match[0] for match in _LINK.finditer(line) if not match[0].startswith("!")]


def code_line_flags(lines: list[str]) -> list[bool]:
    """For each line whether it is code: fenced, indented, or in a ``pre`` of HTML."""
    flags: list[bool] = []
    fence: re.Pattern[str] | None = None
    blank, in_list = True, False
    for line in lines:
        if fence is not None:
            flags.append(True)
            if fence.match(line):
                fence = None
            continue
        stripped = line.strip()
        # For speed: most lines hold neither, and a text is scanned many times.
        opening = CODE_FENCE.match(line) if "```" in line or "~~~" in line else None
        raw = _RAW_HTML.match(line) if "<" in line else None
        if opening is not None and ("`" not in line[opening.end() :] or opening[1][0] == "~"):
            mark = opening[1]
            fence = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
            flags.append(True)
        elif raw is not None:
            fence = re.compile(rf".*</{raw[1]}\b", re.IGNORECASE)
            flags.append(True)
            if fence.match(line, raw.end()):
                fence = None
        else:
            indented = line.startswith(("    ", "\t"))
            code = bool(stripped) and indented and not in_list and (blank or flags[-1:] == [True])
            if stripped and not indented:
                in_list = LIST_MARKER.match(line.lstrip()) is not None or (in_list and not blank)
            flags.append(code)
            blank = not stripped
            continue
        blank = True
    return flags


def find_headings(lines: list[str], code: list[bool] | None = None) -> Iterator[Heading]:
    """The headings of a text, ``# …`` and underlined ones; ``code`` is from ``code_line_flags``."""
    code = code_line_flags(lines) if code is None else code
    index = 0
    while index < len(lines):
        line = lines[index]
        if code[index] or not line.strip():
            index += 1
            continue
        match = _ATX.match(line)
        if match is not None and match[2]:
            yield Heading(index, 1, len(match[1]), match[2])
            index += 1
            continue
        underline = _SETEXT_UNDERLINE.match(lines[index + 1]) if index + 1 < len(lines) else None
        starts = index == 0 or not lines[index - 1].strip() or code[index - 1]
        if underline is not None and starts and not _starts_other_block(line):
            yield Heading(index, 2, 1 if underline[1][0] == "=" else 2, line.strip())
            index += 2
            continue
        index += 1


def _starts_other_block(line: str) -> bool:
    return THEMATIC_BREAK.match(line) is not None or line.lstrip().startswith(
        (">", "|", "<", "- ", "* ")
    )


def map_outside_code(text: str, change: Callable[[str], str]) -> str:
    """``text`` with each stretch of lines that is no code changed."""
    lines = text.split("\n")
    code = code_line_flags(lines)
    pieces: list[str] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or code[index] != code[start]:
            piece = "\n".join(lines[start:index])
            pieces.append(piece if code[start] else change(piece))
            start = index
    return "\n".join(pieces)
