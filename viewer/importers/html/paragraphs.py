"""Tidies paragraphs: cut at empty lines, without indents, lists and pictures on their own."""

from __future__ import annotations

import re

from viewer.archive.markup.block_structure import is_block
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import collapse_whitespace, inline_text

Child = Element | str

#: White space that makes an indent or an empty line, and invisible characters.
_BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + (
    "\u200b\u200c\u200d\u2060\u00ad\ufeff\u034f\u180e\u115f\u3164"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}\Z")
_CAPTION = re.compile(
    r"(?:[▲△↑]|[图圖](?:片|[一二三四五六七八九十\d]+)?(?:来源|來源)?\s?[:：／/]|fig(?:ure|\.)\s?\d|"
    r"photo(?: credit)?:|image(?: credit)?:).{1,120}\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*([•·●○▪■◦‣◆►▶✓✔※★-])(?:\s+|(?<=[•●○▪■◦‣◆►▶✓✔※★])\s*)(?=\S)")
#: Runs of blanks that only fill a mail's preheader, the line that lists of mails show.
_PREHEADER_FILLER = re.compile("(?:[\xa0 ]?[\u200b-\u200d\u034f\u00ad\ufeff\u2007]){8,}[\xa0 ]?")


def split_paragraphs(children: list[Child]) -> list[Child]:
    """Blocks, as ``normalize_blocks`` leaves them, with their text tidied."""
    blocks: list[Child] = []
    for child in children:
        if isinstance(child, str):
            blocks.append(child)
        elif any(is_block(c) for c in child.children):
            child.children = split_paragraphs(child.children)
            if child.children or child.tag in ("td", "th"):
                blocks.append(child)
        elif child.tag == "p":
            for part in _split_paragraph(child):
                if not _absorb_caption(part, blocks):
                    blocks.append(part)
        else:
            if child.tag != "pre":
                child.children = _tidy_run(child.children)
            blocks.append(child)
    return blocks


def _absorb_caption(part: Child, blocks: list[Child]) -> bool:
    """Make a line that reads as a caption the title of the picture above; whether it did."""
    previous = blocks[-1] if blocks else None
    if not isinstance(part, Element) or not isinstance(previous, Element) or previous.tag != "p":
        return False
    images = [e for e in previous.walk() if e.tag == "img"]
    line = " ".join(part.text().split())
    if len(images) != 1 or previous.text().strip() or images[0].attrs.get("title"):
        return False
    if not _CAPTION.match(line) or part.find(lambda e: e.tag in ("a", "img")) is not None:
        return False
    images[0].attrs["title"] = line.lstrip("▲△↑ ")
    return True


def _split_paragraph(paragraph: Element) -> list[Child]:
    """``paragraph`` cut where its author left an empty line."""
    if "slideshow" in paragraph.classes():
        return [paragraph]
    runs: list[list[Child]] = [[]]
    breaks = 0
    for child in paragraph.children:
        if isinstance(child, Element) and child.tag == "br":
            breaks += 1
            if breaks == 1:
                runs[-1].append(child)
            continue
        if isinstance(child, str) and not child.strip(_BLANKS):
            if not breaks:
                runs[-1].append(child)
            continue
        if breaks > 1:
            runs.append([])
        breaks = 0
        runs[-1].append(child)
    paragraphs: list[Child] = []
    for run in runs:
        for part in _split_pictures(_tidy_run(run)):
            if part:
                attrs = dict(paragraph.attrs)
                if paragraphs:
                    attrs.pop("id", None)
                paragraphs.extend(_split_lists(Element("p", attrs, part)))
    return paragraphs


def _split_lists(paragraph: Element) -> list[Child]:
    """Lines that an author began with dots or hyphens are a list."""
    run = paragraph.children
    if not any(isinstance(child, Element) and child.tag == "br" for child in run):
        return [paragraph]
    starts = [0, *(i + 1 for i, c in enumerate(run) if isinstance(c, Element) and c.tag == "br")]
    marks = [_bullet(run[start]) if start < len(run) else "" for start in starts]
    first = next((n for n, mark in enumerate(marks) if mark), len(marks))
    last = first
    while last < len(marks) and marks[last] == marks[first]:
        last += 1
    if last - first < 2 or any(marks[last:]):
        return [paragraph]
    blocks: list[Child] = []
    if first:
        blocks.append(Element("p", paragraph.attrs, run[: starts[first] - 1]))
    items: list[Child] = []
    for number in range(first, last):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(run)
        item = run[starts[number] : end]
        item[0] = _BULLET.sub("", str(item[0]), count=1)
        items.append(Element("li", {}, _tidy_run(item)))
    blocks.append(Element("ul", {}, items))
    if last < len(starts):
        blocks.append(Element("p", {}, run[starts[last] :]))
    return blocks


def _bullet(child: Child) -> str:
    match = _BULLET.match(child) if isinstance(child, str) else None
    return match[1] if match is not None else ""


def _split_pictures(run: list[Child]) -> list[list[Child]]:
    """A run with the pictures at its edges as paragraphs of their own."""
    if not inline_text(run).strip() or not any(_is_picture(child) for child in run):
        return [_autolink(run)]
    start = 0
    while start < len(run) and (_is_picture(run[start]) or _is_gap(run[start])):
        start += 1
    end = len(run)
    while end > start and (_is_picture(run[end - 1]) or _is_gap(run[end - 1])):
        end -= 1
    # Small pictures, which do not count as pictures here, stay in their line.
    parts = [_without_gaps(run[:start]), _tidy_run(run[start:end]), _without_gaps(run[end:])]
    return [part for part in parts if part]


def _is_picture(child: Child) -> bool:
    if not isinstance(child, Element) or child.text().strip():
        return False
    return child.find(lambda e: e.tag == "img" and "small" not in e.attrs) is not None


def _is_gap(child: Child) -> bool:
    if isinstance(child, str):
        return not child.strip()
    return child.tag == "br"


def _without_gaps(run: list[Child]) -> list[Child]:
    return [child for child in run if not _is_gap(child)]


def _autolink(run: list[Child]) -> list[Child]:
    """An address that stands alone is a link."""
    if len(run) == 1 and isinstance(run[0], str) and _ADDRESS.match(run[0]):
        return [Element("a", {"href": run[0]}, [run[0]])]
    return run


def _tidy_run(run: list[Child]) -> list[Child]:
    """The run without blanks at the edges of its lines."""
    tidied = collapse_whitespace(
        [_PREHEADER_FILLER.sub(" ", c) if isinstance(c, str) else c for c in run]
    )
    _strip_blanks(tidied, first=True)
    _strip_blanks(tidied, first=False)
    for index, child in enumerate(tidied):
        before = tidied[index - 1] if index else None
        if isinstance(child, str) and isinstance(before, Element) and before.tag == "br":
            tidied[index] = child.lstrip(_BLANKS)
    return tidied if any(_is_visible(child) for child in tidied) else []


def _is_visible(child: Child) -> bool:
    if isinstance(child, str):
        return bool(child.strip(_BLANKS))
    return child.tag == "img" or any(_is_visible(c) for c in child.children)


def _strip_blanks(run: list[Child], *, first: bool) -> None:
    """Take the blanks off one end of ``run``, however deep they are in it."""
    while run:
        index = 0 if first else len(run) - 1
        child = run[index]
        if isinstance(child, str):
            child = child.lstrip(_BLANKS) if first else child.rstrip(_BLANKS)
            if child:
                run[index] = child
                return
        elif child.tag == "img":
            return
        elif child.tag != "br":
            _strip_blanks(child.children, first=first)
            if child.children:
                return
        del run[index]
