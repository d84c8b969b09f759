"""Building postings from articles: how much each term weighs in each article.

The weight of a term is BM25F's: its count in the title, the headings, the text and the captions,
each by its own boost and length norm, is summed to a pseudo-frequency, and what that comes to
beside infinitely many occurrences is kept as 1…255. Since the sum is made here, a search reads one
posting list for a term and not one for each field.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from viewer import paths
from viewer.archive.model.catalogue_entries import Document
from viewer.search.index.stored_fields import TITLE_SEPARATOR, HitFields, StoredFieldsBuilder
from viewer.search.language.folding import fold
from viewer.search.language.glossary import GLOSSARY_FILE, load_glossary
from viewer.search.language.reserved_terms import (
    ISSUE_TERM,
    address_terms,
    is_reserved,
    issue_date_terms,
    issue_number_term,
)
from viewer.search.language.tokenizer import (
    acronyms,
    index_terms,
    is_cased,
    is_han,
    joined_compounds,
    signed_block,
    signed_words,
    split_chunks,
)
from viewer.search.query.fields import ArticleGroup

#: How soon more of the same word add little (BM25's k1), and what infinitely many of it weigh.
SATURATION, FULL_WEIGHT = 1.2, 255


class _Field(NamedTuple):
    """How a field weighs: its boost, its average length in words, how much its length counts."""

    boost: float
    average_length: float
    length_norm: float

    def scale(self, length: float) -> float:
        """What one occurrence counts in a text of ``length`` words."""
        return self.boost / (1 + self.length_norm * (length / self.average_length - 1))


_FIELDS = {
    "title": _Field(6.0, 5.0, 0.5),
    "issue title": _Field(5.0, 5.0, 0.5),
    "issue": _Field(2.0, 1.0, 0.0),
    "heading": _Field(4.0, 4.0, 0.3),
    "text": _Field(1.0, 90.0, 0.8),
    "caption": _Field(0.7, 8.0, 0.3),
    "byline": _Field(4.0, 4.0, 0.2),
    "section": _Field(0.3, 4.0, 0.2),
}
#: The weights of the number and the date of an issue, and of a word in the address of a link.
_ISSUE_TERM_WEIGHT, _LINK_TERM_WEIGHT = 6.0, 0.5
#: The fields that are titles, of the article or of its issue.
_TITLE_FIELDS = ("title", "issue title")
_FIELD_OF_BLOCK = {"heading": "heading", "caption": "caption"}
_WORDS_PER_HAN = 0.6
#: How much what stands in another script adds to the length of a text.
_OTHER_SCRIPT = 0.2
#: Prefixes of words have posting lists up to this length; longer ones are looked up in the words.
INDEXED_PREFIX_LENGTH = 3


class SegmentBuilder:
    """Collects the postings and stored fields of one segment in memory."""

    def __init__(self) -> None:
        glossary = load_glossary(paths.resources_folder() / GLOSSARY_FILE)
        names = "|".join(glossary.capitalised_names) or "(?!)"
        self._capitalised_names = re.compile(rf"\b(?:{names})\b", re.ASCII)
        self.text_postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self.prefix_postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self.stored = StoredFieldsBuilder.empty()

    def __len__(self) -> int:
        return len(self.stored)

    def word_counts(self) -> list[tuple[str, int]]:
        """The segment's words that are not Han, in order, with the articles each stands in."""
        return sorted(
            (term, len(rows)) for term, rows in self.text_postings.items() if _is_word(term)
        )

    def add(self, document: Document, fingerprint: str) -> None:
        """Add one article; ``fingerprint`` is that of its issue's file."""
        number = len(self.stored)
        weights: defaultdict[str, float] = defaultdict(float)
        titles: list[str] = []
        streams: list[str] = []
        counts: dict[str, Counter[str]] = {}
        lengths: defaultdict[str, _Length] = defaultdict(_Length)
        signed: dict[str, None] = {}
        for kind, text in _text_fields(document):
            folded = fold(text)
            chunks = split_chunks(folded)
            signed.update(dict.fromkeys(signed_words(folded)))
            if kind in _TITLE_FIELDS:
                titles.append(_stream(chunks))
            elif kind != "section":
                streams.append(_stream(chunks))
            kind_counts = counts.setdefault(kind, Counter())
            kind_counts.update(index_terms(chunks))
            kind_counts.update(acronyms(text))
            kind_counts.update(self._capitalised_names.findall(text))
            lengths[kind].add(chunks)
            compounds = joined_compounds(folded)
            if compounds:
                kind_counts.update(compounds)
        for kind, kind_counts in counts.items():
            field, length = _FIELDS[kind], lengths[kind]
            han_scale, word_scale = field.scale(length.of_han), field.scale(length.of_words)
            for term, count in kind_counts.items():
                weights[term] += count * (han_scale if is_han(term) else word_scale)
        for weight, terms in _reserved_terms(document):
            weights.update(dict.fromkeys(terms, weight))
            streams.append(_stream(terms))
        if signed:
            streams.append(signed_block(signed))
        self._add_postings(number, weights)
        self.stored.add(
            document.id,
            TITLE_SEPARATOR.join(dict.fromkeys(titles)),
            [stream for stream in streams if stream],
            _hit_fields(document),
            ArticleGroup.of_document(document, fingerprint),
        )

    def _add_postings(self, number: int, weights: dict[str, float]) -> None:
        base = number << 8
        text = self.text_postings
        prefix_weights: dict[str, int] = {}
        for term, weight in weights.items():
            rounded = saturated_weight(weight)
            text[term].append(base | rounded)
            if _is_word(term):
                for size in range(1, min(INDEXED_PREFIX_LENGTH, len(term)) + 1):
                    prefix = term[:size]
                    if prefix_weights.get(prefix, 0) < rounded:
                        prefix_weights[prefix] = rounded
        for prefix, rounded in prefix_weights.items():
            self.prefix_postings[prefix].append(base | rounded)


def saturated_weight(frequency: float) -> int:
    """The weight that is kept of a pseudo-frequency; 1 in a text of average length makes 115."""
    return round(FULL_WEIGHT * frequency / (frequency + SATURATION)) or 1


@dataclass(slots=True)
class _Length:
    """How long a text is for a word of each script, in words; a Han character is 0.6 of one.

    Of a text in several scripts the others count little: three English words in a Chinese note say
    what it is about as much as they would in three lines of English. Counted alike in every
    language, or a translation into Chinese would seem longer than its original.
    """

    words: float = 0.0
    han: float = 0.0

    def add(self, chunks: Iterable[str]) -> None:
        for chunk in chunks:
            if is_han(chunk):
                self.han += _WORDS_PER_HAN * len(chunk)
            else:
                self.words += 1

    @property
    def of_words(self) -> float:
        return self.words + _OTHER_SCRIPT * self.han

    @property
    def of_han(self) -> float:
        return self.han + _OTHER_SCRIPT * self.words


def _is_word(term: str) -> bool:
    """Whether a term is a word that may be typed in part: in any case, and not Han."""
    return not (is_han(term) or is_cased(term) or is_reserved(term))


def _text_fields(document: Document) -> Iterable[tuple[str, str]]:
    """The title, what is known about the article, and its blocks, each with its kind.

    The name of the section is found by its words but is no text of the article: no phrase stands
    in it.
    """
    yield "title", document.title
    head = document.issue_head
    editors = dict.fromkeys(document.editors)
    if head is not None:
        yield "issue title", head.title
        yield "issue", str(document.address.issue)
        # Most mastheads name the editors in their text.
        editors |= dict.fromkeys(name for name in head.editors if name not in document.text)
    yield "byline", " · ".join(editors)
    yield (
        "section",
        " · ".join(
            (document.number, document.section_label, document.section_title, document.series)
        ),
    )
    text = document.text
    if not document.blocks:
        yield from (("text", line) for line in text.split("\n"))
    for block in document.blocks:
        yield _FIELD_OF_BLOCK.get(block.kind, "text"), text[block.start : block.end]


def _reserved_terms(document: Document) -> Iterable[tuple[float, Sequence[str]]]:
    """The weight and the terms of the issue on its first page, and of each address linked to."""
    if document.issue_head is not None:
        yield _ISSUE_TERM_WEIGHT, [ISSUE_TERM]
        yield _ISSUE_TERM_WEIGHT, [issue_number_term(document.address.issue)]
        for term in issue_date_terms(document.issue_head.date):
            yield _ISSUE_TERM_WEIGHT, [term]
    for href in dict.fromkeys(link.href for link in document.links):
        if ":" in href:  # else it leads to another article of the library
            yield _LINK_TERM_WEIGHT, address_terms(href)


def _stream(chunks: Sequence[str]) -> str:
    return " " + " ".join(chunks) + " " if chunks else ""


def _hit_fields(document: Document) -> HitFields:
    anchors: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.anchor != (anchors[-1][1] if anchors else ""):
            anchors.append((block.start, block.anchor))
    head = document.issue_head
    return HitFields(
        document.address.article,
        document.number,
        document.title,
        tuple(anchors),
        None if head is None else head.title,
    )
