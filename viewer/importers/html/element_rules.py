"""Rewrites the elements of any author's HTML as the few that our pages know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.archive.markup.element_tree import CONTAINER_TAGS, Element
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html.boilerplate import is_social_button
from viewer.importers.html.embeds import (
    LinkCard,
    embed_url,
    find_callout,
    find_card,
    is_embed,
    is_pull_quote,
)
from viewer.importers.html.galleries import find_gallery, is_picture_frame, split_figure
from viewer.importers.html.headings import HEADINGS, remove_permalink
from viewer.importers.html.hidden_text_and_styles import (
    elements_for_style,
    is_hidden,
    is_normal_weight,
    is_transparent,
    parse_style,
)
from viewer.importers.html.pictures import PictureCollector, is_same_picture, join_url
from viewer.importers.html.tables import convert_table
from viewer.importers.html.tree_cleanup import ID_ATTRIBUTE, LANG_ATTRIBUTE, local_fragment

Child = Element | str

_RENAMED_TAGS = {
    "b": "strong", "i": "em", "strike": "s", "tt": "code", "samp": "code", "var": "em",
    "cite": "em", "dfn": "em", "menu": "ul", "tfoot": "tbody", "fieldset": "div",
}  # fmt: skip
_DEEPEST_QUOTE = 8
_INLINE_TAGS = {
    "em", "strong", "del", "ins", "u", "s", "sub", "sup", "mark", "kbd", "code", "small", "abbr",
    "ruby", "rt", "rp",
}  # fmt: skip
_BLOCK_TAGS = CONTAINER_TAGS | set(HEADINGS) | {
    "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "table", "thead", "tbody",
    "tr", "td", "th", "caption", "figure", "figcaption", "summary", "iframe",
}  # fmt: skip
_LANGUAGE = re.compile(
    r"(?:lang(?:uage)?|brush|highlight-source|sourceCode)[-:\s]+([\w+#.-]{1,20})"
)
_SUBTITLE = re.compile(r"(?:^|\s)(?:subtitle|(?:graf--|post-|article-|entry-)subtitle)(?:\s|$)")
#: A line of stars or dots that divides a text like a rule.
_STAR_RULE = re.compile(r"\s*(?:(?:[*＊]\s*){3,9}|(?:[•·]\s*){3,9}|⁂)\Z")
_WEB_ADDRESS = re.compile(r"(?:https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_BLANK = re.compile(r"[\s\u200b\u00ad\ufeff\u034f]*\Z")


class ElementRules:
    """Rewrites one tree. Pictures and losses are collected on the way."""

    def __init__(self, pictures: PictureCollector, base: str, anchors: dict[str, str]) -> None:
        self._pictures = pictures
        self._base = base
        self._anchors = anchors
        self._quote_depth = 0

    def apply(self, root: Element) -> None:
        """Rewrite everything below ``root`` in place."""
        root.children = self._convert_children(root.children)

    def _convert_children(self, children: list[Child], pre: bool = False) -> list[Child]:
        converted: list[Child] = []
        for child in children:
            converted.extend([child] if isinstance(child, str) else self._convert(child, pre))
        return converted

    def _convert(self, element: Element, pre: bool) -> list[Child]:
        tag = element.tag
        style = parse_style(element)
        if is_hidden(element, style):
            return []
        if tag in ("button", "area", "legend"):
            return []
        if tag == "input" or (tag == "div" and "checkbox" in element.classes()):
            return _check_box(element)
        if tag == "noteref":
            return [element]
        if tag == "img":
            return self._convert_image(element)
        if is_embed(element):
            return self._convert_embed(element)
        if tag == "picture":
            return self._convert_picture(element)
        if tag == "pre":
            return [
                self._convert_verse(element) if _is_verse(element) else self._convert_code(element)
            ]
        if (card := find_card(element)) is not None:
            return self._convert_card(card)
        if (callout := find_callout(element)) is not None:
            return [Element("div", {"class": "admonition"}, self._convert_children(callout))]
        gallery = find_gallery(element)
        if gallery is not None:
            return [
                *self._convert_gallery(gallery.pictures),
                *self._convert_children(gallery.text_below),
            ]
        if tag == "figure" or is_picture_frame(element):
            return self._convert_figure(element)
        if tag == "table":
            return self._convert_table(element)
        if tag == "details":
            return self._convert_details(element)
        if tag == "hr":
            return [Element("hr")]
        if tag == "br":
            return ["\n"] if pre else [Element("br")]
        if tag == "wbr":
            # An invisible character in a word would keep the search from finding it.
            return []
        if tag == "a":
            return [] if is_social_button(element) else self._convert_link(element, pre)
        if tag == "q":
            return ["“", *self._convert_children(element.children, pre), "”"]
        if tag == "blockquote" or is_pull_quote(element):
            return self._convert_quote(element)
        tag = _RENAMED_TAGS.get(tag, tag)
        if (tag == "strong" and is_normal_weight(style)) or (
            tag == "mark" and is_transparent(style)
        ):
            tag = "span"
        children = self._apply_style(style, tag, self._convert_children(element.children, pre))
        return self._rebuild(element, tag, children)

    def _rebuild(self, element: Element, tag: str, children: list[Child]) -> list[Child]:
        attrs = {"id": element.attrs[ID_ATTRIBUTE]} if ID_ATTRIBUTE in element.attrs else {}
        lang = element.attrs.get(LANG_ATTRIBUTE, "")
        if lang and (tag == "p" or tag in HEADINGS):
            attrs["lang"] = lang
        elif lang and _has_content(children):
            children = [Element("span", {"lang": lang}, children)]
        if tag in HEADINGS:
            return self._convert_heading(tag, attrs, children, element.attrs.get("class", ""))
        if tag in _INLINE_TAGS:
            if tag == "abbr" and element.attrs.get("title"):
                attrs["title"] = element.attrs["title"]
            if not _has_content(children) and tag != "rp":
                return children
            if tag == "ruby":
                children = _add_ruby_brackets(children)
            return [Element(tag, attrs, children)]
        if tag in ("p", "dl") and not _has_content(children):
            return []
        if tag == "p" and _STAR_RULE.match(element.text()):
            return [Element("hr")]
        if tag == "dl":
            children = list(_flatten_definitions(children))
        if tag in ("dt", "dd"):
            children = _unwrap_paragraph(children)
        if tag == "ol" and element.attrs.get("start", "1") != "1":
            attrs["start"] = element.attrs["start"]
        if tag in _BLOCK_TAGS:
            if tag in ("td", "th"):
                attrs |= {
                    key: element.attrs[key]
                    for key in ("colspan", "rowspan", "align")
                    if key in element.attrs
                }
            return [Element(tag, attrs, children)]
        return children

    def _convert_quote(self, element: Element) -> list[Child]:
        """A quote; one in many others is flattened, since every line is marked for each."""
        self._quote_depth += 1
        children = self._convert_children(element.children)
        self._quote_depth -= 1
        return self._rebuild(
            element, "blockquote" if self._quote_depth < _DEEPEST_QUOTE else "div", children
        )

    def _convert_heading(
        self, tag: str, attrs: dict[str, str], children: list[Child], classes: str
    ) -> list[Child]:
        """An empty heading is none; one that is bold or slanted throughout is simply a heading."""
        children = remove_permalink(children, attrs.get("id", ""))
        if not _has_content(children):
            return []
        if _SUBTITLE.search(classes):
            return [Element("p", attrs, [Element("em", {}, children)])]
        while len(children) == 1 and isinstance(children[0], Element):
            if children[0].tag not in ("strong", "em", "u", "mark", "small"):
                break
            children = children[0].children
        if not any(not isinstance(c, Element) or c.text().strip() for c in children):
            return [Element("p", attrs, children)]
        return [Element(tag, attrs, children)]

    def _apply_style(self, style: dict[str, str], tag: str, children: list[Child]) -> list[Child]:
        """What an inline style says that an element could say as well."""
        if not style or not _has_content(children) or tag in HEADINGS:
            return children
        for name in elements_for_style(style, tag):
            if not any(isinstance(c, Element) and c.tag == "table" for c in children):
                children = [Element(name, {}, children)]
        return children

    def _convert_image(self, element: Element) -> list[Child]:
        image = self._pictures.collect(element)
        return [] if image is None else [image]

    def _convert_picture(self, element: Element) -> list[Child]:
        """The ``img`` of a ``picture`` knows the sources beside it as well."""
        image = element.find(lambda e: e.tag == "img") or Element("img")
        sets = [e.attrs["srcset"] for e in element.walk() if e.tag == "source" and
                e.attrs.get("srcset")]  # fmt: skip
        if sets:
            srcset = image.attrs.get("srcset", "")
            image.attrs["srcset"] = ", ".join(([srcset] if srcset else []) + sets[:6])
        return self._convert_image(image)

    def _convert_embed(self, element: Element) -> list[Child]:
        """A film, sound or frame is kept as a link to where it is."""
        address = embed_url(element, self._base)
        if not address:
            return self._convert_children([c for c in element.children if isinstance(c, Element)
                              and c.tag in ("a", "img", "p")])  # fmt: skip
        self._pictures.count_loss(ImportLoss.EMBEDDED)
        label = element.attrs.get("title") or element.attrs.get("aria-label") or address
        return [Element("p", {}, [Element("a", {"href": address}, [label])])]

    def _convert_card(self, card: LinkCard) -> list[Child]:
        """A card as one paragraph: what it is called, as a link, and what it says of it."""
        if card.audio is not None:
            attrs = {**card.audio.attrs, "title": card.title}
            blocks = self._convert_embed(Element("audio", attrs, card.audio.children))
        else:
            link = self._convert_link(Element("a", {"href": card.href}, [card.title]), False)
            words: list[Child] = [Element("br"), card.description] if card.description else []
            blocks = [Element("p", {}, [*link, *words])]
        if _has_content(card.caption):
            blocks.append(Element("p", {}, self._convert_children(card.caption)))
        return blocks

    def _convert_gallery(self, pictures: list[tuple[Element, list[Child]]]) -> list[Child]:
        """A slideshow: a run of pictures, each with its caption."""
        images: list[Child] = []
        for image, caption in pictures:
            converted = self._pictures.collect(image)
            if isinstance(converted, Element):
                words = " ".join(Element("p", {}, caption).text().split())
                if words:
                    converted.attrs["title"] = words
                images.append(converted)
        if not images:
            self._pictures.count_loss(ImportLoss.EMPTY_SLIDESHOW)
            return []
        return [Element("p", {"class": "slideshow"}, images)]

    def _convert_figure(self, element: Element) -> list[Child]:
        """A picture with its caption; of any other figure the caption stands below."""
        images, caption, has_more = split_figure(element)
        if not images and caption and element.find(is_embed) is not None:
            return self._captioned_embed(element)
        if len(images) != 1 or has_more:
            return [Element("div", {}, self._convert_children(element.children))]
        words = " ".join(Element("p", {}, caption).text().split())
        converted = self._convert_children(images)
        image = Element("p", {}, converted).find(lambda e: e.tag == "img")
        if image is None:
            return [
                *converted,
                *([Element("p", {}, self._convert_children(caption))] if words else []),
            ]
        links = [e for c in caption if isinstance(c, Element) for e in c.walk() if e.tag == "a"]
        if words:
            image.attrs["title"] = words
        blocks: list[Child] = [Element("p", {}, converted)]
        if links:
            link_row = [part for link in self._convert_children([*links]) for part in (link, " ")]
            blocks.append(Element("p", {"class": "links"}, link_row))
        return blocks

    def _captioned_embed(self, figure: Element) -> list[Child]:
        """A film or sound whose caption is what the link to it is called."""
        figcaption = figure.find(lambda e: e.tag == "figcaption") or Element("figcaption")
        caption, figcaption.children = self._convert_children(figcaption.children), []
        blocks = self._convert_children(figure.children)
        link = Element("div", {}, blocks).find(lambda e: e.tag == "a")
        if link is None:
            return [*blocks, Element("p", {}, caption)]
        if link.text() == link.attrs.get("href") and not any(
            isinstance(child, Element) and child.find(lambda e: e.tag == "a") for child in caption
        ):
            link.children = caption
            return blocks
        return [Element("div", {}, [*blocks, Element("p", {}, caption)])]

    def _convert_table(self, element: Element) -> list[Child]:
        converted, flattened = convert_table(element)
        if flattened:
            self._pictures.count_loss(ImportLoss.FLAT_TABLE, flattened)
        if converted.tag != "table":
            return self._convert(converted, False)
        converted.children = self._convert_children(converted.children)
        return [converted]

    def _convert_details(self, element: Element) -> list[Child]:
        summary: list[Child] = []
        content: list[Child] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "summary":
                summary.extend(self._convert_children(child.children))
            else:
                content.append(child)
        heading: list[Child] = []
        if _has_content(summary):
            heading.append(Element("p", {}, [Element("strong", {}, summary)]))
        return [Element("div", {}, [*heading, *self._convert_children(content)])]

    def _convert_code(self, element: Element) -> Element:
        """Code keeps its line ends and its language, and loses its colours."""
        classes = " ".join(e.attrs.get("class", "") for e in element.walk())
        match = _LANGUAGE.search(classes)
        language = element.attrs.get("data-lang") or element.attrs.get("data-language", "")
        attrs = {}
        if language or match is not None:
            attrs["language"] = language or (match[1] if match is not None else "")
        lines = [e for e in element.children if isinstance(e, Element) and e.tag == "code"]
        if len(lines) > 1:
            # Each line is in an element of its own.
            for line in lines[:-1]:
                line.children.append("\n")
        text = Element("p", {}, self._convert_children(element.children, pre=True)).text()
        return Element("pre", attrs, [text])

    def _convert_verse(self, element: Element) -> Element:
        """A poem, whose lines are all that its white space says."""
        children: list[Child] = []
        for child in self._convert_children(element.children):
            if isinstance(child, str):
                for number, line in enumerate(child.split("\n")):
                    children.extend([Element("br"), line] if number else [line])
            else:
                children.append(child)
        return Element("p", {}, children)

    def _convert_link(self, element: Element, pre: bool) -> list[Child]:
        children = self._convert_children(element.children, pre)
        href = element.attrs.get("href")
        if href is None or not _has_content(children):
            return self._rebuild(element, "a", children)
        name = local_fragment(href, self._base)
        if name is not None:
            if name in self._anchors:
                return [Element("a", {"href": "#" + self._anchors[name]}, children)]
            if name not in ("", "top"):
                self._pictures.count_loss(ImportLoss.LOST_LINK)
            return children
        address = join_url(self._base, href)
        only_pictures = not Element("a", {}, children).text().strip()
        if only_pictures and any(
            e.tag == "img" and is_same_picture(address, e) for e in element.walk()
        ):
            # It leads to the picture that is shown, perhaps in its full size.
            return children
        if _WEB_ADDRESS.match(address):
            return [Element("a", {"href": address}, children)]
        if only_pictures or href.lower().startswith(("javascript:", "about:")):
            return children
        self._pictures.count_loss(ImportLoss.LOST_LINK)
        return [Element("a", {"href": ""}, children)]


def _is_verse(element: Element) -> bool:
    return "wp-block-verse" in element.classes()


def _add_ruby_brackets(children: list[Child]) -> list[Child]:
    """Readings between brackets, for a page that cannot set them above their characters."""
    if any(isinstance(child, Element) and child.tag == "rp" for child in children):
        return children
    bracketed: list[Child] = []
    for child in children:
        if isinstance(child, Element) and child.tag == "rt":
            bracketed += [Element("rp", {}, ["（"]), child, Element("rp", {}, ["）"])]
        else:
            bracketed.append(child)
    return bracketed


def _flatten_definitions(children: list[Child]) -> Iterator[Child]:
    """What is in a ``dl``: groups of its entries are opened, loose text is an entry as well."""
    for child in children:
        if isinstance(child, str):
            if child.strip():
                yield Element("dd", {}, [child])
        elif child.tag == "div":
            yield from _flatten_definitions(child.children)
        else:
            yield child


def _unwrap_paragraph(children: list[Child]) -> list[Child]:
    """What is in an entry without the paragraph that all of it stands in."""
    filled = [c for c in children if isinstance(c, Element) or c.strip()]
    only = filled[0] if len(filled) == 1 else None
    return only.children if isinstance(only, Element) and only.tag == "p" else children


def _check_box(element: Element) -> list[Child]:
    classes = element.classes()
    if element.attrs.get("type", "").lower() != "checkbox" and "checkbox" not in classes:
        return []
    return ["☑ " if "checked" in element.attrs or "checkbox-on" in classes else "☐ "]


def _has_content(children: list[Child]) -> bool:
    return any(
        not _BLANK.match(c)
        if isinstance(c, str)
        else c.tag in ("img", "hr", "noteref") or _has_content(c.children)
        for c in children
    )
