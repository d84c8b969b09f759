"""Articles under the headings of a newsletter whose titles are lines in bold, no headings."""

from __future__ import annotations

from viewer.importers.markdown_text.heading_promotion import promote_headings
from viewer.importers.markdown_text.lines import Heading, code_line_flags, find_headings

#: A section that one such line divides shows nothing, nor does one section in a newsletter.
_LEAST_ARTICLES = 2
_LEAST_SECTIONS = 2


def promote_bold_in_sections(text: str) -> str:
    """``text`` with bold lines made headings where they divide its sections.

    Only where several sections have nothing but such articles in them: an essay with a bold line
    here and there stays whole. A text without headings is left to ``promote_headings``.
    """
    lines = text.split("\n")
    found = list(find_headings(lines, code_line_flags(lines)))
    if not found:
        return promote_headings(text)
    level = min(heading.level for heading in found)
    divided: dict[int, list[str]] = {}
    for place, heading in enumerate(found):
        start = heading.line + heading.line_count
        end = found[place + 1].line if place + 1 < len(found) else len(lines)
        if heading.level != level or (
            place + 1 < len(found) and found[place + 1].level > heading.level
        ):
            continue
        made = _promote_articles(lines[start:end], level)
        if made:
            divided[place] = made
    if len(divided) < _LEAST_SECTIONS:
        return text
    made_lines = lines[: found[0].line]
    for place, heading in enumerate(found):
        start = heading.line + heading.line_count
        end = found[place + 1].line if place + 1 < len(found) else len(lines)
        made_lines += lines[heading.line : start]
        made_lines += divided.get(place, lines[start:end])
    return "\n".join(made_lines)


def _promote_articles(body: list[str], level: int) -> list[str]:
    """A section's lines with its articles under headings; [] where it is not so divided."""
    first = next((line for line in body if line.strip()), "")
    if not first.lstrip().startswith(("**", "__")):
        return []
    lines = promote_headings("\n".join(body)).split("\n")
    made: list[Heading] = list(find_headings(lines, code_line_flags(lines)))
    if len(made) < _LEAST_ARTICLES or any(line.strip() for line in lines[: made[0].line]):
        return []
    for heading in made:
        depth = heading.level - made[0].level + level + 1
        lines[heading.line] = f"{'#' * min(depth, 6)} {lines[heading.line].lstrip('#').strip()}"
    return lines
