"""Parses clean HTML into a tree of mutable elements, with limits of depth and size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import CONTROL_CHARACTERS
from viewer.messages import Message

MAX_TABLE_DEPTH = 4
MAX_LIST_DEPTH = 12
MAX_DEPTH = 60
MAX_NODES = 150_000
MAX_CELLS = 4000
MAX_SPAN = 40
MAX_WORD_LENGTH = 500

_TAG_ALIASES = {
    "b": "strong", "i": "em", "strike": "s", "tt": "code", "samp": "code", "var": "em",
    "cite": "em", "dfn": "em", "q": "span", "tfoot": "tbody", "summary": "p", "figcaption": "p",
    "video": "iframe", "audio": "iframe",
}  # fmt: skip
_VOID_TAGS = {"br", "hr", "img", "iframe", "input", "wbr", "embed", "area"}
#: Containers without a meaning of their own here.
CONTAINER_TAGS = {
    "div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address",
    "details",
}  # fmt: skip
_LIST_TAGS = {"ul", "ol"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td", "caption"}
_ATTRIBUTE_PATTERNS = {
    "start": re.compile(r"[0-9]{1,6}\Z"),
    "align": re.compile(r"(?:left|right|center)\Z"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z"),
}
# Scripts that wrap between any two characters are left out.
_LONG_WORD = re.compile(rf"[^\s\u200b\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]{{{MAX_WORD_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class TreeLimits:
    """Limits of ``parse_html``, and ``tag_aliases``: tags that it replaces by others."""

    table_depth: int = MAX_TABLE_DEPTH
    list_depth: int = MAX_LIST_DEPTH
    depth: int = MAX_DEPTH
    nodes: int = MAX_NODES
    cells: int = MAX_CELLS
    value_length: int = 2000
    tag_aliases: Mapping[str, str] = field(default_factory=lambda: _TAG_ALIASES)


ISSUE_LIMITS = TreeLimits()


@dataclass(slots=True)
class Element:
    """An element that may still be changed; strings among the children are text."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self) -> str:
        """The characters in it, ``br`` as a line feed."""
        if self.tag == "br":
            return "\n"
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def classes(self) -> list[str]:
        """The classes its author gave it."""
        return self.attrs.get("class", "").split()

    def find(self, predicate: Callable[[Element], bool]) -> Element | None:
        """The first element in it, itself included, that is ``predicate``."""
        return next((element for element in self.walk() if predicate(element)), None)


def parse_html(html: str, problems: ProblemCollector, limits: TreeLimits = ISSUE_LIMITS) -> Element:
    """The tree of ``html``, which must be well formed; too deep or too many parts are flattened."""
    builder = _TreeBuilder(limits)
    builder.feed(html)
    builder.close()
    for sentence in dict.fromkeys(builder.warnings):
        problems.warning(sentence)
    return builder.root


class _TreeBuilder(HTMLParser):
    def __init__(self, limits: TreeLimits) -> None:
        super().__init__(convert_charrefs=True)
        self._limits = limits
        self.root = Element("root")
        self.warnings: list[Message] = []
        # Per open tag: its HTML name and the element made for it, None where it was flattened.
        self._open_tags: list[tuple[str, Element | None]] = []
        self._stack = [self.root]
        self._nodes = self._cells = self._tables = self._lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._nodes += 1
        limits = self._limits
        name = limits.tag_aliases.get(tag, tag)
        if self._nodes > limits.nodes:
            self._warn_once(
                Message(
                    "There are more than {nodes:,} elements; the rest is shown as text.",
                    nodes=limits.nodes,
                )
            )
            name = ""
        elif len(self._stack) > limits.depth:
            self._warn_once(
                Message(
                    "Elements are nested more than {depth} deep; they are flattened.",
                    depth=limits.depth,
                )
            )
            name = ""
        else:
            name = self._allowed_tag(name)
        element = None
        if name:
            element = Element(name, _clean_attributes(attrs, limits.value_length))
            self._stack[-1].children.append(element)
        if tag in _VOID_TAGS or tag == "source":
            return
        self._open_tags.append((tag, element))
        if element is not None:
            self._stack.append(element)
            self._count_nesting(name, 1)

    def _allowed_tag(self, name: str) -> str:
        """The element to make in place of ``name``; empty for none."""
        if name in _TABLE_TAGS and self._tables >= self._limits.table_depth and name == "table":
            self._warn_once(
                Message(
                    "Tables are nested more than {table_depth} deep; they are flattened.",
                    table_depth=self._limits.table_depth,
                )
            )
            return ""
        if name in _TABLE_TAGS - {"table"} and self._open_tags and self._in_flattened_table():
            return "p" if name in ("td", "th", "caption") else ""
        if name in _LIST_TAGS and self._lists >= self._limits.list_depth:
            self._warn_once(
                Message(
                    "Lists are nested more than {list_depth} deep; they are flattened.",
                    list_depth=self._limits.list_depth,
                )
            )
            return ""
        if name == "li" and self._open_tags and self._open_tags[-1][1] is None:
            return "p"
        if name in ("td", "th"):
            self._cells += 1
            if self._cells > self._limits.cells:
                self._warn_once(
                    Message(
                        "There are more than {cells} table cells; the rest are joined.",
                        cells=self._limits.cells,
                    )
                )
                return "span"
        return name

    def _in_flattened_table(self) -> bool:
        for tag, element in reversed(self._open_tags):
            if tag == "table":
                return element is None
        return True

    def _count_nesting(self, name: str, step: int) -> None:
        if name == "table":
            self._tables += step
        elif name in _LIST_TAGS:
            self._lists += step

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID_TAGS or not self._open_tags:
            return
        _, element = self._open_tags.pop()
        if element is not None:
            self._stack.pop()
            self._count_nesting(element.tag, -1)
        else:
            self._stack[-1].children.append(" ")

    def handle_data(self, data: str) -> None:
        data = CONTROL_CHARACTERS.sub("", data)
        if len(data) > MAX_WORD_LENGTH:
            data = _LONG_WORD.sub(lambda match: match[0] + "\u200b", data)
        if data:
            self._stack[-1].children.append(data)

    def _warn_once(self, sentence: Message) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def _clean_attributes(attrs: list[tuple[str, str | None]], max_length: int) -> dict[str, str]:
    cleaned: dict[str, str] = {}
    for key, value in attrs:
        value = CONTROL_CHARACTERS.sub("", value or "")
        if key in ("colspan", "rowspan"):
            if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) < 2:
                continue
            value = str(min(int(value), MAX_SPAN))
        elif key in _ATTRIBUTE_PATTERNS and not _ATTRIBUTE_PATTERNS[key].match(value):
            continue
        cleaned[key] = value[:max_length]
    return cleaned
