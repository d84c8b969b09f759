"""Adds the paragraph and line break tags that WordPress adds to text when it shows a page.

WordPress keeps the text of its classic editor as it was typed: an empty line divides paragraphs,
and the end of a line is a break. Its function ``wpautop`` (wp-includes/formatting.php) adds the
tags whenever a page is shown. This does the same in one pass over the tags, without its oddities:
text directly in a list item or cell is divided only where an empty line stands in it.
"""

from __future__ import annotations

import re

from viewer.importers.html.tag_splitter import split_tags

_BLOCKS = frozenset((
    "table", "thead", "tfoot", "caption", "colgroup", "tbody", "tr", "td", "th", "div", "dl",
    "dd", "dt", "ul", "ol", "li", "pre", "form", "map", "blockquote", "address", "style", "p",
    "h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "legend", "section", "article", "aside",
    "hgroup", "header", "footer", "nav", "figure", "figcaption", "details", "menu", "summary",
    "center", "main",
))  # fmt: skip
_EMPTY_BLOCKS = frozenset(("hr", "col", "area"))
#: Text directly in these is always put into paragraphs.
_PARAGRAPH_PARENTS = frozenset(("", "blockquote", "form"))
#: Text in these is never divided into paragraphs, only its lines are kept.
_LINE_TAGS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "summary", "legend",
    "pre", "style",
))  # fmt: skip
#: White space between the children of these means nothing.
_STRUCTURE_TAGS = frozenset((
    "table", "thead", "tfoot", "tbody", "tr", "colgroup", "ul", "ol", "dl", "menu", "map",
    "figure", "hgroup",
))  # fmt: skip
_RAW_BLOCKS = frozenset(("pre", "script", "style"))
_DEEPEST = 500
_EMPTY_LINE = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*")
_LINE_END = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")
_BREAK = "<br />"
_TWO_BREAKS = re.compile(r"<br />\s*<br />")
_BREAK_AND_LINE = re.compile(r"<br />[ \t]*\n")
# Stands for a line end inside a tag, which is no line end of the text.
_NEWLINE_IN_TAG = "\ue000"


def autop(html: str) -> str:
    """``html`` with its paragraphs and line breaks marked. Comments are left out."""
    writer = _ParagraphWriter()
    for piece in split_tags(
        html.replace("\r\n", "\n").replace("\r", "\n").replace(_NEWLINE_IN_TAG, "")
    ):
        if piece.kind == "comment":
            continue
        if piece.kind == "raw" and piece.name in _RAW_BLOCKS:
            writer.add_block(piece.text)
        elif piece.kind == "start" and piece.name in _BLOCKS:
            writer.open_block(piece.name, piece.text)
        elif piece.kind == "end" and piece.name in _BLOCKS:
            writer.close_block(piece.name, piece.text)
        elif piece.name in _EMPTY_BLOCKS:
            writer.add_block(piece.text)
        elif piece.name == "br":
            writer.pending.append(_BREAK)
        elif piece.kind == "text":
            writer.pending.append(piece.text)
        else:
            writer.pending.append(piece.text.replace("\n", _NEWLINE_IN_TAG))
    writer.flush()
    return "".join(writer.output).replace(_NEWLINE_IN_TAG, "\n")


class _ParagraphWriter:
    def __init__(self) -> None:
        self.output: list[str] = []
        self.pending: list[str] = []
        self._open: list[str] = []

    def add_block(self, text: str) -> None:
        """A whole element that stands by itself."""
        self._end_paragraph()
        self.flush()
        self.output.append(text)

    def open_block(self, name: str, text: str) -> None:
        """The start tag of a block."""
        self.flush()
        self._end_paragraph()
        self.output.append(text)
        if len(self._open) < _DEEPEST:
            self._open.append(name)

    def close_block(self, name: str, text: str) -> None:
        """The end tag of a block."""
        self.flush()
        self.output.append(text)
        # What is open inside it ends with it; an end tag without a start ends nothing.
        for depth in range(len(self._open) - 1, max(-1, len(self._open) - 20), -1):
            if self._open[depth] == name:
                del self._open[depth:]
                break

    def flush(self) -> None:
        """Write the text that was collected."""
        text = "".join(self.pending)
        self.pending.clear()
        parent = self._open[-1] if self._open else ""
        if not text.strip():
            if text and parent not in _STRUCTURE_TAGS:
                self.output.append("\n")
            return
        if parent in _STRUCTURE_TAGS:
            self.output.append(text)
            return
        if parent in _LINE_TAGS:
            self.output.append(_with_breaks(text))
            return
        parts = [p for p in _EMPTY_LINE.split(_TWO_BREAKS.sub("\n\n", text)) if _has_text(p)]
        if parent in _PARAGRAPH_PARENTS or len(parts) > 1:
            self.output.extend(f"<p>{_with_breaks(part.strip())}</p>\n" for part in parts)
        else:
            self.output.extend(_with_breaks(part) for part in parts)

    def _end_paragraph(self) -> None:
        """A block ends the paragraph it stands in."""
        if self._open and self._open[-1] == "p":
            self._open.pop()


def _has_text(part: str) -> bool:
    return bool(part.replace(_BREAK, "").replace("&nbsp;", "").strip())


def _with_breaks(text: str) -> str:
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    inner = _BREAK_AND_LINE.sub(_BREAK, text.strip())
    return f"{before}{_LINE_END.sub(_BREAK, inner)}{after}"
