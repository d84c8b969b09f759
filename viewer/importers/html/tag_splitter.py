"""Splits HTML at its tags, in linear time; WordPress's own text rules need no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A tag holds no "<", so that a search for its end goes no further than the next tag.
TAG_PATTERN = re.compile(
    r"""<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})((?:[^<>"']|"[^"<]{0,20000}"|'[^'<]{0,20000}'){0,2000})>"""
)
#: Elements whose content is not divided into paragraphs.
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
    position = text_start = 0
    missing_ends: set[str] = set()
    while True:
        tag_start = html.find("<", position)
        if tag_start < 0:
            break
        token, position = _read_token(html, tag_start, missing_ends)
        if token is None:
            continue
        if tag_start > text_start:
            yield HtmlToken("text", html[text_start:tag_start])
        yield token
        text_start = position
    if text_start < len(html):
        yield HtmlToken("text", html[text_start:])


def _read_token(html: str, start: int, missing_ends: set[str]) -> tuple[HtmlToken | None, int]:
    """The token at ``start``, None if it is text, and where to go on.

    ``missing_ends`` are the ends that were looked for in vain, so that each search fails only once.
    """
    if html.startswith("<!--", start):
        end = _find_end(html, "-->", start + 4, missing_ends)
        if end < 0:
            return None, start + 1
        return HtmlToken("comment", html[start : end + 3]), end + 3
    match = TAG_PATTERN.match(html, start)
    if match is None:
        return None, start + 1
    name = match[2].lower()
    if match[1]:
        return HtmlToken("end", match[0], name), match.end()
    if name in RAW_TAGS and not match[3].endswith("/"):
        ending = f"</{name}>"
        end = _find_end(html, ending, match.end(), missing_ends)
        if end >= 0:
            return HtmlToken("raw", html[start : end + len(ending)], name), end + len(ending)
    return HtmlToken("start", match[0], name), match.end()


def _find_end(html: str, ending: str, start: int, missing_ends: set[str]) -> int:
    if ending in missing_ends:
        return -1
    end = html.find(ending, start)
    if end < 0:
        missing_ends.add(ending)
    return end
