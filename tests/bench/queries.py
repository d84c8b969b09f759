"""What to type: queries drawn from the titles and the text of a library itself."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from viewer.archive.catalogue.catalogue import Catalogue

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2,}")
_LATIN = re.compile("[A-Za-z][A-Za-z0-9+#.-]{1,11}")
_SAMPLED = 400


def draw(catalogue: Catalogue, count: int, seed: int = 1) -> list[str]:
    """``count`` queries: by turns a Han run of a title, one of a text, a Latin word, and both.

    The same library and ``seed`` give the same queries. Where a library lacks one kind the others
    take its turn; where it has no words at all the list is empty.
    """
    chance = random.Random(seed)
    ids = sorted(catalogue.document_ids())
    chosen = sorted(chance.sample(ids, min(_SAMPLED, len(ids))))
    articles = [(one.title, one.text) for one in catalogue.documents(chosen)]
    chance.shuffle(articles)
    kinds = [
        [run for title, _ in articles for run in _runs(title, chance, 1)],
        [run for _, text in articles for run in _runs(text, chance, 3)],
        [word for title, text in articles for word in _words(f"{title} {text}", chance, 2)],
        [
            f"{run} {word}"
            for title, text in articles
            for run, word in zip(
                _runs(f"{title} {text}", chance, 1), _words(text, chance, 1), strict=False
            )
        ],
    ]
    filled = [kind for kind in kinds if kind]
    return [query for query, _ in zip(_by_turns(filled, chance), range(count), strict=False)]


def _runs(text: str, chance: random.Random, count: int) -> list[str]:
    """Stretches of two to six characters out of the Han runs of ``text``."""
    runs = _HAN.findall(text)
    cut = []
    for run in chance.sample(runs, min(count, len(runs))):
        length = min(len(run), chance.randint(2, 6))
        start = chance.randint(0, len(run) - length)
        cut.append(run[start : start + length])
    return cut


def _words(text: str, chance: random.Random, count: int) -> list[str]:
    words = _LATIN.findall(text)
    return chance.sample(words, min(count, len(words)))


def _by_turns(kinds: Sequence[Sequence[str]], chance: random.Random) -> Iterator[str]:
    """One of each kind in turn, without end; a kind that is used up begins again, shuffled."""
    places = [0] * len(kinds)
    lists = [list(kind) for kind in kinds]
    while lists:
        for number, kind in enumerate(lists):
            if places[number] == len(kind):
                chance.shuffle(kind)
                places[number] = 0
            yield kind[places[number]]
            places[number] += 1
