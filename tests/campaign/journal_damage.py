"""A damaged journal of a killed import: what it was about is put back, or named and kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.damaging import damage_file
from tests.campaign.import_kills import (
    count_calls,
    issues,
    kill_import,
    nothing_put_back,
    prepare,
    put_own_files,
    renew,
)
from viewer.archive.library.change_journal import JOURNAL_FILES, MADE_FILE, TRANSACTIONS_FOLDER
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Severity

COUNT = 250


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """One journal, both, or the record of moves is damaged; the control puts and says nothing."""
    intact = prepare(folder)
    most = count_calls(folder, intact)
    done = 0
    while done < count:
        library = renew(folder, intact)
        own = put_own_files(library, chance)
        before = _contents(library)
        kill_import(library, folder / "new", chance.randrange(most))
        journals = sorted((library.folder / TRANSACTIONS_FOLDER).glob(f"*/{JOURNAL_FILES[0]}"))
        unfinished = [path for path in journals if not (path.parent / "done").exists()]
        if not unfinished:
            continue  # killed before it began, or after it was done
        done += 1
        names = chance.choice((JOURNAL_FILES[:1], JOURNAL_FILES[1:], JOURNAL_FILES, (MADE_FILE,)))
        present = [unfinished[0].with_name(name) for name in names]
        damage = ", ".join(damage_file(path, chance) for path in present if path.exists())
        if control:
            with nothing_put_back():
                failure = _look(library, own, before)
        else:
            failure = _look(library, own, before)
        yield f"{damage}: {failure}" if failure else ""


def _look(library: Library, own: dict[Path, bytes], before: dict[str, bytes]) -> str:
    """Starts the program again; a sentence where something is lost, or mixed and not named."""
    told = [p for p in library.update_catalogue().problems if p.severity is Severity.ERROR]
    if any(not path.exists() or path.read_bytes() != content for path, content in own.items()):
        return "her files are not where they were"
    after = _contents(library)
    if after == before and not issues(library, "new"):
        return ""
    kept = {path.read_bytes() for path in (library.folder / TRANSACTIONS_FOLDER).rglob("*")
            if path.is_file()}  # fmt: skip
    lost = [name for name, content in before.items()
            if after.get(name) != content and content not in kept]  # fmt: skip
    if lost:
        return f"lost: {', '.join(lost)}"
    return "" if told else "mixed, and nobody is told"


def _contents(library: Library) -> dict[str, bytes]:
    folder = library.folder / "weekly"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
