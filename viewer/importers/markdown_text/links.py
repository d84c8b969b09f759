"""Rewrites the targets of the links and the sources of the pictures in a Markdown text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from viewer.importers.markdown_text.lines import map_outside_code

_LONGEST = 4000
#: Characters of a picture in a ``data:`` address at most.
_LONGEST_DATA = 40_000_000
_TOKEN = re.compile(
    r"\\.|(?P<ticks>`+)|<(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<attrs>(?:\s[^<>]*)?)>|!?\[|\]", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:-]*)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_DEFINITION = re.compile(
    r"^( {0,3}\[([^\[\]\n^][^\[\]\n]{0,300})\]:[ \t]*)(<[^<>\n]*>|\S+)"
    r"([ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_IMAGE_REFERENCE = re.compile(r"!\[([^\[\]\n]{0,1000})\](?:\[([^\[\]\n]{0,300})\])?(?!\()")
_TITLE = re.compile(
    r"\s+(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\Z", re.DOTALL
)
#: After so many parentheses that are never closed the remaining text stays as it is.
_MOST_UNCLOSED = 50
_EMBED_TAGS = ("iframe", "video", "audio", "embed", "source", "object")

#: Source and further attributes of a picture -> the new source, None to remove the picture.
PictureCallback = Callable[[str, Mapping[str, str]], str | None]
#: Target of a link -> the new target, empty for one that is lost.
LinkCallback = Callable[[str], str]
#: Called with the source of every film, sound or frame.
FrameCallback = Callable[[str], None]


def rewrite_links(
    text: str, picture: PictureCallback, link: LinkCallback, frame: FrameCallback
) -> str:
    """``text`` with every source of a picture and target of a link replaced, but for code.

    That is inline ones, those of reference definitions, and those in HTML.
    """
    picture_labels = {
        " ".join((match[2] or match[1]).lower().split())
        for match in _IMAGE_REFERENCE.finditer(text)
    }

    def definition(match: re.Match[str]) -> str:
        target = match[3].strip("<>")
        if " ".join(match[2].lower().split()) in picture_labels:
            new_target = picture(target, {}) or ""
        else:
            # A definition must have a target; "./" keeps a lost one from being a library address.
            new_target = link(target) or "./" + target.lstrip("./")
        if new_target == target:
            return match[0]
        return f"{match[1]}{_format_destination(new_target) or '<>'}{match[4] or ''}"

    def change(piece: str) -> str:
        return _LinkRewriter(_DEFINITION.sub(definition, piece), picture, link, frame).run()

    return map_outside_code(text, change)


def _format_destination(target: str) -> str:
    """A target as it stands between parentheses."""
    if re.search(r"[\s<>]", target):
        return "<" + re.sub(r"\s", " ", target).replace("<", "%3C").replace(">", "%3E") + ">"
    depth = 0
    for char in target:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            break
    return target if depth == 0 else target.replace("(", "%28").replace(")", "%29")


class _LinkRewriter:
    def __init__(
        self, text: str, picture: PictureCallback, link: LinkCallback, frame: FrameCallback
    ) -> None:
        self._text = text
        self._picture = picture
        self._link = link
        self._frame = frame
        self._output: list[str] = []
        # For every open bracket: whether it is a picture's, and its index in the output.
        self._open_brackets: list[tuple[bool, int]] = []
        self._unclosed = 0

    def run(self) -> str:
        text = self._text
        position = 0
        while True:
            match = _TOKEN.search(text, position)
            if match is None:
                break
            self._output.append(text[position : match.start()])
            position = match.end()
            if match["ticks"]:
                position = self._copy_code(match)
            elif match["tag"]:
                self._output.append(self._rewrite_tag(match))
            elif match[0] == "]":
                position = self._close_bracket(match)
            else:
                if match[0] in ("[", "!["):
                    self._open_brackets.append((match[0] == "![", len(self._output)))
                self._output.append(match[0])
        return "".join([*self._output, text[position:]])

    def _copy_code(self, match: re.Match[str]) -> int:
        """Copy the code that begins here, or its ticks if nothing closes them; where to go on."""
        ticks = match[0]
        closing = re.compile(rf"(?<!`){ticks}(?!`)").search(
            self._text, match.end(), match.end() + _LONGEST
        )
        end = closing.end() if closing is not None else match.end()
        inner = self._text[match.end() : end]
        if "\n\n" in inner:
            end = match.end()
        self._output.append(self._text[match.start() : end])
        return end

    def _close_bracket(self, match: re.Match[str]) -> int:
        text, end = self._text, match.end()
        self._output.append("]")
        if not self._open_brackets:
            return end
        is_picture, output_index = self._open_brackets.pop()
        if not text.startswith("(", end) or self._unclosed > _MOST_UNCLOSED:
            return end
        destination_parts = _parse_destination(text, end)
        if destination_parts is None:
            self._unclosed += 1
            return end
        target, title, after = destination_parts
        if is_picture:
            label = "".join(self._output[output_index + 1 : -1])
            new_target = self._picture(target, {"alt": label})
            if new_target is None:
                del self._output[output_index:]
                return after
        else:
            new_target = self._link(target)
        if new_target == target:
            self._output.append(text[end:after])
        elif new_target or is_picture:
            destination = _format_destination(new_target) or ("<>" if title else "")
            self._output.append(f"({destination}{title})")
        else:
            self._output.append("()")
        return after

    def _rewrite_tag(self, match: re.Match[str]) -> str:
        tag = match["tag"].lower()
        tag_text = match[0]
        if tag not in ("img", "a", *_EMBED_TAGS):
            return tag_text
        attrs = {
            attribute[1].lower(): html.unescape(attribute[2].strip("\"'"))
            for attribute in _ATTRIBUTE.finditer(match["attrs"])
        }
        name = "href" if tag == "a" else "src"
        target = attrs.get(name, "").strip()
        if tag in _EMBED_TAGS:
            if target:
                self._frame(target)
            return tag_text
        if not target and tag == "a":
            return tag_text
        new_target = self._picture(target, attrs) if tag == "img" else self._link(target)
        if new_target is None:
            return ""
        if new_target == target:
            return tag_text
        written = f'{name}="{html.escape(new_target)}"'
        if name not in attrs:
            return f"<img {written}{match['attrs']}>"
        first = re.compile(
            rf"(?<![\w:-]){name}\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE
        )
        return first.sub(lambda _: written, tag_text, count=1)


def _parse_destination(text: str, at: int) -> tuple[str, str, int] | None:
    """Target, title as written, and the end of ``(target "title")`` at ``at``; None if it is none.

    A target may hold spaces: CommonMark forbids it, but our parser and many authors do not.
    """
    start = at + 1
    while start < len(text) and text[start] in " \t\n":
        start += 1
    if text.startswith("<", start):
        close = text.find(">", start, start + _LONGEST)
        end = text.find(")", close) if close >= 0 else -1
        if 0 <= close < end and "\n" not in text[start:close]:
            title_part = text[close + 1 : end]
            if title_part.strip() and not _TITLE.match(" " + title_part):
                quote = title_part.strip()[0]
                last = text.find(quote + ")", close + 2, close + _LONGEST)
                if quote not in "\"'" or last < 0:
                    return None
                end = last + 1
                title_part = text[close + 1 : end]
            return (
                text[start + 1 : close],
                title_part and f" {title_part.strip()}" if title_part.strip() else "",
                end + 1,
            )
        return None
    if text.startswith("data:", start):
        end = text.find(")", start, start + _LONGEST_DATA)
        return (text[start:end].strip(), "", end + 1) if end >= 0 else None
    depth = 0
    quote = ""
    end = start
    last = min(len(text), start + _LONGEST)
    while end < last:
        char = text[end]
        if quote:
            if char == quote and text[end + 1 : end + 2] in (")", " ", "\n", ""):
                quote = ""
        elif char in "\"'" and text[end - 1] in " \t\n":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            if depth == 0:
                break
            depth -= 1
        elif char == "\n" and text[end + 1 : end + 2] in ("\n", ""):
            return None
        end += 1
    else:
        return None
    inner = text[start:end]
    title_match = _TITLE.search(inner)
    title = f" {title_match[1]}" if title_match is not None else ""
    target = inner[: title_match.start()] if title_match is not None else inner
    return " ".join(target.split()), title, end + 1
