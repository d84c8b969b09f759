"""Building postings from articles: how much each term weighs in each article.

The weight of a term is the BM25F pseudo-frequency: its count in the title, the headings, the
text and the captions, each by its own boost and length norm, summed and rounded to 1…255. Since
the sum is made here, a search reads one posting list for a term and not one for each field.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable

from viewer.archive.model.catalogue_entries import Document
from viewer.search.index.stored_fields import HitFields, StoredFieldsBuilder
from viewer.search.language.folding import fold
from viewer.search.language.tokenizer import (
    acronyms,
    cased_acronym,
    index_terms,
    is_han,
    joined_compounds,
    split_chunks,
)
from viewer.search.query.fields import ArticleGroup

#: One occurrence in a text of average length weighs this much.
WEIGHT_UNIT = 8
_FIELD_BOOST = {"title": 6.0, "heading": 2.5, "text": 1.0, "caption": 0.7, "meta": 1.2}
#: In words (see ``_length``).
_AVERAGE_LENGTH = {"title": 5.0, "heading": 4.0, "text": 90.0, "caption": 8.0, "meta": 8.0}
_LENGTH_NORM = {"title": 0.5, "heading": 0.3, "text": 0.6, "caption": 0.3, "meta": 0.2}
_FIELD_OF_BLOCK = {"heading": "heading", "caption": "caption"}
_WORDS_PER_HAN = 0.6
#: Prefixes of words have posting lists up to this length; longer ones are looked up in the words.
INDEXED_PREFIX_LENGTH = 3


class SegmentBuilder:
    """Collects the postings and stored fields of one segment in memory."""

    def __init__(self) -> None:
        self.text_postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self.prefix_postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self.stored = StoredFieldsBuilder.empty()

    def __len__(self) -> int:
        return len(self.stored)

    def word_counts(self) -> list[tuple[str, int]]:
        """The segment's words that are not Han, in order, with the articles each stands in."""
        return sorted(
            (term, len(rows))
            for term, rows in self.text_postings.items()
            if not is_han(term) and not cased_acronym(term)
        )

    def add(self, document: Document, fingerprint: str) -> None:
        """Add one article; ``fingerprint`` is that of its issue's file."""
        number = len(self.stored)
        parts = _text_fields(document)
        weights: defaultdict[str, float] = defaultdict(float)
        streams: list[str] = []
        counts: dict[str, Counter[str]] = {}
        lengths: defaultdict[str, float] = defaultdict(float)
        for kind, text in parts:
            folded = fold(text)
            chunks = split_chunks(folded)
            streams.append(" " + " ".join(chunks) + " " if chunks else "")
            kind_counts = counts.setdefault(kind, Counter())
            kind_counts.update(index_terms(chunks))
            kind_counts.update(acronyms(text))
            lengths[kind] += _length(chunks)
            compounds = joined_compounds(folded)
            if compounds:
                kind_counts.update(compounds)
        for kind, kind_counts in counts.items():
            norm = (
                1 - _LENGTH_NORM[kind] + _LENGTH_NORM[kind] * lengths[kind] / _AVERAGE_LENGTH[kind]
            )
            scale = WEIGHT_UNIT * _FIELD_BOOST[kind] / norm
            for term, count in kind_counts.items():
                weights[term] += count * scale
        self._add_postings(number, weights)
        self.stored.add(
            document.id,
            streams[0],
            [stream for stream in streams[1:] if stream],
            _hit_fields(document),
            ArticleGroup.of_document(document, fingerprint),
        )

    def _add_postings(self, number: int, weights: dict[str, float]) -> None:
        base = number << 8
        text = self.text_postings
        prefix_weights: dict[str, int] = {}
        for term, weight in weights.items():
            rounded = 255 if weight > 255 else int(weight) or 1
            text[term].append(base | rounded)
            if not is_han(term) and not cased_acronym(term):
                for size in range(1, min(INDEXED_PREFIX_LENGTH, len(term)) + 1):
                    prefix = term[:size]
                    if prefix_weights.get(prefix, 0) < rounded:
                        prefix_weights[prefix] = rounded
        for prefix, rounded in prefix_weights.items():
            self.prefix_postings[prefix].append(base | rounded)


def _length(chunks: Iterable[str]) -> float:
    """The length of a text in words: a Han character is some six tenths of one.

    Counted alike in every language, or a translation into Chinese would seem longer than its
    original and come behind it.
    """
    return sum(_WORDS_PER_HAN * len(chunk) if is_han(chunk) else 1 for chunk in chunks)


def _text_fields(document: Document) -> Iterable[tuple[str, str]]:
    """The title, what is known about the article, and its blocks, each with its kind."""
    yield "title", document.title
    yield (
        "meta",
        " · ".join(
            (
                document.number,
                *document.editors,
                document.section_label,
                document.section_title,
                document.series,
            )
        ),
    )
    text = document.text
    if not document.blocks:
        yield from (("text", line) for line in text.split("\n"))
    for block in document.blocks:
        yield _FIELD_OF_BLOCK.get(block.kind, "text"), text[block.start : block.end]


def _hit_fields(document: Document) -> HitFields:
    anchors: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.anchor != (anchors[-1][1] if anchors else ""):
            anchors.append((block.start, block.anchor))
    return HitFields(document.address.article, document.number, document.title, tuple(anchors))
