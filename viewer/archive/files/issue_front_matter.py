"""Parses the YAML front matter (“head”) of an issue's file."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import decode_utf8, read_bytes
from viewer.archive.files.safe_yaml import YamlMapping, parse_yaml_mapping
from viewer.archive.model.issue import Edition, Event
from viewer.messages import Message

LANGUAGE_PATTERN = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
ShortText = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Number = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]


class EventFields(msgspec.Struct, forbid_unknown_fields=True):
    """One entry of ``events``."""

    title: ShortText
    start: ShortText
    zone: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_+/-]{0,64}$")] = ""


class IssueFrontMatter(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of an issue's head; each may be missing."""

    number: Number | None = None
    title: ShortText = ""
    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] = ""
    edition: Edition = Edition.ORIGINAL
    language: Annotated[str, msgspec.Meta(pattern=LANGUAGE_PATTERN)] = ""
    editors: list[ShortText] = []
    events: list[EventFields] = []
    tags: list[ShortText] = []
    guid: ShortText = ""
    losses: Annotated[
        dict[Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}$")], Number],
        msgspec.Meta(max_length=40),
    ] = {}


_EXPECTED = {
    "number": Message("a whole number such as 12"),
    "title": Message("a text of one to 500 characters"),
    "date": Message("a date such as 2017-07-29"),
    "edition": Message("“original” or “restated”"),
    "language": Message("a language such as zh-Hant"),
    "editors": Message("a list of names such as [Hubert, Joanne]"),
    "tags": Message("a list of words such as [tea, cups]"),
    "guid": Message("a text of one to 500 characters that names the issue in its source"),
    "losses": Message("words with counts, such as {{web_picture: 3}}"),
}
_FENCE = re.compile(r"\A---[ \t]*\n")
_CLOSING_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def split_issue_front_matter(text: str, problems: ProblemCollector) -> tuple[str, str, int]:
    """Split ``text`` into head, body, and the line number (1-based) where the body begins.

    A head that is never closed is no head; an error says so.
    """
    if not _FENCE.match(text):
        return "", text, 1
    start = text.index("\n") + 1
    end = _CLOSING_FENCE.search(text, start)
    if end is None:
        # A lone rule at the top of plain Markdown is not a head.
        if re.match(r"[A-Za-z_]+:", text[start:]):
            problems.error(
                Message("The head is not closed; put a line of three hyphens below it."), 1
            )
        return "", text[start:], 2
    body = text[end.end() + 1 :]
    return text[start : end.start()], body, text.count("\n", 0, end.end()) + 2


def parse_issue_front_matter(text: str, problems: ProblemCollector) -> IssueFrontMatter:
    """Parse the head; values that are wrong are left out and added to ``problems``."""
    head = IssueFrontMatter()
    if not text.strip():
        return head
    mapping = parse_yaml_mapping(text, 2, problems, Message("The head"))
    if mapping is None:
        return head
    fields = {field.name: field for field in msgspec.structs.fields(IssueFrontMatter)}
    for key, value in mapping.values.items():
        line = mapping.lines.get(key)
        if key not in fields:
            names = ", ".join(fields)
            problems.error(
                Message(
                    "The key “{key}” is not known; write one of {names}, or take it out.",
                    key=key[:40],
                    names=names,
                ),
                line,
                key[:40],
            )
        elif key == "events":
            head.events = _parse_events(value, mapping, problems)
        elif value == "":
            continue
        else:
            if key in ("editors", "tags") and isinstance(value, str):
                value = [value]
            try:
                converted = msgspec.convert(value, fields[key].type, strict=False)
                if key == "date":
                    date.fromisoformat(converted)
            except (msgspec.ValidationError, ValueError):
                problems.error(
                    Message(
                        "“{key}” must be {expected}; it is left out.",
                        key=key,
                        expected=_EXPECTED[key],
                    ),
                    line,
                    key,
                )
            else:
                setattr(head, key, converted)
    return head


def read_tags(path: Path) -> tuple[str, ...]:
    """The tags in the head of an issue's file; empty if it cannot be read."""
    problems = ProblemCollector("")
    try:
        text, _, _ = split_issue_front_matter(
            decode_utf8(read_bytes(path, problems), problems), problems
        )
    except UnreadableFileError:
        return ()
    return tuple(parse_issue_front_matter(text, problems).tags)


def _parse_events(
    value: Any, mapping: YamlMapping, problems: ProblemCollector
) -> list[EventFields]:
    if not isinstance(value, list):
        value = [value] if value else []
    events = []
    for number, item in enumerate(value):
        try:
            event = msgspec.convert(item, EventFields, strict=False)
            if datetime.fromisoformat(event.start).tzinfo is None:
                raise ValueError("no offset from UTC")
        except (msgspec.ValidationError, ValueError):
            line = mapping.lines.get(f"events.{number}", mapping.lines.get("events"))
            problems.error(
                Message(
                    "Event {number} must have a title, a start such as 2017-07-29T17:00:00-07:00, "
                    "and at most a zone such as America/Los_Angeles besides; it is left out.",
                    number=number + 1,
                ),
                line,
                "events",
            )
        else:
            events.append(event)
    return events


def to_event(fields: EventFields) -> Event:
    """The model's event of one entry of ``events``."""
    return Event(fields.title, datetime.fromisoformat(fields.start).isoformat(), fields.zone)
