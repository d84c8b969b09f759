"""Tells the language of a text, as a BCP 47 tag, from what its source declares and its letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from viewer.archive.files.issue_front_matter import LANGUAGE_PATTERN
from viewer.archive.model.language_detection import DECLARED_MIN_SHARE, guess_language

_LANGUAGE_TAG = re.compile(LANGUAGE_PATTERN)
_KNOWN_TAGS = {
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant",
    "tw": "zh-Hant", "hk": "zh-Hant", "zh-cht": "zh-Hant", "cht": "zh-Hant",
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans", "cn": "zh-Hans",
    "zh-chs": "zh-Hans", "chs": "zh-Hans", "english": "en", "jp": "ja", "kr": "ko",
}  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}\Z")
_SCRIPTS = {
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "zh-hant": "zh-Hant",
    "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans",
}  # fmt: skip
_EAST_ASIAN = ("zh", "ja", "ko")


def language_tag(declared: str, text: str = "") -> str:
    """The tag for what was ``declared`` (``zh_TW``), else for what ``text`` is written in.

    Empty where neither tells.
    """
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


def resolve_language(declared: str, text: str) -> str:
    """The language of ``text``: as declared where the letters do not contradict it.

    Sites and feeds often say English because nobody set anything else. A region is dropped, and
    for Chinese becomes the script. Empty where neither tells.
    """
    stated = _normalize_language(declared)
    base = stated.partition("-")[0]
    guessed = (
        guess_language(text, DECLARED_MIN_SHARE) if base in _EAST_ASIAN else guess_language(text)
    )
    if guessed.startswith(_EAST_ASIAN):
        return stated if stated in ("zh-Hant", "zh-Hans") and guessed.startswith("zh") else guessed
    if base in _EAST_ASIAN and guessed:
        return guessed
    return stated or guessed


def most_common_language(languages: Iterable[str]) -> str:
    """The language most texts are in; empty where none has any."""
    counted = Counter(language for language in languages if language)
    return counted.most_common(1)[0][0] if counted else ""


def _normalize_language(declared: str) -> str:
    declared = declared.strip()
    if not _LANGUAGE.match(declared):
        return ""
    parts = declared.replace("_", "-").split("-")
    script = _SCRIPTS.get("-".join(parts[:2]).lower())
    if script:
        return script
    # A region makes no difference to how a text is read aloud or broken into lines.
    return parts[0].lower()
