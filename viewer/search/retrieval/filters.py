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
NamesById = Mapping[str, tuple[str, Mapping[str, str]]]


class FilterNames:
    """The names that filters go by, read when a filter first asks for them.

    A value that is the whole label, id or name of something, anywhere in the archive, means that
    and nothing else: ``section:B`` is no title in which a word begins so.
    """

    def __init__(
        self,
        strata: Callable[[], Iterable[ArticleGroup]] = tuple,
        known: Callable[[], NamesById] = dict,
    ) -> None:
        self._read_groups = strata
        self._read_names = known

    def is_exact_value(self, condition: FieldFilter) -> bool:
        """Whether the condition's value is the whole label or id of something."""
        return condition.value in self._exact_values.get(condition.name, ())

    def publication_name(self, group: ArticleGroup) -> str:
        """What the publication is called."""
        return self._names_by_id.get(group.publication, _UNKNOWN_NAMES)[0]

    def series_name(self, group: ArticleGroup) -> str:
        """What the series is called."""
        return self._names_by_id.get(group.publication, _UNKNOWN_NAMES)[1].get(group.series, "")

    @cached_property
    def _names_by_id(self) -> NamesById:
        return self._read_names()

    @cached_property
    def _exact_values(self) -> dict[str, set[str]]:
        strata = list(self._read_groups())
        found = {
            "section": {row.section_label for row in strata},
            "publication": {row.publication for row in strata},
            "series": {row.series for row in strata},
            "editor": {editor for row in strata for editor in row.editors},
        }
        return {name: {_normalize(text).strip() for text in texts} for name, texts in found.items()}


_UNKNOWN_NAMES: tuple[str, Mapping[str, str]] = ("", {})
_NO_NAMES = FilterNames()


def matches_filter(
    condition: FieldFilter, group: ArticleGroup, names: FilterNames = _NO_NAMES
) -> bool:
    """Whether articles of ``group`` meet ``condition``."""
    name = condition.name
    if name == "issue":
        return int(condition.low) <= group.issue <= int(condition.high)
    if name == "before":
        return bool(group.date) and group.date < str(condition.low)
    if name == "after":
        return group.date >= str(condition.low)
    if name == "has":
        return bool(group.flags & _FLAGS[condition.value])
    if name == "editor":
        if names.is_exact_value(condition):
            return any(_normalize(editor).strip() == condition.value for editor in group.editors)
        return any(_contains_words(editor, condition.value) for editor in group.editors)
    if name == "series":
        return _matches_id_or_name(condition, (group.series,), names.series_name(group), names)
    if name == "publication":
        return _matches_id_or_name(
            condition, (group.publication,), names.publication_name(group), names
        )
    return _matches_id_or_name(condition, (group.section_label, group.section_title), "", names)


def _matches_id_or_name(
    condition: FieldFilter, ids: Sequence[str], called: str, names: FilterNames
) -> bool:
    """Whether the value is one of ``ids``; failing all such, whether it stands in a name."""
    if any(condition.value == _normalize(text).strip() for text in ids):
        return True
    return not names.is_exact_value(condition) and any(
        _contains_words(text, condition.value) for text in (*ids, called)
    )


def _contains_words(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text``: words by their beginnings, Han anywhere."""
    if not text:
        return False
    return (wanted if is_han(wanted) else " " + wanted) in _normalize(text)


@lru_cache(maxsize=8192)
def _normalize(text: str) -> str:
    return " " + " ".join(split_chunks(fold(text))) + " "
