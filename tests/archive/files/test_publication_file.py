from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.writing import YAML, write
from viewer.archive.files.publication_file import guess_publication, read_publication
from viewer.archive.model.issue import ChapterAnnouncement


def test_a_sound_file(tmp_path: Path) -> None:
    write(tmp_path, {"publication.yaml": YAML + "note: >-\n  兩行\n  文字\n"})
    made, problems = read_publication(tmp_path / "publication.yaml", guess_publication(tmp_path))
    assert problems == ()
    assert (made.id, made.name, made.note) == ("paper", "小報", "兩行 文字")
    assert made.series[0].outline[2] == "Entity NN"
    assert made.series[0].announcements == (ChapterAnnouncement(3, 4, 3),)
    assert made.series[0].places == ()


def test_a_talk_says_where_it_was_given(tmp_path: Path) -> None:
    places = YAML.replace("    outline:", "    places: [台北, 新竹]\n    outline:")
    write(tmp_path, {"publication.yaml": places})
    made, problems = read_publication(tmp_path / "publication.yaml", guess_publication(tmp_path))
    assert problems == ()
    assert made.series[0].places == ("台北", "新竹")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id: Big Id\nname: x", "1: error: “id” must be a short word of small letters"),
        ("id: a\nname: x\nhome: file:///etc", "3: error: “home” must be a web address"),
        ("id: a\nname: x\nseries:\n  - id: s", "4: error: Series 1 must have an id and a title"),
        ("id: a\nname: x\nseries: [{id: s, title: t}, {id: s, title: u}]", "“s” is given twice"),
        ("- a", "1: error: The file must be lines of the form “key: value”."),
        ("id: [", "2: error: The file cannot be read"),
        ("id: a", "guess: The publication has no “name”"),
    ],
)
def test_each_fault_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    write(tmp_path, {"publication.yaml": text + "\n"})
    made, problems = read_publication(tmp_path / "publication.yaml", guess_publication(tmp_path))
    assert len(problems) == 1
    assert sentence in str(problems[0])
    assert made.id
    assert made.name
