"""What an import does to each publication, as the sheet, the command and the journal tell it."""

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
    #: Issues of which the library has a version by the reader's own hand, which stays.
    kept_edited: int = 0

    def describe_losses(self) -> tuple[Message, ...]:
        """What could not be kept, a sentence each without its full stop."""
        return tuple(describe_loss(loss, count) for loss, count in self.losses.items())


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything an import tells: what it does to each publication, and what went wrong."""

    publications: tuple[PublicationSummary, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> int:
        """How many issues and whole sources did not come in."""
        told = sum(1 for p in self.problems if p.severity is Severity.ERROR and p.key == FAILED_KEY)
        return max(told, sum(one.failed for one in self.publications))

    @property
    def kept_edited(self) -> int:
        """How many issues did not come in since the reader's own text stands in their place."""
        return sum(1 for problem in self.problems if problem.key == KEPT_KEY)

    @property
    def has_changes(self) -> bool:
        """Whether anything is added or updated."""
        return any(one.added or one.updated for one in self.publications)


def summarize(staged: StagedPublication, failed: int) -> PublicationSummary:
    """What ``staged`` is about to do; ``failed`` issues were no drafts yet."""
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
    """The report as JSON: what ``import --json`` prints and what is kept with the import."""
    parts = report.publications
    losses: dict[str, int] = {}
    for one in parts:
        for loss, count in one.losses.items():
            losses[loss.value] = losses.get(loss.value, 0) + count
    return {
        "publication": parts[0].id if parts else "",
        "issues": {
            "added": sum(one.added for one in parts),
            "updated": sum(one.updated for one in parts),
            # What the reader's own text kept out leaves its issue as it was.
            "unchanged": sum(one.unchanged + one.kept_edited for one in parts),
            "failed": report.failed,
        },
        "articles": sum(one.articles for one in parts),
        "pictures": sum(one.pictures for one in parts),
        "problems": [
            {"file": p.file, "line": p.line, "message": p.message, "severity": p.severity.value}
            for p in report.problems
        ],
        "losses": losses,
        "kept": sum(one.kept_edited for one in parts),
        "publications": [{"id": one.id, "name": one.name, "new": one.is_new} for one in parts],
    }


def as_json(report: ImportReport) -> str:
    """``as_dict`` as text."""
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1)
