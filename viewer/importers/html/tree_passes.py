"""What is settled on the whole tree before its elements are looked at one by one."""

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
#: An element with so much of the text says in which language the text is.
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
#: The attributes in which the findings are left.
ID_ATTRIBUTE, LANG_ATTRIBUTE = "data-dv-id", "data-dv-lang"


def resolve_lazy_pictures(root: Element) -> None:
    """Give each picture that is loaded late the source its ``noscript`` names, and drop that."""
    for element in list(root.walk()):
        kept: list[Child] = []
        waiting: Element | None = None
        for child in element.children:
            if not isinstance(child, Element) or child.attrs.get("data-was") != "noscript":
                image = _image_in(child) if waiting is not None else None
                if waiting is not None and image is not None:
                    if not _adopt_source(image, waiting):
                        kept.append(waiting)
                    waiting = None
                kept.append(child)
                continue
            inside = child.find(lambda e: e.tag in ("img", "iframe", "video"))
            if inside is None or (inside.tag == "img" and is_tracking_pixel(inside)):
                continue
            before = next((i for c in reversed(kept[-3:]) if (i := _image_in(c))), None)
            if inside.tag == "img" and before is not None and _adopt_source(before, inside):
                continue
            if waiting is not None:
                kept.append(waiting)
            waiting = inside
        if waiting is not None:
            kept.append(waiting)
        element.children = kept


def merge_lists(root: Element) -> None:
    """Make one list of those that Notion writes, one for each of its items."""
    for element in root.walk():
        kept: list[Child] = []
        last: Element | None = None
        for child in element.children:
            if not isinstance(child, Element):
                last = None if child.strip() else last
            elif _NOTION_LISTS.isdisjoint(child.classes()):
                last = None
            elif last is not None and last.attrs["class"] == child.attrs["class"]:
                last.children += child.children
                continue
            else:
                last = child
            kept.append(child)
        element.children = kept


def _image_in(child: Child) -> Element | None:
    return child.find(lambda e: e.tag == "img") if isinstance(child, Element) else None


def _adopt_source(image: Element, real: Element) -> bool:
    """Whether ``image`` only stands in for ``real``, whose source it then has."""
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
    """Mark the blocks to which links of this text lead; what links call them, and their ids."""
    wanted = set(_local_fragments(root, base))
    places: dict[str, str] = {}
    if not wanted:
        return places
    used: set[str] = set()
    waiting: list[str] = []
    around: list[Element] = []

    def visit(element: Element) -> None:
        block = element.tag in _ANCHOR_TAGS
        if block:
            around.append(element)
        for name in (element.attrs.get("id", ""), element.attrs.get("name", "")):
            if name in wanted and name not in places and name not in waiting:
                if around:
                    _give(around[-1], name)
                else:
                    waiting.append(name)
        if block:
            for name in waiting:
                _give(element, name)
            waiting.clear()
        for child in element.children:
            if isinstance(child, Element):
                visit(child)
        if block:
            around.pop()

    def _give(block: Element, name: str) -> None:
        if ID_ATTRIBUTE not in block.attrs:
            own = name if is_valid_slug(name) else _INVALID_IN_ID.sub("-", name).strip("-")[:60]
            if not is_valid_slug(own) or own in used:
                return
            used.add(own)
            block.attrs[ID_ATTRIBUTE] = own
        places[name] = block.attrs[ID_ATTRIBUTE]

    visit(root)
    return places


def _local_fragments(root: Element, base: str) -> Iterator[str]:
    for element in root.walk():
        # Lines of code lead to themselves, by links that nobody sees.
        if element.tag == "a" and "aria-hidden" not in element.attrs:
            name = local_fragment(element.attrs.get("href", ""), base)
            if name:
                yield name


def local_fragment(href: str, base: str) -> str | None:
    """The place on this page to which ``href`` leads, None where it leads elsewhere."""
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
    wide = [
        lang for lang, count in shares.most_common(1) if count >= len(text) * _MAIN_LANGUAGE_SHARE
    ]
    main = first_plausible_language([*wide, declared], text)

    def visit(element: Element, around: str) -> None:
        lang = _language_attribute(element) or around
        other = (
            lang and _base_language(lang) != _base_language(main) and bool(element.text().strip())
        )
        if other and (element.tag == "p" or element.tag in _HEADINGS):
            element.attrs[LANG_ATTRIBUTE] = lang
            around = lang
        elif (other and element.tag in ("li", "td", "dd", "dt")) or (
            other
            and element.tag not in _BOXES
            and _base_language(lang) != _base_language(around)
            # Word processors say it of every single word in Latin letters.
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
    for words in declared:
        tag = language_tag(words, text) if words else ""
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
