"""A PDF file as whoever opens it sees it: its words, pictures, links and bookmarks."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtGui import QImage

#: Left, bottom, right, top, in points from the lower left corner of the sheet.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Link:
    """A link of a page: a web address, or the page it leads to (-1: none)."""

    uri: str
    page: int


class Read:
    """The file at ``path``."""

    def __init__(self, path: Path | bytes) -> None:
        self._file = pypdfium2.PdfDocument(path)

    def __len__(self) -> int:
        return len(self._file)

    @property
    def about(self) -> dict[str, str]:
        """Title, author and so on."""
        return self._file.get_metadata_dict()

    @property
    def size(self) -> tuple[float, float]:
        """Of the first sheet, in points."""
        return self._file[0].get_size()

    def text(self, number: int) -> str:
        """What page ``number`` says."""
        return self._file[number].get_textpage().get_text_range().replace("\r\n", "\n")

    @property
    def all_text(self) -> str:
        """What all pages say, without the ends of lines."""
        return "".join(self.text(number).replace("\n", "") for number in range(len(self)))

    def lines(self, number: int) -> list[str]:
        """The lines of page ``number`` from the top down, without running head and page number."""
        page = self._file[number]
        text = page.get_textpage()
        height = page.get_height()
        rows: dict[int, list[tuple[float, str]]] = {}
        whole = text.get_text_range()
        for index in range(text.count_chars()):
            left, bottom, _right, top = text.get_charbox(index, loose=True)
            if whole[index].strip() and 70 < (bottom + top) / 2 < height - 70:
                rows.setdefault(round((bottom + top) / 2), []).append((left, whole[index]))
        return ["".join(c for _, c in sorted(rows[y])) for y in sorted(rows, reverse=True)]

    def box_of(self, number: int, words: str) -> Box | None:
        """Where ``words`` stand on page ``number``."""
        text = self._file[number].get_textpage()
        found = text.search(words, match_case=True).get_next()
        return text.get_charbox(found[0]) if found is not None else None

    def text_boxes(self, number: int) -> list[Box]:
        """Where each letter of page ``number`` stands."""
        text = self._file[number].get_textpage()
        said = text.get_text_range()
        return [text.get_charbox(i) for i in range(text.count_chars()) if said[i].strip()]

    def pictures(self, number: int) -> list[Box]:
        """Where the pictures of page ``number`` are that are made of dots."""
        kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
        return [one.get_bounds() for one in self._file[number].get_objects(filter=kinds)]

    def paths(self, number: int) -> int:
        """How many shapes are drawn on page ``number``."""
        return len(list(self._file[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])))

    @property
    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Level, title and page of each bookmark."""
        found = []
        for mark in self._file.get_toc():
            goal = mark.get_dest()
            found.append((mark.level, mark.get_title(), goal.get_index() if goal else -1))
        return found

    def links(self, number: int) -> list[Link]:
        """The links of page ``number``."""
        page, file = self._file[number], self._file
        at, link, found = ctypes.c_int(0), pdfium.FPDF_LINK(), []
        while pdfium.FPDFLink_Enumerate(page, at, link):
            action = pdfium.FPDFLink_GetAction(link)
            length = pdfium.FPDFAction_GetURIPath(file, action, None, 0) if action else 0
            room = ctypes.create_string_buffer(length or 1)
            if length:
                pdfium.FPDFAction_GetURIPath(file, action, room, length)
            goal = pdfium.FPDFLink_GetDest(file, link)
            index = pdfium.FPDFDest_GetDestPageIndex(file, goal) if goal and not length else -1
            found.append(Link(room.value.decode(), index))
        return found

    def image(self, number: int) -> QImage:
        """Page ``number`` as a picture, a pixel a point."""
        drawn = self._file[number].render(
            scale=1, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGRx
        )
        format_ = QImage.Format.Format_RGBX8888
        return QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, format_).copy()
