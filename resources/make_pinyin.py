"""Write ``resources/pinyin.txt``, how Han characters are read, from the table of pypinyin.

Run ``python resources/make_pinyin.py`` with pypinyin installed; the program itself does not need
it. The table is that of the project pinyin-data, which pypinyin brings along (MIT licence).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from pypinyin import Style
from pypinyin.pinyin_dict import pinyin_dict
from pypinyin.style import convert

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from viewer.search.language.folding import fold

#: The unified ideographs of everyday texts.
_CHARACTERS = range(0x4E00, 0xA000)
#: Of a character only its first readings, which are the usual ones.
_MAX_READINGS = 3
#: Readings of Taiwan that the table has late or not at all.
_MORE_READINGS = {
    "垃": "lè", "圾": "sè", "液": "yì", "和": "hàn", "血": "xiě", "攜": "xī", "括": "guā",
    "蝸": "guā", "暫": "zhàn", "鑿": "zuò", "熟": "shóu", "崖": "yái",
}  # fmt: skip
HEAD = """\
# How Han characters are read: a syllable in pinyin without its tone (v is ü) and in bopomofo, and
# the characters, folded. Made by resources/make_pinyin.py from the table of pinyin-data in pypinyin
# {version} (Copyright mozillazg and contributors, MIT licence).
"""


def without_tone(syllable: str) -> str:
    """A syllable in plain letters, ü as v."""
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(char for char in letters if not unicodedata.combining(char))


def rows() -> dict[tuple[str, str], str]:
    """The characters of each syllable in pinyin and bopomofo, in the order of their code points."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for code in _CHARACTERS:
        char = chr(code)
        readings = pinyin_dict.get(code, "").split(",")[:_MAX_READINGS]
        for reading in (*readings, _MORE_READINGS.get(char, "")):
            reading = unicodedata.normalize("NFC", reading)
            syllable = without_tone(reading)
            if re.fullmatch("[a-z]*[aeiouv][a-z]*", syllable):
                bopomofo = re.sub("[ˊˇˋ˙]", "", convert(reading, Style.BOPOMOFO, strict=True))
                found[syllable, bopomofo].add(fold(char))
    return {key: "".join(sorted(chars)) for key, chars in sorted(found.items())}


def main() -> None:
    """Write the file."""
    lines = [" ".join((*key, chars)) + "\n" for key, chars in rows().items()]
    target = Path(__file__).resolve().parent / "pinyin.txt"
    target.write_text(HEAD.format(version=version("pypinyin")) + "".join(lines), "utf-8")
    print(f"{len(lines)} syllables, {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
