"""What becomes of the Markdown of an article.

Covers viewer/archive/markup/element_tree.py, viewer/archive/markup/figures_and_link_rows.py,
viewer/archive/markup/inline_text.py, viewer/archive/markup/block_structure.py,
viewer/archive/parser/article_composer.py, viewer/archive/parser/footnotes.py and
viewer/archive/parser/markdown_to_html.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.archive.writing import articles, issue, only, sentences
from viewer.archive.model.document_tree import Node
from viewer.archive.parser import markdown_to_html as markdown


def shape(nodes: tuple[Node | str, ...]) -> list[object]:
    """Tags and texts, for comparing."""
    return [n if isinstance(n, str) else (n.tag, *shape(n.children)) for n in nodes]


def test_inline_html_stays() -> None:
    article = only("<u>底線</u> <kbd>Ctrl</kbd> x<sup>2</sup> <b>粗</b> <script>alert(1)</script>")
    assert shape(article.body) == [
        ("p", ("u", "底線"), " ", ("kbd", "Ctrl"), " x", ("sup", "2"), " ", ("strong", "粗"))
    ]


def test_a_link_row_and_lost_links() -> None:
    article = only(
        "文\n\n[甲](https://example.org/) · [乙]()\n\n[丙](mailto:a@example.org){.links}"
    )
    assert shape(article.body)[1:] == [
        ("links", ("a", "甲"), " ", ("a", "乙")),
        ("links", ("a", "丙")),
    ]
    row = article.body[1]
    assert [c.attrs for c in row.children if isinstance(c, Node)] == [
        {"href": "https://example.org/"},
        {},
    ]
    assert article.text == "文\n甲 乙\n丙"


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "file:///etc/passwd", "other.md", "//host/x", "#nowhere", "data:x"],
)
def test_other_targets_are_lost_with_a_warning(target: str) -> None:
    made = issue(f"看[這裡]({target})吧")
    (said,) = sentences(made)
    assert said.startswith("issue.md:7: warning: The link “這裡”")
    assert articles(made)["front"].links[0].href == ""


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("dosudo/2/c3", "dosudo/2/c3"),
        ("dosudo-viewer:dosudo/2/c3#x", "dosudo/2/c3#x"),
        ("#part", "paper/2/a#part"),
        ("#a", "paper/2/a"),
        ("../012/issue.md", "paper/12"),
        ("../1", "paper/1"),
        ("HTTPS://Example.org/x", "HTTPS://Example.org/x"),
    ],
)
def test_inner_links_become_whole_addresses(target: str, href: str) -> None:
    made = issue(f"# A. 節\n\n[甲]({target})\n\n### 小標 {{#part}}\n\n文")
    assert articles(made)["a"].links[0].href == href


def test_pictures_in_a_row_and_a_slideshow() -> None:
    article = only(
        "![a](https://example.org/1.png)\n![b](https://example.org/2.png)\n\n"
        '![c](https://example.org/3.png "丙")\n![d](https://example.org/4.png)\n{.slideshow}'
    )
    assert shape(article.body) == [
        ("figure", ("caption", "a")),
        ("figure", ("caption", "b")),
        ("slideshow", ("figure", ("caption", "丙")), ("figure", ("caption", "d"))),
    ]
    assert [figure.slideshow for figure in article.figures] == [None, None, 1, 1]
    assert {figure.state for figure in article.figures} == {"web"}


def test_pictures_beside_text_stand_alone_and_keep_their_link() -> None:
    article = only("[![圖](https://e.org/1.png)](https://e.org/)\n說明文字")
    assert shape(article.body) == [
        ("figure", ("caption", "圖")),
        ("links", ("a", "圖")),
        ("p", "說明文字"),
    ]


def test_no_source_survives_as_a_path() -> None:
    article = only("文<img src='x.png' onerror=alert(1)>字\n\n<img src='file:///etc/passwd'>")
    images = [n for top in article.body for n in top.walk() if n.tag in ("img", "figure")]
    assert [image.attrs for image in images] == [{"pic": "0"}, {"pic": "1"}]


def test_notes_tables_and_definitions() -> None:
    article = only(
        '!!! note "編者按 E07"\n    文\n\n    - 項\n\n| 年 | 事 |\n|--|--:|\n| 1 | 2 |\n\n'
        "詞\n:   釋\n"
    )
    assert shape(article.body) == [
        ("note", ("title", "編者按 E07"), ("p", "文"), ("ul", ("li", "項"))),
        (
            "table",
            ("thead", ("tr", ("th", "年"), ("th", "事"))),
            ("tbody", ("tr", ("td", "1"), ("td", "2"))),
        ),
        ("dl", ("dt", "詞"), ("dd", "釋")),
    ]
    assert article.text == "編者按 E07\n文\n項\n年\n事\n1\n2\n詞\n釋"
    assert [(b.kind, b.anchor) for b in article.blocks[:4]] == [("note", "e07")] * 3 + [
        ("text", "")
    ]


def test_loose_text_beside_blocks_gets_a_paragraph() -> None:
    article = only("- 甲\n    - 乙\n\n<blockquote>丙<p>丁</p></blockquote>")
    assert shape(article.body) == [
        ("ul", ("li", ("p", "甲"), ("ul", ("li", "乙")))),
        ("blockquote", ("p", "丙"), ("p", "丁")),
    ]


def test_footnotes_go_with_their_article() -> None:
    made = issue(
        "# A. 節\n\n## 1. 甲\n\n文[^1]\n\n## 2. 乙\n\n字[^2]\n\n[^1]: 註一\n\n[^2]: 註二\n"
    )
    found = articles(made)
    assert found["a1"].text == "文1\n註一"
    assert found["a2"].text == "字2\n註二"
    assert found["a2"].body[0].children[1].children[0].attrs == {"href": "paper/2/a2#fn-2"}  # type: ignore[union-attr]


def test_frames_are_kept_as_links() -> None:
    article = only("文\n\n<iframe src='https://example.org/v' title='影片'></iframe>")
    assert [(link.label, link.href) for link in article.links] == [
        ("影片", "https://example.org/v")
    ]


def test_bidi_controls_and_long_words_cannot_disturb_the_layout() -> None:
    article = only("a\u202eb&#x202e;c " + "x" * 1200 + " " + "中" * 30000)
    assert "\u202e" not in article.text
    assert max(len(word) for word in article.text.replace("\u200b", " ").split(" ")[:4]) <= 500
    assert all(block.end - block.start <= 20000 for block in article.blocks)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<table><tr><td>" * 25 + "x", "Tables are nested more than 4 deep; they are flattened."),
        (
            "<table>" + "<tr><td>x</td></tr>" * 4100 + "</table>",
            "There are more than 4000 table cells",
        ),
        ("<div>" * 300 + "x", "Elements are nested more than 200 deep"),
        ("[" * 5000, "A paragraph has more than 400 brackets; they are shown as they stand."),
        ("<![CDATA[" * 5000, "There are many “<![” marks; they are shown as they stand."),
        ('<a href="' * 20000, "There are many “<” that no “>” closes"),
        ("- " * 1000 + "x", "A line begins with too many list or quote marks; they are left out."),
        (
            "|a" * 3000 + "\n" + "|-" * 3000,
            "A table has more than 200 columns; it is shown as text.",
        ),
        ("".join("    " * n + "- a\n" for n in range(40)), "Lists are nested more than 12 deep"),
    ],
    ids=["tables", "cells", "divs", "brackets", "cdata", "tags", "markers", "columns", "lists"],
)
def test_hostile_input_is_bounded_and_said(body: str, said: str) -> None:
    made = issue("文\n\n" + body)
    assert any(said in text for text in sentences(made))


def test_spans_are_bounded() -> None:
    article = only("<table><tr><td colspan=20000 rowspan=9999999999>x</td></tr></table>")
    cell = next(n for n in article.body[0].walk() if n.tag == "td")
    assert cell.attrs == {"colspan": "40", "o": "0"}


def test_headings_inside_other_blocks_neither_divide_nor_vanish() -> None:
    article = only("文\n\n<dl><li><h2 id=w><span id=w>甲</span></h2></li></dl>\n\n> # 乙\n")
    assert shape(article.body)[1:] == [
        ("dl", ("dd", ("h3", ("span", "甲")))),
        ("blockquote", ("h3", "乙")),
    ]
    assert [anchor.id for anchor in article.anchors] == ["w", "乙"]


def test_a_text_full_of_ampersands_is_cleaned_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    fullest = []
    clean = markdown.nh3.clean

    def watched(html: str, **options: Any) -> str:
        fullest.extend(text.count("&") for text in html.replace(">", "<").split("<"))
        return clean(html, **options)

    monkeypatch.setattr(markdown, "_MAX_AMPERSANDS", 50)
    monkeypatch.setattr(markdown.nh3, "clean", watched)
    text = "".join(f"a & {number}\n" for number in range(120))
    assert only(f"```\n{text}```\n").text == text.strip()
    assert max(fullest) == 50
