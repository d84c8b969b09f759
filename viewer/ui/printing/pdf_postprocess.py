"""Adds to a PDF file what Qt leaves out: bookmarks, internal links, and a correct text layer.

The additions are appended to the file as an incremental update (ISO 32000-1, 7.5.6): objects that
replace older ones, and a cross-reference table with both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

_HEAD_BYTES = 600
_URI = re.compile(rb"/A <<\s*/Type /Action\s*/S /URI\s*/URI \(((?:[^()\\]|\\.)*)\)\s*>>")
_CHARACTER_CODE = re.compile(rb"(?<=[\[ ])<([0-9A-F]{4})>")
_URL_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """A position in the file: a page, counted from 0, and points above the bottom edge."""

    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the file's outline; ``level`` 0 is the outermost."""

    title: str
    level: int
    destination: Destination


class _PdfFile:
    """The objects of a PDF file with a plain cross-reference table, as Qt writes it.

    Raises:
        ValueError, IndexError: the file is not of that kind.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._xref = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        rows = data[self._xref :].split(b"\n")
        self.object_count = int(rows[1].split()[1])
        self._offsets = {
            number: int(row[:10])
            for number, row in enumerate(rows[2 : 2 + self.object_count])
            if row[17:18] == b"n"
        }
        self._trailer = data[data.rindex(b"trailer") :]
        root = re.search(rb"/Root (\d+) 0 R", self._trailer)
        self.root = int(root[1]) if root is not None else -1
        if self.root not in self._offsets:
            raise ValueError
        self._replaced: dict[int, bytes] = {}

    def object_numbers(self) -> list[int]:
        """The numbers of the objects."""
        return list(self._offsets)

    def object_head(self, number: int) -> bytes:
        """The first bytes of the object; all of it if it is short."""
        start = self._offsets[number]
        head = self._data[start : start + _HEAD_BYTES]
        return head.partition(b"\nendobj")[0].partition(b" obj\n")[2]

    def object_body(self, number: int) -> bytes:
        """The whole object."""
        start = self._data.index(b" obj\n", self._offsets[number]) + 5
        return self._data[start : self._data.index(b"endobj", start)].rstrip()

    def replace_object(self, number: int, body: bytes) -> None:
        """Replace the body of an object."""
        self._replaced[number] = body

    def add_object(self, body: bytes = b"") -> int:
        """Add an object; returns its number."""
        number, self.object_count = self.object_count, self.object_count + 1
        self._replaced[number] = body
        return number

    def to_bytes(self) -> bytes:
        """The file with the changes appended."""
        output = bytearray(self._data)
        offsets = {}
        for number, body in sorted(self._replaced.items()):
            offsets[number] = len(output)
            output += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        xref = len(output)
        output += b"xref\n"
        for number, offset in offsets.items():
            output += b"%d 1\n%010d 00000 n \n" % (number, offset)
        trailer = re.sub(rb"/Size \d+", b"/Size %d\n/Prev %d" % (self.object_count, self._xref),
                         self._trailer)  # fmt: skip
        output += re.sub(rb"startxref\s+\d+", b"startxref\n%d" % xref, trailer)
        return bytes(output)


def postprocess_pdf(
    data: bytes,
    *,
    language: str,
    bookmarks: Sequence[Bookmark],
    resolve_link: Callable[[str], Destination | str],
    resolve_character: Callable[[str], str],
) -> bytes:
    """Complete ``data``, a file that QPdfWriter has written.

    ``resolve_link`` gives the target of a link that is not a web address: a position in the file,
    or a web address after all. ``resolve_character`` gives the character of the text for the one
    that Qt noted for a glyph: if a font has one glyph for several, Qt notes the first of them.

    A file that is not laid out as Qt does it today is returned unchanged: it can still be read.
    """
    try:
        file = _PdfFile(data)
    except (ValueError, IndexError):
        return data
    pages: list[int] = []
    for number in file.object_numbers():
        head = file.object_head(number)
        if head.startswith(b"<<\n/Type /Pages"):
            kids = file.object_body(number).partition(b"[")[2].partition(b"]")[0]
            pages = [int(to_unicode) for to_unicode in re.findall(rb"(\d+) 0 R", kids)]
    for number in file.object_numbers():
        head = file.object_head(number)
        if b"/Subtype /Link" in head:
            _fix_link(file, number, pages, resolve_link)
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", head)
        if to_unicode is not None and b"/Type /Font" in head:
            _fix_to_unicode(file, int(to_unicode[1]), resolve_character)
    catalog = file.object_body(file.root).removesuffix(b">>")
    catalog += b"/Lang %b\n/ViewerPreferences << /DisplayDocTitle true >>\n" % _format_string(
        language
    )
    if bookmarks:
        catalog += b"/Outlines %d 0 R\n" % _add_outline(file, bookmarks, pages)
    file.replace_object(file.root, catalog + b">>")
    return file.to_bytes()


def _fix_link(
    file: _PdfFile, number: int, pages: list[int], resolve_link: Callable[[str], Destination | str]
) -> None:
    body = file.object_body(number)
    uri_action = _URI.search(body)
    if uri_action is None:
        return
    uri = unquote(re.sub(rb"\\(.)", rb"\1", uri_action[1]).decode("ascii", "replace"))
    if _URL_SCHEME.match(uri):
        return
    destination = resolve_link(uri)
    if isinstance(destination, Destination):
        action = b"/Dest %b" % _format_destination(destination, pages)
    else:
        action = b"/A << /Type /Action /S /URI /URI (%b) >>" % destination.encode(
            "ascii", "replace"
        )
    file.replace_object(number, body[: uri_action.start()] + action + body[uri_action.end() :])


def _fix_to_unicode(file: _PdfFile, number: int, resolve_character: Callable[[str], str]) -> None:
    body = file.object_body(number)
    head, _, stream = body.partition(b"stream\n")
    stream = stream.removesuffix(b"endstream").rstrip()

    def map_character(code_match: re.Match[bytes]) -> bytes:
        code = int(code_match[1], 16)
        if not code or 0xD800 <= code < 0xE000:
            return code_match[0]
        character = resolve_character(chr(code))
        return b"<%b>" % character.encode("utf-16-be").hex().upper().encode()

    # Only the codes in brackets are characters; the others are the numbers of glyphs.
    new_stream = re.sub(
        rb"\[[^\]]*\]", lambda match: _CHARACTER_CODE.sub(map_character, match[0]), stream
    )
    if new_stream != stream:
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(new_stream), head)
        file.replace_object(number, head + b"stream\n" + new_stream + b"\nendstream")


def _add_outline(file: _PdfFile, bookmarks: Sequence[Bookmark], pages: list[int]) -> int:
    """Add the outline; returns the number of its object."""
    root = file.add_object()
    numbers = [file.add_object() for _ in bookmarks]
    # Of each bookmark, by index (-1: the root): its parent, and its children.
    parents: list[int] = []
    children: dict[int, list[int]] = {-1: []}
    for index, bookmark in enumerate(bookmarks):
        parent = index - 1
        while parent >= 0 and bookmarks[parent].level >= bookmark.level:
            parent = parents[parent]
        parents.append(parent)
        children.setdefault(parent, []).append(index)
    for index, bookmark in enumerate(bookmarks):
        siblings, parent = children[parents[index]], parents[index]
        position = siblings.index(index)
        parts = [
            b"/Title %b" % _format_string(bookmark.title),
            b"/Parent %d 0 R" % (numbers[parent] if parent >= 0 else root),
            b"/Dest %b" % _format_destination(bookmark.destination, pages),
        ]
        if position > 0:
            parts.append(b"/Prev %d 0 R" % numbers[siblings[position - 1]])
        if position + 1 < len(siblings):
            parts.append(b"/Next %d 0 R" % numbers[siblings[position + 1]])
        if index in children:
            count = len(children[index])
            parts += _child_links(children[index], numbers, -count if parent >= 0 else count)
        file.replace_object(numbers[index], b"<< %b >>" % b" ".join(parts))
    visible_count = len(children[-1]) + sum(len(children.get(index, ())) for index in children[-1])
    file.replace_object(
        root,
        b"<< /Type /Outlines %b >>" % b" ".join(_child_links(children[-1], numbers, visible_count)),
    )
    return root


def _child_links(indices: list[int], numbers: list[int], count: int) -> list[bytes]:
    """The entries that link to the children; a negative ``count`` keeps them collapsed."""
    return [
        b"/First %d 0 R" % numbers[indices[0]],
        b"/Last %d 0 R" % numbers[indices[-1]],
        b"/Count %d" % count,
    ]


def _format_destination(destination: Destination, pages: list[int]) -> bytes:
    return b"[%d 0 R /XYZ null %.1f null]" % (pages[destination.page], destination.height)


def _format_string(text: str) -> bytes:
    return (
        b"<%b>"
        % b"".join((b"\xfe\xff", text.encode("utf-16-be", "replace"))).hex().upper().encode()
    )
