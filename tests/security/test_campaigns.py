"""The campaigns of ``tests/campaign/`` in their quick form: a few experiments, and the control."""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.campaign import __main__ as command
from tests.campaign import harness


def test_every_campaign_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert {"catalogue", "disk", "endurance", "fuzz", "index", "kills", "store"} <= {
        line.split()[0] for line in listed
    }
    assert all(len(line.split()) > 4 for line in listed)


@pytest.mark.parametrize("name", ["index", "store"])
def test_a_damaged_cache_shows_nothing_else(name: str, tmp_path: Path) -> None:
    result = harness.carry_out(name, tmp_path / "work", seed=12, count=6)
    assert (result.count, result.failures, result.broken) == (6, [], "")


def test_random_inputs_break_nothing_and_would_without_the_defences(tmp_path: Path) -> None:
    result = harness.carry_out("fuzz", tmp_path / "with", seed=2, count=33)
    assert (result.count, result.failures, result.broken) == (33, [], "")
    result = harness.carry_out("fuzz", tmp_path / "without", seed=2, count=33, control=True)
    assert result.failures
    assert not result.broken


# Where a damaged table breaks off its reading, Whoosh leaves the file to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize(("name", "count"), [("catalogue", 8), ("index", 8), ("store", 12)])
def test_without_its_sums_it_would(name: str, count: int, tmp_path: Path) -> None:
    result = harness.carry_out(name, tmp_path / "work", seed=1, count=count, control=True)
    gc.collect()  # here and not in a later test
    assert result.failures
    assert not result.broken


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the windows are forks")
@pytest.mark.parametrize("options", [[], ["--control"]])
def test_what_was_acknowledged_outlives_the_window(options: list[str]) -> None:
    # Not in this process, where a window may be open already.
    command = [sys.executable, "-m", "tests.campaign", "kills", "--count", "2", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)


def made_up(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    for number in range(count):
        if number == 4:
            raise LookupError("the campaign itself is wrong")
        yield "lost" if control and number == 1 else ""


@pytest.fixture
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(COUNT=3, run=made_up, __doc__="One that is made up.")
    monkeypatch.setattr(harness, "campaigns", lambda: {"made-up": (3, "")})
    monkeypatch.setattr(command, "campaigns", lambda: {"made-up": (3, "")})
    monkeypatch.setattr(harness, "_module", lambda name: module)
    monkeypatch.setattr("os.environ", {})


@pytest.mark.usefixtures("_made_up")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 0, ""),
        (["--control"], 0, "failed, as it must"),
        (["--control", "--count", "1"], 1, "it proves nothing"),
        (["--count", "6"], 1, "the campaign itself is wrong"),
        (["--count", "6", "--control"], 1, "the campaign itself is wrong"),
    ],
)
def test_the_status_says_whether_it_held(
    arguments: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["made-up", *arguments]) == status
    assert said in capsys.readouterr().out


def test_failures_are_counted_and_the_first_of_them_told() -> None:
    failures = [f"{number}: lost" for number in range(25)]
    report = harness.Result("kills", 7, 2_000, failures, seconds=61.7, memory="40 MB").report()
    row = "kills 7 2,000 25 62 40 MB"
    assert " ".join(report.splitlines()[2].split()) == row
    assert report.endswith("  - 19: lost\n  … and 5 more")
