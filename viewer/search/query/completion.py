"""Completions for the word before the cursor: names of filters, and their values."""

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
    """``text`` replaces what stands from ``start`` to the cursor; ``label`` is what is shown.

    ``start`` is an offset in code points.
    """

    label: str
    start: int
    text: str


def completions(
    typed: str, cursor: int, values: Mapping[str, Sequence[str]]
) -> tuple[Completion, ...]:
    """Completions at offset ``cursor`` of ``typed``; ``values`` are the known values by filter.

    The best come first: values that begin with what is typed before those that only hold it.
    """
    start, token = _last_token(typed[:cursor])
    if not token:
        return ()
    sign = "-" if token.startswith("-") else ""
    token = token[len(sign) :]
    start += len(sign)
    field_match = _FIELD_VALUE.match(token)
    if field_match is None:
        prefix = token.lower()
        if len(prefix) < _MIN_FIELD_LENGTH or not prefix.isascii() or not prefix.isalpha():
            return ()
        names = [name for name in QUERY_FIELDS if name.startswith(prefix)]
        return tuple(Completion(f"{name}:", start, f"{name}:") for name in names)
    name = field_match.group(1).lower()
    field = QUERY_FIELDS.get(name)
    known_values = (field and field.values) or values.get(name, ())
    typed_value = fold(field_match.group(2))
    ranked = sorted(
        (
            (0 if folded.startswith(typed_value) else 1, position, value)
            for position, value in enumerate(known_values)
            if typed_value in (folded := fold(value)) and folded != typed_value
        )
    )
    return tuple(
        Completion(value, start, f"{name}:{quote_value(value)} ")
        for _, _, value in ranked[:_MAX_COMPLETIONS]
    )


def _last_token(typed: str) -> tuple[int, str]:
    """Where the last word of ``typed`` begins, and the word; an empty one after a blank.

    Read from the left: whether a quotation mark opens or closes depends on those before it.
    """
    for match in _TOKEN.finditer(typed):
        if match.end() == len(typed):
            return match.start(), match.group()
    return len(typed), ""


def quote_value(value: str) -> str:
    """``value`` as it is written after a filter's name: quoted unless it is one plain word.

    Quotation marks in it are left out: any of them would end the quoted value.
    """
    plain = " ".join(_QUOTE_MARKS.sub(" ", value).split())
    return plain if _PLAIN_WORD.fullmatch(plain) and plain.lower() != "or" else f'"{plain}"'
