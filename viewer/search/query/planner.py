"""The query plan: what is looked up for a query, each typed term with its other forms.

The forms of a term, best first: itself; words that begin so; written together (``gpt4`` for
``GPT-4``); other endings of a Latin word (also ``Knuth`` for ``Knuth's``); a name whose initial
was typed (``Donald Knuth`` for ``D. Knuth``, then the name alone); the words of another region
(軟體, 软件); the glossary's names for the same thing. Quoted text has no other form than itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from viewer import paths
from viewer.archive.model.han_variants import regional_words
from viewer.search.language.glossary import GLOSSARY_FILE, Glossary, load_glossary
from viewer.search.language.tokenizer import is_han
from viewer.search.language.vocabulary import possible_inflections
from viewer.search.query.fields import FieldFilter
from viewer.search.query.parser import And, Node, Not, Or, Term

EXACT, PREFIX, JOINED, INITIAL, NAME, INFLECTION, REGIONAL, SYNONYM, TYPO = (
    "exact", "prefix", "joined", "initial", "name", "ending", "region", "synonym", "typo",
)  # fmt: skip
#: Articles that hold a term in no other form than these come last.
WEAK_KINDS = frozenset((NAME, SYNONYM))
#: How much of an exact match's weight another form has.
FORM_WEIGHTS = {
    EXACT: 1.0,
    PREFIX: 0.45,
    JOINED: 0.9,
    INITIAL: 0.9,
    NAME: 0.5,
    INFLECTION: 0.7,
    REGIONAL: 0.95,
    SYNONYM: 0.5,
    TYPO: 0.8,
}
_MAX_REGIONAL_FORMS = 8
_MAX_SYNONYM_FORMS = 6
_INITIAL = re.compile(r"(?<!\S)[^\W\d_]\.(?=\s|[A-Z]|$)")
_POSSESSIVE = re.compile(r"\w['’]s$", re.IGNORECASE)
#: Words that go together with ``'s`` and mean something else without it.
_CONTRACTED = frozenset(
    (
        "it",
        "that",
        "what",
        "who",
        "where",
        "when",
        "how",
        "why",
        "there",
        "here",
        "he",
        "she",
        "let",
    )
)


@dataclass(frozen=True, slots=True)
class TermForm:
    """One form of a typed term.

    ``prefix``: its last word may go on; so may the first one of kind ``INITIAL``. ``synonym``: the
    name in the glossary it comes from.
    """

    chunks: tuple[str, ...]
    kind: str
    prefix: bool = False
    synonym: str = ""

    @property
    def needle(self) -> bytes:
        """The bytes in an article's stream where this form stands; of ``INITIAL`` only the name."""
        chunks = self.chunks[1:] if self.kind == INITIAL else self.chunks
        text = " ".join(chunks)
        if not is_han(chunks[0]):
            text = " " + text
        if not self.prefix and not is_han(self.chunks[-1]):
            text += " "
        return text.encode("utf-8", "replace")

    def stands_in(self, stream: bytes) -> bool:
        """Whether the stream of an article holds this form."""
        at = stream.find(self.needle)
        if self.kind != INITIAL:
            return at >= 0
        initial = b" " + self.chunks[0].encode()
        while at >= 0:
            word = stream[stream.rfind(b" ", 0, at) : at]
            if word.startswith(initial):
                return True
            at = stream.find(self.needle, at + 1)
        return False


@dataclass(frozen=True, slots=True)
class ExpandedTerm:
    """A typed term with all its forms."""

    forms: tuple[TermForm, ...]
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part; ``optional`` ones only raise the score.

    ``synonyms`` are synonyms of all the parts together.
    """

    parts: tuple[PlanNode, ...]
    optional: tuple[ExpandedTerm, ...] = ()
    synonyms: tuple[TermForm, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of the parts."""

    parts: tuple[PlanNode, ...]


@dataclass(frozen=True, slots=True)
class Exclude:
    """Not this part."""

    part: PlanNode


@dataclass(frozen=True, slots=True)
class CorrectedTerm:
    """A mistyped term with the forms searched instead of it.

    What they match is in ``Matcher.corrected_matches``, by ``term``.
    """

    forms: tuple[TermForm, ...]
    term: Term


PlanNode = ExpandedTerm | FieldFilter | AllOf | AnyOf | Exclude | CorrectedTerm


@lru_cache(maxsize=1)
def _regional_variant_table() -> tuple[dict[str, tuple[str, ...]], int]:
    """The words of other regions by each word, and the length of the longest word."""
    others: dict[str, list[str]] = {}
    for first, second in regional_words():
        others.setdefault(first, []).append(second)
        others.setdefault(second, []).append(first)
    return {word: tuple(variants) for word, variants in others.items()}, max(map(len, others))


def regional_variants(run: str) -> list[str]:
    """The run of Han with words of one region exchanged for another's."""
    table, longest = _regional_variant_table()
    exchanges: list[tuple[int, str, str]] = []
    for start in range(len(run) - 1):
        for end in range(min(len(run), start + longest), start + 1, -1):
            for other in table.get(run[start:end], ()):
                exchanges.append((start, run[start:end], other))
    variants = [run[:start] + other + run[start + len(word) :] for start, word, other in exchanges]
    all_exchanged = run
    for _, word, other in exchanges:
        all_exchanged = (
            all_exchanged.replace(word, other, 1) if other not in all_exchanged else all_exchanged
        )
    if len(exchanges) > 1 and all_exchanged != run:
        variants.insert(0, all_exchanged)
    return list(dict.fromkeys(variant for variant in variants if variant != run))[
        :_MAX_REGIONAL_FORMS
    ]


def _forms_of_name(term: Term) -> list[TermForm]:
    """The forms of a name typed with initials or as a possessive."""
    chunks = term.chunks
    if len(chunks) > 1 and chunks[-1] == "s" and _POSSESSIVE.search(term.raw):
        return [] if chunks[-2] in _CONTRACTED else [TermForm(chunks[:-1], INFLECTION)]
    names = [chunk for chunk in chunks if len(chunk) > 1]
    if len(names) != 1 or len(_INITIAL.findall(term.raw)) != len(chunks) - 1 or len(chunks) == 1:
        return []
    (name,) = names
    initial = chunks[0] if len(chunks[0]) == 1 else chunks[1]
    prefix = term.prefix and chunks[-1] == name
    return [
        TermForm((initial, name), INITIAL, prefix),
        TermForm((name, initial), PREFIX, prefix=True),
        TermForm((name,), NAME, prefix),
    ]


@dataclass(frozen=True, slots=True)
class QueryPlanner:
    """Makes query plans.

    ``inflections`` gives the other forms of a Latin word; ``corrections`` replace mistyped terms.
    """

    glossary: Glossary | None = None
    inflections: Callable[[str], tuple[str, ...]] | None = None
    excluded_synonyms: frozenset[str] = frozenset()
    corrections: Mapping[Term, CorrectedTerm] = field(default_factory=dict)

    def plan(self, node: Node) -> PlanNode:
        """The plan for a query tree."""
        if isinstance(node, Term):
            return self.corrections.get(node) or self.expand(node)
        if isinstance(node, FieldFilter):
            return node
        if isinstance(node, Not):
            return Exclude(self.plan(node.part))
        if isinstance(node, Or):
            return AnyOf(tuple(self.plan(part) for part in node.parts))
        return self._plan_and(node)

    def expand(self, term: Term) -> ExpandedTerm:
        """A typed term with its forms."""
        forms = [TermForm(term.chunks, EXACT)]
        if term.prefix:
            forms.append(TermForm(term.chunks, PREFIX, prefix=True))
        if not term.exact:
            if term.compound:
                forms.append(TermForm((term.compound,), JOINED, term.prefix))
            word = term.chunks[0]
            if len(term.chunks) == 1 and not is_han(word) and self.inflections is not None:
                forms += [TermForm((other,), INFLECTION) for other in self.inflections(word)]
            forms += _forms_of_name(term)
            forms += self._regional_forms(term)
            forms += self._synonym_forms(" ".join(term.chunks))
        return ExpandedTerm(tuple(dict.fromkeys(forms)), term.title_only)

    def _regional_forms(self, term: Term) -> list[TermForm]:
        forms: list[TermForm] = []
        for index, chunk in enumerate(term.chunks):
            if len(chunk) > 1 and is_han(chunk):
                forms += [
                    TermForm((*term.chunks[:index], other, *term.chunks[index + 1 :]), REGIONAL)
                    for other in regional_variants(chunk)
                ]
        return forms[:_MAX_REGIONAL_FORMS]

    def _synonym_forms(self, key: str) -> list[TermForm]:
        if self.glossary is None:
            return []
        keys = [key, *(regional_variants(key) if is_han(key) else ())]
        names = [
            name
            for variant in keys
            for name in self.glossary.other_names(variant)
            if name not in self.excluded_synonyms and self.glossary.key(name) not in keys
        ]
        return [
            TermForm(tuple(self.glossary.key(name).split(" ")), SYNONYM, synonym=name)
            for name in list(dict.fromkeys(names))[:_MAX_SYNONYM_FORMS]
        ]

    def _plan_and(self, node: And) -> PlanNode:
        steps: list[PlanNode] = []
        parts = node.parts
        at = 0
        while at < len(parts):
            end = self._end_of_glossary_name(parts, at)
            if end > at + 1:
                terms = [part for part in parts[at:end] if isinstance(part, Term)]
                key = " ".join(chunk for term in terms for chunk in term.chunks)
                group = tuple(self.expand(term) for term in terms)
                steps.append(AllOf(group, synonyms=tuple(self._synonym_forms(key))))
            else:
                end = at + 1
                steps.append(self.plan(parts[at]))
            at = end
        if len(steps) == 1 and isinstance(steps[0], AllOf) and not node.optional:
            return steps[0]
        return AllOf(tuple(steps), tuple(self.expand(term) for term in node.optional))

    def _end_of_glossary_name(self, parts: tuple[Node, ...], at: int) -> int:
        """The end of the longest run of parts from ``at`` that the glossary knows as one name."""
        if self.glossary is None:
            return at
        key: list[str] = []
        best = at
        for index in range(at, len(parts)):
            part = parts[index]
            if (
                not isinstance(part, Term)
                or part.exact
                or part.title_only
                or part in self.corrections
            ):
                break
            key += part.chunks
            if index > at and " ".join(key) in self.glossary:
                best = index + 1
        return best


def standalone_planner(excluded_synonyms: Iterable[str], *, synonyms: bool) -> QueryPlanner:
    """The planner for texts outside the index, with the program's own glossary."""
    glossary = load_glossary(paths.resources_folder() / GLOSSARY_FILE) if synonyms else None
    return QueryPlanner(glossary, possible_inflections, frozenset(excluded_synonyms))


def expanded_terms(node: PlanNode) -> list[ExpandedTerm]:
    """The terms that a match shows, in the order typed: not those that must be absent."""
    if isinstance(node, ExpandedTerm):
        return [node]
    if isinstance(node, CorrectedTerm):
        return [ExpandedTerm(node.forms)]
    if isinstance(node, AllOf):
        terms = [term for part in node.parts for term in expanded_terms(part)]
        if node.synonyms:
            terms.append(ExpandedTerm(node.synonyms))
        return terms + list(node.optional)
    if isinstance(node, AnyOf):
        return [term for part in node.parts for term in expanded_terms(part)]
    return []
