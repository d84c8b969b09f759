"""Damaged journals of the reader's data: what a copy has comes back, and nothing is lost unsaid."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaign.damaging import damage_file
from viewer.archive.library import reader_journal
from viewer.archive.library.reader_data import ReaderData

COUNT = 250
#: By kind and key.
Values = dict[tuple[str, str], object]


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control takes every line for whole, whatever its sum says."""
    backed_up, later = _filled(folder / "intact", chance)
    library = folder / "library"
    for _ in range(count):
        shutil.rmtree(library, ignore_errors=True)
        shutil.copytree(folder / "intact", library)
        done = damage_file(library / "reader" / "desk.jsonl", chance)
        with pytest.MonkeyPatch.context() as patch:
            if control:
                patch.setattr(reader_journal, "crc32", lambda _head: 0)
                patch.setattr(reader_journal, "parse_line", _parse_anything)
            yield _failure(library, done, backed_up, later)


def _filled(folder: Path, chance: random.Random) -> tuple[Values, Values]:
    """A library with 600 values that are in a copy and another 20 that came later."""
    data = ReaderData(folder, "desk")
    values: Values = {}
    for number in range(300):
        key = f"sub60/{100 + number // 6}/article-number-{number}"
        values["read", key], values["place", key] = True, chance.randrange(9000)
    data.set_all((*place, value) for place, value in values.items())
    data.maintain()
    later: Values = {("read", f"sub60/99/later-{number}"): True for number in range(20)}
    for (kind, key), value in later.items():
        data.set(kind, key, value)
    data.close()
    return values, later


def _failure(library: Path, done: str, backed_up: Values, later: Values) -> str:
    """Two starts of the program; a sentence where a value is lost unsaid, or another."""
    data = ReaderData(library, "desk")
    data.maintain()
    told = str(data.problem)
    data.set("read", "new/1/a", True)
    data.close()
    data = ReaderData(library, "desk")
    data.maintain()
    told_again = str(data.problem)
    found = {
        (kind, key): data.get(kind, key) for kind in ("read", "place") for key in data.keys(kind)
    }
    data.close()
    expected = {**backed_up, **later, ("read", "new/1/a"): True}
    wrong = [place for place, value in found.items() if expected.get(place) != value]
    lost = [place for place in expected if place not in found]
    if wrong:
        return f"{done}: {len(wrong)} values are others, such as {wrong[0]}"
    if ("read", "new/1/a") in lost:
        return f"{done}: what was marked afterwards is lost"
    if any(place in backed_up for place in lost):
        return f"{done}: {len(lost)} values are lost that a copy has"
    if lost and not told:
        return f"{done}: {len(lost)} values are lost, and nothing was said"
    return f"{done}: it is told twice: {told_again}" if told_again else ""


def _parse_anything(line: bytes, source: str) -> tuple[int, str, str, reader_journal.Entry] | None:
    try:
        version, kind, key, value, time, _ = reader_journal.json.loads(line)
        return version, kind, key, reader_journal.Entry(time, source, value)
    except (ValueError, TypeError):
        return None
