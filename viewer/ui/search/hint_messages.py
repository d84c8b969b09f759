"""Hints on a query in the reader's own language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from viewer.search.query.query_hints import QueryHint


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
