"""Hints on a query, and why a hit was found, in the reader's own language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from viewer.search.query.query_hints import QueryHint
from viewer.ui.i18n.dates_and_numbers import format_count

if TYPE_CHECKING:
    from viewer.search.retrieval.explanation import MatchReason


def hint_text(hints: tuple[QueryHint, ...]) -> str:
    """All ``hints`` as one text."""
    translate = QCoreApplication.translate
    texts = {
        "long": translate("Hints", "Only the first {about} characters are searched."),
        "operators": translate(
            "Hints", "There are too many operators; everything is searched as text."
        ),
        "field": translate("Hints", "“{about}:” is not a field; it is searched as text."),
        "parenthesis": translate("Hints", "A parenthesis without its partner is left out."),
        "or": translate("Hints", "OR needs something on both sides; it is searched as text."),
        "nothing": translate("Hints", "“{about}” holds nothing that can be searched."),
        "parts": translate("Hints", "Only the first {about} words are searched."),
        "star": translate("Hints", "“{about}” needs at least two letters before the star."),
        "value": translate("Hints", "{about}: needs a value."),
        "unreadable": translate("Hints", "“{about}” cannot be read and is searched as text."),
        "slow": translate(
            "Hints", "The search took too long and was given up; type something more particular."
        ),
        "preparing": translate(
            "Hints", "The search is still being prepared; there may be more to find."
        ),
    }
    return " ".join(texts.get(hint.kind, "{about}").format(about=hint.about) for hint in hints)


def reason_lines(reasons: Sequence[MatchReason]) -> tuple[str, ...]:
    """A line for each reason: what was typed, what stands there, where, and how often."""
    translate = QCoreApplication.translate
    places = {
        "title": translate("Why", "title"),
        "heading": translate("Why", "heading"),
        "text": translate("Why", "text"),
        "caption": translate("Why", "caption"),
        "note": translate("Why", "note"),
        "links": translate("Why", "links"),
        "code": translate("Why", "code"),
    }
    kinds = {
        "exact": translate("Why", "as typed"),
        "folded": translate("Why", "in another script, case or width"),
        "prefix": translate("Why", "the word goes on"),
        "joined": translate("Why", "written together"),
        "ending": translate("Why", "another form of the word"),
        "region": translate("Why", "the word of another region"),
        "synonym": translate("Why", "the same thing by another name"),
    }
    line = translate("Why", "{typed} → {printed} ({kind}): {place} × {count}")
    return tuple(
        line.format(
            typed=reason.typed,
            printed=reason.matched_text,
            kind=kinds.get(reason.kind, reason.kind),
            place=places.get(reason.location, reason.location),
            count=format_count(reason.count),
        )
        for reason in reasons
    )
