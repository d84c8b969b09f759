"""What Qt leaves out of a PDF file: bookmarks, links between its pages, and a true text layer.

The additions are appended to the file as PDF has it for later changes (ISO 32000-1, 7.5.6): objects
that take the place of older ones, and a cross-reference table that knows both.
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
    """A place in the file: a page, counted from 0, and points above the foot of its sheet."""

    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the file's outline; ``level`` 0 is the outermost."""

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
        """How the object begins; the whole of it where it is short."""
        start = self._offsets[number]
        found = self._data[start : start + _HEAD_BYTES]
        return found.partition(b"\nendobj")[0].partition(b" obj\n")[2]

    def object_body(self, number: int) -> bytes:
        """The whole object."""
        start = self._data.index(b" obj\n", self._offsets[number]) + 5
        return self._data[start : self._data.index(b"endobj", start)].rstrip()

    def replace_object(self, number: int, body: bytes) -> None:
        """Put ``object_body`` in the place of an object."""
        self._replaced[number] = body

    def add_object(self, body: bytes = b"") -> int:
        """Add an object; returns its number."""
        number, self.object_count = self.object_count, self.object_count + 1
        self._replaced[number] = body
        return number

    def to_bytes(self) -> bytes:
        """The file with what was changed."""
        made = bytearray(self._data)
        offsets = {}
        for number, body in sorted(self._replaced.items()):
            offsets[number] = len(made)
            made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        xref = len(made)
        made += b"xref\n"
        for number, offset in offsets.items():
            made += b"%d 1\n%010d 00000 n \n" % (number, offset)
        trailer = re.sub(rb"/Size \d+", b"/Size %d\n/Prev %d" % (self.object_count, self._xref),
                         self._trailer)  # fmt: skip
        made += re.sub(rb"startxref\s+\d+", b"startxref\n%d" % xref, trailer)
        return bytes(made)


def postprocess_pdf(
    data: bytes,
    *,
    language: str,
    bookmarks: Sequence[Bookmark],
    resolve_link: Callable[[str], Destination | str],
    resolve_character: Callable[[str], str],
) -> bytes:
    """``data``, a file that QPdfWriter has written, with what it left out.

    ``resolve_link`` says where a link that is no web address leads: a place in the file, or a web
    address after all. ``resolve_character`` says which character of the text one that Qt noted for
    a glyph stands for: where a font has one glyph for several, Qt notes the first of them.

    A file of another kind than Qt writes today stays as it is: it can be read and printed as well.
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
            pages = [int(found) for found in re.findall(rb"(\d+) 0 R", kids)]
    for number in file.object_numbers():
        head = file.object_head(number)
        if b"/Subtype /Link" in head:
            _fix_link(file, number, pages, resolve_link)
        found = re.search(rb"/ToUnicode (\d+) 0 R", head)
        if found is not None and b"/Type /Font" in head:
            _fix_to_unicode(file, int(found[1]), resolve_character)
    catalog = file.object_body(file.root).removesuffix(b">>")
    catalog += b"/Lang %b\n/ViewerPreferences << /DisplayDocTitle true >>\n" % _format_string(
        language
    )
    if bookmarks:
        catalog += b"/Outlines %d 0 R\n" % _add_outline(file, bookmarks, pages)
    file.replace_object(file.root, catalog + b">>")
    return file.to_bytes()


def _fix_link(
    file: _PdfFile, number: int, pages: list[int], goal_of: Callable[[str], Destination | str]
) -> None:
    body = file.object_body(number)
    found = _URI.search(body)
    if found is None:
        return
    uri = unquote(re.sub(rb"\\(.)", rb"\1", found[1]).decode("ascii", "replace"))
    if _URL_SCHEME.match(uri):
        return
    goal = goal_of(uri)
    if isinstance(goal, Destination):
        action = b"/Dest %b" % _format_destination(goal, pages)
    else:
        action = b"/A << /Type /Action /S /URI /URI (%b) >>" % goal.encode("ascii", "replace")
    file.replace_object(number, body[: found.start()] + action + body[found.end() :])


def _fix_to_unicode(file: _PdfFile, number: int, character: Callable[[str], str]) -> None:
    body = file.object_body(number)
    head, _, stream = body.partition(b"stream\n")
    stream = stream.removesuffix(b"endstream").rstrip()

    def mended(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16)
        if not code or 0xD800 <= code < 0xE000:
            return found[0]
        meant = character(chr(code))
        return b"<%b>" % meant.encode("utf-16-be").hex().upper().encode()

    # Only what stands in brackets are characters; the rest are the numbers of glyphs.
    made = re.sub(rb"\[[^\]]*\]", lambda list_: _CHARACTER_CODE.sub(mended, list_[0]), stream)
    if made != stream:
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(made), head)
        file.replace_object(number, head + b"stream\n" + made + b"\nendstream")


def _add_outline(file: _PdfFile, bookmarks: Sequence[Bookmark], pages: list[int]) -> int:
    """Write the outline; returns the number of its object."""
    root = file.add_object()
    numbers = [file.add_object() for _ in bookmarks]
    # Of each line: what stands above it, and what below.
    above: list[int] = []
    below: dict[int, list[int]] = {-1: []}
    for index, mark in enumerate(bookmarks):
        parent = index - 1
        while parent >= 0 and bookmarks[parent].level >= mark.level:
            parent = above[parent]
        above.append(parent)
        below.setdefault(parent, []).append(index)
    for index, mark in enumerate(bookmarks):
        beside, parent = below[above[index]], above[index]
        at = beside.index(index)
        parts = [
            b"/Title %b" % _format_string(mark.title),
            b"/Parent %d 0 R" % (numbers[parent] if parent >= 0 else root),
            b"/Dest %b" % _format_destination(mark.destination, pages),
        ]
        if at > 0:
            parts.append(b"/Prev %d 0 R" % numbers[beside[at - 1]])
        if at + 1 < len(beside):
            parts.append(b"/Next %d 0 R" % numbers[beside[at + 1]])
        if index in below:
            count = len(below[index])
            parts += _child_links(below[index], numbers, -count if parent >= 0 else count)
        file.replace_object(numbers[index], b"<< %b >>" % b" ".join(parts))
    shown = len(below[-1]) + sum(len(below.get(index, ())) for index in below[-1])
    file.replace_object(
        root, b"<< /Type /Outlines %b >>" % b" ".join(_child_links(below[-1], numbers, shown))
    )
    return root


def _child_links(indices: list[int], numbers: list[int], count: int) -> list[bytes]:
    """What a line says of those below it; a negative ``count`` keeps them folded at first."""
    return [
        b"/First %d 0 R" % numbers[indices[0]],
        b"/Last %d 0 R" % numbers[indices[-1]],
        b"/Count %d" % count,
    ]


def _format_destination(goal: Destination, pages: list[int]) -> bytes:
    return b"[%d 0 R /XYZ null %.1f null]" % (pages[goal.page], goal.height)


def _format_string(text: str) -> bytes:
    return (
        b"<%b>"
        % b"".join((b"\xfe\xff", text.encode("utf-16-be", "replace"))).hex().upper().encode()
    )
