"""Unique names within an issue: keys of articles and ids of anchors."""

from __future__ import annotations

import re
import unicodedata

_MAX_LENGTH = 40
_VALID_SLUG = re.compile(r"[\w][\w.-]{0,127}\Z")
_NON_WORD = re.compile(r"[^\w]+")
_NOTE_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]\d{2,4})(?![A-Za-z0-9])(.*)\Z", re.DOTALL)


def slugify(title: str) -> str:
    """Letters and digits of any script in small letters, ``-`` between words, never empty."""
    text = unicodedata.normalize("NFKC", title).casefold().replace("_", "-")
    short = _NON_WORD.sub("-", text).strip("-")[:_MAX_LENGTH].strip("-")
    # A combining mark at the front would make no valid name.
    return short if _VALID_SLUG.match(short) else "item"


def is_valid_slug(name: str) -> bool:
    """Whether ``name`` can stand in an address."""
    return _VALID_SLUG.match(name) is not None


def note_code(title: str) -> tuple[str, bool]:
    """The anchor in a note's title (``e01`` of “編者按 E01”), and whether nothing follows it."""
    match = _NOTE_CODE.search(title)
    if match is None:
        return "", False
    suffix = slugify(match[2]) if match[2].strip() else ""
    if suffix and suffix != "item":
        return f"{match[1].lower()}-{suffix}"[:_MAX_LENGTH], False
    return match[1].lower(), True


class SlugRegistry:
    """The names of one issue. Names that an author wrote are reserved before any is made up."""

    def __init__(self) -> None:
        self._reserved: set[str] = set()
        self._used: set[str] = set()
        self._last: dict[str, int] = {}

    def reserve(self, name: str) -> None:
        """Reserve ``name``, which an author wrote, before names are generated."""
        self._reserved.add(name)

    def claim(self, name: str) -> tuple[str, bool]:
        """A unique name for an element with the id ``name``, and whether ``name`` was free."""
        if name not in self._used:
            self._used.add(name)
            return name, True
        return self._numbered_variant(name), False

    def make_unique(self, name: str) -> str:
        """A free name as near to ``name`` as can be."""
        if name not in self._used and name not in self._reserved:
            self._used.add(name)
            return name
        return self._numbered_variant(name)

    def _numbered_variant(self, name: str) -> str:
        number = self._last.get(name, 1) + 1
        while f"{name}-{number}" in self._used or f"{name}-{number}" in self._reserved:
            number += 1
        self._last[name] = number
        self._used.add(f"{name}-{number}")
        return f"{name}-{number}"
