"""Takes an issue's title from the headings of its text, and sets the levels of the others."""

from __future__ import annotations

import re

from viewer.archive.model.title_numbers import normalize_title, title_number
from viewer.importers.markdown_text.lines import Heading, code_line_flags, find_headings, find_links

#: The level of the topmost headings in a draft.
_TOP_LEVEL = 2
#: A numbered heading, which is a section and not the issue's title, even if it is the only one.
_ENUMERATED = re.compile(r"(?:[A-Z]|\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.．、:：)）]\s*\S")


def extract_title(text: str, given: str) -> tuple[str, str]:
    """The issue's title, and ``text`` without it, with headings at the levels of a draft.

    ``given`` is the title in the front matter, empty if none; a first heading that says something
    else is then kept as a line in bold. The title is empty where neither gives one.
    """
    lines = text.split("\n")
    headings = list(find_headings(lines, code_line_flags(lines)))
    title = given
    if headings and _is_issue_title(headings, lines, given):
        heading = headings.pop(0)
        links = find_links(heading.markdown)
        replacement = [" ".join(links) + "\n{.links}"] if links else []
        if not given:
            title = heading.title
        elif normalize_title(heading.title) not in normalize_title(given) and normalize_title(
            given
        ) not in normalize_title(heading.title):
            replacement.insert(0, f"**{heading.markdown.strip('*')}**")
        remaining = "\n".join(lines[heading.line + heading.line_count :]).lstrip("\n")
        lines = [*"\n\n".join([*replacement, remaining]).split("\n")]
        headings = list(find_headings(lines, code_line_flags(lines)))
    return title, "\n".join(_raise_headings(lines, headings))


def find_title(text: str) -> str:
    """The title in the first 60 lines of ``text``, as ``extract_title`` finds it; empty if none."""
    return extract_title("\n".join(text.split("\n", 61)[:60]), "")[0]


def remove_title_heading(text: str, title: str, publication: str) -> str:
    """``text`` without a first heading that only says what the issue or its publication is called.

    Other headings are raised to the levels of a draft.
    """
    lines = text.split("\n")
    headings = list(find_headings(lines, code_line_flags(lines)))
    if not headings or any(heading.level < headings[0].level for heading in headings):
        return text
    first = headings[0]
    heading_title, issue_title, publication_name = (
        normalize_title(first.title),
        normalize_title(title),
        normalize_title(publication),
    )
    is_name = heading_title in (issue_title, publication_name) or (
        heading_title.startswith(publication_name) and issue_title.startswith(heading_title)
    )
    if not heading_title or not is_name:
        return text
    parts = ("\n".join(lines[: first.line]), "\n".join(lines[first.line + first.line_count :]))
    remaining = "\n\n".join(part.strip("\n") for part in parts if part.strip()).split("\n")
    return "\n".join(
        _raise_headings(remaining, list(find_headings(remaining, code_line_flags(remaining))))
    )


def _is_issue_title(headings: list[Heading], lines: list[str], given: str) -> bool:
    """Whether the first heading is the title of the whole and not of a section."""
    first = headings[0]
    if any(line.strip() for line in lines[: first.line]):
        return False
    if given and normalize_title(first.title) == normalize_title(given):
        return True
    if any(heading.level < first.level for heading in headings) or (given and first.level > 1):
        return False
    peers = [heading for heading in headings if heading.level == first.level]
    if len(peers) == 1:
        return bool(first.title) and _ENUMERATED.match(first.title) is None
    if title_number(first.title) is None:
        return False
    return first.level == 1 and all(title_number(peer.title) is None for peer in peers[1:])


def _raise_headings(lines: list[str], headings: list[Heading]) -> list[str]:
    """The lines with the highest headings raised to the level of sections, if they are below it."""
    top = min((heading.level for heading in headings), default=_TOP_LEVEL)
    if top <= _TOP_LEVEL:
        return lines
    raised = list(lines)
    for heading in headings:
        title = raised[heading.line].strip().lstrip("#").strip()
        raised[heading.line] = f"{'#' * (heading.level - top + _TOP_LEVEL)} {title}"
    return raised
