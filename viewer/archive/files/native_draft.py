"""An issue in our own format as a draft, from a library, a pack or an export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from viewer.archive.files import issue_front_matter
from viewer.archive.files.picture_paths import is_picture_name
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import decode_utf8
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft

_OPENING_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_NUMBER_LINE = re.compile(r"^(number[ \t]*:[ \t]*)[0-9]+(?=[ \t]*(?:#[^\n]*)?\r?$)", re.MULTILINE)


def read_native_issue(
    content: bytes,
    number: int,
    problems: ProblemCollector,
    files: Sequence[PictureDraft] = (),
) -> IssueDraft:
    """The draft of an ``issue.md`` with this ``content``; ``number`` is its folder's.

    ``files`` are the others in the folder, pictures among them. The draft's ``original`` is the
    file as it stands, with its line ends and byte order mark.

    Raises:
        UnreadableFileError: it is not UTF-8, or empty.
    """
    text = decode_utf8(content, problems)
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
        pictures=tuple(file for file in files if is_picture_name(file.name)),
        files=tuple(file for file in files if not is_picture_name(file.name)),
        losses={loss: head.losses[loss.value] for loss in ImportLoss if loss.value in head.losses},
        problems=problems.collected(),
        original=content.decode("utf-8"),
    )


def with_number(original: str, number: int) -> str:
    """``original`` with ``number`` where its head gives another; nothing else is changed."""
    fence = _OPENING_FENCE.match(original)
    if fence is None:
        return original
    end = original.find("\n---", fence.end() - 1)
    head = original[: end if end > 0 else len(original)]
    return _NUMBER_LINE.sub(rf"\g<1>{number}", head, count=1) + original[len(head) :]


def with_head_lines(original: str, values: Mapping[str, str]) -> str:
    """``original`` with these keys and values (as YAML) at the top of its head."""
    line_end = "\r\n" if "\r\n" in original else "\n"
    lines = "".join(f"{key}: {value}{line_end}" for key, value in values.items())
    fence = _OPENING_FENCE.match(original)
    if fence is not None:
        return original[: fence.end()] + lines + original[fence.end() :]
    mark = "\ufeff" if original.startswith("\ufeff") else ""
    return f"{mark}---{line_end}{lines}---{line_end}{line_end}{original[len(mark) :]}"
