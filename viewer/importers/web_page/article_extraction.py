"""Finds the article in a saved web page, apart from the site's menus and other boilerplate."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element
from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.html.boilerplate import CONTENT_CLASSES, class_and_id, is_boilerplate
from viewer.importers.metadata.dates import find_date

Child = Element | str

#: Classes of metadata and comments above or below the text within an article.
_POST_META = re.compile(
    r"(?:^|\s)(?:entry-header|entry-meta|entry-footer|entry-utility|post-meta\S*|post-header|"
    r"post-info|post-footer|byline\S*|posted-on|posted-in|post-date|entry-date|cat-links|"
    r"tags-links|tag-links|post-tags|entry-tags|entry-title|post-title|article-title|"
    r"article-header|article-meta|article__meta|meta-data|dateline|comments|comments-area|"
    r"comment-list|commentlist|post-comments|disqus_thread|comments-page|author-info|"
    r"rich_media_title|rich_media_meta_list|date-header|timestamp-link|reader-nav\S*)(?:\s|$)",
    re.IGNORECASE,
)
_POST = re.compile(r"(?:^|\s)(?:hentry|post|h-entry|blog-post|post-outer)(?:\s|$)", re.IGNORECASE)
_SUBTITLE = re.compile(
    r"(?:^|\s)(?:subtitle|post-subtitle|entry-subtitle|standfirst|article-dek|dek|deck|"
    r"article-summary)(?:\s|$)",
    re.IGNORECASE,
)
_FEATURED = re.compile(
    r"(?:^|\s)(?:post-thumbnail|featured-image|wp-post-image|entry-thumbnail|article-image|"
    r"gh-feature-image|post-feature-image|article-feature-image|entry-image|featured-media)(?:\s|$)",
    re.IGNORECASE,
)
_TEXT_TAGS = {"p", "li", "pre", "blockquote", "td", "dd", "h2", "h3", "h4", "figcaption"}
_NON_TEXT_TAGS = {"a", "nav", "button", "aside", "footer"}
_CONTAINER_TAGS = {
    "div", "section", "article", "main", "td", "root", "center", "table", "tbody", "tr", "span",
    "body",
}  # fmt: skip
#: An element with this share of the text counts as having all of it.
_NEARLY_ALL_SHARE = 0.72
#: An element with fewer characters of text is no article, whatever its class.
_SHORTEST = 140
_MOST_POSTS = 200
#: So few characters on their own are a label and no text.
_LONGEST_LABEL = 12
#: A byline has at most so many characters, and is among so many first lines of the text.
_LONGEST_BYLINE = 150
_MOST_BYLINE_LINES = 6
_BYLINE = re.compile(
    r"(?:作者|撰文|編輯|编辑|編者|编者|文／|文/)\s*[:：/／]?\s*([^\s:：|｜／/，,。]{2,20})"
)
_UNRELATED_DATE = re.compile(r"copyright|©|版權|版权|updated|更新", re.IGNORECASE)


def find_articles(root: Element) -> list[Element]:
    """The elements that hold the text of the page in order: one, or one for each of its posts."""
    sizes = _text_sizes(root)
    text_size = sizes[id(root)] or 1
    posts = _find_outermost(root, _is_post)
    posts = [post for post in posts if sizes[id(post)] >= _SHORTEST][:_MOST_POSTS]
    if len(posts) > 1 and max(sizes[id(post)] for post in posts) < text_size * 0.6:
        return posts
    content_elements = _find_outermost(
        root, lambda e: bool(CONTENT_CLASSES.search(class_and_id(e)) or _is_article_body(e))
    )
    for candidates in (
        content_elements,
        _find_outermost(root, lambda e: e.tag == "article"),
        _find_outermost(root, lambda e: e.tag == "main" or e.attrs.get("role") == "main"),
    ):
        best = max(candidates, key=lambda e: sizes[id(e)], default=None)
        if best is not None and sizes[id(best)] >= max(_SHORTEST, text_size * 0.3):
            return [best if candidates is content_elements else _find_innermost(best, sizes, 0)]
    if content_elements and not any(
        sizes[id(e)] > text_size * 0.3 for e in _child_elements(root) if e not in content_elements
    ):
        return [max(content_elements, key=lambda e: sizes[id(e)])]
    return [_find_innermost(root, sizes, _SHORTEST)]


def _is_post(element: Element) -> bool:
    if element.tag == "article" or _POST.search(element.attrs.get("class", "")):
        return element.tag in ("article", "div", "section", "li")
    return False


def _is_article_body(element: Element) -> bool:
    return "articleBody" in element.attrs.get("itemprop", "").split()


def _child_elements(root: Element) -> list[Element]:
    return [e for e in root.children if isinstance(e, Element)]


def _find_outermost(root: Element, is_match: object) -> list[Element]:
    """The elements for which ``is_match`` is true and that are inside no other such element."""
    matches: list[Element] = []

    def visit(element: Element) -> None:
        for child in element.children:
            if isinstance(child, Element):
                if is_match(child):  # type: ignore[operator]
                    matches.append(child)
                else:
                    visit(child)

    visit(root)
    return matches


def _text_sizes(root: Element) -> dict[int, int]:
    """Characters of running text by the id() of each element; links and menus do not count."""
    sizes: dict[int, int] = {}

    def measure(element: Element, running: bool) -> int:
        if element.tag in _NON_TEXT_TAGS or _POST_META.search(class_and_id(element)):
            running = False
        size = 0
        for child in element.children:
            if isinstance(child, Element):
                size += measure(child, running)
            elif running:
                words = len(child.strip())
                size += words if words > _LONGEST_LABEL or element.tag in _TEXT_TAGS else 0
        sizes[id(element)] = size
        return size

    measure(root, True)
    return sizes


def _find_innermost(element: Element, sizes: dict[int, int], most_left_out: int) -> Element:
    """The deepest element within ``element`` that still has nearly all of its text.

    Paragraphs beside it may have up to ``most_left_out`` characters: more are of the text.
    """
    while True:
        inner = max(
            (c for c in element.children if isinstance(c, Element) and c.tag in _CONTAINER_TAGS),
            key=lambda e: sizes[id(e)],
            default=None,
        )
        if inner is None or sizes[id(inner)] < sizes[id(element)] * _NEARLY_ALL_SHARE:
            return element
        if sum(_paragraph_size(child, sizes) for child in element.children) > most_left_out:
            return element
        element = inner


def _paragraph_size(child: Child, sizes: dict[int, int]) -> int:
    """Characters of a paragraph or of text that stands in none; 0 for anything else."""
    if isinstance(child, Element):
        return sizes[id(child)] if child.tag in ("p", "pre", "blockquote") else 0
    words = len(child.strip())
    return words if words > _LONGEST_LABEL else 0


def remove_post_meta(article: Element) -> None:
    """Remove title, byline, date and other metadata from an article."""
    kept: list[Child] = []
    for child in article.children:
        if isinstance(child, Element):
            named = _POST_META.search(class_and_id(child))
            if named is not None and len(child.text()) < 1500:
                continue
            remove_post_meta(child)
        kept.append(child)
    article.children = kept


def find_heading(article: Element) -> str:
    """The title in an article: of a title class, else its first heading; empty if none."""
    for is_title in (
        lambda e: re.search(r"(?:^|\s)(?:entry-title|post-title|p-name)(?:\s|$)", class_and_id(e)),
        lambda e: e.tag == "h1",
        lambda e: e.tag in ("h2", "h3"),
    ):
        element = article.find(lambda e: bool(is_title(e)))  # noqa: B023
        words = " ".join(element.text().split()) if element is not None else ""
        if words:
            return words[:300]
    return ""


def find_title_heading(root: Element, page_title: str) -> str:
    """The h1 with which ``page_title`` (of the page's head) begins; empty if there is none."""
    normalized = normalize_title(page_title)
    for element in root.walk():
        if element.tag == "h1":
            words = " ".join(element.text().split())
            if normalize_title(words) and normalized.startswith(normalize_title(words)):
                return words[:300]
    return ""


def find_byline(root: Element, article: Element) -> tuple[str, str]:
    """ISO date and author from short lines above a text or at its start; each may be empty."""
    day = author = ""
    line_count = 0
    is_inside = False
    for element in root.walk():
        is_inside = is_inside or element is article
        words = " ".join(element.text().split())
        if not words or len(words) > _LONGEST_BYLINE or element.tag in ("a", "li"):
            continue
        line_count += is_inside
        if line_count > _MOST_BYLINE_LINES or (day and author):
            break
        match = _BYLINE.search(words)
        author = author or (match[1] if match is not None else "")
        day = day or (find_date(words) if not _UNRELATED_DATE.search(words) else "")
    return day, author


def find_subtitle_and_image(root: Element, article: Element) -> list[Child]:
    """The subtitle and the featured picture that stand above the article."""
    inside = {id(e) for e in article.walk()}
    sources = {e.attrs.get("src") for e in article.walk() if e.tag == "img"}
    elements: list[Child] = []
    above = _enclosing_post(root, article)
    for element in above.walk() if above is not None else ():
        if id(element) in inside:
            break
        if is_boilerplate(element):
            continue
        words = " ".join(element.text().split())
        if _SUBTITLE.search(class_and_id(element)) and 3 < len(words) < 400 and not elements:
            elements.append(Element("p", {}, [Element("em", {}, [words])]))
        elif _FEATURED.search(class_and_id(element)):
            image = element.find(lambda e: e.tag == "img")
            if image is not None and image.attrs.get("src") not in sources:
                sources.add(image.attrs.get("src"))
                figure = element.find(lambda e: e.tag == "figure")
                elements.append(figure if figure is not None else Element("p", {}, [image]))
    return elements


def _enclosing_post(root: Element, article: Element) -> Element | None:
    """The nearest ancestor of a text that is ``article``, ``main`` or a post; None if none."""
    ancestors: list[Element] = []

    def visit(element: Element) -> bool:
        if element is article:
            return True
        for child in element.children:
            if isinstance(child, Element) and visit(child):
                ancestors.append(element)
                return True
        return False

    visit(root)
    return next((e for e in ancestors if e.tag in ("article", "main") or _is_post(e)), None)
