"""The sections and articles of a newsletter in plain text, and the series it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from viewer.archive.facts import fold, names
from viewer.archive.issue import Announcement, SeriesOutline
from viewer.archive.publication import make_id
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
from viewer.importers.plain_marks import is_label_row, is_picture_mark
from viewer.importers.promote import place_of_han

_LONGEST_HEADING = 120
_SENTENCE_END = ("。", "；", "，", ",", ";", ":", "、")
#: So many lines of a numbered list announce what later headings tell.
_LEAST_OUTLINE = 3
#: Under a heading, facts stand among its first lines.
_FACT_LINES = 4
#: So many characters of an introduction name the speaker.
_READ = 4000

_EDITOR = re.compile(
    r"(?:editors?|edited by|編輯|编辑|編者|编者|主筆)\s?:\s*(\S.{0,200})\Z", re.IGNORECASE
)
_ALL_EDITORS = re.compile(
    r"(?:newsletter\s+editors?|editors of this issue|本期編輯|本期编辑|編輯群|编辑团队)\s?:"
    r"\s*(\S.{0,300})\Z",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"(?:talk(?: title)?|title|topic|lecture|講題|演講題目|演讲题目|題目|主題|主题)\s?(?::|是|為)"
    r"\s*[「《“\"]?([^「」《》“”\"。\n]{3,150}?)[」》”\"]?(?=[。，,;；\n]|\Z)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:talk|lecture|titled|entitled|called|series|講題|題目|主題|演講|講座|系列)[^「《“\"。.]{0,24}"
    r"[「《“\"]([^「」《》“”\"]{3,150})[」》”\"]",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?:speaker|lecturer|by|講者|主講人?|演講者|主讲人?)\s?(?::|是|為)\s*([^，。,;；(（\n]{2,80})",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:[ -][A-Z][A-Za-z.]*)*[ ][A-Z][A-Za-z]+(?![a-z])")
_HAN_SPEAKER = re.compile(
    r"(?:由|邀請到?|請到)\s?([\u4e00-\u9fff]{2,4})(?:主講|演講|來講|老師|教授|博士)"
)
_FORWARD = re.compile(
    r"(?:to be continued|continued?|continues|will (?:follow|continue)|待續|續集|繼續|继续|接著"
    r"|續談|未完|下回|預告|敬請期待|stay tuned|next (?:issue|newsletter)|下期|下一期)",
    re.IGNORECASE,
)
_NEXT_ISSUE = re.compile(r"next (?:issue|newsletter|time)|下期|下一期|下次|下回", re.IGNORECASE)
#: Underlined; in brackets; behind a mark; between marks; in capitals.
_DRAWN: tuple[re.Pattern[str] | None, ...] = (
    None,
    re.compile(r"[【〔〈《\[<][^】〕〉》\]<>]{1,60}[】〕〉》\]>]\Z"),
    re.compile(r"[■◆▲★◎□◇▼▶☆✦#]{1,3}\s*(?=\S).{1,80}\Z"),
    re.compile(r"([=*~#-]{2,})\s*[^=*~#\s].{0,80}?\s*\1\Z"),
    re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z0-9][A-Z0-9 &'’,:/!?.-]{3,70}\Z"),
)
_DRAWN_EDGE = re.compile(r"\A[【〔〈《\[<■◆▲★◎□◇▼▶☆✦#=*~-]+\s*|\s*[】〕〉》\]>=*~#-]+\Z")
_SIGN = re.compile(r"第\s*(\d{1,6})\s*[期号號]|#\s?(\d{1,6})(?!\d)", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """An article, or what a section says before its first: its heading and its lines."""

    number: str = ""
    title: str = ""
    editors: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    series: str = ""
    chapter: int | None = None
    heading: Line | None = None


@dataclass(slots=True)
class Group:
    """A section: its label and title, its own text, and its articles."""

    label: str = ""
    title: str = ""
    own: Part = field(default_factory=Part)
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Structure:
    """A newsletter as its headings divide it."""

    front: Part = field(default_factory=Part)
    groups: list[Group] = field(default_factory=list)
    editors: tuple[str, ...] = ()
    series: list[SeriesOutline] = field(default_factory=list)


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
        found = _series(group, made.front if not heads else group.own, number, known)
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


def _is_heading(line: Line) -> bool:
    text = line.folded
    return len(text) <= _LONGEST_HEADING and not text.endswith(_SENTENCE_END)


def _section_heads(lines: Sequence[Line]) -> list[int]:
    """Where sections begin: letters from A on, else 一, 二, …, else lines drawn as headings."""
    for form, place in ((LETTER, lambda label: ord(label) - 64), (HAN, place_of_han)):
        found: list[int] = []
        matched = [
            (at, place(match[1]))
            for at, line in enumerate(lines)
            if (match := form.match(line.folded)) is not None and _is_heading(line)
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
    if not line.text or not _is_heading(line) or is_rule(line):
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
        part.heading = lines[at]
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
    listed = _listed(lines, numbered)
    alone = [(at, n) for at, n in numbered if at not in listed and _is_heading(lines[at])]
    titles = {
        (number, fold(title))
        for outline in known
        for number, title in enumerate(outline.outline, 1)
    }
    sure = {
        at
        for at, number in alone
        if _has_facts(lines, at)
        or (number, fold(NUMBER.sub("", lines[at].folded))) in titles | _outlined(lines, listed)
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


def _listed(lines: Sequence[Line], numbered: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Numbered lines right below each other, by the place where each one's list begins."""
    found: dict[int, int] = {}
    run: list[int] = []
    last = 0
    for at, number in numbered:
        between = lines[run[-1] + 1 : at] if run else []
        near = all(not x.text or is_label_row(x) for x in between)
        if run and near and number == last + 1:
            run.append(at)
        else:
            run = [at]
        if len(run) > 1:
            found.update(dict.fromkeys(run, run[0]))
        last = number
    return found


def _outlined(lines: Sequence[Line], listed: dict[int, int]) -> set[tuple[int, str]]:
    """Number and title of every line of a list."""
    found = set()
    for at in listed:
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


def _series(
    group: Group, intro: Part, number: int | None, known: Sequence[SeriesOutline]
) -> SeriesOutline | None:
    """The series whose chapters the articles of a section are, and their places in it."""
    outline = _outline(intro)
    matching = _matching(group, outline)
    if outline and matching * 2 > len(group.parts) > 0:
        title, speaker = _talk(intro, group, outline)
        found = SeriesOutline(make_id(title), title, speaker, tuple(outline))
    else:
        told_before = [s for s in known if 0 < len(group.parts) < 2 * _matching(group, s.outline)]
        if not told_before:
            return None
        found = told_before[0]
    told = []
    for part in group.parts:
        chapter = int(part.number)
        if 1 <= chapter <= len(found.outline):
            part.series, part.chapter = found.id, chapter
            told.append(chapter)
    return SeriesOutline(
        found.id, found.title, found.speaker, found.outline, _announced(group, found, told, number)
    )


def _outline(intro: Part) -> list[str]:
    """The longest numbered list of an introduction, counted from 1."""
    numbered = [
        (at, int(match[1]))
        for at, line in enumerate(intro.lines)
        if (match := NUMBER.match(line.folded)) is not None
    ]
    runs: dict[int, list[int]] = {}
    for at, begin in _listed(intro.lines, numbered).items():
        runs.setdefault(begin, []).append(at)
    firsts = dict(numbered)
    best = max((run for begin, run in runs.items() if firsts[begin] == 1), key=len, default=[])
    return (
        [half_width(behind(intro.lines[at], NUMBER)) for at in best]
        if len(best) >= _LEAST_OUTLINE
        else []
    )


def _matching(group: Group, outline: Sequence[str]) -> int:
    """How many articles have the number and title of an outline's line."""
    return sum(
        1
        for part in group.parts
        if 0 < int(part.number) <= len(outline)
        and fold(outline[int(part.number) - 1]) == fold(part.title)
    )


def _talk(intro: Part, group: Group, outline: Sequence[str]) -> tuple[str, str]:
    """Title and speaker of a talk, from labels, from prose, or from the section's heading."""
    lines = [line for line in intro.lines if line.text]
    prose = [line for line in lines if NUMBER.match(line.folded) is None]
    text = "\n".join(line.folded for line in prose)
    title = speaker = ""
    for form in (_TALK, _CALLED):
        match = form.search(text)
        if match is not None and not title:
            title = match[1].strip(" -–—")
    if not title:
        at = next((i for i, line in enumerate(lines) if fold(outline[0]) in fold(line.folded)), 0)
        above = lines[at - 1] if at else None
        ends = above is None or above.folded.endswith((".", "。"))
        if above is not None and not ends and _is_heading(above) and not FACT.match(above.folded):
            title = above.text
    match = _SPEAKER.search(text) or _HAN_SPEAKER.search(text)
    if match is not None:
        speaker = match[1].strip()
    else:
        told = "\n".join(x.folded for part in group.parts for x in part.lines)[: 50 * _READ]
        counted = {
            name: told.count(name.rpartition(" ")[2])
            for name in _NAME.findall(text[:_READ])[:50]
            if fold(name) not in fold(title)
        }
        best = max(counted, key=lambda name: counted[name], default="")
        speaker = best if counted.get(best, 0) > 1 else ""
    return " ".join((title or group.title or outline[0]).split())[:500], speaker[:200]


def _announced(
    group: Group, series: SeriesOutline, told: Sequence[int], number: int | None
) -> tuple[Announcement, ...]:
    """The chapters that are still to be told, and the newsletter they are announced for."""
    last = max(told, default=0)
    if not told or last >= len(series.outline):
        return ()
    closing = [line for part in (group.own, *group.parts[-1:]) for line in part.lines if line.text]
    for line in reversed(closing):
        if not _FORWARD.search(line.folded):
            continue
        numbers = [int(m[1] or m[2]) for m in _SIGN.finditer(line.folded)]
        later = [n for n in numbers if number is None or n > number]
        if later:
            return (Announcement(last + 1, len(series.outline), later[0]),)
        if number is not None and _NEXT_ISSUE.search(line.folded):
            return (Announcement(last + 1, len(series.outline), number + 1),)
    return ()
