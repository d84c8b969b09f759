"""Whether what is known about an article meets a condition of the query."""

from __future__ import annotations

from functools import lru_cache

from viewer.search.folding import fold
from viewer.search.query import Filter
from viewer.search.shelf import FIGURE, LINK, NOTE, Stratum
from viewer.search.tokens import chunks, is_han

_FLAGS = {"figure": FIGURE, "link": LINK, "note": NOTE}


def accepts(condition: Filter, stratum: Stratum) -> bool:
    """Whether articles of ``stratum`` meet ``condition``."""
    name = condition.name
    if name == "issue":
        return int(condition.low) <= stratum.issue <= int(condition.high)
    if name == "before":
        return bool(stratum.date) and stratum.date < str(condition.low)
    if name == "after":
        return stratum.date >= str(condition.low)
    if name == "has":
        return bool(stratum.flags & _FLAGS[condition.value])
    if name == "editor":
        return any(_holds(editor, condition.value) for editor in stratum.editors)
    if name == "series":
        return _holds(stratum.series, condition.value)
    if name == "publication":
        return _holds(stratum.publication, condition.value)
    label = _flat(stratum.label).strip()
    return label == condition.value or _holds(stratum.section, condition.value)


def _holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``: words by their beginnings, Han anywhere."""
    if not text:
        return False
    return (wanted if is_han(wanted) else " " + wanted) in _flat(text)


@lru_cache(maxsize=8192)
def _flat(text: str) -> str:
    return " " + " ".join(chunks(fold(text))) + " "
