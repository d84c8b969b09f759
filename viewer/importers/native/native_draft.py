"""Parses issues in our own format, from a library, a pack or an export, into unchanged drafts."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.archive.files import issue_front_matter
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft


def parse_native_issue(
    text: str, number: int, pictures: Sequence[PictureDraft], problems: ProblemCollector
) -> IssueDraft:
    """The draft of an ``issue.md`` with this ``text``; ``number`` is its folder's.

    Saving the draft gives the same text again, if the program wrote that text.
    """
    problems.set_source(text, 1)
    head_text, body, _ = issue_front_matter.split_issue_front_matter(text, problems)
    head = issue_front_matter.parse_issue_front_matter(head_text, problems)
    return IssueDraft(
        title=head.title,
        text=body.strip("\n"),
        file=problems.file,
        number=head.number if head.number is not None else number,
        date=head.date,
        guid=head.guid,
        tags=tuple(head.tags),
        language=head.language,
        edition=head.edition,
        editors=tuple(head.editors),
        events=tuple(issue_front_matter.to_event(item) for item in head.events),
        pictures=tuple(pictures),
        losses={loss: head.losses[loss.value] for loss in ImportLoss if loss.value in head.losses},
        problems=problems.collected(),
    )
