"""Converts Markdown to clean HTML, guarded against inputs that hang or crash converters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import markdown
import nh3
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import CONTROL_CHARACTERS
from viewer.messages import Message

# Python-Markdown takes quadratic time in each of these; the limits keep any one below a second
# and are far above any known newsletter.
_MAX_BRACKETS = 400  # "[" in one paragraph
_MAX_CROWDED = 12  # paragraphs that may come near that
_MAX_OPEN_TAGS = 40  # "<a" without its ">"
_MAX_PARAGRAPHS = 1500  # paragraphs converted at a time
_MAX_PARAGRAPH_LENGTH = 20_000  # characters of one paragraph
_MAX_COLUMNS = 200  # of one table
_MAX_LINES = 250  # lines of one paragraph
_MAX_TABLE_LINES = 1000
_MAX_FOOTNOTES = 400
_MAX_MARKERS = 20  # list and quote markers at the start of one line
_MAX_TAG_DEPTH = 200  # HTML elements open at once
_MAX_EMPHASIS = 1000  # * and _ in one paragraph
# Each costs some 0.04 ms; of 407 newsletters none has more than 1,000.
_MOST_MARKS = 40_000  # paragraphs, and lines or characters that may mean something, in all
_MARK = re.compile(r"\n[ \t]*\n[ \t\n]*|[\[<&`]|!\[|!!!|[*_]+|\n[ \t]*(?:[-+#>|=:]|\d{1,9}[.)])|\\")
# Marks that are shown as they stand travel as noncharacters, which no text holds by then: as
# references they would cost the converter quadratic time.
_HIDDEN_BRACKETS = {ord("["): "\ufdd0"}
_HIDDEN_EMPHASIS = {ord("*"): "\ufdd1", ord("_"): "\ufdd2"}
_WITHOUT_EMPHASIS = {ord("*"): None, ord("_"): None}
_HIDDEN_CODE = {ord("`"): "\ufdd3"}
_SHOWN_AGAIN = {0xFDD0: "[", 0xFDD1: "*", 0xFDD2: "_", 0xFDD3: "`"}
# nh3 does in the "&" of one text: 0.01 s for these, 2 s for 400,000, 700 s for a file full of them.
_MAX_AMPERSANDS = 20_000

#: The attributes of a heading besides its id; see article_metadata.py.
HEADING_METADATA = ("editor", "series", "chapter", "tags", "date", "number", "lang")

_HEADING_ATTRIBUTES = {"id", *HEADING_METADATA}
_TAGS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
    "pre", "hr", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "div", "section",
    "article", "header", "footer", "main", "aside", "nav", "center", "address", "details",
    "summary", "figure", "figcaption", "a", "em", "i", "strong", "b", "del", "strike", "ins", "u",
    "s", "sub", "sup", "mark", "kbd", "code", "tt", "samp", "var", "small", "abbr", "ruby", "rt",
    "rp", "span", "br", "img", "iframe", "video", "audio", "source", "q", "cite", "dfn",
}  # fmt: skip
_ATTRIBUTES = {
    **{f"h{level}": _HEADING_ATTRIBUTES for level in range(1, 7)},
    "p": {"id", "class", "lang", "redrawn"}, "div": {"id", "class", "lang"}, "li": {"id", "class"},
    "ul": {"class"}, "ol": {"class", "start"}, "dt": {"id"}, "dd": {"id"},
    "a": {"href", "id", "class", "title"}, "img": {"src", "alt", "title", "class", "redrawn"},
    "td": {"colspan", "rowspan", "align"}, "th": {"colspan", "rowspan", "align"},
    "span": {"lang", "id"}, "abbr": {"title"}, "sup": {"id"}, "table": {"id"},
    "iframe": {"src", "title"}, "video": {"src", "title"}, "audio": {"src", "title"},
    "source": {"src"}, "figure": {"id"}, "blockquote": {"id", "lang"}, "section": {"id"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "dosudo-viewer"}

_FENCE = re.compile(r"^(?: {0,3})(`{3,}|~{3,})", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_LINE_MARKERS = re.compile(r"[ \t]*(?:[-*+>][ \t]*|\d{1,9}[.)][ \t]+)*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_UNCLOSED = re.compile(r"<(?=[a-zA-Z/!?])(?![^<>]*>)")
# Behind these a parser swallows everything up to their ends.
_SWALLOWING = re.compile(r"<(style|script|template|noscript)\b[^<>]*>|<!--", re.IGNORECASE)
_SWALLOWING_END = re.compile(r"</(style|script|template|noscript)\b|-->", re.IGNORECASE)
_VOID_TAGS = {"br", "hr", "img", "source", "input", "meta", "link", "wbr", "col", "embed"}


def markdown_to_html(text: str, problems: ProblemCollector) -> str:
    """``text`` as HTML of a short list of elements, well formed, without any active content.

    Images keep their source and links their target as written (of the allowed schemes); the tree
    builder decides about them. Never raises on any text.
    """
    text, excess = _set_aside_excess(CONTROL_CHARACTERS.sub("", text), problems)
    text = _limit_hostile_input(text, problems)
    pieces = [
        _convert_and_sanitize(piece, problems) for piece in _split_into_batches(text, problems)
    ]
    return "\n".join([*pieces, *_preformatted(excess)])


def _convert_and_sanitize(piece: str, problems: ProblemCollector) -> str:
    try:
        html = _converter().reset().convert(piece).translate(_SHOWN_AGAIN)
    except Exception:  # RecursionError on deep input, and faults of the converter itself
        _converter.cache_clear()
        problems.warning(
            Message(
                "Part of the text is nested too deeply or is not understood; it is shown as "
                "plain paragraphs."
            ),
            problems.find_line(piece.strip().partition("\n")[0]),
        )
        html = _plain_paragraphs(piece.translate(_SHOWN_AGAIN))
    if _tag_depth(html) > _MAX_TAG_DEPTH:
        problems.warning(
            Message(
                "Elements are nested more than {max_tag_depth} deep; the text is shown as plain "
                "paragraphs.",
                max_tag_depth=_MAX_TAG_DEPTH,
            )
        )
        html = _plain_paragraphs(re.sub(r"<[^<>]*>", " ", piece.translate(_SHOWN_AGAIN)))
    return nh3.clean(
        _split_many_ampersands(_free_what_is_swallowed(html, problems)),
        tags=_TAGS,
        clean_content_tags={"script", "style", "template", "noscript"},
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


@cache
def _converter() -> markdown.Markdown:
    # Given as objects: names would be looked up among all installed packages, which is slow.
    converter = markdown.Markdown(
        extensions=[
            AttrListExtension(),
            TableExtension(use_align_attribute=True),
            FencedCodeExtension(),
            FootnoteExtension(SEPARATOR="-"),
            DefListExtension(),
            AdmonitionExtension(),
            SaneListExtension(),
        ]
    )
    _keep_text_in_emphasis(converter.inlinePatterns["em_strong"])
    return converter


def _keep_text_in_emphasis(processor: Any) -> None:
    """Leave marks of emphasis as they stand where text between them would be lost.

    Python-Markdown 3.11.1 to 3.11.3 drop characters where marks overlap (``*a**b*c d**e*f``), and
    more where they go on with what they remembered of the marks behind.
    """
    find_emphasis = processor.handleMatch

    def find_whole_emphasis(match: Any, text: str) -> tuple[Any, int | None, int | None]:
        element, start, end = find_emphasis(match, text)
        if hasattr(processor, "reset"):
            processor.reset()
        if element is not None:
            kept = "".join(element.itertext()).translate(_WITHOUT_EMPHASIS)
            if kept != text[start:end].translate(_WITHOUT_EMPHASIS):
                return None, match.start(0), match.end(0)
        return element, start, end

    processor.handleMatch = find_whole_emphasis


def _plain_paragraphs(text: str) -> str:
    paragraphs = (" ".join(p.split()) for p in _BLANK.split(text))
    return "\n".join(f"<p>{html.escape(p)}</p>" for p in paragraphs if p)


def _tag_depth(html: str) -> int:
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _VOID_TAGS or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _free_what_is_swallowed(html: str, problems: ProblemCollector) -> str:
    """``html`` without the tags and comment marks that nothing closes."""
    last_ends = {(m[1] or "!--").lower(): m.start() for m in _SWALLOWING_END.finditer(html)}

    def freed(match: re.Match[str]) -> str:
        name = (match[1] or "!--").lower()
        if last_ends.get(name, -1) > match.start():
            return match[0]
        problems.warning(
            Message(
                "“{tag}” is never closed; what stands behind it is read as text.", tag=match[0][:40]
            ),
            problems.find_line(match[0]),
        )
        return ""

    return _SWALLOWING.sub(freed, html)


def _split_many_ampersands(html: str) -> str:
    """``html`` with comments, which do not stay, between the parts of texts full of “&”."""
    if html.count("&") <= _MAX_AMPERSANDS:
        return html

    def divided(match: re.Match[str]) -> str:
        is_full = match[0].count("&") == _MAX_AMPERSANDS
        return match[0] + "<!---->" if is_full else match[0]

    # Whatever is looked at is taken, so that nothing is looked at again.
    return re.sub(rf"(?:&[^<>&]*+){{1,{_MAX_AMPERSANDS}}}+", divided, html)


def _limit_hostile_input(text: str, problems: ProblemCollector) -> str:
    if text.count("<![") > 4:
        problems.warning(Message("There are many “<![” marks; they are shown as they stand."))
        text = text.replace("<![", "&lt;![")
    if text.count("<") > _MAX_OPEN_TAGS and len(_UNCLOSED.findall(text)) > _MAX_OPEN_TAGS:
        problems.warning(
            Message("There are many “<” that no “>” closes; they are shown as they stand.")
        )
        text = _UNCLOSED.sub("&lt;", text)
    if text.count("[^") > _MAX_FOOTNOTES:
        problems.warning(
            Message(
                "There are more than {max_footnotes} footnote marks; they are shown as text.",
                max_footnotes=_MAX_FOOTNOTES,
            )
        )
        text = text.replace("[^", "\\[^")
    crowded = 0
    blocks = []
    for block in _split_long_paragraphs(text):
        brackets = block.count("[")
        if brackets > _MAX_BRACKETS // 4:
            crowded += 1
        if brackets > _MAX_BRACKETS or (brackets > _MAX_BRACKETS // 4 and crowded > _MAX_CROWDED):
            problems.warning(
                Message(
                    "A paragraph has more than {max_brackets} brackets; they are shown as they "
                    "stand.",
                    max_brackets=_MAX_BRACKETS,
                ),
                problems.find_line(block[:40]),
            )
            block = block.translate(_HIDDEN_BRACKETS)
        if block.count("*") + block.count("_") > _MAX_EMPHASIS:
            block = block.translate(_HIDDEN_EMPHASIS)
        if block.count("`") > _MAX_EMPHASIS and not _FENCE.search(block):
            block = block.translate(_HIDDEN_CODE)
        blocks.append(_limit_lines(block, problems))
    return "\n\n".join(blocks)


def _set_aside_excess(text: str, problems: ProblemCollector) -> tuple[str, str]:
    """``text`` up to ``_MOST_MARKS``, and the rest, which is shown as it stands."""
    excess = next(islice(_MARK.finditer(text), _MOST_MARKS, None), None)
    if excess is None:
        return text, ""
    start = max(text.rfind("\n", 0, excess.start()), excess.start() - _MAX_PARAGRAPH_LENGTH)
    rest = text[start:].strip("\n")
    problems.warning(
        Message(
            "The text is so long or so full of marks that its last {count:,} characters are shown "
            "as they stand; divide it.",
            count=len(rest),
        ),
        problems.find_line(rest[:80].partition("\n")[0]),
    )
    return text[:start], rest


def _preformatted(text: str) -> Iterator[str]:
    for start in range(0, len(text), _MAX_PARAGRAPH_LENGTH):
        yield f"<pre>{html.escape(text[start : start + _MAX_PARAGRAPH_LENGTH], quote=False)}</pre>"


def _split_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of ``text``; a fenced stretch stays whole."""
    paragraph: list[str] = []
    fence = ""
    for block in text.split("\n\n"):
        paragraph.append(block)
        for match in _FENCE.finditer(block):
            mark = match[1]
            if not fence:
                fence = mark
            elif mark[0] == fence[0] and len(mark) >= len(fence):
                fence = ""
        if not fence or len(paragraph) > 2000:
            yield "\n\n".join(paragraph)
            paragraph = []
            fence = ""
    if paragraph:
        yield "\n\n".join(paragraph)


def _split_long_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs, cut at line ends or spaces where they are longer than any layout bears."""
    for block in _split_paragraphs(text):
        if len(block) <= _MAX_PARAGRAPH_LENGTH or _FENCE.search(block):
            yield block
            continue
        start = 0
        while start < len(block):
            end = start + _MAX_PARAGRAPH_LENGTH
            if end < len(block):
                least = end - _MAX_PARAGRAPH_LENGTH // 4
                end = (
                    (block.rfind("\n", least, end) + 1) or (block.rfind(" ", least, end) + 1) or end
                )
            yield block[start:end]
            start = end


def _limit_lines(block: str, problems: ProblemCollector) -> str:
    lines = block.split("\n")
    for number, line in enumerate(lines):
        if line.count("|") > _MAX_COLUMNS:
            problems.warning(
                Message(
                    "A table has more than {max_columns} columns; it is shown as text.",
                    max_columns=_MAX_COLUMNS,
                )
            )
            lines[number] = line.replace("|", " ")
        if len(line) < _MAX_MARKERS or line[0] not in " \t-*+>0123456789":
            continue
        match = _LINE_MARKERS.match(line)
        marks = match[0] if match else ""
        if len(re.findall(r"[-*+>.)]", marks)) > _MAX_MARKERS and line[len(marks) :].strip():
            lines[number] = line[len(marks) :]
            problems.warning(
                Message("A line begins with too many list or quote marks; they are left out.")
            )
        elif len(marks) > 400:
            lines[number] = line.lstrip()
    if _FENCE.search(block):
        return "\n".join(lines)
    limit = _MAX_TABLE_LINES if len(lines) > 1 and re.match(r"[ |:-]+\Z", lines[1]) else _MAX_LINES
    if len(lines) <= limit:
        return "\n".join(lines)
    parts = [lines[start : start + limit] for start in range(0, len(lines), limit)]
    return "\n\n".join("\n".join(part) for part in parts)


def _split_into_batches(text: str, problems: ProblemCollector) -> Iterator[str]:
    blocks = list(_split_paragraphs(text))
    if len(blocks) <= _MAX_PARAGRAPHS:
        yield text
        return
    if "[^" in text:
        problems.warning(Message("The issue is so long that its footnotes are divided as well."))
    for start in range(0, len(blocks), _MAX_PARAGRAPHS):
        yield "\n\n".join(blocks[start : start + _MAX_PARAGRAPHS])
