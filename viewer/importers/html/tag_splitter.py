"""HTML cut at its tags, which is all that WordPress's own text rules need. Time is linear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# No "<" inside a tag, so that a search which fails ends at the next one.
TAG_PATTERN = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})((?:[^<>"']|"[^"<]{0,20000}"|'[^'<]{0,20000}'){0,2000})>"""
)
#: Elements whose content is not text that runs in paragraphs.
RAW_TAGS = frozenset(("pre", "script", "style", "svg", "math", "textarea"))


@dataclass(frozen=True, slots=True)
class HtmlToken:
    """A tag, with its ``name`` in small letters, or a stretch of text, with none.

    ``kind`` is ``text``, ``start``, ``end``, ``comment`` or ``raw`` (an element of ``RAW_TAGS``
    whole).
    """

    kind: str
    text: str
    name: str = ""


def split_tags(html: str) -> Iterator[HtmlToken]:
    """``html`` piece by piece; together their texts are the whole of it."""
    position = text_from = 0
    endless: set[str] = set()
    while True:
        at = html.find("<", position)
        if at < 0:
            break
        made, position = _read_token(html, at, endless)
        if made is None:
            continue
        if at > text_from:
            yield HtmlToken("text", html[text_from:at])
        yield made
        text_from = position
    if text_from < len(html):
        yield HtmlToken("text", html[text_from:])


def _read_token(html: str, at: int, endless: set[str]) -> tuple[HtmlToken | None, int]:
    """What begins at ``at``, and where to go on; ``endless`` are ends known to be missing."""
    if html.startswith("<!--", at):
        end = _find_end(html, "-->", at + 4, endless)
        if end < 0:
            return None, at + 1
        return HtmlToken("comment", html[at : end + 3]), end + 3
    match = TAG_PATTERN.match(html, at)
    if match is None:
        return None, at + 1
    name = match[2].lower()
    if match[1]:
        return HtmlToken("end", match[0], name), match.end()
    if name in RAW_TAGS and not match[3].endswith("/"):
        ending = f"</{name}>"
        end = _find_end(html, ending, match.end(), endless)
        if end >= 0:
            return HtmlToken("raw", html[at : end + len(ending)], name), end + len(ending)
    return HtmlToken("start", match[0], name), match.end()


def _find_end(html: str, ending: str, start: int, endless: set[str]) -> int:
    if ending in endless:
        return -1
    end = html.find(ending, start)
    if end < 0:
        endless.add(ending)
    return end
