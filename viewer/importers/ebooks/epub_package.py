"""Reads the package of an EPUB: metadata, manifest, spine (reading order), table of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import to_single_line
from viewer.importers.sources.safe_zip import BadEntry, SafeZip
from viewer.importers.sources.xml_repair import decode_xml, detect_encoding, repair_xml
from viewer.messages import Message, SystemText, reason_of

CONTAINER_PATH = "META-INF/container.xml"
ENCRYPTION_PATH = "META-INF/encryption.xml"
_LARGEST_XML = 8 * 1024 * 1024
# A document type without internal declarations, as the table of contents of EPUB 2 has.
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[\]]{0,500}>")
# Obfuscated fonts are no DRM; the text needs none of them.
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGE_TYPES = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
)
_MOST_ENTRIES = 5000
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A file of the book: its path in the archive, its media type, and its properties."""

    path: str
    media_type: str
    properties: frozenset[str]

    @property
    def is_page(self) -> bool:
        """Whether it holds text."""
        return self.media_type in _PAGE_TYPES


@dataclass(frozen=True, slots=True)
class TocEntry:
    """An entry of the table of contents; ``level`` counts from 0, ``fragment`` may be empty."""

    title: str
    path: str
    fragment: str
    level: int


@dataclass(frozen=True, slots=True)
class Package:
    """The book. ``spine`` is its pages in reading order; ``non_linear`` those beside the text."""

    metadata: tuple[tuple[str, str, dict[str, str]], ...]
    items: dict[str, ManifestItem]
    spine: tuple[ManifestItem, ...]
    non_linear: tuple[ManifestItem, ...]
    toc: tuple[TocEntry, ...]
    cover: ManifestItem | None
    skipped_paths: frozenset[str]

    def metadata_values(self, name: str) -> tuple[str, ...]:
        """All values of the metadata ``name`` (``title``, ``creator``, ``calibre:series``)."""
        return tuple(value for key, value, _ in self.metadata if key == name and value)


def read_package(archive: SafeZip, problems: ProblemCollector) -> Package:
    """The package of an EPUB.

    Raises:
        UnreadableFileError: it is protected, or is no EPUB that can be read.
    """
    return _PackageReader(archive, problems).read()


class _PackageReader:
    def __init__(self, archive: SafeZip, problems: ProblemCollector) -> None:
        self._archive = archive
        self._problems = problems

    def read(self) -> Package:
        container = self._read_xml(CONTAINER_PATH)
        root = container.find(".//{*}rootfile") if container is not None else None
        path = unquote(root.get("full-path", "")) if root is not None else ""
        if not path:
            path = next((n for n in self._archive.names if n.lower().endswith(".opf")), "")
        package = self._read_xml(path) if path else None
        if package is None:
            self._refuse_if_protected(())
            raise self._problems.fatal(
                Message(
                    "The book has no readable list of its files (OPF), so it is no EPUB or is "
                    "damaged; get it again."
                )
            )
        folder = posixpath.dirname(path)
        by_id: dict[str, ManifestItem] = {}
        for element in package.iterfind("{*}manifest/{*}item"):
            target, _ = resolve_href(folder, element.get("href", ""))
            path_in_archive = self._archive.find(target)
            properties = frozenset(element.get("properties", "").split())
            item = ManifestItem(
                path_in_archive or target, element.get("media-type", "").lower(), properties
            )
            by_id.setdefault(element.get("id", ""), item)
        spine, non_linear = self._read_spine(package, by_id)
        self._refuse_if_protected([item.path for item in spine])
        metadata = tuple(_read_metadata(package))
        guide = {
            resolve_href(folder, reference.get("href", ""))[0]: reference.get("type", "").lower()
            for reference in package.iterfind("{*}guide/{*}reference")
        }
        toc, toc_paths = self._read_toc(package, by_id)
        skipped_paths = toc_paths | {path for path, type_ in guide.items() if type_ == "toc"}
        return Package(
            metadata=metadata,
            items={item.path: item for item in by_id.values()},
            spine=tuple(item for item in spine if item.is_page or not item.media_type),
            non_linear=tuple(non_linear),
            toc=toc,
            cover=_find_cover(by_id, metadata),
            skipped_paths=frozenset(skipped_paths),
        )

    def _read_spine(
        self, package: Element, by_id: dict[str, ManifestItem]
    ) -> tuple[list[ManifestItem], list[ManifestItem]]:  # fmt: skip
        spine: list[ManifestItem] = []
        non_linear: list[ManifestItem] = []
        missing = 0
        for reference in package.iterfind("{*}spine/{*}itemref"):
            item = by_id.get(reference.get("idref", ""))
            if item is None or item.path not in self._archive:
                missing += 1
            elif reference.get("linear") == "no":
                non_linear.append(item)
            else:
                spine.append(item)
        if missing:
            self._problems.warning(
                Message(
                    "{count} of the book's pages are not in the file; get it again if you miss "
                    "them.",
                    count=missing,
                )
            )
        if not spine and non_linear:
            spine, non_linear = non_linear, []
        return list(dict.fromkeys(spine)), non_linear

    def _refuse_if_protected(self, pages: list[str] | tuple[str, ...]) -> None:
        protected = False
        root = self._read_xml(ENCRYPTION_PATH)
        for data in root.iter() if root is not None else ():
            if not data.tag.endswith("}EncryptedData"):
                continue
            method = data.find(".//{*}EncryptionMethod")
            reference = data.find(".//{*}CipherReference")
            uri = unquote(reference.get("URI", "")) if reference is not None else ""
            is_font_obfuscation = (
                method is not None and method.get("Algorithm") in _FONT_OBFUSCATION
            )
            if not is_font_obfuscation and (not pages or self._archive.find(uri) in pages):
                protected = True
        if protected:
            raise self._problems.fatal(
                Message(
                    "The book is protected by its seller (DRM) and cannot be read here; bring in "
                    "a copy without protection."
                )
            )

    def _read_toc(
        self, package: Element, by_id: dict[str, ManifestItem]
    ) -> tuple[tuple[TocEntry, ...], set[str]]:
        """The table of contents, and the pages that hold nothing else."""
        pages = {item.path for item in by_id.values() if "nav" in item.properties}
        for path in pages:
            root = self._read_xml(path)
            entries = tuple(_parse_nav(root, path)) if root is not None else ()
            if entries:
                return entries, pages
        spine = package.find("{*}spine")
        ncx = by_id.get(spine.get("toc", "")) if spine is not None else None
        if ncx is None:
            ncx = next(
                (i for i in by_id.values() if i.media_type == "application/x-dtbncx+xml"), None
            )
        root = self._read_xml(ncx.path) if ncx is not None else None
        return (tuple(_parse_ncx(root, ncx.path)) if root is not None and ncx else ()), pages

    def _read_xml(self, name: str) -> Element | None:
        """An XML file of the archive, None where it is missing or cannot be read."""
        path = self._archive.find(name)
        if path is None:
            return None
        try:
            if self._archive.size(path) > _LARGEST_XML:
                raise ValueError(Message("it is too large"))
            content = self._archive.read(path)
            text = decode_xml(content, detect_encoding(content[:1024])).lstrip("\ufeff")
            text = _DOCTYPE.sub("", repair_xml(text), count=1)
            root: Element = fromstring(text, forbid_dtd=True)
            return root
        except DefusedXmlException:
            reason = Message("it declares entities, which no book needs")
        except BadEntry as error:
            self._problems.warning(
                Message(
                    "{file} in the book is not read: {reason}",
                    file=path,
                    reason=error.message,
                )
            )
            return None
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            reason = reason_of(error)
            if isinstance(reason, SystemText):
                reason = SystemText(to_single_line(reason).rstrip(".")[:120])
        self._problems.warning(
            Message("{file} in the book is not read: {reason}.", file=path, reason=reason)
        )
        return None


def resolve_href(folder: str, href: str) -> tuple[str, str]:
    """The path in the archive and the fragment of ``href`` in a file of ``folder``."""
    path, _, fragment = href.partition("#")
    path = unquote(path.partition("?")[0])
    joined = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    return joined.lstrip("/"), unquote(fragment)


def _read_metadata(package: Element) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Name, value and attributes of each metadata element, of EPUB 2 and 3."""
    block = package.find("{*}metadata")
    # The oldest books nest them in one more element.
    children = () if block is None else block
    inner = [nested for child in children for nested in (child, *islice(child, _MOST_ENTRIES))]
    for element in inner[:_MOST_ENTRIES]:
        name = str(element.tag).rpartition("}")[2].lower()
        text = _element_text(element)[:2000]
        if name == "meta":
            name = element.get("property", "") or element.get("name", "")
            text = text or to_single_line(element.get("content", ""))[:2000]
        attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
        yield name, text, attributes


def _element_text(element: Element) -> str:
    """What is written in an element, on one line."""
    return " ".join(to_single_line("".join(islice(element.itertext(), 200))).split())


def _find_cover(
    by_id: dict[str, ManifestItem], metadata: tuple[tuple[str, str, dict[str, str]], ...]
) -> ManifestItem | None:
    for item in by_id.values():
        if "cover-image" in item.properties:
            return item
    for name, value, _ in metadata:
        if name == "cover" and value in by_id and by_id[value].media_type.startswith("image/"):
            return by_id[value]
    return None


def _parse_nav(root: Element, path: str) -> Iterator[TocEntry]:
    """The entries of the navigation of EPUB 3."""
    folder = posixpath.dirname(path)
    for nav in root.iter():
        if not str(nav.tag).endswith("}nav") and nav.tag != "nav":
            continue
        type_ = next((v for k, v in nav.attrib.items() if k.rpartition("}")[2] == "type"), "toc")
        if "toc" not in type_.split():
            continue
        first = nav.find("{*}ol")
        if first is not None:
            yield from _limit_entries(_parse_nav_list(first, folder, 0))
        return


def _parse_nav_list(list_: Element, folder: str, level: int) -> Iterator[TocEntry]:
    for item in list_.iterfind("{*}li"):
        label = item.find("{*}a")
        if label is None:
            label = item.find("{*}span")
        if label is not None:
            title = _element_text(label)[:300]
            path, fragment = resolve_href(folder, label.get("href", ""))
            if title:
                yield TocEntry(title, path, fragment, level)
        inner = item.find("{*}ol")
        if inner is not None and level < _DEEPEST:
            yield from _parse_nav_list(inner, folder, level + 1)


def _parse_ncx(root: Element, path: str) -> Iterator[TocEntry]:
    """The entries of the table of contents of EPUB 2."""
    map_ = root.find(".//{*}navMap")
    if map_ is not None:
        yield from _limit_entries(_parse_nav_points(map_, posixpath.dirname(path), 0))


def _parse_nav_points(parent: Element, folder: str, level: int) -> Iterator[TocEntry]:
    for point in parent.iterfind("{*}navPoint"):
        text = point.find("{*}navLabel/{*}text")
        content = point.find("{*}content")
        title = _element_text(text)[:300] if text is not None else ""
        href = content.get("src", "") if content is not None else ""
        target, fragment = resolve_href(folder, href)
        if title:
            yield TocEntry(title, target, fragment, level)
        if level < _DEEPEST:
            yield from _parse_nav_points(point, folder, level + 1)


def _limit_entries(entries: Iterator[TocEntry]) -> Iterator[TocEntry]:
    for count, entry in enumerate(entries):
        if count >= _MOST_ENTRIES:
            return
        yield entry
