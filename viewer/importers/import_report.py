"""The report of an import: what it does to each publication, and what went wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass

from viewer.archive.model.issue import Problem, Severity
from viewer.archive.model.issue_draft import LossCounts, describe_loss
from viewer.archive.staging.import_problems import KEPT_KEY
from viewer.archive.staging.import_staging import FAILED_KEY, StagedPublication
from viewer.messages import Message


@dataclass(frozen=True, slots=True)
class PublicationSummary:
    """What an import does, or did, to one publication."""

    id: str
    name: str
    is_new: bool
    added: int
    updated: int
    unchanged: int
    failed: int
    articles: int
    pictures: int
    losses: LossCounts
    #: The highest number that was added or updated, None where none was.
    newest_number: int | None
    #: Issues that the reader has edited in the library, and that stay so.
    kept_edited: int = 0

    def describe_losses(self) -> tuple[Message, ...]:
        """What could not be kept, a sentence each without its full stop."""
        return tuple(describe_loss(loss, count) for loss, count in self.losses.items())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or is about to do; shown in the dialog, printed and kept as JSON."""

    publications: tuple[PublicationSummary, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> int:
        """How many issues and whole sources did not come in."""
        failed_problems = sum(
            1 for p in self.problems if p.severity is Severity.ERROR and p.key == FAILED_KEY
        )
        return max(failed_problems, sum(publication.failed for publication in self.publications))

    @property
    def kept_edited(self) -> int:
        """How many issues did not come in because the reader has edited them in the library."""
        return sum(1 for problem in self.problems if problem.key == KEPT_KEY)

    @property
    def has_changes(self) -> bool:
        """Whether anything is added or updated."""
        return any(publication.added or publication.updated for publication in self.publications)


def summarize(staged: StagedPublication, failed: int) -> PublicationSummary:
    """What ``staged`` is about to do; ``failed`` counts issues that never became drafts."""
    return PublicationSummary(
        id=staged.publication.id,
        name=staged.publication.name,
        is_new=staged.is_new,
        added=staged.added,
        updated=staged.updated,
        unchanged=staged.unchanged,
        failed=staged.failed + failed,
        articles=staged.articles,
        pictures=staged.pictures,
        losses=staged.losses,
        newest_number=staged.newest_number,
        kept_edited=staged.kept,
    )


def as_dict(report: ImportReport) -> dict[str, object]:
    """The report as JSON: what ``import --json`` prints."""
    publications = report.publications
    losses: dict[str, int] = {}
    for publication in publications:
        for loss, count in publication.losses.items():
            losses[loss.value] = losses.get(loss.value, 0) + count
    return {
        "publication": publications[0].id if publications else "",
        "issues": {
            "added": sum(publication.added for publication in publications),
            "updated": sum(publication.updated for publication in publications),
            # An edited issue stays as it is.
            "unchanged": sum(
                publication.unchanged + publication.kept_edited for publication in publications
            ),
            "failed": report.failed,
        },
        "articles": sum(publication.articles for publication in publications),
        "pictures": sum(publication.pictures for publication in publications),
        "problems": [
            {"file": p.file, "line": p.line, "message": p.message, "severity": p.severity.value}
            for p in report.problems
        ],
        "losses": losses,
        "kept": sum(publication.kept_edited for publication in publications),
        "publications": [
            {"id": publication.id, "name": publication.name, "new": publication.is_new}
            for publication in publications
        ],
    }


def as_json(report: ImportReport) -> str:
    """``as_dict`` as text."""
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1)
