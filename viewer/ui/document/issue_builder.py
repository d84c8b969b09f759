"""Builds the page of a whole issue, article under article (see ``archive.model.whole_issue``)."""

from __future__ import annotations

from PySide6.QtGui import QFont

from viewer.archive.model.document_tree import Node
from viewer.ui.document.article_builder import PageBuilder
from viewer.ui.document.mixed_script import is_centred

#: What stands above an article.
_HEADS = ("section", "head", "byline")
#: A line of its own, since a frame swallows the distance that a paragraph behind it asks for.
_ABOVE = 52


class IssueBuilder(PageBuilder):
    """Writes a page of one article, or of all articles of an issue."""

    _opened = False  # whether a section's heading stands above the head of the article
    _signed = False  # whether a byline stands below it

    def _article(self, node: Node) -> None:
        before = self._language, self._centred
        self._language = node.attrs.get("lang") or self._language
        self._centred = is_centred(self._language)
        heads = [c for c in node.children if isinstance(c, Node) and c.tag in _HEADS]
        self._opened = any(head.tag == "section" for head in heads)
        self._signed = any(head.tag == "byline" for head in heads)
        for head in heads:
            self._block(head)
        self._text_base = int(node.attrs["text"])
        self._picture_base = int(node.attrs["pic"])
        for child in node.children[len(heads) :]:
            if isinstance(child, Node):
                self._block(child)
        self._text_base = self._picture_base = 0
        self._language, self._centred = before

    def _section(self, node: Node) -> None:
        self._spacer(_ABOVE)
        self._paragraph(line=22)
        accent = self._format(14, self._theme.accent, QFont.Weight.Bold)
        if node.attrs.get("label"):
            self._generated(f"{node.attrs['label']}\u2002", accent)
        self._text(node, accent)

    def _head(self, node: Node) -> None:
        if not self._opened:
            self._spacer(_ABOVE)
        self._paragraph(line=34, top=8 if self._opened else 0, below=6 if self._signed else 14)
        if node.attrs.get("label"):
            dim = self._format(24, self._theme.dim)
            self._generated(f"{node.attrs['label']}\u2002", dim)
        self._text(node, self._format(24, self._theme.ink, QFont.Weight.Bold))

    def _byline(self, node: Node) -> None:
        self._paragraph(line=22, below=16)
        self._generated(node.text(), self._format(14, self._theme.dim))
