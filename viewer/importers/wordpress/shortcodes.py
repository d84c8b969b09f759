"""Shortcodes: the words in square brackets that a WordPress site replaces when it shows a text.

What the site itself and its most usual extensions know becomes the HTML they would write. Of the
others the tags go and the text between them stays; a word in brackets that nobody would take for a
shortcode, such as “[sic]”, is text. The grammar is that of WordPress (wp-includes/shortcodes.php):
no ``]`` in a tag, no tag of a name inside one of that name, ``[[name]]`` for the tag as text.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from viewer.importers.html.tag_splitter import HtmlToken, split_tags
from viewer.importers.wordpress.post_context import Surroundings, Tally

_NAME = re.compile(r"\[(/?)([A-Za-z][A-Za-z0-9_-]{0,60})(?=[\s\]=/])")
_LONGEST_TAG = 8000
_DEEPEST = 40
_VALUES = re.compile(
    r"""([\w-]{1,80})\s*=\s*"([^"]*)"|([\w-]{1,80})\s*=\s*'([^']*)'"""
    r"""|([\w-]{1,80})\s*=\s*([^\s"']+)|"([^"]*)"|'([^']*)'|(\S+)"""
)
_CURLY = str.maketrans({"“": '"', "”": '"', "″": '"', "„": '"', "\u00a0": " ", "\u200b": " "})
#: In these a bracket is a bracket.
_VERBATIM = frozenset(("code", "kbd", "samp", "tt"))
#: Values that make an unknown word in brackets a shortcode even where they stand without quotes.
_TELLING = frozenset(("id", "ids", "src", "url", "href", "alias", "slug", "name", "type"))


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it was written: values by name, those without one, and what it encloses."""

    name: str
    named: dict[str, str]
    plain: tuple[str, ...]
    content: str = ""

    def value(self, *names: str) -> str:
        """The first of these values that is there."""
        return next((self.named[name] for name in names if self.named.get(name)), "")


#: What becomes of a known shortcode: its HTML, None where it is text after all.
Handler = Callable[[Shortcode, Surroundings, Tally], str | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A shortcode that is carried out. ``raw``: what it encloses is no HTML but plain text."""

    handler: Handler
    encloses: bool = False
    raw: bool = False


@dataclass(slots=True)
class _Frame:
    name: str
    values: str
    written: str
    known: Known | None
    made: list[str] = field(default_factory=list)


def expand(text: str, known: dict[str, Known], around: Surroundings, tally: Tally) -> str:
    """``text`` with its shortcodes carried out. Never raises; time is linear in the text."""
    if "[" not in text:
        return text
    return _Expansion(text, known, around, tally).run()


def read_values(written: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values in a tag behind its name: by small-letter names, and those without."""
    written = html.unescape(written).translate(_CURLY)
    named: dict[str, str] = {}
    plain: list[str] = []
    for found in _VALUES.finditer(written):
        name = found[1] or found[3] or found[5]
        value = next((found[n] for n in (2, 4, 6, 7, 8, 9) if found[n] is not None), "")
        if name:
            named.setdefault(name.lower(), value)
        elif value.strip("/="):
            plain.append(value.lstrip("="))
        if len(named) + len(plain) >= 100:
            break
    return named, tuple(plain)


class _Expansion:
    def __init__(
        self, text: str, known: dict[str, Known], around: Surroundings, tally: Tally
    ) -> None:
        self._text = text
        self._known = known
        self._around = around
        self._tally = tally
        # Where tags of each name begin, and where they end: whether one encloses something is
        # told from these without looking ahead each time.
        self._opens: dict[str, list[int]] = {}
        self._closes: dict[str, list[int]] = {}
        for match in _NAME.finditer(text):
            places = self._closes if match[1] else self._opens
            places.setdefault(match[2], []).append(match.start())
        self._frames = [_Frame("", "", "", None)]

    def run(self) -> str:
        position = 0
        skip_to = 0
        verbatim: list[str] = []
        for piece in split_tags(self._text):
            start, position = position, position + len(piece.text)
            if position <= skip_to:
                continue
            if piece.kind == "text" and not verbatim:
                skip_to = self._in_text(max(start, skip_to), position)
                continue
            if start < skip_to:
                self._out(self._text[skip_to:position])
                continue
            _follow(verbatim, piece)
            self._out(piece.text)
        while len(self._frames) > 1:
            self._unclosed()
        return "".join(self._frames[0].made)

    def _out(self, text: str) -> None:
        self._frames[-1].made.append(text)

    def _in_text(self, position: int, end: int) -> int:
        """Carry out the shortcodes that begin in a stretch of text; where to go on behind it.

        A tag may hold HTML in its values and so end behind this stretch.
        """
        while position < end:
            at = self._text.find("[", position, end)
            if at < 0:
                break
            self._out(self._text[position:at])
            position = self._bracket(at)
        if position < end:
            self._out(self._text[position:end])
        return max(position, end)

    def _bracket(self, at: int) -> int:
        """What begins with the bracket at ``at``; where to go on."""
        text = self._text
        if text.startswith("[[", at):
            match = _NAME.match(text, at + 1)
            end = text.find("]]", at, at + _LONGEST_TAG) if match is not None else -1
            if match is not None and end >= 0 and match[2] in self._known:
                self._out(text[at + 1 : end + 1])
                return end + 2
            self._out("[")
            return at + 1
        match = _NAME.match(text, at)
        if match is None:
            self._out("[")
            return at + 1
        following = text.find("[", at + 1, at + _LONGEST_TAG)
        end = text.find("]", at, following if following >= 0 else at + _LONGEST_TAG)
        if end < 0:
            self._out("[")
            return at + 1
        written = text[at : end + 1]
        name = match[2]
        if match[1]:
            self._close(name, written)
            return end + 1
        return self._open(name, text[match.end() : end], written, end + 1)

    def _open(self, name: str, values: str, written: str, behind: int) -> int:
        known = self._known.get(name)
        named, plain = read_values(values)
        if known is None:
            if self._is_shortcode(name, values, named, behind - len(written), behind):
                self._tally.left_out_shortcode(name)
            else:
                self._out(written)
            return behind
        alone = values.rstrip().endswith("/") or not known.encloses
        closes = -1 if alone else self._closed_at(name, behind)
        if known.raw:
            if closes < 0:
                self._out(written)
                return behind
            content = self._text[behind:closes]
            self._carry_out(known, Shortcode(name, named, plain, content), written)
            return self._text.find("]", closes) + 1
        if closes < 0 or len(self._frames) >= _DEEPEST:
            self._carry_out(known, Shortcode(name, named, plain), written)
            return behind
        self._frames.append(_Frame(name, values, written, known))
        return behind

    def _carry_out(self, known: Known, code: Shortcode, written: str) -> None:
        made = known.handler(code, self._around, self._tally)
        self._out(written + code.content if made is None else made)

    def _close(self, name: str, written: str) -> None:
        depth = next(
            (n for n in range(len(self._frames) - 1, 0, -1) if self._frames[n].name == name), 0
        )
        if not depth:
            # The end of an unknown one goes with its beginning.
            if name in self._opens or name in self._known:
                return
            self._out(written)
            return
        while len(self._frames) - 1 > depth:
            self._unclosed()
        self._end("".join(self._frames[-1].made))

    def _unclosed(self) -> None:
        """The innermost one turns out to enclose nothing."""
        inner = "".join(self._frames[-1].made)
        self._end("")
        self._out(inner)

    def _end(self, content: str) -> None:
        frame = self._frames.pop()
        named, plain = read_values(frame.values)
        if frame.known is not None:
            self._carry_out(
                frame.known, Shortcode(frame.name, named, plain, content), frame.written
            )

    def _closed_at(self, name: str, behind: int) -> int:
        """Where the end tag of a tag stands, -1 where another of the name begins before it."""
        closes = self._closes.get(name, [])
        place = bisect_right(closes, behind - 1)
        if place >= len(closes):
            return -1
        opens = self._opens.get(name, [])
        following = bisect_right(opens, behind - 1)
        if following < len(opens) and opens[following] < closes[place]:
            return -1
        return closes[place]

    def _is_shortcode(
        self, name: str, values: str, named: dict[str, str], at: int, behind: int
    ) -> bool:
        """Whether brackets with an unknown name in them are a shortcode, and not just text."""
        if at and (self._text[at - 1].isalnum() or self._text[at - 1] in ")]_"):
            return False
        quoted = bool(named) and any(mark in values for mark in "\"'“”″&")
        telling = not _TELLING.isdisjoint(named)
        return quoted or telling or "_" in name or self._closed_at(name, behind) >= 0


def _follow(verbatim: list[str], piece: HtmlToken) -> None:
    """Keep track of the elements that are open whose text is verbatim."""
    if piece.kind == "start" and piece.name in _VERBATIM:
        verbatim.append(piece.name)
    elif piece.kind == "end" and verbatim and verbatim[-1] == piece.name:
        verbatim.pop()
