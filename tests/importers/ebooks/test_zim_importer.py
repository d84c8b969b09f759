"""ZIM archives: pages as issues, in a process of their own, only where the archive is whole.

Covers viewer/importers/ebooks/zim_source.py.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.importers.mails import png
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss
from viewer.cli.main import main
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions, Source
from viewer.importers.ebooks import zim_source as zim_reading
from viewer.importers.ebooks.zim_importer import IMPORTER

WORDS = "The tea is hot and good, and this is a text of some length. " * 3


def html(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


PAGES = {
    "index.html": html("All", "<ul><li><a href='2020/a.html'>A</a></li></ul>"),
    "2020/a.html": html(
        "Tea #1",
        f"<nav>Menu</nav><h1>Green</h1><p>{WORDS}<img src='../img/cup.png' alt='A cup'></p>"
        "<h1>Black</h1><p>Strong. <a href='b.html'>next</a></p>",
        "<meta property='article:published_time' content='2020-05-01T10:00:00Z'>",
    ),
    "2020/b.html": html("Tea #2", f"<h1>White</h1><p>{WORDS}</p>"),
    "2020/empty.html": html("Nothing", "<p></p>"),
}


def archive(path: Path, pages: dict[str, str], **metadata: str) -> Path:
    pytest.importorskip("libzim")
    from libzim.writer import Creator, Hint, Item, StringProvider

    class Entry(Item):  # type: ignore[misc]
        def __init__(self, name: str, kind: str, content: str | bytes) -> None:
            super().__init__()
            self.name, self.kind, self.content = name, kind, content

        def get_path(self) -> str:
            return self.name

        def get_title(self) -> str:
            return ""

        def get_mimetype(self) -> str:
            return self.kind

        def get_contentprovider(self) -> Any:
            return StringProvider(self.content)

        def get_hints(self) -> dict[Any, int]:
            return {Hint.FRONT_ARTICLE: self.kind == "text/html"}

    with Creator(str(path)).config_indexing(False, "eng") as creator:
        creator.set_mainpath(next(iter(pages)))
        for name, content in pages.items():
            creator.add_item(Entry(name, "text/html", content))
        creator.add_item(Entry("img/cup.png", "image/png", png()))
        creator.add_redirection("old.html", "Old", next(iter(pages)), {})
        known = {"Title": "Tea Weekly", "Language": "eng", "Source": "https://tea.example/"}
        for key, value in {**known, **metadata}.items():
            creator.add_metadata(key, value)
    return path


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process is one of an import's own."""
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: object())


def opened(path: Path) -> Source:
    return IMPORTER.open(path, ImportOptions())


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        opened(path)
    (problem,) = caught.value.problems
    return problem.message


@pytest.mark.usefixtures("alone")
def test_every_page_is_an_issue(tmp_path: Path) -> None:
    path = archive(tmp_path / "tea.zim", PAGES)
    assert importer_for(path) is IMPORTER
    reading = opened(path)
    assert (reading.publication.id, reading.publication.name) == ("tea-weekly", "Tea Weekly")
    assert (reading.publication.language, reading.publication.home) == (
        "en", "https://tea.example/",
    )  # fmt: skip
    assert reading.titles == (
        "tea.zim/2020/a.html", "tea.zim/2020/b.html", "tea.zim/2020/empty.html",
    )  # fmt: skip
    made = reading.read_issue(0)
    assert made is not None
    assert (made.title, made.date, made.guid) == ("Tea #1", "2020-05-01", "2020/a.html")
    assert made.text == (
        f"## Green\n\n{WORDS}![A cup](figures/cup.png)\n\n## Black\n\nStrong. "
        "[next](https://tea.example/2020/b.html)\n"
    )
    assert [(p.name, p.content) for p in made.pictures] == [("figures/cup.png", png())]
    assert made.losses == {}
    assert reading.read_issue(2) is None


@pytest.mark.usefixtures("alone")
def test_without_a_home_links_between_pages_are_lost_and_counted(tmp_path: Path) -> None:
    made = opened(archive(tmp_path / "tea.zim", PAGES, Source="")).read_issue(0)
    assert made is not None
    assert made.losses == {ImportLoss.LOST_LINK: 1}


@pytest.mark.usefixtures("alone")
def test_an_archive_of_one_page_is_that_page(tmp_path: Path) -> None:
    page = {"index.html": html("Tea", f"<p>{WORDS}</p>")}
    assert opened(archive(tmp_path / "tea.zim", page)).titles == ("tea.zim/index.html",)


@pytest.mark.usefixtures("alone")
def test_a_page_of_one_word_is_an_issue_and_one_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zim_reading, "_LARGEST_PAGE", 1 << 20)
    pages = {**PAGES, "2020/c.html": html("Tea #3", "<p>x</p>"), "2020/d.html": "x" * (1 << 20)}
    reading = opened(archive(tmp_path / "tea.zim", pages | {"2020/e.html": "x" * (2 << 20)}))
    assert [title[-6:] for title in reading.titles] == [
        "a.html",
        "b.html",
        "c.html",
        "d.html",
        "y.html",
    ]
    made = reading.read_issue(2)
    assert made is not None
    assert made.text == "x\n"
    (problem,) = reading.problems
    assert problem.message == "1 page of the archive is larger than 1 MB and is left out."


@pytest.mark.usefixtures("alone")
def test_a_damaged_archive_is_told_before_a_page_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "tea.zim", PAGES)
    content = path.read_bytes()
    for at, said in ((len(content) - 1, "checksum is wrong"), (4, "Invalid version")):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :])
        assert said in refusal(path)
    path.write_bytes(content[: len(content) // 2])
    assert "The archive is damaged" in refusal(path)
    path.write_bytes(b"no archive")
    assert "The archive is damaged" in refusal(path)


@pytest.mark.usefixtures("alone")
def test_an_encyclopaedia_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "tea.zim", PAGES)
    monkeypatch.setattr(zim_reading, "_MOST_PAGES", 2)
    assert "3 pages, more than any newsletter" in refusal(path)
    monkeypatch.setattr(zim_reading, "_MOST_ENTRIES", 3)
    assert "entries, more than any newsletter" in refusal(path)


@pytest.mark.usefixtures("alone")
def test_where_libzim_is_missing_the_reader_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tea.zim"
    path.write_bytes(b"ZIM\x04" + bytes(100))
    assert importer_for(path) is IMPORTER
    monkeypatch.setattr(zim_reading, "find_spec", lambda _: None)
    assert "run the program from its sources with the extra “zim”" in refusal(path)


def test_the_library_never_runs_in_the_reader_s_own_process(tmp_path: Path) -> None:
    path = archive(tmp_path / "tea.zim", PAGES)
    sys.modules.pop("libzim.reader", None)
    assert "process of its own" in refusal(path)
    assert "libzim.reader" not in sys.modules


def test_an_archive_comes_into_the_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path / "tea.zim", PAGES)
    assert main(["import", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["issues"] == {"added": 2, "updated": 0, "unchanged": 0, "failed": 0}
    assert said["pictures"] == 1
