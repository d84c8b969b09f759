"""Makes any text one that can be stored and shown: the one place where that is done.

Python's text can hold what no file, catalogue or page can: halves of a character (surrogates),
which come out of JSON's and YAML's escapes and out of file names. They cannot be encoded: one of
them ends whatever writes it. What enters passes ``encodable`` (or ``make_encodable`` for values of
many texts); what is shown in one line also ``to_single_line``.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar

#: Stands for what could not be read.
REPLACEMENT = "\ufffd"

# Unicode's noncharacters: two in a block, and the last two of each of the 17 planes.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
#: C0 and C1 control characters but for tab and line feed, those that reverse the order of reading,
#: and noncharacters.
CONTROL_CHARACTERS = re.compile(
    f"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f{_NONCHARACTERS}]"
)
_LINE_BREAKS = re.compile("[\x09-\x0d\x85\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_Value = TypeVar("_Value")


def encodable(text: str) -> str:
    """``text`` without NULs; two halves of a character joined, a single one as U+FFFD."""
    if _SURROGATE.search(text) is not None:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\0", "")


def make_encodable(value: _Value) -> _Value:
    """``value`` with every text in it ``encodable``: in frozen dataclasses, tuples, lists, dicts.

    What is encodable already is returned itself. Paths name files as they are, and stay.
    """
    return _make_encodable(value)  # type: ignore[no-any-return]


def _make_encodable(value: Any) -> Any:
    if isinstance(value, Enum | PurePath):
        return value
    if type(value) is str:
        return value if value.isascii() and "\0" not in value else encodable(value)
    if isinstance(value, tuple | list):
        items = [_make_encodable(item) for item in value]
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else type(value)(items)
    if isinstance(value, dict):
        return {_make_encodable(key): _make_encodable(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = _make_encodable(old)
            if new is not old and new != old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value
    return value


def to_single_line(text: str) -> str:
    """``text`` without control characters and in an encodable form, line breaks as spaces."""
    return CONTROL_CHARACTERS.sub("", _LINE_BREAKS.sub(" ", encodable(text)))
