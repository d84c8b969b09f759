"""Problems reported by an import: issues renumbered, replaced, kept as edited, or older."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.model.issue import Problem, Publication, Severity
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.staging.import_ledger import LedgerEntry
from viewer.messages import Message

#: The ``key`` of a problem that kept something new out, since the reader's own text stands there.
KEPT_KEY = "kept"
_MAX_LISTED = 10


def renumbered_problem(
    draft: IssueDraft, requested: int, number: int, publication: Publication
) -> Problem:
    """``draft`` gets another number than ``requested``, which its source gives."""
    return Problem(
        Severity.GUESS,
        draft.file,
        Message(
            "Number {requested} of {publication} is another issue; this one is brought in as "
            "{number}.",
            requested=requested,
            publication=publication.id,
            number=number,
        ),
    )


def same_name_problem(publication: Publication, other: Publication) -> Problem:
    """A new publication has the same name as another one in the library."""
    return Problem(
        Severity.GUESS,
        publication.id,
        Message(
            "Another publication, with the short name {other_id}, is called “{publication}” as "
            "well; this one is brought in as {id}.",
            other_id=other.id,
            publication=publication.name,
            id=publication.id,
        ),
    )


def replaced_issue_problem(draft: IssueDraft, number: int, title: str) -> Problem:
    """``draft`` replaces an issue with another title."""
    return Problem(
        Severity.GUESS,
        draft.file,
        Message(
            "Issue {number}, “{old_title}”, is replaced by “{new_title}”.",
            number=number,
            old_title=title[:80],
            new_title=draft.title[:80],
        ),
    )


def edited_issue_problem(
    draft: IssueDraft,
    number: int,
    ledger_entry: LedgerEntry | None,
    draft_hash: str,
    is_replaced: bool,
    own_file: str = "",
) -> Problem:
    """The reader edited the issue that ``draft``, whose hash is given, would replace.

    Or she put ``own_file`` into its folder where a picture of the draft is to come.
    """
    if own_file:
        origin = Message(
            "Issue {number} has a file of your own where the source has one as well, {file},",
            number=number,
            file=own_file,
        )
    elif ledger_entry is None:
        origin = Message("Issue {number} was put into the library by hand", number=number)
    else:
        origin = Message(
            "Issue {number} was changed by hand after it was brought in", number=number
        )
    if is_replaced:
        return Problem(
            Severity.WARNING,
            draft.file,
            Message("{statement} and is replaced; Undo brings it back.", statement=origin),
        )
    if ledger_entry is not None and ledger_entry.text_hash == draft_hash:
        return Problem(
            Severity.GUESS, draft.file, Message("{statement} and stays as it is.", statement=origin)
        )
    return Problem(
        Severity.WARNING,
        draft.file,
        Message(
            "{statement} and stays as it is; what the source says now is not taken.",
            statement=origin,
        ),
        key=KEPT_KEY,
    )


def rewritten_issue_problem(draft: IssueDraft, number: int) -> Problem:
    """``draft`` cannot be kept as its author wrote it, since it is brought in as another issue."""
    return Problem(
        Severity.WARNING,
        draft.file,
        Message(
            "Issue {number} is written anew; comments and unknown keys in its head are left out.",
            number=number,
        ),
    )


def reverted_issues_problem(numbers: Sequence[int], publication: Publication) -> Problem:
    """Imported issues equal an earlier version of what is in the library."""
    shown = ", ".join(map(str, numbers[:_MAX_LISTED])) + (" …" if numbers[_MAX_LISTED:] else "")
    sentence = Message.counted(
        len(numbers),
        "Issue {numbers} comes in as it was before a later import changed it.",
        "{count:,} issues ({numbers}) come in as they were before a later import changed them.",
        numbers=shown,
    )
    return Problem(Severity.WARNING, publication.id, sentence)


def older_pack_problems(
    pack: PackInfo, known_version: int, newest_date: str, publication: Publication
) -> list[Problem]:
    """Problems for a pack older than ``known_version`` or ``newest_date``; empty if it is not."""
    if known_version > pack.version:
        return [
            Problem(
                Severity.WARNING,
                publication.id,
                Message(
                    "The pack is version {version} of {publication}; version {known_version} was "
                    "brought in before.",
                    version=pack.version,
                    publication=publication.name,
                    known_version=known_version,
                ),
            )
        ]
    if pack.date and pack.date < newest_date:
        return [
            Problem(
                Severity.GUESS,
                publication.id,
                Message(
                    "The newest issue in the pack is of {date}; the library has issues up to "
                    "{newest_date}.",
                    date=pack.date,
                    newest_date=newest_date,
                ),
            )
        ]
    return []
