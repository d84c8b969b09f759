"""Which Han characters, and which words of different regions, are variants of one another."""

from __future__ import annotations

from functools import lru_cache

from viewer import paths

#: The file's name among the resources; ``resources/make_variants.py`` writes it.
_VARIANTS_FILE = "han_variants.txt"


@lru_cache(maxsize=1)
def _variant_tables() -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    """The variants of characters and of words; read only when the first Han character is folded."""
    text = (paths.resources_folder() / _VARIANTS_FILE).read_text("utf-8")
    characters: dict[int, str] = {}
    words: list[tuple[str, str]] = []
    for line in text.splitlines():
        for pair in () if line.startswith("#") else line.split():
            word, is_word, other = pair.partition("=")
            if is_word:
                words.append((word, other))
            else:
                characters[ord(pair[0])] = pair[1]
    return characters, tuple(words)


def han_variants() -> dict[int, str]:
    """The character that each Han variant folds to, by the code point of the variant."""
    return _variant_tables()[0]


def regional_words() -> tuple[tuple[str, str], ...]:
    """Pairs of folded words that mean the same in different regions."""
    return _variant_tables()[1]
