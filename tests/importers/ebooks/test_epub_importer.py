"""EPUBs as issues: articles under their titles, pictures, footnotes; protected books are told.

Covers viewer/importers/ebooks/epub_converter.py, viewer/importers/ebooks/epub_package.py and
viewer/importers/ebooks/epub_source.py.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.ebooks import books
from tests.importers.ebooks.books import (
    METADATA,
    book,
    draft,
    nav,
    package,
    page,
    point,
    problems,
    publication,
    write,
)
from tests.importers.mails import png
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss
from viewer.cli.main import main
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions
from viewer.importers.ebooks.epub_importer import IMPORTER

NAV = (
    '<li><a href="a.xhtml">Green tea</a></li><li><a href="b.xhtml">Black tea</a>'
    '<ol><li><a href="b.xhtml#part">A part</a></li></ol></li>'
)
PAGES = {
    "a.xhtml": '<h2>Green tea</h2><p>Fresh. See <a href="b.xhtml#here">black</a>.</p>'
    "<h4>Inner</h4><p>More.</p>",
    "b.xhtml": '<p>Strong. <img src="img%2Fcup.png" alt="A cup"/></p><p id="here">Here.</p>'
    '<p id="part">Part.</p>',
}


def test_an_epub_is_one_issue(tmp_path: Path) -> None:
    path = book(tmp_path / "tea.epub", PAGES, nav=NAV, **{"img/cup_png": png()})
    assert importer_for(path) is IMPORTER
    assert (publication(path).id, publication(path).name) == ("tea-weekly", "Tea Weekly")
    made = draft(path)
    assert made.file == "tea.epub"
    assert made.text == (
        "## Green tea\n\nFresh. See [black](#page-2-here).\n\n### Inner\n\nMore.\n\n"
        "## Black tea\n\nStrong. ![A cup](figures/cup.png)\n\nHere.\n{#page-2-here}\n\n"
        "### A part\n\nPart.\n"
    )
    assert (made.title, made.date, made.guid) == ("Tea Weekly #12", "2020-05-01", "urn:uuid:12")
    assert (made.language, made.editors) == ("en", ("Ann Leaf",))
    assert [(p.name, p.content) for p in made.pictures] == [("figures/cup.png", png())]
    assert made.losses == {}
    assert made.problems == ()
    assert problems(path) == ""


def test_it_is_known_by_its_type_or_ending(tmp_path: Path) -> None:
    assert importer_for(book(tmp_path / "book.zip", PAGES)) is IMPORTER
    broken = tmp_path / "x.epub"
    broken.write_bytes(b"no zip")
    assert importer_for(broken) is IMPORTER
    with pytest.raises(UnreadableFileError, match="not a zip archive"):
        draft(broken)


def test_the_contents_of_epub_2_give_the_headings(tmp_path: Path) -> None:
    """A periodical with sections, as calibre makes them of news."""
    bar = '<div class="calibre_navbar">| <a href="../../index.html">Main menu</a> |</div>'
    pages = {
        "index.html": '<h1>Tea</h1><ul><li><a href="f0/index.html">News</a></li>'
        '<li><a href="f1/index.html">Notes</a></li></ul>',
        "f0/index.html": '<h2>News</h2><ul><li><a href="a0/index.html">First</a></li>'
        '<li><a href="a1/index.html">Second</a></li></ul>',
        "f0/a0/index.html": f"{bar}<h1>First</h1><p>Text 1.</p>{bar}",
        "f0/a1/index.html": f"{bar}<p class='title'>Second</p><p>Text 2.</p><h3>Sub</h3><p>x</p>",
        "f1/index.html": '<h2>Notes</h2><ul><li><a href="a0/index.html">Third</a></li>'
        '<li><a href="../f0/a0/index.html">First</a></li></ul>',
        "f1/a0/index.html": "<h1>Third</h1><h2>Part</h2><p>Text 3.</p>",
    }
    contents = point(
        "News", "f0/index.html",
        point("First", "f0/a0/index.html") + point("Second", "f0/a1/index.html"),
    ) + point("Notes", "f1/index.html", point("Third", "f1/a0/index.html"))  # fmt: skip
    metadata = METADATA.replace("Tea Weekly #12", "Tea Weekly [Fri, 01 May 2020]")
    path = book(tmp_path / "n.epub", pages, ncx=contents, metadata=metadata)
    assert draft(path).text == (
        "## News\n\n### First\n\nText 1.\n\n### Second\n\nText 2.\n\n#### Sub\n\nx\n\n"
        "## Notes\n\n### Third\n\n#### Part\n\nText 3.\n"
    )
    assert publication(path).name == "Tea Weekly"


def test_without_contents_the_pages_keep_their_headings(tmp_path: Path) -> None:
    pages = {"a.xhtml": "<h1>One</h1><p>x</p>", "b.xhtml": "<p>y</p>", "c.xhtml": "<h1>Two</h1>z"}
    assert draft(book(tmp_path / "a.epub", pages)).text == "## One\n\nx\n\ny\n\n## Two\n\nz\n"


def test_the_title_page_is_no_section(tmp_path: Path) -> None:
    pages = {"t.xhtml": "<h1>Tea Weekly</h1><p>May 2020</p>", "a.xhtml": "<h1>One</h1><p>x</p>"}
    contents = '<li><a href="t.xhtml">Tea Weekly</a></li><li><a href="a.xhtml">One</a></li>'
    path = book(tmp_path / "a.epub", pages, nav=contents)
    assert draft(path).text.rstrip() == "May 2020\n\n## One\n\nx"


def test_the_page_of_contents_is_left_out(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.xhtml": page("<h1>One</h1><p>x</p>"),
             "nav.xhtml": nav('<li><a href="a.xhtml">One</a></li>')}  # fmt: skip
    manifest = {"nav.xhtml": "application/xhtml+xml nav", "a.xhtml": "application/xhtml+xml"}
    files["book.opf"] = package(
        manifest, spine='<itemref idref="nav.xhtml"/><itemref idref="a.xhtml"/>'
    )
    assert draft(write(tmp_path / "a.epub", files)).text == "## One\n\nx\n"


@pytest.mark.parametrize("form", ["property", "meta", "svg"])
def test_the_cover_comes_first(tmp_path: Path, form: str) -> None:
    pages = {"a.xhtml": page("<h1>One</h1><p>x</p>")}
    manifest = {"a.xhtml": "application/xhtml+xml", "cover.png": "image/png"}
    metadata = METADATA
    if form == "property":
        manifest["cover.png"] += " cover-image"
    elif form == "meta":
        metadata += '<meta name="cover" content="cover.png"/>'
    else:
        pages["c.xhtml"] = page(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
            '<image width="1" xlink:href="cover.png"/></svg>'
        )
        manifest = {"c.xhtml": "application/xhtml+xml", **manifest}
        manifest["cover.png"] += " cover-image"
    files: dict[str, str | bytes] = {**pages, "cover.png": png()}
    files["book.opf"] = package(manifest, metadata=metadata)
    made = draft(write(tmp_path / "a.epub", files))
    assert made.text == "![Tea Weekly #12](figures/cover.png)\n\n## One\n\nx\n"


def test_footnotes_are_footnotes(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": '<h1>One</h1><p>Called<a epub:type="noteref" href="#n1"><sup>1</sup></a> and '
        'linked<sup><a href="n.xhtml#e2" id="r2">2</a></sup> and <a role="doc-noteref" '
        'href="#n3">*</a>.</p><aside epub:type="footnote" id="n1"><p><a href="#r">1.</a> '
        "A note.</p><p>Its end.</p></aside><h2>Notes</h2><ol><li role='doc-footnote' id='n3'>"
        "Third <i>x</i>. <a href='#r3' role='doc-backlink'>↩</a></li></ol>",
        "n.xhtml": '<h2>Notes</h2><p id="e2"><a href="a.xhtml#r2">2</a> End note.</p>',
    }
    assert draft(book(tmp_path / "a.epub", pages)).text == (
        "## One\n\nCalled[^1] and linked[^2] and [^3].\n\n"
        "[^1]: A note.\n\n    Its end.\n\n[^2]: End note.\n\n[^3]: Third *x*.\n"
    )


def test_the_notes_and_headings_of_pandoc(tmp_path: Path) -> None:
    title = (
        '<section epub:type="titlepage"><h1 class="title">T</h1><p class="author">Ada</p>'
        '<p class="date">2022</p><p>For the ferns.</p></section>'
    )
    text = (
        '<section id="s"><h1><span>1</span> Spores</h1><p>A seed<a href="#fn1" id="fnref1" '
        'role="doc-noteref">1</a>.</p><ul><li>look</li></ul><div><pre><code><span id="cb1">'
        '<a href="#cb1" aria-hidden="true"></a>grow()</span></code></pre></div><dl><dt>Frond</dt>'
        "<dd><p>A leaf.</p></dd></dl></section><aside epub:type='footnotes'><hr/><ol>"
        '<li id="fn1"><p>Nor an egg.<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol>'
        "</aside>"
    )
    contents = '<li><a href="a.xhtml#s">Spores</a></li>'
    path = book(tmp_path / "a.epub", {"t.xhtml": title, "a.xhtml": text}, nav=contents)
    assert draft(path).text == (
        "For the ferns.\n\n## 1 Spores\n\nA seed[^1].\n\n- look\n\n```\ngrow()\n```\n\n"
        "Frond\n:   A leaf.\n\n[^1]: Nor an egg.\n"
    )


def test_links_to_and_fro_are_no_footnotes(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": '<h1>One</h1><p id="a">See <a href="b.xhtml#b">chapter two</a>.</p>',
        "b.xhtml": '<h1>Two</h1><p id="b">See <a href="a.xhtml#a">chapter one</a>.</p>',
    }
    text = draft(book(tmp_path / "a.epub", pages)).text
    assert "[^" not in text
    assert "[chapter two](#page-2-b)" in text


def test_what_stands_beside_the_text_is_shown_where_it_is_linked(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.xhtml": page('<h1>One</h1><p>x <a href="c.xhtml">see</a></p>'),
        "b.xhtml": page("<p>Never seen.</p>"),
        "c.xhtml": page("<h1>Beside</h1><p>y</p>"),
    }
    manifest = dict.fromkeys(files, "application/xhtml+xml")
    spine = '<itemref idref="a.xhtml"/><itemref idref="b.xhtml" linear="no"/>'
    spine += '<itemref idref="c.xhtml" linear="no"/>'
    files["book.opf"] = package(manifest, spine=spine)
    text = draft(write(tmp_path / "a.epub", files)).text
    assert "Never seen" not in text
    assert "## Beside" in text


@pytest.mark.parametrize(
    ("metadata", "name", "number"),
    [
        ("<dc:title>茶週報 第 12 期：紅茶</dc:title>", "茶週報", None),
        ("<dc:title>Tea No. 7 – Green</dc:title>", "Tea", None),
        ("<dc:title>Tea, May 2020</dc:title>", "Tea", None),
        ("<dc:title>A Book on Tea</dc:title>", "A Book on Tea", None),
        (
            "<dc:title>Green</dc:title><meta property='belongs-to-collection' id='c'>Tea</meta>"
            "<meta property='group-position' refines='#c'>7</meta>",
            "Tea", 7,
        ),
        (
            "<dc:title>Green</dc:title><meta name='calibre:series' content='Tea'/>"
            "<meta name='calibre:series_index' content='3.0'/>",
            "Tea", 3,
        ),
        (
            "<dc:title id='s'>Sub</dc:title><dc:title id='m'>Tea #4</dc:title>"
            "<meta refines='#m' property='title-type'>main</meta>",
            "Tea", None,
        ),
        ("", "a", None),
    ],
)  # fmt: skip
def test_a_book_is_a_number_of_its_publication(
    tmp_path: Path, metadata: str, name: str, number: int | None
) -> None:
    path = book(tmp_path / "a.epub", PAGES, metadata=metadata)
    assert publication(path).name == name
    assert draft(path).number == number


def encryption(uri: str, algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="{uri}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


def encrypted(path: Path, uri: str, algorithm: str) -> Path:
    files: dict[str, str | bytes] = {name: page(body) for name, body in PAGES.items()}
    files["book.opf"] = package(dict.fromkeys(PAGES, "application/xhtml+xml"))
    files["/META-INF/encryption.xml"] = encryption(uri, algorithm)
    return write(path, files)


def test_a_protected_book_is_told(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "a.epub", "OEBPS/a.xhtml", "http://www.w3.org/2001/04/xmlenc#aes")
    with pytest.raises(UnreadableFileError, match="protected by its seller"):
        draft(path)


def test_mangled_fonts_are_no_protection(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "a.epub", "OEBPS/f.otf", "http://www.idpf.org/2008/embedding")
    assert "Fresh" in draft(path).text


def test_pages_that_cannot_be_read_leave_the_rest(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.xhtml": page("<h1>One</h1><p>x</p>")}
    manifest = dict.fromkeys(("a.xhtml", "gone.xhtml", "../../../etc/x.xhtml"),
                             "application/xhtml+xml")  # fmt: skip
    files["book.opf"] = package(manifest)
    files["/../evil.xhtml"] = page("<p>evil</p>")
    path = write(tmp_path / "a.epub", files)
    said = problems(path)
    assert "2 of the book's pages are not in the file" in said
    assert "../evil.xhtml in the book is left out" in said
    assert draft(path).text == "## One\n\nx\n"


def test_a_damaged_page_is_counted(tmp_path: Path) -> None:
    path = book(tmp_path / "a.epub", {"a.xhtml": "<p>One.</p>", "b.xhtml": "<p>" + "x" * 90})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("OEBPS/b.xhtml").header_offset + 60
    path.write_bytes(content[:at] + b"\xff\xff\xff" + content[at + 3 :])
    made = draft(path)
    assert made.text == "One.\n"
    assert made.losses == {ImportLoss.CUT: 1}
    assert "OEBPS/b.xhtml" in made.problems[0].message


@pytest.mark.parametrize(
    ("opf", "said"),
    [
        ("<package", "no readable list of its files"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><package>&a;</package>', "declares entities"),
        ("<package/>", "no page in the book"),
    ],
)
def test_a_broken_or_hostile_list_is_told(tmp_path: Path, opf: str, said: str) -> None:
    path = write(tmp_path / "a.epub", {"a.xhtml": page("<p>x</p>"), "book.opf": opf})
    with pytest.raises(UnreadableFileError) as caught:
        draft(path)
    assert said in " ".join(problem.message for problem in caught.value.problems)


def test_hostile_lists_are_read_within_limits(tmp_path: Path) -> None:
    """Nested or repeated without end: each is looked at once, and no further than is needed."""
    deep = "<a>" * 50_000 + "x" + "</a>" * 50_000
    contents = "<li><a href='a.xhtml'>x</a><ol>" * 3000 + "</ol></li>" * 3000
    contents += "<li><a href='b.xhtml#part'>y</a></li>" * 6000
    path = book(tmp_path / "a.epub", PAGES, nav=contents, metadata=f"<dc:title>{deep}</dc:title>")
    made = draft(path)
    assert made.title == "x"
    assert "Fresh." in made.text


def test_an_external_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    bad = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        "<ncx><navMap><navPoint><navLabel><text>&e;</text></navLabel></navPoint></navMap></ncx>"
    )
    files: dict[str, str | bytes] = {"a.xhtml": page("<p>&e; x</p>"), "toc.ncx": bad}
    files["book.opf"] = package(
        {"a.xhtml": "application/xhtml+xml", "toc.ncx": "application/x-dtbncx+xml"}
    )
    path = write(tmp_path / "a.epub", files)
    assert "SECRET" not in draft(path).text
    assert "declares entities" in problems(path)


def test_a_book_without_text_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.epub", {"a.xhtml": "<p> </p>"})
    with pytest.raises(UnreadableFileError, match="no text in the book"):
        draft(path)


def test_a_book_comes_into_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = book(tmp_path / "tea.epub", PAGES, nav=NAV, **{"img/cup_png": png()})
    assert main(["import", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["publication"], said["articles"], said["pictures"]) == ("tea-weekly", 5, 1)
    assert main(["import", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["issues"]["unchanged"] == 1


@settings(max_examples=60)
@given(data=st.data())
def test_no_book_ends_in_anything_but_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    """The files of the book are altered, not only the archive around them."""
    files: dict[str, str | bytes] = {name: page(body) for name, body in PAGES.items()}
    manifest = {**dict.fromkeys(PAGES, "application/xhtml+xml"),
                "nav.xhtml": "application/xhtml+xml nav"}  # fmt: skip
    files |= {"nav.xhtml": nav(NAV), "book.opf": package(manifest)}
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(str(files[name]).encode())
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.binary(max_size=6)), max_size=6)
    ):
        content[at : at + len(value)] = value
    files[name] = bytes(content)
    try:
        made = draft(write(tmp_path / "a.epub", files))
    except UnreadableFileError:
        return
    assert made.title


@pytest.mark.parametrize(
    "word", ["貓在窗邊曬太陽，看著院子裡的狗挖洞。" * 20, "แมวนอนอยู่ริมหน้าต่าง" * 20]
)
def test_a_page_without_blanks_and_with_two_links_is_no_table_of_contents(
    tmp_path: Path, word: str
) -> None:
    links = "<a href='b.xhtml'>下一章</a><a href='c.xhtml'>上一章</a>"
    pages = {
        "a.xhtml": books.page(f"<h1>一</h1><p>{word}{links}</p>"),
        "b.xhtml": books.page("<h1>二</h1><p>茶</p>"),
        "c.xhtml": books.page("<h1>三</h1><p>水</p>"),
    }
    manifest = dict.fromkeys(pages, "application/xhtml+xml")
    path = books.write(tmp_path / "a.epub", {"book.opf": books.package(manifest), **pages})
    source = IMPORTER.open(path, ImportOptions())
    draft = source.read_issue(0)
    source.close()
    assert draft is not None
    assert word in draft.text


@pytest.mark.parametrize("encoding", ["gb2312", "big5", "shift_jis", "utf-16"])
def test_package_and_pages_are_read_in_the_encoding_they_declare(
    tmp_path: Path, encoding: str
) -> None:
    word = "东京" if encoding == "gb2312" else "東京"
    package = books.package(
        {"a.xhtml": "application/xhtml+xml"},
        metadata=books.METADATA.replace("Tea Weekly #12", word),
    )
    page = books.page(f"<h1>{word}</h1><p>{word}</p>").replace("utf-8", encoding)
    package = package.replace('version="1.0"?', f'version="1.0" encoding="{encoding}"?')
    files = {"book.opf": package.encode(encoding), "a.xhtml": page.encode(encoding)}
    source = IMPORTER.open(books.write(tmp_path / "a.epub", files), ImportOptions())
    draft = source.read_issue(0)
    source.close()
    assert draft is not None
    assert draft.title == word
    assert word in draft.text
    assert "\ufffd" not in draft.text
