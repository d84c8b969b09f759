"""The source for an EPUB: one issue, whose articles are titled by the table of contents."""

from __future__ import annotations

import re
from pathlib import Path

from viewer.archive.files.issue_front_matter import LANGUAGE_PATTERN
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.importers.base import Source
from viewer.importers.ebooks.epub_package import Package, read_package
from viewer.importers.metadata.dates import find_date
from viewer.importers.sources.safe_zip import ZipLimits, open_zip
from viewer.messages import Message

_LIMITS = ZipLimits(entry_count=20_000, total_size=2 * 1024 * 1024 * 1024)
# Number or date at the end of a periodical's title, which differ from issue to issue.
_ISSUE_SUFFIX = re.compile(
    r"\s*[-–—:：,，|·]?\s*(?:第\s*\d{1,6}\s*[期号號卷輯辑].*|(?:#|No\.?|Issue|Vol\.?|Nr\.?)\s?\d{1,6}\b"
    r".*|[\[(（][^\[\]()（）]*(?:19|20)\d\d[^\[\]()（）]*[\])）]|(?:19|20)\d\d\s?[-./年]\s?\d{1,2}"
    r"(?:\s?[-./月]\s?\d{1,2}\s?日?)?|(?:\w+\s){0,2}\d{0,2},?\s?(?:19|20)\d\d)\s*\Z",
    re.IGNORECASE,
)
_NOT_AUTHORS = {"calibre", "unknown", "unknown author", "未知", ""}


class EpubSource(Source):
    """An opened book; its one issue is converted when it is read."""

    def __init__(self, path: Path) -> None:
        self._name = printable_name(path.name)
        problems = ProblemCollector(self._name)
        self._archive = open_zip(path, problems, _LIMITS)
        try:
            self._package = read_package(self._archive, problems)
            if not self._package.spine:
                reason = next(iter(self._archive.refused.values()), Message("Get the book again."))
                raise problems.fatal(
                    Message(
                        "There is no page in the book that can be read. {reason}", reason=reason
                    )
                )
        except BaseException:
            self._archive.close()
            raise
        for name, reason in list(self._archive.refused.items())[:20]:
            problems.warning(
                Message(
                    "The file {name} in the book is left out. {reason}", name=name, reason=reason
                )
            )
        self._title = _title(self._package) or path.stem
        self.publication = _publication(self._package, self._title)
        self.titles = (self._name,)
        self.problems = problems.collected()

    def read_issue(self, index: int) -> IssueDraft | None:
        from viewer.importers.ebooks.epub_converter import BookConverter
        from viewer.importers.markdown_text.title_extraction import remove_title_heading

        problems = ProblemCollector(self._name)
        converted = BookConverter(self._archive, self._package, problems).convert(self._title)
        if not converted.text.strip():
            raise problems.fatal(
                Message("There is no text in the book; it may hold pictures of pages only.")
            )
        package = self._package
        return IssueDraft(
            title=self._title[:500],
            text=remove_title_heading(converted.text, self._title, self.publication.name),
            file=self._name,
            number=_number(package),
            date=next(filter(None, map(find_date, package.metadata_values("date"))), "")
            or find_date(self._title),
            guid=next(iter(package.metadata_values("identifier")), "")[:500],
            language=_language(package) or converted.language,
            editors=_editors(package),
            pictures=converted.pictures,
            losses=converted.losses,
            problems=converted.problems,
        )

    def close(self) -> None:
        self._archive.close()


def _title(package: Package) -> str:
    titles = [
        (value, attributes)
        for key, value, attributes in package.metadata
        if key == "title" and value
    ]
    main = {
        attributes.get("refines", "")[1:]
        for key, value, attributes in package.metadata
        if key == "title-type" and value == "main"
    }
    for value, attributes in titles:
        if attributes.get("id") in main:
            return value
    return titles[0][0] if titles else ""


def _publication(package: Package, title: str) -> Publication:
    """The collection or series that the metadata name, else the title without number and date."""
    names = [
        *package.metadata_values("belongs-to-collection"),
        *package.metadata_values("calibre:series"),
    ]
    name = names[0] if names else _ISSUE_SUFFIX.sub("", title).strip() or title
    name = name[:500]
    homes = [
        value
        for value in package.metadata_values("source")
        if re.match(r"https?://\S{1,400}\Z", value)
    ]
    return Publication(
        make_publication_id(name), name, _language(package), homes[0] if homes else ""
    )


def _number(package: Package) -> int | None:
    for value in (
        *package.metadata_values("group-position"),
        *package.metadata_values("calibre:series_index"),
    ):
        match = re.match(r"(\d{1,9})(?:\.0+)?\Z", value)
        if match is not None:
            return int(match[1])
    return None


def _language(package: Package) -> str:
    for value in package.metadata_values("language"):
        if re.match(LANGUAGE_PATTERN, value) and value.lower() not in ("und", "zxx", "mul"):
            return value
    return ""


def _editors(package: Package) -> tuple[str, ...]:
    authors = [
        value[:200]
        for value in package.metadata_values("creator")
        if value.lower() not in _NOT_AUTHORS
    ]
    return tuple(dict.fromkeys(authors))[:20]
