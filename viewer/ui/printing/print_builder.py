"""Builds the document that is printed: an article, or a whole issue, typeset for paper."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextDocument, QTextOption

from viewer.color_themes import LIGHT
from viewer.ui.document.document_writer import BODY_PIXELS
from viewer.ui.document.folding import Folding
from viewer.ui.document.page_builder import PageBuilder
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.printing.paper import Paper
from viewer.ui.theme.typesetting import Typesetting

#: The body's type, in points.
BODY_POINTS = 10.5
#: The column is laid out in quarter pixels, for exact positions of letters. Finer ones would limit
#: its length: Qt lays out at most 8,388,607 of them vertically.
PIXEL_SCALE = 4
#: Units of the document (quarter pixels) for each point on paper.
UNITS_PER_POINT = BODY_PIXELS * PIXEL_SCALE / BODY_POINTS
_LEADING = 1.6
#: A picture's largest share of the page's height, which leaves space for its text.
_MAX_PICTURE_SHARE = 0.78


class PrintBuilder(PageBuilder):
    """Builds a page without the links to other pages of the window."""

    def __init__(
        self,
        document: QTextDocument,
        pictures: PictureCache,
        paper: Paper,
        typesetting: Typesetting,
    ) -> None:
        column = round(paper.text_width * UNITS_PER_POINT)
        print_typesetting = Typesetting(
            zoom=PIXEL_SCALE,
            leading=_LEADING,
            han=typesetting.han,
            latin=typesetting.latin,
            notes=typesetting.notes,
        )
        super().__init__(
            document,
            LIGHT,
            pictures,
            column,
            print_typesetting,
            expand_slideshows=True,
            max_picture_height=round(paper.text_height * UNITS_PER_POINT * _MAX_PICTURE_SHARE),
            folding=Folding(typesetting.notes, on_paper=True),
        )
        self.typesetting = print_typesetting
        option = QTextOption()
        # Code and web addresses break rather than run off the sheet.
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setUseDesignMetrics(True)
        document.setTextWidth(column)

    def write_header(self) -> None:
        """Write the page's header without its links, kept on one sheet with what follows."""
        writer = self._writer
        theme, labels = writer.theme, writer.labels
        if writer.page.entry.address.article:
            writer.start_paragraph(line=20, below=8)
            breadcrumb = "  ›  ".join(text for text, _ in labels.breadcrumb)
            writer.write_generated(breadcrumb, writer.char_format(13, theme.dim))
            writer.keep_with_next()
        writer.start_paragraph(line=42, below=10)
        title = writer.char_format(30, theme.ink, QFont.Weight.Bold)
        writer.write_title(writer.page.entry.title, title)
        writer.keep_with_next()
        writer.start_paragraph(line=22, below=24)
        writer.write_generated(labels.byline, writer.char_format(14, theme.dim))
        writer.keep_with_next()
