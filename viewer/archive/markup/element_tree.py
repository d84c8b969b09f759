"""Clean HTML as a tree of changeable elements, within limits a text layout can bear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import CONTROL_CHARACTERS

TABLES_DEEP = 4
LISTS_DEEP = 12
DEEPEST = 60
MOST_NODES = 150_000
MOST_CELLS = 4000
WIDEST_SPAN = 40
LONGEST_WORD = 500

_RENAMED = {
    "b": "strong", "i": "em", "strike": "s", "tt": "code", "samp": "code", "var": "em",
    "cite": "em", "dfn": "em", "q": "span", "tfoot": "tbody", "summary": "p", "figcaption": "p",
    "video": "iframe", "audio": "iframe",
}  # fmt: skip
_VOID = {"br", "hr", "img", "iframe", "input", "wbr", "embed", "area"}
#: Containers without a meaning of their own here.
BOXES = {
    "div", "section", "article", "header", "footer", "main", "aside", "nav", "center", "address",
    "details",
}  # fmt: skip
_LISTS = {"ul", "ol"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td", "caption"}
_FORMS = {
    "start": re.compile(r"[0-9]{1,6}\Z"),
    "align": re.compile(r"(?:left|right|center)\Z"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z"),
}
# Scripts that break between any two characters need no help.
_LONG_WORD = re.compile(rf"[^\s\u200b\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]{{{LONGEST_WORD}}}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What ``build`` lets through, and what it calls the elements it makes."""

    tables: int = TABLES_DEEP
    lists: int = LISTS_DEEP
    deepest: int = DEEPEST
    nodes: int = MOST_NODES
    cells: int = MOST_CELLS
    longest_value: int = 2000
    renamed: Mapping[str, str] = field(default_factory=lambda: _RENAMED)


READ = Limits()


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

    def find(self, wanted: Callable[[Element], bool]) -> Element | None:
        """The first element in it, itself included, that is ``wanted``."""
        return next((element for element in self.walk() if wanted(element)), None)


def build(html: str, problems: ProblemCollector, limits: Limits = READ) -> Element:
    """The tree of ``html``, which must be well formed; too deep or too many parts are flattened."""
    builder = _Builder(limits)
    builder.feed(html)
    builder.close()
    for sentence in dict.fromkeys(builder.cut):
        problems.warning(sentence)
    return builder.root


class _Builder(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._limits = limits
        self.root = Element("root")
        self.cut: list[str] = []
        # Per open tag: its HTML name and the element made for it, None where it was flattened.
        self._open: list[tuple[str, Element | None]] = []
        self._into = [self.root]
        self._nodes = self._cells = self._tables = self._lists = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._nodes += 1
        limits = self._limits
        name = limits.renamed.get(tag, tag)
        if self._nodes > limits.nodes:
            self._cut(f"There are more than {limits.nodes:,} elements; the rest is shown as text.")
            name = ""
        elif len(self._into) > limits.deepest:
            self._cut(f"Elements are nested more than {limits.deepest} deep; they are flattened.")
            name = ""
        else:
            name = self._limited(name)
        element = None
        if name:
            element = Element(name, _kept(name, attrs, limits.longest_value))
            self._into[-1].children.append(element)
        if tag in _VOID or tag == "source":
            return
        self._open.append((tag, element))
        if element is not None:
            self._into.append(element)
            self._count(name, 1)

    def _limited(self, name: str) -> str:
        """The element to make in place of ``name``; empty for none."""
        if name in _TABLE and self._tables >= self._limits.tables and name == "table":
            self._cut(
                f"Tables are nested more than {self._limits.tables} deep; they are flattened."
            )
            return ""
        if name in _TABLE - {"table"} and self._open and self._flat_table():
            return "p" if name in ("td", "th", "caption") else ""
        if name in _LISTS and self._lists >= self._limits.lists:
            self._cut(f"Lists are nested more than {self._limits.lists} deep; they are flattened.")
            return ""
        if name == "li" and self._open and self._open[-1][1] is None:
            return "p"
        if name in ("td", "th"):
            self._cells += 1
            if self._cells > self._limits.cells:
                self._cut(
                    f"There are more than {self._limits.cells} table cells; the rest are joined."
                )
                return "span"
        return name

    def _flat_table(self) -> bool:
        for tag, element in reversed(self._open):
            if tag == "table":
                return element is None
        return True

    def _count(self, name: str, step: int) -> None:
        if name == "table":
            self._tables += step
        elif name in _LISTS:
            self._lists += step

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self._open:
            return
        _, element = self._open.pop()
        if element is not None:
            self._into.pop()
            self._count(element.tag, -1)
        else:
            self._into[-1].children.append(" ")

    def handle_data(self, data: str) -> None:
        data = CONTROL_CHARACTERS.sub("", data)
        if len(data) > LONGEST_WORD:
            data = _LONG_WORD.sub(lambda match: match[0] + "\u200b", data)
        if data:
            self._into[-1].children.append(data)

    def _cut(self, sentence: str) -> None:
        if sentence not in self.cut:
            self.cut.append(sentence)


def _kept(name: str, attrs: list[tuple[str, str | None]], longest: int) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in attrs:
        value = CONTROL_CHARACTERS.sub("", value or "")
        if key in ("colspan", "rowspan"):
            if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) < 2:
                continue
            value = str(min(int(value), WIDEST_SPAN))
        elif key in _FORMS and not _FORMS[key].match(value):
            continue
        kept[key] = value[:longest]
    return kept
