"""Changes id, name and series in a ``publication.yaml`` and keeps comments and other keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from viewer.archive.files.issue_formatter import format_publication, format_scalar, format_series
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import guess_publication, parse_publication
from viewer.archive.files.safe_reading import decode_utf8, read_bytes
from viewer.archive.model.issue import Publication

# A key, a value on the same line in any of YAML's three forms, and a comment.
_KEY_WITH_VALUE = re.compile(
    r"(?P<key>[^:\n]*:[ \t]+)"
    r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s"'#|>&*!%@`\[{][^\n]*?)"""
    r"(?P<rest>[ \t]*|[ \t]+\#[^\n]*)\Z"
)


class _DuplicateKey(Exception):
    """A key stands in the file more than once."""


def updated_publication_text(path: Path, publication: Publication) -> str:
    """The ``publication.yaml`` at ``path`` with the id, name and series of ``publication``.

    Where there is none, that is its ``original``. Comments, unknown keys and the order are kept;
    what cannot be changed so that it says what is wanted is written anew.
    """
    try:
        text = read_bytes(path, ProblemCollector(path.name)).decode("utf-8")
    except (UnreadableFileError, UnicodeDecodeError):
        text = publication.original
    return edited_publication_text(
        text, guess_publication(path.parent), publication
    ) or format_publication(publication)


def edited_publication_text(
    text: str, fallback: Publication, publication: Publication
) -> str | None:
    """``text`` of a ``publication.yaml`` with the id, name and series of ``publication``.

    As little as possible is changed; None where it cannot be changed so. ``fallback`` is what
    stands for values that the file leaves out.
    """
    try:
        before = _parse(text, fallback)
    except (UnreadableFileError, UnicodeEncodeError):
        return None
    expected = replace(before, id=publication.id, name=publication.name, series=publication.series)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.removeprefix(mark).replace("\r\n", "\n").split("\n")
    try:
        candidates = _edit_candidates(lines, before, publication)
    except _DuplicateKey:
        return None
    for candidate in candidates:
        edited = text if candidate == lines else mark + ends.join(candidate)
        if _parses_as(edited, fallback, expected):
            return edited
    return None


def _edit_candidates(
    lines: Sequence[str], before: Publication, publication: Publication
) -> list[list[str]]:
    """What the lines may become, the smallest change first."""
    renamed = list(lines)
    for key in ("name", "id"):
        if getattr(before, key) != getattr(publication, key):
            renamed = _set_value(renamed, key, getattr(publication, key))
    if before.series == publication.series:
        return [renamed]
    candidates = [_set_series(renamed, format_series(publication.series), overwrite=True)]
    old_count = len(before.series)
    if old_count and publication.series[:old_count] == before.series:
        candidates.insert(
            0, _set_series(renamed, format_series(publication.series[old_count:]), overwrite=False)
        )
    return candidates


def _parse(text: str, fallback: Publication) -> Publication:
    problems = ProblemCollector("")
    return parse_publication(decode_utf8(text.encode(), problems), fallback, problems)[0]


def _parses_as(text: str, fallback: Publication, expected: Publication) -> bool:
    try:
        return _parse(text, fallback) == expected
    except (UnreadableFileError, UnicodeEncodeError):
        return False


def _set_value(lines: Sequence[str], key: str, value: str) -> list[str]:
    edited = list(lines)
    key_lines = _find_key_lines(lines, key)
    if key_lines is None:
        id_lines = _find_key_lines(lines, "id")
        insert_at = id_lines[1] if id_lines is not None else _first_content_line(lines)
        edited.insert(insert_at, f"{key}: {format_scalar(value)}")
        return edited
    start, end = key_lines
    match = _KEY_WITH_VALUE.match(lines[start])
    if match is not None and end == start + 1:
        edited[start] = f"{match['key']}{format_scalar(value)}{match['rest']}"
    else:
        edited[start:end] = [f"{key}: {format_scalar(value)}"]
    return edited


def _set_series(lines: Sequence[str], series: Sequence[str], *, overwrite: bool) -> list[str]:
    edited = list(lines)
    key_lines = _find_key_lines(lines, "series")
    if key_lines is None:
        while edited and not edited[-1].strip():
            edited.pop()
        return [*edited, "series:", *series, ""]
    start, end = key_lines
    if overwrite:
        edited[start:end] = ["series:", *series]
        return edited
    first = next((line for line in lines[start + 1 : end] if line.lstrip()[:1] == "-"), "  -")
    margin = " " * (len(first) - len(first.lstrip()))
    edited[end:end] = [margin + line[2:] for line in series]
    return edited


def _find_key_lines(lines: Sequence[str], key: str) -> tuple[int, int] | None:
    """From which line up to which a key and its value stand; None where it is not there.

    Raises:
        _DuplicateKey: it is there twice.
    """
    pattern = re.compile(rf"(?:{key}|\"{key}\"|'{key}')[ \t]*:(?:[ \t]|\Z)")
    starts = [index for index, line in enumerate(lines) if pattern.match(line)]
    if not starts:
        return None
    if len(starts) > 1:
        raise _DuplicateKey
    end = starts[0] + 1
    for index in range(end, len(lines)):
        line = lines[index]
        if line[:1] in (" ", "\t") or line.startswith("- "):
            # A comment at the end may be about what follows.
            if line.strip() and not line.lstrip().startswith("#"):
                end = index + 1
        elif line.strip() and not line.startswith("#"):
            break
    return starts[0], end


def _first_content_line(lines: Sequence[str]) -> int:
    """The first line that is no comment and no mark of a document's beginning."""
    return next(
        (at for at, line in enumerate(lines) if line.strip() and line[0] not in "#-%"), len(lines)
    )
