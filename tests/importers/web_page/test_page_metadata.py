"""What a page says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.web_page.page_metadata import author_names, read_page_metadata


@pytest.mark.parametrize(
    ("head", "title", "site"),
    [
        ("<title>A &amp; B</title>", "A & B", ""),
        ("<title>A post – Leaves</title>", "A post", "Leaves"),
        ("<title>A post | Leaves</title><meta property=og:site_name content=Leaves>",
         "A post", "Leaves"),
        ("<title>Leaves: A post</title><meta property='og:title' content='A post'>",
         "A post", "Leaves"),
        ("<title>A - B - Leaves</title><meta property=og:site_name content=leaves>",
         "A - B", "leaves"),
        ("<title>x</title><script type='application/ld+json'>{\"@graph\":[{\"@type\":"
         "\"BlogPosting\",\"headline\":\"A\",\"publisher\":{\"name\":\"L\"}}]}</script>", "A", "L"),
        ("<title>春茶_茶週刊</title>", "春茶", "茶週刊"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_title_and_site(head: str, title: str, site: str) -> None:
    facts = read_page_metadata(f"<html><head>{head}</head>")
    assert (facts.title, facts.site) == (title, site)


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ("<meta property='article:published_time' content='2017-07-30T01:12:00+00:00'>",
         "2017-07-30"),
        ("<meta property='article:published_time' content='2017-07-30T01:12:00Z'>"
         "<time class='entry-date published' datetime='2017-07-29T18:12:00-07:00'>", "2017-07-29"),
        ("<link rel=canonical href='https://e.org/2017/07/29/x/'>"
         "<meta property='article:published_time' content='2017-07-30T01:12:00+00:00'>",
         "2017-07-29"),
        ("<link rel=canonical href='https://e.org/2017/07/29/x/'>", "2017-07-29"),
        ("<abbr class=published title='2014-05-03T10:00:00-07:00'>", "2014-05-03"),
        ("<meta name=date content='July 3, 2019'>", "2019-07-03"),
        ("<time datetime='2020-02-02'>", "2020-02-02"),
        ("<meta name=date content='0000-00-00'>", ""),
    ],
)  # fmt: skip
def test_the_day_its_author_published_it(html: str, day: str) -> None:
    assert read_page_metadata(html).date == day


@pytest.mark.parametrize(
    ("html", "address", "seen_at"),
    [
        ("<!-- saved from url=(0017)https://e.org/x?y=1#z -->", "https://e.org/x?y=1",
         "https://e.org/x?y=1#z"),
        ("<link rel=canonical href='https://e.org/a?utm_source=b&amp;p=3&amp;fbclid=c'>",
         "https://e.org/a?p=3", "https://e.org/a?utm_source=b&p=3&fbclid=c"),
        ("<meta property='og:url' content='https://e.org/o'><link rel=canonical href='/rel'>",
         "https://e.org/o", "https://e.org/o"),
        ("<link rel=canonical href='javascript:x'>", "", ""),
        ("<link rel=canonical href='https://[::1'>", "", "https://[::1"),
    ],
)  # fmt: skip
def test_the_address(html: str, address: str, seen_at: str) -> None:
    facts = read_page_metadata(html)
    assert (facts.address, facts.base_address) == (address, seen_at)
    assert isinstance(facts.home, str)


def test_people_and_no_others_are_authors() -> None:
    assert author_names(["By Ann Lee and Bo", "https://fb.com/x", "@leaves", "admin", "Leaves"],
                        "Leaves") == ("Ann Lee", "Bo")  # fmt: skip
    assert author_names(["作者：王小明、李四", ""]) == ("王小明", "李四")
    html = (
        '<script type="application/ld+json">[{"@type":["NewsArticle"],"author":["A",{"name":"B"}]}]'
    )
    assert read_page_metadata(html + "</script><meta name=author content=C>").authors == ("A", "B")


@given(st.text("<>{}[]\"':,@abgr mtlc=/-é\n", max_size=200))
def test_any_head_is_read(text: str) -> None:
    read_page_metadata(f"<script type='application/ld+json'>{text}</script>{text}<meta {text}>")


def test_deep_linked_data_is_passed_over() -> None:
    deep = '{"@graph":' * 5000 + "1" + "}" * 5000
    assert (
        read_page_metadata(f'<script type="application/ld+json">{deep}</script><title>T').title
        == "T"
    )
    assert (
        read_page_metadata(f'<script type="application/ld+json">{"[" * 200_000}</script>').title
        == ""
    )
