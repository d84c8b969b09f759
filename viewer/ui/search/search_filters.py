"""The filters set with the chips and the histogram, in addition to the typed query."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """At most one value for each facet, a range of months, excluded synonyms, and how exact to be.

    Months are like ``2017-07``; ``months`` are the first and the last one, both included.
    ``only_as_typed`` lets no article follow that lacks a part of the query.
    """

    publication: str = ""
    year: str = ""
    section: str = ""
    editor: str = ""
    months: tuple[str, str] | None = None
    excluded_synonyms: tuple[str, ...] = ()
    only_as_typed: bool = False

    def value(self, facet: str) -> str:
        """The value that is set for ``facet``, empty for none."""
        value: str = getattr(self, facet)
        return value

    def with_value(self, facet: str, value: str) -> SearchFilters:
        """The same filters with another ``value`` for ``facet``, none if it is empty."""
        match facet:
            case "publication":
                return replace(self, publication=value)
            case "year":
                return replace(self, year=value, months=None)
            case "section":
                return replace(self, section=value)
            case _:
                return replace(self, editor=value)

    def with_months(self, months: tuple[str, str] | None) -> SearchFilters:
        """The same filters for ``months`` instead of a year; None drops both."""
        return replace(self, months=months, year="")

    def without_synonym(self, name: str) -> SearchFilters:
        """The same filters with ``name`` among the excluded synonyms."""
        return replace(self, excluded_synonyms=(*self.excluded_synonyms, name))

    def with_synonym(self, name: str) -> SearchFilters:
        """The same filters with ``name`` searched again."""
        excluded = tuple(other for other in self.excluded_synonyms if other != name)
        return replace(self, excluded_synonyms=excluded)

    @property
    def is_active(self) -> bool:
        """Whether any filter is set; excluded synonyms do not count."""
        return bool(self.publication or self.year or self.section or self.editor or self.months)

    @property
    def month_range(self) -> tuple[str, str] | None:
        """The first and the last month of the year or range that is set, None for all time."""
        return (f"{self.year}-01", f"{self.year}-12") if self.year else self.months

    @property
    def has_month_range(self) -> bool:
        """Whether a year or a range of months is set."""
        return bool(self.year or self.months)

    def apply(self, query: str, *, with_dates: bool = True, finished: bool = False) -> str:
        """``query`` with the filters in the query language; ``with_dates=False`` omits dates.

        The filters come first: an unclosed quote in ``query`` cannot swallow them, and its last
        word, which may go on unless the query is ``finished``, stays the last.
        """
        parts = self._filter_terms(with_dates=with_dates)
        if not parts:
            return query
        from viewer.search.query.parser import MAX_QUERY_LENGTH
        from viewer.search.query.query_parentheses import balance_query, has_or

        before = " ".join(parts)
        if has_or(query):
            query = query[: max(0, MAX_QUERY_LENGTH - len(before) - 4)]
            query = f"({balance_query(query, finished=finished)})"
        return f"{before} {query}"

    def strip_filters(self, applied: str) -> str:
        """The query that was given to ``apply``, from its result or a correction of that."""
        parts = self._filter_terms(with_dates=True)
        before = " ".join(parts) + " "
        if not parts or not applied.startswith(before):
            return applied
        from viewer.search.query.query_parentheses import has_or

        query = applied.removeprefix(before)
        is_wrapped = query.startswith("(") and query.endswith(")") and has_or(query)
        return query[1:-1] if is_wrapped else query

    def _filter_terms(self, *, with_dates: bool) -> list[str]:
        parts = []
        for name in ("publication", "section", "editor"):
            if self.value(name):
                from viewer.search.query.completion import quote_value

                parts.append(f"{name}:{quote_value(self.value(name))}")
        if with_dates and self.year:
            parts += [f"after:{self.year}", f"before:{int(self.year) + 1:04d}"]
        if with_dates and self.months:
            parts += [f"after:{self.months[0]}", f"before:{next_month(self.months[1])}"]
        return parts


def next_month(month: str) -> str:
    """The month after ``month`` (``2017-12`` → ``2018-01``)."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + 1:04d}-01" if number == 12 else f"{year:04d}-{number + 1:02d}"
