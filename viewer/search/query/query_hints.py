"""Quiet hints on what a query could not be read as, by kind, so that they can be translated."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.messages import Message

#: What each kind says; ``{about}`` is the part of the query it is about.
HINT_TEMPLATES = {
    "long": "Only the first {about} characters are searched.",
    "operators": "There are too many operators; everything is searched as text.",
    "field": "“{about}:” is not a field; it is searched as text.",
    "parenthesis": "A parenthesis without its partner is left out.",
    "or": "OR needs something on both sides; it is searched as text.",
    "nothing": "“{about}” holds nothing that can be searched.",
    "parts": "Only the first {about} words are searched.",
    "star": "“{about}” needs at least two letters before the star.",
    "value": "{about}: needs a value.",
    "unreadable": "“{about}” cannot be read and is searched as text.",
    "slow": "The search took too long and was given up; type something more particular.",
    "preparing": "The search is still being prepared; there may be more to find.",
    "other": "{about}",
}

#: Kinds that say that there would be more to find.
INCOMPLETE_KINDS = frozenset({"slow", "other"})


@dataclass(frozen=True, slots=True)
class QueryHint:
    """One hint: its kind, a key of ``HINT_TEMPLATES``, and the part of the query it is about."""

    kind: str
    about: str = ""

    @property
    def text(self) -> Message:
        """The hint."""
        return Message(HINT_TEMPLATES[self.kind], about=self.about)


def join_hints(hints: tuple[QueryHint, ...]) -> str:
    """All hints as one text, in English."""
    return " ".join(hint.text for hint in hints)
