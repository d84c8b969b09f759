"""Converts the pages of an EPUB to one Markdown text, its table of contents to headings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue_draft import ImportLoss
from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.ebooks.epub_package import ManifestItem, Package, TocEntry, resolve_href
from viewer.importers.html.converter import ConversionResult, parse_foreign_html, tree_to_markdown
from viewer.importers.html.footnotes import Footnotes
from viewer.importers.html.input_limits import LimitedHtml
from viewer.importers.sources.encodings import decode_with_fallback
from viewer.importers.sources.safe_zip import BadEntry, SafeZip
from viewer.importers.sources.xml_repair import decode_xml, detect_encoding
from viewer.messages import Message

Child = Element | str

#: In bytes, more than any periodical; pages that exceed it are left out.
LARGEST_TEXT = 24 * 1024 * 1024
_LARGEST_PAGE = 8 * 1024 * 1024
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_EPUB_TYPE = re.compile(r"\bepub:type\s*=", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9_.:-]{2,40})")
_META_CHARSET = re.compile(
    rb"<meta\b[^>]{0,200}?charset=[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_SVG_IMAGE = re.compile(
    r"<svg\b[^<>]*>\s*<image\b[^<>]*?href\s*=\s*[\"']([^\"'<>]{1,500})[\"'][^<>]*>\s*"
    r"(?:</image\s*>\s*)?</svg\s*>",
    re.IGNORECASE,
)
_NAVIGATION_CLASS = re.compile(
    r"(?:^|\s)(?:calibre_navbar|touchscreen_navbar|calibre_feed_list|navbar)"
)
_HEADING_NUMBER = re.compile(r"\A\s*\d{1,3}(?:\.\d{1,3})*\.?\s+")
#: Parts of a title page that repeat the issue's own title, authors and date.
_TITLE_PAGE_CLASSES = {"title", "author", "date"}
#: A page is a table of contents if this share of its words is links to other pages.
_TOC_SHARE = 0.8
# Chinese, Japanese, Thai, Lao, Tibetan, Burmese and Khmer are written without blanks.
_UNDIVIDED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNDIVIDED}]|[^\s{_UNDIVIDED}]+")


def _first_names(paths: list[str]) -> str:
    return ", ".join(printable_name(path) for path in paths[:3])


class BookConverter:
    """Joins the pages of one book; used once."""

    def __init__(self, archive: SafeZip, package: Package, problems: ProblemCollector) -> None:
        self._archive = archive
        self._package = package
        self._problems = problems
        self._data_uris: list[str] = []
        self._unreadable: list[str] = []
        self._too_long: list[str] = []
        self._untagged = self._cut = 0
        self._toc_by_path: dict[str, list[TocEntry]] = {}
        for entry in package.toc:
            path = archive.find(entry.path)
            if path is not None:
                self._toc_by_path.setdefault(path, []).append(entry)

    def convert(self, title: str) -> ConversionResult:
        """The whole text as Markdown; ``title`` is the alternative text of the cover."""
        pages = list(self._read_pages())
        numbers = {item.path: number for number, (item, _) in enumerate(pages)}
        root = Element("root")
        for number, (item, tree) in enumerate(pages):
            if self._is_toc_page(item, tree, numbers):
                tree.children = []
            self._rewrite_links(tree, item, number, numbers)
        notes = Footnotes([tree for _, tree in pages])
        linked = {e.attrs["href"] for _, t in pages for e in t.walk() if "href" in e.attrs}
        for number, (item, tree) in enumerate(pages):
            # Non-linear pages are included only if the text links to them.
            anchor = "#" + _anchor(number, "")
            if item not in self._package.non_linear or any(
                href == anchor or href.startswith(anchor + "-") for href in linked
            ):
                self._add_headings(tree, item, number)
                root.children += tree.children
        root.children = [*self._cover_picture(root, title), *root.children]
        scanned = LimitedHtml("", self._data_uris, untagged=self._untagged, cut=self._cut)
        converted = tree_to_markdown(
            root, scanned, self._problems, find_picture=self._find_picture, footnotes=notes
        )
        left_out = len(self._unreadable) + len(self._too_long)
        if self._unreadable:
            self._problems.warning(
                Message(
                    "{count} pages cannot be read ({names}).",
                    count=len(self._unreadable),
                    names=_first_names(self._unreadable),
                )
            )
        if self._too_long:
            self._problems.warning(
                Message.counted(
                    len(self._too_long),
                    "1 page makes the book longer than an issue may be, and is left out ({names}).",
                    "{count} pages make the book longer than an issue may be, and are left out "
                    "({names}).",
                    names=_first_names(self._too_long),
                )
            )
        if left_out:
            converted.losses[ImportLoss.CUT] = converted.losses.get(ImportLoss.CUT, 0) + left_out
        return ConversionResult(
            converted.text,
            converted.pictures,
            converted.losses,
            converted.language,
            self._problems.collected(),
        )

    def _read_pages(self) -> Iterator[tuple[ManifestItem, Element]]:
        space_left = LARGEST_TEXT
        for item in (*self._package.spine, *self._package.non_linear):
            if item.path in self._package.skipped_paths:
                continue
            try:
                size = self._archive.size(item.path)
                if size > _LARGEST_PAGE or size > space_left:
                    self._too_long.append(item.path)
                    continue
                space_left -= size
                content = self._archive.read(item.path)
            except (BadEntry, KeyError):
                self._unreadable.append(item.path)
                continue
            yield item, self._parse_page(content)

    def _parse_page(self, content: bytes) -> Element:
        text = _decode_page(content)
        text = _SVG_IMAGE.sub(r'<img src="\1">', _EPUB_TYPE.sub("data-epub-type=", text))
        tree, scanned = parse_foreign_html(text, self._problems)
        if self._data_uris:
            for element in tree.walk():
                for key in ("src", "data-src", "href", "poster"):
                    value = element.attrs.get(key, "")
                    if value.startswith("data:") and value[5:].isdigit():
                        element.attrs[key] = f"data:{int(value[5:]) + len(self._data_uris)}"
        self._data_uris += scanned.data_urls
        self._untagged += scanned.untagged
        self._cut += scanned.cut
        return tree

    def _rewrite_links(
        self, tree: Element, item: ManifestItem, number: int, numbers: dict[str, int]
    ) -> None:
        """Make this page's ids unique in the whole book, and its links lead to them."""
        folder = posixpath.dirname(item.path)
        tree.children = list(_without_navigation(tree.children))
        for element in tree.walk():
            attrs = element.attrs
            if "id" in attrs:
                attrs["id"] = _anchor(number, attrs["id"])
            source = attrs.get("src", "")
            if source and ":" not in source:
                attrs["src"] = resolve_href(folder, source)[0]
                for key in ("srcset", "data-src"):
                    attrs.pop(key, None)
            href = attrs.get("href", "")
            if element.tag == "a" and href and ":" not in href.partition("/")[0]:
                path, fragment = resolve_href(folder, href)
                target = numbers.get(self._archive.find(path) or path) if path else number
                if target is None:
                    attrs["href"] = ""
                else:
                    attrs["href"] = "#" + _anchor(target, fragment)

    def _is_toc_page(self, item: ManifestItem, tree: Element, numbers: dict[str, int]) -> bool:
        """Whether a page only lists other pages, such as the start page of a section."""
        folder = posixpath.dirname(item.path)
        links = [
            element
            for element in tree.walk()
            if element.tag == "a"
            and numbers.get(resolve_href(folder, element.attrs.get("href", ""))[0], -1)
            not in (-1, numbers[item.path])
        ]
        linked = sum(_word_count(link.text()) for link in links)
        heads = sum(_word_count(e.text()) for e in tree.walk() if e.tag in _HEADINGS)
        return len(links) > 1 and linked >= _TOC_SHARE * (_word_count(tree.text()) - heads)

    def _add_headings(self, tree: Element, item: ManifestItem, number: int) -> None:
        """Give a page the headings that the table of contents has for it, on their levels."""
        entries = self._toc_by_path.get(item.path, [])
        if not entries:
            return
        deepest = max(entry.level for entry in entries)
        toc_titles = {normalize_title(entry.title) for entry in entries}
        headings_by_title: dict[str, list[Element]] = {}
        for element in tree.walk():
            if element.tag in _HEADINGS and element.text().strip():
                words, without_number = (
                    normalize_title(element.text()),
                    normalize_title(_HEADING_NUMBER.sub("", element.text())),
                )
                # The table of contents may leave out the numbers of headings.
                words = (
                    without_number
                    if words not in toc_titles and without_number in toc_titles
                    else words
                )
                headings_by_title.setdefault(words, []).append(element)
        inner = [
            e
            for words, elements in headings_by_title.items()
            if words not in toc_titles
            for e in elements
        ]
        top = min((int(e.tag[1]) for e in inner), default=1)
        for element in inner:
            element.tag = f"h{min(6, deepest + 2 + int(element.tag[1]) - top)}"
        positions = {
            element.attrs["id"]: index
            for index, child in reversed(list(enumerate(tree.children)))
            if isinstance(child, Element)
            for element in child.walk()
            if "id" in element.attrs
        }
        new_headings: dict[int, list[Child]] = {}
        for entry in entries:
            tag, words = f"h{min(6, entry.level + 1)}", normalize_title(entry.title)
            anchor = _anchor(number, entry.fragment)
            if headings_by_title.get(words):
                element = headings_by_title[words].pop(0)
                element.tag = tag
                if not entry.fragment:
                    element.attrs.setdefault("id", anchor)
            elif entry.fragment or not _promote_heading(tree, words, tag, anchor):
                heading = Element(tag, {} if entry.fragment else {"id": anchor}, [entry.title])
                new_headings.setdefault(positions.get(anchor, 0), []).append(heading)
        tree.children = [
            node
            for index, child in enumerate([*tree.children, ""])
            for node in (*new_headings.get(index, ()), child)
        ]

    def _cover_picture(self, root: Element, title: str) -> list[Child]:
        """The cover, unless a page shows it anyway."""
        cover = self._package.cover
        if cover is None or cover.path not in self._archive:
            return []
        for element in root.walk():
            if element.tag == "img" and element.attrs.get("src") == cover.path:
                element.attrs["alt"] = element.attrs.get("alt", "").strip() or title
                return []
        return [Element("p", {}, [Element("img", {"src": cover.path, "alt": title})])]

    def _find_picture(self, source: str) -> bytes | None:
        path = self._archive.find(source)
        if path is None:
            return None
        try:
            return self._archive.read(path)
        except BadEntry:
            return None


def _promote_heading(tree: Element, words: str, tag: str, anchor: str) -> bool:
    """Turn the paragraph with these words, among a page's first, into a heading; False if none."""
    blocks = [e for e in tree.walk() if e.tag in ("p", "div") and e.text().strip()]
    for element in blocks[:6]:
        if normalize_title(element.text()) == words and not any(
            isinstance(child, Element) and child.tag in ("p", "div", "img")
            for child in element.children
        ):
            element.tag = tag
            element.attrs = {"id": element.attrs.get("id", anchor)}
            return True
    return False


def _decode_page(content: bytes) -> str:
    """A page as text, in the encoding that its byte order mark, XML or HTML declares."""
    detected = detect_encoding(content[:1024])
    if detected.startswith(("utf-16", "utf-32")):
        return decode_xml(content, detected)
    declared = _XML_ENCODING.match(content) or _META_CHARSET.search(content[:4096])
    return decode_with_fallback(
        content, declared[1].decode("ascii") if declared is not None else "utf-8"
    )


def _word_count(text: str) -> int:
    """How many words, or characters where no blanks divide words."""
    return sum(1 for _ in _WORD.finditer(text))


def _anchor(number: int, fragment: str) -> str:
    """The id in the whole book of ``fragment`` on page ``number`` (0-based)."""
    words = re.sub(r"[^\w-]+", "-", fragment).strip("-")[:60]
    return f"page-{number + 1}-{words}" if words else f"page-{number + 1}"


def _without_navigation(children: list[Child], titled: bool = False) -> Iterator[Child]:
    """The children without navigation bars and without what a title page repeats."""
    for child in children:
        if isinstance(child, Element):
            titled = titled or "titlepage" in child.attrs.get("data-epub-type", "").split()
            if titled and not _TITLE_PAGE_CLASSES.isdisjoint(child.classes()):
                continue
            if _NAVIGATION_CLASS.search(child.attrs.get("class", "")) and len(child.text()) < 300:
                continue
            child.children = list(_without_navigation(child.children, titled))
        yield child
