"""Which publications are in the language of a query and of the reader: they lead among equals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from viewer.archive.model.han_variants import han_variants

#: What the score gains in a publication in the script of the query, and in the reader's language.
_QUERY_BOOST, _READER_BOOST = 0.06, 0.02
_TRADITIONAL, _SIMPLIFIED, _HAN, _JAPANESE, _KOREAN, _LATIN = (
    "Hant", "Hans", "Hani", "Jpan", "Kore", "Latn",
)  # fmt: skip
_CHINESE = frozenset((_TRADITIONAL, _SIMPLIFIED, _HAN))
_SCRIPT_OF_LANGUAGE = {"ja": _JAPANESE, "ko": _KOREAN, "": ""} | dict.fromkeys(
    ("ru", "uk", "be", "bg", "sr", "mk", "el", "ar", "fa", "he", "hi", "th", "ka", "hy"), "other"
)
_KANA, _HANGUL = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7a3]")


def language_boosts(query: str, reader: str, languages: Mapping[str, str]) -> dict[str, float]:
    """A factor for the score of each publication, by id.

    ``languages`` are those of the publications, by id, and ``reader`` is the language of the
    interface (as ``zh-Hant``, ``zh_TW``, ``en``; empty: unknown).
    """
    script = _script_of_text(query)
    return {
        publication: 1
        + _QUERY_BOOST * _closeness(script, _script_of_language(language))
        + _READER_BOOST * _reads(reader, language)
        for publication, language in languages.items()
    }


def _reads(reader: str, language: str) -> float:
    if _script_of_language(reader) in _CHINESE:
        return _closeness(_script_of_language(reader), _script_of_language(language))
    return float(bool(reader) and re.split("[-_]", reader)[0] == re.split("[-_]", language)[0])


def _closeness(script: str, other: str) -> float:
    """How well who writes ``script`` reads ``other``, 0 to 1."""
    if script == other:
        return float(bool(script))
    return 0.5 if script in _CHINESE and other in _CHINESE else 0.0


@lru_cache(maxsize=64)
def _script_of_language(language: str) -> str:
    main, *others = re.split("[-_]", language.lower())
    if main != "zh":
        return _SCRIPT_OF_LANGUAGE.get(main, _LATIN)
    if not {"hant", "tw", "hk", "mo"}.isdisjoint(others):
        return _TRADITIONAL
    return _SIMPLIFIED if not {"hans", "cn", "sg"}.isdisjoint(others) else _HAN


def _script_of_text(text: str) -> str:
    """The script of a text; of Han that both ways of writing Chinese share only that."""
    if _KANA.search(text):
        return _JAPANESE
    if _HANGUL.search(text):
        return _KOREAN
    han = [char for char in text if "\u3400" <= char <= "\u9fff"]
    if not han:
        return _LATIN
    variants = han_variants()
    if any(variants.get(ord(char), char) != char for char in han):
        return _TRADITIONAL
    return _SIMPLIFIED if any(char in _simplified() for char in han) else _HAN


@lru_cache(maxsize=1)
def _simplified() -> frozenset[str]:
    """The characters that others fold to: most of them are simplified ones."""
    return frozenset(han_variants().values())
