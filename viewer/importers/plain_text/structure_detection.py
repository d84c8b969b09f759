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
    BRACKETED_HEADING,
    FRAMED_HEADING,
    HAN_LABEL,
    LETTER_LABEL,
    MARKED_HEADING,
    METADATA_LABEL,
    NUMBER_LABEL,
    SLIDESHOW_NOTICE,
    UNDERLINE,
    Line,
    is_rule,
    text_after,
    to_half_width,
)
from viewer.importers.plain_text.model import (
    NewsletterStructure,
    PlainArticle,
    PlainSection,
    find_numbered_lists,
    is_heading,
)
from viewer.importers.plain_text.placeholders import is_picture_placeholder
from viewer.importers.plain_text.series import find_series

#: Under a heading, facts stand among its first lines.
_METADATA_LINES = 4

_EDITOR = re.compile(
    r"(?:editors?|edited by|編輯|编辑|編者|编者|主筆)\s?:\s*(\S.{0,200})\Z", re.IGNORECASE
)
_ISSUE_EDITORS = re.compile(
    r"(?:newsletter\s+editors?|editors of this issue|本期編輯|本期编辑|編輯群|编辑团队)\s?:"
    r"\s*(\S.{0,300})\Z",
    re.IGNORECASE,
)
#: Underlined; in brackets; behind a mark; between marks; in capitals; behind a point.
_HEADING_STYLES: tuple[re.Pattern[str] | None, ...] = (
    None,
    BRACKETED_HEADING,
    MARKED_HEADING,
    FRAMED_HEADING,
    re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z0-9][A-Z0-9 &'’,:/!?.-]{3,70}\Z"),
    re.compile(r"[●○◉]\s*[^●○◉\s].{0,38}[^.!?。！？]?\Z"),
)
#: Of these kinds even one line is a heading where others are.
_UNAMBIGUOUS_STYLES = (None, MARKED_HEADING, FRAMED_HEADING)
_HEADING_DECORATION = re.compile(r"\A[【〔〈《\[<■◆▲★◎□◇▼▶☆✦●○◉#=*~-]+\s*|\s*[】〕〉》\]>=*~#-]+\Z")


def detect_structure(
    lines: Sequence[Line], number: int | None, known_series: Sequence[SeriesOutline] = ()
) -> NewsletterStructure:
    """Sections, articles and series of a newsletter's lines; ``number`` is its own.

    ``known_series`` are the series that earlier newsletters of the same file told.
    """
    made = NewsletterStructure()
    rest = _extract_issue_editors(list(lines), made)
    heads = _find_section_headings(rest)
    if heads:
        made.intro.lines = rest[: heads[0]]
        drawn = _find_styled_headings(rest)
        for at, end in _spans(heads, len(rest)):
            inner = [x - at - 1 for x in drawn[heads == drawn[0]] if at < x < end]
            made.sections.append(_build_section(rest[at], rest[at + 1 : end], known_series, inner))
    else:
        group = _build_section(None, rest, known_series)
        made.intro = group.intro
        if group.articles:
            made.sections.append(PlainSection(articles=group.articles))
    for group in made.sections:
        found = find_series(group, made.intro if not heads else group.intro, number, known_series)
        if found is not None:
            made.series.append(found)
    for part in _all_articles(made):
        _extract_article_editor(part)
    for group in made.sections:
        for part in group.articles:
            part.editors = part.editors or group.intro.editors
    if not made.editors:
        everyone = [name for part in _all_articles(made) for name in part.editors]
        made.editors = tuple(dict.fromkeys(everyone))
    return made


def _all_articles(made: NewsletterStructure) -> list[PlainArticle]:
    return [made.intro, *(p for group in made.sections for p in (group.intro, *group.articles))]


def _extract_issue_editors(lines: list[Line], made: NewsletterStructure) -> list[Line]:
    """The lines without the one that names the editors of the whole."""
    for at in range(len(lines) - 1, -1, -1):
        match = _ISSUE_EDITORS.match(lines[at].normalized)
        if match is not None:
            made.editors = split_names(match[1])
            return lines[:at] + lines[at + 1 :]
    return lines


def _extract_article_editor(article: PlainArticle) -> None:
    """The editor named under a part's heading, or at its end."""
    filled = [at for at, line in enumerate(article.lines) if line.text]
    for at in [*filled[:_METADATA_LINES], *filled[-1:]]:
        match = _EDITOR.match(article.lines[at].normalized)
        if match is not None:
            article.editors = split_names(match[1])
            del article.lines[at]
            return


def _find_section_headings(lines: Sequence[Line]) -> list[int]:
    """Where sections begin: letters from A on, else 一, 二, …, else lines drawn as headings."""
    for form, place in (
        (LETTER_LABEL, lambda label: ord(label) - 64),
        (HAN_LABEL, parse_han_number),
    ):
        found: list[int] = []
        matched = [
            (at, place(match[1]))
            for at, line in enumerate(lines)
            if (match := form.match(line.normalized)) is not None and is_heading(line)
        ]
        for index, (at, number) in enumerate(matched):
            following = matched[index + 1][0] if index + 1 < len(matched) else len(lines)
            if number == len(found) + 1 and any(x.text for x in lines[at + 1 : following]):
                found.append(at)
        if len(found) > 1:
            return found
    return _find_styled_headings(lines)[0]


def _find_styled_headings(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Lines drawn as headings: of sections, and of what is in those.

    A kind that stands below several headings of another is inside them, else both are on a level.
    """
    drawn = {
        form: [at for at in range(len(lines)) if _is_styled_heading(lines, at, form)]
        for form in _HEADING_STYLES
    }
    rows = [row for row in drawn.values() if len(row) > 1 and _all_have_text(lines, row)]
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
        alone = [at for form in _UNAMBIGUOUS_STYLES for at in drawn[form] if len(drawn[form]) == 1]
        heads = sorted({*heads, *(at for at in alone if _all_have_text(lines, [at]))} - {*inner})
    return heads, sorted(inner)


def _is_styled_heading(lines: Sequence[Line], at: int, form: re.Pattern[str] | None) -> bool:
    """Whether a line is a heading of the one kind: underlined, where there is no ``form``."""
    line = lines[at]
    if not line.text or not is_heading(line) or is_rule(line) or UNDERLINE.match(line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    if form is not None:
        # A row of such lines is a list.
        alone = (
            below is None or form is not _HEADING_STYLES[-1] or form.match(below.normalized) is None
        )
        return alone and form.match(line.normalized) is not None
    return below is not None and UNDERLINE.match(below.text) is not None


def _is_rule_or_underline(line: Line) -> bool:
    return is_rule(line) or UNDERLINE.match(line.text) is not None


def _all_have_text(lines: Sequence[Line], heads: Sequence[int]) -> bool:
    return all(
        any(x.text and not _is_rule_or_underline(x) for x in lines[at + 1 : end])
        for at, end in _spans(heads, len(lines))
    )


def _spans(heads: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Each of ``heads`` and where the next one stands."""
    return list(zip(heads, [*heads[1:], end][: len(heads)], strict=True))


def _build_section(
    head: Line | None,
    lines: Sequence[Line],
    known_series: Sequence[SeriesOutline],
    inner: Sequence[int] = (),
) -> PlainSection:
    group = PlainSection()
    if head is not None:
        match = LETTER_LABEL.match(head.normalized)
        group.label = match[1] if match is not None else ""
        group.title = (
            _strip_decoration(head.text)
            if match is None
            else to_half_width(text_after(head, LETTER_LABEL))
        )
    heads = _find_article_headings(lines, known_series) or ([] if head is None else inner)
    group.intro.lines = list(lines[: heads[0]]) if heads else list(lines)
    if head is not None and group.intro.lines and _is_rule_or_underline(group.intro.lines[0]):
        # It underlined the heading.
        del group.intro.lines[0]
    for at, end in _spans(heads, len(lines)):
        match = NUMBER_LABEL.match(lines[at].normalized)
        number = match[1] if match is not None else ""
        title = (
            to_half_width(text_after(lines[at], NUMBER_LABEL))
            if number
            else _strip_decoration(lines[at].text)
        )
        part = PlainArticle(number, title, lines=list(lines[at + 1 : end]))
        if part.lines and not number and _is_rule_or_underline(part.lines[0]):
            del part.lines[0]
        group.articles.append(part)
    return group


def _strip_decoration(title: str) -> str:
    """A title without the marks that made it one."""
    return to_half_width(_HEADING_DECORATION.sub("", title).strip() or title)


def _find_article_headings(
    lines: Sequence[Line], known_series: Sequence[SeriesOutline]
) -> list[int]:
    """Where articles begin: numbers that count on, each with text of its own below."""
    numbered = [
        (at, int(match[1]))
        for at, line in enumerate(lines)
        if (match := NUMBER_LABEL.match(line.normalized)) is not None
    ]
    in_lists = find_numbered_lists(lines, numbered)
    alone = [(at, n) for at, n in numbered if at not in in_lists and is_heading(lines[at])]
    titles = {
        (number, normalize_title(title))
        for outline in known_series
        for number, title in enumerate(outline.outline, 1)
    }
    sure = {
        at
        for at, number in alone
        if _has_metadata_below(lines, at)
        or (number, normalize_title(NUMBER_LABEL.sub("", lines[at].normalized)))
        in titles | _listed_titles(lines, in_lists)
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


def _listed_titles(lines: Sequence[Line], in_lists: dict[int, int]) -> set[tuple[int, str]]:
    """Number and title of every line of a list."""
    found = set()
    for at in in_lists:
        match = NUMBER_LABEL.match(lines[at].normalized)
        if match is not None:
            found.add((int(match[1]), normalize_title(lines[at].normalized[match.end() :])))
    return found


def _has_metadata_below(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is followed by what stands only under the heading of an article."""
    below = [line for line in lines[at + 1 : at + 8] if line.text][:2]
    return any(
        SLIDESHOW_NOTICE.match(line.normalized)
        or METADATA_LABEL.match(line.normalized)
        or is_picture_placeholder(line)
        for line in below
    )
