"""Write ``resources/han_variants.txt`` from the tables of OpenCC.

Run ``python resources/make_variants.py`` with opencc-python-reimplemented installed; the program
itself does not need the library. The tables are OpenCC's (Apache License 2.0).
"""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "opencc-python-reimplemented"
HAN_TABLES = (
    "STCharacters", "TSCharacters", "HKVariants", "HKVariantsRev", "TWVariants", "TWVariantsRev",
)  # fmt: skip
WORD_TABLES = ("TWPhrases", "TWPhrasesRev")
#: Pairs of everyday regional words that the tables above lack.
MORE_WORDS = (
    ("程式", "程序"), ("資料", "數據"), ("網路", "網絡"), ("迴圈", "循環"), ("軟體", "軟件"),
    ("硬體", "硬件"), ("人工智慧", "人工智能"), ("演算法", "算法"), ("影像", "圖像"),
    ("資訊", "信息"), ("品質", "質量"), ("最佳化", "優化"),
    ("大語言模型", "大型語言模型"), ("開放原始碼", "開源"), ("原始碼", "源代碼"),
    ("原始碼", "源碼"), ("程式碼", "代碼"), ("智慧型手機", "智能手機"), ("智慧", "智能"),
    ("行動裝置", "移動設備"), ("雲端運算", "雲計算"), ("物件偵測", "目標檢測"),
    ("偵測", "檢測"), ("電腦視覺", "計算機視覺"), ("自然語言處理", "自然語言處理"),
    ("增強學習", "強化學習"), ("傢俱", "家具"), ("座標", "坐標"), ("機械學習", "機器學習"),
)  # fmt: skip
HEAD = """\
# Variants of Han characters, and words that mean the same in different regions, both folded.
# Made by resources/make_variants.py from the tables of OpenCC, in opencc-python-reimplemented
# {version} (Copyright BYVoid and contributors, Apache License 2.0).

# A variant and the character that stands for its class.
{characters}
# Pairs of words.
{words}"""


def tables() -> Path:
    """Where OpenCC keeps its dictionaries."""
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise SystemExit("Install opencc-python-reimplemented first.")
    return Path(spec.origin).parent / "dictionary"


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each key of a dictionary with its values."""
    for line in (tables() / f"{name}.txt").read_text("utf-8").splitlines():
        key, _, values = line.partition("\t")
        if values:
            yield key, values.split()


def han_classes() -> dict[str, str]:
    """Every Han character that is a variant, and the one that stands for its class."""
    parent: dict[str, str] = {}

    def root(char: str) -> str:
        while parent.setdefault(char, char) != char:
            char = parent[char]
        return char

    simplified: Counter[str] = Counter()
    for name in HAN_TABLES:
        for key, values in rows(name):
            for value in values:
                if len(key) == len(value) == 1:
                    parent[root(value)] = root(key)
                    if name == "TSCharacters":
                        simplified[value] += 1
    members: dict[str, list[str]] = defaultdict(list)
    for char in parent:
        members[root(char)].append(char)
    chosen: dict[str, str] = {}
    for group in members.values():
        best = max(group, key=lambda c: (ord(c) < 0x10000, simplified[c], -ord(c)))
        for char in group:
            if char != best:
                chosen[char] = best
    return chosen


def regional_words(fold: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of folded words that mean the same on the two sides of the strait."""
    table = str.maketrans(fold)
    pairs: set[tuple[str, str]] = set()
    listed = [
        (key, value) for name in WORD_TABLES for key, values in rows(name) for value in values
    ]
    for one, other in [*listed, *MORE_WORDS]:
        first, second = sorted((one.translate(table).lower(), other.translate(table).lower()))
        usable = all(len(word) > 1 and not set(word) & set("·（）()") for word in (first, second))
        if first != second and usable:
            pairs.add((first, second))
    return sorted(pairs)


def wrapped(pairs: Iterable[str]) -> str:
    """Lines of a width that an editor shows."""
    return "\n".join(textwrap.wrap(" ".join(pairs), 49, break_on_hyphens=False)) + "\n"


def main() -> None:
    """Write the file."""
    fold = han_classes()
    pairs = regional_words(fold)
    characters = wrapped(key + fold[key] for key in sorted(fold))
    words = wrapped(f"{a}={b}" for a, b in pairs if " " not in a + b)
    target = Path(__file__).resolve().parent / "han_variants.txt"
    head = HEAD.format(version=version(PACKAGE), characters=characters, words=words)
    target.write_text(head, "utf-8")
    print(f"{len(fold)} characters, {len(pairs)} pairs of words")


if __name__ == "__main__":
    main()
