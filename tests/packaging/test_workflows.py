"""What runs for every change: three systems, every Python, and nothing that can be swapped."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
#: What a step uses, and what stands behind it on the line.
_USED = re.compile(r"\buses: *(\S+)(.*)")


def not_pinned(workflow: str) -> list[str]:
    """The actions that are named by a tag, which may be moved, or without their version."""
    return [
        action
        for action, comment in _USED.findall(workflow)
        if not re.search(r"@[0-9a-f]{40}$", action)
        or not re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    ]


def test_every_action_is_pinned_by_its_hash() -> None:
    assert len(WORKFLOWS) == 2
    for workflow in WORKFLOWS:
        assert _USED.search(workflow.read_text("utf-8"))
        assert not_pinned(workflow.read_text("utf-8")) == [], workflow.name


def test_an_action_that_can_be_swapped_is_found() -> None:
    hash = "a" * 40
    said = f"- uses: a/b@v4\n- uses: a/c@{hash}\n- uses: a/d@{hash} # v1.2.3\n"
    assert not_pinned(said) == ["a/b@v4", f"a/c@{hash}"]


def test_every_change_is_tested_on_three_systems_and_every_python() -> None:
    told = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    # YAML 1.1 takes the word "on" for true.
    assert {"push", "pull_request"} <= told[True].keys()
    matrix = told["jobs"]["test"]["strategy"]["matrix"]
    assert [system.partition("-")[0] for system in matrix["system"]] == [
        "ubuntu",
        "windows",
        "macos",
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [
        found[1] for line in project["classifiers"] if (found := re.search(r":: (3\.\d+)$", line))
    ]
    assert matrix["python"] == named
    assert project["requires-python"] == f">={named[0]}"
    assert told["permissions"] == {"contents": "read"}


def test_forms_for_reports_are_read() -> None:
    for path in [*(ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"), ROOT / ".github/dependabot.yml"]:
        assert yaml.safe_load(path.read_text("utf-8")), path.name
