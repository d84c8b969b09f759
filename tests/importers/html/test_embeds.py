"""Boxes for links, files, sounds and remarks are a line each of the text."""

from __future__ import annotations

import pytest

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html.converter import ConversionResult, html_to_markdown

GHOST = (
    "<figure class='kg-card kg-bookmark-card'><a class=kg-bookmark-container "
    "href='https://e.org/s'>"
    "<div class=kg-bookmark-content><div class=kg-bookmark-title>Stoneware</div>"
    "<div class=kg-bookmark-description>A short history.</div><div class=kg-bookmark-metadata>"
    "<img class=kg-bookmark-icon src='https://e.org/i.png'><span>The Museum</span></div></div>"
    "<div class=kg-bookmark-thumbnail><img src='https://e.org/t.jpg'></div></a>"
    "<figcaption>Worth an <i>evening</i>.</figcaption></figure>"
)
SUBSTACK = (
    "<div class=digest-post-embed><div class=embedded-post-wrap><a class=embedded-post "
    "href='https://e.org/6'><div class=embedded-post-header><img src='https://e.org/l.png'>"
    "<span class=embedded-post-publication-name>The Letter</span></div>"
    "<div class=embedded-post-title>#6: Ropes</div><div class=embedded-post-body>How knots are "
    "taught"
    "</div><div><span>Read more</span></div><div>2 years ago · 12 likes</div></a></div></div>"
)
MEDIUM = (
    "<div class='graf graf--mixtapeEmbed'><a href='https://e.org/k' "
    "class=markup--anchor><strong>On "
    "kites</strong><br><em>They never let go.</em>e.org</a><a href='https://e.org/k' "
    "class='js-mixtapeImage mixtapeImage'></a></div>"
)
SOUND = (
    "<div class='kg-card kg-audio-card'><div><audio src='https://e.org/a.mp3'></audio>"
    "<div class=kg-audio-title>Interview</div><div><span>0:00</span>/<span>152.5</span>"
    "<button>1×</button></div></div></div>"
)


def convert(html: str) -> ConversionResult:
    return html_to_markdown(html, ProblemCollector("page.html"))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (GHOST, "[Stoneware](https://e.org/s)  \nA short history.\n\nWorth an *evening*."),
        (SUBSTACK, "[#6: Ropes](https://e.org/6)  \nHow knots are taught"),
        (MEDIUM, "[On kites](https://e.org/k)  \nThey never let go."),
        (SOUND, "[Interview](https://e.org/a.mp3)"),
        (
            "<figure><a href='https://e.org/' class='bookmark source'><div class=bookmark-info>"
            "<div class=bookmark-title>Looms</div></div></a></figure>",
            "[Looms](https://e.org/)",
        ),
    ],
    ids=["ghost", "substack", "medium", "sound", "notion"],
)
def test_a_card_is_a_link_and_what_it_says(html: str, markdown: str) -> None:
    assert convert(f"<p>a</p>{html}<p>b</p>").text == f"a\n\n{markdown}\n\nb\n"


def test_a_card_counts_no_pictures_that_are_not_shown() -> None:
    assert convert(GHOST).losses == {}
    assert convert(SOUND).losses == {ImportLoss.EMBEDDED: 1}


def test_a_remark_in_a_box_is_a_note_with_its_sign_in_the_line() -> None:
    html = (
        "<div class='kg-card kg-callout-card'><div class=kg-callout-emoji>!</div>"
        "<div class=kg-callout-text>Wear a <b>mask</b>.</div></div>"
    )
    assert convert(html).text == '!!! note ""\n    ! Wear a **mask**.\n'


def test_a_box_with_sections_of_its_own_is_no_remark() -> None:
    html = "<div class=callout><h2>Part</h2><p>Text</p></div>"
    assert convert(html).text == "## Part\n\nText\n"


def test_a_sentence_set_apart_is_a_quotation() -> None:
    assert convert("<div class=pullquote><p>Nobody pays.</p></div>").text == "> Nobody pays.\n"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        (
            "<figure><iframe src='https://www.youtube.com/embed/abcdef123'></iframe>"
            "<figcaption>The talk</figcaption></figure>",
            "[The talk](https://www.youtube.com/watch?v=abcdef123)\n",
        ),
        (
            "<figure><iframe title=Video src='https://www.youtube.com/embed/abcdef123'></iframe>"
            "<figcaption>The talk</figcaption></figure>",
            "[Video](https://www.youtube.com/watch?v=abcdef123)\n\nThe talk\n",
        ),
    ],
)
def test_what_a_film_is_called(html: str, markdown: str) -> None:
    assert convert(html).text == markdown


def test_a_link_to_the_whole_picture_says_nothing_more() -> None:
    html = (
        "<a href='https://cdn.e.org/fetch/https%3A%2F%2Fs3.e.org%2Faa.jpeg'><picture><img "
        "src='page_files/a_b.jpeg' "
        "srcset='https://cdn.e.org/w_424/https%3A%2F%2Fs3.e.org%2Faa.jpeg "
        "424w' alt='The quay'></picture></a>"
    )
    assert "{.links}" not in convert(html).text


def test_rules_around_the_whole_and_subtitles_made_as_headings() -> None:
    html = "<hr><h4 class='graf graf--subtitle'>Three folds</h4><p>a</p><hr><p>b</p><hr>"
    assert convert(html).text == "*Three folds*\n\na\n\n***\n\nb\n"


def test_code_whose_lines_are_elements() -> None:
    html = "<pre data-lang=python><code>def a():</code><code>    b()</code></pre>"
    assert convert(html).text == "```python\ndef a():\n    b()\n```\n"


@pytest.mark.parametrize(
    "link",
    [
        "<a href='https://www.facebook.com/sharer'><img src='https://e.org/fb.png' width=24></a>",
        "<a href='https://x.com/tea'><img src='https://e.org/x.png' alt='Twitter'></a>",
    ],
)
def test_the_signs_of_social_networks_are_furniture(link: str) -> None:
    result = convert(f"<p>a</p><table><tr><td>{link}</td></tr></table>")
    assert (result.text, result.losses) == ("a\n", {})


def test_a_picture_that_leads_to_a_network_is_kept() -> None:
    html = (
        "<a href='https://www.youtube.com/watch?v=1'><img src='https://e.org/a.png' width=600></a>"
    )
    assert "![](https://e.org/a.png)" in convert(html).text


def test_a_table_of_a_picture_and_a_line_is_a_picture_with_its_caption() -> None:
    html = (
        "<table><tr><td><img src='https://e.org/a.png' alt=Loom></td></tr>"
        "<tr><td><p>The loom, <i>1804</i></p></td></tr></table>"
    )
    assert convert(html).text == '![Loom](https://e.org/a.png "The loom, 1804")\n'
    more = html.replace("<p>The loom", "<h2>Looms</h2><p>The loom")
    assert convert(more).text == "![Loom](https://e.org/a.png)\n\n## Looms\n\nThe loom, *1804*\n"


def test_lists_of_notion_are_one_and_keep_their_ticks() -> None:
    html = (
        "<ul class=bulleted-list><li>a</ul> <ul class=bulleted-list><li>b</ul>"
        "<p>x</p><ol class=numbered-list start=1><li>c</ol><ol class=numbered-list "
        "start=2><li>d</ol>"
        "<p>y</p><ul class=to-do-list><li><div class='checkbox checkbox-on'></div> done</ul>"
        "<ul class=to-do-list><li><div class='checkbox checkbox-off'></div> open</ul>"
    )
    assert convert(html).text == "- a\n- b\n\nx\n\n1. c\n2. d\n\ny\n\n- ☑ done\n- ☐ open\n"


def test_other_lists_beside_each_other_stay_two() -> None:
    assert convert("<ul><li>a</ul><ul><li>b</ul>").text == "- a\n\n<!-- -->\n\n- b\n"


@pytest.mark.parametrize("stars", ["* * *", "***", "⁂", "• • •", "＊＊＊"])
def test_stars_divide_a_text(stars: str) -> None:
    assert convert(f"<p>a</p><p align=center>{stars}</p><p>b</p>").text == "a\n\n***\n\nb\n"
