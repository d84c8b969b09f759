"""Words of the archive that sound as typed, for a reader whose input method was off.

``shenjing`` and ``ㄕㄣˊㄐㄧㄥ`` lead to 神經: of all runs of Han that may be read so, the one that
stands in most articles. The next ones are offered beside it: ``beijing`` is 背景 and 北京.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from viewer.search.language.pinyin import is_bopomofo, readings
from viewer.search.language.tokenizer import is_han
from viewer.search.query.parser import And, Node, Term
from viewer.search.query.planner import EXACT, TermForm
from viewer.search.retrieval.did_you_mean import Corrections, term_pattern
from viewer.search.retrieval.matcher import Matcher

_MAX_SYLLABLES = 12
#: That so many syllables stand in the archive by chance is unlikely.
_MANY_SYLLABLES = 4
#: So many beginnings of a run are followed, the commonest; and so many runs are looked up.
_MAX_BEGINNINGS, _MAX_RUNS = 120, 24
#: So many other runs are offered, of those that stand in a share of the articles of the first.
_MAX_OTHERS, _OTHERS_SHARE = 4, 0.06


@dataclass(frozen=True, slots=True)
class WordBySound:
    """Terms of a query, the run of Han that they sound like, and how many articles hold it.

    ``others`` are the other runs that sound so, the commonest first.
    """

    terms: tuple[Term, ...]
    syllables: int
    run: str
    count: int
    others: tuple[str, ...] = ()

    def is_likelier_than(self, corrections: Corrections) -> bool:
        """Whether it was rather meant than the corrections of its terms, if there are any."""
        slips = [corrections[term] for term in self.terms if term in corrections]
        return (
            self.syllables >= _MANY_SYLLABLES
            or len(slips) > 1
            or all(slip.cost > 1 or self.count > len(slip.articles) for slip in slips)
        )

    def respell(self, typed: str, printed: str) -> str:
        """The query ``typed`` with the run, as the archive writes it, instead of the terms."""
        raws = r"\s+".join(re.escape(term.raw) for term in self.terms)
        return re.sub(term_pattern(raws), lambda _: printed, typed, count=1)


def words_by_sound(tree: Node, matcher: Matcher) -> list[WordBySound]:
    """What neighbouring terms of a query sound like, where that stands in the archive.

    Raises:
        SearchCancelled: the matcher's ``check_cancelled`` raised it.
    """
    parts = tree.parts if isinstance(tree, And) else (tree,)
    found: list[WordBySound] = []
    for is_sound, group in groupby(parts, key=lambda part: bool(_spelling(part))):
        terms = tuple(part for part in group if isinstance(part, Term))
        word = _word_of(terms, matcher) if is_sound else None
        if word is not None:
            found.append(word)
    return found


def _spelling(part: Node) -> list[str]:
    """The syllables of a term, joined as they were typed; empty if it is no sound."""
    if not isinstance(part, Term) or part.exact:
        return []
    words = [part.raw] if is_bopomofo(part.raw) else list(part.chunks)
    if not is_bopomofo(part.raw) and any(is_han(word) for word in words):
        return []
    return words if readings(words) else []


def _word_of(terms: tuple[Term, ...], matcher: Matcher) -> WordBySound | None:
    counts: dict[str, int] = {}
    for syllables in readings([word for term in terms for word in _spelling(term)]):
        if 1 < len(syllables) <= _MAX_SYLLABLES:
            for run in _runs_in_archive(syllables, matcher):
                counts[run] = sum(map(len, matcher.match_form(TermForm((run,), EXACT))))
    runs = sorted(filter(counts.get, counts), key=lambda run: -counts[run])
    if not runs:
        return None
    best, *others = runs
    common = [run for run in others if counts[run] >= _OTHERS_SHARE * counts[best]]
    return WordBySound(terms, len(best), best, counts[best], tuple(common[:_MAX_OTHERS]))


def _runs_in_archive(syllables: Sequence[str], matcher: Matcher) -> list[str]:
    """Runs of one character of each syllable whose pairs all stand in the archive, likely first."""
    beginnings = dict.fromkeys(syllables[0], 0)
    for characters in syllables[1:]:
        matcher.check_cancelled()
        allowed = frozenset(characters)
        followers = {
            char: [(pair[1], count) for pair, count in matcher.pairs_from(char, allowed)]
            for char in {run[-1] for run in beginnings}
        }
        longer = {
            run + char: min(rarest or count, count)
            for run, rarest in beginnings.items()
            for char, count in followers[run[-1]]
        }
        likely = sorted(longer.items(), key=lambda item: -item[1])[:_MAX_BEGINNINGS]
        beginnings = dict(likely)
    return list(beginnings)[:_MAX_RUNS]
