"""The Whoosh codec for postings: one flat run of bytes for each term.

Whoosh's own codec packs postings in pickled blocks of 128 and hands them out one by one; a
search spends its time there. This codec writes a term's document numbers and weights side by
side, so that a whole list is read with two copies. Segments, generations, locking and the term
table (an ordered hash file) stay Whoosh's.
"""

from __future__ import annotations

import mmap
import sys
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from whoosh.codec.base import FieldWriter
from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Existence
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numlists import GrowableArray
from whoosh.writing import SegmentWriter

from viewer.search.index.safe_unpickling import guard_whoosh

# Here, because whoever opens an index needs this module.
guard_whoosh()

#: Postings while an index is built: a document's number times 256 plus the term's weight in it.
PostingsByTerm = Mapping[str, "array[int]"]
#: Fields: the words and pairs of characters of the articles; the prefixes of words.
TEXT_FIELD, PREFIX_FIELD = "text", "start"


class _MappedFile(BufferFile):  # type: ignore[misc]
    """A memory-mapped file; Whoosh's own class for buffers would copy all of it."""

    def __init__(self, data: mmap.mmap, name: str) -> None:
        super().__init__(b"", name)
        self._buf = self.file = data


class PostingsField(FieldType):  # type: ignore[misc]
    """A field whose postings are made by ``postings_builder``: a document and a weight."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None, scorable=True)

    def to_bytes(self, value: str | bytes) -> bytes:
        """The key of a term in the table of terms."""
        return value if isinstance(value, bytes) else value.encode("utf-8", "replace")

    def from_bytes(self, value: bytes) -> str:
        """The term of such a key."""
        return value.decode("utf-8")


def index_schema() -> Schema:
    """The fields of the index."""
    return Schema(**{TEXT_FIELD: PostingsField(), PREFIX_FIELD: PostingsField()})


class FlatMatcher(ListMatcher):  # type: ignore[misc]
    """A term's postings, all at once: ``documents`` in order, a weight of 1…255 for each."""

    def __init__(self, documents: array[int], weights: bytes) -> None:
        super().__init__(documents, weights)
        self.documents = documents
        self.weights = weights


class FlatCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's third codec with flat posting lists kept in the term table itself."""

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        """What writes the terms of a new segment."""
        return FlatFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> FlatTermsReader:
        """What reads the terms of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        with storage.open_file(name) as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return FlatTermsReader(self, _MappedFile(data, name), len(data), BufferFile(b""))


class _TermTable(OrderedHashWriter):  # type: ignore[misc]
    """An ordered hash file that hashes by CRC-32, which is faster here than MD5."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=1)
        self.index = GrowableArray("H")
        self.lastkey = b""


class FlatFieldWriter(FieldWriter):  # type: ignore[misc]
    """Writes the posting lists of one segment."""

    def __init__(self, codec: FlatCodec, storage: Any, segment: Any) -> None:
        self._table = _TermTable(segment.create_file(storage, codec.TERMS_EXT))
        self._field_numbers: dict[str, int] = {}
        self._table.extras["fieldmap"] = self._field_numbers
        self._table.extras["byteorder"] = sys.byteorder
        self.is_closed = False

    def close(self) -> None:
        """Finish the file."""
        self._table.close()
        self.is_closed = True

    def add_terms(self, field: str, postings: PostingsByTerm) -> None:
        """Write all terms of a field; fields are numbered in the order of the calls."""
        number = self._field_numbers.setdefault(field, len(self._field_numbers))
        prefix = number.to_bytes(2, "big")
        add = self._table.add
        for key, term in sorted((term.encode("utf-8"), term) for term in postings):
            packed = postings[term]
            # A segment holds no more articles than two bytes count: ``MAX_SEGMENT_ARTICLES``.
            documents = array("H", [posting >> 8 for posting in packed])
            weights = bytes([posting & 255 for posting in packed])
            add(prefix + key, documents.tobytes() + weights)


class FlatTermsReader(W3TermsReader):  # type: ignore[misc]
    """Reads whole posting lists from one segment."""

    def __init__(self, codec: FlatCodec, dbfile: Any, length: int, postfile: Any) -> None:
        super().__init__(codec, dbfile, length, postfile)
        self._swap_bytes = self._tindex.extras["byteorder"] != sys.byteorder

    def matcher(
        self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None
    ) -> FlatMatcher:
        """The postings of a term.

        Raises:
            TermNotFound: (Whoosh's) the segment does not have it.
        """
        try:
            data = self._tindex[self._keycoder(fieldname, tbytes)]
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}") from None
        count = len(data) // 3
        documents = array("H")
        documents.frombytes(data[: 2 * count])
        if self._swap_bytes:
            documents.byteswap()
        return FlatMatcher(documents, bytes(data[2 * count :]))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """Statistics of a term, counted from its postings."""
        postings = self.matcher(fieldname, tbytes, None)
        return TermInfo(
            weight=sum(postings.weights),
            df=len(postings.documents),
            maxweight=max(postings.weights),
            minid=postings.documents[0],
            maxid=postings.documents[-1],
        )

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """In how many documents of the segment a term stands."""
        try:
            return int(self.term_info(fieldname, tbytes).doc_frequency())
        except TermNotFound:
            return 0

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """The sum of a term's weights in the segment."""
        try:
            return float(self.term_info(fieldname, tbytes).weight())
        except TermNotFound:
            return 0.0


class FlatWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's segment writer, fed with finished posting lists instead of documents."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=FlatCodec(), compound=False)
        self._fields: list[tuple[str, PostingsByTerm]] = []
        self.perdocwriter: Any
        self.fieldwriter: Any

    def add_segment_postings(self, count: int, fields: Iterable[tuple[str, PostingsByTerm]]) -> str:
        """Take ``count`` documents, numbered from 0, with their postings by field.

        Returns the name of the new segment: files whose names begin with it are removed too when
        Whoosh drops the segment.
        """
        for number in range(count):
            self.perdocwriter.start_doc(number)
            self.perdocwriter.finish_doc()
        self.docnum = count
        self._fields = list(fields)
        self._added = count > 0
        return str(self.newsegment.segment_id())

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for field, postings in self._fields:
            self.fieldwriter.add_terms(field, postings)
        self.fieldwriter.close()

    def start_next_segment(self) -> None:
        """Finish the segment and begin another in the same commit."""
        self.segments.append(self._finalize_segment())
        segment = self.codec.new_segment(self.storage, self.indexname)
        self.newsegment = segment
        self.docnum, self._fields, self._added = 0, [], False
        self.perdocwriter = self.codec.per_document_writer(self.storage, segment)
        self.fieldwriter = self.codec.field_writer(self.storage, segment)
