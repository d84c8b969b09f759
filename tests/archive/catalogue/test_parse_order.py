"""The order files are read in: what the reader waits for, then as the contents stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.archive.writing import write
from viewer.archive.catalogue.parse_order import prioritize
from viewer.archive.model.address import Address
from viewer.archive.model.issue import Publication
from viewer.archive.model.title_numbers import number_in_name


@dataclass(frozen=True, slots=True)
class File:
    path: Path
    publication: Publication


PAPER = Publication(id="paper", name="小報", language="zh-Hant")
WEEKLY = Publication(id="weekly", name="Weekly", language="en")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("issue-12.md", 12),
        ("007/issue.md", 7),
        ("2018-04-23-no-3.md", 3),
        ("2018-04-23.md", None),
        ("letter.md", None),
        ("1234567890.md", None),
    ],
)
def test_the_number_in_a_name(name: str, number: int | None) -> None:
    assert number_in_name(Path("folder") / name) == number


def turns(files: list[File], wanted: Address | None) -> tuple[list[str], str]:
    ordered, first = prioritize(files, [PAPER, WEEKLY], wanted)
    return [file.path.name for file in ordered], first.path.name if first else ""


def test_files_are_read_as_the_contents_stand() -> None:
    files = [
        *(File(Path(f"w/{n}.md"), WEEKLY) for n in (1, 10, 9)),
        File(Path("p/letter.md"), PAPER),
        File(Path("p/2.md"), PAPER),
    ]
    assert turns(files, None) == (["2.md", "letter.md", "10.md", "9.md", "1.md"], "")
    assert turns(files, Address("weekly", 9, "a1")) == (
        ["9.md", "2.md", "letter.md", "10.md", "1.md"],
        "9.md",
    )
    assert turns(files, Address("weekly", 7)) == (
        ["2.md", "letter.md", "10.md", "9.md", "1.md"],
        "",
    )


def test_of_two_files_for_a_number_the_later_roots_comes_first() -> None:
    files = [File(Path("bundled/2.md"), PAPER), File(Path("mine/issue-2.md"), PAPER)]
    assert turns(files, Address("paper", 2))[1] == "issue-2.md"


def test_a_number_that_stands_in_the_head_alone_is_found(tmp_path: Path) -> None:
    write(tmp_path, {"spring.md": "---\ntitle: Spring\nnumber: 4\n---\n", "summer.md": "text"})
    os.mkfifo(tmp_path / "autumn.md")
    files = [File(tmp_path / f"{name}.md", PAPER) for name in ("autumn", "spring", "summer", "no")]
    assert turns(files, Address("paper", 4))[1] == "spring.md"
