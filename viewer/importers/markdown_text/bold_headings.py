"""Makes headings of bold lines that are the titles of articles below a newsletter's headings."""

from __future__ import annotations

from viewer.importers.markdown_text.heading_promotion import promote_headings
from viewer.importers.markdown_text.lines import Heading, code_line_flags, find_headings

#: One bold line in a section proves nothing, nor does one such section in a newsletter.
_LEAST_ARTICLES = 2
_LEAST_SECTIONS = 2


def promote_bold_in_sections(text: str) -> str:
    """``text`` with bold lines made headings where they divide its sections.

    Only where several sections have nothing but such articles in them: an essay with a bold line
    here and there stays whole. A text without headings is left to ``promote_headings``.
    """
    lines = text.split("\n")
    headings = list(find_headings(lines, code_line_flags(lines)))
    if not headings:
        return promote_headings(text)
    level = min(heading.level for heading in headings)
    promoted_sections: dict[int, list[str]] = {}
    for index, heading in enumerate(headings):
        start = heading.line + heading.line_count
        end = headings[index + 1].line if index + 1 < len(headings) else len(lines)
        if heading.level != level or (
            index + 1 < len(headings) and headings[index + 1].level > heading.level
        ):
            continue
        articles = _promote_articles(lines[start:end], level)
        if articles:
            promoted_sections[index] = articles
    if len(promoted_sections) < _LEAST_SECTIONS:
        return text
    made_lines = lines[: headings[0].line]
    for index, heading in enumerate(headings):
        start = heading.line + heading.line_count
        end = headings[index + 1].line if index + 1 < len(headings) else len(lines)
        made_lines += lines[heading.line : start]
        made_lines += promoted_sections.get(index, lines[start:end])
    return "\n".join(made_lines)


def _promote_articles(body: list[str], level: int) -> list[str]:
    """A section's lines with its articles under headings; [] where it is not so divided."""
    first = next((line for line in body if line.strip()), "")
    if not first.lstrip().startswith(("**", "__")):
        return []
    lines = promote_headings("\n".join(body)).split("\n")
    headings: list[Heading] = list(find_headings(lines, code_line_flags(lines)))
    if len(headings) < _LEAST_ARTICLES or any(line.strip() for line in lines[: headings[0].line]):
        return []
    for heading in headings:
        depth = heading.level - headings[0].level + level + 1
        lines[heading.line] = f"{'#' * min(depth, 6)} {lines[heading.line].lstrip('#').strip()}"
    return lines
