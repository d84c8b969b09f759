"""Whether what is known about an article meets a condition of the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from viewer.search.index.stored_fields import HAS_FIGURE, HAS_LINK, HAS_NOTE, ArticleGroup
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import is_han, split_chunks
from viewer.search.query.parser import FieldFilter

_FLAGS = {"figure": HAS_FIGURE, "link": HAS_LINK, "note": HAS_NOTE}


#: By the id of a publication: its name, and by the ids of its series what those are called.
Known = Mapping[str, tuple[str, Mapping[str, str]]]


class Names:
    """The names that filters go by, read when a filter first asks for them.

    A value that is the whole label, id or name of something, anywhere in the archive, means that
    and nothing else: ``section:B`` is no title in which a word begins so.
    """

    def __init__(
        self,
        strata: Callable[[], Iterable[ArticleGroup]] = tuple,
        known: Callable[[], Known] = dict,
    ) -> None:
        self._read_strata = strata
        self._read_known = known

    def whole(self, condition: FieldFilter) -> bool:
        """Whether the condition's value is the whole label or id of something."""
        return condition.value in self._whole.get(condition.name, ())

    def publication(self, stratum: ArticleGroup) -> str:
        """What the publication is called."""
        return self._known.get(stratum.publication, _NAMELESS)[0]

    def series(self, stratum: ArticleGroup) -> str:
        """What the series is called."""
        return self._known.get(stratum.publication, _NAMELESS)[1].get(stratum.series, "")

    @cached_property
    def _known(self) -> Known:
        return self._read_known()

    @cached_property
    def _whole(self) -> dict[str, set[str]]:
        strata = list(self._read_strata())
        found = {
            "section": {row.section_label for row in strata},
            "publication": {row.publication for row in strata},
            "series": {row.series for row in strata},
            "editor": {editor for row in strata for editor in row.editors},
        }
        return {name: {_flat(text).strip() for text in texts} for name, texts in found.items()}


_NAMELESS: tuple[str, Mapping[str, str]] = ("", {})
_NONE = Names()


def accepts(condition: FieldFilter, stratum: ArticleGroup, names: Names = _NONE) -> bool:
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
        if names.whole(condition):
            return any(_flat(editor).strip() == condition.value for editor in stratum.editors)
        return any(_holds(editor, condition.value) for editor in stratum.editors)
    if name == "series":
        return _is(condition, (stratum.series,), names.series(stratum), names)
    if name == "publication":
        return _is(condition, (stratum.publication,), names.publication(stratum), names)
    return _is(condition, (stratum.section_label, stratum.section_title), "", names)


def _is(condition: FieldFilter, ids: Sequence[str], called: str, names: Names) -> bool:
    """Whether the value is one of ``ids``; failing all such, whether it stands in a name."""
    if any(condition.value == _flat(text).strip() for text in ids):
        return True
    return not names.whole(condition) and any(
        _holds(text, condition.value) for text in (*ids, called)
    )


def _holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``: words by their beginnings, Han anywhere."""
    if not text:
        return False
    return (wanted if is_han(wanted) else " " + wanted) in _flat(text)


@lru_cache(maxsize=8192)
def _flat(text: str) -> str:
    return " " + " ".join(split_chunks(fold(text))) + " "
