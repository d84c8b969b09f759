"""Removes control characters that could trick a terminal or a reader.

C0 and C1 control characters but for tab and line feed, and those that reverse the order of reading.
"""

from __future__ import annotations

import re

CONTROL_CHARACTERS = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]"
)
_LINE_BREAKS = re.compile("[\x09-\x0d\x85\u2028\u2029]+")


def to_single_line(text: str) -> str:
    """``text`` without control characters, line breaks as spaces."""
    return CONTROL_CHARACTERS.sub("", _LINE_BREAKS.sub(" ", text))
