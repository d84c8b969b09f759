"""Surrogates, NULs and noncharacters in every field that comes in: nothing falls, all is told.

Covers viewer/importers/reader_process.py besides its own tests.
"""

# ruff: noqa: E501  # a row for each field
from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.importers import mails
from tests.importers.ebooks import books
from tests.importers.exports import item, saved
from viewer.archive.files.issue_formatter import format_issue
from viewer.archive.library.library import Library
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.base import ImportOptions
from viewer.importers.import_session import ImportSession
from viewer.importers.reader_process import IssueResult, SourceInfo, _ReaderServer
from viewer.search.query.parser import parse

BAD = "\ud800 \udfff \0 \ufdd0 \ufffe \U0001ffff \x1b"
ESCAPED = r"\ud800 \udfff \u0000 \ufdd0 \ufffe \ud83f\udfff \u001b"
ENTITIES = "&#xd800; &#0; &#xfdd0; &#xfffe; &#x1ffff; &#27;"


def head(**fields: str) -> str:
    return "\n".join(f'{name}: "{value}"' for name, value in fields.items())


def issue_of_our_own(folder: Path, *, in_publication: bool, in_head: bool) -> Path:
    folder.mkdir(parents=True)
    said = ESCAPED if in_publication else "x"
    (folder / "publication.yaml").write_text(
        f'id: "{said}"\nname: "{said}"\nlanguage: "{said}"\nhome: "{said}"\nnote: "{said}"\n'
        f'"{said}": 1\nseries:\n  - id: tea\n    title: "{said}"\n    speaker: "{said}"\n'
        f'    outline: ["{said}"]\n    places: ["{said}"]\n',
        encoding="utf-8",
    )
    said = ESCAPED if in_head else "x"
    (folder / "001").mkdir()
    (folder / "001" / "issue.md").write_text(
        f'---\nnumber: 1\ntitle: "{said}"\nlanguage: "{said}"\neditors: ["{said}"]\n'
        f'tags: ["{said}"]\nguid: "{said}"\nevents: [{{title: "{said}", '
        f'start: "2017-07-29T17:00:00-07:00"}}]\n---\n\n# {ENTITIES}\n\n## 題 {ENTITIES}\n\n'
        f"{ENTITIES} [{ENTITIES}](<{ENTITIES}>) \0 \ufdd0\n",
        encoding="utf-8",
    )
    return folder


def every_source(folder: Path) -> list[Path]:
    """A source of each format with what cannot be encoded in each of its fields."""
    folder.mkdir(parents=True)
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": BAD, "description": BAD,
        "home_page_url": BAD, "language": BAD, "authors": [{"name": BAD}], BAD: BAD,
        "items": [{"id": BAD, "title": BAD, "content_html": f"<p title='{BAD}'>a {BAD}</p>",
                   "url": BAD, "tags": [BAD], "date_published": BAD, "authors": [{"name": BAD}]}],
    }  # fmt: skip
    (folder / "feed.json").write_text(json.dumps(feed), encoding="utf-8")
    rss = (
        f"<rss version='2.0'><channel><title>{ENTITIES}</title><language>{ENTITIES}</language><item>"
        f"<title>{ENTITIES}t</title><guid>{ENTITIES}</guid><author>{ENTITIES}</author>"
        f"<category>{ENTITIES}</category><description>a {ENTITIES}</description></item></channel></rss>"
    )
    (folder / "feed.rss").write_text(rss, encoding="utf-8")
    (folder / "feed.atom").write_text(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{ENTITIES}</title><entry><id>{ENTITIES}</id>"
        f"<title>{ENTITIES}</title><content type='html'>a {ENTITIES}</content></entry></feed>",
        encoding="utf-8",
    )
    saved(folder, item(1, f"<p>a {ENTITIES}</p>", title=ENTITIES, author=ENTITIES, guid=ENTITIES),
          title=ENTITIES, language=ENTITIES)  # fmt: skip
    bad_head = "=?utf-16?b?2AA=?= =?utf-7?q?a?= =?utf-8?q?=ED=A0=80=00=EF=BF=BE?="
    mails.write(
        folder / "a.eml",
        mails.mail(f"a {ENTITIES}\n", Subject=bad_head, From=f"{bad_head} <a\udcff@b.example>",
                   Message_ID="<\udcff\x01@a>", List_Id=bad_head, Date=bad_head),
    )  # fmt: skip
    mails.write(folder / "b.mbox", mails.mail("b\n", Subject="x\udcff\udced\udca0\udc80"))
    metadata = books.METADATA.replace("Ann Leaf", ENTITIES).replace("Tea Weekly", ENTITIES)
    books.write(
        folder / "a.epub",
        {
            "book.opf": books.package({"a.xhtml": "application/xhtml+xml"}, metadata=metadata),
            "a.xhtml": books.page(f"<h1>{ENTITIES}</h1><p>a {ENTITIES}</p>"),
        },
    )
    page = (
        f"<!DOCTYPE html><html><head><title>{ENTITIES}t</title><meta name=author content='{ENTITIES}'>"
        f"<script type='application/ld+json'>{json.dumps({'@type': 'Article', 'headline': BAD, 'author': BAD})}"
        f"</script></head><body><article><h1>{ENTITIES}t</h1><p>a {ENTITIES}</p></article></body></html>"
    )
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "hugo.md").write_text(
        f'{{"title": "{ESCAPED}", "tags": ["{ESCAPED}"], "author": "{ESCAPED}"}}\n\na {ENTITIES}\n',
        "utf-8",
    )
    (folder / "jekyll.md").write_text(
        f"---\n{head(title=ESCAPED, author=ESCAPED)}\n---\n\na\n", "utf-8"
    )
    (folder / "tea-1.txt").write_text(f"Tea #1\n\n1. One\n\n{ENTITIES} \0\x1b\ufdd0\n", "utf-8")
    if sys.platform.startswith("linux"):
        os.makedirs(os.fsencode(folder) + b"/d")
        Path(os.fsdecode(os.fsencode(folder) + b"/d/name\xff.md")).write_text(
            "# A 1\n\na\n", "utf-8"
        )
    return sorted(folder.iterdir())


def test_whatever_a_source_says_leaves_the_reader_in_an_encodable_form(tmp_path: Path) -> None:
    sources = every_source(tmp_path / "in")
    spool = tmp_path / "spool"
    spool.mkdir()
    server = _ReaderServer(list(map(str, sources)), ImportOptions(), str(spool))
    read = 0
    for number, path in enumerate(sources):
        info = server.answer(("open", number, 0))
        assert isinstance(info, SourceInfo)
        repr(info.publication).encode()
        assert not any("Error" in problem.message for problem in info.problems), path
        for index in range(len(info.titles)):
            result = server.answer(("draft", number, index))
            assert isinstance(result, IssueResult)
            assert not any("Error" in problem.message for problem in result.problems), path
            if result.draft is not None:
                format_issue(result.draft, 1).encode()
                read += 1
    server.close()
    assert read >= len(sources) - 2


@pytest.mark.parametrize("in_publication", [False, True])
@pytest.mark.parametrize("in_head", [False, True])
def test_one_issue_takes_no_library_down(
    tmp_path: Path, in_publication: bool, in_head: bool
) -> None:
    issue_of_our_own(tmp_path / "lib" / "a", in_publication=in_publication, in_head=in_head)
    other = tmp_path / "lib" / "b" / "001"
    other.mkdir(parents=True)
    (other / "issue.md").write_text(
        "---\nnumber: 1\ntitle: B\n---\n\n# S\n\n## 題\n\n話。\n", "utf-8"
    )
    library = Library(tmp_path / "lib")
    library.update_catalogue()
    with library.open_catalogue() as catalogue:
        titles = {i.title for p in catalogue.publications() for i in p.issues}
    assert len(titles) == 2
    assert "B" in titles
    assert all(title.encode() for title in titles)


def test_queries_may_hold_anything() -> None:
    parse(f'{BAD} "{BAD}" title:{BAD} -{BAD} ({BAD} OR {BAD})')


def test_what_could_not_be_read_is_counted_and_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "tea.rss"
    path.write_bytes(
        b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T</title><item>"
        b"<title>caf\xe9</title><description>" + "茶".encode() * 60 + b"\xff</description></item>"
        b"</channel></rss>"
    )
    with ImportSession(Library(tmp_path / "library")) as session:
        report = session.prepare([path])
    (publication,) = report.publications
    assert publication.losses[ImportLoss.CHARACTER] == 2
    told = [p for p in report.problems if "2 characters could not be read" in p.message]
    assert told
    assert "tea.rss" in told[0].file


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "big5", "euc-jp", "shift_jis", "euc-kr"])
def test_feeds_are_read_in_the_encoding_they_declare(tmp_path: Path, encoding: str) -> None:
    word = {"big5": "貓在窗邊", "euc-kr": "고양이", "gb2312": "猫在窗边"}.get(encoding, "東京")
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?><rss version='2.0'><channel><title>{word}</title>"
        f"<item><title>{word}</title><description>{word}</description></item></channel></rss>"
    )
    path = tmp_path / "tea.rss"
    path.write_bytes(text.encode(encoding))
    with ImportSession(Library(tmp_path / "library")) as session:
        report = session.prepare([path])
    (publication,) = report.publications
    assert publication.name == word
    assert not publication.losses
    assert not [p for p in report.problems if "could not be read" in p.message]


def test_a_source_that_yields_nothing_says_so(tmp_path: Path) -> None:
    path = tmp_path / "tea.rss"
    path.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A</title><description>"
        + "&lt;div&gt;" * 50 + "</description></item></channel></rss>",
        encoding="utf-8",
    )  # fmt: skip
    with ImportSession(Library(tmp_path / "library")) as session:
        report = session.prepare([path])
    assert report.failed == 1
    (problem,) = report.problems
    assert (problem.file, problem.message) == (
        "tea.rss", "There is nothing to read in this; look at what it holds.",
    )  # fmt: skip
