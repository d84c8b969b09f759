"""Opening a source in a test the way the program does, and what its drafts become."""

from __future__ import annotations

from pathlib import Path

from viewer.archive.files.issue_formatter import format_issue
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue import Article, Issue
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.parser.issue_parser import parse_issue_text
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions, Source

#: The smallest picture that is one: four by four pixels.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000040000000408000000008c9ac1a20000001049444154789c63"
    "600858f0810195000044d40781885a4c700000000049454e44ae426082"
)


def opened(path: Path, format_: str, **options: bool) -> Source:
    """The source at ``path``, which must be recognised as one of ``format_``."""
    importer = importer_for(path)
    assert importer is not None
    assert importer.name == format_
    return importer.open(path, ImportOptions(**options))


def drafts(reading: Source) -> list[IssueDraft]:
    """Every issue of a source."""
    issues = [reading.read_issue(index) for index in range(len(reading.titles))]
    return [draft for draft in issues if draft is not None]


def parsed(draft: IssueDraft, reading: Source, number: int = 1) -> Issue:
    """The issue as the library will read it."""
    number = number if draft.number is None else draft.number
    path = Path(f"/nowhere/{number:03}/issue.md")
    publication = reading.publication
    if draft.series:
        from dataclasses import replace

        publication = replace(publication, series=(*publication.series, *draft.series))
    return parse_issue_text(
        format_issue(draft, number), path, publication, ProblemCollector(draft.file)
    )


def articles(issue: Issue) -> list[Article]:
    """Every article of an issue, in order."""
    return [article for section in issue.sections for article in section.articles]


def outline(issue: Issue) -> list[tuple[str, list[str]]]:
    """The titles of sections and of the articles in them."""
    return [
        (section.title, [article.title for article in section.articles])
        for section in issue.sections
    ]
