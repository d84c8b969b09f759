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
from viewer.importers.wordpress.post_context import PostContext, PostLosses

_NAME = re.compile(r"\[(/?)([A-Za-z][A-Za-z0-9_-]{0,60})(?=[\s\]=/])")
_LONGEST_TAG = 8000
_DEEPEST = 40
_ATTRIBUTE = re.compile(
    r"""([\w-]{1,80})\s*=\s*"([^"]*)"|([\w-]{1,80})\s*=\s*'([^']*)'"""
    r"""|([\w-]{1,80})\s*=\s*([^\s"']+)|"([^"]*)"|'([^']*)'|(\S+)"""
)
_PLAIN_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "″": '"', "„": '"', "\u00a0": " ", "\u200b": " "}
)
#: In these a bracket is a bracket.
_VERBATIM_TAGS = frozenset(("code", "kbd", "samp", "tt"))
#: Values that make an unknown word in brackets a shortcode even where they stand without quotes.
_TELLTALE_ATTRIBUTES = frozenset(
    ("id", "ids", "src", "url", "href", "alias", "slug", "name", "type")
)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as it was written: values by name, those without one, and what it encloses."""

    name: str
    attributes: dict[str, str]
    positional: tuple[str, ...]
    content: str = ""

    def get(self, *names: str) -> str:
        """The first of these values that is there."""
        return next((self.attributes[name] for name in names if self.attributes.get(name)), "")


#: What becomes of a known shortcode: its HTML, None where it is text after all.
ShortcodeHandler = Callable[[Shortcode, PostContext, PostLosses], str | None]


@dataclass(frozen=True, slots=True)
class ShortcodeRule:
    """A shortcode that is carried out. ``is_raw``: what it encloses is no HTML but plain text."""

    handler: ShortcodeHandler
    has_content: bool = False
    is_raw: bool = False


@dataclass(slots=True)
class _OpenShortcode:
    name: str
    raw_attributes: str
    tag: str
    rule: ShortcodeRule | None
    output: list[str] = field(default_factory=list)


def expand_shortcodes(
    text: str, rules: dict[str, ShortcodeRule], context: PostContext, losses: PostLosses
) -> str:
    """``text`` with its shortcodes carried out. Never raises; time is linear in the text."""
    if "[" not in text:
        return text
    return _Expander(text, rules, context, losses).run()


def parse_attributes(written: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values in a tag behind its name: by small-letter names, and those without."""
    written = html.unescape(written).translate(_PLAIN_QUOTES)
    named: dict[str, str] = {}
    plain: list[str] = []
    for found in _ATTRIBUTE.finditer(written):
        name = found[1] or found[3] or found[5]
        value = next((found[n] for n in (2, 4, 6, 7, 8, 9) if found[n] is not None), "")
        if name:
            named.setdefault(name.lower(), value)
        elif value.strip("/="):
            plain.append(value.lstrip("="))
        if len(named) + len(plain) >= 100:
            break
    return named, tuple(plain)


class _Expander:
    def __init__(
        self, text: str, rules: dict[str, ShortcodeRule], context: PostContext, losses: PostLosses
    ) -> None:
        self._text = text
        self._rules = rules
        self._context = context
        self._losses = losses
        # Where tags of each name begin, and where they end: whether one encloses something is
        # told from these without looking ahead each time.
        self._start_tags: dict[str, list[int]] = {}
        self._end_tags: dict[str, list[int]] = {}
        for match in _NAME.finditer(text):
            places = self._end_tags if match[1] else self._start_tags
            places.setdefault(match[2], []).append(match.start())
        self._stack = [_OpenShortcode("", "", "", None)]

    def run(self) -> str:
        position = 0
        skip_to = 0
        verbatim: list[str] = []
        for piece in split_tags(self._text):
            start, position = position, position + len(piece.text)
            if position <= skip_to:
                continue
            if piece.kind == "text" and not verbatim:
                skip_to = self._expand_text(max(start, skip_to), position)
                continue
            if start < skip_to:
                self._write(self._text[skip_to:position])
                continue
            _track_verbatim(verbatim, piece)
            self._write(piece.text)
        while len(self._stack) > 1:
            self._pop_unclosed()
        return "".join(self._stack[0].output)

    def _write(self, text: str) -> None:
        self._stack[-1].output.append(text)

    def _expand_text(self, position: int, end: int) -> int:
        """Carry out the shortcodes that begin in a stretch of text; where to go on behind it.

        A tag may hold HTML in its values and so end behind this stretch.
        """
        while position < end:
            at = self._text.find("[", position, end)
            if at < 0:
                break
            self._write(self._text[position:at])
            position = self._expand_bracket(at)
        if position < end:
            self._write(self._text[position:end])
        return max(position, end)

    def _expand_bracket(self, at: int) -> int:
        """What begins with the bracket at ``at``; where to go on."""
        text = self._text
        if text.startswith("[[", at):
            match = _NAME.match(text, at + 1)
            end = text.find("]]", at, at + _LONGEST_TAG) if match is not None else -1
            if match is not None and end >= 0 and match[2] in self._rules:
                self._write(text[at + 1 : end + 1])
                return end + 2
            self._write("[")
            return at + 1
        match = _NAME.match(text, at)
        if match is None:
            self._write("[")
            return at + 1
        following = text.find("[", at + 1, at + _LONGEST_TAG)
        end = text.find("]", at, following if following >= 0 else at + _LONGEST_TAG)
        if end < 0:
            self._write("[")
            return at + 1
        written = text[at : end + 1]
        name = match[2]
        if match[1]:
            self._close_tag(name, written)
            return end + 1
        return self._open_tag(name, text[match.end() : end], written, end + 1)

    def _open_tag(self, name: str, values: str, written: str, behind: int) -> int:
        known = self._rules.get(name)
        named, plain = parse_attributes(values)
        if known is None:
            if self._is_shortcode(name, values, named, behind - len(written), behind):
                self._losses.count_shortcode(name)
            else:
                self._write(written)
            return behind
        alone = values.rstrip().endswith("/") or not known.has_content
        closes = -1 if alone else self._find_end_tag(name, behind)
        if known.is_raw:
            if closes < 0:
                self._write(written)
                return behind
            content = self._text[behind:closes]
            self._call_handler(known, Shortcode(name, named, plain, content), written)
            return self._text.find("]", closes) + 1
        if closes < 0 or len(self._stack) >= _DEEPEST:
            self._call_handler(known, Shortcode(name, named, plain), written)
            return behind
        self._stack.append(_OpenShortcode(name, values, written, known))
        return behind

    def _call_handler(self, rule: ShortcodeRule, code: Shortcode, written: str) -> None:
        made = rule.handler(code, self._context, self._losses)
        self._write(written + code.content if made is None else made)

    def _close_tag(self, name: str, written: str) -> None:
        depth = next(
            (n for n in range(len(self._stack) - 1, 0, -1) if self._stack[n].name == name), 0
        )
        if not depth:
            # The end of an unknown one goes with its beginning.
            if name in self._start_tags or name in self._rules:
                return
            self._write(written)
            return
        while len(self._stack) - 1 > depth:
            self._pop_unclosed()
        self._pop("".join(self._stack[-1].output))

    def _pop_unclosed(self) -> None:
        """The innermost one turns out to enclose nothing."""
        inner = "".join(self._stack[-1].output)
        self._pop("")
        self._write(inner)

    def _pop(self, content: str) -> None:
        frame = self._stack.pop()
        named, plain = parse_attributes(frame.raw_attributes)
        if frame.rule is not None:
            self._call_handler(frame.rule, Shortcode(frame.name, named, plain, content), frame.tag)

    def _find_end_tag(self, name: str, behind: int) -> int:
        """Where the end tag of a tag stands, -1 where another of the name begins before it."""
        closes = self._end_tags.get(name, [])
        place = bisect_right(closes, behind - 1)
        if place >= len(closes):
            return -1
        opens = self._start_tags.get(name, [])
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
        telling = not _TELLTALE_ATTRIBUTES.isdisjoint(named)
        return quoted or telling or "_" in name or self._find_end_tag(name, behind) >= 0


def _track_verbatim(verbatim: list[str], piece: HtmlToken) -> None:
    """Keep track of the elements that are open whose text is verbatim."""
    if piece.kind == "start" and piece.name in _VERBATIM_TAGS:
        verbatim.append(piece.name)
    elif piece.kind == "end" and verbatim and verbatim[-1] == piece.name:
        verbatim.pop()
