"""Guesses the language of a text from the scripts and characters in it."""

from __future__ import annotations

import re

# The most frequent characters that are written differently in the two scripts.
_SIMPLIFIED = frozenset("这们来个时会说对过还没为么发经现实学国长开关问题从动进机见电网")
_TRADITIONAL = frozenset("這們來個時會說對過還沒為麼發經現實學國長開關問題從動進機見電網")
_KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff]")

#: A text with a smaller share of Han, kana or Hangul among its letters is not East Asian.
_DEFAULT_MIN_SHARE = 0.1
#: The same of a text that is said to be: code, names and links may be most of it.
DECLARED_MIN_SHARE = 0.04
#: Characters to look at: the beginning of a text is enough.
_MAX_CHARACTERS = 20_000


def guess_language(text: str, min_share: float = _DEFAULT_MIN_SHARE) -> str:
    """``zh-Hans``, ``zh-Hant``, ``ja``, ``ko`` or ``en``; empty for a text without letters.

    With fewer than ``min_share`` of Han, kana or Hangul among its letters it is taken for ``en``.
    """
    start = text[:_MAX_CHARACTERS]
    letters = sum(map(str.isalpha, start))
    ideographs = _HAN.findall(start)
    han, kana, hangul = len(ideographs), len(_KANA.findall(start)), len(_HANGUL.findall(start))
    simplified = sum(map(_SIMPLIFIED.__contains__, ideographs))
    traditional = sum(map(_TRADITIONAL.__contains__, ideographs))
    if not letters:
        return ""
    if han + kana + hangul < letters * min_share:
        return "en"
    if hangul > han + kana:
        return "ko"
    if kana * 5 > han:
        return "ja"
    return "zh-Hans" if simplified > traditional else "zh-Hant"
