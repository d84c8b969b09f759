"""Reads a large XML file of many similar elements, such as posts, one element at a time.

One pass over the bytes finds where each element begins and ends; each is then parsed alone, when
it is asked for. Memory is bounded by the largest element, and one that is broken costs no other.
"""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.importers.sources.xml_repair import decode_xml, detect_encoding
from viewer.importers.sources.xml_tree import (
    DefusedXmlException,
    Node,
    ParsedXml,
    ParseError,
    XmlTooLargeError,
    declared_prefixes,
    parse_attributes,
    parse_document,
    parse_fragment,
)
from viewer.messages import Message

_CHUNK = 1 << 20
#: Bytes; no post with all its comments is larger.
LARGEST_ELEMENT = 16 << 20
#: Bytes before the first post, where every author, category and tag of the site is named.
LARGEST_HEAD = 32 << 20
#: Bytes of an unpacked file up to which it stays in memory; a larger one goes to a temporary file.
_IN_MEMORY = 32 << 20
MOST_ELEMENTS = 200_000
# Bytes of the longest start of a token, which may be cut by the end of a chunk.
_LONGEST_TOKEN_START = 128
_DOCUMENT_START = re.compile(
    rb"<(?:\?xml|!DOCTYPE|rss|feed|rdf:RDF|[A-Za-z]+:(?:feed|RDF))[\s>]", re.I
)
_ROOT_TAG = re.compile(r"<[A-Za-z_][\w.:-]{0,60}\s[^<>]{0,20000}>")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,80})([^<>]{0,20000})>")
_CDATA_OR_COMMENT = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_SECTION_ENDS = {b"<![CDATA[": re.compile(rb"\]\]>"), b"<!--": re.compile(rb"-->")}


@dataclass(frozen=True, slots=True)
class ElementSpan:
    """Where an element stands: bytes ``[start, end)``, and the line (from 1) of its beginning.

    ``is_complete`` is false where the file ends, or another such element begins, before its end
    tag.
    """

    start: int
    end: int
    line: int
    is_complete: bool


class XmlStream:
    """An XML file whose elements were found. ``head`` is what stands before the first of them.

    ``elements`` says where they are; ``parse_element`` reads one. ``cut_off_line`` is the line
    (from 1) on which the file ends although an element is open, 0 if it is complete.
    """

    def __init__(
        self,
        file: BinaryIO,
        problems: ProblemCollector,
        element_names: tuple[str, ...],
        containers: frozenset[str] = frozenset(),
    ) -> None:
        """Look through ``file``, which is closed with this, for elements of these names.

        ``containers`` are elements inside them that hold elements themselves, for reading what is
        not well formed.

        Raises:
            UnreadableFileError: it is no XML, declares a document type, or holds too much.
        """
        self._file = file
        self._problems = problems
        self._containers = containers
        try:
            self._find_elements(element_names)
        except BaseException:
            self._file.close()
            raise

    def _find_elements(self, element_names: tuple[str, ...]) -> None:
        problems, file = self._problems, self._file
        self._encoding = detect_encoding(file.read(1024))
        if self._encoding.startswith(("utf-16", "utf-32")):
            self._file = _copy_as_utf8(file, self._encoding)
            self._encoding = "utf-8"
        scan = _ElementScanner(self._file, element_names)
        elements = list(scan.elements())
        if len(elements) > MOST_ELEMENTS:
            raise problems.fatal(
                Message(
                    "The file holds more than {most_elements:,} posts, which is not read; divide "
                    "it.",
                    most_elements=MOST_ELEMENTS,
                )
            )
        self.elements: tuple[ElementSpan, ...] = tuple(elements)
        self.cut_off_line: int = scan.line if elements and not elements[-1].is_complete else 0
        self._prefixes: dict[str, str] = {}
        self.head: Node = self._read_head(elements[0].start if elements else scan.size)

    def parse_element(self, span: ElementSpan, problems: ProblemCollector) -> ParsedXml:
        """The element as a tree; ``error_line`` counts the lines of the whole file.

        Raises:
            UnreadableFileError: it is too large, nested too deeply, or declares entities.
        """
        if span.end - span.start > LARGEST_ELEMENT:
            raise problems.fatal(
                Message(
                    "A post is larger than {largest_element} MB, so it is left out.",
                    largest_element=LARGEST_ELEMENT >> 20,
                ),
                span.line,
            )
        text = self._read_text(span.start, span.end)
        start_tag, _, inner = text.partition(">")
        first_line = span.line + text.count("\n", 0, len(text) - len(inner))
        try:
            parsed = parse_fragment(inner, prefixes=self._prefixes, containers=self._containers)
        except XmlTooLargeError:
            raise problems.fatal(_TOO_DEEP_MESSAGE, span.line) from None
        except DefusedXmlException:
            raise problems.fatal(_DOCTYPE_MESSAGE, span.line) from None
        parsed.node.attrs.update(parse_attributes(start_tag))
        return ParsedXml(
            parsed.node, parsed.error, first_line + parsed.error_line - 1 if parsed.error else 0
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read_text(self, start: int, end: int) -> str:
        self._file.seek(start)
        return decode_xml(self._file.read(end - start), self._encoding)

    def _read_head(self, end: int) -> Node:
        """The head as a document of its own, its open elements closed."""
        if end > LARGEST_HEAD:
            raise self._problems.fatal(
                Message(
                    "There is no post in the beginning of the file; check that it is the right one."
                )
            )
        self._file.seek(0)
        content = self._file.read(end)
        root_start = _DOCUMENT_START.search(content[: 64 * 1024])
        if root_start is None:
            raise self._problems.fatal(
                Message("The file is not an export or a feed; check what it is.")
            )
        text = decode_xml(content[root_start.start() :], self._encoding)
        root = _ROOT_TAG.search(text)
        self._prefixes = declared_prefixes(root[0]) if root is not None else {}
        try:
            return parse_document(text + _closing_tags(text))
        except DefusedXmlException:
            raise self._problems.fatal(_DOCTYPE_MESSAGE, 1) from None
        except XmlTooLargeError:
            raise self._problems.fatal(_TOO_DEEP_MESSAGE, 1) from None
        except ParseError as error:
            line = content.count(b"\n", 0, root_start.start()) + error.position[0]
            self._problems.warning(
                Message(
                    "The beginning of the file is not well formed; the name of the publication "
                    "and its authors may be missing. Export it again if they are."
                ),
                line,
            )
            root_node = Node("")
            inner = text[root.end() :] if root is not None else text
            inner = inner[inner.find("<channel>") + 9 :] if "<channel>" in inner else inner
            try:
                channel = parse_fragment(
                    inner, prefixes=self._prefixes, containers=self._containers
                ).node
            except (XmlTooLargeError, DefusedXmlException):
                return root_node
            channel.name = "channel"
            root_node.children.append(channel)
            return root_node


_DOCTYPE_MESSAGE = Message(
    "The file declares a document type or entities of its own, which is not read since it "
    "can be used to do harm; take the line that begins with <!DOCTYPE out."
)
_TOO_DEEP_MESSAGE = Message(
    "Elements are nested too deeply or are too many; this is not read. Get another copy."
)


def _closing_tags(text: str) -> str:
    """The end tags that the beginning of a document lacks."""
    open_tags: list[str] = []
    for is_end_tag, name, attributes in _TAG.findall(_CDATA_OR_COMMENT.sub("", text)):
        if attributes.endswith("/"):
            continue
        if not is_end_tag:
            open_tags.append(name)
        elif open_tags and open_tags[-1] == name:
            open_tags.pop()
    return "".join(f"</{name}>" for name in reversed(open_tags[:200]))


def _copy_as_utf8(file: BinaryIO, encoding: str) -> BinaryIO:
    """A copy of ``file`` in UTF-8, in memory or in a temporary file without a name."""
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed with the source
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    while chunk := file.read(_CHUNK):
        copy.write(decoder.decode(chunk).encode("utf-8", "replace"))
    file.close()
    return cast(BinaryIO, copy)


def spooled_file(content: bytes) -> BinaryIO:
    """``content`` as a file; a large one does not stay in memory."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed with the source
    file.write(content)
    if len(content) > _IN_MEMORY:
        file.rollover()
    file.seek(0)
    return cast(BinaryIO, file)


class _ElementScanner:
    """The pass over the bytes. CDATA sections and comments are stepped over."""

    def __init__(self, file: BinaryIO, element_names: tuple[str, ...]) -> None:
        self._file = file
        either = "|".join(element_names).encode("ascii")
        self._token_pattern = re.compile(
            rb"<!\[CDATA\[|<!--|<(/?)(?:[A-Za-z_][\w.-]{0,40}:)?(?:" + either + rb")(?=[\s/>])"
        )
        self.line = 1
        self.size = 0
        self._buffer = b""
        self._buffer_start = 0  # where in the file the buffer begins
        self._counted_to = 0  # index in the buffer up to which lines were counted
        self._unterminated: set[bytes] = set()  # starts of sections that were found to have no end

    def elements(self) -> Iterator[ElementSpan]:
        """Every element, in order."""
        self._file.seek(0)
        open_at: tuple[int, int] | None = None
        position = 0
        while True:
            match, position = self._search_on(self._token_pattern, position)
            if match is None:
                break
            if match[0] in _SECTION_ENDS:
                position = self._skip_section(match)
                continue
            tag_start = self._buffer_start + match.start()
            line = self._advance_line(match.start())
            position = match.end()
            if match[1]:
                if open_at is not None:
                    yield ElementSpan(open_at[0], tag_start, open_at[1], True)
                    open_at = None
                continue
            if open_at is not None:
                yield ElementSpan(open_at[0], tag_start, open_at[1], False)
            open_at = (tag_start, line)
        self._advance_line(len(self._buffer))
        self.size = self._buffer_start + len(self._buffer)
        if open_at is not None:
            yield ElementSpan(open_at[0], self.size, open_at[1], False)

    def _search_on(
        self, pattern: re.Pattern[bytes], position: int
    ) -> tuple[re.Match[bytes] | None, int]:
        """The next match from ``position`` of the buffer on, reading on as needed."""
        while True:
            match = pattern.search(self._buffer, position)
            if match is not None:
                return match, match.end()
            keep_from = max(position, len(self._buffer) - _LONGEST_TOKEN_START)
            more = self._file.read(_CHUNK)
            if not more:
                return None, len(self._buffer)
            self._advance_line(keep_from)
            self._buffer = self._buffer[keep_from:] + more
            self._buffer_start += keep_from
            self._counted_to = 0
            position = 0

    def _advance_line(self, index: int) -> int:
        if index > self._counted_to:
            self.line += self._buffer.count(b"\n", self._counted_to, index)
            self._counted_to = index
        return self.line

    def _skip_section(self, match: re.Match[bytes]) -> int:
        """Where to go on after the start of a CDATA section or comment.

        That is behind its end; where the file ends before that, right behind its start.
        """
        if match[0] in self._unterminated:
            return match.end()
        begin, line = self._buffer_start + match.end(), self._advance_line(match.end())
        end_match, position = self._search_on(_SECTION_ENDS[match[0]], match.end())
        if end_match is None:
            self._unterminated.add(match[0])
            self._file.seek(begin)
            self._buffer, self._buffer_start, self._counted_to, self.line = b"", begin, 0, line
            return 0
        return position
