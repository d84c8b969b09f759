"""Whether what is known about an article meets a condition of the query."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from viewer.search.folding import fold
from viewer.search.query import Filter
from viewer.search.shelf import FIGURE, LINK, NOTE, Stratum
from viewer.search.tokens import chunks, is_han

_FLAGS = {"figure": FIGURE, "link": LINK, "note": NOTE}


class Names:
    """What a filter's value may be the whole name of, anywhere in the archive.

    ``section:B`` then means the section labelled B, and no title in which a word begins so.
    """

    def __init__(self, strata: Iterable[Stratum] = ()) -> None:
        self._labels = {_flat(label).strip() for label in {stratum.label for stratum in strata}}

    def whole(self, condition: Filter) -> bool:
        """Whether the condition's value is such a name."""
        return condition.name == "section" and condition.value in self._labels


_NONE = Names()


def accepts(condition: Filter, stratum: Stratum, names: Names = _NONE) -> bool:
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
    if condition.value in {_flat(stratum.label).strip(), _flat(stratum.section).strip()}:
        return True
    return not names.whole(condition) and _holds(stratum.section, condition.value)


def _holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``: words by their beginnings, Han anywhere."""
    if not text:
        return False
    return (wanted if is_han(wanted) else " " + wanted) in _flat(text)


@lru_cache(maxsize=8192)
def _flat(text: str) -> str:
    return " " + " ".join(chunks(fold(text))) + " "
