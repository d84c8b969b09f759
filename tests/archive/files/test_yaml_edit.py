"""A publication's file is changed where it has to be, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.issue_formatter import format_publication
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.publication_file import guess_publication, parse_publication
from viewer.archive.files.yaml_edit import updated_publication_text
from viewer.archive.model.issue import Publication, SeriesOutline

WORDS = """\
# my own words
id: weekly   # never change this
name: 週報  # as it calls itself
mood: sunny

home: 'https://example.org/'
series:
  # the long one
  - id: talk
    title: 演講
    outline: [一, 二]
# the end
"""


def read(text: str, folder: Path) -> Publication:
    return parse_publication(text, guess_publication(folder), ProblemCollector("x"))[0]


def renamed(tmp_path: Path, text: str, name: str) -> str:
    path = tmp_path / "weekly/publication.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode())
    return updated_publication_text(path, replace(read(text, path.parent), name=name))


def test_a_new_name_leaves_comments_and_unknown_keys_alone(tmp_path: Path) -> None:
    assert renamed(tmp_path, WORDS, "月報") == WORDS.replace("name: 週報", "name: 月報")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: weekly\nname: 'it''s # mine' # yes\nx: 1\n", 'name: "#1: a" # yes'),
        ("id: weekly\nname: >\n  two\n  lines\nx: 1\n", 'name: "#1: a"'),
        ('id: weekly\n"name": "a\\" b"\nx: 1\n', '"name": "#1: a"'),
        ("# top\nid: weekly # mine\nx: 1\n", 'name: "#1: a"'),
        ("---\n# top\nx: 1\n", 'name: "#1: a"'),
        ("\ufeffid: weekly\r\nname: b\r\nx: 1\r\n", 'name: "#1: a"'),
    ],
)
def test_however_it_is_written_one_line_changes(tmp_path: Path, text: str, line: str) -> None:
    made = renamed(tmp_path, text, "#1: a")
    assert line in made.splitlines()
    assert read(made.lstrip("\ufeff").replace("\r\n", "\n"), tmp_path / "weekly").name == "#1: a"
    gone = set(text.splitlines()) - set(made.splitlines())
    assert not any("id" in line or "x:" in line or "top" in line for line in gone)
    assert made.count("\r\n") == text.count("\r\n")


@pytest.mark.parametrize("text", ["{id: weekly, name: b}\n", "id: [\n", "name: a\nname: b\n", ""])
def test_what_cannot_be_changed_by_hand_is_written_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weekly/publication.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    wanted = Publication("weekly", "月報", "zh-Hant")
    assert updated_publication_text(path, wanted) == format_publication(wanted)
    path.unlink()
    assert updated_publication_text(path, wanted) == format_publication(wanted)


def test_a_new_series_is_added_below_the_others(tmp_path: Path) -> None:
    path = tmp_path / "weekly/publication.yaml"
    path.parent.mkdir()
    path.write_text(WORDS, encoding="utf-8")
    was = read(WORDS, path.parent)
    new = SeriesOutline("other", "另一場", "李四", ("甲",))
    made = updated_publication_text(path, replace(was, series=(*was.series, new)))
    assert made == WORDS.replace(
        "    outline: [一, 二]\n",
        "    outline: [一, 二]\n  - id: other\n    title: 另一場\n    speaker: 李四\n"
        "    outline:\n      - 甲\n",
    )
    longer = replace(was.series[0], outline=("一", "二", "三"))
    made = updated_publication_text(path, replace(was, series=(longer,)))
    assert read(made, path.parent).series == (longer,)
    for kept in ("# my own words", "# never change this", "mood: sunny", "# the end"):
        assert kept in made


@given(st.text(min_size=1, max_size=40).map(lambda t: " ".join(t.split())).filter(bool))
def test_any_name_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        made = renamed(folder, WORDS, name)
    except UnicodeEncodeError:
        return
    assert made.startswith(("# my own words", "id: weekly"))
    assert (
        read(made, folder / "weekly").name
        == read(format_publication(Publication("weekly", name, "")), folder / "weekly").name
    )
