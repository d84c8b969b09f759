"""The sections and articles of a newsletter in plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viewer.archive.facts import fold, names
from viewer.archive.issue import SeriesOutline
from viewer.importers.plain_lines import (
    FACT,
    HAN,
    LETTER,
    NUMBER,
    SLIDESHOW,
    Line,
    behind,
    half_width,
    is_rule,
)
from viewer.importers.plain_marks import is_picture_mark
from viewer.importers.plain_parts import Group, Part, Structure, is_heading, listed
from viewer.importers.plain_series import series_of
from viewer.importers.promote import place_of_han

#: Under a heading, facts stand among its first lines.
_FACT_LINES = 4

_EDITOR = re.compile(
    r"(?:editors?|edited by|編輯|编辑|編者|编者|主筆)\s?:\s*(\S.{0,200})\Z", re.IGNORECASE
)
_ALL_EDITORS = re.compile(
    r"(?:newsletter\s+editors?|editors of this issue|本期編輯|本期编辑|編輯群|编辑团队)\s?:"
    r"\s*(\S.{0,300})\Z",
    re.IGNORECASE,
)
#: Underlined; in brackets; behind a mark; between marks; in capitals.
_DRAWN: tuple[re.Pattern[str] | None, ...] = (
    None,
    re.compile(r"[【〔〈《\[<][^】〕〉》\]<>]{1,60}[】〕〉》\]>]\Z"),
    re.compile(r"[■◆▲★◎□◇▼▶☆✦#]{1,3}\s*(?=\S).{1,80}\Z"),
    re.compile(r"([=*~#-]{2,})\s*[^=*~#\s].{0,80}?\s*\1\Z"),
    re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z0-9][A-Z0-9 &'’,:/!?.-]{3,70}\Z"),
)
_DRAWN_EDGE = re.compile(r"\A[【〔〈《\[<■◆▲★◎□◇▼▶☆✦#=*~-]+\s*|\s*[】〕〉》\]>=*~#-]+\Z")


def structure(
    lines: Sequence[Line], number: int | None, known: Sequence[SeriesOutline] = ()
) -> Structure:
    """Sections, articles and series of a newsletter's lines; ``number`` is its own.

    ``known`` are the series that earlier newsletters of the same file told.
    """
    made = Structure()
    rest = _take_editors(list(lines), made)
    heads = _section_heads(rest)
    if heads:
        made.front.lines = rest[: heads[0]]
        for at, end in _spans(heads, len(rest)):
            made.groups.append(_group(rest[at], rest[at + 1 : end], known))
    else:
        group = _group(None, rest, known)
        made.front = group.own
        if group.parts:
            made.groups.append(Group(parts=group.parts))
    for group in made.groups:
        found = series_of(group, made.front if not heads else group.own, number, known)
        if found is not None:
            made.series.append(found)
    for part in _parts(made):
        _take_editor(part)
    for group in made.groups:
        for part in group.parts:
            part.editors = part.editors or group.own.editors
    if not made.editors:
        everyone = [name for part in _parts(made) for name in part.editors]
        made.editors = tuple(dict.fromkeys(everyone))
    return made


def _parts(made: Structure) -> list[Part]:
    return [made.front, *(p for group in made.groups for p in (group.own, *group.parts))]


def _take_editors(lines: list[Line], made: Structure) -> list[Line]:
    """The lines without the one that names the editors of the whole."""
    for at in range(len(lines) - 1, -1, -1):
        match = _ALL_EDITORS.match(lines[at].folded)
        if match is not None:
            made.editors = names(match[1])
            return lines[:at] + lines[at + 1 :]
    return lines


def _take_editor(part: Part) -> None:
    """The editor named under a part's heading, or at its end."""
    filled = [at for at, line in enumerate(part.lines) if line.text]
    for at in [*filled[:_FACT_LINES], *filled[-1:]]:
        match = _EDITOR.match(part.lines[at].folded)
        if match is not None:
            part.editors = names(match[1])
            del part.lines[at]
            return


def _section_heads(lines: Sequence[Line]) -> list[int]:
    """Where sections begin: letters from A on, else 一, 二, …, else lines drawn as headings."""
    for form, place in ((LETTER, lambda label: ord(label) - 64), (HAN, place_of_han)):
        found: list[int] = []
        matched = [
            (at, place(match[1]))
            for at, line in enumerate(lines)
            if (match := form.match(line.folded)) is not None and is_heading(line)
        ]
        for index, (at, number) in enumerate(matched):
            following = matched[index + 1][0] if index + 1 < len(matched) else len(lines)
            if number == len(found) + 1 and any(x.text for x in lines[at + 1 : following]):
                found.append(at)
        if len(found) > 1:
            return found
    drawn = [[at for at, line in enumerate(lines) if _is_drawn(lines, at, form)] for form in _DRAWN]
    rows = [row for row in drawn if len(row) > 1 and _all_filled(lines, row)]
    return min(rows, key=lambda row: row[0], default=[])


def _is_drawn(lines: Sequence[Line], at: int, form: re.Pattern[str] | None) -> bool:
    """Whether a line is a heading of the one kind: underlined, where there is no ``form``."""
    line = lines[at]
    if not line.text or not is_heading(line) or is_rule(line):
        return False
    if form is not None:
        return form.match(line.folded) is not None
    below = lines[at + 1] if at + 1 < len(lines) else None
    return below is not None and below.text[:3] in ("===", "---", "~~~") and is_rule(below)


def _all_filled(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    return all(
        any(x.text and not is_rule(x) for x in lines[at + 1 : end])
        for at, end in _spans(heads, len(lines))
    )


def _spans(heads: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Each of ``heads`` and where the next one stands."""
    return list(zip(heads, [*heads[1:], end][: len(heads)], strict=True))


def _group(head: Line | None, lines: Sequence[Line], known: Sequence[SeriesOutline]) -> Group:
    group = Group()
    if head is not None:
        match = LETTER.match(head.folded)
        group.label = match[1] if match is not None else ""
        group.title = _undrawn(head.text) if match is None else half_width(behind(head, LETTER))
    heads = _article_heads(lines, known)
    group.own.lines = list(lines[: heads[0]]) if heads else list(lines)
    if head is not None and group.own.lines and is_rule(group.own.lines[0]):
        # It underlined the heading.
        del group.own.lines[0]
    for at, end in _spans(heads, len(lines)):
        match = NUMBER.match(lines[at].folded)
        number = match[1] if match is not None else ""
        part = Part(number, half_width(behind(lines[at], NUMBER)), lines=list(lines[at + 1 : end]))
        group.parts.append(part)
    return group


def _undrawn(title: str) -> str:
    """A title without the marks that made it one."""
    return half_width(_DRAWN_EDGE.sub("", title).strip() or title)


def _article_heads(lines: Sequence[Line], known: Sequence[SeriesOutline]) -> list[int]:
    """Where articles begin: numbers that count on, each with text of its own below."""
    numbered = [
        (at, int(match[1]))
        for at, line in enumerate(lines)
        if (match := NUMBER.match(line.folded)) is not None
    ]
    in_lists = listed(lines, numbered)
    alone = [(at, n) for at, n in numbered if at not in in_lists and is_heading(lines[at])]
    titles = {
        (number, fold(title))
        for outline in known
        for number, title in enumerate(outline.outline, 1)
    }
    sure = {
        at
        for at, number in alone
        if _has_facts(lines, at)
        or (number, fold(NUMBER.sub("", lines[at].folded))) in titles | _outlined(lines, in_lists)
    }
    found: list[int] = []
    expected = 0
    last_sure = {number: at for at, number in alone if at in sure}
    for at, number in alone:
        begins = not found and (number == 1 or at in sure)
        if not begins and number != expected:
            continue
        later = last_sure.get(number, -1)
        if at not in sure and later > at and last_sure.get(number + 1, later + 1) > later:
            # A step of a list inside an article; the next article is still to come.
            continue
        found.append(at)
        expected = number + 1
    if not found or (len(found) < 2 and found[0] not in sure):
        return []
    filled = [any(x.text for x in lines[at + 1 : end]) for at, end in _spans(found, len(lines))]
    return found if all(filled[:-1]) else []


def _outlined(lines: Sequence[Line], in_lists: dict[int, int]) -> set[tuple[int, str]]:
    """Number and title of every line of a list."""
    found = set()
    for at in in_lists:
        match = NUMBER.match(lines[at].folded)
        if match is not None:
            found.add((int(match[1]), fold(lines[at].folded[match.end() :])))
    return found


def _has_facts(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is followed by what stands only under the heading of an article."""
    below = [line for line in lines[at + 1 : at + 8] if line.text][:2]
    return any(
        SLIDESHOW.match(line.folded) or FACT.match(line.folded) or is_picture_mark(line)
        for line in below
    )
