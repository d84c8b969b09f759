"""Writes a plain-text newsletter, once its structure is known, as the Markdown of an issue."""

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
from viewer.importers.plain_text.events import EVENT_LABEL
from viewer.importers.plain_text.lines import (
    BULLET,
    NUMBER_LABEL,
    QUOTE_MARK,
    SLIDESHOW_NOTICE,
    Line,
    display_width,
    is_rule,
    text_after,
)
from viewer.importers.plain_text.model import NewsletterStructure, PlainArticle, PlainSection
from viewer.importers.plain_text.placeholders import (
    is_picture_placeholder,
    link_labels,
    split_trailing_labels,
)

_URL = re.compile(
    r"https?://[^\s<>「」《》（）【】“”，。、；]+[^\s<>「」《》（）【】“”，。、；.,;:!?)\]'\"]"
)
_UNSAFE_IN_ATTRIBUTE = re.compile(r"[\"{}\n]")
_COMMENT_AUTHOR = re.compile(
    r"(?P<name>\S.{0,58}?)\s?(?:says|said|wrote|說道?|说道?|表示)\s?:\Z", re.IGNORECASE
)
_LONGEST_DATE_LINE = 60
_LEAST_ROWS = 3
_LEAST_VERSE_LINES = 3
_WIDEST_VERSE = 48
_PLACEHOLDERS = {
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
class MarkdownText:
    """The Markdown of a newsletter, and counts of what the copied text had already lost."""

    text: str = ""
    losses: dict[ImportLoss, int] = field(default_factory=dict)


def to_markdown(
    structure: NewsletterStructure, comments: Sequence[Line], language: str
) -> MarkdownText:
    """``structure`` as Markdown with ``comments`` below; notes on losses are in ``language``."""
    writer = _MarkdownWriter(language)
    return MarkdownText(writer.write_issue(structure, comments), writer.losses)


class _MarkdownWriter:
    def __init__(self, language: str) -> None:
        marks = (
            _PLACEHOLDERS.get(language) or _PLACEHOLDERS.get(language[:2]) or _PLACEHOLDERS["en"]
        )
        self._slideshow_note, self._picture_note, self._discussion_title = marks
        self._used_ids: set[str] = set()
        self.losses: dict[ImportLoss, int] = {}

    def write_issue(self, structure: NewsletterStructure, comments: Sequence[Line]) -> str:
        blocks = self._write_blocks(structure.intro.lines)
        for group in structure.sections:
            blocks += self._write_section(group)
        if any(line.text for line in comments):
            has_sections = any(group.title for group in structure.sections)
            blocks.append(
                f"{'#' if has_sections else '##'} {self._discussion_title} {{#discussion}}"
            )
            for head, lines in _split_comments(comments):
                blocks += [f"#### {write_single_line([head])}"] if head else []
                blocks += self._write_blocks(lines)
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _write_section(self, section: PlainSection) -> list[str]:
        """The Markdown blocks of a section; without a title, only those of its articles."""
        section_id = section.label.lower()
        blocks: list[str] = []
        ids = {
            part.number: self._claim_id(f"{section_id}{part.number}")
            if section_id and part.number
            else ""
            for part in section.articles
        }
        if section.title:
            label = f"{section.label}. " if section.label else ""
            attributes = _heading_attributes(self._claim_id(section_id), section.intro)
            blocks.append(f"# {label}{write_single_line([section.title])}{attributes}")
            chapters = {p.chapter: ids[p.number] for p in section.articles if p.chapter is not None}
            blocks += self._write_blocks(section.intro.lines, chapters)
        for part in section.articles:
            number = f"{part.number}. " if part.number else ""
            attributes = _heading_attributes(ids.get(part.number, ""), part)
            blocks.append(f"## {number}{write_single_line([part.title])}{attributes}")
            blocks += self._write_blocks(part.lines)
        return blocks

    def _claim_id(self, anchor: str) -> str:
        """``anchor`` if it can stand in an address and is unused, else an empty string."""
        if not anchor or not is_valid_slug(anchor) or anchor in self._used_ids:
            return ""
        self._used_ids.add(anchor)
        return anchor

    def _count_loss(self, loss: ImportLoss, count: int = 1) -> None:
        self.losses[loss] = self.losses.get(loss, 0) + count

    def _write_blocks(
        self, lines: Iterable[Line], chapters: dict[int, str] | None = None
    ) -> list[str]:
        """Paragraphs, lists, quotes and tables; a list's lines that are ``chapters`` are links."""
        filled = [line for line in lines if line.text]
        blocks: list[str] = []
        at = 0
        while at < len(filled):
            kind = _block_kind(filled, at)
            end = at + 1
            while (
                end < len(filled) and kind and kind != "rule" and _block_kind(filled, end) == kind
            ):
                end += 1
            run = filled[at:end]
            if kind == "number" and len(run) > 1:
                blocks += self._write_numbered_lists(run, chapters or {})
            elif kind == "bullet":
                blocks.append(
                    "\n".join(f"- {_inline_markdown(text_after(x, BULLET))}" for x in run)
                )
            elif kind == "quote":
                blocks.append(
                    "\n>\n".join(f"> {_inline_markdown(text_after(x, QUOTE_MARK))}" for x in run)
                )
            elif kind == "table":
                blocks.append(_write_table(run))
            elif (
                not kind and (end := self._find_verse_end(filled, at)) > at + _LEAST_VERSE_LINES - 1
            ):
                blocks.append("  \n".join(_inline_markdown(x.text) for x in filled[at:end]))
            else:
                end = at + len(run)
                blocks += [self._write_line(x) for x in run]
            at = end
        return blocks

    def _find_verse_end(self, lines: Sequence[Line], at: int) -> int:
        """The end of the short adjacent lines (verse, a postal address) that begin at ``at``."""
        end = at
        while end < len(lines) and not _block_kind(lines, end):
            line = lines[end]
            is_placeholder = (
                SLIDESHOW_NOTICE.match(line.normalized)
                or is_picture_placeholder(line)
                or link_labels(line)
            )
            is_adjacent = end == at or line.line_number == lines[end - 1].line_number + 1
            if is_placeholder or not is_adjacent or display_width(line.text) > _WIDEST_VERSE:
                break
            end += 1
        return end

    def _write_line(self, line: Line) -> str:
        if SLIDESHOW_NOTICE.match(line.normalized):
            self._count_loss(ImportLoss.EMPTY_SLIDESHOW)
            return self._slideshow_note
        if is_picture_placeholder(line):
            self._count_loss(ImportLoss.MISSING_PICTURE)
            return self._picture_note.format(name=write_single_line([line.text]))
        if is_rule(line):
            return "***"
        labels = link_labels(line)
        if labels:
            return self._write_link_row(labels)
        label = EVENT_LABEL.match(line.normalized)
        label_text = re.match(r"[^:：]{1,40}[:：]", line.text) if label is not None else None
        if label_text is not None:
            after_label = _inline_markdown(line.text[label_text.end() :].strip())
            return f"**{write_single_line([label_text[0]])}** {after_label}".strip()
        return _inline_markdown(line.text)

    def _write_link_row(self, labels: Sequence[str]) -> str:
        self._count_loss(ImportLoss.LOST_LINK, len(labels))
        row = " ".join(f"[{write_single_line([label])}]()" for label in labels)
        return row if len(labels) > 1 else f"{row}\n{{.links}}"

    def _write_numbered_lists(self, run: Sequence[Line], chapters: dict[int, str]) -> list[str]:
        """Numbered lines as lists, a new one wherever they do not count on."""
        blocks: list[str] = []
        last = 0
        items: list[str] = []
        for line in run:
            match = NUMBER_LABEL.match(line.normalized)
            number = int(match[1]) if match is not None else last + 1
            if items and number != last + 1:
                blocks.append("\n".join(items))
                items = []
            last = number
            text, labels = split_trailing_labels(text_after(line, NUMBER_LABEL))
            words = _inline_markdown(text)
            if chapters.get(number) and len(run) >= len(chapters):
                words = f"[{write_single_line([text])}](#{chapters[number]})"
            if labels and len(run) >= _LEAST_ROWS:
                self._count_loss(ImportLoss.LOST_LINK, len(labels))
                words += "".join(f" [{write_single_line([label])}]()" for label in labels)
            else:
                words = _inline_markdown(text_after(line, NUMBER_LABEL)) if labels else words
            items.append(f"{number}. {words}")
        return [*blocks, "\n".join(items)]


def _split_comments(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Author and date of each comment with its lines; first the lines above any author."""
    head: str = ""
    body: list[Line] = []
    has_date = True
    for line in lines:
        match = _COMMENT_AUTHOR.match(line.normalized)
        day = (
            find_date(line.normalized)
            if not has_date and len(line.text) <= _LONGEST_DATE_LINE
            else ""
        )
        if match is not None:
            yield head, body
            head, body, has_date = match["name"], [], False
        elif day:
            head, has_date = f"{head} · {day}", True
        else:
            has_date = has_date or bool(line.text)
            body.append(line)
    yield head, body


def _block_kind(lines: Sequence[Line], at: int) -> str:
    line = lines[at]
    if is_rule(line):
        return "rule"
    if line.cells and not link_labels(line):
        run = 0
        for other in (*reversed(lines[max(0, at - 2) : at]), *lines[at : at + 3]):
            run += len(other.cells) == len(line.cells)
        return "table" if run >= _LEAST_ROWS else ""
    if QUOTE_MARK.match(line.normalized):
        return "quote"
    if BULLET.match(line.normalized):
        return "bullet"
    return "number" if NUMBER_LABEL.match(line.normalized) else ""


def _heading_attributes(anchor: str, article: PlainArticle) -> str:
    """The attribute list of a heading, such as `` {#a1 editor="Ann"}``; may be empty."""
    parts = [f"#{anchor}"] if anchor else []
    if article.editors:
        parts.append(f'editor="{_UNSAFE_IN_ATTRIBUTE.sub("", ", ".join(article.editors))}"')
    if article.series:
        parts.append(f"series={article.series} chapter={article.chapter}")
    return f" {{{' '.join(parts)}}}" if parts else ""


def _inline_markdown(text: str) -> str:
    """A line of text as Markdown; URLs in it become links."""
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


def _write_table(run: Sequence[Line]) -> str:
    rows = [[write_single_line([cell]).replace("|", "\\|") for cell in line.cells] for line in run]
    table_rows = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([table_rows[0], f"|{'---|' * len(rows[0])}", *table_rows[1:]])
