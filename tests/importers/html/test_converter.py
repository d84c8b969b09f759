"""What becomes of HTML that is brought in.

Covers viewer/importers/html/element_rules.py, viewer/importers/html/embeds.py,
viewer/importers/html/footnotes.py, viewer/importers/html/galleries.py,
viewer/importers/html/headings.py, viewer/importers/html/hidden_text_and_styles.py,
viewer/importers/html/paragraphs.py, viewer/importers/html/tables.py,
viewer/importers/html/tree_cleanup.py and viewer/importers/metadata/languages.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html import converter as html
from viewer.importers.html.converter import ConversionResult, html_to_markdown

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (120).to_bytes(4, "big")
    + (80).to_bytes(4, "big")
    + b"\x08\2"
)


def convert(html: str, **options: object) -> ConversionResult:
    return html_to_markdown(html, ProblemCollector("page.html"), **options)  # type: ignore[arg-type]


def text(html: str, **options: object) -> str:
    return convert(html, **options).text.rstrip("\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>A</h1><p>x<h2>B</h2><h3>C</h3><h2>D</h2>", "## A\n\nx\n\n### B\n\n#### C\n\n### D"),
        ("<h2> </h2><h3><b>Bold</b></h3><p>x", "## Bold\n\nx"),
        ("<p><b>a</b> <i>b</i> <code>c`d</code>", "**a** *b* `` c`d ``"),
        ("<p>x<sup>2</sup> <mark>m</mark> <kbd>F</kbd> <ruby>漢<rt>ㄏㄢ</rt></ruby>",
         "x<sup>2</sup> <mark>m</mark> <kbd>F</kbd> "
         "<ruby>漢<rp>（</rp><rt>ㄏㄢ</rt><rp>）</rp></ruby>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n    - b\n- c"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<blockquote>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-py'>a\n  b</code></pre>", "```py\na\n  b\n```"),
        ("<p>a<br>1. b<br># c<br>- d", "a  \n1\\. b  \n\\# c  \n\\- d"),
        ("<p><a href='https://e.org/a (b)/中文'>x</a>", "[x](https://e.org/a%20(b)/中文)"),
        ("<dl><dt>T<dd>D</dl>", "T\n:   D"),
        ("<p>a<hr><p>b", "a\n\n***\n\nb"),
        ("<table><tr><th>a<th align=right>b<tr><td>1<td align=right>2|3</table>",
         "| a | b |\n|---|--:|\n| 1 | 2\\|3 |"),
        ("<table><tr><td><p>only</table>", "only"),
        ("<table class=has-fixed-layout><tr><td>a<td>b<tr><td>c<td>d</table>",
         "<table><tbody><tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</tbody>\n"
         "</table>"),
        ("<p>&nbsp;</p><dl><dt></dt></dl><p>x", "x"),
        ("<a href='https://e.org/u/cat.jpg'><img src='https://e.org/u/cat-300x200.jpg?w=3'></a>",
         "![](https://e.org/u/cat-300x200.jpg?w=3)"),
        ("<a href='https://e.org/dog.jpg'><img src='https://e.org/cat.jpg' alt=c></a>",
         "![c](https://e.org/cat.jpg)\n\n[c](https://e.org/dog.jpg)\n{.links}"),
        ("<figure class=wp-block-gallery><figure><img src='https://e.org/a.jpg'><figcaption>A"
         "</figcaption></figure><figure><img src='https://e.org/b.jpg'></figure>"
         "<figcaption>both of them</figcaption></figure>",
         '![](https://e.org/a.jpg "A")\n![](https://e.org/b.jpg)\n{.slideshow}\n\nboth of them'),
        ("<details><summary>S</summary>t</details>", "**S**\n\nt"),
        ("<p>a<script>x</script><style>y</style><!-- z -->b", "ab"),
        ("<p style='display:none'>preheader</p><p>x", "x"),
        ("<span style='font-weight:700'>a</span><b style='font-weight:normal'>b</b>", "**a**b"),
    ],
)  # fmt: skip
def test_markup_becomes_markdown(html: str, markdown: str) -> None:
    assert text(html) == markdown


def test_relative_links_and_pictures_are_seen_from_the_base() -> None:
    result = convert(
        "<p><a href='/x'>a</a><img data-src='b.png' src='data:image/gif;base64,R0lGOD' alt=c>",
        base_url="https://e.org/p/q",
    )
    assert result.text == "[a](https://e.org/x)\n\n![c](https://e.org/p/b.png)\n"
    assert result.losses == {ImportLoss.WEB_PICTURE: 1}


def test_a_picture_at_hand_is_kept_under_a_safe_name() -> None:
    result = convert(
        "<figure><img src='../Große Bild.JPG' alt=x><figcaption>Cap (1)</figcaption></figure>",
        find_picture={"../Große Bild.JPG": PNG}.get,
    )
    assert result.text == '![x](figures/gro-e-bild.png "Cap (1)")\n'
    assert [(p.name, p.content) for p in result.pictures] == [("figures/gro-e-bild.png", PNG)]
    assert result.losses == {}


def test_a_picture_file_is_measured_and_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    result = convert("<img src=a.png>", find_picture=lambda source: tmp_path / source)
    assert result.pictures[0].content == path
    lost = convert("<img src=b.png alt=z>", find_picture=lambda source: tmp_path / source)
    assert lost.text == "![z]()\n"
    assert lost.losses == {ImportLoss.MISSING_PICTURE: 1}


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<table><tr><td>" * 5000 + "x",
        "<ul><li>" * 20_000 + "x",
        "<p><b>" * 20_000 + "x",
        '<a href="' * 50_000,
        "<a " * 50_000,
        "<div><table><td></div>" * 5000,
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
        "<" * 200_000,
        "[" * 50_000,
        "<svg>" * 20_000,
        "<![CDATA[" * 20_000,
        "&#x202e;\0\x08" * 1000,
    ],
    ids=lambda html: html[:12],
)
def test_hostile_html_ends_soon_and_never_raises(html: str) -> None:
    assert isinstance(convert(html).text, str)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        # Kramdown, Hugo and the like
        ("<p>T<sup id='fnref:1'><a href='#fn:1'>1</a></sup></p><div class='footnotes'><hr><ol>"
         "<li id='fn:1'><p>N <i>x</i>. <a href='#fnref:1'>↩︎</a></p></li></ol></div>",
         "T[^1]\n\n[^1]: N *x*."),
        # WordPress
        ("<p>T<sup data-fn='a' class='fn'><a href='#a' id='a-link'>1</a></sup></p>"
         "<ol class='wp-block-footnotes'><li id='a'>N <a href='#a-link'>↩︎</a></li></ol>",
         "T[^1]\n\n[^1]: N"),
        # Substack, by mail
        ("<p>T<a class='footnote-anchor' id='footnote-anchor-1' href='https://s.org/p#footnote-1'>1"
         "</a></p><div class='footnote'><a id='footnote-1' class='footnote-number' "
         "href='https://s.org/p#footnote-anchor-1'>1</a><div><p>N</p><p>M</p></div></div>",
         "T[^1]\n\n[^1]: N\n\n    M"),
        # Word
        ("<p>T<a href='#_ftn1' name='_ftnref1'>[1]</a></p><div id=ftn1><p><a href='#_ftnref1' "
         "name='_ftn1'>[1]</a> N</p></div>", "T[^1]\n\n[^1]: N"),
        # Wikipedia
        ("<p>T<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'>[1]</a></sup></p>"
         "<h2>References</h2><ol class='references'><li id='cite_note-1'><b><a href='#cite_ref-1'>"
         "^</a></b> <span>N</span></li></ol>", "T[^1]\n\n[^1]: N"),
    ],
    ids=["kramdown", "wordpress", "substack", "word", "wikipedia"],
)  # fmt: skip
def test_footnotes_of_any_site(html: str, markdown: str) -> None:
    assert text(html) == markdown


def test_links_lead_to_places_of_the_text_or_are_lost() -> None:
    result = convert(
        "<p><a href='#a b'>1</a> <a href='#none'>2</a> <a href='#'>3</a> <a href='javascript:x'>4"
        "</a> <a href='x.html'>5</a> <a href='https://e.org/p#l'>6</a></p>"
        "<a name='a b'></a><h2>H</h2><ul><li id=l>i</ul>",
        base_url="https://e.org/p",
    )
    assert result.text == (
        "[1](#a-b) 2 3 4 [5](https://e.org/x.html) [6](#l)\n\n## H {#a-b}\n\n- i\n    {#l}\n"
    )
    assert result.losses == {ImportLoss.LOST_LINK: 1}
    assert text("<p>x <a href='x.html'>5</a>") == "x [5]()"


def test_other_languages_are_marked_and_the_text_s_own_is_not() -> None:
    result = convert(
        "<div lang=en-US><p>Plain words of the text itself, and more of them.<p lang=fr>Bonjour<p>"
        "see <span lang=zh-TW>中文</span><ul><li lang=ja>日本語</ul></div>"
    )
    assert result.text == (
        "Plain words of the text itself, and more of them.\n\nBonjour\n{lang=fr}\n\n"
        'see <span lang="zh-TW">中文</span>\n\n- <span lang="ja">日本語</span>\n'
    )
    assert result.language == "en-US"
    assert convert("<div lang=en><p>這是中文的內容</div>").language == "zh-Hant"
    # A word processor marks every word in Latin letters.
    assert text("<p lang=ZH-TW>中文字<span lang=EN-US>AI</span>") == "中文字AI"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<img src='data:image/svg+xml,x' data-src='https://e.org/r.jpg'><noscript>"
         "<img src='https://e.org/r.jpg' alt=r></noscript><noscript>Enable JS</noscript>",
         "![r](https://e.org/r.jpg)"),
        ("<div class='wp-caption'><a href='https://e.org/p.jpg'><img src='https://e.org/p-300x200.jpg'"
         " alt=a></a><p class='wp-caption-text'>C</p></div>",
         '![a](https://e.org/p-300x200.jpg "C")'),
        ("<table class='tr-caption-container'><tr><td><img src='https://e.org/a.jpg'></td></tr><tr>"
         "<td class='tr-caption'>C</td></tr></table>", '![](https://e.org/a.jpg "C")'),
        ("<picture><source srcset='https://e.org/w_1,c/b.webp 1w, https://e.org/w_9,c/b.webp 9w'>"
         "<img alt=b></picture>", "![b](https://e.org/w_9,c/b.webp)"),
        ("<div class='jetpack-slideshow' data-gallery='[{&quot;src&quot;:&quot;https:\\/\\/e.org\\/"
         "a.jpg&quot;,&quot;caption&quot;:&quot;C &lt;b&gt;d&lt;\\/b&gt;&quot;},{&quot;src&quot;:"
         "&quot;https://e.org/b.jpg&quot;}]'></div>",
         '![](https://e.org/a.jpg "C d")\n![](https://e.org/b.jpg)\n{.slideshow}'),
        ("<ul class='wp-block-gallery'><li><figure><img src='https://e.org/1.png'><figcaption>1"
         "</figcaption></figure><li><figure><img src='https://e.org/2.png'></figure></ul>",
         '![](https://e.org/1.png "1")\n![](https://e.org/2.png)\n{.slideshow}'),
        ("<p>a<img src='https://e.org/open.aspx?u=1' width=1 height=1>b<img class=emoji alt='😀' "
         "src='https://s.w.org/e.svg'>", "ab😀"),
        ("<p><img src='https://e.org/l.png'>words<br>more",
         "![](https://e.org/l.png)\n\nwords  \nmore"),
        ("<p>a <img src='https://e.org/i.png' width=16 height=16> b",
         "a ![](https://e.org/i.png) b"),
        ("<svg width=300><title>A chart</title><path d=x /></svg><svg width=16><title>i</title>"
         "</svg>", "![A chart](figures/picture.svg)"),
    ],
)  # fmt: skip
def test_pictures_have_their_real_source_and_caption(html: str, markdown: str) -> None:
    assert text(html) == markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>　　甲<br><br>　　乙<br>　　丙</p>", "甲\n\n乙  \n丙"),
        ("<div>a<br>b<br>&nbsp;<br>c</div>", "a  \nb\n\nc"),
        ("<p>&nbsp;</p><p>&zwnj;&nbsp;&zwnj;&nbsp;</p><p>x", "x"),
        ("<ul><li><input type=checkbox checked> a<li><input type=checkbox> b</ul>", "- ☑ a\n- ☐ b"),
        ("<pre class='wp-block-verse'>a\nb</pre>", "a  \nb"),
        ("<p>https://e.org/v", "[https://e.org/v](https://e.org/v)"),
        ("<iframe src='//www.youtube.com/embed/abc_def-1' title=Film></iframe>",
         "[Film](https://www.youtube.com/watch?v=abc_def-1)"),
        ("<video controls><source src='https://e.org/a.mp4'></video>",
         "[https://e.org/a.mp4](https://e.org/a.mp4)"),
        ("<table role=presentation><tr><td><h2>H</h2><td><table><tr><td>x</table></table>",
         "## H\n\nx"),
        ("<table><tr><td><b>N</b><td><b>M</b><tr><td>1<td>2</table>",
         "| N | M |\n|---|---|\n| 1 | 2 |"),
        ("<table><caption>C</caption><tr><td colspan=2>w<tr><td>a<td>b</table>",
         'C\n\n<table><tbody><tr><td colspan="2">w</td></tr>\n<tr><td>a</td><td>b</td></tr>\n'
         "</tbody>\n</table>"),
        ("<math alttext='x^2'><mi>x</mi></math>", "`x^2`"),
    ],
)  # fmt: skip
def test_what_else_authors_write(html: str, markdown: str) -> None:
    assert text(html) == markdown


def test_a_text_too_long_for_an_issue_is_cut_at_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST_TEXT", 40)
    result = convert("<p>" + "茶" * 8 + "<p>second" + "<p>third" * 9)
    assert result.text == "茶茶茶茶茶茶茶茶\n\nsecond\n"
    assert result.losses == {ImportLoss.CUT: 1}
    assert "its last 64 characters are left out" in result.problems[0].message


def test_quotes_in_quotes_end_somewhere() -> None:
    result = text("<blockquote>" * 60 + "<p>x")
    assert result == "> " * 8 + "x"


@pytest.mark.parametrize(
    "html_",
    ["&nbsp;" * 300_000, "x&amp;" * 300_000, "<p>x" + "&nbsp;" * 100_000 + "y", "<" * 300_000],
    ids=["blanks", "marks", "between", "less"],
)
def test_marks_without_end_are_read_in_time(html_: str) -> None:
    # The parser behind would take minutes for as much in one stretch.
    assert convert(html_).text.count("x") == html_.count("x")
