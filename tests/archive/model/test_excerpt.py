"""What is left of an article when a reader selects a part of it, as text and as Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, IssueEntry, Page
from viewer.archive.model.document_tree import BLOCK_TAGS, TEXT_BLOCK_TAGS, Node
from viewer.archive.model.excerpt import (
    Excerpt,
    Selection,
    article_excerpt,
    full_excerpt,
    issue_excerpts,
    slice_body,
)
from viewer.archive.model.issue import Article, Issue, Publication
from viewer.archive.model.whole_issue import build_whole_issue
from viewer.archive.parser.issue_parser import parse_issue_text
from viewer.exporters.article_formats import excerpt_to_markdown, excerpt_to_text

HEAD = "---\nnumber: 1\ntitle: Many\ndate: 2020-01-01\n---\n\n# A. News {#a}\n\n"
BODY = """Plain words, then **bold words** and [a link](https://example.com/x), `code` and *more*.

### A heading {#here}

- first item
- second item with [an inner link](paper/1/a2)

5. five
6. six
7. seven

> A quotation of words.
>
> And its second line.

!!! note "Remark"
    The words of the note.

| Name | Year |
|------|------|
| CNN  | 1989 |
| GAN  | 2014 |

```
code = 1
more = 2
```

![A picture](one.png "The caption.")

![](two.png "Two.")
![](three.png "Three.")
{.slideshow}

[First](https://example.com/1) [Second](https://example.com/2)

The 最後 words 😀 of it.
"""


def parsed(body: str) -> Issue:
    return parse_issue_text(
        f"{HEAD}## 1. One {{#a1}}\n\n{body}",
        Path("/nowhere/issue.md"),
        Publication("paper", "Paper", "en"),
        ProblemCollector("issue.md"),
    )


def page_of(article: Article) -> Page:
    entry = ArticleEntry(
        Address("paper", 1, article.key), article.number, article.title, article.editors,
        article.date, 10,
    )  # fmt: skip
    return Page(
        entry, "paper", "Many", "original", "A", "News", "en", article.body, article.text,
        article.blocks, article.anchors, article.figures, article.links, "/nowhere",
    )  # fmt: skip


PAGE = page_of(parsed(BODY).sections[0].articles[0])


def excerpt(words: str, end: str = "", pictures: frozenset[int] = frozenset()) -> Excerpt:
    """What is selected from ``words`` to the end of them, or of ``end``."""
    start = PAGE.text.index(words)
    last = end or words
    stop = PAGE.text.index(last, start) + len(last)
    return article_excerpt(PAGE, Selection(text=((start, stop),), pictures=pictures))


def letters(nodes: tuple[Node | str, ...]) -> str:
    """The text of the blocks, one after another."""
    found = []
    for node in nodes:
        if isinstance(node, str):
            continue
        inside = {child.tag for child in node.walk()} - {node.tag}
        if node.tag in TEXT_BLOCK_TAGS and not inside & BLOCK_TAGS:
            found.append(node.text())
        else:
            found.append(letters(node.children))
    return "".join(found)


@pytest.mark.parametrize(
    ("start", "end", "text", "markdown"),
    [
        ("words, then bold wo", "", "words, then bold wo", "words, then **bold wo**\n"),
        ("nk, cod", "", "nk, cod", "[nk](https://example.com/x), `cod`\n"),
        ("A heading", "", "A heading", "### A heading\n"),
        ("head", "", "head", "head\n"),
        ("second item", "", "second item", "second item\n"),
        ("item", "second", "- item\n- second", "- item\n- second\n"),
        ("six", "seven", "6. six\n7. seven", "6. six\n7. seven\n"),
        ("six", "", "six", "six\n"),
        ("inner", "five", "- inner link\n5. five",
         "- [inner link](dosudo-viewer:paper/1/a2)\n\n5. five\n"),
        ("quotation", "", "quotation", "quotation\n"),
        ("of words.", "And", "of words.\nAnd", "> of words.\n>\n> And\n"),
        ("words of the", "", "words of the", "words of the\n"),
        ("Remark", "words of", "Remark\nThe words of", '!!! note "Remark"\n    The words of\n'),
        ("2014", "", "2014", "2014\n"),
        ("GAN", "2014", "GAN | 2014", "| Name | Year |\n|---|---|\n| GAN | 2014 |\n"),
        ("1989", "2014", " | 1989\nGAN | 2014",
         "| Name | Year |\n|---|---|\n|  | 1989 |\n| GAN | 2014 |\n"),
        ("= 1", "more", "= 1\nmore", "```\n= 1\nmore\n```\n"),
        ("caption", "", "caption", "caption\n"),
        ("Second", "The 最", "Second\nThe 最",
         "[Second](https://example.com/2)\n{.links}\n\nThe 最\n"),
        ("t Sec", "", "t Sec", "[t](https://example.com/1) [Sec](https://example.com/2)\n"),
        ("ding", "first", "ding\n- first", "### ding\n\n- first\n"),
        ("😀", "", "😀", "😀\n"),
    ],
)  # fmt: skip
def test_a_part_keeps_its_form_and_its_marks(
    start: str, end: str, text: str, markdown: str
) -> None:
    made = excerpt(start, end)
    assert excerpt_to_text([made]) == text
    assert excerpt_to_markdown([made]) == markdown


def test_a_column_of_a_table_is_a_table_of_one_column() -> None:
    spans = [(PAGE.text.index(year), PAGE.text.index(year) + 4) for year in ("1989", "2014")]
    made = article_excerpt(PAGE, Selection(text=tuple(spans)))
    assert excerpt_to_text([made]) == "1989\n2014"
    assert excerpt_to_markdown([made]) == "| Year |\n|---|\n| 1989 |\n| 2014 |\n"


def test_pictures_come_along_where_they_are_selected() -> None:
    without = excerpt("= 2", "Second")
    assert "one.png" not in excerpt_to_markdown([without])
    assert "The caption." in excerpt_to_markdown([without])
    made = excerpt("= 2", "Second", frozenset({0, 1, 2}))
    assert '![A picture](one.png "The caption.")' in excerpt_to_markdown([made])
    assert "{.slideshow}" in excerpt_to_markdown([made])
    assert "The caption.\nTwo.\nThree.\nFirst Second" in excerpt_to_text([made])
    assert excerpt_to_markdown(
        [article_excerpt(PAGE, Selection(pictures=frozenset({0})))]
    ).startswith("![")


def test_the_anchor_is_that_of_the_heading_above() -> None:
    assert excerpt("Plain").anchor == ""
    assert excerpt("second item").anchor == "here"


def test_a_selected_title_stands_above_the_text() -> None:
    made = article_excerpt(PAGE, Selection(title=(0, 3), text=((0, 5),)))
    assert excerpt_to_text([made]) == "One\n\nPlain"
    assert excerpt_to_markdown([made]) == "## 1. One\n\nPlain\n"
    part = article_excerpt(PAGE, Selection(title=(0, 2)))
    assert excerpt_to_markdown([part]) == "On\n"


def read_back(markdown: str) -> Article:
    return parsed(markdown).sections[0].articles[0]


def test_the_whole_article_is_read_back_as_it_was() -> None:
    markdown = excerpt_to_markdown([full_excerpt(PAGE)])
    assert markdown.startswith("## 1. One\n\nPlain")
    again = read_back(markdown.partition("\n\n")[2])
    assert again.text == PAGE.text
    assert [link.href for link in again.links] == [link.href for link in PAGE.links]
    assert [figure.caption for figure in again.figures] == [f.caption for f in PAGE.figures]


@given(st.integers(0, len(PAGE.text)), st.integers(0, len(PAGE.text)))
def test_any_part_has_its_letters_and_is_read_back(first: int, last: int) -> None:
    start, end = min(first, last), max(first, last)
    body = slice_body(PAGE.body, ((start, end),))
    # Line ends stand between blocks; those inside of code are their own.
    assert re.sub("[\n]", "", letters(without_heads(body))) == PAGE.text[start:end].replace(
        "\n", ""
    )
    markdown = excerpt_to_markdown([Excerpt(PAGE, body)])
    if markdown.strip() and "|" not in markdown:
        wanted = "".join(letters(body).split())
        assert "".join(read_back(markdown).text.split()) == wanted


def without_heads(body: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(
        Node(node.tag, node.attrs, without_heads(tuple(c for c in node.children
             if isinstance(c, Node) and "context" not in c.attrs)))
        if any(isinstance(c, Node) and "context" in c.attrs for c in node.children) else node
        for node in body
    )  # fmt: skip


def test_a_part_of_an_issue_goes_from_article_to_article() -> None:
    made = parse_issue_text(
        f"{HEAD}## 1. One\n\nFirst words.\n\n## 2. Two\n\nOther [words](#two).\n\n"
        "# B. More\n\n## 1. Three\n\nLast words.",
        Path("/nowhere/issue.md"), Publication("paper", "Paper", "en"),
        ProblemCollector("issue.md"),
    )  # fmt: skip
    pages = [page_of(article) for section in made.sections for article in section.articles]
    entry = IssueEntry("paper", 1, "Many", "2020-01-01", "original", "en", (), (), ())
    whole = build_whole_issue(entry, pages)
    text = whole.page.text
    found = issue_excerpts(
        whole, Selection(text=((text.index("words"), text.index("Other") + len("Other")),))
    )
    assert [one.page.entry.title for one in found] == ["One", "Two"]
    assert excerpt_to_text(found) == "words.\n\nTwo\n\nOther"
    assert excerpt_to_markdown(found) == "words.\n\n## 2. Two\n\nOther\n"
    first = issue_excerpts(whole, Selection(text=((0, len("News")),)))
    assert excerpt_to_markdown(first) == "# A. News\n"
    assert issue_excerpts(whole, Selection()) == ()
