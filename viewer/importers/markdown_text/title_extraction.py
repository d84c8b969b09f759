"""An issue's own title among the headings of its text, and the levels of the others."""

from __future__ import annotations

import re

from viewer.archive.model.title_numbers import normalize_title, title_number
from viewer.importers.markdown_text.lines import Heading, code_line_flags, find_headings, find_links

#: Sections and articles of the plain form.
_TOP_LEVEL = 2
#: Sections and articles, which are no title of the whole even where there is only one.
_ENUMERATED = re.compile(r"(?:[A-Z]|\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.．、:：)）]\s*\S")


def extract_title(text: str, given: str) -> tuple[str, str]:
    """The issue's title and ``text`` without it, its headings in the form a draft has them in.

    ``given`` is what the head says, empty if nothing; a first heading that says something else is
    then kept as a line. The title is empty where neither says one.
    """
    lines = text.split("\n")
    found = list(find_headings(lines, code_line_flags(lines)))
    title = given
    if found and _is_issue_title(found, lines, given):
        own = found.pop(0)
        kept = find_links(own.markdown)
        below = [" ".join(kept) + "\n{.links}"] if kept else []
        if not given:
            title = own.title
        elif normalize_title(own.title) not in normalize_title(given) and normalize_title(
            given
        ) not in normalize_title(own.title):
            below.insert(0, f"**{own.markdown.strip('*')}**")
        rest = "\n".join(lines[own.line + own.line_count :]).lstrip("\n")
        lines = [*"\n\n".join([*below, rest]).split("\n")]
        found = list(find_headings(lines, code_line_flags(lines)))
    return title, "\n".join(_raise_headings(lines, found))


def find_title(text: str) -> str:
    """The title that ``extract_title`` finds without a head, looked for in the beginning only."""
    return extract_title("\n".join(text.split("\n", 61)[:60]), "")[0]


def remove_title_heading(text: str, title: str, publication: str) -> str:
    """``text`` without a first heading that only says what the issue or its publication is called.

    Other headings are raised to the levels of the plain form.
    """
    lines = text.split("\n")
    found = list(find_headings(lines, code_line_flags(lines)))
    if not found or any(heading.level < found[0].level for heading in found):
        return text
    own = found[0]
    words, whole, name = (
        normalize_title(own.title),
        normalize_title(title),
        normalize_title(publication),
    )
    is_name = words in (whole, name) or (words.startswith(name) and whole.startswith(words))
    if not words or not is_name:
        return text
    parts = ("\n".join(lines[: own.line]), "\n".join(lines[own.line + own.line_count :]))
    kept = "\n\n".join(part.strip("\n") for part in parts if part.strip()).split("\n")
    return "\n".join(_raise_headings(kept, list(find_headings(kept, code_line_flags(kept)))))


def _is_issue_title(found: list[Heading], lines: list[str], given: str) -> bool:
    """Whether the first heading is the title of the whole and not of a section."""
    first = found[0]
    if any(line.strip() for line in lines[: first.line]):
        return False
    if given and normalize_title(first.title) == normalize_title(given):
        return True
    if any(heading.level < first.level for heading in found) or (given and first.level > 1):
        return False
    peers = [heading for heading in found if heading.level == first.level]
    if len(peers) == 1:
        return bool(first.title) and _ENUMERATED.match(first.title) is None
    if title_number(first.title) is None:
        return False
    return first.level == 1 and all(title_number(one.title) is None for one in peers[1:])


def _raise_headings(lines: list[str], found: list[Heading]) -> list[str]:
    """The lines with the highest headings raised to the level of sections, if they are below it."""
    top = min((heading.level for heading in found), default=_TOP_LEVEL)
    if top <= _TOP_LEVEL:
        return lines
    made = list(lines)
    for heading in found:
        words = made[heading.line].strip().lstrip("#").strip()
        made[heading.line] = f"{'#' * (heading.level - top + _TOP_LEVEL)} {words}"
    return made
