"""Pinyin and bopomofo: which characters may be meant by what was typed without an input method.

The table (see ``resources/make_pinyin.py``) is read when the first such word is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from viewer import paths

#: The file's name among the resources.
PINYIN_FILE = "pinyin.txt"
_BOPOMOFO = re.compile("[\u3105-\u312f\u02c7\u02c9-\u02cb\u02d9]+")
_TONES = "12345\u02c7\u02c9\u02ca\u02cb\u02d9"
#: The longest syllable: zhuang.
_MAX_SYLLABLE_LENGTH = 6
_MAX_READINGS = 16


@lru_cache(maxsize=1)
def _characters_by_syllable() -> dict[str, str]:
    """The characters that are read so, folded, by a syllable in pinyin or bopomofo."""
    table: dict[str, str] = {}
    for line in (paths.resources_folder() / PINYIN_FILE).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            pinyin, bopomofo, characters = line.split(" ")
            table[bopomofo] = characters
            # Folding takes the dots of ü away, and many leave them out.
            for spelling in {pinyin, pinyin.replace("v", "u")}:
                table[spelling] = table.get(spelling, "") + characters
    return table


def is_bopomofo(text: str) -> bool:
    """Whether a text is bopomofo throughout, with or without tones."""
    return _BOPOMOFO.fullmatch(text) is not None


def readings(words: list[str]) -> list[tuple[str, ...]]:
    """What the words may be, each a string of possible characters for every syllable.

    Words are of folded Latin letters, with or without a digit for the tone behind a syllable, or of
    bopomofo. Empty where one of them cannot be read so.
    """
    split_words = [list(islice(_split(word), _MAX_READINGS)) for word in words]
    table = _characters_by_syllable()
    return [
        tuple(table[syllable] for syllables in choice for syllable in syllables)
        for choice in islice(product(*split_words), _MAX_READINGS)
    ]


def _split(word: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut a word into syllables, long ones first."""
    if not word:
        yield ()
        return
    for size in range(min(_MAX_SYLLABLE_LENGTH, len(word)), 0, -1):
        syllable = word[:size]
        if syllable in _characters_by_syllable():
            rest = word[size:]
            tone = rest[:1]
            for others in _split(rest[1:] if tone and tone in _TONES else rest):
                yield (syllable, *others)
