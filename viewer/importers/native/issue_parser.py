"""Issues in our own form, as they stand in a library, a pack and an export: kept to the letter."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.archive.files import issue_front_matter as heads
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft


def parse_native_issue(
    text: str, number: int, pictures: Sequence[PictureDraft], problems: ProblemCollector
) -> IssueDraft:
    """The draft of an ``issue.md`` with this ``text``; ``number`` is its folder's.

    Written again it gives the same text, where that was written by the program.
    """
    problems.set_source(text, 1)
    head_text, body, _ = heads.split_issue_front_matter(text, problems)
    head = heads.parse_issue_front_matter(head_text, problems)
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
        events=tuple(heads.to_event(item) for item in head.events),
        pictures=tuple(pictures),
        losses={loss: head.losses[loss.value] for loss in ImportLoss if loss.value in head.losses},
        problems=problems.collected(),
    )
