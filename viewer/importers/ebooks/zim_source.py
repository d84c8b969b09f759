"""The source for a ZIM archive: each page is an issue; needs libzim.

libzim is under the GPL and does not come with the program. A damaged archive can crash the process
it runs in, so it is used only in the separate import process, and only on an archive whose checksum
is right.
"""

from __future__ import annotations

import multiprocessing
import re
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.files.safe_reading import open_regular_file, printable_name
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.importers.base import Source
from viewer.importers.ebooks.epub_package import resolve_href
from viewer.importers.metadata.dates import find_date
from viewer.importers.metadata.publication_metadata import is_blank
from viewer.messages import Message, SystemText

_LARGEST_ARCHIVE = 8 * 1024 * 1024 * 1024
#: An encyclopaedia has more, a newsletter never.
_MOST_ENTRIES = 200_000
_MOST_PAGES = 20_000
_LARGEST_PAGE = 8 * 1024 * 1024
_LANGUAGES = {
    "eng": "en", "zho": "zh", "chi": "zh", "cmn": "zh", "jpn": "ja", "kor": "ko", "deu": "de",
    "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "rus": "ru",
}  # fmt: skip
_DATE_KEYS = {
    "article:published_time", "datepublished", "dc.date", "dcterms.date", "date", "pubdate",
    "publish_date", "og:published_time",
}  # fmt: skip
_LIBZIM_MISSING = Message(
    "A ZIM archive is read by libzim, which is under the GPL and so no part of this program; "
    "run the program from its sources with the extra “zim”, as the README says."
)


class ZimSource(Source):
    """An opened archive; its issues are its HTML pages in the order of their paths."""

    def __init__(self, path: Path) -> None:
        self._name = printable_name(path.name)
        problems = ProblemCollector(self._name)
        open_regular_file(path, problems, _LARGEST_ARCHIVE).close()
        if find_spec("libzim") is None:
            raise problems.fatal(_LIBZIM_MISSING)
        if multiprocessing.parent_process() is None:
            raise problems.fatal(
                Message("A ZIM archive is only read in a process of its own; start anew.")
            )
        from libzim.reader import Archive

        try:
            self._archive: Any = Archive(str(path))
            sound = self._archive.check()
            count = self._archive.all_entry_count
        except Exception as error:  # whatever the library says of a broken archive
            reason = SystemText(to_single_line(str(error))[:120].rstrip("."))
            raise problems.fatal(
                Message("The archive is damaged ({reason}); get it again.", reason=reason)
            ) from None
        if not sound:
            raise problems.fatal(
                Message("The archive is damaged: its checksum is wrong; get it again.")
            )
        if count > _MOST_ENTRIES:
            raise problems.fatal(
                Message(
                    "The archive holds {count:,} entries, more than any newsletter; only "
                    "archives of up to {most_entries:,} are read.",
                    count=count,
                    most_entries=_MOST_ENTRIES,
                )
            )
        self._pages = self._list_pages(count, problems)
        if not self._pages:
            raise problems.fatal(Message("There is no page of text in the archive."))
        self.publication = self._build_publication(path)
        self.titles = tuple(f"{self._name}/{printable_name(page)}" for page in self._pages)
        self.problems = problems.collected()

    def _list_pages(self, count: int, problems: ProblemCollector) -> list[str]:
        main = ""
        if self._archive.has_main_entry:
            main = self._archive.main_entry.get_item().path
        pages: list[str] = []
        broken = too_large = 0
        for number in range(count):
            try:
                entry = self._archive._get_entry_by_id(number)
                if entry.is_redirect or not entry.get_item().mimetype.startswith("text/html"):
                    continue
                if entry.get_item().size > _LARGEST_PAGE:
                    too_large += 1
                elif entry.path != main:
                    pages.append(entry.path)
            except Exception:  # as above
                broken += 1
        if broken:
            problems.warning(
                Message(
                    "{count:,} entries of the archive cannot be read and are left out.",
                    count=broken,
                )
            )
        if too_large:
            problems.warning(
                Message.counted(
                    too_large,
                    "1 page of the archive is larger than {largest_page} MB and is left out.",
                    "{count:,} pages of the archive are larger than {largest_page} MB and are left "
                    "out.",
                    largest_page=_LARGEST_PAGE >> 20,
                )
            )
        if len(pages) > _MOST_PAGES:
            raise problems.fatal(
                Message(
                    "The archive holds {pages:,} pages, more than any newsletter; only archives "
                    "of up to {most_pages:,} are read.",
                    pages=len(pages),
                    most_pages=_MOST_PAGES,
                )
            )
        if not pages and main:
            return [main]
        return pages

    def _build_publication(self, path: Path) -> Publication:
        name = self._metadata_value("Title") or self._metadata_value("Name") or path.stem
        home = self._metadata_value("Source")
        if not re.match(r"https?://\S{1,400}\Z", home):
            home = f"https://{home}" if re.match(r"[\w-]+(\.[\w-]+)+\Z", home) else ""
        language = _LANGUAGES.get(
            self._metadata_value("Language").split(",")[0].strip().lower(), ""
        )
        return Publication(
            make_publication_id(name), name, language, home, self._metadata_value("Description")
        )

    def _metadata_value(self, key: str) -> str:
        try:
            content = bytes(self._archive.get_metadata(key))
        except Exception:  # most archives lack one or the other
            return ""
        return " ".join(to_single_line(content.decode("utf-8", "replace")).split())[:500]

    def read_issue(self, index: int) -> IssueDraft | None:
        from viewer.importers.html.converter import html_to_markdown
        from viewer.importers.sources.encodings import decode_with_fallback

        path = self._pages[index]
        problems = ProblemCollector(self.titles[index])
        try:
            entry = self._archive.get_entry_by_path(path)
            html = decode_with_fallback(bytes(entry.get_item().content), "utf-8")
            title = to_single_line(entry.title)
        except Exception:  # as above
            raise problems.fatal(
                Message("The page cannot be read; get the archive again.")
            ) from None
        folder = path.rpartition("/")[0]

        def find_picture(source: str) -> bytes | None:
            if ":" in source.partition("/")[0] or source.startswith("//"):
                return None
            return self._read_picture(resolve_href(folder, source)[0])

        converted = html_to_markdown(
            html,
            problems,
            find_picture=find_picture,
            base_url=self._page_url(path),
            drop_boilerplate=True,
        )
        if is_blank(converted.text):
            return None
        page_title, date = _read_title_and_date(html)
        if not title or title == path:
            title = page_title or path.rpartition("/")[2]
        return IssueDraft(
            title=title[:500],
            text=converted.text,
            file=problems.file,
            date=date or find_date(path),
            guid=path[:500],
            language=converted.language,
            pictures=converted.pictures,
            losses=converted.losses,
            problems=converted.problems,
        )

    def _page_url(self, path: str) -> str:
        """The web address of a page; paths in archives of whole sites begin with the host."""
        if re.match(r"[\w-]+(\.[\w-]+)+/", path):
            return f"https://{path}"
        return f"{self.publication.home.rstrip('/')}/{path}" if self.publication.home else ""

    def _read_picture(self, path: str) -> bytes | None:
        try:
            if not self._archive.has_entry_by_path(path):
                return None
            entry = self._archive.get_entry_by_path(path)
            item = entry.get_redirect_entry().get_item() if entry.is_redirect else entry.get_item()
            return bytes(item.content) if item.size <= MAX_PICTURE_BYTES else None
        except Exception:  # as above
            return None


def _read_title_and_date(html: str) -> tuple[str, str]:
    """Title and ISO date from the head of a page; each may be empty."""
    from viewer.importers.html.input_limits import tokenize

    title = date = ""
    for token in islice(tokenize(html[:300_000]), 5000):
        if token.kind == "raw" and token.name == "title" and not title:
            title = " ".join(to_single_line(token.text).split())
        elif token.kind == "start" and token.name == "meta":
            key = token.attrs.get("property") or token.attrs.get("name") or ""
            key = key or token.attrs.get("itemprop", "")
            if key.lower() in _DATE_KEYS:
                date = date or find_date(token.attrs.get("content", ""))
        elif token.kind == "start" and token.name == "time":
            date = date or find_date(token.attrs.get("datetime", ""))
    return title, date
