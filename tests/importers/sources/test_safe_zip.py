"""Hostile and broken archives, each refused in one sentence; sound ones read as they are."""

from __future__ import annotations

import io
import os
import stat
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers.sources.safe_zip import BadEntry, SafeZip, ZipLimits, name_problem, open_zip

MEGABYTE = 1024 * 1024


def opened(path: Path, limits: ZipLimits | None = None) -> SafeZip:
    return open_zip(path, ProblemCollector(path.name), limits)


def refusal(path: Path, limits: ZipLimits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        opened(path, limits)
    (problem,) = caught.value.problems
    assert problem.file == path.name
    return problem.message


def write_zip(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_sound_archive_is_read_as_it_is(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "a.zip", {"one.md": b"# One", "figures/": b"", "figures/圖.png": b"\x89"}
    )
    with opened(path) as archive:
        assert archive.names == ("one.md", "figures/圖.png")
        assert archive.refused == {}
        assert "one.md" in archive
        assert archive.size("one.md") == 5
        assert archive.read("one.md") == b"# One"
        assert archive.read("figures/圖.png") == b"\x89"


def test_a_name_is_found_in_other_capitals_and_forms(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Café.md")
    with opened(write_zip(tmp_path / "a.zip", {decomposed: b"x"})) as archive:
        assert archive.names == ("Café.md",)
        assert archive.find(decomposed) == "Café.md"
        assert archive.find("CAFÉ.MD") == "Café.md"
        assert archive.find("tea.md") is None


def test_a_name_written_without_its_mark_is_read_as_utf_8(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"圖.png": b"x"})
    content = bytearray(path.read_bytes())
    for at in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[at : at + 2] = struct.pack("<H", 0)
    path.write_bytes(content)
    with opened(path) as archive:
        assert archive.names == ("圖.png",)
        assert archive.read("圖.png") == b"x"


def test_backslashes_part_folders(tmp_path: Path) -> None:
    with opened(write_zip(tmp_path / "a.zip", {"a\\b.md": b"x", "..\\..\\c.md": b"y"})) as archive:
        assert archive.names == ("a/b.md",)
        assert "outside the archive" in archive.refused["../../c.md"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../x.md", "outside the archive"),
        ("a/../../x.md", "outside the archive"),
        ("/etc/passwd", "outside the archive"),
        ("//host/share/x.png", "outside the archive"),
        ("C:/Windows/x.md", "outside the archive"),
        ("x.md:ads", "outside the archive"),
        ("a//x.md", "empty part"),
        ("./x.md", "empty part"),
        ("CON.md", "device on Windows"),
        ("a/nul", "device on Windows"),
        ("Lpt1.tar.gz", "device on Windows"),
        ("com² .txt", "device on Windows"),
        ("x.md.", "ends in a dot or a space"),
        ("a /x.md", "ends in a dot or a space"),
        ("\u202egnp.md", "reverse the reading"),
        ("a\u2066b.md", "reverse the reading"),
        ("a\nb.md", "control characters"),
        ("a\x1b[2Jb.md", "control characters"),
        ("x" * 256 + "/y.md", "longer than 255 bytes"),
        ("圖" * 100 + ".md", "longer than 255 bytes"),
        ("x/" * 300 + "y.md", "longer than 400"),
        ("", "empty"),
    ],
)
def test_a_name_that_is_not_safe_everywhere_is_refused(
    tmp_path: Path, name: str, said: str
) -> None:
    assert said in name_problem(name)
    if not name:
        return
    with opened(write_zip(tmp_path / "a.zip", {name: b"x", "good.md": b"y"})) as archive:
        assert archive.names == ("good.md",)
        ((shown, why),) = archive.refused.items()
        assert said in why
        assert "\n" not in shown
        assert "\x1b" not in shown


def test_a_name_with_nul_is_not_cut_there(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"xy.png_exe": b"x"})
    path.write_bytes(path.read_bytes().replace(b"xy.png_exe", b"xy.png\0exe"))
    with opened(path) as archive:
        assert archive.names == ()
        assert list(archive.refused) == ["xy.png\\x00exe"]


@pytest.mark.parametrize("name", ["a.md", "console.md", "圖/一 二.png", "com10.md", "...a", ".a"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert name_problem(name) == ""


def test_names_that_clash_elsewhere_are_taken_once(tmp_path: Path) -> None:
    composed, decomposed = "é.md", unicodedata.normalize("NFD", "é.md")
    path = write_zip(
        tmp_path / "a.zip", {"A.md": b"1", "a.md": b"2", composed: b"3", decomposed: b"4"}
    )
    with opened(path) as archive:
        assert archive.names == ("A.md", "é.md")
        assert archive.read("é.md") == b"3"
        assert "capital letters" in archive.refused["a.md"]
        assert "twice" in archive.refused["é.md"]


def test_of_two_entries_of_one_name_the_first_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.md", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x.md", b"second")
    with opened(path) as guarded:
        assert guarded.read("x.md") == b"first"
        assert "twice" in guarded.refused["x.md"]


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (stat.S_IFLNK | 0o777, "a link"),
        (stat.S_IFIFO | 0o644, "not a regular file"),
        (stat.S_IFCHR | 0o644, "not a regular file"),
    ],
)
def test_an_entry_that_is_no_file_is_refused(tmp_path: Path, mode: int, said: str) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("x.md")
    info.external_attr = mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with opened(path) as guarded:
        assert guarded.names == ()
        assert said in guarded.refused["x.md"]


def test_an_encrypted_entry_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": b"x"})
    content = bytearray(path.read_bytes())
    for at in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[at] |= 1
    path.write_bytes(content)
    with opened(path) as archive:
        assert "encrypted" in archive.refused["x.md"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_packing_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("x.md", b"x" * 1000)
    with opened(path) as guarded:
        assert "packed in a way" in guarded.refused["x.md"]


def test_an_entry_that_would_swell_is_refused(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(60_000)
    path = write_zip(tmp_path / "a.zip", {"bomb.md": bytes(5 * MEGABYTE), "noise.bin": noise})
    with opened(path) as archive:
        assert archive.names == ("noise.bin",)
        assert "unpack to far more" in archive.refused["bomb.md"]


def test_a_large_entry_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": b"x" * 101, "y.md": b"y" * 100})
    with opened(path, ZipLimits(entry_size=100)) as archive:
        assert archive.names == ("y.md",)
        assert "larger than" in archive.refused["x.md"]


def test_an_archive_that_would_swell_as_a_whole_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {f"{n}.md": bytes(3 * MEGABYTE) for n in range(4)})
    assert "would unpack to 12 MB" in refusal(path)


def test_an_archive_that_holds_too_much_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {f"{n}.md": os.urandom(1000) for n in range(3)})
    assert "would unpack to" in refusal(path, ZipLimits(total_size=2999))
    with opened(path, ZipLimits(total_size=3000)) as archive:
        assert len(archive.names) == 3


def test_an_archive_of_too_many_files_is_refused_before_it_is_listed(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {f"{n}.md": b"" for n in range(11)})
    assert "more than 10 files" in refusal(path, ZipLimits(entry_count=10))
    assert "list of files is too long" in refusal(path, ZipLimits(directory_size=300))


def _overlapping(count: int) -> bytes:
    """An archive whose every entry is the same content, as of a bomb of one kernel."""
    once = io.BytesIO()
    with zipfile.ZipFile(once, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.md", os.urandom(2000))
        offset = archive.start_dir
    content = once.getvalue()
    entry = content[offset : content.index(b"PK\x05\x06")]
    directory = entry * count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return content[:offset] + directory + end


def test_overlapping_entries_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(_overlapping(1))
    opened(path).close()
    path.write_bytes(_overlapping(40))
    assert "over one another" in refusal(path)


def test_an_entry_that_reaches_into_the_list_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": os.urandom(300)})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02") + 20
    content[at : at + 4] = struct.pack("<L", 2000)
    path.write_bytes(content)
    assert "over its own list" in refusal(path)


@pytest.mark.parametrize(("declared", "said"), [(3, "damaged"), (4000, "not as large")])
def test_a_lying_size_is_told(tmp_path: Path, declared: int, said: str) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": b"a text of some length", "y.md": b"y"})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<L", declared)
    path.write_bytes(content)
    with opened(path) as archive:
        with pytest.raises(BadEntry, match=said):
            archive.read("x.md")
        assert archive.read("y.md") == b"y"


def test_a_damaged_entry_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": os.urandom(500), "y.md": b"y"})
    content = bytearray(path.read_bytes())
    content[100] ^= 0xFF
    path.write_bytes(content)
    with opened(path) as archive:
        with pytest.raises(BadEntry, match="damaged"):
            archive.read("x.md")
        assert archive.read("y.md") == b"y"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(17), b"x" * 999])
def test_what_is_no_zip_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert "not a zip archive" in refusal(path)


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": os.urandom(3000)})
    path.write_bytes(path.read_bytes()[:-40])
    assert "cut off or damaged" in refusal(path)


def test_links_and_other_files_are_not_opened(tmp_path: Path) -> None:
    target = write_zip(tmp_path / "a.zip", {"x.md": b"x"})
    link = tmp_path / "link.zip"
    link.symlink_to(target)
    assert "is a link" in refusal(link)
    assert "not a regular file" in refusal(tmp_path)
    assert "not there" in refusal(tmp_path / "none.zip")
    assert "larger than" in refusal(target, ZipLimits(archive_size=10))


@settings(max_examples=200)
@given(data=st.data())
def test_no_damage_ends_in_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    path = write_zip(tmp_path / "a.zip", {"x.md": b"text " * 40, "圖/y.md": b"y", "z": bytes(200)})
    content = bytearray(path.read_bytes())
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=6)
    ):
        content[at] = value
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))] or content)
    sentences = []
    try:
        archive = opened(path)
    except UnreadableFileError as error:
        sentences.append(error.problems[0].message)
    else:
        with archive:
            for name in archive.names:
                try:
                    assert len(archive.read(name)) == archive.size(name)
                except BadEntry as error:
                    sentences.append(str(error))
    assert all(sentence.endswith(".") for sentence in sentences)
