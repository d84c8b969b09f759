"""What becomes of HTML that is brought in."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.archive.drafts import Loss
from viewer.archive.faults import Faults
from viewer.importers.html import Converted, convert

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (120).to_bytes(4, "big")
    + (80).to_bytes(4, "big")
    + b"\x08\2"
)


def made(html: str, **options: object) -> Converted:
    return convert(html, Faults("page.html"), **options)  # type: ignore[arg-type]


def text(html: str, **options: object) -> str:
    return made(html, **options).text.rstrip("\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>A</h1><p>x<h2>B</h2><h3>C</h3><h2>D</h2>", "## A\n\nx\n\n### B\n\n#### C\n\n### D"),
        ("<h2> </h2><h3><b>Bold</b></h3><p>x", "## Bold\n\nx"),
        ("<p><b>a</b> <i>b</i> <code>c`d</code>", "**a** *b* `` c`d ``"),
        ("<p>x<sup>2</sup> <mark>m</mark> <kbd>F</kbd> <ruby>漢<rt>ㄏㄢ</rt></ruby>",
         "x<sup>2</sup> <mark>m</mark> <kbd>F</kbd> <ruby>漢<rt>ㄏㄢ</rt></ruby>"),
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
    found = made(
        "<p><a href='/x'>a</a><img data-src='b.png' src='data:image/gif;base64,R0lGOD' alt=c>",
        base="https://e.org/p/q",
    )
    assert found.text == "[a](https://e.org/x)\n\n![c](https://e.org/p/b.png)\n"
    assert found.losses == {Loss.WEB_PICTURE: 1}


def test_a_picture_at_hand_is_kept_under_a_safe_name() -> None:
    found = made(
        "<figure><img src='../Große Bild.JPG' alt=x><figcaption>Cap (1)</figcaption></figure>",
        find={"../Große Bild.JPG": PNG}.get,
    )
    assert found.text == '![x](figures/gro-e-bild.png "Cap &#40;1&#41;")\n'
    assert [(p.name, p.content) for p in found.pictures] == [("figures/gro-e-bild.png", PNG)]
    assert found.losses == {}


def test_a_picture_file_is_measured_and_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    found = made("<img src=a.png>", find=lambda source: tmp_path / source)
    assert found.pictures[0].content == path
    lost = made("<img src=b.png alt=z>", find=lambda source: tmp_path / source)
    assert lost.text == "![z]()\n"
    assert lost.losses == {Loss.MISSING_PICTURE: 1}


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
    assert isinstance(made(html).text, str)
