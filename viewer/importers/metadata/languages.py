"""Turns what a source calls its language into a BCP 47 tag."""

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
    tag = declared.strip().replace("_", "-").split(".")[0]
    known = _KNOWN_TAGS.get(tag.lower())
    if known:
        return known
    if tag.lower().startswith(("zh-hant", "zh-hans")):
        return _KNOWN_TAGS[tag.lower()[:7]]
    if tag.lower() not in ("", "zh", "chinese") and _LANGUAGE_TAG.match(tag) and len(tag) <= 35:
        language, _, subtags = tag.partition("-")
        if 2 <= len(language) <= 3:
            return language.lower() + (
                f"-{subtags.upper() if len(subtags) == 2 else subtags}" if subtags else ""
            )
    return guess_language(text)
