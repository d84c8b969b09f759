"""Reads an article's metadata under its heading: editors, series, chapter, tags, date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import Child, inline_text

_EDITOR_LINE = re.compile(
    r"\s*(?:editors?|編輯|编辑|編者|编者|主筆|主笔)\s*[:：]\s*(\S[^\n]{0,200})", re.IGNORECASE
)
_NAME_SEPARATOR = re.compile(r"\s*(?:[,，、;；]|\band\b|&|與|和(?=\s))\s*")
_TAG_SEPARATOR = re.compile(r"[,，、;；\n]")
_KEY_VALUE_LINE = re.compile(r"\s*([A-Za-z\u7de8\u8f2f\u65e5\u671f]{2,10})\s*[:：]\s*(.+?)\s*\Z")
_KEYS = {
    "editor": "editor", "editors": "editor", "編輯": "editor", "series": "series",
    "chapter": "chapter", "tags": "tags", "date": "date", "日期": "date",
}  # fmt: skip
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?!\d)")
_DATE_LINE = re.compile(
    r"^[^\S\n]*(?:date|日期)\s*[:：]\s*(.{6,20}?)\s*$", re.IGNORECASE | re.MULTILINE
)
_CHAPTER = re.compile(r"\d{1,4}\Z")


@dataclass(slots=True)
class ArticleMetadata:
    """An article's editors, series, chapter, tags, date and language."""

    editors: tuple[str, ...] = ()
    series: str = ""
    chapter: int | None = None
    tags: tuple[str, ...] = ()
    date: str = ""
    language: str = ""

    def set_field(self, key: str, value: str) -> bool:
        """Set a field unless it is set already; False if ``value`` is not valid for ``key``."""
        value = value.strip()[:300]
        if key == "editor":
            self.editors = self.editors or split_names(value)
        elif key == "series":
            self.series = self.series or value
        elif key == "chapter":
            if not _CHAPTER.match(value):
                return False
            self.chapter = int(value) if self.chapter is None else self.chapter
        elif key == "tags":
            self.tags = self.tags or split_tags(value)
        elif key == "date":
            date = find_date(value)
            self.date = self.date or date
            return bool(date)
        return True

    def read_leading_blocks(
        self, blocks: list[Element], problems: ProblemCollector, date: str = ""
    ) -> list[Element]:
        """Read the lines of metadata at the top of ``blocks``, and return the other blocks.

        ``date`` is the issue's; a “Date:” line that says the same is no guess.
        """
        start = 0
        while start < len(blocks) and blocks[start].tag == "links":
            start += 1
        links, remaining = blocks[:start], blocks[start:]
        if remaining:
            first = remaining[0]
            if first.tag == "p":
                remaining = [*self._read_paragraph(first, problems), *remaining[1:]]
            elif first.tag == "dl" and self._read_definitions(first):
                problems.count_guess(
                    "Definition lists under headings were read as facts ({count} articles)."
                )
                remaining = remaining[1:]
        if not self.date:
            for block in remaining:
                match = _DATE_LINE.search(block.text()) if block.tag == "p" else None
                if match is not None and find_date(match[1]):
                    self.date = find_date(match[1])
                    if self.date == date:
                        break
                    problems.count_guess("Dates were read from “Date:” lines ({count} articles).")
                    break
        return [*links, *remaining]

    def _read_paragraph(self, paragraph: Element, problems: ProblemCollector) -> list[Element]:
        lines = [line for line in inline_text(paragraph.children).splitlines() if line.strip()]
        matches = [_KEY_VALUE_LINE.match(line) for line in lines[:12]]
        fields = [(_KEYS.get(m[1].lower(), ""), m[2]) for m in matches if m is not None]
        single = len(lines) == 1 and _EDITOR_LINE.match(lines[0]) is not None
        if lines and not single and len(fields) == len(lines) and all(key for key, _ in fields):
            only_date = [key for key, _ in fields] == ["date"]
            if not only_date and all(self.set_field(key, value) for key, value in fields):
                # Imports write a line of tags, so reading one is no guess.
                if [key for key, _ in fields] != ["tags"]:
                    problems.count_guess(
                        "Blocks of “key: value” lines under headings were read ({count} articles)."
                    )
                return []
            return [paragraph]
        match = _EDITOR_LINE.match(lines[0]) if lines else None
        if match is None or self.editors or len(match[1]) > 120:
            return [paragraph]
        remaining = _drop_first_line(paragraph)
        if remaining is None:
            return [paragraph]
        self.editors = split_names(match[1])
        problems.count_guess(
            "Lines of the form “Editor: name” under headings were read ({count} articles); write "
            '{{editor="name"}} behind a heading instead.'
        )
        return remaining

    def _read_definitions(self, element: Element) -> bool:
        pairs: list[tuple[str, str]] = []
        for child in element.children:
            if not isinstance(child, Element):
                continue
            text = child.text().strip()
            if child.tag == "dt":
                pairs.append((_KEYS.get(text.lower(), ""), ""))
            elif pairs:
                pairs[-1] = (pairs[-1][0], text)
        if not pairs or not all(key and value for key, value in pairs):
            return False
        return all(self.set_field(key, value) for key, value in pairs)


def heading_metadata(heading: Element) -> ArticleMetadata:
    """The metadata in the attribute list of a heading."""
    facts = ArticleMetadata(language=heading.attrs.get("lang", ""))
    for key in ("editor", "series", "chapter", "tags", "date"):
        if heading.attrs.get(key):
            facts.set_field(key, heading.attrs[key])
    return facts


def split_names(text: str) -> tuple[str, ...]:
    """The names in “Hubert, Joanne and George.Wu”."""
    parts = (part.strip() for part in _NAME_SEPARATOR.split(" ".join(text.split())))
    return tuple(dict.fromkeys(part for part in parts if part))[:20]


def split_tags(text: str) -> tuple[str, ...]:
    """The tags in “Research & development, 深度學習”: only marks divide them, no words."""
    parts = (" ".join(part.split()) for part in _TAG_SEPARATOR.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))[:20]


def find_date(text: str) -> str:
    """The first date in ``text`` as ``2017-07-29``; also “2017. 07.29” and “2017年7月29日”."""
    match = _DATE.search(text)
    if match is None:
        return ""
    month, day = int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{match[1]}-{month:02}-{day:02}"


def find_date_line(text: str) -> str:
    """The date of the first line “Date: 2017. 07.29” in ``text``, empty if there is none."""
    for match in _DATE_LINE.finditer(text):
        date = find_date(match[1])
        if date:
            return date
    return ""


def _drop_first_line(paragraph: Element) -> list[Element] | None:
    """The paragraph after its first line; None where that line does not end between elements."""
    children = paragraph.children
    for index, child in enumerate(children):
        if isinstance(child, Element):
            if child.tag == "br":
                paragraph.children = children[index + 1 :]
                break
            continue
        head, line_end, tail = child.partition("\n")
        if line_end and (head.strip() or index):
            remaining: list[Child] = [tail, *children[index + 1 :]]
            paragraph.children = remaining
            break
    else:
        return []
    return [paragraph] if inline_text(paragraph.children).strip() else []
