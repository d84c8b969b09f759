"""The importer of saved feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed, an issue per entry.

XML is read with ``XmlStream``, as WordPress exports are. feedparser is not used: it takes minutes
for some hostile feeds, loads networking modules, and cleans HTML, which is done here already.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import open_regular_file, printable_name, read_bytes
from viewer.archive.markup.markdown_inline_writer import escape_target, write_single_line
from viewer.archive.model.control_characters import make_encodable
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.feed.entries import (
    FeedEntry,
    entry_from_json,
    entry_from_xml,
    feed_authors,
    strip_tags,
)
from viewer.importers.metadata.languages import most_common_language, resolve_language
from viewer.importers.metadata.publication_metadata import (
    excerpt,
    is_blank,
    publication_from_metadata,
    web_address,
)
from viewer.importers.sources.encodings import decode_with_fallback
from viewer.importers.sources.safe_files import LARGEST_SOURCE
from viewer.importers.sources.xml_stream import ElementSpan, XmlStream
from viewer.importers.sources.xml_tree import Node
from viewer.messages import Message

_XML_FEED = re.compile(
    rb"<rss[\s>]|<(?:[A-Za-z]+:)?RDF\b[^>]*purl\.org/rss|<(?:[A-Za-z]+:)?RDF\b[^>]*netscape\.com/rdf"
    rb"|<(?:[A-Za-z]+:)?feed\b[^>]*(?:www\.w3\.org/2005/Atom|purl\.org/atom)"
)
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HTML_PAGE = re.compile(rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
LARGEST_JSON = 64 << 20
_MOST_SAMPLES = 40
_SAMPLE_LENGTH = 4000
_MOST_ITEMS = 50_000
#: Blogger writes its settings, its layout and the comments into its export as entries.
_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
_READ_MORE = {
    "zh-Hant": "在網路上閱讀全文",
    "zh-Hans": "在网络上阅读全文",
    "ja": "ウェブで全文を読む",
    "ko": "웹에서 전체 글 읽기",
}


def recognises(path: Path, start: bytes) -> bool:
    """Whether a file begins like a feed."""
    begin = _first_characters(start)
    if begin.startswith(b"{"):
        return _JSON_FEED.search(begin) is not None
    # An HTML page may mention or contain a feed.
    return (
        begin.startswith(b"<")
        and not _HTML_PAGE.match(begin)
        and _XML_FEED.search(begin) is not None
    )


def _first_characters(start: bytes) -> bytes:
    """The beginning of a file without byte order mark and blanks, UTF-16 made ASCII."""
    text = start[2:].replace(b"\0", b"") if start[:2] in _UTF_16 else start
    return text.lstrip(b"\xef\xbb\xbf \t\r\n")


def open_feed(path: Path, options: ImportOptions) -> Source:
    """Open a feed and list its entries.

    Raises:
        UnreadableFileError: it is no feed that can be read, or has no entry.
    """
    problems = ProblemCollector(printable_name(path.name))
    with open_regular_file(path, problems, LARGEST_SOURCE) as file:
        start = _first_characters(file.read(64))
    if start.startswith(b"{"):
        return _JsonFeedSource(path, problems)
    return _XmlFeedSource(path, problems)


class _FeedSource(Source):
    """The common part of XML and JSON feeds; subclasses read single entries."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._language = ""
        self._authors: tuple[str, ...] = ()
        self._home = ""
        #: Guids that several entries share, so that they identify none of them.
        self._duplicate_guids: frozenset[str] = frozenset()

    def _read_entry(self, index: int, problems: ProblemCollector) -> FeedEntry:
        raise NotImplementedError

    def _collect_metadata(
        self,
        title: str,
        note: str,
        entries: list[tuple[int, FeedEntry]],
        problems: ProblemCollector,
    ) -> list[int]:
        """Set publication, titles and problems.

        ``entries`` have their index in the file; returned are these indexes, oldest entry first.
        """
        if not entries:
            raise problems.fatal(Message("There is no entry in the feed; save it again."))
        guid_counts = Counter(entry.guid for _, entry in entries if entry.guid)
        self._duplicate_guids = frozenset(guid for guid, count in guid_counts.items() if count > 1)
        languages = [
            resolve_language(
                entry.language or self._language, strip_tags(entry.content[:_SAMPLE_LENGTH])
            )
            for _, entry in entries[:_MOST_SAMPLES]
        ]
        self.publication: Publication = publication_from_metadata(
            title, self._home, most_common_language(languages), note
        )
        summary_count = sum(1 for _, entry in entries if entry.summary_only)
        if summary_count:
            entry_count = len(entries)
            problems.warning(
                Message(
                    "{summary_count} of {entry_count} entries are summaries: the feed does not "
                    "hold their whole texts. Bring in an export of the site, or saved pages, for "
                    "these.",
                    summary_count=summary_count,
                    entry_count=entry_count,
                )
                if entry_count > 1
                else Message(
                    "The entry is a summary: the feed does not hold its whole text. Bring "
                    "in an export of the site, or the saved page."
                )
            )
        # Feeds list the newest entry first.
        order = sorted(
            range(len(entries)), key=lambda index: (entries[index][1].date or "9999", -index)
        )
        self.titles = tuple(
            entries[index][1].title
            or excerpt(strip_tags(entries[index][1].content))
            or entries[index][1].date
            or f"entry {index + 1}"
            for index in order
        )
        self.problems = problems.collected()
        return [entries[index][0] for index in order]

    def read_issue(self, index: int) -> IssueDraft | None:
        """The entry as an issue.

        Raises:
            UnreadableFileError: it is too large, or its XML is hostile.
        """
        from viewer.importers.html.converter import html_to_markdown

        problems = ProblemCollector(f"{self._name} › {self.titles[index]}")
        entry = self._read_entry(index, problems)
        base = web_address(entry.base) or entry.link or self._home
        converted = html_to_markdown(entry.content, problems, base_url=base, drop_boilerplate=True)
        language = resolve_language(entry.language or self._language, converted.text or entry.title)
        text = "" if is_blank(converted.text) else converted.text.rstrip("\n")
        links = [
            f"[{write_single_line([label])}]({escape_target(address)})"
            for address, label in entry.enclosures
        ]
        if entry.summary_only and entry.link:
            label = _READ_MORE.get(language, "Read the whole text on the web")
            links.append(f"[{label}]({escape_target(entry.link)})")
        if links:
            text += "\n\n" + " · ".join(links)
        if not text:
            return None
        guid = entry.guid or entry.link
        if guid in self._duplicate_guids:
            guid = f"{guid}#{entry.link or entry.title}"
        return IssueDraft(
            title=entry.title or self.titles[index],
            text=text.lstrip("\n") + "\n",
            file=problems.file,
            date=entry.date,
            guid=guid[:500],
            language=language,
            editors=entry.authors or self._authors,
            pictures=converted.pictures,
            tags=entry.tags,
            losses=converted.losses,
            problems=problems.collected(),
        )


class _XmlFeedSource(_FeedSource):
    """RSS, RDF or Atom; the file stays open, entries are parsed one at a time."""

    def __init__(self, path: Path, problems: ProblemCollector) -> None:
        super().__init__(printable_name(path.name))
        file = open_regular_file(path, problems, LARGEST_SOURCE)
        self._source = XmlStream(file, problems, ("item", "entry"))
        try:
            self._read_feed(problems)
        except BaseException:
            self.close()
            raise

    def _read_feed(self, problems: ProblemCollector) -> None:
        source = self._source
        head = source.head.first_child("channel") or source.head
        self._home = next(
            (
                address
                for link in head.child_nodes("link", "atom:link")
                if link.attrs.get("rel", "alternate") == "alternate"
                and (address := web_address(link.attrs.get("href", "") or link.text()))
            ),
            "",
        )
        self._language = (
            head.child_text("language", "dc:language")
            or head.attrs.get("xml:lang", "")
            or source.head.attrs.get("xml:lang", "")
        )
        self._authors = feed_authors(head)
        if source.cut_off_line:
            problems.error(
                Message(
                    "The feed breaks off in line {line}, in the middle of an entry; what "
                    "stands before that is brought in. Save it again.",
                    line=source.cut_off_line,
                ),
                source.cut_off_line,
            )
        entries: list[tuple[int, FeedEntry]] = []
        for index, span in enumerate(source.elements):
            try:
                node = self._parse_entry(span, ProblemCollector(self._name))
            except UnreadableFileError as error:
                problems.error(error.problems[-1].message, span.line)
                continue
            if _is_post(node):
                entry = entry_from_xml(node)
                entries.append((index, replace(entry, content=entry.content[:_SAMPLE_LENGTH])))
        title = strip_tags(head.child_text("title", "atom:title"))
        note = strip_tags(head.child_text("description", "atom:subtitle", "atom:tagline"))
        self._order = self._collect_metadata(title, note, entries, problems)

    def _parse_entry(self, span: ElementSpan, problems: ProblemCollector) -> Node:
        parsed = self._source.parse_element(span, problems)
        if parsed.error:
            problems.warning(
                Message(
                    "The entry is not well formed here ({error}); what could be read of it is "
                    "kept.",
                    error=parsed.error,
                ),
                parsed.error_line,
            )
        return parsed.node

    def _read_entry(self, index: int, problems: ProblemCollector) -> FeedEntry:
        return entry_from_xml(
            self._parse_entry(self._source.elements[self._order[index]], problems)
        )

    def close(self) -> None:
        """Close the file."""
        self._source.close()


class _JsonFeedSource(_FeedSource):
    """A JSON Feed, which is read into memory as a whole."""

    def __init__(self, path: Path, problems: ProblemCollector) -> None:
        super().__init__(printable_name(path.name))
        content = read_bytes(path, problems, LARGEST_JSON)
        try:
            text = decode_with_fallback(content, json.detect_encoding(content))
            feed = make_encodable(json.loads(text))
        except json.JSONDecodeError as error:
            raise problems.fatal(
                Message("The feed is not sound JSON here; save it again."), error.lineno
            ) from None
        except (ValueError, RecursionError):
            raise problems.fatal(
                Message(
                    "The feed is nested too deeply or holds too long a number; get another copy."
                )
            ) from None
        items = feed.get("items") if isinstance(feed, dict) else None
        if not isinstance(feed, dict) or not isinstance(items, list):
            raise problems.fatal(Message("The file is no JSON Feed: it has no list of items."))
        if len(items) > _MOST_ITEMS:
            raise problems.fatal(
                Message(
                    "The feed holds more than {most_items:,} entries, which is not read; divide "
                    "it.",
                    most_items=_MOST_ITEMS,
                )
            )
        self._items: list[dict[str, Any]] = [entry for entry in items if isinstance(entry, dict)]
        self._home = web_address(str(feed.get("home_page_url") or ""))
        self._language = str(feed.get("language") or "")
        self._authors = entry_from_json(
            {key: feed.get(key) for key in ("authors", "author")}
        ).authors
        entries = [(index, entry_from_json(item)) for index, item in enumerate(self._items)]
        title, note = (strip_tags(str(feed.get(key) or "")) for key in ("title", "description"))
        self._order = self._collect_metadata(title, note, entries, problems)

    def _read_entry(self, index: int, problems: ProblemCollector) -> FeedEntry:
        return entry_from_json(self._items[self._order[index]])


def _is_post(node: Node) -> bool:
    """Whether an entry is a published post or page; Blogger exports hold others as well."""
    kinds = [
        category.attrs.get("term", "")
        for category in node.child_nodes("atom:category")
        if category.attrs.get("scheme") == _KIND_SCHEME
    ]
    if kinds:
        return kinds[0].endswith(("#post", "#page"))
    kind, status = node.child_text("other:type"), node.child_text("other:status")
    return kind in ("", "POST", "PAGE") and status in ("", "LIVE")


IMPORTER = Importer(
    name="feed",
    title=Message("RSS or Atom feed"),
    extensions=(".xml", ".rss", ".atom", ".rdf", ".json"),
    recognises=recognises,
    open=open_feed,
)
