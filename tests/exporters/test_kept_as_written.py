"""What its author wrote by hand leaves the library and comes back byte for byte, or is named.

Covers viewer/exporters/files_beside.py and viewer/archive/files/native_draft.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.writing import write
from tests.exporters.conftest import PNG
from viewer.archive.files.picture_paths import is_file_name
from viewer.archive.library.library import Library
from viewer.exporters.folder import export_folder
from viewer.exporters.pack import export_pack
from viewer.exporters.publication_export import ExportedPublication
from viewer.importers.import_report import ImportReport
from viewer.importers.import_session import ImportSession

YAML = """\
# Written by Ann; do not sort.
name: 'Weekly'   # as on the cover
id: weekly
note: |
  First line

  Second: line
printer: "Otto & Sons"
series: []
"""

ISSUE = """\
---
# The head, by hand
title:   'The "first"'   # quoted so
number:  1   # the first
editors: [Ann,   "Ben"]
guid: plain words
printed: 2020-05-01 12:00
date: 2020-05-01
---

<!-- a note to ourselves -->

# Tea {#tea .big data-x="1"}

## Green {#green   editor="Ann"}

Two blanks\x20\x20
break, a backslash\\
breaks too; trailing blanks\x20\x20\x20

A [talk][1], a [table](data/cups%20and%20pots.csv), a <audio src="sound/tea.ogg"></audio>.

![A cup](figures/cup.png "The cup"){width=40}

*   stars
-   and hyphens
1) brackets

| a | b |
|---|---|
| 1 | 2 |

<details><summary>raw</summary>

HTML

</details>

[1]: <my talk (1).pdf> "The talk"

Text[^n].

[^n]: A note.



"""

FILES: dict[str, str | bytes] = {
    "001/my talk (1).pdf": b"%PDF-1.4",
    "001/data/cups and pots.csv": b"a,b\r\n",
    "001/sound/tea.ogg": b"OggS",
    "001/figures/cup.png": PNG,
    "001/nobody-links-me.txt": b"mine",
    "001/notes.md": b"# Not an issue",
    "001/\u5716\u8868.tsv": b"x",
    "001/LICENSE": b"CC",
}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def export(library: Library, form: str, out: Path) -> tuple[ExportedPublication, Path]:
    if form == "folder":
        return export_folder(library, "weekly", out / "weekly"), out / "weekly"
    return export_pack(library, "weekly", out / "weekly.dvpack")


def bring_in(path: Path, library: Library) -> ImportReport:
    with ImportSession(library) as importing:
        report = importing.prepare([path])
        importing.commit()
    return report


def library_of(folder: Path, contents: dict[str, str | bytes]) -> Library:
    write(folder / "weekly", contents)
    library = Library(folder)
    library.update_catalogue()
    return library


@pytest.mark.parametrize("form", ["folder", "pack"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_byte_comes_back(tmp_path: Path, form: str, line_end: str, mark: str) -> None:
    written = {
        "publication.yaml": (mark + YAML.replace("\n", line_end)).encode(),
        "001/issue.md": (mark + ISSUE.replace("\n", line_end)).encode(),
        **FILES,
    }
    library = library_of(tmp_path / "one", written)
    exported, path = export(library, form, tmp_path / "out")
    assert exported.problems == ()
    if form == "folder":
        assert files(path) == written
    other = Library(tmp_path / "two")
    report = bring_in(path, other)
    assert files(other.folder / "weekly") == written
    assert not [problem for problem in report.problems if "anew" in problem.message]
    # What came in is exported as it was, and coming in again changes nothing.
    again, _ = export(other, form, tmp_path / "again")
    assert [file.sha256 for file in again.files] == [file.sha256 for file in exported.files]
    assert bring_in(path, other).publications[0].unchanged == 1


def test_a_head_that_is_missing_stays_missing(tmp_path: Path) -> None:
    written: dict[str, str | bytes] = {
        "publication.yaml": "id: weekly\nname: Weekly\n",
        "007/issue.md": "# The seventh\n\n## Tea\n\nHot.\n",
    }
    library = library_of(tmp_path / "one", written)
    _, path = export(library, "folder", tmp_path / "out")
    other = Library(tmp_path / "two")
    bring_in(path, other)
    assert files(other.folder / "weekly") == files(tmp_path / "one" / "weekly") == files(path)
    with library.open_catalogue() as one, other.open_catalogue() as two:
        assert one.publications() == two.publications()


def test_an_issue_that_gets_another_number_keeps_the_rest(tmp_path: Path) -> None:
    library = library_of(tmp_path / "one", {"publication.yaml": YAML, "5/issue.md": ISSUE})
    _, path = export(library, "folder", tmp_path / "out")
    assert (path / "001/issue.md").read_text(encoding="utf-8") == ISSUE


def test_what_a_shared_folder_holds_is_taken_along_where_it_is_named(tmp_path: Path) -> None:
    library = library_of(
        tmp_path / "one",
        {
            "2024-03-01.md": "---\nprinted: yes\n---\n\n## A\n\n[x][t] ![y](pictures/a%20b.png)\n\n"
            "[t]: ./talk.pdf\n",
            "2024-04-01.md": "## B\n\n<a href='sound.mp3'>z</a> [up](../above.pdf)\n",
            "talk.pdf": b"t",
            "pictures/a b.png": PNG,
            "sound.mp3": b"s",
            "README.md": "# Read me",
            "unused.pdf": b"u",
            "../above.pdf": b"a",
        },
    )
    exported, path = export(library, "folder", tmp_path / "out")
    assert list(files(path)) == [
        "20240301/issue.md", "20240301/pictures/a b.png", "20240301/talk.pdf",
        "20240401/issue.md", "20240401/sound.mp3", "publication.yaml",
    ]  # fmt: skip
    first = (path / "20240301/issue.md").read_text(encoding="utf-8")
    assert first.startswith("---\nnumber: 20240301\n")
    assert "\ndate: 2024-03-01\nprinted: yes\n---\n\n## A\n\n[x][t]" in first
    said = [str(problem.message) for problem in exported.problems]
    assert said == [
        "The file ../above.pdf is outside the issue's folder and is left out; put a copy into it.",
        "2 files belong to no issue and are left out: README.md, unused.pdf.",
    ]


def test_what_cannot_come_along_is_named(tmp_path: Path) -> None:
    library = library_of(
        tmp_path / "one",
        {
            "publication.yaml": YAML,
            "001/issue.md": ISSUE + "[t](a:b.txt) [u](cafe\u0301.txt)\n",
            "001/run.bat": b"x",
            "001/a:b.txt": b"x",
            "001/cafe\u0301.txt": b"x",
            "001/.secret": b"x",
        },
    )
    (library.folder / "weekly/001/link.txt").symlink_to("/etc/hostname")
    exported, path = export(library, "folder", tmp_path / "out")
    assert list(files(path)) == [
        "001/a-b.txt", "001/caf\u00e9.txt", "001/issue.md", "publication.yaml"
    ]  # fmt: skip
    text = (path / "001/issue.md").read_text(encoding="utf-8")
    assert text == ISSUE + "[t](a-b.txt) [u](caf\u00e9.txt)\n"
    said = " ".join(problem.message for problem in exported.problems)
    for name in ("run.bat is a program", "link.txt is left out", ".secret is left out"):
        assert name in said


@pytest.mark.parametrize(
    ("yaml", "kept"),
    [
        ("# mine\nlanguage: en\n", "# mine\nid: weekly\nname: weekly\nlanguage: en\n"),
        ("name: [\n", "id: weekly\nname: weekly\n"),
        ("name: Weekly\nid: &a weekly\nx: *a\n", None),
    ],
)
def test_a_publication_file_is_completed_or_written_anew_and_told(
    tmp_path: Path, yaml: str, kept: str | None
) -> None:
    library = library_of(tmp_path / "one", {"publication.yaml": yaml, "001/issue.md": ISSUE})
    exported, path = export(library, "folder", tmp_path / "out")
    found = (path / "publication.yaml").read_text(encoding="utf-8")
    told = any("is written anew in the export" in p.message for p in exported.problems)
    assert found == (kept or "id: weekly\nname: weekly\n")
    assert told == (kept is None)


def test_an_issue_that_is_another_one_here_is_written_anew_and_told(tmp_path: Path) -> None:
    library = library_of(tmp_path / "one", {"publication.yaml": YAML, "001/issue.md": ISSUE})
    _, path = export(library, "folder", tmp_path / "out")
    other = library_of(
        tmp_path / "two",
        {
            "publication.yaml": YAML,
            "001/issue.md": "---\nguid: other\n---\n\n## Z\n\nNo word of it.\n",
        },
    )
    bring_in(path, other)
    moved = (other.folder / "weekly/002/issue.md").read_text(encoding="utf-8")
    assert moved == ISSUE.replace("number:  1 ", "number:  2 ")


@pytest.mark.parametrize(
    "name",
    ["a.pdf", "a b (1).pdf", "figures/x.png", "\u5716.csv", "Makefile", "a/b/c/d/e.txt"],
)
def test_names_that_a_file_may_have(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name",
    ["../a.pdf", "/a.pdf", "a/../b.pdf", "C:a.pdf", "a\\b.pdf", ".a", "a/.b/c", "a.", "a ",
     "a/ b", "con", "CON.txt", "x/lpt1.pdf", "a.exe", "a.pdf.Lnk", "issue.md", "Issue.MD", "a\nb",
     "a\0b", "a\u202eb.pdf", "", "a//b", "a/b/c/d/e/f.txt", "x" * 300, "cafe\u0301.txt", "a*b"],
)  # fmt: skip
def test_names_that_no_file_may_have(name: str) -> None:
    assert not is_file_name(name)
