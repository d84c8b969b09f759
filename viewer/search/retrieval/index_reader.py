"""The open index: Whoosh's segment readers with their stored fields. Imports Whoosh."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from viewer.errors import SearchIndexError
from viewer.messages import Message
from viewer.search.index.index_layout import STORED_FIELDS_SUFFIX, WORDS_SUFFIX
from viewer.search.index.postings_codec import PREFIX_FIELD, TEXT_FIELD, FlatMatcher, index_schema
from viewer.search.index.stored_fields import StoredFields
from viewer.search.language.folding import FoldedText
from viewer.search.language.vocabulary import Vocabulary
from viewer.search.retrieval.matcher import Matcher, OpenSegment
from viewer.search.retrieval.ranking import RecencyBoost, bm25_scores

#: How many folded texts are kept.
_MAX_CACHED_TEXTS = 400


class _WhooshPostings:
    """The posting lists of one segment, read whole."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def term_postings(self, term: str) -> tuple[array[int], bytes] | None:
        return self._read(TEXT_FIELD, term)

    def prefix_postings(self, prefix: str) -> tuple[array[int], bytes] | None:
        return self._read(PREFIX_FIELD, prefix)

    def terms_from(self, prefix: str) -> Iterator[str]:
        for term in self._reader.expand_prefix(TEXT_FIELD, prefix.encode("utf-8")):
            yield term.decode("utf-8")

    def _read(self, field: str, term: str) -> tuple[array[int], bytes] | None:
        try:
            postings = self._reader.postings(field, term.encode("utf-8", "replace"))
        except TermNotFound:
            return None
        if not isinstance(postings, FlatMatcher):  # where documents are deleted, Whoosh wraps it
            postings = postings.child
        assert isinstance(postings, FlatMatcher)
        return postings.documents, postings.weights


class IndexReader:
    """Everything a search reads; opened by ``SearchEngine.open`` after the files were checked.

    Raises:
        SearchIndexError: a segment is missing in the manifest, or its stored fields do not fit.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        # Read now, cut into words later: another program may replace the files meanwhile.
        self._word_lists: list[bytes] = []
        self._texts: dict[int, FoldedText] = {}
        self._vocabulary: Vocabulary | None = None
        self.segments: list[OpenSegment] = []
        self._reader = FileIndex(FileStorage(str(folder)), index_schema()).reader()
        for leaf, _ in self._reader.leaf_readers():
            segment = leaf.segment()
            if segment is None:  # an index without documents
                continue
            name = str(segment.segment_id())
            if name not in manifest["segments"]:
                raise SearchIndexError(
                    Message("The search index in {folder} is not whole; rebuild it.", folder=folder)
                )
            stored = StoredFields(folder / (name + STORED_FIELDS_SUFFIX))
            if stored.count != leaf.doc_count_all():
                raise SearchIndexError(
                    Message("The search index in {folder} is not whole; rebuild it.", folder=folder)
                )
            self._word_lists.append((folder / (name + WORDS_SUFFIX)).read_bytes())
            self.segments.append(
                OpenSegment(_WhooshPostings(leaf), stored, frozenset(segment.deleted_docs()))
            )
        self.recency = RecencyBoost(segment.stored for segment in self.segments)
        self.matcher = Matcher(self.segments, self.vocabulary, bm25_scores)

    def vocabulary(self) -> Vocabulary:
        """The archive's words, read when they are first asked for."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(words.decode("utf-8") for words in self._word_lists)
        return self._vocabulary

    def folded_texts(
        self, ids: Sequence[int], read: Callable[[Sequence[int]], Mapping[int, str]]
    ) -> dict[int, FoldedText]:
        """The folded texts of articles by id, those not in the cache loaded by ``read``.

        While a query is typed the same ones are asked for again and again.
        """
        cache = self._texts
        texts = {article_id: cache[article_id] for article_id in ids if article_id in cache}
        missing = [article_id for article_id in ids if article_id not in texts]
        for article_id, text in read(missing).items() if missing else ():
            texts[article_id] = cache[article_id] = FoldedText.of(text)
        while len(cache) > _MAX_CACHED_TEXTS:
            del cache[next(iter(cache))]
        return texts

    def close(self) -> None:
        """Close the files."""
        for segment in self.segments:
            segment.stored.close()
        self._reader.close()
