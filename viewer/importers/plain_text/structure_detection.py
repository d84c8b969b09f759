"""The sections and articles of a newsletter in plain text."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from viewer.archive.model.issue import SeriesOutline
from viewer.archive.model.title_numbers import normalize_title
from viewer.archive.parser.article_metadata import split_names
from viewer.importers.markdown_text.heading_promotion import parse_han_number
from viewer.importers.plain_text.lines import (
    BEHIND_MARK,
    BETWEEN_MARKS,
    FACT,
    HAN,
    IN_BRACKETS,
    LETTER,
    NUMBER,
    SLIDESHOW,
    UNDERLINE,
    Line,
    behind,
    half_width,
    is_rule,
)
from viewer.importers.plain_text.model import Group, Part, Structure, is_heading, listed
from viewer.importers.plain_text.placeholders import is_picture_mark
from viewer.importers.plain_text.series import series_of

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
#: Underlined; in brackets; behind a mark; between marks; in capitals; behind a point.
_DRAWN: tuple[re.Pattern[str] | None, ...] = (
    None,
    IN_BRACKETS,
    BEHIND_MARK,
    BETWEEN_MARKS,
    re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z0-9][A-Z0-9 &'’,:/!?.-]{3,70}\Z"),
    re.compile(r"[●○◉]\s*[^●○◉\s].{0,38}[^.!?。！？]?\Z"),
)
#: Of these kinds even one line is a heading where others are.
_SURE = (None, BEHIND_MARK, BETWEEN_MARKS)
_DRAWN_EDGE = re.compile(r"\A[【〔〈《\[<■◆▲★◎□◇▼▶☆✦●○◉#=*~-]+\s*|\s*[】〕〉》\]>=*~#-]+\Z")


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
        drawn = _drawn_heads(rest)
        for at, end in _spans(heads, len(rest)):
            inner = [x - at - 1 for x in drawn[heads == drawn[0]] if at < x < end]
            made.groups.append(_group(rest[at], rest[at + 1 : end], known, inner))
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
            made.editors = split_names(match[1])
            return lines[:at] + lines[at + 1 :]
    return lines


def _take_editor(part: Part) -> None:
    """The editor named under a part's heading, or at its end."""
    filled = [at for at, line in enumerate(part.lines) if line.text]
    for at in [*filled[:_FACT_LINES], *filled[-1:]]:
        match = _EDITOR.match(part.lines[at].folded)
        if match is not None:
            part.editors = split_names(match[1])
            del part.lines[at]
            return


def _section_heads(lines: Sequence[Line]) -> list[int]:
    """Where sections begin: letters from A on, else 一, 二, …, else lines drawn as headings."""
    for form, place in ((LETTER, lambda label: ord(label) - 64), (HAN, parse_han_number)):
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
    return _drawn_heads(lines)[0]


def _drawn_heads(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Lines drawn as headings: of sections, and of what is in those.

    A kind that stands below several headings of another is inside them, else both are on a level.
    """
    drawn = {
        form: [at for at in range(len(lines)) if _is_drawn(lines, at, form)] for form in _DRAWN
    }
    rows = [row for row in drawn.values() if len(row) > 1 and _all_filled(lines, row)]
    rows.sort(key=lambda row: row[0])
    heads: list[int] = []
    inner: list[int] = []
    for row in rows:
        spans = {bisect(heads, at) for at in row} - {0}
        if len(spans) > 1 and all(at > heads[0] for at in row):
            inner += row
        else:
            heads = sorted({*heads, *row})
    if heads:
        alone = [at for form in _SURE for at in drawn[form] if len(drawn[form]) == 1]
        heads = sorted({*heads, *(at for at in alone if _all_filled(lines, [at]))} - {*inner})
    return heads, sorted(inner)


def _is_drawn(lines: Sequence[Line], at: int, form: re.Pattern[str] | None) -> bool:
    """Whether a line is a heading of the one kind: underlined, where there is no ``form``."""
    line = lines[at]
    if not line.text or not is_heading(line) or is_rule(line) or UNDERLINE.match(line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    if form is not None:
        # A row of such lines is a list.
        alone = below is None or form is not _DRAWN[-1] or form.match(below.folded) is None
        return alone and form.match(line.folded) is not None
    return below is not None and UNDERLINE.match(below.text) is not None


def _is_line(line: Line) -> bool:
    return is_rule(line) or UNDERLINE.match(line.text) is not None


def _all_filled(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    return all(
        any(x.text and not _is_line(x) for x in lines[at + 1 : end])
        for at, end in _spans(heads, len(lines))
    )


def _spans(heads: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Each of ``heads`` and where the next one stands."""
    return list(zip(heads, [*heads[1:], end][: len(heads)], strict=True))


def _group(
    head: Line | None,
    lines: Sequence[Line],
    known: Sequence[SeriesOutline],
    inner: Sequence[int] = (),
) -> Group:
    group = Group()
    if head is not None:
        match = LETTER.match(head.folded)
        group.label = match[1] if match is not None else ""
        group.title = _undrawn(head.text) if match is None else half_width(behind(head, LETTER))
    heads = _article_heads(lines, known) or ([] if head is None else inner)
    group.own.lines = list(lines[: heads[0]]) if heads else list(lines)
    if head is not None and group.own.lines and _is_line(group.own.lines[0]):
        # It underlined the heading.
        del group.own.lines[0]
    for at, end in _spans(heads, len(lines)):
        match = NUMBER.match(lines[at].folded)
        number = match[1] if match is not None else ""
        title = half_width(behind(lines[at], NUMBER)) if number else _undrawn(lines[at].text)
        part = Part(number, title, lines=list(lines[at + 1 : end]))
        if part.lines and not number and _is_line(part.lines[0]):
            del part.lines[0]
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
        (number, normalize_title(title))
        for outline in known
        for number, title in enumerate(outline.outline, 1)
    }
    sure = {
        at
        for at, number in alone
        if _has_facts(lines, at)
        or (number, normalize_title(NUMBER.sub("", lines[at].folded)))
        in titles | _outlined(lines, in_lists)
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
            found.add((int(match[1]), normalize_title(lines[at].folded[match.end() :])))
    return found


def _has_facts(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is followed by what stands only under the heading of an article."""
    below = [line for line in lines[at + 1 : at + 8] if line.text][:2]
    return any(
        SLIDESHOW.match(line.folded) or FACT.match(line.folded) or is_picture_mark(line)
        for line in below
    )
