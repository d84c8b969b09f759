"""Which number an issue gets that is brought in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.model.title_numbers import issue_numbers, normalize_title

_HIGHEST = 999_999_999


@dataclass(frozen=True, slots=True)
class Numbered:
    """A draft's number, the one it wanted where another issue has that, and what names it."""

    number: int
    wanted: int | None = None
    guid: str = ""


def identity(draft: IssueDraft) -> str:
    """What names an issue in its source: its guid, else, where it has no number, title and date."""
    if draft.guid:
        return draft.guid[:500]
    return "" if draft.number is not None else _by_title(draft)


def _by_title(draft: IssueDraft) -> str:
    return f"{normalize_title(draft.title)[:200]}@{draft.date}"


def once(drafts: Sequence[IssueDraft]) -> list[IssueDraft]:
    """The drafts, each guid once: of an issue that several sources hold, the last one counts."""
    last = {draft.guid: place for place, draft in enumerate(drafts) if draft.guid}
    return [d for place, d in enumerate(drafts) if not d.guid or last[d.guid] == place]


def assign(
    drafts: Sequence[IssueDraft],
    known: Mapping[str, int],
    taken: Mapping[int, str],
    alike: Callable[[IssueDraft, int], bool] | None = None,
) -> list[Numbered]:
    """A number for each of ``drafts``, in their order.

    ``known`` are the numbers of issues that are in the library, by their guids; ``taken`` the
    numbers in use, with the guid of each, empty where it has none. A number that the source gives,
    or that most titles do, is kept; what has none goes behind the highest, in the order of dates.
    An issue never takes the place of another one whose guid differs. Where only one of the two has
    a guid, ``alike`` tells whether the draft can be the issue that has its number. What has to give
    way is known by title and date the next time.
    """
    made: dict[int, Numbered] = {}
    owner = dict(taken)
    names = [identity(draft) for draft in drafts]
    mine: set[int] = set()
    for place, name in enumerate(names):
        if name and name in known and known[name] not in mine:
            made[place] = Numbered(known[name], guid=name)
            mine.add(known[name])
            owner[known[name]] = name
    wanted = _wanted(drafts)
    late: list[tuple[int, int | None]] = []
    for place, name in enumerate(names):
        if place in made:
            continue
        number = wanted[place]
        if number is None:
            late.append((place, None))
        elif number in mine or _is_another(drafts[place], number, name, owner, taken, alike):
            name = name or _by_title(drafts[place])
            if name in known and known[name] not in mine:
                made[place] = Numbered(known[name], guid=name)
                mine.add(known[name])
            else:
                late.append((place, number))
        else:
            made[place] = Numbered(number, guid=name)
            mine.add(number)
            owner[number] = name
    late.sort(key=lambda item: (not drafts[item[0]].date, drafts[item[0]].date, item[0]))
    free = max([0, *owner, *mine]) + 1
    if free + len(late) > _HIGHEST:
        free = next(n for n in range(1, _HIGHEST) if n not in owner and n not in mine)
    for place, number in late:
        while free in owner or free in mine:
            free += 1
        name = names[place] or (_by_title(drafts[place]) if number is not None else "")
        made[place] = Numbered(free, number, name)
        mine.add(free)
    return [made[place] for place in range(len(drafts))]


def _is_another(
    draft: IssueDraft,
    number: int,
    name: str,
    owner: Mapping[int, str],
    taken: Mapping[int, str],
    alike: Callable[[IssueDraft, int], bool] | None,
) -> bool:
    """Whether the issue that has ``number`` is another one than ``draft``, which ``name`` names."""
    theirs = owner.get(number, "")
    if name and theirs:
        return name != theirs
    if alike is None or number not in taken or not (name or theirs):
        return False
    return not alike(draft, number)


def _wanted(drafts: Sequence[IssueDraft]) -> list[int | None]:
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
