"""Builds the page of a whole issue, article under article (see ``archive.model.whole_issue``)."""

from __future__ import annotations

from PySide6.QtGui import QFont

from viewer.archive.model.document_tree import Node
from viewer.ui.document.article_builder import ArticleBuilder
from viewer.ui.document.mixed_script import has_centred_punctuation

#: What stands above an article.
_HEADING_TAGS = ("section", "head", "byline")
#: A line of its own, since a frame swallows the distance that a paragraph behind it asks for.
_SPACE_ABOVE = 52


class IssueBuilder(ArticleBuilder):
    """Writes a page of one article, or of all articles of an issue."""

    _has_section_heading = False  # whether a section's heading stands above the head of the article
    _has_byline = False  # whether a byline stands below it

    def _article(self, node: Node) -> None:
        before = self._language, self._centred_punctuation
        self._language = node.attrs.get("lang") or self._language
        self._centred_punctuation = has_centred_punctuation(self._language)
        heads = [c for c in node.children if isinstance(c, Node) and c.tag in _HEADING_TAGS]
        self._has_section_heading = any(head.tag == "section" for head in heads)
        self._has_byline = any(head.tag == "byline" for head in heads)
        for head in heads:
            self._write_block(head)
        self._text_base = int(node.attrs["text"])
        self._picture_base = int(node.attrs["pic"])
        for child in node.children[len(heads) :]:
            if isinstance(child, Node):
                self._write_block(child)
        self._text_base = self._picture_base = 0
        self._language, self._centred_punctuation = before

    def _section(self, node: Node) -> None:
        self._write_spacer(_SPACE_ABOVE)
        self.start_paragraph(line=22)
        accent = self._char_format(14, self._theme.accent, QFont.Weight.Bold)
        if node.attrs.get("label"):
            self.write_generated(f"{node.attrs['label']}\u2002", accent)
        self.write_text(node, accent)

    def _head(self, node: Node) -> None:
        if not self._has_section_heading:
            self._write_spacer(_SPACE_ABOVE)
        self.start_paragraph(
            line=34, top=8 if self._has_section_heading else 0, below=6 if self._has_byline else 14
        )
        if node.attrs.get("label"):
            dim = self._char_format(24, self._theme.dim)
            self.write_generated(f"{node.attrs['label']}\u2002", dim)
        self.write_text(node, self._char_format(24, self._theme.ink, QFont.Weight.Bold))

    def _byline(self, node: Node) -> None:
        self.start_paragraph(line=22, below=16)
        self.write_generated(node.text(), self._char_format(14, self._theme.dim))
