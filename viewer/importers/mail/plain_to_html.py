"""Converts plain text mails to HTML: paragraphs, lists, quotes, headings, links."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from itertools import pairwise

_LINK_IN_TEXT = re.compile(r"<?(https?://[^\s<>\"）」』】，。、]{4,2000})>?|([\w.+-]{1,64}@[\w-]{1,64}"
                              r"(?:\.[\w-]{1,64}){1,4})")  # fmt: skip
_ITEM = re.compile(r"\s{0,4}(?:([*•·‣○●◦–-])|(\d{1,3})[.)])\s+(?=\S)")
_QUOTE_MARK, _QUOTE_MARKS = re.compile(r"\A> ?"), re.compile(r"\A(?:> ?)+")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|\*{3,}|_{3,}|#{3,}|—{3,}|-- ?)\s*\Z")
#: Lines of at least so many columns were wrapped by a program, not by their author.
_WRAP_WIDTH = 60
_DEEPEST_QUOTE = 6
_MOST_LINES = 50_000
_LOOKBACK_LINES = 12
_WIDEST_TITLE = 80
_CLOSING_PUNCTUATION = ("。", "，", "；", "、", ".", ",", ";", ":", "：")
_FRAMED_TITLE = re.compile(r"([=*~#])\1{1,8}\s*(?P<title>[^=*~#\s].*?)\s*\1{2,9}\Z")
_MARKED_TITLE = re.compile(r"[■◆▲★◎□◇▼▶☆✦]{1,3}\s*(?P<title>[^■◆▲★◎□◇▼▶☆✦]+)\Z")
_BRACKETED_TITLE = re.compile(r"【(?P<title>[^【】]{1,40})】\Z")


def unwrap_flowed(text: str, *, del_space: bool = False) -> str:
    """``format=flowed`` text (RFC 3676) with its soft line breaks removed.

    ``del_space`` is the parameter ``DelSp=yes``: the space before a soft break goes as well.
    """
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        signature = content == "-- "
        is_flowed = content.endswith(" ") and not signature
        if is_flowed and del_space:
            content = content[:-1]
        if open_depth == depth and not signature:
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        open_depth = depth if is_flowed else -1
    return "\n".join(line.rstrip() for line in lines)


def plain_to_html(text: str) -> str:
    """A plain text mail as HTML.

    Paragraphs wrapped at a fixed width are joined; breaks after short lines stay. What follows the
    first 50,000 lines, which no mail has, stays in its lines.
    """
    lines = text.split("\n", _MOST_LINES)
    rest = lines.pop() if len(lines) > _MOST_LINES else ""
    html = _convert_text("\n".join(lines), 0)
    return f"{html}\n<pre>{escape(rest)}</pre>" if rest.strip() else html


def _convert_text(text: str, depth: int) -> str:
    blocks: list[str] = []
    quoted: list[str] = []
    block: list[str] = []

    after_blank = False

    def end(lines: list[str]) -> None:
        if lines:
            blocks.append(_convert_block(lines))
            lines.clear()

    for line in text.expandtabs(4).split("\n"):
        if line.startswith(">"):
            end(block)
            quoted.append(
                re.sub(_QUOTE_MARKS if depth >= _DEEPEST_QUOTE else _QUOTE_MARK, "", line)
            )
            continue
        if quoted:
            blocks.append(
                f"<blockquote>{_convert_text(chr(10).join(quoted), depth + 1)}</blockquote>"
            )
            quoted.clear()
        if line.strip():
            if after_blank and not _continues_list(block, line):
                end(block)
            block.append(line.rstrip())
        after_blank = not line.strip()
    if quoted:
        blocks.append(f"<blockquote>{_convert_text(chr(10).join(quoted), depth + 1)}</blockquote>")
    end(block)
    return "\n".join(blocks)


def _continues_list(block: list[str], line: str) -> bool:
    """Whether ``line``, after an empty line, continues the list at the end of ``block``."""
    last = next(
        (match for earlier in block[:-_LOOKBACK_LINES:-1] if (match := _ITEM.match(earlier))), None
    )
    if last is None:
        return False
    item = _ITEM.match(line)
    return line.startswith("  ") if item is None else bool(item[1]) == bool(last[1])


def _convert_block(lines: list[str]) -> str:
    """Consecutive non-empty lines as HTML: underlined headings, rules, lists, paragraphs."""
    blocks: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        underline = _UNDERLINE.match(lines[at + 1]) if at + 1 < len(lines) else None
        if _UNDERLINE.match(line):
            if at + 1 == len(lines):
                blocks.append("<hr>")
            at += 1
        elif underline is not None and _display_width(line) <= 80:
            level = 2 if underline[1][0] in "=#*" else 3
            blocks.append(f"<h{level}>{_convert_inline(line.strip())}</h{level}>")
            at += 2
        else:
            in_list = _ITEM.match(line) is not None
            end = at + 1
            while end < len(lines) and not _begins_block(lines, end, in_list):
                end += 1
            blocks.append(_convert_paragraph(lines[at:end]))
            at = end
    return "\n".join(blocks)


def _begins_block(lines: list[str], at: int, in_list: bool) -> bool:
    """Whether an underlined heading, or a list after a paragraph, begins at line ``at``."""
    if at + 1 < len(lines) and _UNDERLINE.match(lines[at + 1]) and _display_width(lines[at]) <= 80:
        return True
    item = _ITEM.match(lines[at])
    return item is not None and bool(item[1]) and not in_list


def _convert_paragraph(lines: list[str]) -> str:
    if len(lines) == 1 and _is_all_caps(lines[0]):
        return f"<h2>{_convert_inline(lines[0].strip())}</h2>"
    title = _styled_title(lines[0])
    if title and not (len(lines) > 1 and _styled_title(lines[1])):
        below = f"\n{_convert_paragraph(lines[1:])}" if len(lines) > 1 else ""
        return f"<h2>{_convert_inline(title)}</h2>{below}"
    if _ITEM.match(lines[0]):
        return _convert_list(lines)
    if len(lines) > 1 and sum("   " in line.strip() for line in lines) * 2 > len(lines):
        return f"<pre>{escape(chr(10).join(lines))}</pre>"
    return f"<p>{_join_lines(lines)}</p>"


def _styled_title(line: str) -> str:
    """The title in a line with marks before or around it; empty if it is no such line."""
    words = line.strip()
    if _display_width(words) > _WIDEST_TITLE or words.endswith(_CLOSING_PUNCTUATION):
        return ""
    for pattern in (_FRAMED_TITLE, _MARKED_TITLE, _BRACKETED_TITLE):
        match = pattern.match(words)
        if match is not None:
            return match["title"].strip()
    return ""


def _convert_list(lines: list[str]) -> str:
    numbered = _ITEM.match(lines[0])
    assert numbered is not None
    items: list[list[str]] = []
    for line in lines:
        match = _ITEM.match(line)
        if match is not None:
            items.append([line[match.end() :]])
        else:
            items[-1].append(line.strip())
    name, start = ("ol", f' start="{numbered[2]}"') if numbered[2] else ("ul", "")
    return (
        f"<{name}{start}>"
        + "".join(f"<li>{_join_lines(item)}</li>" for item in items)
        + f"</{name}>"
    )


def _join_lines(lines: list[str]) -> str:
    html = _convert_inline(lines[0].strip())
    for before, line in pairwise(lines):
        line = line.strip()
        if _display_width(before) < _WRAP_WIDTH:
            html += "<br>"
        elif not (_is_wide(before.rstrip()[-1]) and _is_wide(line[0])):
            html += " "
        html += _convert_inline(line)
    return html


def _convert_inline(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _LINK_IN_TEXT.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        end = match.end()
        address = match[1] or match[2]
        tail = address[len(address.rstrip(".,;:!?)'")) :]
        if "(" in address and tail.startswith(")"):
            tail = tail[1:]
        address = address[: len(address) - len(tail)]
        href = address if match[1] else f"mailto:{address}"
        pieces.append(f'<a href="{escape(href)}">{escape(address)}</a>{escape(tail)}')
    return "".join([*pieces, escape(text[end:])])


def _is_all_caps(line: str) -> bool:
    words = line.strip()
    letters = [char for char in words if char.isalpha()]
    return 4 <= len(letters) <= 60 and words.isupper() and words.isascii() and "@" not in words


def _display_width(line: str) -> int:
    return sum(2 if _is_wide(char) else 1 for char in line)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
