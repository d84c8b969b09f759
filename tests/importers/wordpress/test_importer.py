"""A WordPress export becomes issues: what its site shows, and nothing it does not.

Covers viewer/importers/wordpress/post_html.py, viewer/importers/wordpress/site.py and
viewer/importers/wordpress/source.py.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.writing import articles, issue
from tests.importers.exports import attachment, comment, export, item, meta, png, saved
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions, Source
from viewer.importers.sources import xml_stream as xml_source
from viewer.importers.sources.safe_files import first_bytes
from viewer.importers.wordpress import source as wordpress_reading
from viewer.importers.wordpress.importer import IMPORTER, recognises

UPLOADS = "https://tea.example.org/wp-content/uploads/"


@contextmanager
def opened(path: Path, **options: object) -> Iterator[Source]:
    reading = IMPORTER.open(path, ImportOptions(**options))  # type: ignore[arg-type]
    try:
        yield reading
    finally:
        reading.close()


def drafts(path: Path, **options: object) -> dict[str, IssueDraft]:
    with opened(path, **options) as reading:
        made = [reading.read_issue(unit) for unit in range(len(reading.titles))]
    return {draft.title: draft for draft in made if draft is not None}


def only(path: Path, **options: object) -> IssueDraft:
    (draft,) = drafts(path, **options).values()
    return draft


def told(path: Path, **options: object) -> list[str]:
    with opened(path, **options) as reading:
        return [problem.message for problem in reading.problems]


def category(name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'


def test_a_post_keeps_its_facts(tmp_path: Path) -> None:
    path = saved(tmp_path, item(
        7, "One.\nTwo.\n\nThree.", title="Tea &amp; <em>time</em>",
        extra=category("Leaves") + category("Uncategorized") + category("R&amp;D, x", "post_tag"),
    ))  # fmt: skip
    with opened(path) as reading:
        assert reading.publication.id == "tea"
        assert reading.publication.name == "Tea Letter"
        assert reading.publication.language == "en"
        assert reading.publication.home == "https://tea.example.org"
        assert reading.publication.note == "Leaves & water"
        assert reading.titles == ("Tea & time",)
        draft = reading.read_issue(0)
    assert draft is not None
    assert (draft.title, draft.date, draft.number) == ("Tea & time", "2024-05-01", None)
    assert draft.editors == ("Ann O'Hara",)
    assert draft.guid == "https://tea.example.org/?p=7"
    assert (draft.language, draft.problems, draft.losses) == ("en", (), {})
    front = articles(issue(draft.text))["front"]
    assert draft.tags == ("Leaves", "R&D, x")
    assert front.text == "One.\nTwo.\nThree."


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_known(tmp_path: Path, version: str) -> None:
    path = saved(tmp_path, item(1, "x"), version=version)
    assert recognises(path, first_bytes(path))
    assert importer_for(path) is IMPORTER
    assert only(path).title == "Post 1"


def test_a_chinese_site_that_says_english(tmp_path: Path) -> None:
    path = saved(
        tmp_path, item(1, "這個網頁說的是我們經常會發現的問題。", extra=comment(1, "好。"))
    )
    draft = only(path)
    assert draft.language == "zh-Hant"
    assert "## 討論" in draft.text


def test_what_was_never_published_stays_out_unless_asked(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        item(1, "public"),
        item(2, "draft", status="draft", date="0000-00-00 00:00:00"),
        item(3, "pending", status="pending"),
        item(4, "later", status="future", date="2099-01-01 00:00:00"),
        item(5, "private", status="private"),
        item(6, "trash", status="trash"),
        item(7, "auto", status="auto-draft"),
        item(8, "secret").replace("<wp:post_password>", "<wp:post_password>word"),
        item(9, "menu", kind="nav_menu_item"),
        item(10, "old", kind="revision", status="inherit"),
    )
    assert list(drafts(path)) == ["Post 1"]
    assert told(path) == [
        "5 texts were never published (1 draft, 1 pending, 2 private, 1 scheduled) and are left "
        "out; ask for drafts to bring them in."
    ]
    asked = drafts(path, include_drafts=True)
    assert sorted(asked) == ["Post 1", "Post 2", "Post 3", "Post 4", "Post 5", "Post 8"]
    assert asked["Post 4"].date == "2099-01-01"
    assert told(path, include_drafts=True) == []


def test_pages_are_one_issue_behind_the_posts(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        item(1, "<h2>Who</h2>\n\nAnn.", title="About", kind="page", extra=comment(1, "Nice.")),
        item(2, "Second.", date="2024-05-08 10:00:00"),
        item(3, "", title="Empty", kind="page"),
        item(4, "First.", date="2024-05-01 10:00:00"),
        item(5, "Mail us.", title="Contact", kind="page"),
    )
    with opened(path) as reading:
        assert reading.titles == ("Post 4", "Post 2", "Pages")
    pages = drafts(path)["Pages"]
    assert (pages.number, pages.date, pages.guid) == (0, "", "https://tea.example.org#pages")
    found = articles(issue(pages.text))
    assert [a.title for a in found.values()] == ["Who", "Discussion", "Contact"]
    assert [section.title for section in issue(pages.text).sections] == ["About", "Contact"]
    assert found["contact"].editors == ("Ann O'Hara",)
    assert found["contact"].date == "2024-05-01"


def test_pages_alone_are_issues(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "a", kind="page"), item(2, "b", kind="page"))
    assert list(drafts(path)) == ["Post 1", "Post 2"]


def test_pages_too_many_to_be_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpress_reading, "MOST_PAGES", 1)
    path = saved(tmp_path, item(1, "a", kind="page"), item(2, "b", kind="page"), item(3, "c"))
    assert list(drafts(path)) == ["Post 3", "Post 1", "Post 2"]


def test_texts_of_a_kind_of_their_own(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "a"), item(2, "b", kind="product"), item(3, "", kind="form"))
    assert list(drafts(path)) == ["Post 1"]
    assert told(path) == ["Only posts and pages are brought in; left out are 1 “product”."]
    path = saved(tmp_path, item(2, "b", kind="newsletter"))
    assert list(drafts(path)) == ["Post 2"]


def test_blocks_and_classic_text_side_by_side(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        item(1, '<!-- wp:heading {"level":2} -->\n<h2>Head</h2>\n<!-- /wp:heading -->\n\n'
             "<!-- wp:paragraph -->\n<p>Para with (sic).</p>\n<!-- /wp:paragraph -->\n\n"
             "<!-- wp:list -->\n<ul><li>x</li></ul>\n<!-- /wp:list -->\n\n"
             "<!-- wp:code -->\n<pre class=\"wp-block-code\"><code>a[0]\nb</code></pre>\n"
             "<!-- /wp:code -->\n\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n\n"
             "<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><p>q</p></blockquote>\n"
             "<!-- /wp:quote -->"),
        item(2, "<strong>Line</strong> one\nline two\n\n<!--more-->\n\nhttps://youtu.be/abc123\n\n"
             "https://example.org/page\n\n[acme_thing id=\"3\"]kept[/acme_thing] $latex x^2$"),
    )  # fmt: skip
    made = drafts(path)
    assert made["Post 1"].text == (
        "## Head\n\nPara with (sic).\n\n- x\n\n```\na[0]\nb\n```\n\n> q\n"
    )
    assert made["Post 2"].text == (
        "**Line** one  \nline two\n\n[https://youtu.be/abc123](https://youtu.be/abc123)\n\n"
        "[https://example.org/page](https://example.org/page)\n\nkept `x^2`\n"
    )
    assert made["Post 2"].losses == {ImportLoss.EMBEDDED: 1}
    assert [problem.message for problem in made["Post 2"].problems] == [
        "The shortcode “acme_thing” is carried out by the site alone and is left out."
    ]


def test_pictures_come_from_the_uploads_beside_the_export(tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2024" / "05").mkdir(parents=True)
    (uploads / "2024" / "05" / "cup.png").write_bytes(png())
    (uploads / "2024" / "05" / "pot.png").write_bytes(png(50, 20))
    items = (
        attachment(11, "2024/05/cup.png", parent=1, alt="A cup", caption="Our cup", order=2),
        attachment(12, "2024/05/pot.png", parent=1, order=1),
        attachment(13, "2024/05/gone.png", parent=2),
        item(1, f'[gallery]\n\n[caption width="3"]<a href="{UPLOADS}2024/05/cup.png">'
             f'<img src="{UPLOADS}2024/05/cup-300x200.png" alt="c" /></a> Hot[/caption]'),
        item(2, f'<img src="{UPLOADS}2024/05/gone.png" alt="gone">', extra=meta(
            "_thumbnail_id", "12")),
    )  # fmt: skip
    made = drafts(saved(tmp_path, *items))
    one = made["Post 1"]
    assert {picture.name for picture in one.pictures} == {"figures/cup.png", "figures/pot.png"}
    assert one.text == (
        '![pot](figures/pot.png)\n![A cup](figures/cup.png "Our cup")\n{.slideshow}\n\n'
        '![c](figures/cup.png "Hot")\n'
    )
    assert one.losses == {}
    assert made["Post 2"].text == (
        f"![pot](figures/pot.png)\n\n![gone]({UPLOADS}2024/05/gone.png)\n"
    )
    assert made["Post 2"].losses == {ImportLoss.WEB_PICTURE: 1}
    # Elsewhere there are none, which is said once, with what to do.
    path = saved(tmp_path / "elsewhere", *items)
    assert any("put the site's folder “uploads” beside it" in sentence for sentence in told(path))
    assert drafts(path)["Post 1"].pictures == ()
    assert len(drafts(path, uploads_folder=tmp_path)["Post 1"].pictures) == 2
    sentences = told(path, uploads_folder=tmp_path / "no")
    assert any("mend its name" in sentence for sentence in sentences)


def test_slideshows_that_have_nothing_to_show(tmp_path: Path) -> None:
    draft = only(saved(tmp_path, item(1, 'x\n\n[slideshow]\n\n[gallery ids="77"]')))
    assert draft.losses == {ImportLoss.EMPTY_SLIDESHOW: 2}


def test_comments_are_the_discussion(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "x", extra=(
        comment(3, "Late answer.", parent=1, date="2024-05-04 00:00:00", author="Ann")
        + comment(1, "See https://example.org/a.\n\n<b>Bold</b>", author="Ben &amp; Co")
        + comment(2, "spam", approved="spam") + comment(4, "waiting", approved="0")
        + comment(5, "[...] linked here", kind="pingback")
        + comment(6, "To nobody.", parent=2, date="2024-05-05 00:00:00", author="")
    )))  # fmt: skip
    assert only(path).text == (
        "x\n\n## Discussion\n\n#### Ben & Co · 2024-05-02\n\n"
        "See [https://example.org/a](https://example.org/a).\n\n**Bold**\n\n"
        "##### Ann, in reply to Ben & Co · 2024-05-04\n\nLate answer.\n\n"
        "#### Anonymous · 2024-05-05\n\nTo nobody.\n"
    )


def test_who_commented_is_kept_by_name_alone(tmp_path: Path) -> None:
    text = only(saved(tmp_path, item(1, "x", extra=comment(1, "y")))).text
    assert "secret@example.org" not in text
    assert "192.0.2.7" not in text


def test_more_comments_than_are_kept_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordpress_reading, "MOST_COMMENTS", 2)
    path = saved(tmp_path, item(1, "x", extra="".join(comment(n, f"c{n}") for n in range(1, 6))))
    assert only(path).losses == {ImportLoss.COMMENT: 3}


def test_a_post_without_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    made = drafts(saved(tmp_path, item(1, "a"), item(2, "", title="Nothing to read")))
    assert list(made) == ["Post 1"]
    untitled = saved(tmp_path, item(4, "Short <b>words</b> of <a href='x'>a *tea*</a>.").replace(
        "Post 4", ""))  # fmt: skip
    assert only(untitled).title == "Short words of a *tea*."
    untitled = saved(tmp_path, item(5, "Many words " * 20).replace("Post 5", ""))
    assert only(untitled).title == "Many words Many words Many words Many words Many words Many…"


def test_those_who_wrote_a_post_together(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "x", extra=category("ann", "author") + category("Cleo", "author")
                                + category("Leaves")))  # fmt: skip
    draft = only(path)
    assert draft.editors == ("Ann O'Hara", "Cleo")
    assert draft.tags == ("Leaves",)


def test_galleries_of_an_export_without_attachments(tmp_path: Path) -> None:
    assert told(saved(tmp_path, item(1, "x [gallery]"))) == [
        "The export does not say which pictures belong to its galleries; export “All content” from "
        "the site to have them."
    ]


def test_guids_that_were_copied_are_told_apart(tmp_path: Path) -> None:
    made = drafts(saved(tmp_path, item(1, "a", guid="g"), item(2, "b", guid="g"), item(3, "c")))
    assert [draft.guid for draft in made.values()] == [
        "g#1", "g#2", "https://tea.example.org/?p=3",
    ]  # fmt: skip


def test_a_block_that_is_kept_once_stands_in_every_post(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        item(1, 'a<!-- wp:block {"ref":9} /-->'),
        item(9, "<!-- wp:paragraph --><p>Subscribe.</p><!-- /wp:paragraph -->", kind="wp_block"),
    )
    assert only(path).text == "a\n\nSubscribe.\n"


def test_footnotes_of_the_editor_are_footnotes(tmp_path: Path) -> None:
    content = (
        '<!-- wp:paragraph --><p>Tea<sup data-fn="ab-1" class="fn"><a href="#ab-1" id="ab-1-link">1'
        "</a></sup> is hot.</p><!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->"
    )
    notes = meta("footnotes", '[{"id":"ab-1","content":"Said <em>once</em>."}]')
    path = saved(tmp_path, item(1, content, extra=notes + comment(1, "Indeed.")))
    found = articles(issue(only(path).text))
    assert found["front"].text.startswith("Tea")
    assert "Said once." in found["front"].text
    assert found["discussion"].text.endswith("Indeed.")


def test_the_parts_of_one_export_are_read_together(tmp_path: Path) -> None:
    first = saved(tmp_path, item(1, "[gallery ids='11']"), name="tea.2024-05-01.000.xml")
    second = saved(tmp_path, item(2, "b"), attachment(11, "2024/05/cup.png"),
                   name="tea.2024-05-01.001.xml")  # fmt: skip
    saved(tmp_path, item(3, "other"), name="tea.2024-06-01.001.xml")
    assert list(drafts(first)) == ["Post 1", "Post 2"]
    assert "cup.png" in drafts(first)["Post 1"].text
    assert list(drafts(second)) == ["Post 2"]
    assert importer_for(tmp_path) is IMPORTER
    assert list(drafts(tmp_path)) == ["Post 1", "Post 2", "Post 3"]
    coffee = saved(tmp_path, item(4, "x"), name="coffee.xml")
    coffee.write_bytes(coffee.read_bytes().replace(b"tea.example", b"coffee.example"))
    assert importer_for(tmp_path) is None


def test_the_zip_of_wordpress_com(tmp_path: Path) -> None:
    path = tmp_path / "tea.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/tea.001.xml", export(item(2, "b")))
        archive.writestr("export/tea.000.xml", export(item(1, "a")))
        archive.writestr("export/readme.txt", "x")
        archive.writestr("../evil.xml", export(item(3, "c")))
    assert importer_for(path) is IMPORTER
    assert list(drafts(path)) == ["Post 1", "Post 2"]
    assert any("“../evil.xml” in the archive is left out" in sentence for sentence in told(path))


def test_a_zip_that_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", export(item(1, " " * 30_000_000)))
    assert not recognises(path, first_bytes(path))


def test_other_things_are_not_taken_for_exports(tmp_path: Path) -> None:
    for name, content in (
        ("feed.xml", b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'),
        ("text.md", b"About WordPress eXtended RSS <rss"),
        ("quoted.txt", b"An export begins so:\n<rss xmlns:wp='http://wordpress.org/export/1.2/'>"),
        ("empty.xml", b""),
        ("broken.zip", b"PK\x03\x04 nothing"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert not recognises(path, first_bytes(path)), name
    (tmp_path / "folder").mkdir()
    assert not recognises(tmp_path / "folder", b"")
    assert not recognises(tmp_path / "nowhere", b"")


def test_control_characters_do_not_stop_it(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "a\x08b"), item(2, "c &nbsp; d"))
    path.write_bytes(
        path.read_bytes().replace(b"<title><![CDATA[Post 1]]>", b"<title>T&nbsp;\x0b1")
    )
    made = drafts(path)
    assert [draft.problems for draft in made.values()] == [(), ()]
    assert made["T 1"].text == "ab\n"


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    whole = export(item(1, "First."), item(2, "Second one,\nwhich goes on and on."))
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[: whole.index(b"and on.")])
    made = drafts(path)
    assert [draft.text for draft in made.values()] == ["First.\n", "Second one,  \nwhich goes on\n"]
    (problem,) = made["Post 2"].problems
    assert "not well formed here (unclosed CDATA section)" in problem.message
    with opened(path) as reading:
        (said,) = reading.problems
    assert str(said) == (
        f"cut.xml:{said.line}: error: “cut.xml” breaks off in line {said.line}, in the middle of a "
        "post; what stands before that is brought in. Export it again."
    )
    assert path.read_bytes().count(b"\n") + 1 == said.line


def test_one_broken_post_costs_no_other(tmp_path: Path) -> None:
    deep = item(2, "x", extra="<a>" * 3000 + "</a>" * 3000)
    odd = item(3, "y").replace("<wp:post_name>", "<b><wp:post_name>")
    path = saved(tmp_path, item(1, "x"), deep, odd)
    made = drafts(path)
    assert list(made) == ["Post 1", "Post 3"]
    assert made["Post 3"].text == "y\n"
    assert "not well formed here (mismatched tag)" in made["Post 3"].problems[0].message
    with opened(path) as reading:
        (problem,) = reading.problems
    assert "nested too deeply" in problem.message
    assert problem.line is not None


def test_a_document_type_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "x"))
    laughs = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>\n<rss'
    path.write_bytes(path.read_bytes().replace(b"<rss", laughs, 1))
    with pytest.raises(
        UnreadableFileError, match=r"export\.xml:1: error: The file declares a docum"
    ):
        IMPORTER.open(path, ImportOptions())


def test_an_export_without_posts_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableFileError, match=r"export\.xml: error: There is no post in the exp"
    ):
        IMPORTER.open(saved(tmp_path, attachment(1, "a.png")), ImportOptions())
    with pytest.raises(UnreadableFileError, match="There is no post") as raised:
        IMPORTER.open(saved(tmp_path, item(1, "x", status="draft")), ImportOptions())
    assert any("1 text was never published" in p.message for p in raised.value.problems)


def test_a_post_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, item(1, "x"), item(2, "long " * 300_000))
    monkeypatch.setattr(xml_source, "LARGEST_ELEMENT", 1 << 20)
    assert list(drafts(path)) == ["Post 1"]
    assert any("A post is larger than 1 MB" in sentence for sentence in told(path))


def test_a_link_and_a_fifo_are_not_opened(tmp_path: Path) -> None:
    path = saved(tmp_path / "real", item(1, "x"))
    link = tmp_path / "link.xml"
    link.symlink_to(path)
    assert importer_for(link) is None
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "fifo.xml")
        assert importer_for(tmp_path / "fifo.xml") is None
    with pytest.raises(UnreadableFileError, match="not followed"):
        IMPORTER.open(link, ImportOptions())


def test_opened_again_it_lists_the_same(tmp_path: Path) -> None:
    path = saved(
        tmp_path, *(item(n, "x", date=f"2024-05-{30 - n:02} 00:00:00") for n in range(1, 20))
    )
    with opened(path) as once, opened(path) as again:
        assert once.titles == again.titles
        assert once.read_issue(5) == again.read_issue(5)


_BITS = st.sampled_from([
    "word ", "\n\n", "<p>", "</p>", "[gallery]", "[caption]<img src='a.jpg'>x[/caption]", "[code]",
    "[/code]", "<!-- wp:group -->", "<!-- /wp:group -->", "<b>", "</b>", "<h2>T</h2>",
    "<!--more-->", "<table><tr><td>", "</table>", "<li>", "&nbsp;", "<pre>", "</pre>", "]]", "https://youtu.be/x\n",
    "<ul>", "<blockquote>", "\\", "`", "# x\n", "$latex a$",
])  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_BITS, max_size=25).map("".join))
def test_any_content_is_an_issue_or_none(tmp_path: Path, content: str) -> None:
    draft = next(iter(drafts(saved(tmp_path, item(1, content))).values()), None)
    if draft is not None:
        made = issue(draft.text)
        said = "\n".join(article.text for article in articles(made).values())
        assert said.count("word") == content.count("word")
