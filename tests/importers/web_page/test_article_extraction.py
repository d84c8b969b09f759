"""The text of a page is told from what is around it.

Covers viewer/importers/html/boilerplate.py and viewer/importers/web_page/comments.py.
"""

from __future__ import annotations

import pytest

from tests.importers.web_page.pages import LONG
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.importers.html import boilerplate as furniture
from viewer.importers.html.converter import parse_foreign_html
from viewer.importers.web_page.article_extraction import find_articles, find_byline
from viewer.importers.web_page.comments import extract_comments

LINKS = "".join(
    f"<li><a href=x>An old post with a rather long title {n}</a></li>" for n in range(30)
)


def tree(html: str) -> Element:
    made, _ = parse_foreign_html(html, ProblemCollector("a.html"))
    return made


def texts(html: str) -> list[str]:
    root = tree(html)
    furniture.remove_boilerplate(root)
    return [" ".join(found.text().split()) for found in find_articles(root)]


TEXT = f"<p>{LONG}</p><p>{LONG}</p>"
WANTED = " ".join((LONG * 2).split())


@pytest.mark.parametrize(
    "html",
    [
        f"<nav>menu</nav><div class=entry-content>{TEXT}</div><aside>{LONG * 3}</aside>",
        f"<div id=js_content class=rich_media_content>{TEXT}</div><div>{LINKS}</div>",
        f"<div itemprop=articleBody>{TEXT}</div><footer>{LONG}</footer>",
        f"<main><article>{TEXT}</article></main><div class=sidebar>{LONG}</div>",
        f"<div><div><div>{TEXT}</div></div><div><ul>{LINKS}</ul></div></div>",
        f"<table><tr><td><ul>{LINKS}</ul></td><td>{TEXT}</td></tr></table>",
        f"<div role=main>{TEXT}</div><div><p>short</p></div>",
        f"<div class='widget Blog'><div class=post-body>{TEXT}</div></div>",
        TEXT,
    ],
)
def test_the_text_and_nothing_else(html: str) -> None:
    assert texts(f"<body>{html}") == [WANTED]


@pytest.mark.parametrize(
    "html",
    [
        f"<article><p>How it began.</p><div>{TEXT}</div></article>",
        f"<article>How all of it began.<center>{TEXT}</center></article>",
        f"<main><div>{TEXT}</div><blockquote>And its end.</blockquote></main>",
        f"<p>{LONG}</p><p>{LONG[:200]}</p><div>{TEXT * 4}</div>",
    ],
)
def test_paragraphs_beside_the_longest_part_are_of_the_text(html: str) -> None:
    assert texts(f"<body>{html}") == [" ".join(tree(html).text().split())]


def test_posts_on_one_page_are_all_found() -> None:
    post = f"<div class='post hentry'>{TEXT}</div>"
    assert texts(f"<div id=main>{post}{post}{post}</div>") == [WANTED] * 3
    # One long post beside the beginnings of others is the text.
    first = f"<article>{TEXT * 5}</article>"
    assert len(texts(first + f"<article>{TEXT}</article>")) == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("<div>2015年4月3日 10:00 作者：王小明</div>", ("2015-04-03", "王小明")),
        ("<span>March 5, 2022</span>", ("2022-03-05", "")),
        ("<p>Copyright 2022-03-05</p>", ("", "")),
        (f"<div>{LONG * 2} 2015-04-03</div>", ("", "")),
    ],
)
def test_lines_above_a_text_tell_day_and_author(lines: str, told: tuple[str, str]) -> None:
    root = tree(f"<div>{lines}<div id=x>{TEXT}</div></div>")
    article = root.find(lambda e: e.attrs.get("id") == "x")
    assert article is not None
    assert find_byline(root, article) == told


@pytest.mark.parametrize(
    "name",
    ["sharedaddy sd-sharing-enabled", "jp-relatedposts", "comment-respond", "widget-area",
     "screen-reader-text", "post-navigation navigation", "cookie-banner", "addtoany_share_save"],
)  # fmt: skip
def test_furniture_goes(name: str) -> None:
    root = tree(f"<div>{TEXT}<div class='{name}'><p>furniture</p></div></div>")
    furniture.remove_boilerplate(root)
    assert "furniture" not in root.text()


def test_a_long_text_is_no_furniture_whatever_it_is_called() -> None:
    root = tree(f"<div class=sidebar>{TEXT * 20}</div>")
    furniture.remove_boilerplate(root)
    assert LONG.strip() in root.text()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            "<ol class=commentlist><li class=comment><div id=comment-1><div class='comment-author "
            "vcard'><cite class=fn>Ann</cite> <span class=says>says:</span></div><div class="
            "'comment-meta commentmetadata'><a>July 30, 2017 at 1:00 am</a></div><p>Hello.</p>"
            "<div class=reply><a>Reply</a></div></div><ul class=children><li class=comment><div "
            "class=comment-author><cite class=fn>Bo</cite></div><p>Hi.</p></li></ul></li></ol>",
            [("Ann", "2017-07-30", 0, "Hello."), ("Bo", "", 1, "Hi.")],
        ),
        (
            "<div id=comments><div class=comment><span class=user>Mo</span><div class=comment-text>"
            "One<div class=comment><span class=user>Di</span><div class=comment-text>Two</div>"
            "</div></div></div></div>",
            [("Mo", "", 0, "One"), ("Di", "", 1, "Two")],
        ),
        ("<div id=comments><p>No comments yet.</p></div>", []),
        ("<div class=comments><div class='comment pingback'>Ping</div></div>", []),
    ],
)
def test_comments_are_read_with_who_answers_whom(
    html: str, found: list[tuple[str, str, int, str]]
) -> None:
    root = tree(f"<p>text</p>{html}")
    made = [
        (c.author, c.date, c.parent, Element("p", {}, c.content).text().strip())
        for c in extract_comments(root)
    ]
    assert made == found
    assert not found or root.text().strip() == "text"


def test_comments_of_a_site_made_of_blocks() -> None:
    root = tree(
        "<div class=wp-block-comments><h2 class=wp-block-comments-title>One response</h2>"
        "<ol class=wp-block-comment-template><li class='comment even depth-1'><div><img "
        "class=avatar "
        "src=a.png></div><div class=wp-block-comment-author-name><a href=x>阿貓</a></div>"
        "<div class=wp-block-comment-date><time "
        "datetime='2017-08-14T09:00:00+08:00'>8/14</time></div>"
        "<div class=wp-block-comment-content><p>很好。</p></div><div "
        "class=wp-block-comment-reply-link><a href=x>回覆</a></div></li></ol></div>"
    )
    (comment,) = extract_comments(root)
    assert (comment.author, comment.date) == ("阿貓", "2017-08-14")
    assert Element("p", {}, comment.content).text() == "很好。"


def test_comments_whose_head_names_author_and_day() -> None:
    root = tree(
        "<div class=comment-list><div class=comment><div class=comment-content><div "
        "class=comment-head><span class=comment-meta><a href=x>Ivo</a></span><a "
        "class=comment-timestamp title='Mar 6, 2024, 9:10 AM' href=x>Mar 6</a></div><div "
        "class=comment-body><p>Lovely mud.</p></div><div class=comment-actions><a>Reply</a></div>"
        "</div></div></div>"
    )
    (comment,) = extract_comments(root)
    assert (comment.author, comment.date) == ("Ivo", "2024-03-06")
    assert Element("p", {}, comment.content).text() == "Lovely mud."


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='post hentry'><ul class=elementor-widget-post-info><li>No "
        f"Comments</li></ul><div "
        f"class=elementor-widget-theme-post-content><div id=ez-toc-container><p>Table of "
        f"Contents</p>"
        f"</div>{TEXT}</div><div class=elementor-widget-author-box>{LONG}</div></div>",
        f"<main><time>April 2</time><div class=email-body-content>{TEXT}</div><div "
        f"class=email-detail__metadata><p>You just read issue #88.</p></div></main>",
    ],
    ids=["elementor", "buttondown"],
)
def test_pages_of_site_builders(html: str) -> None:
    assert texts(f"<body>{html}") == [WANTED]
