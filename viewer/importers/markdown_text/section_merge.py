"""Merges several texts into one issue of sections: headings a level down, all names unique."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from viewer.archive.markup.markdown_inline_writer import write_single_line
from viewer.archive.model.issue_draft import PictureDraft

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(?P<info>.*)")
_HEADING = re.compile(r"#{1,5}(?= )")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,80})\]")
_ANCHOR = re.compile(r"\{#([\w.-]{1,100})(?=[\s}])|\]\(#([\w.-]{1,100})\)")
_UNSAFE_IN_ATTRIBUTE = re.compile(r"[\"{}\\\n]")


@dataclass(frozen=True, slots=True)
class SectionText:
    """One of the texts, in the plain form of an ``IssueDraft``."""

    title: str
    text: str
    pictures: tuple[PictureDraft, ...] = ()
    editors: tuple[str, ...] = ()
    date: str = ""


def merge_sections(sections: Iterable[SectionText]) -> tuple[str, tuple[PictureDraft, ...]]:
    """The Markdown of all ``sections``, and all their pictures under unique names."""
    pieces: list[str] = []
    pictures: list[PictureDraft] = []
    for number, section in enumerate(sections, start=1):
        facts = (
            [f'editor="{_UNSAFE_IN_ATTRIBUTE.sub(" ", ", ".join(section.editors))}"']
            if section.editors
            else []
        )
        facts += [f"date={section.date}"] if section.date else []
        attributes = f" {{{' '.join(facts)}}}" if facts else ""
        pieces.append(f"## {write_single_line([section.title])}{attributes}")
        text = map_lines_outside_code(section.text, lambda line, n=number: _demote_line(line, n))  # type: ignore[misc]
        for picture in section.pictures:
            name = picture.name.replace("figures/", f"figures/{number}-", 1)
            text = text.replace(f"({picture.name}", f"({name}")
            text = text.replace(f'"{picture.name}"', f'"{name}"')
            pictures.append(replace(picture, name=name))
        pieces.append(text.strip("\n"))
    return "\n\n".join(section for section in pieces if section) + "\n", tuple(pictures)


def map_lines_outside_code(markdown: str, change: Callable[[str], str]) -> str:
    """``markdown`` with ``change`` applied to every line that is not in a fence."""
    fence = ""
    changed = []
    for line in markdown.split("\n"):
        match = _FENCE.match(line)
        is_code = bool(fence) or match is not None
        if match is not None and not fence:
            fence = match[1]
        elif match is not None and match[1].startswith(fence) and not match["info"].strip():
            fence = ""
        changed.append(line if is_code else change(line))
    return "\n".join(changed)


def _demote_line(line: str, number: int) -> str:
    """A line of the text ``number``: its heading a level down, its notes and anchors its own."""
    line = _HEADING.sub(lambda match: match[0] + "#", line) if line.startswith("#") else line
    line = _FOOTNOTE.sub(lambda match: f"[^{number}-{match[1]}]", line)
    return _ANCHOR.sub(
        lambda match: f"{{#{match[1]}-{number}" if match[1] else f"](#{match[2]}-{number})", line
    )
