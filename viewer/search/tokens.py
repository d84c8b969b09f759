"""Tokens: Latin words whole, Han text in overlapping pairs. Index and query share this module.

Folded text is first cut into *chunks*: runs of Han (also kana, Hangul, bopomofo) and words of any
other script. The *stream* of an article is its chunks with one blank between them, a line feed
between blocks; phrases are looked for in it, so that a phrase is exactly what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Characters that are cut into pairs because their scripts do not set words apart.
CJK = (
    "\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
LETTER = rf"[^\W_{CJK}]"
#: A run of Han, or a word; ``c++``, ``c#`` and their like keep their signs.
CHUNK = re.compile(rf"[{CJK}]+|{LETTER}+(?:\+\+|[+#](?!{LETTER}))?")
_HAN = re.compile(rf"[{CJK}]")
# Words written together: node.js, gpt-4, wi-fi, x86_64, don't; 1,000 loses its comma.
_COMPOUND = re.compile(rf"(?<!{LETTER})(?:{LETTER}+[-._'])+{LETTER}+")
COMPOUND_OR_WORD = re.compile(rf"{LETTER}+(?:[-._',]{LETTER}+)*")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
PUNCTUATION = re.compile(r"[-._',]")
#: Longer words are cut: nobody types them, and they would swell the index.
LONGEST_WORD = 64


def is_han(chunk: str) -> bool:
    """Whether a chunk is a run of Han rather than a word."""
    return _HAN.match(chunk) is not None


def chunks(folded: str) -> list[str]:
    """The runs and words of folded text, in order."""
    return CHUNK.findall(folded)


def compounds(folded: str) -> list[str]:
    """Words that stand written together with marks, as if without: ``nodejs`` for ``node.js``."""
    joined = [
        PUNCTUATION.sub("", found)
        for found in _COMPOUND.findall(folded)
        if not found.replace(".", "").replace("-", "").isdigit()
    ]
    joined += [found.replace(",", "") for found in _THOUSANDS.findall(folded)]
    return [word for word in joined if len(word) <= LONGEST_WORD]


def terms(found: Iterable[str]) -> list[str]:
    """The index terms of chunks: each word; each Han character and each pair of neighbours."""
    out: list[str] = []
    for chunk in found:
        if is_han(chunk):
            out += chunk
            out += map(str.__add__, chunk, chunk[1:])
        else:
            word = chunk[:LONGEST_WORD]
            out.append(word)
            bare = word.rstrip("+#")
            if bare != word:
                out.append(bare)
    return out


def stream(folded: str) -> str:
    """The chunks of one block with a blank before, between and after them."""
    return " " + " ".join(CHUNK.findall(folded)) + " "
