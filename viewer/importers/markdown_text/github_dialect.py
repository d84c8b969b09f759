"""Converts GitHub's Markdown to that of our parser: the same text, the same structure.

Where both agree nothing is changed. They differ in where a list may begin, how far what is in a
list is indented, code in lists, Markdown inside boxes of HTML, call-outs, boxes to tick, struck
text, and breaks at the end of a line.
"""

from __future__ import annotations

import re

from viewer.importers.markdown_text.lines import (
    CODE_FENCE,
    LIST_MARKER,
    THEMATIC_BREAK,
    code_line_flags,
    map_outside_code,
)

_HTML_BOX = re.compile(
    r" {0,3}<(/?)(div|center|details|section|article|main|header|footer|aside|span|font|p|figure"
    r"|nav|blockquote)\b[^<>]*>[ \t]*\Z",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"[ \t]*<summary\b[^<>]*>(.*)</summary>[ \t]*\Z", re.IGNORECASE)
_CALLOUT = re.compile(r"> ?\[!([A-Za-z]{2,20})\][+-]?[ \t]*(.*)\Z")
_QUOTE = re.compile(r"> ?")
_STRIKETHROUGH = re.compile(r"(`+)(?:(?!\1).){0,2000}?\1|~~(?=\S)([^~\n]{1,2000}?)(?<=\S)~~")
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE)
_BACKSLASH_BREAK = re.compile(r"(?<=[^\\\n])\\\n(?=[ \t]*\S)")
_HASHTAG_LINE = re.compile(r"#[^\s#]")
_SPACED_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_DEEPEST = 4


def convert_github_markdown(text: str) -> str:
    """``text`` written so that our parser finds in it what GitHub's finds."""
    text = _convert_blocks(text, 0)
    return map_outside_code(text, _convert_inline)


def _convert_blocks(text: str, depth: int) -> str:
    lines = _remove_html_boxes(text.split("\n"))
    lines = _convert_callouts(lines, depth)
    lines = _escape_hashtags(lines)
    return "\n".join(_convert_lists(lines))


def _convert_inline(text: str) -> str:
    text = _STRIKETHROUGH.sub(lambda m: m[0] if m[1] else f"<del>{m[2]}</del>", text)
    text = _TASK.sub(lambda m: f"{m[1]}{'☐' if m[2] == ' ' else '☑'}", text)
    return _BACKSLASH_BREAK.sub("  \n", text)


def _remove_html_boxes(lines: list[str]) -> list[str]:
    """Tags on lines of their own go away around paragraphs that are Markdown to GitHub."""
    code = code_line_flags(lines)
    open_boxes: list[tuple[str, int]] = []
    dropped: set[int] = set()
    for index, line in enumerate(lines):
        match = None if code[index] else _HTML_BOX.match(line)
        if match is None:
            continue
        name = match[2].lower()
        if not match[1]:
            open_boxes.append((name, index))
            continue
        while open_boxes:
            open_name, open_index = open_boxes.pop()
            if open_name == name:
                if any(
                    not lines[inner_index].strip() for inner_index in range(open_index + 1, index)
                ):
                    dropped |= {open_index, index}
                break
    if not dropped:
        return lines
    return [
        "" if index in dropped else _SUMMARY.sub(r"**\1**", line) if not code[index] else line
        for index, line in enumerate(lines)
    ]


def _convert_callouts(lines: list[str], depth: int) -> list[str]:
    """``> [!NOTE]`` and the quote it opens become a note."""
    if depth >= _DEEPEST or not any(_CALLOUT.match(line) for line in lines):
        return lines
    code = code_line_flags(lines)
    converted: list[str] = []
    index = 0
    while index < len(lines):
        match = None if code[index] else _CALLOUT.match(lines[index])
        if match is None:
            converted.append(lines[index])
            index += 1
            continue
        end = index + 1
        while end < len(lines) and lines[end].startswith(">"):
            end += 1
        inner = [_QUOTE.sub("", line, count=1) for line in lines[index + 1 : end]]
        title = (match[2].strip() or match[1].capitalize()).replace('"', "&#34;")
        converted += ["", f'!!! note "{title}"']
        converted += [
            f"    {inner_line}" if inner_line.strip() else ""
            for inner_line in _convert_blocks("\n".join(inner), depth + 1).split("\n")
        ]
        converted.append("")
        index = end
    return converted


def _escape_hashtags(lines: list[str]) -> list[str]:
    """``#AI #robots`` is no heading, at least not where others are written with a space."""
    if not any(_HASHTAG_LINE.match(line) for line in lines):
        return lines
    code = code_line_flags(lines)
    uses_spaces = any(
        _SPACED_HEADING.match(line) and not code[index] for index, line in enumerate(lines)
    )
    return [
        "\\" + line
        if not code[index]
        and _HASHTAG_LINE.match(line)
        and (uses_spaces or len(re.findall(r"(?:^|\s)#[^\s#]", line)) > 1)
        else line
        for index, line in enumerate(lines)
    ]


def _convert_lists(lines: list[str]) -> list[str]:
    code = code_line_flags(lines)
    converted: list[str] = []
    index = 0
    while index < len(lines):
        if (code[index] and lines[index][:1].isspace()) or not _starts_list(
            lines, index, converted
        ):
            if (
                CODE_FENCE.match(lines[index])
                and code[index]
                and not lines[index].startswith((">", "    "))
            ):
                indent = _indent_width(lines[index])
                while index < len(lines) and code[index]:
                    converted.append(lines[index][min(indent, _indent_width(lines[index])) :])
                    index += 1
                continue
            converted.append(lines[index])
            index += 1
            continue
        end = _list_end(lines, code, index)
        if converted and converted[-1].strip():
            converted.append("")
        block = lines[index:end]
        converted += _reindent(block) if _needs_reindent(block) else block
        if end < len(lines) and lines[end].strip():
            converted.append("")
        index = end
    return converted


def _list_marker(line: str) -> re.Match[str] | None:
    return None if THEMATIC_BREAK.match(line) else LIST_MARKER.match(line.lstrip(" \t"))


def _starts_list(lines: list[str], index: int, previous_lines: list[str]) -> bool:
    line = lines[index]
    marker = _list_marker(line)
    if marker is None or len(line) - len(line.lstrip(" ")) > 3 or line.startswith("\t"):
        return False
    before = previous_lines[-1].strip() if previous_lines else ""
    if not before:
        return bool(marker[2])
    # Only a bullet or the number one may follow a line of text.
    if before.startswith(("#", "|", ">", "<", ":")) or CODE_FENCE.match(before):
        return bool(marker[2])
    return bool(marker[2]) and (marker[1] in "-*+" or marker[1][:-1] == "1")


def _list_end(lines: list[str], code: list[bool], start: int) -> int:
    """The line behind the list that begins here, blank lines at its end left to what follows."""
    column = _content_column(lines[start])
    end = start + 1
    blank = False
    ordered = lines[start].lstrip()[0].isdigit()
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            blank = True
            continue
        indent = _indent_width(line)
        marker = _list_marker(line)
        if indent < 2 and indent < column:
            if (
                line.startswith("#")
                or THEMATIC_BREAK.match(line)
                or (CODE_FENCE.match(line) and code[number])
            ):
                break
            if marker is None and blank:
                break
            if marker is not None and marker[1][0].isdigit() is not ordered:
                break
        blank = False
        end = number + 1
    return end


def _content_column(line: str) -> int:
    marker = _list_marker(line)
    indent = _indent_width(line)
    if marker is None:
        return indent
    gap = len((marker[2] or " ").expandtabs(4))
    return indent + len(marker[1]) + (gap if gap < 5 else 1)


def _indent_width(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _needs_reindent(block: list[str]) -> bool:
    """Whether a list is written otherwise than our parser wants it, in steps of four."""
    blank = inner = loose = False
    last = 0
    for line in block:
        if not line.strip():
            blank = loose = True
            continue
        marker = _list_marker(line)
        if marker is not None:
            if (
                inner
                or marker[1].endswith(")")
                or (loose and not blank and _indent_width(line) < last)
            ):
                return True
            last = _indent_width(line)
        if _indent_width(line) % 4 or (
            line[:1].isspace() and line.lstrip().startswith((">", "```", "~~~"))
        ):
            return True
        # To our parser a block after a blank line ends only with another one.
        inner = marker is None and (blank or inner)
        blank = False
    return False


def _reindent(block: list[str]) -> list[str]:
    """The list with everything in it indented by four columns a level, and code as such."""
    output: list[str] = []
    columns: list[int] = []
    closing: re.Pattern[str] | None = None
    code_indent = 0
    blank = True
    inner = loose = False
    level = 0

    def ensure_blank_line() -> None:
        nonlocal loose
        loose = True
        if output and output[-1].strip():
            output.append("")

    for line in block:
        expanded = line.expandtabs(4)
        content = expanded.lstrip(" ")
        indent = len(expanded) - len(content)
        depth = len(columns)
        if closing is not None:
            if closing.match(line):
                closing = None
                output.append("")
                blank = True
            else:
                code = expanded[min(indent, code_indent) :]
                output.append(" " * (4 * depth + 4) + code if code.strip() else "")
            continue
        if not content:
            output.append("")
            blank = loose = True
            continue
        marker = _list_marker(line)
        fence = CODE_FENCE.match(content)
        if marker is not None or blank or fence is not None:
            while columns and indent < columns[-1]:
                columns.pop()
        depth = len(columns)
        beyond = indent - (columns[-1] if columns else 0)
        if marker is not None and beyond < 4:
            columns.append(_content_column(expanded))
            mark = marker[1].replace(")", ".")
            # A block after a blank line, and a deeper level of a loose list, end only with
            # another one.
            if inner or (loose and depth < level):
                ensure_blank_line()
            inner = False
            level = depth
            output.append(f"{' ' * (4 * depth)}{mark} {content[marker.end() :]}".rstrip("\n"))
        elif fence is not None and columns:
            ensure_blank_line()
            mark = fence[1]
            closing = re.compile(rf"[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\Z")
            code_indent = indent
            inner = True
        else:
            if content.startswith(">") and not (output and output[-1].lstrip().startswith(">")):
                ensure_blank_line()
                inner = True
            inner = inner or blank
            deeper = beyond if blank and beyond >= 4 else 0
            output.append(" " * (4 * depth + deeper) + content)
        blank = False
    while output and not output[-1].strip():
        output.pop()
    return output
