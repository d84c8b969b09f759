"""Tags of a whole post, put where the parser finds the facts of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(r"#{1,3} \S")
_ATTRIBUTES = re.compile(r"^(.*\S)\s*\{([^{}]*)\}\s*\Z")
_EDITOR = re.compile(r"(?:editors?|編輯|编辑)\s*[:：]\s*\S[^\n]{0,200}\Z", re.IGNORECASE)
# What would end the list, or be read as Markdown.
_UNSAFE = re.compile(r"[\"{}\\`*_\[\]<>|#!,，、;；\n]")
_MOST = 20
_LONGEST = 290


def with_tags(text: str, tags: Sequence[str]) -> str:
    """``text`` (Markdown in the plain form) with ``tags`` as those of its first article.

    They stand in the attribute list of that article's heading; where the text has no heading to
    begin with, in a line “Tags: …” above it.
    """
    joined = _joined(tags)
    if not joined or not text.strip():
        return text
    blocks = text.lstrip("\n").split("\n\n")
    place = -1
    while place + 1 < len(blocks) and _HEADING.match(blocks[place + 1]):
        place += 1
    if place < 0:
        if _EDITOR.match(blocks[0]):
            return f"{blocks[0]}\nTags: {joined}\n\n" + "\n\n".join(blocks[1:])
        return f"Tags: {joined}\n\n{text.lstrip(chr(10))}"
    match = _ATTRIBUTES.match(blocks[place])
    blocks[place] = (
        f'{match[1]} {{{match[2]} tags="{joined}"}}'
        if match is not None
        else f'{blocks[place].rstrip()} {{tags="{joined}"}}'
    )
    return "\n\n".join(blocks)


def _joined(tags: Sequence[str]) -> str:
    """As many of the tags as an article may have, as a list."""
    clean = (" ".join(_UNSAFE.sub(" ", tag).split())[:60].strip() for tag in tags)
    made = ""
    for tag in list(dict.fromkeys(tag for tag in clean if tag))[:_MOST]:
        longer = f"{made}, {tag}" if made else tag
        if len(longer) <= _LONGEST:
            made = longer
    return made
