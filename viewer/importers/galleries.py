"""Figures with captions, and what shows several pictures as one: galleries, slideshows."""

from __future__ import annotations

import json
import re
from html import unescape

from viewer.archive.elements import Element

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
#: A slide that a script made a second time, so that the last leads on to the first.
_AGAIN = re.compile(r"(?:^|\s)(?:swiper-slide-duplicate|slick-cloned|clone|bx-clone)(?:\s|$)")
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-caption-text|gallery-caption|slideshow-slide-caption|tiled-gallery-caption|"
    r"wp-block-jetpack-slideshow_caption|tr-caption|image-caption|caption|slide-caption)(?:\s|$)"
)
_FRAME = re.compile(
    r"(?:^|\s)(?:wp-caption|captioned-image-container|tr-caption-container)(?:\s|$)"
)
_MARK = re.compile(r"this slideshow requires javascript", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_CAPTION = 1000


def gallery(element: Element) -> list[tuple[Element, list[Child]]] | None:
    """The pictures of a gallery, each with its caption; None where ``element`` is none."""
    if element.tag not in ("div", "figure", "ul", "section", "ol"):
        return None
    if not _GALLERY.search(element.attrs.get("class", "")):
        return None
    data = element.attrs.get("data-gallery", "")
    if data:
        return _from_data(data)
    images = [e for e in element.walk() if e.tag == "img"]
    if len(images) < 2 and not _MARK.search(element.text()):
        return None
    found: list[tuple[Element, list[Child]]] = []
    # What is said of all the pictures stands below them and belongs to none.
    _collect(Element("div", {}, [c for c in element.children if not _is_own_caption(c)]), found)
    words = sum(len(Element("p", {}, caption).text()) for _, caption in found)
    words += len(Element("p", {}, own_caption(element)).text())
    if len(element.text()) > words + 60 * (len(found) + 2):
        # More text than captions: a carousel of articles.
        return None
    return found


def _from_data(data: str) -> list[tuple[Element, list[Child]]]:
    """The pictures of a slideshow that a script would build from JSON, as Jetpack's."""
    try:
        entries = json.loads(data)
    except (ValueError, RecursionError):
        return []
    found: list[tuple[Element, list[Child]]] = []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("src"), str):
            words = {key: str(entry.get(key) or "") for key in ("caption", "alt", "title")}
            caption = unescape(_TAG.sub("", words["caption"])).strip()
            alt = unescape(words["alt"] or words["title"])
            image = Element("img", {"src": entry["src"], "alt": alt})
            found.append((image, [caption] if caption else []))
    return found


def own_caption(gallery: Element) -> list[Child]:
    """What a gallery says of all its pictures together."""
    return [c for caption in gallery.children if isinstance(caption, Element) and
            _is_own_caption(caption) for c in caption.children]  # fmt: skip


def _is_own_caption(child: Child) -> bool:
    return isinstance(child, Element) and child.tag == "figcaption"


def _collect(element: Element, found: list[tuple[Element, list[Child]]]) -> None:
    if _AGAIN.search(element.attrs.get("class", "")):
        return
    if element.tag == "img":
        found.append((element, []))
        return
    before = len(found)
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if _is_caption(child):
            if found:
                found[-1][1].extend(child.children)
        else:
            _collect(child, found)
    if element.tag in ("figure", "li") and len(found) > before:
        return


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or bool(_CAPTION.search(element.attrs.get("class", "")))


def is_frame(element: Element) -> bool:
    """Whether ``element`` frames one picture and its caption, as a ``figure`` does."""
    return bool(_FRAME.search(element.attrs.get("class", "")))


def captions(figure: Element) -> tuple[list[Child], list[Child], bool]:
    """The pictures of a figure, what its caption says, and whether there is more in it."""
    images: list[Child] = []
    caption: list[Child] = []
    rest = False

    def look(element: Element) -> None:
        nonlocal rest
        for child in element.children:
            if isinstance(child, str):
                rest = rest or bool(child.strip())
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
                rest = True
            else:
                look(child)

    look(figure)
    return images, caption, rest or len(Element("p", {}, caption).text()) > _LONGEST_CAPTION
