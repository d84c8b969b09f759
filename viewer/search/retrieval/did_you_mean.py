"""“Did you mean”: corrections of mistyped terms, taken from the archive.

Latin: words within one edit (two for long ones), and words that hold what was typed; numbers and
identifiers stay as typed. Han: runs of three or more that differ in one character, in the words of
any region; they are looked for in the articles themselves, so that every suggestion is the
archive's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt

from viewer.search.language.folding import FoldedText, fold
from viewer.search.language.regional_variants import regional_variants
from viewer.search.language.tokenizer import cased_acronym, is_han
from viewer.search.language.vocabulary import Vocabulary, possible_inflections
from viewer.search.query.parser import And, Node, Term, positive_terms
from viewer.search.query.planner import EXACT, TYPO, CorrectedTerm, QueryPlanner, TermForm
from viewer.search.retrieval.matcher import Matcher, MatchSet, OpenSegment

_MAX_CORRECTED_TERMS = 2
#: A term that has hits is only corrected to one that is so many times commoner.
_MIN_FREQUENCY_RATIO = 8
_MIN_RUN_LENGTH = 3
_MIN_WORD_LENGTH = 3
_LONG_WORD_LENGTH = 6
_MIN_FUZZY_PREFIX_LENGTH = 5
_MAX_WORDS, _MAX_WORDS_IN_PHRASE = 10, 60
_HAN_BYTES = 3
#: A correction by a frequent phrase: how long a word is that is replaced, how many words the phrase
#: has, and how many articles hold it (and twice as many as have the words apart).
_MIN_NAME_LENGTH, _MAX_PHRASE_WORDS, _MIN_PHRASE_COUNT = 4, 3, 3
_MAX_REGIONAL_VARIANTS = 8
_TITLE_WEIGHT, _FREQUENCY_WEIGHT = 2.0, 0.2
#: What an error costs a candidate; a wrong character costs 1.
_SWAP_COST, _DOUBLED_COST, _EXTRA_COST, _PREFIX_COST = 0.8, 0.5, 1.5, 1.2
#: What may stand before and after a term in a query.
_BEFORE_TERM, _AFTER_TERM = (
    r"(?<![^\s()（），、；。！？:：\-－\"＂“„「『《])(?<!\w[-－])",
    r"(?![^\s)），、；。！？\"＂“”」』》ㄅ-ㄯ])",
)
_LEFTOVER = re.compile("[^\\W\x00-\u2e7f][a-z]{1,3}\\*?$", re.IGNORECASE)
#: Articles that make a correction of Han likely.
_MANY_ARTICLES = 10
#: Articles looked through in a segment for one wrong character.
_MAX_ARTICLES = 20_000


@dataclass(slots=True)
class TypoCandidate:
    """A correction of a mistyped term: its chunks and the articles that hold it.

    Articles are pairs of the index of the segment and the number in it; ``cost`` is how far it is
    from what was typed.
    """

    chunks: tuple[str, ...]
    cost: float
    articles: set[tuple[int, int]] = field(default_factory=set)
    title_articles: set[tuple[int, int]] = field(default_factory=set)


Corrections = dict[Term, TypoCandidate]


def find_corrections(
    tree: Node, planner: QueryPlanner, matcher: Matcher, vocabulary: Callable[[], Vocabulary]
) -> Corrections | None:
    """The likeliest correction of each term that has (almost) no hits; None if one has none."""
    terms = list(dict.fromkeys(positive_terms(tree)))
    counts = {term: matcher.evaluate(planner.expand(term)).count() for term in terms}
    doubtful = [term for term in terms if not counts[term] and not _stands(term, planner, matcher)]
    is_rare = len(terms) == 1 and counts[terms[0]] > 0
    if is_rare:
        doubtful = terms
    if not doubtful or len(doubtful) > _MAX_CORRECTED_TERMS:
        return None
    corrections: Corrections = {}
    for term in doubtful:
        candidates = _find_candidates(term, matcher, vocabulary, stands=is_rare)
        if is_rare:
            minimum = _MIN_FREQUENCY_RATIO * counts[term]
            candidates = [
                candidate for candidate in candidates if len(candidate.articles) >= minimum
            ]
        if not candidates:
            return None
        corrections[term] = candidates[0]
    in_phrase = None
    if len(terms) > 1:
        in_phrase = neighbouring_phrase(tree, matcher, vocabulary(), 0, mistyped=doubtful)
    if in_phrase is not None and in_phrase[0] in corrections:
        term, word = in_phrase
        candidate = find_candidate(TermForm((word,), TYPO), 1.0, matcher)
        if candidate is not None:
            corrections[term] = candidate
    return corrections


def _stands(term: Term, planner: QueryPlanner, matcher: Matcher) -> bool:
    """Whether a term that must stand in the title stands in some article at all."""
    anywhere = replace(term, title_only=False)
    return term.title_only and matcher.evaluate(planner.expand(anywhere)).count() > 0


def neighbouring_phrase(
    tree: Node, matcher: Matcher, vocabulary: Vocabulary, total: int, mistyped: Sequence[Term] = ()
) -> tuple[Term, str] | None:
    """One of two or three Latin words, and another word for it that makes a frequent phrase.

    For words that stand in ``total`` articles but in none of them side by side: *Peter Wuille*,
    where *Pieter Wuille* is written everywhere. Of words that are ``mistyped`` (they stand nowhere)
    one is exchanged even for a phrase of a single article.

    Raises:
        SearchCancelled: the matcher's ``check_cancelled`` raised it.
    """
    terms = tree.parts if isinstance(tree, And) and not tree.optional else ()
    words = [term.chunks[0] for term in terms if isinstance(term, Term) and _is_plain_word(term)]
    if not 1 < len(words) == len(terms) <= _MAX_PHRASE_WORDS:
        return None
    best: tuple[Term, str] | None = None
    most = 0 if mistyped else max(_MIN_PHRASE_COUNT, 2 * total) - 1
    limit = _MAX_WORDS_IN_PHRASE if mistyped else _MAX_WORDS
    for index, term in enumerate(terms):
        assert isinstance(term, Term)
        if term not in mistyped if mistyped else len(words[index]) < _MIN_NAME_LENGTH:
            continue
        same_word = possible_inflections(words[index])
        for other, _ in vocabulary.words_within_distance(words[index], 1, limit):
            if vocabulary.article_counts[other] <= most or other in same_word:
                continue
            phrase = (*words[:index], other, *words[index + 1 :])
            prefix = index < len(words) - 1 and isinstance(terms[-1], Term) and terms[-1].prefix
            count = sum(map(len, matcher.match_form(TermForm(phrase, EXACT, prefix))))
            if count > most:
                best, most = (term, other), count
    return best


def _is_plain_word(term: Term) -> bool:
    (word, *more) = term.chunks
    return not (more or term.exact or term.title_only) and word.isalpha() and not is_han(word)


def is_sure(candidate: TypoCandidate) -> bool:
    """Whether a correction of Han is likelier than that several words were typed without a blank.

    It is where it stands in a title or in many articles, and is as long as what was typed.
    """
    is_frequent = bool(candidate.title_articles) or len(candidate.articles) >= _MANY_ARTICLES
    return is_frequent and candidate.cost < _EXTRA_COST


def corrected_term(term: Term, candidate: TypoCandidate) -> CorrectedTerm:
    """The node of a plan that searches ``candidate`` instead of the mistyped ``term``."""
    return CorrectedTerm((TermForm(candidate.chunks, TYPO),), term)


def candidate_matches(candidate: TypoCandidate, matcher: Matcher) -> MatchSet:
    """The articles that hold the candidate, scored."""
    matches: list[dict[int, float]] = [{} for _ in matcher.segments]
    for article in candidate.articles:
        index, number = article
        length = matcher.segments[index].stored.title_length(number)
        matches[index][number] = _score_article(candidate, article, length)
    return MatchSet.of(matches)


def respell_query(typed: str, term: Term, chunks: Sequence[str], printed: str) -> str:
    """The query ``typed`` with the mistyped ``term`` spelt as in the archive (``printed``).

    Only the differing part is exchanged where it can be found; else the whole term is.
    """
    raw = term.raw
    if len(term.chunks) == len(chunks):
        folded = FoldedText.of(raw)
        changed = [pair for pair in zip(term.chunks, chunks, strict=True) if pair[0] != pair[1]]
        at = folded.folded.find(changed[0][0]) if len(changed) == 1 else -1
        if at >= 0 and len(term.chunks) > 1 and folded.offsets is None:
            old, new = changed[0]
            start = fold(printed).find(new)
            spelling = printed[start : start + len(new)] if start >= 0 else new
            return _replace_word(typed, raw, raw[:at] + spelling + raw[at + len(old) :])
    return _replace_word(typed, raw, printed)


def _replace_word(typed: str, raw: str, other: str) -> str:
    """``typed`` with ``other`` where the term ``raw`` stands, not where another one holds it."""
    return re.sub(term_pattern(re.escape(raw)), lambda _: other, typed, count=1)


def term_pattern(pattern: str) -> str:
    """A pattern of what ``pattern`` matches where that is a whole term of a query, or several."""
    return _BEFORE_TERM + pattern + _AFTER_TERM


def is_only_offered(term: Term, planner: QueryPlanner) -> bool:
    """Whether the correction of a term is not searched by itself.

    An acronym in capitals and a name in the glossary are what the reader means to type.
    """
    return cased_acronym(term.raw) or planner.is_name(term.chunks)


def _find_candidates(
    term: Term, matcher: Matcher, vocabulary: Callable[[], Vocabulary], *, stands: bool
) -> list[TypoCandidate]:
    """The corrections of ``term`` that stand in the archive, the likeliest first.

    Of a word that ``stands`` in the archive itself, only those by one edit.
    """
    without_leftover = _without_leftover(term, matcher)
    if without_leftover is not None:
        return [without_leftover]
    candidates: dict[tuple[str, ...], TypoCandidate] = {}
    joined = "".join(term.chunks)
    for index, chunk in enumerate(term.chunks):
        if not is_han(chunk) and not any(char.isdigit() for char in chunk):
            is_prefix = term.prefix and index == len(term.chunks) - 1
            _add_word_candidates(
                term.chunks, index, matcher, vocabulary(), candidates,
                is_prefix=is_prefix, stands=stands,
            )  # fmt: skip
    if len(joined) >= _MIN_RUN_LENGTH and any(map(is_han, term.chunks)):
        for chunks in (term.chunks, *_chunks_of_other_regions(term.chunks)):
            _add_substitution_candidates(chunks, matcher, candidates)
        _add_swap_and_drop_candidates(term.chunks, matcher, candidates)
    return sorted(candidates.values(), key=_likelihood, reverse=True)


def _without_leftover(term: Term, matcher: Matcher) -> TypoCandidate | None:
    """A run of Han without the letters an input method has left behind it (前端q)."""
    chunks, raw = term.chunks, term.raw
    if len(chunks) < 2 or term.exact or not is_han(chunks[-2]) or not _LEFTOVER.search(raw):
        return None
    return find_candidate(TermForm(chunks[:-1], TYPO), 0.0, matcher)


def _chunks_of_other_regions(chunks: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [
        (*chunks[:index], variant, *chunks[index + 1 :])
        for index, chunk in enumerate(chunks)
        if is_han(chunk)
        for variant in regional_variants(chunk)[:_MAX_REGIONAL_VARIANTS]
    ]


def _likelihood(candidate: TypoCandidate) -> float:
    """Titles count most, then how common the candidate is, then how slight the error."""
    return (
        sqrt(len(candidate.title_articles)) * _TITLE_WEIGHT
        + log(1 + len(candidate.articles))
        - candidate.cost
    )


def _score_article(candidate: TypoCandidate, article: tuple[int, int], title_length: int) -> float:
    """The score of one article that holds the candidate."""
    size = sum(len(chunk.encode()) for chunk in candidate.chunks)
    value = 1.0 + _FREQUENCY_WEIGHT * log(1 + len(candidate.articles)) - 0.3 * candidate.cost
    if article in candidate.title_articles:
        value += _TITLE_WEIGHT + min(1.0, size / max(1, title_length))
    return value


def _add_word_candidates(
    chunks: tuple[str, ...],
    index: int,
    matcher: Matcher,
    vocabulary: Vocabulary,
    candidates: dict[tuple[str, ...], TypoCandidate],
    *,
    is_prefix: bool,
    stands: bool,
) -> None:
    word = chunks[index]
    if len(word) < _MIN_WORD_LENGTH:
        return
    spellings: list[tuple[str, float]] = []
    if not stands:
        spellings += ((other, 0.5) for other in vocabulary.words_containing(word, _MAX_WORDS))
    most = 2 if len(word) >= _LONG_WORD_LENGTH and not stands else 1
    spellings += [
        (other, float(d)) for other, d in vocabulary.words_within_distance(word, most, _MAX_WORDS)
    ]
    if is_prefix and not spellings and len(word) >= _MIN_FUZZY_PREFIX_LENGTH:
        spellings = [
            (other, _PREFIX_COST)
            for other in vocabulary.words_with_similar_prefix(word, _MAX_WORDS)
        ]
    for other, cost in spellings:
        changed = (*chunks[:index], other, *chunks[index + 1 :])
        _add_candidate(TermForm(changed, TYPO), cost, matcher, candidates)


def _add_swap_and_drop_candidates(
    chunks: tuple[str, ...], matcher: Matcher, candidates: dict[tuple[str, ...], TypoCandidate]
) -> None:
    """Two characters exchanged, or one too many."""
    for index, chunk in enumerate(chunks):
        if not is_han(chunk) or len(chunk) < _MIN_RUN_LENGTH:
            continue
        for reading, cost in _swaps_and_drops(chunk).items():
            changed = (*chunks[:index], reading, *chunks[index + 1 :])
            _add_candidate(TermForm(changed, TYPO), cost, matcher, candidates)


def _swaps_and_drops(run: str) -> dict[str, float]:
    readings: dict[str, float] = {}
    for at in range(len(run) - 1):
        readings[run[:at] + run[at + 1] + run[at] + run[at + 2 :]] = _SWAP_COST
    if len(run) > _MIN_RUN_LENGTH:
        for at in range(len(run)):
            doubled = run[at : at + 1] == run[at + 1 : at + 2]
            readings.setdefault(run[:at] + run[at + 1 :], _DOUBLED_COST if doubled else _EXTRA_COST)
    readings.pop(run, None)
    return readings


def _add_candidate(
    form: TermForm, cost: float, matcher: Matcher, candidates: dict[tuple[str, ...], TypoCandidate]
) -> None:
    candidate = find_candidate(form, cost, matcher) if form.chunks not in candidates else None
    if candidate is not None:
        candidates[form.chunks] = candidate


def find_candidate(form: TermForm, cost: float, matcher: Matcher) -> TypoCandidate | None:
    """A form as a candidate; None where no article holds it."""
    matches = matcher.match_form(form)
    if not any(matches):
        return None
    candidate = TypoCandidate(form.chunks, cost)
    needle = form.needle
    for index, weights in enumerate(matches):
        stored = matcher.segments[index].stored
        candidate.articles |= {(index, number) for number in weights}
        candidate.title_articles |= {
            (index, number) for number in stored.articles_titled_with(weights, needle)
        }
    return candidate


def _add_substitution_candidates(
    chunks: tuple[str, ...], matcher: Matcher, candidates: dict[tuple[str, ...], TypoCandidate]
) -> None:
    """One character wrong: the rest stands on both sides of another one."""
    articles: defaultdict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    title_articles: defaultdict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for index, chunk in enumerate(chunks):
        if not is_han(chunk):
            continue
        for at in range(len(chunk)):
            matcher.check_cancelled()
            before = (*chunks[:index], *_as_chunks(chunk[:at]))
            after = (*_as_chunks(chunk[at + 1 :]), *chunks[index + 1 :])
            left = _context_bytes(chunks[:index], chunk[:at], is_before=True)
            right = _context_bytes(chunks[index + 1 :], chunk[at + 1 :], is_before=False)
            for segment_index, segment, numbers in _articles_with_context(before, after, matcher):
                for number in numbers:
                    stream = segment.stored.stream(number)
                    end = segment.stored.title_length(number)
                    for position, char in _characters_between(stream, left, right):
                        if char != chunk[at]:
                            changed = chunk[:at] + char + chunk[at + 1 :]
                            reading = (*chunks[:index], changed, *chunks[index + 1 :])
                            articles[reading].add((segment_index, number))
                            if position < end:
                                title_articles[reading].add((segment_index, number))
    for reading, holders in articles.items():
        if reading not in candidates:
            candidates[reading] = TypoCandidate(reading, 1.0, holders, title_articles[reading])


def _as_chunks(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _context_bytes(chunks: tuple[str, ...], part: str, *, is_before: bool) -> bytes:
    """The bytes of a stream right before (``is_before``) or after the wrong character."""
    if is_before:
        text = " ".join((*chunks, part)) if chunks else part
        if chunks and not is_han(chunks[0]):
            text = " " + text
    else:
        text = " ".join((part, *chunks)) if chunks else part
        if chunks and not is_han(chunks[-1]):
            text += " "
    return text.encode("utf-8", "replace")


def _articles_with_context(
    before: tuple[str, ...], after: tuple[str, ...], matcher: Matcher
) -> Iterator[tuple[int, OpenSegment, list[int]]]:
    """The articles that hold what stands on both sides."""
    sides = [matcher.match_form(TermForm(side, EXACT)) for side in (before, after) if side]
    if not sides:
        return
    for index, segment in enumerate(matcher.segments):
        numbers = set(sides[0][index])
        for side in sides[1:]:
            numbers &= side[index].keys()
        if numbers:
            yield index, segment, sorted(numbers)[:_MAX_ARTICLES]


def _characters_between(stream: bytes, left: bytes, right: bytes) -> Iterator[tuple[int, str]]:
    """Each Han character between ``left`` and ``right``, with its byte offset."""
    if left:
        at = stream.find(left)
        while at >= 0:
            position = at + len(left)
            if stream.startswith(right, position + _HAN_BYTES):
                char = _decode_han(stream[position : position + _HAN_BYTES])
                if char:
                    yield position, char
            at = stream.find(left, at + 1)
    else:
        at = stream.find(right, _HAN_BYTES)
        while at >= 0:
            char = _decode_han(stream[at - _HAN_BYTES : at])
            if char:
                yield at - _HAN_BYTES, char
            at = stream.find(right, at + 1)


def _decode_han(raw: bytes) -> str:
    text = raw.decode("utf-8", "ignore")
    return text if len(text) == 1 and is_han(text) else ""
