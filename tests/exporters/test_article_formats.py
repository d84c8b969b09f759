"""An article as text, as Markdown and as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from viewer import paths
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.library.library import Library
from viewer.archive.model.address import parse_address
from viewer.archive.model.catalogue_entries import ArticleEntry, Page
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Article, Figure, Publication
from viewer.archive.parser.issue_parser import parse_issue_text
from viewer.color_themes import DARK, THEMES
from viewer.exporters.article_formats import to_html, to_markdown, to_text

ARTICLES = [
    "front", *(f"a{n}" for n in range(1, 6)), "b", "c", *(f"c{n}" for n in range(1, 8))
]  # fmt: skip
HOSTILE = "<b>x</b><img src=/etc/passwd>\"'&"


@pytest.fixture(scope="module")
def catalogue(built_library: Library) -> Iterator[Catalogue]:
    with built_library.open_catalogue() as opened:
        yield opened


def page_of(*body: Node, figures: tuple[Figure, ...] = (), title: str = "Title") -> Page:
    entry = ArticleEntry(parse_address("paper/1/a1"), "1", title, ("Li",), "2017-07-29", 10)
    text = "\n".join(node.text() for node in body)
    return Page(
        entry, "paper", "小報", "original", "A", "Highlights", "en", body, text, (), (), figures,
        (), "/nowhere",
    )  # fmt: skip


class Elements(HTMLParser):
    """The start tags and the running text of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


# Text


@pytest.mark.parametrize("key", ARTICLES)
def test_text_has_title_byline_and_everything(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(parse_address(f"dosudo/2/{key}"))
    lines = to_text(page).split("\n")
    assert lines[0] == page.entry.title
    assert lines[1].startswith(f"dosudo/2/{key}")
    assert lines[1].endswith("2017-07-29")
    for block in page.blocks:
        if block.kind != "links":
            assert page.text[block.start : block.end] in to_text(page)
    assert to_text(page).endswith("\n")


def test_text_numbers_its_lists_and_tells_lost_links(catalogue: Catalogue) -> None:
    outline = to_text(catalogue.page(parse_address("dosudo/2/c")))
    assert "\n8. Entity NN\n" in outline
    links = to_text(catalogue.page(parse_address("dosudo/2/a5")))
    assert "\n原始post（連結已失效） 中文post（連結已失效） paper\n" in links


def test_html_tells_lost_links(catalogue: Catalogue) -> None:
    made = to_html(catalogue.page(parse_address("dosudo/2/a5")))
    assert '<span class="lost">中文post</span>（連結已失效）' in made


# HTML


@pytest.mark.parametrize("key", ARTICLES)
def test_html_stands_alone_and_loads_nothing(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(parse_address(f"dosudo/2/{key}"))
    made = Elements(to_html(page))
    names = {name for name, _ in made.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "form", "base"}
    for picture in made.all("img"):
        assert str(picture["src"]).startswith("figures/")
        assert picture["alt"]
    for attrs in (attrs for _, attrs in made.tags):
        assert not [name for name in attrs if name.startswith("on")]
    squeezed = "".join(made.text.split()).replace("（連結已失效）", "")
    for block in page.blocks:
        assert "".join(page.text[block.start : block.end].split()) in squeezed


def test_html_shows_what_looks_like_html_as_it_is() -> None:
    page = page_of(
        Node("p", {"id": 'x"><script>'}, (HOSTILE, Node("code", {}, (HOSTILE,)))),
        Node("pre", {}, (HOSTILE,)),
        Node("p", {}, (Node("a", {"href": 'https://example.org/"><script>'}, ("link",)),)),
        Node("p", {}, (Node("abbr", {"title": '"><script>'}, ("short",)),)),
        title=HOSTILE,
    )
    made = Elements(to_html(page))
    assert made.all("script") == []
    assert made.all("img") == []
    assert made.all("b") == []
    assert made.text.count(HOSTILE) == 5
    assert made.all("a")[0]["href"] == 'https://example.org/"><script>'


def test_a_picture_of_the_web_is_an_address_and_no_picture() -> None:
    figures = (
        Figure('https://example.org/a.png?"><script>', "alt", "Caption", "web"),
        Figure("", HOSTILE, "", "missing"),
        Figure("figures/a.png", HOSTILE, "", "local"),
    )
    page = page_of(
        Node("figure", {"pic": "0"}, (Node("caption", {}, ("Caption",)),)),
        Node("figure", {"pic": "1"}),
        Node("figure", {"pic": "2"}),
        Node("p", {}, ("text ", Node("img", {"pic": "0", "alt": "alt"}))),
        Node("figure", {"pic": "7"}),
        figures=figures,
    )
    made = Elements(to_html(page))
    assert [picture["src"] for picture in made.all("img")] == ["figures/a.png"]
    assert made.all("img")[0]["alt"] == HOSTILE
    assert made.all("script") == []
    assert made.all("a")[0]["href"] == figures[0].source
    assert "Caption" in made.text


def test_a_lost_link_is_no_link() -> None:
    made = Elements(to_html(page_of(Node("links", {}, (Node("a", {}, ("中文post",)),)))))
    assert made.all("a") == []
    assert {"class": "lost"} in made.all("span")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_html_wears_the_theme(theme: object) -> None:
    page = page_of(Node("p", {}, ("text",)))
    assert DARK.page in to_html(page, DARK)
    assert DARK.page not in to_html(page)


# Markdown


def parsed(markdown: str, number: str = "") -> Article:
    """The article that ``markdown`` makes beside the pictures of issue 2."""
    head = "---\nnumber: 2\ntitle: Again\ndate: 2017-07-29\n---\n\n# A. Again {#section}\n\n"
    path = paths.bundled_issues() / "002" / "issue.md"
    made = parse_issue_text(
        head + markdown,
        path,
        Publication("dosudo", "Dosudo", "zh-Hant"),
        ProblemCollector("issue.md"),
    )
    (article,) = [article for section in made.sections for article in section.articles]
    return article


@pytest.mark.parametrize("key", ARTICLES)
def test_markdown_read_again_gives_the_same_text(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(parse_address(f"dosudo/2/{key}"))
    again = parsed(to_markdown(page))
    assert again.title == page.entry.title
    assert again.number == page.entry.number
    assert again.text == page.text


@pytest.mark.parametrize("key", ARTICLES)
def test_markdown_read_again_gives_the_same_page(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(parse_address(f"dosudo/2/{key}"))
    again = parsed(to_markdown(page))
    assert again.links == page.links
    assert again.figures == page.figures
    assert again.body == page.body
    assert [block.kind for block in again.blocks] == [block.kind for block in page.blocks]


@pytest.mark.parametrize(
    "body",
    [
        "A paragraph with **bold**, *em*, `code` and ~~struck~~ words.",
        "Marks as they are: \\*no\\* \\_no\\_ \\[no\\] \\`no\\` \\<b> 1\\. 2 # 3",
        "- one\n- two\n    - inner\n    - inner\n- three",
        "1. one\n2. two\n3. three",
        "3. three\n4. four",
        "> quoted\n>\n> twice",
        "```\ncode <b> & *x*\n  indented\n```",
        "| a | b |\n|---|---|\n| c \\| d | **e** |",
        "### Heading {#place}\n\nText.",
        "[one](https://example.org/) [two]() [three](https://example.org/3)",
        "[only](https://example.org/)\n{.links}",
        '!!! note "編者按 E01"\n    First.\n\n    - item\n    - item\n',
        "Term\n:   Meaning",
        "One  \ntwo",
        "H<sub>2</sub>O and x<sup>2</sup> and <kbd>F3</kbd>",
        '![alt](figures/cake.svg "Caption")',
        "![alt](https://example.org/a_b.png)",
        "- item\n\n    second paragraph of it\n\n- other",
        "a & b &amp; c < d > e",
        "`` code with ` inside ``",
        "an &amp;lt; entity and &lt;b&gt; written out",
        "~~~\nfence ``` inside\n```\n~~~",
        "**bold *and em* in it**, ***both***, **粗**體",
        "- item\n\n    > quoted\n\n- other",
        "[a (b)](https://example.org/a_(b\\))",
    ],
)
def test_every_kind_of_block_survives(body: str) -> None:
    first = parsed(f"## 1. Title\n\n{body}\n")
    entry = ArticleEntry(parse_address("dosudo/2/x"), "1", "Title", (), "", 1)
    page = Page(
        entry, "dosudo", "", "original", "", "", "zh-Hant", first.body, first.text, first.blocks,
        first.anchors, first.figures, first.links, "",
    )  # fmt: skip
    again = parsed(to_markdown(page))
    assert again.body == first.body
    assert again.links == first.links
