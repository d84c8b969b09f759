"""Formats ``issue.md`` and ``publication.yaml``; equal values give equal bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from viewer.archive.files.issue_front_matter import (
    parse_issue_front_matter,
    split_issue_front_matter,
)
from viewer.archive.files.native_draft import read_native_issue, with_number
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.model.control_characters import encodable
from viewer.archive.model.issue import Edition, Publication, SeriesOutline
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft

# What YAML takes for plain text whatever stands around it; anything else is quoted.
_PLAIN_SCALAR = re.compile(r"[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff ./()'+-]*(?<! )\Z")
_RESERVED_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_MAX_TAGS = 40
_ANNOUNCEMENT = "{chapters: %s, issue: %d}"


def format_issue(draft: IssueDraft, number: int) -> str:
    """The content of ``issue.md`` for ``draft`` as issue ``number`` of its publication.

    That is its original, as its author wrote it, if it has one that says the same.
    """
    return original_text(draft, number) or _format_anew(draft, number)


def original_text(draft: IssueDraft, number: int) -> str | None:
    """The original of ``draft`` with this number; None where there is none that says the same."""
    if not draft.original:
        return None
    text = draft.original
    try:
        read = _read_original(text, number)
        if read.number != number:
            text = with_number(text, number)
            read = _read_original(text, number)
    except UnreadableFileError:
        return None
    # What was lost on the way here is told, and not written over the author's head.
    read = replace(read, losses=draft.losses)
    is_same = read.number == number and _format_anew(read, number) == _format_anew(draft, number)
    return text if is_same else None


def _read_original(text: str, number: int) -> IssueDraft:
    return read_native_issue(text.encode("utf-8"), number, ProblemCollector(""))


def _format_anew(draft: IssueDraft, number: int) -> str:
    lines = ["---", f"number: {number}", f"title: {format_scalar(draft.title)}"]
    if draft.date:
        lines.append(f"date: {draft.date}")
    if draft.edition is not Edition.ORIGINAL:
        lines.append(f"edition: {draft.edition.value}")
    if draft.language:
        lines.append(f"language: {format_scalar(draft.language)}")
    if draft.editors:
        lines.append("editors:")
        lines += [f"  - {format_scalar(name)}" for name in draft.editors]
    if draft.events:
        lines.append("events:")
        for event in draft.events:
            lines.append(f"  - title: {format_scalar(event.title)}")
            lines.append(f"    start: {event.start}")
            if event.zone:
                lines.append(f"    zone: {format_scalar(event.zone)}")
    tags = [tag for tag in dict.fromkeys(" ".join(tag.split())[:100] for tag in draft.tags) if tag]
    if tags:
        lines.append(f"tags: [{', '.join(_quote_scalar(tag) for tag in tags[:_MAX_TAGS])}]")
    if draft.guid:
        lines.append(f"guid: {_quote_scalar(draft.guid)}")
    losses = [
        f"{loss.value}: {draft.losses[loss]}" for loss in ImportLoss if draft.losses.get(loss)
    ]
    if losses:
        lines.append(f"losses: {{{', '.join(losses)}}}")
    text = draft.text.strip("\n")
    return "\n".join([*lines, "---", "", text]) + "\n"


def format_publication(publication: Publication) -> str:
    """The content of ``publication.yaml``."""
    lines = [f"id: {format_scalar(publication.id)}", f"name: {format_scalar(publication.name)}"]
    for key in ("language", "home", "note"):
        value = getattr(publication, key)
        if value:
            lines.append(f"{key}: {format_scalar(value)}")
    if publication.series:
        lines += ["series:", *format_series(publication.series)]
    return "\n".join(lines) + "\n"


def format_series(all_series: Sequence[SeriesOutline]) -> list[str]:
    """The entries of ``series`` in a ``publication.yaml``."""
    return [line for series in all_series for line in _format_one_series(series)]


def _format_one_series(series: SeriesOutline) -> list[str]:
    lines = [f"  - id: {format_scalar(series.id)}", f"    title: {format_scalar(series.title)}"]
    if series.speaker:
        lines.append(f"    speaker: {format_scalar(series.speaker)}")
    if series.places:
        lines.append("    places:")
        lines += [f"      - {format_scalar(place)}" for place in series.places]
    if series.outline:
        lines.append("    outline:")
        lines += [f"      - {format_scalar(line)}" for line in series.outline]
    if series.announcements:
        lines.append("    announced:")
        for a in series.announcements:
            run = f"{a.first}-{a.last}" if a.last > a.first else f'"{a.first}"'
            lines.append(f"      - {_ANNOUNCEMENT % (run, a.issue)}")
    return lines


def format_scalar(value: Any) -> str:
    """A value on one line, quoted where YAML would take it for anything but this text."""
    text = str(value)
    if _PLAIN_SCALAR.match(text) and text.lower() not in _RESERVED_WORDS:
        return text
    return _quote_scalar(text)


def _quote_scalar(text: str) -> str:
    """A YAML double-quoted scalar: JSON's form is one, but for the characters JSON lets through."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]",
        lambda m: f"\\u{ord(m[0]):04x}",
        quoted,
    )


_GUID = re.compile(r'^guid: ("(?:[^"\\\n]|\\.)*")$', re.MULTILINE)


def find_guid(start: str) -> str:
    """The guid in the first part of an ``issue.md``; empty if there is none."""
    end = start.find("\n---", 3)
    head = start[: end if end > 0 else len(start)]
    match = _GUID.search(head)
    with suppress(ValueError):
        if match is not None:
            return encodable(str(json.loads(match[1])))
    if "\nguid" not in head:
        return ""
    # Written by hand: in another of YAML's forms.
    text, _, _ = split_issue_front_matter(
        start.removeprefix("\ufeff").replace("\r\n", "\n"), ProblemCollector("")
    )
    return parse_issue_front_matter(text, ProblemCollector("")).guid
