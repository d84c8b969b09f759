"""What Qt leaves out of a PDF file: bookmarks, links between its pages, and a true text layer.

The additions are appended to the file as PDF has it for later changes (ISO 32000-1, 7.5.6): objects
that take the place of older ones, and a cross-reference table that knows both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

_HEAD = 600
_URI = re.compile(rb"/A <<\s*/Type /Action\s*/S /URI\s*/URI \(((?:[^()\\]|\\.)*)\)\s*>>")
_CODE = re.compile(rb"(?<=[\[ ])<([0-9A-F]{4})>")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Goal:
    """A place in the file: a page, counted from 0, and points above the foot of its sheet."""

    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the file's outline; ``level`` 0 is the outermost."""

    title: str
    level: int
    goal: Goal


class _File:
    """The objects of a PDF file with a plain cross-reference table, as Qt writes it.

    Raises:
        ValueError, IndexError: the file is not of that kind.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._xref = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        rows = data[self._xref :].split(b"\n")
        self.count = int(rows[1].split()[1])
        self._offsets = {
            number: int(row[:10])
            for number, row in enumerate(rows[2 : 2 + self.count])
            if row[17:18] == b"n"
        }
        self._trailer = data[data.rindex(b"trailer") :]
        root = re.search(rb"/Root (\d+) 0 R", self._trailer)
        self.root = int(root[1]) if root is not None else -1
        if self.root not in self._offsets:
            raise ValueError
        self._changed: dict[int, bytes] = {}

    def numbers(self) -> list[int]:
        """The numbers of the objects."""
        return list(self._offsets)

    def head(self, number: int) -> bytes:
        """How the object begins; the whole of it where it is short."""
        start = self._offsets[number]
        found = self._data[start : start + _HEAD]
        return found.partition(b"\nendobj")[0].partition(b" obj\n")[2]

    def body(self, number: int) -> bytes:
        """The whole object."""
        start = self._data.index(b" obj\n", self._offsets[number]) + 5
        return self._data[start : self._data.index(b"endobj", start)].rstrip()

    def change(self, number: int, body: bytes) -> None:
        """Put ``body`` in the place of an object."""
        self._changed[number] = body

    def add(self, body: bytes = b"") -> int:
        """Add an object; returns its number."""
        number, self.count = self.count, self.count + 1
        self._changed[number] = body
        return number

    def written(self) -> bytes:
        """The file with what was changed."""
        made = bytearray(self._data)
        offsets = {}
        for number, body in sorted(self._changed.items()):
            offsets[number] = len(made)
            made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        xref = len(made)
        made += b"xref\n"
        for number, offset in offsets.items():
            made += b"%d 1\n%010d 00000 n \n" % (number, offset)
        trailer = re.sub(rb"/Size \d+", b"/Size %d\n/Prev %d" % (self.count, self._xref),
                         self._trailer)  # fmt: skip
        made += re.sub(rb"startxref\s+\d+", b"startxref\n%d" % xref, trailer)
        return bytes(made)


def finish(
    data: bytes,
    *,
    language: str,
    bookmarks: Sequence[Bookmark],
    goal_of: Callable[[str], Goal | str],
    character: Callable[[str], str],
) -> bytes:
    """``data``, a file that QPdfWriter has written, with what it left out.

    ``goal_of`` says where a link that is no web address leads: a place in the file, or a web
    address after all. ``character`` says which character of the text one that Qt noted for a glyph
    stands for: where a font has one glyph for several, Qt notes the first of them.

    A file of another kind than Qt writes today stays as it is: it can be read and printed as well.
    """
    try:
        file = _File(data)
    except (ValueError, IndexError):
        return data
    pages: list[int] = []
    for number in file.numbers():
        head = file.head(number)
        if head.startswith(b"<<\n/Type /Pages"):
            kids = file.body(number).partition(b"[")[2].partition(b"]")[0]
            pages = [int(found) for found in re.findall(rb"(\d+) 0 R", kids)]
    for number in file.numbers():
        head = file.head(number)
        if b"/Subtype /Link" in head:
            _mend_link(file, number, pages, goal_of)
        found = re.search(rb"/ToUnicode (\d+) 0 R", head)
        if found is not None and b"/Type /Font" in head:
            _mend_text(file, int(found[1]), character)
    catalog = file.body(file.root).removesuffix(b">>")
    catalog += b"/Lang %b\n/ViewerPreferences << /DisplayDocTitle true >>\n" % _string(language)
    if bookmarks:
        catalog += b"/Outlines %d 0 R\n" % _outline(file, bookmarks, pages)
    file.change(file.root, catalog + b">>")
    return file.written()


def _mend_link(
    file: _File, number: int, pages: list[int], goal_of: Callable[[str], Goal | str]
) -> None:
    body = file.body(number)
    found = _URI.search(body)
    if found is None:
        return
    uri = unquote(re.sub(rb"\\(.)", rb"\1", found[1]).decode("ascii", "replace"))
    if _WEB.match(uri):
        return
    goal = goal_of(uri)
    if isinstance(goal, Goal):
        action = b"/Dest %b" % _destination(goal, pages)
    else:
        action = b"/A << /Type /Action /S /URI /URI (%b) >>" % goal.encode("ascii", "replace")
    file.change(number, body[: found.start()] + action + body[found.end() :])


def _mend_text(file: _File, number: int, character: Callable[[str], str]) -> None:
    body = file.body(number)
    head, _, stream = body.partition(b"stream\n")
    stream = stream.removesuffix(b"endstream").rstrip()

    def mended(found: re.Match[bytes]) -> bytes:
        code = int(found[1], 16)
        if not code or 0xD800 <= code < 0xE000:
            return found[0]
        meant = character(chr(code))
        return b"<%b>" % meant.encode("utf-16-be").hex().upper().encode()

    # Only what stands in brackets are characters; the rest are the numbers of glyphs.
    made = re.sub(rb"\[[^\]]*\]", lambda list_: _CODE.sub(mended, list_[0]), stream)
    if made != stream:
        head = re.sub(rb"/Length \d+", b"/Length %d" % len(made), head)
        file.change(number, head + b"stream\n" + made + b"\nendstream")


def _outline(file: _File, bookmarks: Sequence[Bookmark], pages: list[int]) -> int:
    """Write the outline; returns the number of its object."""
    root = file.add()
    numbers = [file.add() for _ in bookmarks]
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
            b"/Title %b" % _string(mark.title),
            b"/Parent %d 0 R" % (numbers[parent] if parent >= 0 else root),
            b"/Dest %b" % _destination(mark.goal, pages),
        ]
        if at > 0:
            parts.append(b"/Prev %d 0 R" % numbers[beside[at - 1]])
        if at + 1 < len(beside):
            parts.append(b"/Next %d 0 R" % numbers[beside[at + 1]])
        if index in below:
            count = len(below[index])
            parts += _ends(below[index], numbers, -count if parent >= 0 else count)
        file.change(numbers[index], b"<< %b >>" % b" ".join(parts))
    shown = len(below[-1]) + sum(len(below.get(index, ())) for index in below[-1])
    file.change(root, b"<< /Type /Outlines %b >>" % b" ".join(_ends(below[-1], numbers, shown)))
    return root


def _ends(indices: list[int], numbers: list[int], count: int) -> list[bytes]:
    """What a line says of those below it; a negative ``count`` keeps them folded at first."""
    return [
        b"/First %d 0 R" % numbers[indices[0]],
        b"/Last %d 0 R" % numbers[indices[-1]],
        b"/Count %d" % count,
    ]


def _destination(goal: Goal, pages: list[int]) -> bytes:
    return b"[%d 0 R /XYZ null %.1f null]" % (pages[goal.page], goal.height)


def _string(text: str) -> bytes:
    return (
        b"<%b>"
        % b"".join((b"\xfe\xff", text.encode("utf-16-be", "replace"))).hex().upper().encode()
    )
