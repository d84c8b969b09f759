"""Which language a text is most likely in, told from the characters that only one of them uses."""

from __future__ import annotations

# The most frequent characters that are written differently in the two scripts.
_SIMPLIFIED = frozenset("这们来个时会说对过还没为么发经现实学国长开关问题从动进机见电网")
_TRADITIONAL = frozenset("這們來個時會說對過還沒為麼發經現實學國長開關問題從動進機見電網")
_KANA = range(0x3041, 0x3100)
_HANGUL = range(0xAC00, 0xD7A4)
_HAN = range(0x4E00, 0xA000)

#: A text with a smaller share of Han, kana or Hangul among its letters is not East Asian.
_LEAST_SHARE = 0.1
#: More is not read: the beginning of a text tells.
_READ = 20_000


def guess_language(text: str) -> str:
    """``zh-Hans``, ``zh-Hant``, ``ja``, ``ko`` or ``en``; empty for a text without letters."""
    simplified = traditional = han = kana = hangul = letters = 0
    for char in text[:_READ]:
        if not char.isalpha():
            continue
        letters += 1
        code = ord(char)
        if code in _HAN:
            han += 1
            simplified += char in _SIMPLIFIED
            traditional += char in _TRADITIONAL
        elif code in _KANA:
            kana += 1
        elif code in _HANGUL:
            hangul += 1
    if not letters:
        return ""
    if han + kana + hangul < letters * _LEAST_SHARE:
        return "en"
    if hangul > han + kana:
        return "ko"
    if kana * 5 > han:
        return "ja"
    return "zh-Hans" if simplified > traditional else "zh-Hant"
