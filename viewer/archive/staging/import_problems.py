"""What an import says of the issues that it replaces, leaves alone or gives another number."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.staging.import_ledger import LedgerEntry

#: The ``key`` of a problem that kept something new out, since the reader's own text stands there.
KEPT_KEY = "kept"
_MAX_LISTED = 10


def renumbered_problem(
    draft: IssueDraft, requested: int, number: int, publication: Publication
) -> Problem:
    """``draft`` gets another number than its source gives."""
    return Problem(
        Severity.GUESS,
        draft.file,
        f"Number {requested} of {publication.id} is another issue; this one is brought in as "
        f"{number}.",
    )


def same_name_problem(publication: Publication, other: Publication) -> Problem:
    """A new publication is called as one that is in the library."""
    return Problem(
        Severity.GUESS,
        publication.id,
        f"Another publication, with the short name {other.id}, is called “{publication.name}” as "
        f"well; this one is brought in as {publication.id}.",
    )


def replaced_issue_problem(draft: IssueDraft, number: int, title: str) -> Problem:
    """``draft`` replaces an issue that is called otherwise."""
    return Problem(
        Severity.GUESS,
        draft.file,
        f"Issue {number}, “{title[:80]}”, is replaced by “{draft.title[:80]}”.",
    )


def edited_issue_problem(
    draft: IssueDraft,
    number: int,
    ledger_entry: LedgerEntry | None,
    draft_hash: str,
    is_replaced: bool,
) -> Problem:
    """The reader wrote in the issue that stands where ``draft``, whose sum is given, belongs."""
    said = (
        f"Issue {number} was put into the library by hand"
        if ledger_entry is None
        else f"Issue {number} was changed by hand after it was brought in"
    )
    if is_replaced:
        return Problem(
            Severity.WARNING, draft.file, f"{said} and is replaced; Undo brings it back."
        )
    if ledger_entry is not None and ledger_entry.text_hash == draft_hash:
        return Problem(Severity.GUESS, draft.file, f"{said} and stays as it is.")
    return Problem(
        Severity.WARNING,
        draft.file,
        f"{said} and stays as it is; what the source says now is not taken.",
        key=KEPT_KEY,
    )


def reverted_issues_problem(numbers: Sequence[int], publication: Publication) -> Problem:
    """Issues come in as an import wrote them once, and a later one changed them."""
    shown = ", ".join(map(str, numbers[:_MAX_LISTED])) + (" …" if numbers[_MAX_LISTED:] else "")
    said = (
        f"Issue {numbers[0]} comes in as it was before a later import changed it."
        if len(numbers) == 1
        else f"{len(numbers):,} issues ({shown}) come in as they were before a later import "
        "changed them."
    )
    return Problem(Severity.WARNING, publication.id, said)


def older_pack_problems(
    pack: PackInfo, known_version: int, newest_date: str, publication: Publication
) -> list[Problem]:
    """Says that a pack is older than version ``known_version``, or than ``newest_date``."""
    if known_version > pack.version:
        return [
            Problem(
                Severity.WARNING,
                publication.id,
                f"The pack is version {pack.version} of {publication.name}; version "
                f"{known_version} was brought in before.",
            )
        ]
    if pack.date and pack.date < newest_date:
        return [
            Problem(
                Severity.GUESS,
                publication.id,
                f"The newest issue in the pack is of {pack.date}; the library has issues up to "
                f"{newest_date}.",
            )
        ]
    return []
