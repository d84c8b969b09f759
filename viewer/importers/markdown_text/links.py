"""Where the links and pictures of a Markdown text lead, found and written anew."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from viewer.importers.markdown_text.lines import map_outside_code

_LONGEST = 4000
#: Pictures in the text itself are this long at most.
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
#: So many parentheses that are never closed, and the rest of the text is taken as it stands.
_MOST_UNCLOSED = 50
_EMBED_TAGS = ("iframe", "video", "audio", "embed", "source", "object")

#: Source and further attributes of a picture -> the new source, None where it is to go.
PictureCallback = Callable[[str, Mapping[str, str]], str | None]
#: Target of a link -> the new target, empty for one that is lost.
LinkCallback = Callable[[str], str]
#: Told the source of every film, sound or frame.
FrameCallback = Callable[[str], None]


def rewrite_links(
    text: str, picture: PictureCallback, link: LinkCallback, frame: FrameCallback
) -> str:
    """``text`` with every source of a picture and target of a link replaced, but for code.

    Inline ones, those of reference definitions, and those in HTML.
    """
    shown = {
        " ".join((match[2] or match[1]).lower().split())
        for match in _IMAGE_REFERENCE.finditer(text)
    }

    def definition(match: re.Match[str]) -> str:
        target = match[3].strip("<>")
        if " ".join(match[2].lower().split()) in shown:
            made = picture(target, {}) or ""
        else:
            # A definition must have a target; so written it can be no address of the library.
            made = link(target) or "./" + target.lstrip("./")
        if made == target:
            return match[0]
        return f"{match[1]}{_format_destination(made) or '<>'}{match[4] or ''}"

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
        # For every bracket that is open: whether it is a picture's, and where in the output it is.
        self._open_brackets: list[tuple[bool, int]] = []
        self._unclosed = 0

    def run(self) -> str:
        text = self._text
        at = 0
        while True:
            match = _TOKEN.search(text, at)
            if match is None:
                break
            self._output.append(text[at : match.start()])
            at = match.end()
            if match["ticks"]:
                at = self._copy_code(match)
            elif match["tag"]:
                self._output.append(self._rewrite_tag(match))
            elif match[0] == "]":
                at = self._close_bracket(match)
            else:
                if match[0] in ("[", "!["):
                    self._open_brackets.append((match[0] == "![", len(self._output)))
                self._output.append(match[0])
        return "".join([*self._output, text[at:]])

    def _copy_code(self, match: re.Match[str]) -> int:
        """Past the code that begins here, or past the ticks that nothing closes."""
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
        is_picture, place = self._open_brackets.pop()
        if not text.startswith("(", end) or self._unclosed > _MOST_UNCLOSED:
            return end
        found = _parse_destination(text, end)
        if found is None:
            self._unclosed += 1
            return end
        target, title, behind = found
        if is_picture:
            label = "".join(self._output[place + 1 : -1])
            made = self._picture(target, {"alt": label})
            if made is None:
                del self._output[place:]
                return behind
        else:
            made = self._link(target)
        if made == target:
            self._output.append(text[end:behind])
        elif made or is_picture:
            destination = _format_destination(made) or ("<>" if title else "")
            self._output.append(f"({destination}{title})")
        else:
            self._output.append("()")
        return behind

    def _rewrite_tag(self, match: re.Match[str]) -> str:
        tag = match["tag"].lower()
        whole = match[0]
        if tag not in ("img", "a", *_EMBED_TAGS):
            return whole
        attrs = {
            found[1].lower(): html.unescape(found[2].strip("\"'"))
            for found in _ATTRIBUTE.finditer(match["attrs"])
        }
        name = "href" if tag == "a" else "src"
        target = attrs.get(name, "").strip()
        if tag in _EMBED_TAGS:
            if target:
                self._frame(target)
            return whole
        if not target and tag == "a":
            return whole
        made = self._picture(target, attrs) if tag == "img" else self._link(target)
        if made is None:
            return ""
        if made == target:
            return whole
        written = f'{name}="{html.escape(made)}"'
        if name not in attrs:
            return f"<img {written}{match['attrs']}>"
        first = re.compile(
            rf"(?<![\w:-]){name}\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE
        )
        return first.sub(lambda _: written, whole, count=1)


def _parse_destination(text: str, at: int) -> tuple[str, str, int] | None:
    """Target, title as written, and the end of ``(target "title")`` at ``at``; None if it is none.

    A target with spaces in it, which is none by the book, is one to our parser and many authors.
    """
    begin = at + 1
    while begin < len(text) and text[begin] in " \t\n":
        begin += 1
    if text.startswith("<", begin):
        close = text.find(">", begin, begin + _LONGEST)
        end = text.find(")", close) if close >= 0 else -1
        if 0 <= close < end and "\n" not in text[begin:close]:
            rest = text[close + 1 : end]
            if rest.strip() and not _TITLE.match(" " + rest):
                quote = rest.strip()[0]
                last = text.find(quote + ")", close + 2, close + _LONGEST)
                if quote not in "\"'" or last < 0:
                    return None
                end = last + 1
                rest = text[close + 1 : end]
            return (
                text[begin + 1 : close],
                rest and f" {rest.strip()}" if rest.strip() else "",
                end + 1,
            )
        return None
    if text.startswith("data:", begin):
        end = text.find(")", begin, begin + _LONGEST_DATA)
        return (text[begin:end].strip(), "", end + 1) if end >= 0 else None
    depth = 0
    quote = ""
    end = begin
    last = min(len(text), begin + _LONGEST)
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
    inner = text[begin:end]
    found = _TITLE.search(inner)
    title = f" {found[1]}" if found is not None else ""
    target = inner[: found.start()] if found is not None else inner
    return " ".join(target.split()), title, end + 1
