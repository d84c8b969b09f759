"""Hints on a query: what could not be read as syntax, was cut, or is not done yet."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.messages import Message

#: The text of each kind of hint; ``{about}`` is the part of the query it is about.
HINT_TEMPLATES = {
    "long": "Only the first {about} characters are searched.",
    "operators": "There are too many operators; everything is searched as text.",
    "field": "“{about}:” is not a field, “{instead}:” is; it is searched as text.",
    "blank": "“{about}:” needs its value right behind it, without a blank.",
    "parenthesis": "A parenthesis without its partner is left out.",
    "or": "OR needs something on both sides; it is searched as text.",
    "nothing": "“{about}” holds nothing that can be searched.",
    "parts": "Only the first {about} words are searched.",
    "star": "“{about}” needs at least two letters before the star.",
    "inner star": "A star counts only at the end of a word; in “{about}” it is left out.",
    "quote": "A quotation mark without its partner: the phrase goes on to the end.",
    "excluded": "There is nothing to exclude “{about}” from; it is searched as text.",
    "dates": "No date is both after {about} and before {instead}.",
    "value": "{about}: needs a value.",
    "unreadable": "“{about}” cannot be read and is searched as text.",
    "unfinished": "These are the hits so far; the search goes on.",
    "preparing": "The search is still being prepared; there may be more to find.",
    "other": "{about}",
}

#: Kinds of hint that say that the search was not carried out in full.
INCOMPLETE_KINDS = frozenset({"unfinished", "other"})


@dataclass(frozen=True, slots=True)
class QueryHint:
    """One hint: its kind, a key of ``HINT_TEMPLATES``, and the part of the query it is about.

    ``instead`` is what may have been meant, or the other part.
    """

    kind: str
    about: str = ""
    instead: str = ""

    @property
    def text(self) -> Message:
        """The hint as a message that can be translated."""
        return Message(HINT_TEMPLATES[self.kind], about=self.about, instead=self.instead)


def join_hints(hints: tuple[QueryHint, ...]) -> str:
    """All hints as one text, in English."""
    return " ".join(hint.text for hint in hints)
