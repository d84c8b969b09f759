"""Finds the sections, articles and series of a plain-text newsletter."""

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

#: Editors are named within so many lines below a heading.
_METADATA_LINES = 4

_EDITOR = re.compile(
    r"(?:editors?|edited by|編輯|编辑|編者|编者|主筆)\s?:\s*(\S.{0,200})\Z", re.IGNORECASE
)
_ISSUE_EDITORS = re.compile(
    r"(?:newsletter\s+editors?|editors of this issue|本期編輯|本期编辑|編輯群|编辑团队)\s?:"
    r"\s*(\S.{0,300})\Z",
    re.IGNORECASE,
)
#: Underlined (None); in brackets; after a mark; between marks; in capitals; after a bullet.
_HEADING_STYLES: tuple[re.Pattern[str] | None, ...] = (
    None,
    BRACKETED_HEADING,
    MARKED_HEADING,
    FRAMED_HEADING,
    re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z0-9][A-Z0-9 &'’,:/!?.-]{3,70}\Z"),
    re.compile(r"[●○◉]\s*[^●○◉\s].{0,38}[^.!?。！？]?\Z"),
)
#: Styles of which even a single line is a heading, if the text has other headings.
_UNAMBIGUOUS_STYLES = (None, MARKED_HEADING, FRAMED_HEADING)
_HEADING_DECORATION = re.compile(r"\A[【〔〈《\[<■◆▲★◎□◇▼▶☆✦●○◉#=*~-]+\s*|\s*[】〕〉》\]>=*~#-]+\Z")


def detect_structure(
    lines: Sequence[Line], number: int | None, known_series: Sequence[SeriesOutline] = ()
) -> NewsletterStructure:
    """Sections, articles and series of a newsletter's lines; ``number`` is its number.

    ``known_series`` are those found in earlier newsletters of the same file.
    """
    structure = NewsletterStructure()
    body = _extract_issue_editors(list(lines), structure)
    headings = _find_section_headings(body)
    if headings:
        structure.intro.lines = body[: headings[0]]
        styled = _find_styled_headings(body)
        for at, end in _spans(headings, len(body)):
            inner = [x - at - 1 for x in styled[headings == styled[0]] if at < x < end]
            structure.sections.append(
                _build_section(body[at], body[at + 1 : end], known_series, inner)
            )
    else:
        section = _build_section(None, body, known_series)
        structure.intro = section.intro
        if section.articles:
            structure.sections.append(PlainSection(articles=section.articles))
    for section in structure.sections:
        series = find_series(
            section, structure.intro if not headings else section.intro, number, known_series
        )
        if series is not None:
            structure.series.append(series)
    for article in _all_articles(structure):
        _extract_article_editor(article)
    for section in structure.sections:
        for article in section.articles:
            article.editors = article.editors or section.intro.editors
    if not structure.editors:
        everyone = [name for article in _all_articles(structure) for name in article.editors]
        structure.editors = tuple(dict.fromkeys(everyone))
    return structure


def _all_articles(structure: NewsletterStructure) -> list[PlainArticle]:
    return [
        structure.intro,
        *(
            article
            for section in structure.sections
            for article in (section.intro, *section.articles)
        ),
    ]


def _extract_issue_editors(lines: list[Line], structure: NewsletterStructure) -> list[Line]:
    """The lines without the one that names the editors of the whole issue."""
    for at in range(len(lines) - 1, -1, -1):
        match = _ISSUE_EDITORS.match(lines[at].normalized)
        if match is not None:
            structure.editors = split_names(match[1])
            return lines[:at] + lines[at + 1 :]
    return lines


def _extract_article_editor(article: PlainArticle) -> None:
    """Move the editors named in the first lines of an article, or its last, to its fields."""
    filled = [at for at, line in enumerate(article.lines) if line.text]
    for at in [*filled[:_METADATA_LINES], *filled[-1:]]:
        match = _EDITOR.match(article.lines[at].normalized)
        if match is not None:
            article.editors = split_names(match[1])
            del article.lines[at]
            return


def _find_section_headings(lines: Sequence[Line]) -> list[int]:
    """Where sections begin: labels A., B., …, else 一, 二, …, else lines styled as headings."""
    for pattern, parse_number in (
        (LETTER_LABEL, lambda label: ord(label) - 64),
        (HAN_LABEL, parse_han_number),
    ):
        headings: list[int] = []
        matched = [
            (at, parse_number(match[1]))
            for at, line in enumerate(lines)
            if (match := pattern.match(line.normalized)) is not None and is_heading(line)
        ]
        for index, (at, number) in enumerate(matched):
            following = matched[index + 1][0] if index + 1 < len(matched) else len(lines)
            if number == len(headings) + 1 and any(x.text for x in lines[at + 1 : following]):
                headings.append(at)
        if len(headings) > 1:
            return headings
    return _find_styled_headings(lines)[0]


def _find_styled_headings(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Positions of lines styled as headings: of sections, and of articles within them.

    A style that occurs below several headings of another style belongs inside those sections;
    otherwise both are on one level.
    """
    positions_by_style = {
        pattern: [at for at in range(len(lines)) if _is_styled_heading(lines, at, pattern)]
        for pattern in _HEADING_STYLES
    }
    groups = [
        group
        for group in positions_by_style.values()
        if len(group) > 1 and _all_have_text(lines, group)
    ]
    groups.sort(key=lambda group: group[0])
    headings: list[int] = []
    inner: list[int] = []
    for group in groups:
        spans = {bisect(headings, at) for at in group} - {0}
        if len(spans) > 1 and all(at > headings[0] for at in group):
            inner += group
        else:
            headings = sorted({*headings, *group})
    if headings:
        single = [
            at
            for pattern in _UNAMBIGUOUS_STYLES
            for at in positions_by_style[pattern]
            if len(positions_by_style[pattern]) == 1
        ]
        headings = sorted(
            {*headings, *(at for at in single if _all_have_text(lines, [at]))} - {*inner}
        )
    return headings, sorted(inner)


def _is_styled_heading(lines: Sequence[Line], at: int, pattern: re.Pattern[str] | None) -> bool:
    """Whether a line is a heading in the style ``pattern``; None means underlined."""
    line = lines[at]
    if not line.text or not is_heading(line) or is_rule(line) or UNDERLINE.match(line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    if pattern is not None:
        # Several such lines in a row are a list.
        is_single = (
            below is None
            or pattern is not _HEADING_STYLES[-1]
            or pattern.match(below.normalized) is None
        )
        return is_single and pattern.match(line.normalized) is not None
    return below is not None and UNDERLINE.match(below.text) is not None


def _is_rule_or_underline(line: Line) -> bool:
    return is_rule(line) or UNDERLINE.match(line.text) is not None


def _all_have_text(lines: Sequence[Line], headings: Sequence[int]) -> bool:
    return all(
        any(x.text and not _is_rule_or_underline(x) for x in lines[at + 1 : end])
        for at, end in _spans(headings, len(lines))
    )


def _spans(headings: Sequence[int], end: int) -> list[tuple[int, int]]:
    """Each heading's position with the next one's, or ``end`` for the last."""
    return list(zip(headings, [*headings[1:], end][: len(headings)], strict=True))


def _build_section(
    heading: Line | None,
    lines: Sequence[Line],
    known_series: Sequence[SeriesOutline],
    inner: Sequence[int] = (),
) -> PlainSection:
    section = PlainSection()
    if heading is not None:
        match = LETTER_LABEL.match(heading.normalized)
        section.label = match[1] if match is not None else ""
        section.title = (
            _strip_decoration(heading.text)
            if match is None
            else to_half_width(text_after(heading, LETTER_LABEL))
        )
    article_headings = _find_article_headings(lines, known_series) or (
        [] if heading is None else inner
    )
    section.intro.lines = list(lines[: article_headings[0]]) if article_headings else list(lines)
    if (
        heading is not None
        and section.intro.lines
        and _is_rule_or_underline(section.intro.lines[0])
    ):
        # It underlines the heading.
        del section.intro.lines[0]
    for at, end in _spans(article_headings, len(lines)):
        match = NUMBER_LABEL.match(lines[at].normalized)
        number = match[1] if match is not None else ""
        title = (
            to_half_width(text_after(lines[at], NUMBER_LABEL))
            if number
            else _strip_decoration(lines[at].text)
        )
        article = PlainArticle(number, title, lines=list(lines[at + 1 : end]))
        if article.lines and not number and _is_rule_or_underline(article.lines[0]):
            del article.lines[0]
        section.articles.append(article)
    return section


def _strip_decoration(title: str) -> str:
    """A title without the marks around it that made it a heading."""
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
    candidates = [(at, n) for at, n in numbered if at not in in_lists and is_heading(lines[at])]
    titles = {
        (number, normalize_title(title))
        for outline in known_series
        for number, title in enumerate(outline.outline, 1)
    }
    sure = {
        at
        for at, number in candidates
        if _has_metadata_below(lines, at)
        or (number, normalize_title(NUMBER_LABEL.sub("", lines[at].normalized)))
        in titles | _listed_titles(lines, in_lists)
    }
    headings: list[int] = []
    expected = 0
    last_sure = {number: at for at, number in candidates if at in sure}
    for at, number in candidates:
        begins = not headings and (number == 1 or at in sure)
        if not begins and number != expected:
            continue
        later = last_sure.get(number, -1)
        if at not in sure and later > at and last_sure.get(number + 1, later + 1) > later:
            # An item of a list inside an article; the article of this number comes later.
            continue
        headings.append(at)
        expected = number + 1
    if not headings or (len(headings) < 2 and headings[0] not in sure):
        return []
    filled = [any(x.text for x in lines[at + 1 : end]) for at, end in _spans(headings, len(lines))]
    return headings if all(filled[:-1]) else []


def _listed_titles(lines: Sequence[Line], in_lists: dict[int, int]) -> set[tuple[int, str]]:
    """Number and normalized title of every line of a list."""
    titles = set()
    for at in in_lists:
        match = NUMBER_LABEL.match(lines[at].normalized)
        if match is not None:
            titles.add((int(match[1]), normalize_title(lines[at].normalized[match.end() :])))
    return titles


def _has_metadata_below(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is followed by metadata or a picture, as only article headings are."""
    below = [line for line in lines[at + 1 : at + 8] if line.text][:2]
    return any(
        SLIDESHOW_NOTICE.match(line.normalized)
        or METADATA_LABEL.match(line.normalized)
        or is_picture_placeholder(line)
        for line in below
    )
