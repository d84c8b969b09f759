"""Whether issues that come in belong to a publication that is called the same as theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from viewer.archive.facts import fold

# “https://example.org/?p=1”, “tag:example.org,2020:1”.
_HOST = re.compile(r"(?:https?://(?:[^\s/@]*@)?|tag:)(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})", re.I)
#: What so many publications are called that it tells none of them from the others.
_COMMON = {
    "blog", "bulletin", "daily", "digest", "mail", "monthly", "news", "newsletter", "posts",
    "untitled", "update", "updates", "weekly", "日報", "月刊", "月報", "週刊", "週報", "通訊",
    "電子報", "日报", "月报", "周刊", "周报", "通讯", "电子报",
}  # fmt: skip


def hosts(home: str, guids: Iterable[str]) -> frozenset[str]:
    """The sites that a publication's home and what names its issues point to."""
    found = (_HOST.match(text) for text in (home, *guids))
    return frozenset(match[1].lower() for match in found if match is not None)


def belongs(name: str, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two publications of one ``name`` are one, by the ``hosts`` of either.

    What is known of both has to agree; where one says nothing of itself its name has to be one
    that not everybody uses.
    """
    if mine and theirs:
        return any(_is_of(one, other) for one in mine for other in theirs)
    return mine == theirs or fold(name) not in _COMMON


def _is_of(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
