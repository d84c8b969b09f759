"""Composes an article from its blocks: frozen tree, plain text, anchors, figures and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from viewer.archive.files.picture_paths import PictureResolver
from viewer.archive.markup.block_structure import is_block
from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import (
    Child,
    collapse_whitespace,
    inline_text,
    split_long_text,
)
from viewer.archive.model import document_tree
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Anchor, Block, Figure, Link
from viewer.archive.parser.line_numbers import source_line

_KEPT_ATTRIBUTES = {
    "ol": ("start",), "td": ("colspan", "rowspan", "align"), "th": ("colspan", "rowspan", "align"),
    "span": ("lang",), "abbr": ("title",), "p": ("lang",), "blockquote": ("lang",),
}  # fmt: skip
_BLOCK_KINDS = {"caption": "caption", "links": "links", "pre": "code", "title": "note"}
_MAX_CAPTION_LENGTH = 4000

#: Returns the target to store for a link, given its target as written, label and line number.
LinkResolver = Callable[[str, str, int | None], str]


@dataclass(slots=True)
class ComposedArticle:
    """The parts of an ``Article`` that are made from its blocks."""

    body: tuple[Node, ...] = ()
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def compose_article(
    blocks: list[Element], pictures: PictureResolver, resolve: LinkResolver
) -> ComposedArticle:
    """Compose ``blocks``; text blocks get the offset of their text in the plain text (``o``)."""
    composer = _Composer(pictures, resolve)
    article = composer.result
    article.body = tuple(composer.compose_blocks(list(blocks)))
    article.text = "\n".join(composer.parts)
    return article


class _Composer:
    def __init__(self, pictures: PictureResolver, resolve: LinkResolver) -> None:
        self.result = ComposedArticle()
        self.parts: list[str] = []
        self._position = 0
        self._anchor = ""
        self._in_note = False
        self._slideshows = 0
        self._annotations = 0
        self._slideshow: int | None = None
        self._pictures = pictures
        self._resolve = resolve

    def compose_blocks(self, children: list[Child]) -> list[Node]:
        nodes: list[Node] = []
        for child in children:
            if isinstance(child, Element):
                nodes.extend(self._compose_block(child))
        return nodes

    def _compose_block(self, element: Element) -> list[Node]:
        """The nodes for a block; an item or note lends its anchor to what is in it."""
        tag = element.tag
        name = element.attrs.get("id", "")
        outer_state = (self._anchor, self._in_note)
        if name:
            self._record_anchor(element, name)
        if tag == "note":
            self._in_note = True
        if tag == "figure":
            nodes = [self._compose_figure(element)]
        elif tag == "hr":
            nodes = [Node("hr")]
        elif any(is_block(child) for child in element.children):
            nodes = self._compose_container(element)
        elif tag in document_tree.TEXT_BLOCK_TAGS:
            nodes = self._compose_text_block(element)
        else:
            nodes = self._compose_container(element)
        if tag in document_tree.HEADING_TAGS:
            self._in_note = outer_state[1]
        else:
            self._anchor, self._in_note = outer_state
        return nodes

    def _record_anchor(self, element: Element, name: str) -> None:
        tag = element.tag
        title = element
        level = 8
        if tag in document_tree.HEADING_TAGS:
            level = int(tag[1])
        elif tag == "note":
            level = 7
            title = element.find(lambda e: e.tag == "title") or Element("title")
        words = " ".join(title.text().split())[:200] if level < 8 else ""
        self.result.anchors.append(Anchor(name, words, level, self._position))
        self._anchor = name

    def _compose_container(self, element: Element) -> list[Node]:
        tag = element.tag
        attrs = _attributes(element)
        if "annotation" in element.attrs:
            self._annotations += 1
            attrs["number"] = str(self._annotations)
        if tag == "slideshow":
            self._slideshows += 1
            self._slideshow = self._slideshows
            attrs |= self._redrawn(element)
        children = self.compose_blocks(element.children)
        self._slideshow = None
        if not children and tag not in ("td", "th", "li"):
            return []
        return [Node(tag, attrs, tuple(children))]

    def _compose_text_block(self, element: Element) -> list[Node]:
        tag = element.tag
        if tag == "pre":
            text = element.text().strip("\n")
            runs: list[list[Child]] = split_long_text([text]) if text.strip() else []
        elif tag == "links":
            runs = [element.children]
        else:
            runs = split_long_text(collapse_whitespace(element.children))
        attrs = _attributes(element)
        if not runs or runs == [[]]:
            return [Node(tag, attrs)] if tag in ("td", "th", "li", "dt", "dd") else []
        inside = len(runs) > 1 and tag in ("li", "td", "th", "dd", "dt")
        nodes = []
        for number, run in enumerate(runs):
            run_attrs = dict(attrs) if number == 0 and not inside else {}
            nodes.append(self._compose_run("p" if inside else tag, run_attrs, run))
        return [Node(tag, attrs, tuple(nodes))] if inside else nodes

    def _compose_run(self, tag: str, attrs: dict[str, str], run: list[Child]) -> Node:
        children = self._compose_inline(run)
        node = Node(tag, attrs, children)
        text = node.text()
        if not text:
            return node
        end = self._position + len(text)
        kind = _BLOCK_KINDS.get(tag, "heading" if tag in document_tree.HEADING_TAGS else "text")
        if self._in_note and kind in ("text", "heading", "links"):
            kind = "note"
        self.result.blocks.append(Block(self._position, end, kind, self._anchor))
        attrs["o"] = str(self._position)
        self.parts.append(text)
        self._position = end + 1
        return node

    def _compose_inline(self, run: list[Child]) -> tuple[Node | str, ...]:
        nodes: list[Node | str] = []
        for child in run:
            if isinstance(child, str):
                nodes.append(child)
            elif child.tag == "a":
                nodes.extend(self._compose_link(child))
            elif child.tag == "img":
                figure = self._build_figure(child)
                attrs = {"pic": str(len(self.result.figures))}
                if figure.alt:
                    attrs["alt"] = figure.alt
                self.result.figures.append(figure)
                nodes.append(Node("img", attrs))
            elif child.tag in document_tree.INLINE_TAGS:
                nodes.append(
                    Node(child.tag, _attributes(child), self._compose_inline(child.children))
                )
            else:
                nodes.extend(self._compose_inline(child.children))
        return tuple(nodes)

    def _compose_link(self, element: Element) -> list[Node | str]:
        children = self._compose_inline(element.children)
        if "id" in element.attrs and "href" not in element.attrs:
            return list(children)
        label = " ".join(element.text().split())
        target = self._resolve(element.attrs.get("href", "\0"), label, source_line(element))
        if label and "footnote-ref" not in element.classes():
            self.result.links.append(Link(label[:300], target))
        return [Node("a", {"href": target} if target else {}, children)]

    def _compose_figure(self, element: Element) -> Node:
        image = element.find(lambda e: e.tag == "img") or Element("img")
        figure = self._build_figure(image)
        attrs = {**_attributes(element), "pic": str(len(self.result.figures))}
        attrs |= self._redrawn(image)
        self.result.figures.append(figure)
        # A picture that is not shown is replaced by its caption or alternative text.
        words = figure.caption or (figure.alt if figure.state != "local" else "")
        caption: tuple[Node, ...] = ()
        if words:
            caption = (self._compose_run("caption", {}, [words]),)
        return Node("figure", attrs, caption)

    def _redrawn(self, element: Element) -> dict[str, str]:
        """What says that a lost picture was drawn anew, and where the edition tells of it."""
        target = element.attrs.get("redrawn")
        if target is None:
            return {}
        return {"redrawn": self._resolve(target, target, source_line(element))}

    def _build_figure(self, image: Element) -> Figure:
        alt = " ".join(image.attrs.get("alt", "").split())
        caption = " ".join(image.attrs.get("title", "").split())[:_MAX_CAPTION_LENGTH]
        source, state = self._pictures.resolve_picture(
            image.attrs.get("src"), alt, source_line(image)
        )
        return Figure(source, alt[:_MAX_CAPTION_LENGTH], caption, state, self._slideshow)


def _attributes(element: Element) -> dict[str, str]:
    attrs = {
        key: element.attrs[key]
        for key in _KEPT_ATTRIBUTES.get(element.tag, ())
        if key in element.attrs
    }
    if "id" in element.attrs and is_block(element):
        attrs["id"] = element.attrs["id"]
    return attrs


def plain_text(blocks: list[Element]) -> str:
    """The text of ``blocks``, one line each, for searching in it."""
    return "\n".join(inline_text([block]) for block in blocks)
