"""The comments on an issue as its last section."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from viewer.archive.markup.markdown_inline_writer import write_single_line
from viewer.importers.markdown_text.section_merge import map_lines_outside_code

#: More are counted, not kept.
MOST_COMMENTS = 2000
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*(?:\{[^{}\n]*\})?[ \t]*\Z")
_LABELS = {
    "en": ("Discussion", "{name}, in reply to {other}", "Anonymous"),
    "zh-Hant": ("討論", "{name} 回覆 {other}", "匿名"),
    "zh-Hans": ("讨论", "{name} 回复 {other}", "匿名"),
    "ja": ("コメント", "{name} → {other}", "匿名"),
    "ko": ("댓글", "{name} → {other}", "익명"),
}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: what it answers (0 for the issue itself), by whom, when, and its Markdown."""

    id: int
    parent: int
    author: str
    date: str
    text: str


def write_comments(comments: Sequence[Comment], language: str, level: int = 2) -> str:
    """The comments under a heading of this level, answers below what they answer.

    The words between them are in the language of the issue. Each has a heading of its own, so that
    it can be addressed and found; answers are one level deeper. Empty where there are none.
    """
    if not comments:
        return ""
    title, answering, nobody = _LABELS.get(language, _LABELS["en"])
    places = {one.id: place for place, one in enumerate(comments) if one.id}
    answered = [places.get(one.parent) if one.parent else None for one in comments]
    answers: dict[int | None, list[int]] = defaultdict(list)
    for place, above in enumerate(answered):
        answers[above].append(place)
    made = [f"{'#' * level} {title}"]
    left = dict.fromkeys(range(len(comments)))
    waiting = [(place, 0) for place in reversed(answers[None])]
    while left:
        # Comments that answer one another in a circle are met by no way from the top.
        place, depth = waiting.pop() if waiting else (next(iter(left)), 0)
        if place not in left:
            continue
        del left[place]
        one, above = comments[place], answered[place]
        name = one.author.strip() or nobody
        if depth and above is not None:
            name = answering.format(name=name, other=comments[above].author.strip() or nobody)
        said = f"{name} · {one.date}" if one.date else name
        made.append(f"{'#' * (4 + min(depth, 2))} {write_single_line([said])}")
        made.append(_without_headings(one.text).strip())
        waiting.extend((answer, depth + 1) for answer in reversed(answers[place]))
    return "\n\n".join(part for part in made if part) + "\n"


def _without_headings(markdown: str) -> str:
    """``markdown`` with its headings as bold lines: a comment is no article."""
    return map_lines_outside_code(
        markdown, lambda line: _HEADING.sub(lambda found: f"**{found[1].strip('*')}**", line)
    )
