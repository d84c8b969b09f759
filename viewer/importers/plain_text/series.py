"""Finds the series of a plain-text newsletter (a talk told in chapters): outline and chapters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viewer.archive.files.publication_file import make_publication_id
from viewer.archive.model.issue import ChapterAnnouncement, SeriesOutline
from viewer.archive.model.title_numbers import normalize_title
from viewer.importers.plain_text.lines import (
    METADATA_LABEL,
    NUMBER_LABEL,
    text_after,
    to_half_width,
)
from viewer.importers.plain_text.model import (
    PlainArticle,
    PlainSection,
    find_numbered_lists,
    is_heading,
)

#: A numbered list of at least so many lines can be an outline.
_LEAST_OUTLINE = 3
#: The speaker is named within so many characters of an introduction.
_SPEAKER_SAMPLE = 4000

_TITLE_LABEL = re.compile(
    r"(?:talk(?: title)?|title|topic|lecture|講題|演講題目|演讲题目|題目|主題|主题)\s?(?::|是|為)"
    r"\s*[「《“\"]?([^「」《》“”\"。\n]{3,150}?)[」》”\"]?(?=[。，,;；\n]|\Z)",
    re.IGNORECASE,
)
_TITLE_IN_PROSE = re.compile(
    r"(?:talk|lecture|titled|entitled|called|series|講題|題目|主題|演講|講座|系列)[^「《“\"。.]{0,24}"
    r"[「《“\"]([^「」《》“”\"]{3,150})[」》”\"]",
    re.IGNORECASE,
)
_SPEAKER_LABEL = re.compile(
    r"(?:speaker|lecturer|by|講者|主講人?|演講者|主讲人?)\s?(?::|是|為)\s*([^，。,;；(（\n]{2,80})",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![A-Za-z])[A-Z][a-z]+(?:[ -][A-Z][A-Za-z.]*)*[ ][A-Z][A-Za-z]+(?![a-z])")
_HAN_SPEAKER = re.compile(
    r"(?:由|邀請到?|請到)\s?([\u4e00-\u9fff]{2,4})(?:主講|演講|來講|老師|教授|博士)"
)
_TO_BE_CONTINUED = re.compile(
    r"(?:to be continued|continued?|continues|will (?:follow|continue)|待續|續集|繼續|继续|接著"
    r"|續談|未完|下回|預告|敬請期待|stay tuned|next (?:issue|newsletter)|下期|下一期)",
    re.IGNORECASE,
)
_NEXT_ISSUE = re.compile(r"next (?:issue|newsletter|time)|下期|下一期|下次|下回", re.IGNORECASE)
_ISSUE_NUMBER = re.compile(r"第\s*(\d{1,6})\s*[期号號]|#\s?(\d{1,6})(?!\d)", re.IGNORECASE)


def find_series(
    section: PlainSection,
    intro: PlainArticle,
    number: int | None,
    known_series: Sequence[SeriesOutline],
) -> SeriesOutline | None:
    """The series whose chapters the articles of a section are; None if they are none.

    Sets ``series`` and ``chapter`` of those articles. ``number`` is the newsletter's.
    """
    outline = _find_outline(intro)
    matching_count = _count_matching_articles(section, outline)
    if outline and matching_count * 2 > len(section.articles) > 0:
        title, speaker = _find_title_and_speaker(intro, section, outline)
        series = SeriesOutline(make_publication_id(title), title, speaker, tuple(outline))
    else:
        continued = [
            s
            for s in known_series
            if 0 < len(section.articles) < 2 * _count_matching_articles(section, s.outline)
        ]
        if not continued:
            return None
        series = continued[0]
    told_chapters = []
    for part in section.articles:
        chapter = int(part.number or 0)
        if 1 <= chapter <= len(series.outline):
            part.series, part.chapter = series.id, chapter
            told_chapters.append(chapter)
    return SeriesOutline(
        series.id,
        series.title,
        series.speaker,
        series.outline,
        _find_announcements(section, series, told_chapters, number),
    )


def _find_outline(intro: PlainArticle) -> list[str]:
    """The items of the longest numbered list of an introduction that counts from 1."""
    numbered = [
        (at, int(match[1]))
        for at, line in enumerate(intro.lines)
        if (match := NUMBER_LABEL.match(line.normalized)) is not None
    ]
    runs: dict[int, list[int]] = {}
    for at, start in find_numbered_lists(intro.lines, numbered).items():
        runs.setdefault(start, []).append(at)
    number_by_position = dict(numbered)
    outline_positions = max(
        (run for start, run in runs.items() if number_by_position[start] == 1), key=len, default=[]
    )
    return (
        [to_half_width(text_after(intro.lines[at], NUMBER_LABEL)) for at in outline_positions]
        if len(outline_positions) >= _LEAST_OUTLINE
        else []
    )


def _count_matching_articles(section: PlainSection, outline: Sequence[str]) -> int:
    """How many articles have the number and title of a line of the outline."""
    return sum(
        1
        for part in section.articles
        if 0 < int(part.number or 0) <= len(outline)
        and normalize_title(outline[int(part.number) - 1]) == normalize_title(part.title)
    )


def _find_title_and_speaker(
    intro: PlainArticle, section: PlainSection, outline: Sequence[str]
) -> tuple[str, str]:
    """Title and speaker of a talk, from labels, from prose, or from the section's heading."""
    lines = [line for line in intro.lines if line.text]
    prose = [line for line in lines if NUMBER_LABEL.match(line.normalized) is None]
    text = "\n".join(line.normalized for line in prose)
    title = speaker = ""
    for pattern in (_TITLE_LABEL, _TITLE_IN_PROSE):
        match = pattern.search(text)
        if match is not None and not title:
            title = match[1].strip(" -–—")
    if not title:
        at = next(
            (
                i
                for i, line in enumerate(lines)
                if normalize_title(outline[0]) in normalize_title(line.normalized)
            ),
            0,
        )
        above = lines[at - 1] if at else None
        ends_sentence = above is None or re.search(r"[.。](?:\s|\Z)", above.normalized) is not None
        if (
            above is not None
            and not ends_sentence
            and is_heading(above)
            and not METADATA_LABEL.match(above.normalized)
        ):
            title = above.text
    match = _SPEAKER_LABEL.search(text) or _HAN_SPEAKER.search(text)
    if match is not None:
        speaker = match[1].strip()
    else:
        articles_text = "\n".join(x.normalized for part in section.articles for x in part.lines)[
            : 50 * _SPEAKER_SAMPLE
        ]
        mentions = {
            name: articles_text.count(name.rpartition(" ")[2])
            for name in _NAME.findall(text[:_SPEAKER_SAMPLE])[:50]
            if normalize_title(name) not in normalize_title(title)
        }
        best = max(mentions, key=lambda name: mentions[name], default="")
        speaker = best if mentions.get(best, 0) > 1 else ""
    return " ".join((title or section.title or outline[0]).split())[:500], speaker[:200]


def _find_announcements(
    section: PlainSection, series: SeriesOutline, told_chapters: Sequence[int], number: int | None
) -> tuple[ChapterAnnouncement, ...]:
    """The chapters that are still to be told, and the newsletter they are announced for."""
    last = max(told_chapters, default=0)
    if not told_chapters or last >= len(series.outline):
        return ()
    closing = [
        line for part in (section.intro, *section.articles[-1:]) for line in part.lines if line.text
    ]
    for line in reversed(closing):
        if not _TO_BE_CONTINUED.search(line.normalized):
            continue
        numbers = [int(m[1] or m[2]) for m in _ISSUE_NUMBER.finditer(line.normalized)]
        later = [n for n in numbers if number is None or n > number]
        if later:
            return (ChapterAnnouncement(last + 1, len(series.outline), later[0]),)
        if number is not None and _NEXT_ISSUE.search(line.normalized):
            return (ChapterAnnouncement(last + 1, len(series.outline), number + 1),)
    return ()
