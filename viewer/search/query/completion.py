"""What the word under the cursor may become: names of filters, and their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viewer.search.language.folding import fold
from viewer.search.query.fields import QUERY_FIELDS

_MAX_COMPLETIONS = 8
_TOKEN = re.compile(r'-?(?:[A-Za-z]+[:：])?"[^"]*"?|[^\s()（）"]+')
_FIELD_VALUE = re.compile(r"([A-Za-z]+)[:：]\s*\"?(.*?)\"?\Z", re.S)
_PLAIN_WORD = re.compile(r"\w[\w.#-]*")
_QUOTE_MARKS = re.compile('["＂“”]')
#: A single letter is more often a word than the beginning of a filter.
_MIN_FIELD_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """``text`` replaces what stands from ``start`` to the cursor; ``label`` is what is shown."""

    label: str
    start: int
    text: str


def completions(
    typed: str, cursor: int, values: Mapping[str, Sequence[str]]
) -> tuple[Completion, ...]:
    """What may stand at ``cursor`` of ``typed``; ``values`` are the known values by filter.

    The best come first: values that begin with what is typed before those that only hold it.
    """
    start, token = _last_token(typed[:cursor])
    if not token:
        return ()
    sign = "-" if token.startswith("-") else ""
    token = token[len(sign) :]
    start += len(sign)
    named = _FIELD_VALUE.match(token)
    if named is None:
        wanted = token.lower()
        if len(wanted) < _MIN_FIELD_LENGTH or not wanted.isascii() or not wanted.isalpha():
            return ()
        names = [name for name in QUERY_FIELDS if name.startswith(wanted)]
        return tuple(Completion(f"{name}:", start, f"{name}:") for name in names)
    name = named.group(1).lower()
    field = QUERY_FIELDS.get(name)
    known = (field and field.values) or values.get(name, ())
    wanted = fold(named.group(2))
    ranked = sorted(
        (
            (0 if folded.startswith(wanted) else 1, place, value)
            for place, value in enumerate(known)
            if wanted in (folded := fold(value)) and folded != wanted
        )
    )
    return tuple(
        Completion(value, start, f"{name}:{quote_value(value)} ")
        for _, _, value in ranked[:_MAX_COMPLETIONS]
    )


def _last_token(typed: str) -> tuple[int, str]:
    """Where the last word of ``typed`` begins, and the word; none behind a blank.

    Read from the left: whether a quotation mark opens or closes depends on those before it.
    """
    for found in _TOKEN.finditer(typed):
        if found.end() == len(typed):
            return found.start(), found.group()
    return len(typed), ""


def quote_value(value: str) -> str:
    """``value`` as it stands behind a filter's name: in quotes where it has more than one word.

    Quotation marks of its own, any of which would end it, are left out.
    """
    plain = " ".join(_QUOTE_MARKS.sub(" ", value).split())
    return plain if _PLAIN_WORD.fullmatch(plain) and plain.lower() != "or" else f'"{plain}"'
