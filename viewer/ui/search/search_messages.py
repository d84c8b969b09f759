"""Query hints and the reasons why a hit was found, in the language of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from viewer.search.query.query_hints import QueryHint
from viewer.ui.i18n.dates_and_numbers import format_count

if TYPE_CHECKING:
    from viewer.search.retrieval.explanation import MatchReason


def hint_text(hints: tuple[QueryHint, ...]) -> str:
    """All ``hints`` as one translated text."""
    if not hints:
        return ""
    # Not before it is needed: the first page waits for every module.
    from viewer.ui.i18n.message_translation import translate_message

    return " ".join(translate_message(hint.text) for hint in hints)


def reason_lines(reasons: Sequence[MatchReason]) -> tuple[str, ...]:
    """A line for each reason: what was typed, what stands there, where, and how often."""
    translate = QCoreApplication.translate
    locations = {
        "title": translate("Why", "title"),
        "heading": translate("Why", "heading"),
        "text": translate("Why", "text"),
        "caption": translate("Why", "caption"),
        "note": translate("Why", "note"),
        "links": translate("Why", "links"),
        "code": translate("Why", "code"),
        "issue": translate("Why", "the issue"),
        "address": translate("Why", "the address of a link"),
    }
    kinds = {
        "exact": translate("Why", "as typed"),
        "folded": translate("Why", "in another script, case or width"),
        "prefix": translate("Why", "the word goes on"),
        "joined": translate("Why", "written together"),
        "apart": translate("Why", "written as two words"),
        "initial": translate("Why", "name with that initial"),
        "name": translate("Why", "name without the initial"),
        "ending": translate("Why", "another form of the word"),
        "region": translate("Why", "the word of another region"),
        "synonym": translate("Why", "the same thing by another name"),
        "issue": translate("Why", "its number or date"),
        "spelling": translate("Why", "the same date or number in another form"),
        "link": translate("Why", "where a link leads"),
    }
    line = translate("Why", "{typed} → {printed} ({kind}): {place} × {count}")
    return tuple(
        line.format(
            typed=reason.typed,
            printed=reason.matched_text,
            kind=kinds.get(reason.kind, reason.kind),
            place=locations.get(reason.location, reason.location),
            count=format_count(reason.count),
        )
        for reason in reasons
    )
