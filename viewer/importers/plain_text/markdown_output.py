"""A newsletter in plain text, once its structure is known, as Markdown in our own form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import Child
from viewer.archive.markup.markdown_inline_writer import write_lines as written_lines
from viewer.archive.markup.markdown_inline_writer import write_single_line
from viewer.archive.model.issue_draft import ImportLoss
from viewer.archive.model.slugs import is_valid_slug
from viewer.importers.metadata.dates import find_date
from viewer.importers.plain_text.events import LABEL
from viewer.importers.plain_text.lines import (
    BULLET,
    NUMBER,
    QUOTE,
    SLIDESHOW,
    Line,
    behind,
    is_rule,
    width_of,
)
from viewer.importers.plain_text.model import Group, Part, Structure
from viewer.importers.plain_text.placeholders import (
    is_picture_mark,
    labels_at_end,
    labels_of,
)

_URL = re.compile(
    r"https?://[^\s<>「」《》（）【】“”，。、；]+[^\s<>「」《》（）【】“”，。、；.,;:!?)\]'\"]"
)
_UNSAFE = re.compile(r"[\"{}\n]")
_SAYS = re.compile(
    r"(?P<name>\S.{0,58}?)\s?(?:says|said|wrote|說道?|说道?|表示)\s?:\Z", re.IGNORECASE
)
_LONGEST_DAY = 60
_LEAST_ROWS = 3
_LEAST_VERSE = 3
_WIDEST_VERSE = 48
_MARKS = {
    "zh": (
        "*（此處原有投影片，圖檔不在這份文字裡。）*",
        "*（此處原有圖片「{name}」，圖檔不在這份文字裡。）*",
        "討論",
    ),
    "zh-Hans": (
        "*（此处原有幻灯片，图片不在这份文字里。）*",
        "*（此处原有图片“{name}”，图片不在这份文字里。）*",
        "讨论",
    ),
    "en": (
        "*(A slideshow stood here; its pictures are not part of this text.)*",
        "*(A picture stood here, “{name}”; it is not part of this text.)*",
        "Discussion",
    ),
}


@dataclass(slots=True)
class Written:
    """The Markdown of a newsletter, and what of it was lost before it came here."""

    text: str = ""
    losses: dict[ImportLoss, int] = field(default_factory=dict)


def write(made: Structure, comments: Sequence[Line], language: str) -> Written:
    """``made`` as Markdown, ``comments`` as its discussion; lost things marked in ``language``."""
    writer = _Writer(language)
    return Written(writer.issue(made, comments), writer.losses)


class _Writer:
    def __init__(self, language: str) -> None:
        marks = _MARKS.get(language) or _MARKS.get(language[:2]) or _MARKS["en"]
        self._slideshow, self._picture, self._discussion = marks
        self._ids: set[str] = set()
        self.losses: dict[ImportLoss, int] = {}

    def issue(self, made: Structure, comments: Sequence[Line]) -> str:
        blocks = self._blocks(made.front.lines)
        plain = not any(group.title for group in made.groups)
        for group in made.groups:
            blocks += self._group(group, plain)
        if any(line.text for line in comments):
            blocks.append(f"{'##' if plain else '#'} {self._discussion} {{#discussion}}")
            for head, lines in _comments(comments):
                blocks += [f"#### {write_single_line([head])}"] if head else []
                blocks += self._blocks(lines)
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _group(self, group: Group, plain: bool) -> list[str]:
        """A section; without a title, what would be its articles are sections themselves."""
        letter = group.label.lower()
        made: list[str] = []
        ids = {
            part.number: self._id(f"{letter}{part.number}") if letter and part.number else ""
            for part in group.parts
        }
        if group.title:
            label = f"{group.label}. " if group.label else ""
            said = _facts(self._id(letter), group.own)
            made.append(f"# {label}{write_single_line([group.title])}{said}")
            chapters = {p.chapter: ids[p.number] for p in group.parts if p.chapter is not None}
            made += self._blocks(group.own.lines, chapters)
        for part in group.parts:
            number = f"{part.number}. " if part.number else ""
            said = _facts(ids.get(part.number, ""), part)
            made.append(f"{'##'} {number}{write_single_line([part.title])}{said}")
            made += self._blocks(part.lines)
        return made

    def _id(self, wanted: str) -> str:
        """``wanted`` if it can stand in an address and is free, else nothing."""
        if not wanted or not is_valid_slug(wanted) or wanted in self._ids:
            return ""
        self._ids.add(wanted)
        return wanted

    def _lose(self, loss: ImportLoss, count: int = 1) -> None:
        self.losses[loss] = self.losses.get(loss, 0) + count

    def _blocks(self, lines: Iterable[Line], chapters: dict[int, str] | None = None) -> list[str]:
        """Paragraphs, lists, quotes and tables; a list's lines that are ``chapters`` are links."""
        filled = [line for line in lines if line.text]
        made: list[str] = []
        at = 0
        while at < len(filled):
            kind = _kind(filled, at)
            end = at + 1
            while end < len(filled) and kind and kind != "rule" and _kind(filled, end) == kind:
                end += 1
            run = filled[at:end]
            if kind == "number" and len(run) > 1:
                made += self._numbered(run, chapters or {})
            elif kind == "bullet":
                made.append("\n".join(f"- {_words(behind(x, BULLET))}" for x in run))
            elif kind == "quote":
                made.append("\n>\n".join(f"> {_words(behind(x, QUOTE))}" for x in run))
            elif kind == "table":
                made.append(_table(run))
            elif not kind and (end := self._verse(filled, at)) > at + _LEAST_VERSE - 1:
                made.append("  \n".join(_words(x.text) for x in filled[at:end]))
            else:
                end = at + len(run)
                made += [self._line(x) for x in run]
            at = end
        return made

    def _verse(self, lines: Sequence[Line], at: int) -> int:
        """The end of the short lines right below each other, of verse or of an address."""
        end = at
        while end < len(lines) and not _kind(lines, end):
            line = lines[end]
            marked = SLIDESHOW.match(line.folded) or is_picture_mark(line) or labels_of(line)
            near = end == at or line.number == lines[end - 1].number + 1
            if marked or not near or width_of(line.text) > _WIDEST_VERSE:
                break
            end += 1
        return end

    def _line(self, line: Line) -> str:
        if SLIDESHOW.match(line.folded):
            self._lose(ImportLoss.EMPTY_SLIDESHOW)
            return self._slideshow
        if is_picture_mark(line):
            self._lose(ImportLoss.MISSING_PICTURE)
            return self._picture.format(name=write_single_line([line.text]))
        if is_rule(line):
            return "***"
        labels = labels_of(line)
        if labels:
            return self._row(labels)
        label = LABEL.match(line.folded)
        mark = re.match(r"[^:：]{1,40}[:：]", line.text) if label is not None else None
        if mark is not None:
            return f"**{write_single_line([mark[0]])}** {_words(line.text[mark.end() :].strip())}".strip()
        return _words(line.text)

    def _row(self, labels: Sequence[str]) -> str:
        self._lose(ImportLoss.LOST_LINK, len(labels))
        row = " ".join(f"[{write_single_line([label])}]()" for label in labels)
        return row if len(labels) > 1 else f"{row}\n{{.links}}"

    def _numbered(self, run: Sequence[Line], chapters: dict[int, str]) -> list[str]:
        """Numbered lines as lists, a new one wherever they do not count on."""
        made: list[str] = []
        last = 0
        items: list[str] = []
        for line in run:
            match = NUMBER.match(line.folded)
            number = int(match[1]) if match is not None else last + 1
            if items and number != last + 1:
                made.append("\n".join(items))
                items = []
            last = number
            text, labels = labels_at_end(behind(line, NUMBER))
            words = _words(text)
            if chapters.get(number) and len(run) >= len(chapters):
                words = f"[{write_single_line([text])}](#{chapters[number]})"
            if labels and len(run) >= _LEAST_ROWS:
                self._lose(ImportLoss.LOST_LINK, len(labels))
                words += "".join(f" [{write_single_line([label])}]()" for label in labels)
            else:
                words = _words(behind(line, NUMBER)) if labels else words
            items.append(f"{number}. {words}")
        return [*made, "\n".join(items)]


def _comments(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Who wrote each comment and when, and its lines; first those above any name."""
    head: str = ""
    held: list[Line] = []
    dated = True
    for line in lines:
        match = _SAYS.match(line.folded)
        day = find_date(line.folded) if not dated and len(line.text) <= _LONGEST_DAY else ""
        if match is not None:
            yield head, held
            head, held, dated = match["name"], [], False
        elif day:
            head, dated = f"{head} · {day}", True
        else:
            dated = dated or bool(line.text)
            held.append(line)
    yield head, held


def _kind(lines: Sequence[Line], at: int) -> str:
    line = lines[at]
    if is_rule(line):
        return "rule"
    if line.cells and not labels_of(line):
        run = 0
        for other in (*reversed(lines[max(0, at - 2) : at]), *lines[at : at + 3]):
            run += len(other.cells) == len(line.cells)
        return "table" if run >= _LEAST_ROWS else ""
    if QUOTE.match(line.folded):
        return "quote"
    if BULLET.match(line.folded):
        return "bullet"
    return "number" if NUMBER.match(line.folded) else ""


def _facts(anchor: str, part: Part) -> str:
    """The attribute list of a heading."""
    said = [f"#{anchor}"] if anchor else []
    if part.editors:
        said.append(f'editor="{_UNSAFE.sub("", ", ".join(part.editors))}"')
    if part.series:
        said.append(f"series={part.series} chapter={part.chapter}")
    return f" {{{' '.join(said)}}}" if said else ""


def _words(text: str) -> str:
    """A line of text as a paragraph, addresses in it as links."""
    children: list[Child] = []
    at = 0
    for match in _URL.finditer(text):
        url = match[0]
        if url.count("(") > url.count(")") and text.startswith(")", match.end()):
            url += ")"
        children += [text[at : match.start()], Element("a", {"href": url}, [url])]
        at = match.start() + len(url)
    children.append(text[at:])
    return written_lines([child for child in children if child])


def _table(run: Sequence[Line]) -> str:
    rows = [[write_single_line([cell]).replace("|", "\\|") for cell in line.cells] for line in run]
    made = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([made[0], f"|{'---|' * len(rows[0])}", *made[1:]])
