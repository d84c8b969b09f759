"""Recognises figures with captions, galleries and slideshows, and takes out their pictures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape

from viewer.archive.markup.element_tree import Element
from viewer.archive.model.control_characters import make_encodable

Child = Element | str

#: Classes of the elements around several pictures: WordPress, Jetpack, Ghost, Substack, common
#: scripts for carousels.
_GALLERY = re.compile(
    r"(?:^|\s)(?:gallery|tiled-gallery|wp-block-gallery|blocks-gallery-grid|slideshow-window|"
    r"jetpack-slideshow|wp-block-jetpack-slideshow|wp-block-jetpack-tiled-gallery|"
    r"kg-gallery-card|image-gallery|image-gallery-embed|swiper(?:-container)?|slick-slider|"
    r"flexslider|carousel|slideshow|slides|bxslider|owl-carousel|glide|splide)(?:\s|$)",
    re.IGNORECASE,
)
#: A copy of a slide, made by a script so that the last leads on to the first.
_DUPLICATE_SLIDE = re.compile(
    r"(?:^|\s)(?:swiper-slide-duplicate|slick-cloned|clone|bx-clone)(?:\s|$)"
)
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-caption-text|gallery-caption|slideshow-slide-caption|tiled-gallery-caption|"
    r"wp-block-jetpack-slideshow_caption|tr-caption|image-caption|caption|slide-caption)(?:\s|$)"
)
_FRAME = re.compile(
    r"(?:^|\s)(?:wp-caption|captioned-image-container|tr-caption-container)(?:\s|$)"
)
_SLIDESHOW_NOTICE = re.compile(r"this slideshow requires javascript", re.IGNORECASE)
#: The words of the controls that go from one picture to the next.
_CONTROL = re.compile(
    r"\s*(?:\d+\s*(?:/|of|／)\s*\d+|prev(?:ious)?(?: slide)?|next(?: slide)?|play|"
    r"pause|slideshow|[‹›«»<>←→❮❯·•●]*|上一[張张頁页]|下一[張张頁页])\s*\Z"
    r"|\s*this slideshow requires javascript\.?\s*\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_CAPTION = 1000
_LONGEST_TABLE_CAPTION = 200
_NO_CAPTION = {"table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "th", "pre", "blockquote"}


@dataclass(slots=True)
class Gallery:
    """Pictures, each with its caption, and what is said below all of them."""

    pictures: list[tuple[Element, list[Child]]] = field(default_factory=list)
    text_below: list[Child] = field(default_factory=list)


def find_gallery(element: Element) -> Gallery | None:
    """The pictures of a gallery; None where ``element`` is none."""
    if element.tag not in ("div", "figure", "ul", "section", "ol"):
        return None
    if not _GALLERY.search(element.attrs.get("class", "")):
        return None
    data = element.attrs.get("data-gallery", "")
    if data:
        return Gallery(_parse_gallery_json(data))
    images = [e for e in element.walk() if e.tag == "img"]
    if len(images) < 2 and not _SLIDESHOW_NOTICE.search(element.text()):
        return None
    gallery = Gallery()
    for child in element.children:
        if isinstance(child, Element) and child.tag == "figcaption":
            # The gallery's own caption belongs to no single picture.
            gallery.text_below.append(Element("p", {}, child.children))
        else:
            _collect(Element("div", {}, [child]), gallery)
    caption_length = sum(len(Element("p", {}, caption).text()) for _, caption in gallery.pictures)
    if len(element.text()) > caption_length + 60 * (len(gallery.pictures) + 2):
        # More text than captions: a carousel of articles.
        return None
    return gallery


def _parse_gallery_json(data: str) -> list[tuple[Element, list[Child]]]:
    """The pictures of a slideshow that a script would build from JSON, as Jetpack's."""
    try:
        entries = make_encodable(json.loads(data))
    except (ValueError, RecursionError):
        return []
    pictures: list[tuple[Element, list[Child]]] = []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("src"), str):
            texts = {key: str(entry.get(key) or "") for key in ("caption", "alt", "title")}
            caption = unescape(_TAG.sub("", texts["caption"])).strip()
            alt = unescape(texts["alt"] or texts["title"])
            image = Element("img", {"src": entry["src"], "alt": alt})
            pictures.append((image, [caption] if caption else []))
    return pictures


def _collect(element: Element, gallery: Gallery) -> None:
    if _DUPLICATE_SLIDE.search(element.attrs.get("class", "")):
        return
    first = len(gallery.pictures)
    pending_caption: list[Child] = []
    for child in element.children:
        if isinstance(child, str):
            if not _CONTROL.match(child):
                gallery.text_below.append(Element("p", {}, [child]))
        elif child.tag == "img":
            gallery.pictures.append((child, pending_caption))
            pending_caption = []
        elif not _is_caption(child):
            if child.tag != "button":
                _collect(child, gallery)
        elif len(gallery.pictures) > first:
            gallery.pictures[-1][1].extend(child.children)
        else:
            # A caption may stand above its picture.
            pending_caption = [*child.children]
    if pending_caption and len(gallery.pictures) > first:
        gallery.pictures[first][1].extend(pending_caption)
    elif pending_caption and gallery.pictures:
        gallery.pictures[-1][1].extend(pending_caption)
    elif pending_caption:
        gallery.text_below.append(Element("p", {}, pending_caption))


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(_CAPTION.search(element.attrs.get("class", "")))


def is_picture_frame(element: Element) -> bool:
    """Whether ``element`` frames one picture and its caption, as a ``figure`` does."""
    if element.tag == "table":
        return _is_picture_table(element)
    return bool(_FRAME.search(element.attrs.get("class", "")))


def _is_picture_table(table: Element) -> bool:
    """Whether a table only holds a picture and, in the row below, its caption."""
    rows = [e for e in table.walk() if e.tag == "tr"]
    if len(rows) != 2 or table.find(lambda e: e.tag in _NO_CAPTION and e is not table) is not None:
        return False
    picture_row, caption_row = rows
    images = [e for e in picture_row.walk() if e.tag == "img"]
    caption = " ".join(caption_row.text().split())
    if (
        len(images) != 1
        or picture_row.text().strip()
        or not 0 < len(caption) <= _LONGEST_TABLE_CAPTION
    ):
        return False
    if caption_row.find(lambda e: e.tag == "img") is not None:
        return False
    caption_row.attrs["class"] = "caption"
    return True


def split_figure(figure: Element) -> tuple[list[Child], list[Child], bool]:
    """The pictures of a figure, its caption, and whether it holds more than these."""
    images: list[Child] = []
    caption: list[Child] = []
    has_more = False

    def collect(element: Element) -> None:
        nonlocal has_more
        for child in element.children:
            if isinstance(child, str):
                has_more = has_more or bool(child.strip())
            elif _is_caption(child):
                if caption:
                    caption.append(" ")
                caption.extend(child.children)
            elif child.tag in ("img", "picture"):
                images.append(child)
            elif child.tag == "a" and not child.text().strip():
                if child.find(lambda e: e.tag == "img") is not None:
                    images.append(child)
            elif child.tag in ("br", "wbr", "button", "input"):
                continue
            elif child.tag in ("iframe", "video", "audio", "table", "pre", "blockquote", "hr"):
                has_more = True
            else:
                collect(child)

    collect(figure)
    return images, caption, has_more or len(Element("p", {}, caption).text()) > _LONGEST_CAPTION
