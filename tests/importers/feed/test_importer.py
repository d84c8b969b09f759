"""A feed that was saved becomes issues, one for each entry.

Covers viewer/importers/feed/entries.py.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.archive.writing import articles, issue
from tests.importers.exports import item, saved
from viewer.archive.files.problem_collector import UnreadableFileError
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft
from viewer.importers import importer_for
from viewer.importers.base import ImportOptions
from viewer.importers.feed import importer as feeds
from viewer.importers.feed.importer import IMPORTER, recognises
from viewer.importers.sources.safe_files import first_bytes

LONG = "Leaves and water, again and again. " * 30

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Tea Letter</title><link>https://tea.example.org</link>
<atom:link href="https://tea.example.org/feed" rel="self"/>
<description>Leaves &amp; water</description><language>en-us</language>
<image><url>https://tea.example.org/i.png</url><title>Image</title><link>x</link></image>
<item><title>Second &amp;amp; last</title><link>https://tea.example.org/2</link>
 <guid isPermaLink="false">tea-2</guid><pubDate>Wed, 08 May 2024 22:00:00 +0000</pubDate>
 <dc:creator>Ann O'Hara</dc:creator><category>Green</category><category>Black</category>
 <description>Short…</description>
 <content:encoded><![CDATA[<h2>Cups</h2><p>See <a href="/cups">them</a>.</p>
 <p><img src="/a.png" alt="cup"></p>
 <p>The post <a href="https://tea.example.org/2">x</a> appeared first on <a href="y">Tea</a>.</p>
 ]]></content:encoded>
 <enclosure url="https://tea.example.org/song.mp3" type="audio/mpeg" length="1"/></item>
<item><title>First</title><link>https://tea.example.org/1</link><guid>https://tea.example.org/1</guid>
 <author>ann@example.org (Ann)</author><pubDate>Wed, 01 May 2024 22:00:00 +0000</pubDate>
 <description>Only the beginning of it, and then&amp;#8230;</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title type="html">Tee &amp;amp; mehr</title>
<subtitle>Blätter</subtitle><link href="https://tee.example.org/" rel="alternate"/>
<link href="https://tee.example.org/atom" rel="self"/><author><name>Bea</name></author>
<entry><title>Eins</title><id>tag:tee,1</id><link href="https://tee.example.org/1"/>
 <updated>2024-05-03T00:00:00Z</updated><published>2024-05-02T00:00:00Z</published>
 <category term="kraut" label="Kräuter"/>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hallo <b>du</b> &amp; ich.<br/>
 Zeile</p><ul><li>x</li></ul></div></content></entry>
<entry xml:lang="en"><title>Two</title><id>tag:tee,2</id><updated>2024-05-04T00:00:00Z</updated>
 <author><name>Cleo</name></author><link rel="enclosure" href="https://tee.example.org/t.pdf"/>
 <content type="html">&lt;p&gt;Hi.&lt;/p&gt;</content></entry>
<entry><title>Drei</title><id>tag:tee,3</id><updated>2024-05-05T00:00:00Z</updated>
 <content>1 &lt; 2\n\nText</content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example.org/"><title>Old</title><link>https://old.example.org/</link>
<description>d</description><items><rdf:Seq><rdf:li rdf:resource="a"/></rdf:Seq></items></channel>
<item rdf:about="https://old.example.org/1"><title>One</title><link>https://old.example.org/1</link>
<description>%s</description><dc:date>2003-01-02T03:04:05Z</dc:date><dc:creator>Old Ann</dc:creator>
</item></rdf:RDF>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Tea Letter",
    "home_page_url": "https://tea.example.org/", "authors": [{"name": "Ann"}], "language": "en",
    "items": [
        {"id": 2, "url": "https://tea.example.org/2", "title": "Second", "tags": ["Green", 3],
         "content_html": "<p>Hi <b>there</b>.</p>", "date_published": "2024-05-08T10:00:00Z",
         "attachments": [{"url": "https://tea.example.org/a.mp3", "title": "Song"}, 4]},
        {"id": "1", "content_text": "1 < 2\n\nEnd", "date_published": "2024-05-01",
         "author": {"name": "Ben"}},
        {"id": "0", "summary": "Short.", "url": "https://tea.example.org/0"}, "x",
    ],
}  # fmt: skip


def write(folder: Path, content: str | bytes, name: str = "feed.xml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def drafts(path: Path) -> list[IssueDraft]:
    reading = IMPORTER.open(path, ImportOptions())
    made = [reading.read_issue(unit) for unit in range(len(reading.titles))]
    reading.close()
    return [draft for draft in made if draft is not None]


def test_rss(tmp_path: Path) -> None:
    path = write(tmp_path, RSS)
    assert importer_for(path) is IMPORTER
    reading = IMPORTER.open(path, ImportOptions())
    assert reading.titles == ("First", "Second & last")
    publication = reading.publication
    assert (publication.id, publication.name, publication.language) == ("tea", "Tea Letter", "en")
    assert (publication.home, publication.note) == ("https://tea.example.org", "Leaves & water")
    assert [problem.message for problem in reading.problems] == [
        "1 of 2 entries are summaries: the feed does not hold their whole texts. Bring in an "
        "export of the site, or saved pages, for these."
    ]
    reading.close()
    first, second = drafts(path)
    assert (second.title, second.date, second.guid) == ("Second & last", "2024-05-08", "tea-2")
    assert second.editors == ("Ann O'Hara",)
    assert second.losses == {ImportLoss.WEB_PICTURE: 1}
    assert second.tags == ("Green", "Black")
    assert second.text == (
        "## Cups\n\nSee [them](https://tea.example.org/cups).\n\n"
        "![cup](https://tea.example.org/a.png)\n\n"
        "[song.mp3](https://tea.example.org/song.mp3)\n"
    )
    assert (first.editors, first.date) == (("Ann",), "2024-05-01")
    assert first.text == (
        "Only the beginning of it, and then…\n\n"
        "[Read the whole text on the web](https://tea.example.org/1)\n"
    )


def test_descriptions_that_are_the_whole_text(tmp_path: Path) -> None:
    path = write(tmp_path, RDF % LONG)
    assert importer_for(path) is IMPORTER
    reading = IMPORTER.open(path, ImportOptions())
    assert (reading.publication.name, reading.problems) == ("Old", ())
    reading.close()
    (draft,) = drafts(path)
    assert (draft.title, draft.date, draft.editors) == ("One", "2003-01-02", ("Old Ann",))
    assert draft.guid == "https://old.example.org/1"
    assert draft.text.strip() == LONG.strip()


def test_atom(tmp_path: Path) -> None:
    path = write(tmp_path, ATOM, "atom")
    assert importer_for(path) is IMPORTER
    reading = IMPORTER.open(path, ImportOptions())
    assert (reading.publication.id, reading.publication.name) == ("tee", "Tee & mehr")
    assert (reading.publication.note, reading.problems) == ("Blätter", ())
    reading.close()
    one, two, three = drafts(path)
    assert one.text == "Hallo **du** & ich.  \nZeile\n\n- x\n"
    assert one.tags == ("Kräuter",)
    assert (one.date, one.guid, one.language) == ("2024-05-02", "tag:tee,1", "de")
    assert (one.editors, two.editors) == (("Bea",), ("Cleo",))
    assert (two.date, two.language) == ("2024-05-04", "en")
    assert two.text == "Hi.\n\n[t.pdf](https://tee.example.org/t.pdf)\n"
    assert three.text == "1 &lt; 2\n\nText\n"


def test_a_prefix_makes_no_difference(tmp_path: Path) -> None:
    names = "feed|entry|title|id|link|updated|published|content|author|name"
    text = re.sub(rf"<(/?)({names})\b", r"<\1a:\2", ATOM)
    text = text.replace('xmlns="http://www.w3.org/2005', 'xmlns:a="http://www.w3.org/2005')
    path = write(tmp_path, text)
    assert importer_for(path) is IMPORTER
    assert [draft.title for draft in drafts(path)] == ["Eins", "Two", "Drei"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_feed(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, json.dumps(JSON).encode(encoding), "feed.json")
    assert importer_for(path) is IMPORTER
    untitled, second, short = drafts(path)
    assert (second.title, second.date, second.guid) == ("Second", "2024-05-08", "2")
    assert second.editors == ("Ann",)
    assert second.tags == ("Green",)
    assert second.text == "Hi **there**.\n\n[Song](https://tea.example.org/a.mp3)\n"
    assert (untitled.title, untitled.editors) == ("1 < 2 End", ("Ben",))
    assert untitled.text == "1 &lt; 2\n\nEnd\n"
    assert short.text.startswith("Short.\n\n[Read the whole text on the web]")


def test_a_feed_in_sixteen_bits(tmp_path: Path) -> None:
    text = RSS.replace('encoding="UTF-8"', 'encoding="UTF-16"')
    path = write(tmp_path, text.encode("utf-16"))
    assert importer_for(path) is IMPORTER
    assert [draft.title for draft in drafts(path)] == ["First", "Second & last"]


def test_a_wordpress_export_is_left_to_its_own_importer(tmp_path: Path) -> None:
    path = saved(tmp_path, item(1, "x"))
    importer = importer_for(path)
    assert importer is not None
    assert importer.name == "wordpress"


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body>x</body></html>", b"{}", b'{"version": "1"}', b"<opml><body/></opml>",
     b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"# About <rss", b"\xff\xfe\x00",
     b"Feeds\n\n    <rss version='2.0'><channel>", b"<!DOCTYPE html><html><pre><rss version=2>"],
)  # fmt: skip
def test_what_is_no_feed_is_not_recognised(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    assert not recognises(path, first_bytes(path)), content


def test_a_chinese_feed_in_another_encoding(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0" encoding="big5"?><rss version="2.0"><channel><title>茶報</title>'
        f"<item><title>第 3 期</title><description>{'這個網頁說的是茶。' * 40}"
        "&lt;p&gt;好&lt;/p&gt;&lt;p&gt;壞&lt;/p&gt;</description></item></channel></rss>"
    )
    path = write(tmp_path, text.encode("big5"))
    reading = IMPORTER.open(path, ImportOptions())
    assert (reading.publication.name, reading.publication.language) == ("茶報", "zh-Hant")
    reading.close()
    (draft,) = drafts(path)
    assert (draft.title, draft.language) == ("第 3 期", "zh-Hant")


def test_guids_that_name_nothing(tmp_path: Path) -> None:
    text = RSS.replace("<guid>https://tea.example.org/1</guid>", "<guid>tea-2</guid>")
    assert [draft.guid for draft in drafts(write(tmp_path, text))] == [
        "tea-2#https://tea.example.org/1", "tea-2#https://tea.example.org/2",
    ]  # fmt: skip


def test_bloggers_export_holds_more_than_posts(tmp_path: Path) -> None:
    def entry(title: str, kind: str) -> str:
        return (
            f"<entry><title>{title}</title><id>{title}</id><category term='http://schemas.google."
            f"com/blogger/2008/kind#{kind}' scheme='http://schemas.google.com/g/2005#kind'/>"
            "<content type='html'>&lt;p&gt;x&lt;/p&gt;</content></entry>"
        )

    head = ATOM[: ATOM.index("<entry>")]
    text = head + entry("a", "post") + entry("b", "comment") + entry("c", "template") + "</feed>"
    assert [draft.title for draft in drafts(write(tmp_path, text))] == ["a"]


def test_a_feed_that_breaks_off(tmp_path: Path) -> None:
    text = RSS[: RSS.index("<description>Only the beg") + 40]
    path = write(tmp_path, text)
    reading = IMPORTER.open(path, ImportOptions())
    reading.close()
    line = text.count("\n") + 1
    assert str(reading.problems[0]).startswith(f"feed.xml:{line}: error: The feed breaks off")
    assert "Second & last" in {draft.title for draft in drafts(path)}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss'), "declares a document type"),
        ('<rss version="2.0"><channel><title>x</title></channel></rss>', "no entry in the feed"),
        ("<rss>" + "<a>" * 50_000, "nested too deeply"),
        ("<rss>" + "<item>" + "<a>" * 50_000 + "</item></rss>", "no entry in the feed"),
    ],
    ids=["doctype", "empty", "deep", "deep item"],
)
def test_hostile_and_empty_feeds(tmp_path: Path, content: str, sentence: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(UnreadableFileError, match=rf"feed\.xml(:\d+)?: error: .*{sentence}"):
        IMPORTER.open(path, ImportOptions())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('"items": [' + "1" * 5000 + "]}", "too long a number"),
        ('"items": 3}', "no list of items"),
        ('"items": [}', "not sound JSON"),
        ('"items": []}', "no entry"),
    ],
)
def test_hostile_json(tmp_path: Path, content: str, sentence: str) -> None:
    start = '{"version": "https://jsonfeed.org/version/1", '
    content = content if content.startswith('"') else '"items": ' + content
    path = write(tmp_path, start + content, "feed.json")
    with pytest.raises(UnreadableFileError, match=sentence):
        IMPORTER.open(path, ImportOptions())


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LARGEST_JSON", 1 << 20)
    big = {**JSON, "padding": "x" * (1 << 20)}
    with pytest.raises(UnreadableFileError, match="larger than 1 MB"):
        IMPORTER.open(write(tmp_path, json.dumps(big), "feed.json"), ImportOptions())
    monkeypatch.setattr(feeds, "_MOST_ITEMS", 3)
    with pytest.raises(UnreadableFileError, match="more than 3 entries"):
        IMPORTER.open(write(tmp_path, json.dumps(JSON), "feed.json"), ImportOptions())


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60)
@given(_TEXTS, _TEXTS, _TEXTS)
def test_any_words_in_a_feed(tmp_path: Path, title: str, content: str, guid: str) -> None:
    made = {"version": "https://jsonfeed.org/version/1", "title": title,
            "items": [{"id": guid, "title": title, "content_text": content}]}  # fmt: skip
    for draft in drafts(write(tmp_path, json.dumps(made), "feed.json")):
        assert articles(issue(draft.text)) or not draft.text.strip()


@settings(max_examples=60)
@given(st.lists(st.sampled_from([
    "<item>", "</item>", "<title>", "</title>", "x", "<![CDATA[", "]]>", "<description>", "&amp;",
    "</description>", "&lt;p&gt;", "<link/>", "<a:b>", "<!--", "-->", "&",
]), max_size=30).map("".join))  # fmt: skip
def test_any_broken_feed_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, RSS[: RSS.index("<item>")] + text)
    try:
        drafts(path)
    except UnreadableFileError as error:
        said = str(error)
    else:
        said = "feed.xml"
    assert said.startswith("feed.xml")
