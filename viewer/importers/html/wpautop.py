"""Paragraphs of text that has none marked, as WordPress shows it.

WordPress keeps the text of its classic editor as it was typed: an empty line divides paragraphs,
and the end of a line is a break. Its function ``wpautop`` (wp-includes/formatting.php) adds the
tags whenever a page is shown. This does the same in one pass over the tags, without its oddities:
text directly in a list item or cell is divided only where an empty line stands in it.
"""

from __future__ import annotations

import re

from viewer.importers.html.tag_splitter import pieces

_BLOCKS = frozenset((
    "table", "thead", "tfoot", "caption", "colgroup", "tbody", "tr", "td", "th", "div", "dl",
    "dd", "dt", "ul", "ol", "li", "pre", "form", "map", "blockquote", "address", "style", "p",
    "h1", "h2", "h3", "h4", "h5", "h6", "fieldset", "legend", "section", "article", "aside",
    "hgroup", "header", "footer", "nav", "figure", "figcaption", "details", "menu", "summary",
    "center", "main",
))  # fmt: skip
_EMPTY_BLOCKS = frozenset(("hr", "col", "area"))
#: Text directly in these is always put into paragraphs.
_PARAGRAPHS = frozenset(("", "blockquote", "form"))
#: In these it is never divided, only its lines are kept.
_LINES = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "summary", "legend",
    "pre", "style",
))  # fmt: skip
#: Between the children of these, space means nothing.
_STRUCTURE = frozenset((
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
# Stands for an end of line inside a tag, which is none of the text.
_IN_TAG = "\ue000"


def with_paragraphs(html: str) -> str:
    """``html`` with its paragraphs and line breaks marked. Comments are left out."""
    writer = _Writer()
    for piece in pieces(html.replace("\r\n", "\n").replace("\r", "\n").replace(_IN_TAG, "")):
        if piece.kind == "comment":
            continue
        if piece.kind == "raw" and piece.name in _RAW_BLOCKS:
            writer.block(piece.text)
        elif piece.kind == "start" and piece.name in _BLOCKS:
            writer.open(piece.name, piece.text)
        elif piece.kind == "end" and piece.name in _BLOCKS:
            writer.close(piece.name, piece.text)
        elif piece.name in _EMPTY_BLOCKS:
            writer.block(piece.text)
        elif piece.name == "br":
            writer.run.append(_BREAK)
        elif piece.kind == "text":
            writer.run.append(piece.text)
        else:
            writer.run.append(piece.text.replace("\n", _IN_TAG))
    writer.flush()
    return "".join(writer.made).replace(_IN_TAG, "\n")


class _Writer:
    def __init__(self) -> None:
        self.made: list[str] = []
        self.run: list[str] = []
        self._open: list[str] = []

    def block(self, text: str) -> None:
        """A whole element that stands by itself."""
        self._end_paragraph()
        self.flush()
        self.made.append(text)

    def open(self, name: str, text: str) -> None:
        """The start tag of a block."""
        self.flush()
        self._end_paragraph()
        self.made.append(text)
        if len(self._open) < _DEEPEST:
            self._open.append(name)

    def close(self, name: str, text: str) -> None:
        """The end tag of a block."""
        self.flush()
        self.made.append(text)
        # What is open inside it ends with it; an end tag without a start ends nothing.
        for depth in range(len(self._open) - 1, max(-1, len(self._open) - 20), -1):
            if self._open[depth] == name:
                del self._open[depth:]
                break

    def flush(self) -> None:
        """Write the text that was collected."""
        text = "".join(self.run)
        self.run.clear()
        parent = self._open[-1] if self._open else ""
        if not text.strip():
            if text and parent not in _STRUCTURE:
                self.made.append("\n")
            return
        if parent in _STRUCTURE:
            self.made.append(text)
            return
        if parent in _LINES:
            self.made.append(_with_breaks(text))
            return
        parts = [p for p in _EMPTY_LINE.split(_TWO_BREAKS.sub("\n\n", text)) if _holds(p)]
        if parent in _PARAGRAPHS or len(parts) > 1:
            self.made.extend(f"<p>{_with_breaks(part.strip())}</p>\n" for part in parts)
        else:
            self.made.extend(_with_breaks(part) for part in parts)

    def _end_paragraph(self) -> None:
        """A block ends the paragraph it stands in."""
        if self._open and self._open[-1] == "p":
            self._open.pop()


def _holds(part: str) -> bool:
    return bool(part.replace(_BREAK, "").replace("&nbsp;", "").strip())


def _with_breaks(text: str) -> str:
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    inner = _BREAK_AND_LINE.sub(_BREAK, text.strip())
    return f"{before}{_LINE_END.sub(_BREAK, inner)}{after}"
