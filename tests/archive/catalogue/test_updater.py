"""A long refresh in steps: what was read can be opened meanwhile, and survives a crash.

Covers viewer/archive/parser/version.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.writing import bundle, write
from viewer.archive.catalogue import parser_pool
from viewer.archive.catalogue import updater as refreshing
from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.errors import AddressError, CatalogueError

NUMBERS = range(1, 31)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One bundled issue, and thirty of the reader's of which nothing was read yet."""
    made = Library(tmp_path / "mine", bundle(tmp_path / "issues"))
    write(made.folder, {f"weekly/{n}.md": f"# {n}\n\nText of {n}.\n" for n in NUMBERS})
    return made


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every issue is a step, and one worker answers in the order of parsing."""
    monkeypatch.setattr(refreshing, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(parser_pool, "_WORKER_COUNT", 1)


def held(library: Library) -> dict[str, list[int]]:
    with library.open_catalogue() as catalogue:
        for issue in (issue for p in catalogue.publications() for issue in p.issues):
            catalogue.page(Address(issue.publication, issue.number))
        assert catalogue.document_ids()
        catalogue.verify_counts()
        return {
            row.id: [issue.number for issue in row.issues]
            for row in catalogue.publication_summaries()
        }


@pytest.mark.parametrize("wanted", ["weekly/7", "paper/2"])
def test_the_wanted_issue_is_there_first(library: Library, eager: None, wanted: str) -> None:
    publication, number = wanted.split("/")
    address = Address(publication, int(number))
    seen: list[tuple[bool, dict[str, list[int]]]] = []
    library.update_catalogue(
        read_first=address, on_step=lambda is_there: seen.append((is_there, held(library)))
    )
    settled = [numbers for is_there, numbers in seen if is_there]
    assert all(address.issue in numbers[publication] for numbers in settled)
    assert len(settled) > 20
    assert sum(map(len, settled[0].values())) <= 3
    sizes = [sum(map(len, numbers.values())) for _, numbers in seen]
    assert sizes == sorted(sizes)
    assert held(library) == {"paper": [2], "weekly": list(reversed(NUMBERS))}
    assert library.is_up_to_date()


def test_without_one_that_is_wanted_the_newest_comes_first(library: Library, eager: None) -> None:
    seen: list[list[int]] = []

    def ready(is_there: bool) -> None:
        assert is_there
        seen.append(held(library)["weekly"])

    library.update_catalogue(read_first=Address("weekly", 99), on_step=ready)
    assert seen[0] in ([], [30], [29])
    # Issues come below those that are there: no row moves.
    grown = [numbers for numbers in seen if len(numbers) > 3]
    assert all(max(numbers) == 30 for numbers in grown)


def test_changes_that_are_read_within_a_step_are_not_told_of(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "STEP_SECONDS", 3600.0)
    library.update_catalogue()
    write(library.folder, {"weekly/7.md": "# 7\n\nChanged.\n"})
    told: list[bool] = []
    library.update_catalogue(read_first=Address("weekly", 7), on_step=told.append)
    assert told == []


def test_what_was_there_can_be_read_while_everything_is_read_again(
    library: Library, eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.update_catalogue()
    before = held(library)
    for module in ("updater", "writer"):
        monkeypatch.setattr(f"viewer.archive.catalogue.{module}.PARSER_VERSION", 99)
    assert not library.is_up_to_date()
    seen: list[dict[str, list[int]]] = []
    done = library.update_catalogue(on_step=lambda _: seen.append(held(library)))
    assert done.updated == len(NUMBERS) + 1
    assert len(seen) > 20
    assert all(numbers == before for numbers in seen)
    assert library.is_up_to_date()


def test_without_ready_nothing_is_seen_before_the_end(library: Library, eager: None) -> None:
    def progress(done: int, _of: int) -> None:
        with pytest.raises(CatalogueError):
            library.open_catalogue()

    library.update_catalogue(progress)
    library.open_catalogue().close()


_CRASH = """
import os, sys
from pathlib import Path
from viewer.archive.catalogue import updater
from viewer.archive.library.library import Library
if __name__ == "__main__":
    updater.STEP_SECONDS = 0.0
    steps = []
    def end(is_there):
        steps.append(is_there)
        if sys.argv[3] == "behind a step" and len(steps) == 5:
            os._exit(9)
    def progress(done, of):
        if sys.argv[3] == "in a step" and done == 10:
            os._exit(9)
    Library(Path(sys.argv[1]), Path(sys.argv[2])).update_catalogue(progress, on_step=end)
"""


@pytest.mark.parametrize("where", ["behind a step", "in a step"])
def test_a_crash_loses_no_more_than_a_step(library: Library, tmp_path: Path, where: str) -> None:
    script = tmp_path / "crash.py"
    script.write_text(_CRASH, "utf-8")
    assert library.bundled is not None
    command = [sys.executable, str(script), str(library.folder), str(library.bundled), where]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], check=False, timeout=60)
    assert done.returncode == 9
    read = sum(map(len, held(library).values()))
    assert 5 <= read <= 11
    assert not library.is_up_to_date()
    refreshed = library.update_catalogue()
    assert (refreshed.added, refreshed.unchanged) == (len(NUMBERS) + 1 - read, read)
    assert held(library) == {"paper": [2], "weekly": list(reversed(NUMBERS))}


def test_an_error_in_between_keeps_what_was_opened(library: Library, eager: None) -> None:
    class Stopped(Exception):
        pass

    steps: list[bool] = []

    def ready(is_there: bool) -> None:
        steps.append(is_there)
        if len(steps) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        library.update_catalogue(on_step=ready)
    assert 3 <= sum(map(len, held(library).values())) <= 4
    library.update_catalogue()
    assert len(held(library)["weekly"]) == len(NUMBERS)


def test_a_wanted_issue_that_cannot_be_read_keeps_nobody_waiting(
    library: Library, eager: None
) -> None:
    write(library.folder, {"weekly/7.md": b"\xff"})
    told: list[bool] = []
    library.update_catalogue(read_first=Address("weekly", 7), on_step=told.append)
    assert told[-1]
    with library.open_catalogue() as catalogue, pytest.raises(AddressError):
        catalogue.page(Address("weekly", 7))


def test_each_new_catalogue_is_a_generation(library: Library) -> None:
    def generation() -> str:
        with library.open_catalogue() as catalogue:
            return catalogue.generation()

    library.update_catalogue()
    first = generation()
    assert first
    write(library.folder, {"weekly/31.md": "# 31\n\nText.\n"})
    library.update_catalogue()
    assert generation() == first
    library.rebuild_catalogue()
    assert generation() not in ("", first)
