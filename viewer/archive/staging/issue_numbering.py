"""Which number an issue gets that is brought in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.model.title_numbers import issue_numbers, normalize_title

_MAX_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class NumberAssignment:
    """A draft's number, the one it wanted where another issue has that, and what names it."""

    number: int
    requested: int | None = None
    guid: str = ""


def draft_identity(draft: IssueDraft) -> str:
    """What names an issue in its source: its guid, else, where it has no number, title and date."""
    if draft.guid:
        return draft.guid[:500]
    return "" if draft.number is not None else _identity_by_title(draft)


def _identity_by_title(draft: IssueDraft) -> str:
    return f"{normalize_title(draft.title)[:200]}@{draft.date}"


def unique_by_guid(drafts: Sequence[IssueDraft]) -> list[IssueDraft]:
    """The drafts, each guid once: of an issue that several sources hold, the last one counts."""
    last = {draft.guid: place for place, draft in enumerate(drafts) if draft.guid}
    return [d for place, d in enumerate(drafts) if not d.guid or last[d.guid] == place]


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
    made: dict[int, NumberAssignment] = {}
    owner = dict(guid_by_number)
    names = [draft_identity(draft) for draft in drafts]
    mine: set[int] = set()
    for place, name in enumerate(names):
        if name and name in number_by_guid and number_by_guid[name] not in mine:
            made[place] = NumberAssignment(number_by_guid[name], guid=name)
            mine.add(number_by_guid[name])
            owner[number_by_guid[name]] = name
    wanted = _requested_numbers(drafts)
    late: list[tuple[int, int | None]] = []
    for place, name in enumerate(names):
        if place in made:
            continue
        number = wanted[place]
        if number is None:
            late.append((place, None))
        elif number in mine or _is_other_issue(
            drafts[place], number, name, owner, guid_by_number, may_be_same
        ):
            name = name or _identity_by_title(drafts[place])
            if name in number_by_guid and number_by_guid[name] not in mine:
                made[place] = NumberAssignment(number_by_guid[name], guid=name)
                mine.add(number_by_guid[name])
            else:
                late.append((place, number))
        else:
            made[place] = NumberAssignment(number, guid=name)
            mine.add(number)
            owner[number] = name
    late.sort(key=lambda item: (not drafts[item[0]].date, drafts[item[0]].date, item[0]))
    free = max([0, *owner, *mine]) + 1
    if free + len(late) > _MAX_NUMBER:
        free = next(n for n in range(1, _MAX_NUMBER) if n not in owner and n not in mine)
    for place, number in late:
        while free in owner or free in mine:
            free += 1
        name = names[place] or (_identity_by_title(drafts[place]) if number is not None else "")
        made[place] = NumberAssignment(free, number, name)
        mine.add(free)
    return [made[place] for place in range(len(drafts))]


def _is_other_issue(
    draft: IssueDraft,
    number: int,
    name: str,
    owner: Mapping[int, str],
    guid_by_number: Mapping[int, str],
    may_be_same: Callable[[IssueDraft, int], bool] | None,
) -> bool:
    """Whether the issue that has ``number`` is another one than ``draft``, which ``name`` names."""
    theirs = owner.get(number, "")
    if name and theirs:
        return name != theirs
    if may_be_same is None or number not in guid_by_number or not (name or theirs):
        return False
    return not may_be_same(draft, number)


def _requested_numbers(drafts: Sequence[IssueDraft]) -> list[int | None]:
    """The numbers that the sources give, else those in the titles if most titles have one."""
    silent = [draft for draft in drafts if draft.number is None]
    said = issue_numbers([draft.title for draft in silent], [draft.date for draft in silent])
    in_titles = {id(draft): number for draft, number in zip(silent, said, strict=True)}
    found = [number for number in said if number is not None]
    trusted = len(set(found)) * 2 >= max(1, len(silent))
    return [
        draft.number if draft.number is not None else (in_titles[id(draft)] if trusted else None)
        for draft in drafts
    ]
