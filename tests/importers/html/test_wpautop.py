"""Paragraphs as WordPress shows them, where none are marked.

Covers viewer/importers/html/tag_splitter.py.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.html.tag_splitter import split_tags
from viewer.importers.html.wpautop import autop


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo\n\nthree", "<p>one<br />two</p>\n<p>three</p>\n"),
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("a<br><br>b<br />\nc", "<p>a</p>\n<p>b<br />c</p>\n"),
        ("<h2>T</h2>\ntext<hr>more", "<h2>T</h2><p>text</p>\n<hr><p>more</p>\n"),
        ("<ul>\n<li>a\nb</li>\n</ul>\nc", "<ul><li>a<br />b</li></ul><p>c</p>\n"),
        ("<li>a\n\nb</li>", "<li><p>a</p>\n<p>b</p>\n</li>"),
        ("<div>a</div>", "<div>a</div>"),
        ("<blockquote>a\n\nb</blockquote>",
         "<blockquote><p>a</p>\n<p>b</p>\n</blockquote>"),
        ("<p>a\nb</p>\n\nc", "<p>a<br />b</p><p>c</p>\n"),
        ("x<pre>a\n\n<b>b</b></pre>y", "<p>x</p>\n<pre>a\n\n<b>b</b></pre><p>y</p>\n"),
        ("a\n\n&nbsp;\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ('<a title="x\n\ny">z</a>', '<p><a title="x\n\ny">z</a></p>\n'),
        ("a<!-- b\n\nc -->d", "<p>ad</p>\n"),
        ("1 < 2 and 3 > 2", "<p>1 < 2 and 3 > 2</p>\n"),
        ("<em>a\n\nb</em>", "<p><em>a</p>\n<p>b</em></p>\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_paragraphs(written: str, shown: str) -> None:
    assert autop(written) == shown


_PARTS = st.sampled_from([
    "a", " ", "\n", "\n\n", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</li>", "</ul>",
    "<b>", "</b>", "<br>", "<pre>x\n\ny</pre>", "<!-- c -->", "<", ">", "&amp;", "茶", "<td>",
    "<hr />", "<blockquote>", "</blockquote>", "<figure><img></figure>", "<pre>", '<a href="x">',
])  # fmt: skip


@given(st.lists(_PARTS, max_size=40).map("".join))
def test_no_word_is_lost_and_none_is_added(written: str) -> None:
    def words(html: str) -> str:
        return "".join(p.text for p in split_tags(html) if p.kind in ("text", "raw")).translate(
            {ord(c): None for c in " \n"}
        )

    assert words(autop(written)) == words(written)


@given(st.lists(_PARTS, max_size=40).map("".join))
def test_a_second_time_changes_no_text(written: str) -> None:
    once = autop(written)
    assert re.sub(r"\s|<[^>]*>", "", autop(once)) == re.sub(r"\s|<[^>]*>", "", once)


@given(st.text(st.sampled_from("<>/ab\"'-! \n&"), max_size=80))
def test_pieces_are_the_whole_text(text: str) -> None:
    assert "".join(piece.text for piece in split_tags(text)) == text


@pytest.mark.parametrize(
    "written",
    ["<" * 300_000, '<a "' * 100_000, "<div>" * 50_000, "\n \n" * 200_000, "<!--" * 100_000,
     "<pre>" * 50_000, "<br>" * 100_000, " " * 300_000 + "x", "<p>" * 100_000,
     "x" + " \t" * 100_000 + "\n", "<br />" + " " * 200_000],
    ids=lambda text: repr(text[:5]),
)  # fmt: skip
def test_long_repetition_ends(written: str) -> None:
    assert isinstance(autop(written), str)
