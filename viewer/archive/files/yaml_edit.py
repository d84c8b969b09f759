"""Changing one value of a YAML file by hand, so that all else in it stays as it was written."""

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
    """The ``publication.yaml`` at ``path`` with the name and series of ``publication``.

    Comments, unknown keys and the order are kept; where the file cannot be changed so that it says
    what is wanted, or there is none, it is written anew.
    """
    guess = guess_publication(path.parent)
    try:
        content = read_bytes(path, ProblemCollector(path.name))
        was = _parse(content, guess)
        mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
        text = content.decode("utf-8-sig")
    except (UnreadableFileError, UnicodeDecodeError):
        return format_publication(publication)
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    try:
        tries = _edit_candidates(lines, was, publication)
    except _DuplicateKey:
        return format_publication(publication)
    aim = replace(was, name=publication.name, series=publication.series)
    for made in tries:
        text = mark + ends.join(made)
        if was.id == publication.id and _parses_as(text, guess, aim):
            return text
    return format_publication(publication)


def _edit_candidates(
    lines: Sequence[str], was: Publication, wanted: Publication
) -> list[list[str]]:
    """What the lines may become, the smallest change first."""
    made = _set_name(lines, wanted.name) if was.name != wanted.name else list(lines)
    if was.series == wanted.series:
        return [made]
    tries = [_set_series(made, format_series(wanted.series), overwrite=True)]
    known = len(was.series)
    if known and wanted.series[:known] == was.series:
        tries.insert(0, _set_series(made, format_series(wanted.series[known:]), overwrite=False))
    return tries


def _parse(content: bytes, fallback: Publication) -> Publication:
    problems = ProblemCollector("")
    return parse_publication(decode_utf8(content, problems), fallback, problems)[0]


def _parses_as(text: str, fallback: Publication, expected: Publication) -> bool:
    try:
        return _parse(text.encode(), fallback) == expected
    except (UnreadableFileError, UnicodeEncodeError):
        return False


def _set_name(lines: Sequence[str], name: str) -> list[str]:
    made = list(lines)
    place = _find_key_lines(lines, "name")
    if place is None:
        before = _find_key_lines(lines, "id")
        at = before[1] if before is not None else _first_content_line(lines)
        made.insert(at, f"name: {format_scalar(name)}")
        return made
    start, end = place
    match = _KEY_WITH_VALUE.match(lines[start])
    if match is not None and end == start + 1:
        made[start] = f"{match['key']}{format_scalar(name)}{match['rest']}"
    else:
        made[start:end] = [f"name: {format_scalar(name)}"]
    return made


def _set_series(lines: Sequence[str], series: Sequence[str], *, overwrite: bool) -> list[str]:
    made = list(lines)
    place = _find_key_lines(lines, "series")
    if place is None:
        while made and not made[-1].strip():
            made.pop()
        return [*made, "series:", *series, ""]
    start, end = place
    if overwrite:
        made[start:end] = ["series:", *series]
        return made
    first = next((line for line in lines[start + 1 : end] if line.lstrip()[:1] == "-"), "  -")
    margin = " " * (len(first) - len(first.lstrip()))
    made[end:end] = [margin + line[2:] for line in series]
    return made


def _find_key_lines(lines: Sequence[str], key: str) -> tuple[int, int] | None:
    """From which line up to which a key and its value stand; None where it is not there.

    Raises:
        _DuplicateKey: it is there twice.
    """
    begins = re.compile(rf"(?:{key}|\"{key}\"|'{key}')[ \t]*:(?:[ \t]|\Z)")
    found = [at for at, line in enumerate(lines) if begins.match(line)]
    if not found:
        return None
    if len(found) > 1:
        raise _DuplicateKey
    end = found[0] + 1
    for at in range(end, len(lines)):
        line = lines[at]
        if line[:1] in (" ", "\t") or line.startswith("- "):
            # A comment at the end may be about what follows.
            if line.strip() and not line.lstrip().startswith("#"):
                end = at + 1
        elif line.strip() and not line.startswith("#"):
            break
    return found[0], end


def _first_content_line(lines: Sequence[str]) -> int:
    """The first line that is no comment and no mark of a document's beginning."""
    return next(
        (at for at, line in enumerate(lines) if line.strip() and line[0] not in "#-%"), len(lines)
    )
