"""Passes over the whole tree before the element rules: lazy pictures, lists, anchors, languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from viewer.archive.markup.element_tree import CONTAINER_TAGS, Element
from viewer.archive.model.language_detection import DECLARED_MIN_SHARE, guess_language
from viewer.archive.model.slugs import is_valid_slug
from viewer.importers.html.pictures import is_placeholder, is_tracking_pixel
from viewer.importers.metadata.languages import language_tag

Child = Element | str

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_ANCHOR_TAGS = _HEADINGS | {"p", "li"}
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_INVALID_IN_ID = re.compile(r"[^\w-]+")
#: The share of the text that an element needs for its language to be that of the text.
_MAIN_LANGUAGE_SHARE = 0.6
_SHORT_TEXT = 40
_NOTION_LISTS = {"bulleted-list", "numbered-list", "to-do-list"}
_BOXES = CONTAINER_TAGS | {
    "root",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "table",
    "thead",
    "tbody",
    "tr",
    "figure",
}
#: The attributes in which the passes leave ids and languages for the element rules.
ID_ATTRIBUTE, LANG_ATTRIBUTE = "data-dv-id", "data-dv-lang"


def resolve_lazy_pictures(root: Element) -> None:
    """Give each picture that is loaded late the source its ``noscript`` names, and drop that."""
    for element in list(root.walk()):
        children: list[Child] = []
        pending: Element | None = None
        for child in element.children:
            if not isinstance(child, Element) or child.attrs.get("data-was") != "noscript":
                image = _image_in(child) if pending is not None else None
                if pending is not None and image is not None:
                    if not _adopt_source(image, pending):
                        children.append(pending)
                    pending = None
                children.append(child)
                continue
            media = child.find(lambda e: e.tag in ("img", "iframe", "video"))
            if media is None or (media.tag == "img" and is_tracking_pixel(media)):
                continue
            previous_image = next((i for c in reversed(children[-3:]) if (i := _image_in(c))), None)
            if (
                media.tag == "img"
                and previous_image is not None
                and _adopt_source(previous_image, media)
            ):
                continue
            if pending is not None:
                children.append(pending)
            pending = media
        if pending is not None:
            children.append(pending)
        element.children = children


def merge_lists(root: Element) -> None:
    """Merge the lists that Notion writes, one for each item, into one."""
    for element in root.walk():
        children: list[Child] = []
        open_list: Element | None = None
        for child in element.children:
            if not isinstance(child, Element):
                open_list = None if child.strip() else open_list
            elif _NOTION_LISTS.isdisjoint(child.classes()):
                open_list = None
            elif open_list is not None and open_list.attrs["class"] == child.attrs["class"]:
                open_list.children += child.children
                continue
            else:
                open_list = child
            children.append(child)
        element.children = children


def _image_in(child: Child) -> Element | None:
    return child.find(lambda e: e.tag == "img") if isinstance(child, Element) else None


def _adopt_source(image: Element, real: Element) -> bool:
    """Give ``image`` the source of ``real`` if it only stands in for it; whether it did."""
    source = real.attrs.get("src", "")
    if real.tag != "img" or not source:
        return False
    if source not in image.attrs.values() and (
        "data-dv-real" in image.attrs or not is_placeholder(image)
    ):
        return False
    image.attrs["data-dv-real"] = ""
    image.attrs["data-src"] = source
    if not image.attrs.get("alt"):
        image.attrs["alt"] = real.attrs.get("alt", "")
    return True


def assign_anchors(root: Element, base: str) -> dict[str, str]:
    """Give ids to the blocks to which links of this text lead; the ids by what links call them."""
    linked_names = set(_local_fragments(root, base))
    anchors: dict[str, str] = {}
    if not linked_names:
        return anchors
    used: set[str] = set()
    pending: list[str] = []
    open_blocks: list[Element] = []

    def visit(element: Element) -> None:
        is_anchor = element.tag in _ANCHOR_TAGS
        if is_anchor:
            open_blocks.append(element)
        for name in (element.attrs.get("id", ""), element.attrs.get("name", "")):
            if name in linked_names and name not in anchors and name not in pending:
                if open_blocks:
                    assign(open_blocks[-1], name)
                else:
                    pending.append(name)
        if is_anchor:
            for name in pending:
                assign(element, name)
            pending.clear()
        for child in element.children:
            if isinstance(child, Element):
                visit(child)
        if is_anchor:
            open_blocks.pop()

    def assign(is_anchor: Element, name: str) -> None:
        if ID_ATTRIBUTE not in is_anchor.attrs:
            slug = name if is_valid_slug(name) else _INVALID_IN_ID.sub("-", name).strip("-")[:60]
            if not is_valid_slug(slug) or slug in used:
                return
            used.add(slug)
            is_anchor.attrs[ID_ATTRIBUTE] = slug
        anchors[name] = is_anchor.attrs[ID_ATTRIBUTE]

    visit(root)
    return anchors


def _local_fragments(root: Element, base: str) -> Iterator[str]:
    for element in root.walk():
        # Listings of code hold a hidden link in every line that leads to that line.
        if element.tag == "a" and "aria-hidden" not in element.attrs:
            name = local_fragment(element.attrs.get("href", ""), base)
            if name:
                yield name


def local_fragment(href: str, base: str) -> str | None:
    """The fragment (perhaps empty) of a link into this page, None where it leads elsewhere."""
    address, mark, name = href.strip().partition("#")
    if not mark or (address and address != base.partition("#")[0]):
        return None
    return name


def mark_languages(root: Element, declared: str = "") -> str:
    """Mark paragraphs and words in another language than the text's; return that language."""
    text = root.text()
    shares: Counter[str] = Counter()
    for element in root.walk():
        lang = _language_attribute(element)
        if lang:
            shares[lang] += len(element.text())
    main_candidates = [
        lang for lang, count in shares.most_common(1) if count >= len(text) * _MAIN_LANGUAGE_SHARE
    ]
    main = first_plausible_language([*main_candidates, declared], text)

    def visit(element: Element, around: str) -> None:
        lang = _language_attribute(element) or around
        is_foreign = (
            lang and _base_language(lang) != _base_language(main) and bool(element.text().strip())
        )
        if is_foreign and (element.tag == "p" or element.tag in _HEADINGS):
            element.attrs[LANG_ATTRIBUTE] = lang
            around = lang
        elif (is_foreign and element.tag in ("li", "td", "dd", "dt")) or (
            is_foreign
            and element.tag not in _BOXES
            and _base_language(lang) != _base_language(around)
            # Word processors mark every single word in Latin letters as English.
            and (_base_language(lang) != "en" or len(element.text()) >= _SHORT_TEXT)
        ):
            element.attrs[LANG_ATTRIBUTE] = lang
        for child in element.children:
            if isinstance(child, Element):
                visit(
                    child,
                    lang if element.attrs.get(LANG_ATTRIBUTE) or element.tag in _BOXES else around,
                )

    visit(root, main)
    return main


def first_plausible_language(declared: list[str], text: str) -> str:
    """The language of ``text``: the first of those ``declared`` that its letters do not belie."""
    guess = guess_language(text)
    for language in declared:
        tag = language_tag(language, text) if language else ""
        if tag and not _is_latin(tag) and guess == "en":
            guess = guess_language(text, DECLARED_MIN_SHARE)
        if tag and (not guess or _is_latin(tag) == (guess == "en")):
            return tag
    return guess


def _is_latin(tag: str) -> bool:
    return tag.partition("-")[0] not in ("zh", "ja", "ko", "yue", "wuu")


@lru_cache(maxsize=256)
def _base_language(lang: str) -> str:
    """A language without its region; for Chinese, with its script."""
    tag = language_tag(lang)
    return tag if tag in ("zh-Hant", "zh-Hans") else tag.partition("-")[0]


def _language_attribute(element: Element) -> str:
    lang = element.attrs.get("lang", "").strip().replace("_", "-")
    return lang if _LANG.match(lang) else ""
