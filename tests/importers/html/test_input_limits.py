"""Raw HTML read within limits, and written so that a browser's parser sees the same tags."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html import input_limits as scan
from viewer.importers.html.converter import html_to_markdown
from viewer.importers.html.input_limits import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, tokenize


def written(html: str) -> str:
    return scan.limit_html(html).html


def parsed(html: str) -> str:
    """What nh3 makes of what was written."""
    return nh3.clean(
        written(html),
        tags=ALLOWED_TAGS,
        attributes=dict.fromkeys(ALLOWED_TAGS, ALLOWED_ATTRIBUTES),
        link_rel=None,
    )


def depth(html: str) -> int:
    """How deep the elements of ``html``, which is well formed, are nested."""
    void = {"br", "hr", "img", "input", "wbr", "embed", "area", "source"}
    now = deepest = 0
    for token in tokenize(html):
        if token.name not in void and token.kind in ("start", "end"):
            now += 1 if token.kind == "start" else -1
            deepest = max(deepest, now)
    return deepest


@pytest.mark.parametrize(
    ("html", "result"),
    [
        ("a < b && c<d", "a &lt; b && c&lt;d"),
        ("<p title='it>s' CLASS=\"x\" onclick=alert(1)>y", '<p title="it>s" class="x">y'),
        ("<p title=it's>y</p>", '<p title="it\'s">y</p>'),
        ("a<!-- <p> -->b<!-->c<!doctype x>d<?php x ?>e</>f", "abcdef"),
        ("<script>if (a</b) '<p>'</script><style>p{}</style>x", "x"),
        ("<title>t</title><textarea><p></textarea>x", '<input type=text>x'),
        ("<svg><title>T</title><svg></svg><p>in</p></svg>x",
         '<img src="data:0" alt="T" width="" height="" data-was="svg">x'),
        ("<svg><path d=x /></svg>x", "x"),
        ("<math alttext='x'><mi>y</mi></math>z", '<code class="math">x</code>z'),
        ("<o:p>w</o:p><custom-tag>x</custom-tag>", "wx"),
        ("<font color=red>x</font>", '<span color="red">x</span>'),
        ("<img src='data:image/png;base64,AA'>", '<img src="data:0">'),
        ("<iframe src=x><p>no</iframe>y", '<iframe src="x"></iframe>y'),
        ("<p>a</p", "<p>a&lt;/p"),
        ("x<a href='", "x&lt;a href='"),
    ],
)  # fmt: skip
def test_tags_are_written_anew(html: str, result: str) -> None:
    assert written(html) == result


def test_the_addresses_of_data_are_kept_apart() -> None:
    result = scan.limit_html(
        "<img src=' DATA:image/png;base64,AA'><a href=\"data:b\">x</a><p cite='data:c'>"
    )
    assert result.data_urls == [" DATA:image/png;base64,AA", "data:b"]
    assert result.html == '<img src="data:0"><a href="data:1">x</a><p>'


#: Each leaves more open than it closes for a parser that only counts tags.
_TRICKS = [
    "<div>", "<ul><li>", "<table><tr><td>", "<b>", "<a href=x><div>", "<span><div></span></div>",
    "<div><table><td></div>", "<b><div></b></div>", "<div><b></div>", "<i><p></i>", "<dl><dd><div>",
    "<li><div></li>", "<div><select></div>", "<p><button><p></button>", "<h1><h2>", "<table>x",
    "<form><div></form></div>", "<object></div><div></object>", "<ruby><rt>", "<p><span></p>",
    "<td><b></td>", "<div title='</div>'>", "<div><!--</div>-->", "<div></div\n", "<blockquote><p>",
    "<section><i style='a:b'></section>", "<noscript><div></noscript></div>",
]  # fmt: skip


@pytest.mark.parametrize("trick", _TRICKS)
def test_no_page_is_deeper_than_the_parser_bears(trick: str) -> None:
    result = parsed(trick * 3000)
    assert depth(result) <= 8 * scan.DEEPEST
    assert len(result) < 3_000_000


@given(st.lists(st.sampled_from([*_TRICKS, "x", "</div>", "</b>", "</p>", "</td>"]), max_size=30))
def test_no_mixture_of_tricks_is(tricks: list[str]) -> None:
    result = parsed("".join(f"{trick}" for trick in tricks) * 60)
    assert depth(result) <= 8 * scan.DEEPEST


def test_a_browser_is_not_made_to_repeat_long_tags() -> None:
    html = "".join(f"<b class='{'y' * 190}{n}'>" for n in range(12)) + "<p>x" * 50_000
    result = scan.limit_html(html)
    assert result.untagged
    assert len(parsed(html)) < 2 * scan._MOST_REOPENED


@pytest.mark.parametrize(
    ("name", "limit", "html", "limited_html"),
    [
        ("LONGEST_HTML", 5, "<p>abcdefgh<p>i", "<p>abcde"),
        ("LONGEST_HTML", 8, "<p>abcdefgh<p>i", "<p>abcdefgh<p>"),
    ],
)
def test_too_long_a_page_is_cut(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int, html: str, limited_html: str
) -> None:
    monkeypatch.setattr(scan, name, limit)
    result = scan.limit_html(html)
    assert (result.html, result.cut) == (limited_html, len(html) - len(limited_html))


def test_too_many_tags_cost_the_rest_its_tags_and_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_TAGS", 3)
    page = "<div><p>a<b>b</b><p>c <i>d</i> <a href=x>e</a><style>p{}</style><br>f</div><xmp>g"
    result = scan.limit_html(page)
    assert result.html == "<div><p>a<b>b</b></div><pre>c d e\nf\ng</pre>"
    assert (result.untagged, result.cut) == (9, 0)
    problems = ProblemCollector("page.html")
    converted = html_to_markdown(page, problems)
    assert "c d e\nf\ng" in converted.text
    assert converted.losses == {ImportLoss.MARKUP: 1}
    assert "its last 9 characters are plain text" in converted.problems[0].message


@pytest.mark.parametrize(
    ("html", "limited_html", "left_out"),
    [
        ("<style>p { color: red }<p>w", "<p>w", {"style": 16}),
        ("<script>go()<p>w<script>more()<p>x", "<p>w<p>x", {"script": 10}),
        ("<style>p{}</style><style>q{}<p>w", "<p>w", {"style": 3}),
        ("<!-- a <p> w <!-- b <p>x", " a <p> w  b <p>x", {}),
        ("<!-- a -->w", "w", {}),
        ("<svg><p>w</p><svg>x</svg>y", "<p>w</p>y", {}),
        ("<math><p>w", "<p>w", {}),
        ("<title>w<p>x", "w<p>x", {}),
        ("<xmp>w<p>x", "w<p>x", {}),
        ("<select><option>w<p>x", "<input type=text>w<p>x", {}),
        ("<textarea>w<p>x", "<input type=text>w<p>x", {}),
        ("<iframe src=a>w<p>x", '<iframe src="a"></iframe>w<p>x', {}),
        ("<script src=a /><p>w</p><script>go()</script>", "<p>w</p>", {}),
        ("<title/><p>w<title>t</title>", "<p>w", {}),
        ("<![CDATA[a <b> c]]>d<![CDATA[e", "a &lt;b&gt; cde", {}),
        ("a<? b", "a&lt;? b", {}),
        ("a<!-- b", "a b", {}),
        ("a</ b", "a&lt;/ b", {}),
    ],
)
def test_nothing_is_swallowed_by_what_is_never_closed(
    html: str, limited_html: str, left_out: dict[str, int]
) -> None:
    result = scan.limit_html(html)
    assert (result.html, result.unclosed) == (limited_html, left_out)


def test_what_stands_behind_an_unclosed_style_is_counted_and_told() -> None:
    problems = ProblemCollector("page.html")
    result = html_to_markdown("<p>a<style>p { color: red }<p>w<style>x", problems)
    assert result.text == "a\n\nw\n"
    assert [str(problem.message) for problem in result.problems] == [
        "“<style>” is never closed; 17 characters after it are left out."
    ]


@given(st.text("<>!-/ab='\"& \nscript[]?", max_size=60))
def test_any_text_is_read(html: str) -> None:
    again = written(html)
    # What was written is understood as it was meant.
    assert written(again) == again
