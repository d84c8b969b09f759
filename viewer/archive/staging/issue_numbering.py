"""Assigns issue numbers to imported drafts, and decides which drafts are the same issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.model.title_numbers import issue_numbers, normalize_title

_MAX_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class NumberAssignment:
    """A draft's number and guid; ``requested`` is the number it should have had, if taken."""

    number: int
    requested: int | None = None
    guid: str = ""


def draft_identity(draft: IssueDraft) -> str:
    """The id of an issue in its source: its guid, else, without a number, its title and date."""
    if draft.guid:
        return draft.guid[:500]
    return "" if draft.number is not None else _identity_by_title(draft)


def _identity_by_title(draft: IssueDraft) -> str:
    return f"{normalize_title(draft.title)[:200]}@{draft.date}"


def unique_by_guid(drafts: Sequence[IssueDraft]) -> list[IssueDraft]:
    """The drafts, each guid once: of an issue that several sources hold, the last one counts."""
    last_index = {draft.guid: index for index, draft in enumerate(drafts) if draft.guid}
    return [d for index, d in enumerate(drafts) if not d.guid or last_index[d.guid] == index]


def assign_numbers(
    drafts: Sequence[IssueDraft],
    number_by_guid: Mapping[str, int],
    guid_by_number: Mapping[int, str],
    may_be_same: Callable[[IssueDraft, int], bool] | None = None,
) -> list[NumberAssignment]:
    """A number for each of ``drafts``, in their order.

    ``number_by_guid`` are the numbers of issues that are in the library, by their guids;
    ``guid_by_number`` the numbers in use, with the guid of each, empty where it has none. A number
    that the source gives, or that most titles do, is kept; what has none goes behind the highest,
    in the order of dates. An issue never takes the place of another one whose guid differs. Where
    only one of the two has a guid, ``may_be_same`` tells whether the draft can be the issue that
    has its number. What has to give way is known by title and date the next time.
    """
    assignments: dict[int, NumberAssignment] = {}
    owner_guids = dict(guid_by_number)
    guids = [draft_identity(draft) for draft in drafts]
    assigned: set[int] = set()
    for index, guid in enumerate(guids):
        if guid and guid in number_by_guid and number_by_guid[guid] not in assigned:
            assignments[index] = NumberAssignment(number_by_guid[guid], guid=guid)
            assigned.add(number_by_guid[guid])
            owner_guids[number_by_guid[guid]] = guid
    requested = _requested_numbers(drafts)
    unnumbered: list[tuple[int, int | None]] = []
    for index, guid in enumerate(guids):
        if index in assignments:
            continue
        number = requested[index]
        if number is None:
            unnumbered.append((index, None))
        elif number in assigned or _is_other_issue(
            drafts[index], number, guid, owner_guids, guid_by_number, may_be_same
        ):
            guid = guid or _identity_by_title(drafts[index])
            if guid in number_by_guid and number_by_guid[guid] not in assigned:
                assignments[index] = NumberAssignment(number_by_guid[guid], guid=guid)
                assigned.add(number_by_guid[guid])
            else:
                unnumbered.append((index, number))
        else:
            assignments[index] = NumberAssignment(number, guid=guid)
            assigned.add(number)
            owner_guids[number] = guid
    unnumbered.sort(key=lambda item: (not drafts[item[0]].date, drafts[item[0]].date, item[0]))
    free = max([0, *owner_guids, *assigned]) + 1
    if free + len(unnumbered) > _MAX_NUMBER:
        free = next(n for n in range(1, _MAX_NUMBER) if n not in owner_guids and n not in assigned)
    for index, number in unnumbered:
        while free in owner_guids or free in assigned:
            free += 1
        guid = guids[index] or (_identity_by_title(drafts[index]) if number is not None else "")
        assignments[index] = NumberAssignment(free, number, guid)
        assigned.add(free)
    return [assignments[index] for index in range(len(drafts))]


def _is_other_issue(
    draft: IssueDraft,
    number: int,
    guid: str,
    owner: Mapping[int, str],
    guid_by_number: Mapping[int, str],
    may_be_same: Callable[[IssueDraft, int], bool] | None,
) -> bool:
    """Whether the issue that has ``number`` is another one than ``draft``, which has ``guid``."""
    owner_guid = owner.get(number, "")
    if guid and owner_guid:
        return guid != owner_guid
    if may_be_same is None or number not in guid_by_number or not (guid or owner_guid):
        return False
    return not may_be_same(draft, number)


def _requested_numbers(drafts: Sequence[IssueDraft]) -> list[int | None]:
    """The numbers that the sources give, else those in the titles if most titles have one."""
    unnumbered = [draft for draft in drafts if draft.number is None]
    title_numbers = issue_numbers(
        [draft.title for draft in unnumbered], [draft.date for draft in unnumbered]
    )
    in_titles = {id(draft): number for draft, number in zip(unnumbered, title_numbers, strict=True)}
    present = [number for number in title_numbers if number is not None]
    trusted = len(set(present)) * 2 >= max(1, len(unnumbered))
    return [
        draft.number if draft.number is not None else (in_titles[id(draft)] if trusted else None)
        for draft in drafts
    ]
