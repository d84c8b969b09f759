"""The query plan: what is looked up for a query, each typed term with its other forms.

The forms of a term, best first: itself; words that begin so; written together (``gpt4`` for
``GPT-4``); other endings of a Latin word (also ``Knuth`` for ``Knuth's``); a name whose initial
was typed (``Donald Knuth`` for ``D. Knuth``, then the name alone); the words of another region
(軟體, 软件); the glossary's names for the same thing. Quoted text has no other form than itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from viewer import paths
from viewer.search.language.folding import fold
from viewer.search.language.glossary import GLOSSARY_FILE, Glossary, load_glossary
from viewer.search.language.regional_variants import regional_variants
from viewer.search.language.reserved_terms import address_terms, address_words
from viewer.search.language.tokenizer import (
    cased_acronym,
    has_signed_word,
    is_han,
    signed_words,
    split_chunks,
)
from viewer.search.language.vocabulary import possible_inflections, possible_singular
from viewer.search.query.fields import FieldFilter
from viewer.search.query.parser import And, Node, Not, Or, Term, positive_terms

EXACT, PREFIX, JOINED, INITIAL, NAME, INFLECTION, REGIONAL, SYNONYM, TYPO = (
    "exact", "prefix", "joined", "initial", "name", "ending", "region", "synonym", "typo",
)  # fmt: skip
#: The number or date of an issue on its first page; a date printed otherwise; a link's address.
ISSUE, SPELLING, LINK = "issue", "spelling", "link"
#: A run of the title of an issue, which may begin within a word; a word written as two.
RUN, APART = "run", "apart"
#: How far an article stands behind the others that holds a term in no better form: without the
#: signs that were typed; as the beginning of a word; both. In the last tier are also the articles
#: that lack a part of a relaxed query.
UNSIGNED, BEGUN, WEAK = 1, 2, 4
_TIERS = {PREFIX: BEGUN, NAME: WEAK, SYNONYM: WEAK, LINK: WEAK, APART: WEAK}
#: The forms that are what was typed, signs or not.
_ALIKE_KINDS = frozenset((ISSUE, SPELLING, NAME, SYNONYM, LINK))
#: How much of an exact match's weight another form has.
FORM_WEIGHTS = {
    EXACT: 1.0,
    PREFIX: 0.3,
    JOINED: 0.9,
    INITIAL: 0.9,
    NAME: 0.5,
    INFLECTION: 0.2,
    REGIONAL: 0.95,
    SYNONYM: 0.5,
    TYPO: 0.8,
    ISSUE: 8.0,
    SPELLING: 1.0,
    LINK: 0.5,
    RUN: 1.0,
    APART: 0.5,
}
_MAX_REGIONAL_FORMS = 64
#: How long a word is that may be written as two, and each of the two at the least; of them one must
#: be rarer than so many articles: ``however`` is not “how ever”.
_MIN_JOINED_LENGTH, _MIN_PART_LENGTH, _MAX_PART_COUNT = 5, 3, 1000
_ADDRESS_SIGN = re.compile(r"[a-z0-9][./:@?=&][./]*[a-z0-9]", re.I)
_VERSION = re.compile(r"v?\d+(?:\.\d+)+(?:[-.+]?[a-z0-9]+)*")
_SIZE = re.compile(r"\d+(?:\s?x\s?\d+)+")
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
    name in the glossary it comes from. ``spelling``: how its one word must stand in the text
    (``ANN``); empty: in any case. ``quoted``: it has to stand in the text, not only among the words
    that an article is found by. ``signed``: the word with the signs it has to stand there with
    (``.net``). ``unsigned``: signs were typed, but it stands without them.
    """

    chunks: tuple[str, ...]
    kind: str
    prefix: bool = False
    synonym: str = ""
    spelling: str = ""
    quoted: bool = False
    signed: str = ""
    unsigned: bool = False

    @property
    def tier(self) -> int:
        """How far an article stands behind that holds a term in no better form; 0: not at all."""
        tier = _TIERS.get(self.kind, BEGUN if self.prefix else 0)
        return tier + UNSIGNED * self.unsigned

    @property
    def needle(self) -> bytes:
        """The bytes in an article's stream where this form stands; of ``INITIAL`` only the name."""
        if self.signed:
            return self.signed.encode("utf-8", "replace")
        chunks = self.chunks[1:] if self.kind == INITIAL else self.chunks
        text = " ".join(chunks)
        may_begin_inside = is_han(chunks[0]) or (self.kind == RUN and not chunks[0][0].isdigit())
        if not may_begin_inside:
            text = " " + text
        if not self.prefix and not is_han(self.chunks[-1]):
            text += " "
        return text.encode("utf-8", "replace")

    def stands_in(self, stream: bytes) -> bool:
        """Whether the stream of an article holds this form."""
        if self.signed:
            return has_signed_word(stream, self.signed, prefix=self.prefix)
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
    """A typed term with all its forms.

    ``fallback`` is looked for only where none of the forms stands in the archive.
    """

    forms: tuple[TermForm, ...]
    title_only: bool = False
    fallback: tuple[TermForm, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part; ``optional`` ones only raise the score."""

    parts: tuple[PlanNode, ...]
    optional: tuple[ExpandedTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of the parts."""

    parts: tuple[PlanNode, ...]


@dataclass(frozen=True, slots=True)
class MostOf:
    """At least ``minimum`` of the parts, or as many as any article has."""

    parts: tuple[ExpandedTerm | CorrectedTerm, ...]
    minimum: int


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


PlanNode = ExpandedTerm | FieldFilter | AllOf | AnyOf | MostOf | Exclude | CorrectedTerm


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

    ``inflections`` gives the other forms of a Latin word; ``pair_stands`` says whether a pair of
    Han stands in the archive; ``article_count`` in how many articles a Latin word does (None: it is
    not known, and may stand in any); ``corrections`` replace mistyped terms; ``searches_links``:
    every word may stand in a link's address, since a part of one was typed.
    """

    glossary: Glossary | None = None
    inflections: Callable[[str], tuple[str, ...]] | None = None
    pair_stands: Callable[[str], bool] | None = None
    excluded_synonyms: frozenset[str] = frozenset()
    article_count: Callable[[str], int] | None = None
    corrections: Mapping[Term, CorrectedTerm] = field(default_factory=dict)
    searches_links: bool = False

    def plan_query(self, tree: Node) -> PlanNode:
        """The plan for a whole query."""
        searches_links = any(map(_is_address, positive_terms(tree)))
        plan = replace(self, searches_links=searches_links).plan(tree)
        parts = tree.parts if isinstance(tree, And) else (tree,)
        terms = [part for part in parts if isinstance(part, Term) and not part.exact]
        chunks = tuple(chunk for term in terms for chunk in term.chunks)
        if len(terms) < len(parts) or len(chunks) < 2 or any(term.title_only for term in terms):
            return plan
        return AnyOf((plan, ExpandedTerm((TermForm(chunks, RUN, terms[-1].prefix),))))

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
        forms = [TermForm(term.chunks, EXACT, quoted=term.exact)]
        if term.prefix:
            forms.append(TermForm(term.chunks, PREFIX, prefix=True))
        forms += _signed_forms(term)
        links: list[TermForm] = []
        if not term.exact:
            forms += _reference_forms(term)
            forms += _size_forms(term)
            links = self._link_forms(term)
            forms += self._joined_forms(term)
            forms += self._inflected_forms(term.chunks)
            forms += _forms_of_name(term)
            forms += self._regional_forms(term.chunks)
            forms += self._synonym_forms(term)
        if self.searches_links or _is_address(term):
            bare = address_words(term.raw)
            if links and bare != term.chunks and len(bare) > 1:  # printed without https://
                forms.append(TermForm(bare, SPELLING, term.prefix))
            forms += links
            links = []
        if any(form.signed for form in forms):
            forms = [
                form if form.signed or form.kind in _ALIKE_KINDS else replace(form, unsigned=True)
                for form in forms
            ]
        return ExpandedTerm(tuple(dict.fromkeys(forms)), term.title_only, tuple(links))

    def _link_forms(self, term: Term) -> list[TermForm]:
        terms = () if term.title_only or term.reference is not None else address_terms(term.raw)
        if not terms or all(map(is_han, term.chunks)):
            return []
        forms = [TermForm(terms, LINK)]
        _, _, number = term.raw.partition(":")
        if len(number_terms := address_terms(number)) > 1:  # arXiv:1707.02286
            forms.append(TermForm(number_terms, LINK))
        if term.prefix and len(terms) > 1:
            forms.append(TermForm(terms, LINK, prefix=True))
        return forms

    def _joined_forms(self, term: Term) -> list[TermForm]:
        """Parts of a word written together (nodejs, Node.js), and a word written as two."""
        word = term.compound or (term.chunks[0] if len(term.chunks) == 1 else "")
        if not word or not word.isalnum() or is_han(word):
            return []
        forms = [TermForm((word,), JOINED)]
        if term.prefix:
            forms.append(TermForm((word,), JOINED, prefix=True))
        last = len(word) - _MIN_PART_LENGTH if word.isalpha() and not term.compound else 0
        for at in range(_MIN_PART_LENGTH, last + 1):
            parts = (word[:at], word[at:])
            rarest = min(map(self.article_count, parts)) if self.article_count else 1
            if 0 < rarest <= _MAX_PART_COUNT:
                forms.append(TermForm(parts, APART))
        return forms

    def _inflected_forms(self, chunks: tuple[str, ...]) -> list[TermForm]:
        """A word, or a name in the glossary, with another ending."""
        *before, word = chunks
        if self.inflections is None or is_han(word) or (before and not self.is_name(chunks)):
            return []
        return [TermForm((*before, other), INFLECTION) for other in self.inflections(word)]

    def _regional_forms(self, chunks: tuple[str, ...]) -> list[TermForm]:
        spellings = [
            (chunk, *regional_variants(chunk, self.pair_stands)) if is_han(chunk) else (chunk,)
            for chunk in chunks
        ]
        forms = (TermForm(variant, REGIONAL) for variant in product(*spellings))
        return [form for form in forms if form.chunks != chunks][:_MAX_REGIONAL_FORMS]

    def is_name(self, chunks: Sequence[str]) -> bool:
        """Whether the glossary knows chunks as a name, or as the plural of one."""
        return bool(self._name_keys(chunks))

    def _name_keys(self, chunks: Sequence[str]) -> list[str]:
        """The keys of the glossary that chunks are the name of, or the plural of the name."""
        if self.glossary is None:
            return []
        spellings = [" ".join(chunks)]
        if singular := possible_singular(chunks[-1]):
            spellings.append(" ".join((*chunks[:-1], singular)))
        return [key for key in spellings if key in self.glossary]

    def _synonym_forms(self, term: Term) -> list[TermForm]:
        """Every other name of what the glossary knows as ``term``, each with its own other forms.

        Whichever of the names is typed, the forms are the same.
        """
        if self.glossary is None:
            return []
        keys = self._name_keys(term.chunks)
        if is_han(term.chunks[0]):
            keys += regional_variants(" ".join(term.chunks))
        forms: list[TermForm] = []
        for name in dict.fromkeys(n for key in keys for n in self.glossary.names(key)):
            key = self.glossary.key(name)
            chunks = tuple(key.split(" "))
            if key in keys:
                if cased_acronym(name) and term.raw.istitle():
                    return []  # somebody is called Ann
                if not is_han(key) and chunks != term.chunks:  # a plural was typed
                    forms.append(TermForm(chunks, INFLECTION))
            elif name not in self.excluded_synonyms:
                forms += self._forms_of_synonym(name, chunks)
        return forms

    def _forms_of_synonym(self, name: str, chunks: tuple[str, ...]) -> list[TermForm]:
        if cased_acronym(name):
            # An acronym in small letters is often another word: ANN is not Ann.
            spellings = (name, name + "s")
            return [TermForm((s.lower(),), SYNONYM, synonym=name, spelling=s) for s in spellings]
        if self.glossary is not None and name in self.glossary.capitalised_names:
            return [TermForm(chunks, SYNONYM, synonym=name, spelling=name)]
        forms = (
            TermForm(chunks, SYNONYM),
            *self._inflected_forms(chunks),
            *self._regional_forms(chunks),
        )
        return [replace(form, kind=SYNONYM, synonym=name) for form in forms]

    def _plan_and(self, node: And) -> PlanNode:
        steps: list[PlanNode] = []
        parts = node.parts
        at = 0
        while at < len(parts):
            end = self._end_of_glossary_name(parts, at)
            together = self._written_together(parts[at : at + 2])
            if end > at + 1:
                terms = [part for part in parts[at:end] if isinstance(part, Term)]
                steps.append(self.expand(_join_terms(terms)))
            elif together is not None:
                end = at + 2
                both = AllOf(tuple(self.plan(part) for part in parts[at:end]))
                steps.append(AnyOf((both, together)))
            else:
                end = at + 1
                steps.append(self.plan(parts[at]))
            at = end
        if len(steps) == 1 and not node.optional:
            return steps[0]
        return AllOf(tuple(steps), tuple(self.expand(term) for term in node.optional))

    def _written_together(self, parts: tuple[Node, ...]) -> ExpandedTerm | None:
        """Two Latin words as one (web site, website), if the archive has that."""
        terms = [part for part in parts if isinstance(part, Term) and _is_plain_word(part)]
        if len(terms) < 2 or terms[0].title_only != terms[1].title_only:
            return None
        word = "".join(term.chunks[0] for term in terms)
        if (
            len(word) < _MIN_JOINED_LENGTH
            or any(term in self.corrections for term in terms)
            or (self.article_count is not None and not self.article_count(word))
        ):
            return None
        return ExpandedTerm((TermForm((word,), JOINED),), terms[0].title_only)

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
            if index > at and self.is_name(key):
                best = index + 1
        return best


def _is_plain_word(term: Term) -> bool:
    return (
        len(term.chunks) == 1
        and len(term.chunks[0]) > 1
        and term.chunks[0].isalpha()
        and not (term.exact or is_han(term.chunks[0]))
    )


def _join_terms(terms: list[Term]) -> Term:
    """Terms that are one name together, as one term."""
    chunks = tuple(chunk for term in terms for chunk in term.chunks)
    return Term(chunks, terms[-1].prefix, raw=" ".join(term.raw for term in terms))


def _is_address(term: Term) -> bool:
    """Whether a term looks like the address of a link, or the part of one that names a page."""
    is_joined = len(term.chunks) > 1 and _ADDRESS_SIGN.search(term.raw) is not None
    return is_joined and not term.exact and not term.title_only and term.reference is None


def _signed_forms(term: Term) -> list[TermForm]:
    """A word with the signs that were typed at it; a version also with or without its v."""
    folded = fold(term.raw.rstrip("*"))
    words = signed_words(folded) if len(folded.split()) == 1 and not term.title_only else []
    if len(words) != 1 or words[0] == term.chunks[0]:
        return []
    (word,) = words
    may_go_on = term.prefix or not folded.endswith(word)  # v0.21. is the beginning of v0.21.0
    forms = [TermForm(term.chunks, EXACT, signed=word)]
    if may_go_on:
        forms.append(TermForm(term.chunks, PREFIX, prefix=True, signed=word))
    if _VERSION.fullmatch(word):
        other = word.removeprefix("v") if word[0] == "v" else f"v{word}"
        chunks = tuple(split_chunks(other))
        forms.append(TermForm(chunks, SPELLING, signed=other))
        if may_go_on:
            forms.append(TermForm(chunks, PREFIX, prefix=True, signed=other))
    return forms


def _size_forms(term: Term) -> list[TermForm]:
    """3x3 and 3 x 3 are the same."""
    folded = fold(term.raw)
    if _SIZE.fullmatch(folded) is None:
        return []
    numbers = re.findall(r"\d+", folded)
    spaced = tuple(" x ".join(numbers).split())
    return [
        TermForm(chunks, SPELLING)
        for chunks in (("x".join(numbers),), spaced)
        if chunks != term.chunks
    ]


def _reference_forms(term: Term) -> list[TermForm]:
    reference = term.reference
    if reference is None:
        return []
    return [
        *(TermForm((name,), ISSUE) for name in reference.terms),
        *(TermForm(chunks, SPELLING) for chunks in reference.spellings if chunks != term.chunks),
    ]


def standalone_planner(excluded_synonyms: Iterable[str], *, synonyms: bool) -> QueryPlanner:
    """The planner for texts outside the index, with the program's own glossary."""
    glossary = load_glossary(paths.resources_folder() / GLOSSARY_FILE) if synonyms else None
    return QueryPlanner(
        glossary, possible_inflections, excluded_synonyms=frozenset(excluded_synonyms)
    )


def expanded_terms(node: PlanNode) -> list[ExpandedTerm]:
    """The terms that a match shows, in the order typed: not those that must be absent."""
    if isinstance(node, ExpandedTerm):
        return [node]
    if isinstance(node, CorrectedTerm):
        return [ExpandedTerm(node.forms)]
    if isinstance(node, AllOf):
        return [t for part in node.parts for t in expanded_terms(part)] + list(node.optional)
    if isinstance(node, AnyOf | MostOf):
        return [term for part in node.parts for term in expanded_terms(part)]
    return []
