"""Expands shortcodes: tags in square brackets that a WordPress site replaces by HTML.

Shortcodes of WordPress and its usual plugins become the HTML they would write. Of unknown ones the
tags are removed and the text between them stays; a word in brackets that does not look like a
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
#: Shortcodes within these elements are not expanded.
_VERBATIM_TAGS = frozenset(("code", "kbd", "samp", "tt"))
#: Attributes that make an unknown word in brackets a shortcode even if they are unquoted.
_TELLTALE_ATTRIBUTES = frozenset(
    ("id", "ids", "src", "url", "href", "alias", "slug", "name", "type")
)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A parsed shortcode: its named and positional attributes, and the text it encloses."""

    name: str
    attributes: dict[str, str]
    positional: tuple[str, ...]
    content: str = ""

    def get(self, *names: str) -> str:
        """The first non-empty attribute of ``names``, else an empty string."""
        return next((self.attributes[name] for name in names if self.attributes.get(name)), "")


#: Writes a known shortcode as HTML; None if it is text after all.
ShortcodeHandler = Callable[[Shortcode, PostContext, PostLosses], str | None]


@dataclass(frozen=True, slots=True)
class ShortcodeRule:
    """How a known shortcode is expanded; ``is_raw`` if it encloses plain text instead of HTML."""

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
    """``text`` with its shortcodes expanded. Never raises; takes linear time."""
    if "[" not in text:
        return text
    return _Expander(text, rules, context, losses).run()


def parse_attributes(written: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The attributes in a tag after its name: by lower-case name, and positional ones."""
    written = html.unescape(written).translate(_PLAIN_QUOTES)
    by_name: dict[str, str] = {}
    positional: list[str] = []
    for match in _ATTRIBUTE.finditer(written):
        name = match[1] or match[3] or match[5]
        value = next((match[n] for n in (2, 4, 6, 7, 8, 9) if match[n] is not None), "")
        if name:
            by_name.setdefault(name.lower(), value)
        elif value.strip("/="):
            positional.append(value.lstrip("="))
        if len(by_name) + len(positional) >= 100:
            break
    return by_name, tuple(positional)


class _Expander:
    def __init__(
        self, text: str, rules: dict[str, ShortcodeRule], context: PostContext, losses: PostLosses
    ) -> None:
        self._text = text
        self._rules = rules
        self._context = context
        self._losses = losses
        # Positions of start and end tags by name, so that the end tag of each shortcode is found
        # without searching the text again.
        self._start_tags: dict[str, list[int]] = {}
        self._end_tags: dict[str, list[int]] = {}
        for match in _NAME.finditer(text):
            positions = self._end_tags if match[1] else self._start_tags
            positions.setdefault(match[2], []).append(match.start())
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
        """Expand the shortcodes that begin between two positions; returns where to continue.

        A tag may hold HTML in its attributes and so end after ``end``.
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
        """Expand what begins with the bracket at ``at``; returns where to continue."""
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

    def _open_tag(self, name: str, values: str, written: str, after: int) -> int:
        rule = self._rules.get(name)
        attributes, positional = parse_attributes(values)
        if rule is None:
            if self._is_shortcode(name, values, attributes, after - len(written), after):
                self._losses.count_shortcode(name)
            else:
                self._write(written)
            return after
        is_empty = values.rstrip().endswith("/") or not rule.has_content
        end_tag = -1 if is_empty else self._find_end_tag(name, after)
        if rule.is_raw:
            if end_tag < 0:
                self._write(written)
                return after
            content = self._text[after:end_tag]
            self._call_handler(rule, Shortcode(name, attributes, positional, content), written)
            return self._text.find("]", end_tag) + 1
        if end_tag < 0 or len(self._stack) >= _DEEPEST:
            self._call_handler(rule, Shortcode(name, attributes, positional), written)
            return after
        self._stack.append(_OpenShortcode(name, values, written, rule))
        return after

    def _call_handler(self, rule: ShortcodeRule, code: Shortcode, written: str) -> None:
        html_text = rule.handler(code, self._context, self._losses)
        self._write(written + code.content if html_text is None else html_text)

    def _close_tag(self, name: str, written: str) -> None:
        depth = next(
            (n for n in range(len(self._stack) - 1, 0, -1) if self._stack[n].name == name), 0
        )
        if not depth:
            # The end tag of an unknown shortcode is removed as its start tag is.
            if name in self._start_tags or name in self._rules:
                return
            self._write(written)
            return
        while len(self._stack) - 1 > depth:
            self._pop_unclosed()
        self._pop("".join(self._stack[-1].output))

    def _pop_unclosed(self) -> None:
        """Expand the innermost open shortcode as one without content."""
        inner = "".join(self._stack[-1].output)
        self._pop("")
        self._write(inner)

    def _pop(self, content: str) -> None:
        frame = self._stack.pop()
        attributes, positional = parse_attributes(frame.raw_attributes)
        if frame.rule is not None:
            self._call_handler(
                frame.rule, Shortcode(frame.name, attributes, positional, content), frame.tag
            )

    def _find_end_tag(self, name: str, after: int) -> int:
        """The position of the end tag; -1 if none comes before the next start tag of the name."""
        end_tags = self._end_tags.get(name, [])
        index = bisect_right(end_tags, after - 1)
        if index >= len(end_tags):
            return -1
        start_tags = self._start_tags.get(name, [])
        next_index = bisect_right(start_tags, after - 1)
        if next_index < len(start_tags) and start_tags[next_index] < end_tags[index]:
            return -1
        return end_tags[index]

    def _is_shortcode(
        self, name: str, values: str, attributes: dict[str, str], at: int, after: int
    ) -> bool:
        """Whether brackets with an unknown name are a shortcode and not just text."""
        if at and (self._text[at - 1].isalnum() or self._text[at - 1] in ")]_"):
            return False
        quoted = bool(attributes) and any(mark in values for mark in "\"'“”″&")
        has_telltale = not _TELLTALE_ATTRIBUTES.isdisjoint(attributes)
        return quoted or has_telltale or "_" in name or self._find_end_tag(name, after) >= 0


def _track_verbatim(verbatim: list[str], piece: HtmlToken) -> None:
    """Update the list of open elements in which shortcodes are not expanded."""
    if piece.kind == "start" and piece.name in _VERBATIM_TAGS:
        verbatim.append(piece.name)
    elif piece.kind == "end" and verbatim and verbatim[-1] == piece.name:
        verbatim.pop()
