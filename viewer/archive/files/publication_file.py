"""Parses ``publication.yaml``: a publication's id, name, language and series."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import msgspec

from viewer.archive.files.issue_front_matter import LANGUAGE_PATTERN, Number, ShortText
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import decode_utf8, display_path, read_bytes
from viewer.archive.files.safe_yaml import YamlMapping, parse_yaml_mapping
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import ChapterAnnouncement, Problem, Publication, SeriesOutline
from viewer.messages import Message

PUBLICATION_FILE = "publication.yaml"
_VALID_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_CHAPTERS = re.compile(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?\Z")


class AnnouncementFields(msgspec.Struct, forbid_unknown_fields=True):
    """``{chapters: 8-14, issue: 3}``."""

    chapters: Annotated[str, msgspec.Meta(pattern=r"^\s*\d{1,4}\s*([-–]\s*\d{1,4}\s*)?$")]
    issue: Number


class SeriesFields(msgspec.Struct, forbid_unknown_fields=True):
    """One entry of ``series``."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    title: ShortText
    speaker: str = ""
    places: list[ShortText] = []
    outline: list[ShortText] = []
    announced: list[AnnouncementFields] = []


class PublicationFields(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of ``publication.yaml``; each may be missing."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")] = ""
    name: ShortText = ""
    language: Annotated[str, msgspec.Meta(pattern=LANGUAGE_PATTERN)] = ""
    home: Annotated[str, msgspec.Meta(pattern=r"^https?://\S{1,400}$")] = ""
    note: Annotated[str, msgspec.Meta(max_length=5000)] = ""
    series: list[SeriesFields] = []


_EXPECTED = {
    "id": Message("a short word of small letters, digits, - and _"),
    "name": Message("a text of one to 500 characters"),
    "language": Message("a language such as zh-Hant"),
    "home": Message("a web address that begins with http:// or https://"),
    "note": Message("a text of at most 5000 characters"),
}


def read_publication(
    path: Path, fallback: Publication, *, root: Path | None = None
) -> tuple[Publication, tuple[Problem, ...]]:
    """Read ``publication.yaml``; what it leaves out or gets wrong is taken from ``fallback``."""
    problems = ProblemCollector(display_path(path, root))
    try:
        text = decode_utf8(read_bytes(path, problems), problems)
    except UnreadableFileError as error:
        return fallback, error.problems
    return parse_publication(text, fallback, problems)


def parse_publication(
    text: str, fallback: Publication, problems: ProblemCollector
) -> tuple[Publication, tuple[Problem, ...]]:
    """Read ``text`` as the content of a ``publication.yaml``; see ``read_publication``."""
    mapping = parse_yaml_mapping(text, 1, problems, Message("The file"))
    if mapping is None:
        return fallback, problems.collected()
    head = PublicationFields()
    fields = {field.name: field for field in msgspec.structs.fields(PublicationFields)}
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
        elif key == "series":
            head.series = _parse_series(value, mapping, problems)
        elif value != "":
            try:
                setattr(head, key, msgspec.convert(value, fields[key].type, strict=False))
            except msgspec.ValidationError:
                problems.error(
                    Message(
                        "“{key}” must be {expected}; it is left out.",
                        key=key,
                        expected=_EXPECTED[key],
                    ),
                    line,
                    key,
                )
    for key in ("id", "name"):
        if not getattr(head, key) and key not in mapping.values:
            problems.guess(
                Message(
                    "The publication has no “{key}”; “{fallback}” is used.",
                    key=key,
                    fallback=getattr(fallback, key),
                )
            )
    series = tuple(_to_series_outline(item) for item in head.series)
    return (
        Publication(
            id=head.id or fallback.id,
            name=head.name or fallback.name,
            language=head.language or fallback.language,
            home=head.home or fallback.home,
            note=" ".join(head.note.split()) or fallback.note,
            series=series or fallback.series,
        ),
        problems.collected(),
    )


def _parse_series(
    value: Any, mapping: YamlMapping, problems: ProblemCollector
) -> list[SeriesFields]:
    outlines: list[SeriesFields] = []
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        line = mapping.lines.get(f"series.{number}", mapping.lines.get("series"))
        try:
            series = msgspec.convert(item, SeriesFields, strict=False)
        except msgspec.ValidationError:
            problems.error(
                Message(
                    "Series {number} must have an id and a title, and at most a speaker, places "
                    "and an outline (both lists of lines) and announced chapters such as "
                    "{{chapters: 8-14, issue: 3}}; it is left out.",
                    number=number + 1,
                ),
                line,
                "series",
            )
            continue
        if any(series.id == other.id for other in outlines):
            problems.error(
                Message(
                    "The series “{series}” is given twice; the first is used.", series=series.id
                ),
                line,
                "series",
            )
            continue
        outlines.append(series)
    return outlines


def _to_series_outline(fields: SeriesFields) -> SeriesOutline:
    announced = []
    for item in fields.announced:
        match = _CHAPTERS.match(item.chapters)
        if match is not None:
            first = int(match[1])
            announced.append(ChapterAnnouncement(first, int(match[2] or first), item.issue))
    return SeriesOutline(
        fields.id,
        fields.title,
        fields.speaker,
        tuple(fields.outline),
        tuple(announced),
        tuple(fields.places),
    )


def is_valid_publication_id(id_: str) -> bool:
    """Whether ``id_`` can stand in an address."""
    return _VALID_ID.match(id_) is not None


def make_publication_id(name: str) -> str:
    """A short id for a publication of this name: its ASCII letters, else a word from its hash."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40].strip("-")
    if not is_valid_publication_id(short):
        short = "p" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return short


def guess_publication(folder: Path) -> Publication:
    """The publication of a folder without ``publication.yaml``, named after the folder."""
    # Made absolute, so that “.” has a name too.
    name = Path(os.path.abspath(folder)).name.encode("utf-8", "replace").decode("utf-8")
    name = to_single_line(name) or "library"
    return Publication(id=make_publication_id(name), name=name, language="")
