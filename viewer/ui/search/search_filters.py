"""The filters a reader sets with chips and the histogram, on top of what she types."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """One value at the most for each facet, a range of months, and what not to search too."""

    publication: str = ""
    year: str = ""
    section: str = ""
    editor: str = ""
    months: tuple[str, str] | None = None
    excluded_synonyms: tuple[str, ...] = ()

    def value(self, facet: str) -> str:
        """The value that is set for ``facet``, empty for none."""
        found: str = getattr(self, facet)
        return found

    def with_value(self, facet: str, value: str) -> SearchFilters:
        """The same filters with another value for ``facet``."""
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
        """The same filters for ``months`` (first and last, both included) instead of a year."""
        return replace(self, months=months, year="")

    def without_synonym(self, name: str) -> SearchFilters:
        """The same filters, ``name`` of the glossary no longer searched too."""
        return replace(self, excluded_synonyms=(*self.excluded_synonyms, name))

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the search."""
        return bool(self.publication or self.year or self.section or self.editor or self.months)

    @property
    def month_range(self) -> tuple[str, str] | None:
        """The first and the last month of the time that is left, None for all."""
        return (f"{self.year}-01", f"{self.year}-12") if self.year else self.months

    @property
    def has_month_range(self) -> bool:
        """Whether the search is narrowed to a time."""
        return bool(self.year or self.months)

    def apply(self, query: str, *, with_dates: bool = True) -> str:
        """``query`` as the engine reads it, narrowed by the filters.

        They stand in front: nothing left open in ``query`` takes them in, and its last word is
        still the last, which may go on.
        """
        parts = self._filter_terms(with_dates=with_dates)
        if not parts:
            return query
        from viewer.search.query.parser import MAX_QUERY_LENGTH
        from viewer.search.query.query_text import balance_query, has_or

        before = " ".join(parts)
        if has_or(query):
            query = f"({balance_query(query[: MAX_QUERY_LENGTH - len(before) - 4])})"
        return f"{before} {query}"

    def strip_filters(self, applied: str) -> str:
        """What ``apply`` was given, out of what it made or a correction of that."""
        parts = self._filter_terms(with_dates=True)
        before = " ".join(parts) + " "
        if not parts or not applied.startswith(before):
            return applied
        from viewer.search.query.query_text import has_or

        rest = applied.removeprefix(before)
        wrapped = rest.startswith("(") and rest.endswith(")") and has_or(rest)
        return rest[1:-1] if wrapped else rest

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
    """The month behind ``month`` (``2017-12`` → ``2018-01``)."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + 1:04d}-01" if number == 12 else f"{year:04d}-{number + 1:02d}"
