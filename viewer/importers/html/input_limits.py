"""Rewrites raw HTML of any size and depth within limits, in one pass from front to back.

What comes out is parsed as a browser would parse it (by nh3), which takes quadratic time in the
depth of the tree and cannot be interrupted; so depth, attributes and lengths are bounded here.
Every tag is written anew: the parser behind sees the same tags as this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

#: Characters of a page without its ``data:`` pictures; whatever follows is cut off.
LONGEST_HTML = 16_000_000
#: Each costs some 0.04 ms until it is in an issue; what follows loses its tags, but no text.
MOST_TAGS = 60_000
DEEPEST = 100
#: Open elements such as ``b``, which a browser opens again in every paragraph until closed.
_MOST_FORMATTING = 12
_MOST_ATTRIBUTES = 60
#: Characters of tags that a browser may have to write again in all for these.
_MOST_REOPENED = 16_000_000
_LONGEST_TARGET = 2000
_LONGEST_TEXT = 20_000
_LONGEST_SHORT_VALUE = 200
_LONGEST_VALUE = 100_000
_DATA_URL = re.compile(r"\s*data:", re.IGNORECASE)

_START_TAG = re.compile(
    r"<([a-zA-Z][^\s/>]*+)"
    r"((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)*+)>"
)
_ATTRIBUTE = re.compile(
    r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)))?+"
)
#: A "<" before anything else is text.
_TAG_OPENER = re.compile(r"<(?=[a-zA-Z/!?])")
_END_TAG = re.compile(r"</([a-zA-Z][^\s/>]*+)[^>]*+>")
_COMMENT_END, _CDATA_END, _MARKUP_END = re.compile("-->"), re.compile(r"\]\]>"), re.compile(">")
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")
_RAW_TEXT_TAGS = {
    "script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe", "select",
}  # fmt: skip
#: The end tags of these, each up to ">" or, where that is missing, the next "<".
_RAW_END = {
    name: re.compile(rf"</{name}(?=[\s/>])[^<>]*+>?", re.IGNORECASE) for name in _RAW_TEXT_TAGS
}
_FOREIGN_TAGS = {"svg", "math"}
_FOREIGN_TAG = {
    name: re.compile(rf"<(/?){name}(?=[\s/>])[^<>]*?(/?)>", re.IGNORECASE) for name in _FOREIGN_TAGS
}
_FOREIGN_TITLE = re.compile(r"<title\b[^<>]*+>([^<]{1,2000})</title", re.IGNORECASE)
_TEX = re.compile(r"application/x-tex[\"'][^<>]*+>([^<]{1,5000}+)</annotation", re.IGNORECASE)

_VOID_TAGS = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
#: Elements that the next one of their kind closes.
_IMPLIED_END_TAGS = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
            "optgroup", "rt", "rp", "rb", "rtc", "colgroup", "caption"}  # fmt: skip
_TABLE_PARTS = {"tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup"}
FORMATTING_TAGS = {"a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u"}
_BLOCK_TAGS = {
    "address", "article", "aside", "blockquote", "button", "center", "details", "div", "dl",
    "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "main", "menu", "nav", "object", "ol", "pre", "section", "summary", "table", "ul",
}  # fmt: skip
#: The tags of elements that begin or end a line.
_LINE_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(_BLOCK_TAGS | _IMPLIED_END_TAGS | {'br', 'hr'}))})(?=[\s/>])[^<>]*+>",
    re.IGNORECASE,
)
#: Elements that the rules know something to do with; of any other the content stays.
ALLOWED_TAGS = FORMATTING_TAGS | {
    "abbr", "address", "area", "article", "aside", "audio", "blockquote", "br", "button", "caption",
    "center", "cite", "dd", "del", "details", "dfn", "div", "dl", "dt", "embed", "fieldset",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "iframe", "img", "input", "ins", "kbd", "legend", "li", "main", "mark", "menu", "nav",
    "object", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "samp", "section",
    "source", "span", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "ul", "var", "video", "wbr",
}  # fmt: skip
_RENAMED_TAGS = {
    "noscript": "span", "form": "div", "font": "span", "acronym": "abbr", "dir": "ul",
    "listing": "pre",
    "xmp": "pre", "hgroup": "div", "search": "div", "template": "div", "label": "span",
    "amp-img": "img",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "id", "class", "style", "lang", "title", "alt", "src", "srcset", "href", "name", "width",
    "height", "align", "colspan", "rowspan", "start", "type", "value", "role", "aria-label",
    "aria-hidden", "aria-roledescription", "hidden", "rel", "datetime", "itemprop", "poster",
    "cite", "color", "bgcolor", "checked",
}  # fmt: skip


@dataclass(slots=True)
class Token:
    """A piece of HTML that ends before the character ``end``.

    ``kind`` is ``text``, ``start``, ``end``, ``comment``, ``raw``, or ``unclosed`` for what stands
    between the tag of a raw element that nothing closes and the next tag. ``text`` is the text as
    it was written, what is in the comment, or what is in a raw element.
    """

    kind: str
    end: int
    text: str = ""
    name: str = ""
    attrs: dict[str, str] = field(default_factory=dict)


class _Ends:
    """Looks for ends further and further on; what was not found is not looked for again."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._missing: set[re.Pattern[str]] = set()
        self._foreign: dict[str, dict[int, re.Match[str]]] = {}

    def find(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """The first match of ``pattern`` from ``position`` on, which never goes back."""
        match = None if pattern in self._missing else pattern.search(self._html, position)
        if match is None:
            self._missing.add(pattern)
        return match

    def foreign_end(self, name: str, start: int) -> re.Match[str] | None:
        """The end tag of the ``svg`` or ``math`` whose tag begins at ``start``."""
        if name not in self._foreign:
            self._foreign[name] = ends = {}
            opened: list[int] = []
            for match in _FOREIGN_TAG[name].finditer(self._html):
                if match[1] and opened:
                    ends[opened.pop()] = match
                elif not match[1] and not match[2]:
                    opened.append(match.start())
        return self._foreign[name].get(start)


def tokenize(html: str) -> Iterator[Token]:
    """The tokens of ``html`` in order, each character looked at once or twice.

    A browser swallows the rest of the page where nothing closes a comment, a raw element or a tag.
    Here the first ends at once, the second at the next tag, and the third is text.
    """
    position = 0
    length = len(html)
    ends = _Ends(html)
    while position < length:
        opener = _TAG_OPENER.search(html, position)
        start = length if opener is None else opener.start()
        if start > position:
            yield Token("text", start, html[position:start])
        if opener is None:
            return
        if html[start + 1 : start + 2] not in "!?/":
            match = _START_TAG.match(html, start)
            if match is None:
                yield Token("text", length, html[start:])
                return
            position = match.end()
            name = match[1].lower()
            attrs = _parse_attributes(match[2]) if match[2] else {}
            if name not in _RAW_TEXT_TAGS and name not in _FOREIGN_TAGS:
                yield Token("start", position, "", name, attrs)
                continue
            for token in _raw_element_tokens(html, match, attrs, ends):
                position = token.end
                yield token
            continue
        if html.startswith("<![CDATA[", start):
            end = ends.find(_CDATA_END, start)
            position = start + len("<![CDATA[")
            if end is not None:
                yield Token("text", end.end(), html[position : end.start()])
                position = end.end()
            continue
        if html.startswith("<!--", start):
            # An empty comment may be written <!--> or <!--->.
            end = ends.find(_COMMENT_END, start + 2)
            position = start + len("<!--")
            if end is not None:
                yield Token("comment", end.end(), html[position : end.start()])
                position = end.end()
            continue
        end = ends.find(_MARKUP_END, start)
        if end is None:
            yield Token("text", length, html[start:])
            return
        position = end.end()
        match = _END_TAG.match(html, start)
        if match is not None:
            yield Token("end", position, "", match[1].lower())


def _raw_element_tokens(
    html: str, start_tag: re.Match[str], attrs: dict[str, str], ends: _Ends
) -> Iterator[Token]:
    """The element that ``start_tag`` begins, in which tags are no tags of the page."""
    name = start_tag[1].lower()
    at = start_tag.end()
    is_foreign, is_empty = name in _FOREIGN_TAGS, start_tag[2].endswith("/")
    end = None
    if not is_empty and is_foreign:
        end = ends.foreign_end(name, start_tag.start())
    elif not is_empty:
        end = ends.find(_RAW_END[name], at)
    if end is not None:
        yield Token("raw", end.end(), html[at : end.start()], name, attrs)
    elif is_foreign:
        yield Token("start", at, "", name, attrs)
    else:
        yield Token("raw", at, "", name, attrs)
        if not is_empty:
            opener = _TAG_OPENER.search(html, at)
            stop = len(html) if opener is None else opener.start()
            yield Token("unclosed", stop, html[at:stop], name)


def _parse_attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        name = match[1].lower()
        if name not in attributes:
            attributes[name] = match[2] or match[3] or match[4] or ""
            if len(attributes) >= _MOST_ATTRIBUTES:
                break
    return attributes


@dataclass(slots=True)
class LimitedHtml:
    """HTML within limits; ``data_urls[N]`` is the address that ``data:N`` stands for in it.

    ``base_url`` is that of its ``base`` element, empty if it has none. At its
    end ``untagged`` characters of text have lost their tags, and ``cut`` characters were left out.
    ``unclosed`` is how many were left out in each of ``style`` and ``script`` that nothing closes.
    """

    html: str
    data_urls: list[str] = field(default_factory=list)
    base_url: str = ""
    is_too_deep: bool = False
    untagged: int = 0
    cut: int = 0
    unclosed: dict[str, int] = field(default_factory=dict)


def limit_html(html: str) -> LimitedHtml:
    """``html`` written anew within the limits of this module."""
    return _LimitingWriter().write(html)


class _LimitingWriter:
    """Writes tags anew and keeps count of what a browser would hold open behind each."""

    def __init__(self) -> None:
        self._output: list[str] = []
        #: The elements that are open, but for those that the next of their kind closes.
        self._open: list[str] = []
        #: The lengths of the tags that a browser opens again in each paragraph.
        self._formatting: list[int] = []
        self._dropped: dict[str, int] = {}
        self._attribute_length = 0
        self._reopened_length = 0
        self._result = LimitedHtml("")

    def write(self, html: str) -> LimitedHtml:
        """Write all of ``html``, or as much as the limits allow; a writer is used only once."""
        room_left = LONGEST_HTML
        tags = written = 0
        for token in tokenize(html):
            if token.kind == "text":
                self._output.append(_escape_text(token.text[:room_left]))
                room_left -= len(token.text)
                if room_left < 0:
                    self._result.cut = len(html) - token.end - room_left
                    break
            elif token.kind == "start":
                tags += 1
                if tags > MOST_TAGS or self._reopened_length > _MOST_REOPENED:
                    self._write_untagged(html[written:], room_left)
                    break
                self._write_start_tag(token)
            elif token.kind == "end":
                self._write_end_tag(_RENAMED_TAGS.get(token.name, token.name))
            elif token.kind == "raw":
                self._write_raw(token)
            elif token.kind == "unclosed":
                self._write_unclosed(token)
            written = token.end
        self._result.html = "".join(self._output)
        return self._result

    def _write_start_tag(self, token: Token) -> None:
        name = _RENAMED_TAGS.get(token.name, token.name)
        if name == "base" and not self._result.base_url:
            self._result.base_url = token.attrs.get("href", "")
        if name not in ALLOWED_TAGS:
            return
        attrs = token.attrs
        if token.name in ("noscript", "template", "form"):
            attrs = {**attrs, "data-was": token.name}
            if token.name == "template" and "shadowrootmode" not in token.attrs:
                attrs["hidden"] = ""
        written = f"<{name}{self._format_attributes(name, attrs)}>"
        if name in _BLOCK_TAGS or name in _IMPLIED_END_TAGS:
            self._reopened_length += sum(self._formatting)
        if name in _VOID_TAGS or name in _IMPLIED_END_TAGS:
            self._close_implied(name)
            self._output.append(written)
            return
        if name == "a" and "a" in self._open:
            self._remove_open("a")
        if len(self._open) >= DEEPEST or (
            name in FORMATTING_TAGS and len(self._formatting) >= _MOST_FORMATTING
        ):
            self._result.is_too_deep = self._result.is_too_deep or len(self._open) >= DEEPEST
            self._dropped[name] = self._dropped.get(name, 0) + 1
            return
        self._open.append(name)
        if name in FORMATTING_TAGS:
            self._formatting.append(len(written))
        self._output.append(written)

    def _close_implied(self, name: str) -> None:
        """Forget what the start or end of a cell or an item closes besides itself."""
        if name in _TABLE_PARTS:
            self._close_within(("table",))
        elif name == "li":
            self._close_within(("ul", "ol", "menu", "table"), keep=FORMATTING_TAGS)

    def _close_within(self, containers: tuple[str, ...], keep: set[str] | None = None) -> None:
        """Forget what was opened in the innermost of ``containers``, if there is one."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] in containers:
                self._close_from(index + 1, keep or set())
                return

    def _close_from(self, start: int, keep: set[str]) -> None:
        """Forget what was opened from ``start`` on. A browser would open formatting again."""
        still_open = [name for name in self._open[start:] if name in keep]
        for name in reversed(self._open[start:]):
            if name in FORMATTING_TAGS and name not in keep:
                self._output.append(f"</{name}>")
                self._formatting.pop()
        self._open[start:] = still_open

    def _write_end_tag(self, name: str) -> None:
        if name not in ALLOWED_TAGS or name in _VOID_TAGS:
            # A browser takes </br> for a break.
            if name == "br":
                self._output.append("<br>")
            return
        if name in _IMPLIED_END_TAGS:
            self._close_implied(name)
            while (
                name == "p" and self._open and self._open[-1] not in _BLOCK_TAGS | FORMATTING_TAGS
            ):
                self._open.pop()
            self._output.append(f"</{name}>")
            return
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return
        if name in FORMATTING_TAGS:
            self._output.append(f"</{name}>")
            self._remove_open(name)
            return
        # As a browser does: what it would not take for the end of an element ends none here.
        for index in range(len(self._open) - 1, -1, -1):
            opened = self._open[index]
            if opened == name:
                self._close_from(index, set())
                break
            if opened in ("table", "object") or (name not in _BLOCK_TAGS and opened in _BLOCK_TAGS):
                break
        self._output.append(f"</{name}>")

    def _remove_open(self, name: str) -> None:
        """The innermost ``name`` is closed, whatever was opened in it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] == name:
                del self._open[index]
                formatting_index = sum(1 for each in self._open[:index] if each in FORMATTING_TAGS)
                del self._formatting[formatting_index]
                return

    def _write_untagged(self, html: str, room_left: int) -> None:
        """Write the text of ``html`` in lines, at most ``room_left`` characters of it."""
        tokens = tokenize(_LINE_TAG.sub("\n", html))
        words = "".join(t.text for t in tokens if t.kind == "text" or t.name == "xmp")
        text = "\n".join(" ".join(line.split()) for line in words.split("\n") if line.strip())
        self._result.cut = max(0, len(text) - room_left)
        text = text[:room_left]
        self._result.untagged = len(text)
        self._output += [f"</{name}>" for name in reversed(self._open)]
        for start in range(0, len(text), _LONGEST_TEXT):
            self._output.append(f"<pre>{_escape_text(text[start : start + _LONGEST_TEXT])}</pre>")

    def _write_unclosed(self, token: Token) -> None:
        if token.name not in ("script", "style"):
            self._output.append(_escape_text(token.text))
        elif token.text.strip():
            counts = self._result.unclosed
            counts[token.name] = counts.get(token.name, 0) + len(token.text)

    def _write_raw(self, token: Token) -> None:
        name = token.name
        if name == "iframe":
            self._output.append(f"<iframe{self._format_attributes(name, token.attrs)}></iframe>")
        elif name in ("textarea", "select"):
            self._output.append("<input type=text>")
        elif name == "xmp" and token.text:
            self._output.append(f"<pre>{_escape_text(token.text)}</pre>")
        elif name == "svg":
            title = _FOREIGN_TITLE.search(token.text)
            label = title[1] if title is not None else token.attrs.get("aria-label", "")
            if not label.strip():
                # An icon, or an ornament.
                return
            size = {key: token.attrs.get(key, "") for key in ("width", "height")}
            attrs = {"src": _svg_data_url(token), "alt": label, **size, "data-was": "svg"}
            self._output.append(f"<img{self._format_attributes('img', attrs)}>")
        elif name == "math":
            tex = _TEX.search(token.text[:_LONGEST_TEXT])
            words = token.attrs.get("alttext", "") or (tex[1].strip() if tex is not None else "")
            if words:
                self._output.append(f'<code class="math">{_escape_text(words)}</code>')
            else:
                self._output.append(
                    _escape_text(" ".join(re.sub(r"<[^<>]*>", " ", token.text).split()))
                )

    def _format_attributes(self, name: str, attrs: dict[str, str]) -> str:
        written = []
        for key, value in attrs.items():
            if key == "xml:lang":
                key = "lang"
            elif key.startswith("data-"):
                # data-dv-… is ours: tree_cleanup sets it, and no page may.
                if not _NAME.match(key) or key.startswith("data-dv-"):
                    continue
            elif key not in ALLOWED_ATTRIBUTES:
                continue
            if name in FORMATTING_TAGS and len(value) > (
                _LONGEST_TARGET if key == "href" else _LONGEST_SHORT_VALUE
            ):
                continue
            if _DATA_URL.match(value):
                if key not in ("src", "data-src", "href", "poster"):
                    continue
                self._result.data_urls.append(value)
                value = f"data:{len(self._result.data_urls) - 1}"
            self._attribute_length += len(value)
            if len(value) <= _LONGEST_VALUE and self._attribute_length <= LONGEST_HTML:
                written.append(f' {key}="{value.replace(chr(34), "&quot;")}"')
        return "".join(written)


def _svg_data_url(token: Token) -> str:
    """A drawing that stands in the page, as a file of its own."""
    attrs = {key: value for key, value in token.attrs.items() if _NAME.match(key)}
    attrs["xmlns"] = "http://www.w3.org/2000/svg"
    if "viewbox" in attrs:
        attrs["viewBox"] = attrs.pop("viewbox")
    attributes = "".join(
        f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in attrs.items()
    )
    return f"data:image/svg+xml,{quote(f'<svg{attributes}>{token.text}</svg>')}"


def _escape_text(text: str) -> str:
    if len(text) <= _LONGEST_TEXT:
        return text.replace("<", "&lt;").replace(">", "&gt;")
    # The parser takes quadratic time in the length of a piece of text with entities in it.
    pieces = []
    start = 0
    while start < len(text):
        end = start + _LONGEST_TEXT
        if end < len(text):
            mark = text.rfind("&", end - 40, end)
            end = mark if mark > start else end
        pieces.append(_escape_text(text[start:end]))
        start = end
    return "<wbr>".join(pieces)
