"""Builds the column of text that is printed: an article, or all of an issue, set for paper."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextCharFormat, QTextDocument, QTextOption

from viewer.archive.model.document_tree import Node
from viewer.color_themes import LIGHT
from viewer.ui.document.built_page import TextRun
from viewer.ui.document.document_writer import BODY_PIXELS, QT_CHARACTER_SUBSTITUTES
from viewer.ui.document.issue_builder import IssueBuilder
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.printing.paper import Paper
from viewer.ui.theme.typesetting import Typesetting

#: The body's type, in points.
BODY_POINTS = 10.5
#: The column is set in pixels of a quarter's size, so that no letter stands off its place by one.
#: Finer ones would cost length: Qt lays out no more than 8,388,607 of them under each other.
PIXEL_SCALE = 4
#: So many units are a point.
UNITS_PER_POINT = BODY_PIXELS * PIXEL_SCALE / BODY_POINTS
_LEADING = 1.6
#: A picture leaves room on its page for the words it belongs to.
_MAX_PICTURE_SHARE = 0.78
#: The state of a block that stands with what follows it: a heading, or a picture over its caption.
KEEP_WITH_NEXT = 1


class PrintBuilder(IssueBuilder):
    """Writes a column without anything that leads elsewhere in the window."""

    def __init__(
        self,
        document: QTextDocument,
        pictures: PictureCache,
        paper: Paper,
        typesetting: Typesetting,
    ) -> None:
        column = round(paper.text_width * UNITS_PER_POINT)
        set_ = Typesetting(
            zoom=PIXEL_SCALE, leading=_LEADING, han=typesetting.han, latin=typesetting.latin
        )
        super().__init__(document, LIGHT, pictures, column, set_, expand_slideshows=True)
        self.typesetting = set_
        self._max_picture_height = round(paper.text_height * UNITS_PER_POINT * _MAX_PICTURE_SHARE)
        option = QTextOption()
        # Code and web addresses break rather than run off the sheet.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setUseDesignMetrics(True)
        document.setTextWidth(column)

    def _keep_with_next(self) -> None:
        self._cursor.block().setUserState(KEEP_WITH_NEXT)

    def _write_header(self) -> None:
        words, theme = self._labels, self._theme
        if self._page.entry.address.article:
            self.start_paragraph(line=20, below=8)
            above = "  ›  ".join(text for text, _ in words.breadcrumb)
            self.write_generated(above, self._char_format(13, theme.dim))
            self._keep_with_next()
        self.start_paragraph(line=42, below=10)
        start = self._cursor.position()
        text = self._page.entry.title
        self._insert_typeset(
            text.translate(QT_CHARACTER_SUBSTITUTES),
            self._char_format(30, theme.ink, QFont.Weight.Bold),
        )
        self._built.text_map.title = TextRun(0, start, text)
        self._keep_with_next()
        self.start_paragraph(line=22, below=24)
        self.write_generated(words.byline, self._char_format(14, theme.dim))
        self._keep_with_next()

    def _write_heading(self, node: Node) -> None:
        super()._write_heading(node)
        self._keep_with_next()

    def _section(self, node: Node) -> None:
        super()._section(node)
        self._keep_with_next()

    def _head(self, node: Node) -> None:
        super()._head(node)
        self._keep_with_next()

    def _byline(self, node: Node) -> None:
        super()._byline(node)
        self._keep_with_next()

    def _title(self, node: Node) -> None:
        super()._title(node)
        self._keep_with_next()

    def _dt(self, node: Node) -> None:
        super()._dt(node)
        self._keep_with_next()

    def _insert_picture(
        self, number: int, width: int, height: int, style: QTextCharFormat | None = None
    ) -> None:
        if height > self._max_picture_height:
            width, height = (
                max(1, round(width * self._max_picture_height / height)),
                self._max_picture_height,
            )
        super()._insert_picture(number, width, height, style)

    def _write_picture(self, node: Node, counter: str) -> None:
        super()._write_picture(node, counter)
        at = self._built.picture_positions.get(self._picture_number(node), -1)
        picture = self._document.findBlock(at)
        # Where another block came behind it, that is its caption.
        if picture.isValid() and picture != self._cursor.block():
            picture.setUserState(KEEP_WITH_NEXT)
