"""Parses a piece of XML into a tree, well formed or not; no document type is ever read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from viewer.importers.sources.xml_repair import repair_xml
from viewer.messages import SystemText

#: Levels of nesting; an entry of a feed has some five, only XHTML inside one has more.
DEEPEST = 100
MOST_ELEMENTS = 200_000
_UNBOUND_PREFIX = 27
_MOST_PREFIXES = 100
_MOST_LENIENT_CHILDREN = 5000
_MOST_UNCLOSED = 100

#: The prefix of each namespace in our node names, whatever prefix a file uses for it.
_KNOWN_NAMESPACES = {
    "http://www.w3.org/2005/Atom": "atom:", "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:", "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss2": "",
}  # fmt: skip
_WORDPRESS_NAMESPACE = re.compile(
    r"https?://(?:www\.)?wordpress\.org/export/[0-9.]*/?(excerpt)?/?\Z"
)
_UNDECLARED_NAMESPACE = "undeclared:"

_USED_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_START_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,80})((?:\s[^<>]{0,4000})?)>")
_ATTRIBUTE = re.compile(r"""([\w.:-]{1,80})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ANY_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")


class XmlTooLargeError(Exception):
    """The elements are nested too deeply, or there are too many."""


@dataclass(slots=True)
class Node:
    """An element: its name with the usual prefix (``wp:status``), and what is in it, in order."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[str | Node] = field(default_factory=list)

    def child_nodes(self, *names: str) -> list[Node]:
        """Its children of these names."""
        return [part for part in self.children if isinstance(part, Node) and part.name in names]

    def first_child(self, *names: str) -> Node | None:
        """Its first child of the first of ``names`` that is there."""
        for name in names:
            for part in self.children:
                if isinstance(part, Node) and part.name == name:
                    return part
        return None

    def text(self) -> str:
        """All its text, that of its descendants included."""
        return "".join(self._strings())

    def child_text(self, *names: str) -> str:
        """The text of its first child of the first of ``names`` with any, without space around."""
        for name in names:
            for node in self.child_nodes(name):
                text = node.text().strip()
                if text:
                    return text
        return ""

    def _strings(self) -> Iterator[str]:
        pending: list[str | Node] = self.children[::-1]
        while pending:
            part = pending.pop()
            if isinstance(part, str):
                yield part
            else:
                pending.extend(reversed(part.children))


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """A parsed piece. ``error`` says what is not well formed, ``error_line`` (from 1) where."""

    node: Node
    error: str = ""
    error_line: int = 0


def parse_fragment(
    text: str,
    *,
    prefixes: dict[str, str] | None = None,
    containers: frozenset[str] = frozenset(),
) -> ParsedXml:
    """The elements of ``text`` as children of one node without a name.

    ``prefixes`` are the namespaces declared around it. Where it is not well formed, its outermost
    elements are read one by one, from a start tag to the next end tag of that name; those in
    ``containers`` likewise inside.

    Raises:
        XmlTooLargeError: it is nested too deeply, or has too many elements.
        DefusedXmlException: it declares a document type or entities.
    """
    text = repair_xml(text)
    declared = dict(prefixes or {})
    try:
        try:
            return ParsedXml(_parse_with_prefixes(text, declared))
        except ParseError as error:
            if error.code != _UNBOUND_PREFIX:
                raise
            for match in _USED_PREFIX.finditer(text):
                if len(declared) < _MOST_PREFIXES and match[1] not in ("xml", "xmlns"):
                    declared.setdefault(match[1], _UNDECLARED_NAMESPACE + match[1])
            return ParsedXml(_parse_with_prefixes(text, declared))
    except ParseError as error:
        error_text = SystemText(str(error).partition(":")[0])
        return ParsedXml(_parse_leniently(text, containers), error_text, error.position[0])


def parse_document(text: str) -> Node:
    """The outermost element of a whole document.

    Raises:
        XmlTooLargeError: it is nested too deeply, or has too many elements.
        DefusedXmlException: it declares a document type or entities.
        ParseError: it is not well formed.
    """
    return _parse_strictly(repair_xml(text))


def parse_attributes(start_tag: str) -> dict[str, str]:
    """The attributes in a start tag, by the names they are written with."""
    return {name: html.unescape(d or s) for name, d, s in _ATTRIBUTE.findall(start_tag[:20_000])}


def declared_prefixes(start_tag: str) -> dict[str, str]:
    """The namespaces that a start tag declares, by prefix; the default one by ``""``."""
    prefixes: dict[str, str] = {}
    for name, value in parse_attributes(start_tag).items():
        if (name == "xmlns" or name.startswith("xmlns:")) and len(prefixes) < _MOST_PREFIXES:
            prefixes[name[6:]] = value
    return prefixes


def _parse_with_prefixes(text: str, prefixes: dict[str, str]) -> Node:
    declarations = "".join(
        f' {f"xmlns:{prefix}" if prefix else "xmlns"}="{html.escape(uri)}"'
        for prefix, uri in prefixes.items()
        if prefix not in ("xml", "xmlns") and uri
    )
    return _parse_strictly(f"<parts{declarations}>{text}</parts>")


def _parse_strictly(text: str) -> Node:
    target = _TreeBuilder()
    parser = DefusedXMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    parser.feed(text.encode("utf-8", "replace"))
    parser.close()
    return target.root


class _TreeBuilder:
    """Builds the tree while the parser reads."""

    def __init__(self) -> None:
        self.root = Node("")
        self._open: list[Node] = []
        self._count = 0
        self._names: dict[str, str] = {}

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """A start tag; its names are in James Clark's notation."""
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise XmlTooLargeError
        node = Node(self._prefixed(tag), {self._prefixed(k): v for k, v in attrs.items()})
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, tag: str) -> None:
        """An end tag."""
        self._open.pop()

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._open:
            self._open[-1].children.append(text)

    def close(self) -> None:
        """The end of the document."""

    def _prefixed(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            name = _usual_prefix(tag)
            if len(self._names) < 1000:
                self._names[tag] = name
        return name


def _usual_prefix(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    uri, _, name = tag[1:].partition("}")
    if uri.startswith(_UNDECLARED_NAMESPACE):
        return f"{uri[len(_UNDECLARED_NAMESPACE) :]}:{name}"
    match = _WORDPRESS_NAMESPACE.match(uri)
    if match is not None:
        return f"{match[1] or 'wp'}:{name}"
    return f"{_KNOWN_NAMESPACES.get(uri, 'other:')}{name}"


def _parse_leniently(text: str, containers: frozenset[str]) -> Node:
    """The outermost elements, each from its start tag to the next end tag of the same name."""
    root = Node("")
    position = unclosed = 0
    while len(root.children) < _MOST_LENIENT_CHILDREN:
        match = _START_TAG.search(text, position)
        if match is None:
            break
        name, attributes = match[1], match[2]
        position = match.end()
        node = Node(name, parse_attributes(attributes))
        if attributes.endswith("/"):
            root.children.append(node)
            continue
        end = text.find(f"</{name}>", position)
        if end < 0:
            unclosed += 1
            if unclosed > _MOST_UNCLOSED:
                break
            if text.startswith("<![CDATA[", position) and text.find("]]>", position) < 0:
                # The file is cut off in here; what there is of this element is its last.
                node.children = [text[position + 9 :]]
                root.children.append(node)
                break
            continue
        inner = text[position:end]
        node.children = (
            _parse_leniently(inner, frozenset()).children
            if name in containers
            else [_text_content(inner)]
        )
        root.children.append(node)
        position = end + len(name) + 3
    return root


def _text_content(inner: str) -> str:
    """The text of an element that may not be well formed."""
    content = inner.strip()
    if content.startswith("<![CDATA[") and content.endswith("]]>"):
        # WordPress divides a section where the text itself holds "]]>".
        return content[9:-3].replace("]]]]><![CDATA[>", "]]>")
    content = _CDATA.sub(lambda match: html.escape(match[1], quote=False), content)
    return html.unescape(_ANY_TAG.sub("", content))


__all__ = [
    "DefusedXmlException",
    "Node",
    "ParseError",
    "ParsedXml",
    "XmlTooLargeError",
    "declared_prefixes",
    "parse_document",
    "parse_fragment",
]
