"""The filters of the query language: how each reads its value, and what it matches.

A filter looks at what is known of an article, its ``ArticleGroup``. A new filter is a row of
``QUERY_FIELDS`` here, and a field of ``ArticleGroup`` where it asks for something new.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from viewer.archive.model.catalogue_entries import Document
from viewer.messages import Message
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import is_han, split_chunks
from viewer.search.language.vocabulary import edit_distance

HAS_FIGURE, HAS_LINK, HAS_NOTE = 1, 2, 4
_CONTENT_FLAGS = {"figure": HAS_FIGURE, "link": HAS_LINK, "note": HAS_NOTE}

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_NUMBER_RANGE = re.compile(r"(\d{1,9})(?:(?:-|\.\.)(\d{1,9}))?\Z")


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A condition on an article: filter ``name`` with ``value``.

    ``low`` is the ISO date of ``before`` or ``after``; ``low`` and ``high`` are the first and last
    number of ``issue``.
    """

    name: str
    value: str = ""
    low: str | int = ""
    high: str | int = ""


class FacetValues(NamedTuple):
    """The values an article is counted by in the facets; ``month`` is like ``2017-07``."""

    publication: str
    month: str
    section: str
    editors: tuple[str, ...]


class ArticleGroup(NamedTuple):
    """What the articles of one section of an issue, by the same editors, have in common.

    ``flags`` are a sum of ``HAS_FIGURE``, ``HAS_LINK`` and ``HAS_NOTE``; ``fingerprint`` is that of
    the issue's file.
    """

    publication: str
    issue: int
    section_label: str
    section_title: str
    editors: tuple[str, ...]
    date: str
    series: str
    flags: int
    fingerprint: str

    @classmethod
    def of_document(cls, document: Document, fingerprint: str) -> ArticleGroup:
        """What is known of ``document``; ``fingerprint`` is that of its issue's file."""
        flags = (
            HAS_FIGURE * document.has_figure
            | HAS_LINK * document.has_link
            | HAS_NOTE * document.has_note
        )
        return cls(
            document.address.publication,
            document.address.issue,
            document.section_label,
            document.section_title,
            document.editors,
            document.date,
            document.series,
            flags,
            fingerprint,
        )

    @property
    def facets(self) -> FacetValues:
        """The values these articles are counted by in the facets."""
        return FacetValues(
            self.publication, self.date[:7], self.section_title or self.section_label, self.editors
        )


#: By the id of a publication: its name, and the names of its series by their ids.
NamesById = Mapping[str, tuple[str, Mapping[str, str]]]


class FilterNames:
    """The names and labels in the archive that filters compare with, read when first needed.

    A value that is the whole label or id of something in the archive means that and nothing else:
    ``section:B`` does not match section titles with a word that begins with B.
    """

    def __init__(
        self,
        read_groups: Callable[[], Iterable[ArticleGroup]] = tuple,
        read_names: Callable[[], NamesById] = dict,
    ) -> None:
        self._read_groups = read_groups
        self._read_names = read_names

    def is_exact_value(self, condition: FieldFilter) -> bool:
        """Whether the condition's value is the whole label or id of something."""
        return condition.value in self._exact_values.get(condition.name, ())

    def publication_name(self, group: ArticleGroup) -> str:
        """The name of the publication, empty for one without a name."""
        return self._names_by_id.get(group.publication, _UNKNOWN_NAMES)[0]

    def series_name(self, group: ArticleGroup) -> str:
        """The name of the series, empty outside of one."""
        return self._names_by_id.get(group.publication, _UNKNOWN_NAMES)[1].get(group.series, "")

    @cached_property
    def _names_by_id(self) -> NamesById:
        return self._read_names()

    @cached_property
    def _exact_values(self) -> dict[str, set[str]]:
        groups = list(self._read_groups())
        return {
            name: {_normalize(text).strip() for text in texts}
            for name, field in QUERY_FIELDS.items()
            if (texts := {text for group in groups for text in field.exact_values(group)})
        }


_UNKNOWN_NAMES: tuple[str, Mapping[str, str]] = ("", {})
_NO_NAMES = FilterNames()


@dataclass(frozen=True, slots=True)
class QueryField:
    """One filter: a name that may stand before a colon.

    ``parse`` makes the condition of a value as typed, None of one that cannot be read;
    ``matches`` says whether articles of a group meet it. ``title`` has neither: it is no condition
    but says where the words after it are looked for. ``values`` are all possible values, where
    they do not depend on the archive; the others come from ``TitleIndex.filter_values``.
    ``example`` and ``help`` are its line in the help, if it has one of its own.
    """

    name: str
    parse: Callable[[str], FieldFilter | None] | None = None
    matches: Callable[[FieldFilter, ArticleGroup, FilterNames], bool] | None = None
    exact_values: Callable[[ArticleGroup], Sequence[str]] = lambda _group: ()
    values: tuple[str, ...] = ()
    example: str = ""
    help: Message | None = None


def matches_filter(
    condition: FieldFilter, group: ArticleGroup, names: FilterNames = _NO_NAMES
) -> bool:
    """Whether articles of ``group`` meet ``condition``."""
    matches = QUERY_FIELDS[condition.name].matches
    return matches is None or matches(condition, group, names)


def _text_field(
    name: str,
    texts: Callable[[ArticleGroup], Sequence[str]],
    *,
    exact_values: Callable[[ArticleGroup], Sequence[str]] | None = None,
    name_of: Callable[[FilterNames, ArticleGroup], str] = lambda _names, _group: "",
    example: str = "",
    help: Message | None = None,
) -> QueryField:
    """A filter by words, which match one of ``texts`` as a whole or words in one of them.

    ``name_of`` gives a name that is searched too. A value equal to one of the ``exact_values``
    (all ``texts`` unless given) in the archive matches only that as a whole.
    """

    def parse(value: str) -> FieldFilter | None:
        folded = " ".join(split_chunks(fold(value)))
        return FieldFilter(name, folded) if folded else None

    def matches(condition: FieldFilter, group: ArticleGroup, names: FilterNames) -> bool:
        group_texts = texts(group)
        if any(condition.value == _normalize(text).strip() for text in group_texts):
            return True
        return not names.is_exact_value(condition) and any(
            _contains_words(text, condition.value) for text in (*group_texts, name_of(names, group))
        )

    return QueryField(name, parse, matches, exact_values or texts, example=example, help=help)


def _parse_issue(value: str) -> FieldFilter | None:
    numbers = _NUMBER_RANGE.match(value)
    if not numbers:
        return None
    low = int(numbers.group(1))
    high = int(numbers.group(2)) if numbers.group(2) else low
    return FieldFilter("issue", value, low, high) if low <= high else None


def _date_parser(name: str) -> Callable[[str], FieldFilter | None]:
    def parse(value: str) -> FieldFilter | None:
        date = _DATE.match(value.replace("/", "-"))
        if not date:
            return None
        try:
            first_day = datetime.date(int(date[1]), int(date[2] or 1), int(date[3] or 1))
        except ValueError:  # no such day
            return None
        return FieldFilter(name, value, low=first_day.isoformat())

    return parse


def _parse_has(value: str) -> FieldFilter | None:
    flag = value.lower().rstrip("s")
    return FieldFilter("has", flag) if flag in _CONTENT_FLAGS else None


#: Every field by its name, in the order of the help.
QUERY_FIELDS = {
    field.name: field
    for field in (
        QueryField("title", example="title:NoScope", help=Message("in titles only")),
        _text_field(
            "editor",
            lambda group: group.editors,
            example="editor:Hubert",
            help=Message("by its editor; so section:, publication:, series:"),
        ),
        QueryField(
            "issue",
            _parse_issue,
            lambda condition, group, _: int(condition.low) <= group.issue <= int(condition.high),
            example="issue:2",
            help=Message("in one issue; issue:100-120 in several"),
        ),
        _text_field(
            "section",
            lambda group: (group.section_label, group.section_title),
            exact_values=lambda group: (group.section_label,),
        ),
        _text_field(
            "publication",
            lambda group: (group.publication,),
            name_of=FilterNames.publication_name,
        ),
        _text_field("series", lambda group: (group.series,), name_of=FilterNames.series_name),
        QueryField(
            "before",
            _date_parser("before"),
            lambda condition, group, _: bool(group.date) and group.date < str(condition.low),
        ),
        QueryField(
            "after",
            _date_parser("after"),
            lambda condition, group, _: group.date >= str(condition.low),
            example="after:2017-07",
            help=Message("from this year, month or day on; before: until then"),
        ),
        QueryField(
            "has",
            _parse_has,
            lambda condition, group, _: bool(group.flags & _CONTENT_FLAGS[condition.value]),
            values=tuple(_CONTENT_FLAGS),
            example="has:figure",
            help=Message("with pictures; so has:link, has:note"),
        ),
    )
}


#: What other programs call our fields.
_OTHER_NAMES = {
    "author": "editor", "autor": "editor", "by": "editor", "writer": "editor",
    "intitle": "title", "subject": "title",
    "number": "issue", "in": "section", "topic": "section", "site": "publication",
    "source": "publication", "newsletter": "publication", "since": "after", "from": "after",
    "date": "after", "year": "after", "until": "before", "contains": "has", "with": "has",
}  # fmt: skip
_MIN_BEGINNING, _MIN_MISTYPED = 3, 5


def similar_field(name: str) -> str:
    """The field that was meant by ``name``, which is none; empty if it does not look like one."""
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    for field in QUERY_FIELDS:
        is_beginning = len(name) >= _MIN_BEGINNING and field.startswith(name)
        is_mistyped = min(len(field), len(name)) >= _MIN_MISTYPED and edit_distance(
            name, field, 1
        ) <= 1  # fmt: skip
        if is_beginning or is_mistyped:
            return field
    return ""


def _contains_words(text: str, words: str) -> bool:
    """Whether ``words`` stand in ``text``: Latin ones from the start of a word, Han anywhere."""
    if not text:
        return False
    return (words if is_han(words) else " " + words) in _normalize(text)


@lru_cache(maxsize=8192)
def _normalize(text: str) -> str:
    return " " + " ".join(split_chunks(fold(text))) + " "
