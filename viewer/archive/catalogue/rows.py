"""Small things the catalogue's writer and reader share."""

from __future__ import annotations

import json
import zlib

from viewer.archive.model.issue import Problem, Severity


def compact_json(value: object) -> str:
    """``value`` as short JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def checksum(parts: tuple[str, ...]) -> int:
    """A sum over what an article's row holds: SQLite notices few flipped bits by itself."""
    total = 0
    for part in parts:
        total = zlib.crc32(part.encode("utf-8", "surrogatepass"), total)
    return total


def dump_problems(problems: tuple[Problem, ...]) -> str:
    """The problems as JSON."""
    return compact_json([[p.severity.value, p.file, p.message, p.line, p.key] for p in problems])


def load_problems(text: str) -> tuple[Problem, ...]:
    """The problems ``dump_problems`` wrote."""
    return tuple(Problem(Severity(s), *rest) for s, *rest in json.loads(text))
