"""What a source calls its language, as a BCP 47 tag."""

from __future__ import annotations

import re

from viewer.archive.files.issue_front_matter import LANGUAGE_PATTERN
from viewer.archive.model.language_detection import guess_language

_LANGUAGE_TAG = re.compile(LANGUAGE_PATTERN)
_KNOWN_TAGS = {
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant",
    "tw": "zh-Hant", "hk": "zh-Hant", "zh-cht": "zh-Hant", "cht": "zh-Hant",
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans", "cn": "zh-Hans",
    "zh-chs": "zh-Hans", "chs": "zh-Hans", "english": "en", "jp": "ja", "kr": "ko",
}  # fmt: skip


def language_tag(declared: str, text: str = "") -> str:
    """The tag for what was ``declared`` (``zh_TW``), else for what ``text`` is written in."""
    words = declared.strip().replace("_", "-").split(".")[0]
    known = _KNOWN_TAGS.get(words.lower())
    if known:
        return known
    if words.lower().startswith(("zh-hant", "zh-hans")):
        return _KNOWN_TAGS[words.lower()[:7]]
    if (
        words.lower() not in ("", "zh", "chinese")
        and _LANGUAGE_TAG.match(words)
        and len(words) <= 35
    ):
        head, _, rest = words.partition("-")
        if 2 <= len(head) <= 3:
            return head.lower() + (f"-{rest.upper() if len(rest) == 2 else rest}" if rest else "")
    return guess_language(text)
