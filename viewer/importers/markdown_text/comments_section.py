"""Writes the comments on an issue as a section of Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from viewer.archive.markup.markdown_inline_writer import write_single_line
from viewer.importers.markdown_text.section_merge import map_lines_outside_code

#: Comments of an issue that are kept; more are only counted.
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
    index_by_id = {comment.id: index for index, comment in enumerate(comments) if comment.id}
    parents = [index_by_id.get(comment.parent) if comment.parent else None for comment in comments]
    answers: dict[int | None, list[int]] = defaultdict(list)
    for index, parent in enumerate(parents):
        answers[parent].append(index)
    parts = [f"{'#' * level} {title}"]
    unwritten = dict.fromkeys(range(len(comments)))
    pending = [(index, 0) for index in reversed(answers[None])]
    while unwritten:
        # Comments that answer one another in a circle cannot be reached from the top.
        index, depth = pending.pop() if pending else (next(iter(unwritten)), 0)
        if index not in unwritten:
            continue
        del unwritten[index]
        comment, parent = comments[index], parents[index]
        name = comment.author.strip() or nobody
        if depth and parent is not None:
            name = answering.format(name=name, other=comments[parent].author.strip() or nobody)
        byline = f"{name} · {comment.date}" if comment.date else name
        parts.append(f"{'#' * (4 + min(depth, 2))} {write_single_line([byline])}")
        parts.append(_without_headings(comment.text).strip())
        pending.extend((answer, depth + 1) for answer in reversed(answers[index]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _without_headings(markdown: str) -> str:
    """``markdown`` with its headings as bold lines: a comment is no article."""
    return map_lines_outside_code(
        markdown, lambda line: _HEADING.sub(lambda match: f"**{match[1].strip('*')}**", line)
    )
