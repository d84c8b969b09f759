"""No word of any page is lost on the way into an issue."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.block_structure import normalize_blocks
from viewer.archive.markup.element_tree import parse_html
from viewer.archive.parser.markdown_to_html import markdown_to_html
from viewer.importers.html.converter import html_to_markdown

_INLINE = [
    "b", "i", "em", "strong", "code", "span", "u", "s", "sub", "sup", "small", "mark", "kbd", "q",
    "a href=https://e.org", "a href=x", "a name=y", "font color=red", "abbr title=x", "cite",
    "span style='font-weight:bold'", "span style='font-style:italic'", "span lang=fr", "label",
    "nobr", "x-foo",
]  # fmt: skip
_BLOCKS = [
    "div", "p", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h6", "table", "tr", "td",
    "th", "thead", "tbody", "caption", "dl", "dt", "dd", "section", "article", "figure",
    "figcaption", "details", "summary", "center", "address", "fieldset", "form", "main", "header",
    "footer", "td colspan=2", "td align=right", "div class=wp-caption", "div class=gallery",
    "ol start=4", "div style='font-weight:bold'", "pre class=wp-block-verse", "p id=y",
]  # fmt: skip
_LEAVES = [
    "<br>", "<br><br>", "<hr>", "<img src=https://e.org/a.png alt=pic>", "<input type=checkbox>",
    "<wbr>", "<!-- c -->", "\n", "&nbsp;", "<img src=b.png>", "<iframe src=https://e.org/f></iframe>",
    "W", "W ", "# W", "1. W", "- W", "*W*", "_W_", "`W`", "&lt;W&gt;", "[W](x)", "| W |", "!W",
    "{W}", "  W\n W", "> W", "W:", "~~~W", "```W", "<a href='#y'>W</a>", "圖：W",
]  # fmt: skip


def _in(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """``inner`` in elements that are closed, or not, or were never opened."""
    tags = st.sampled_from(_INLINE + _BLOCKS)
    content = st.lists(inner, max_size=4).map("".join)
    return st.one_of(
        st.builds(lambda tag, c: f"<{tag}>{c}</{tag.split()[0]}>", tags, content),
        st.builds(lambda tag, c: f"<{tag}>{c}", tags, content),
        st.builds(lambda tag, c: f"{c}</{tag.split()[0]}>", tags, content),
    )


_PAGES = st.lists(
    st.recursive(st.sampled_from(_LEAVES), _in, max_leaves=10), min_size=1, max_size=5
).map("".join)


@settings(max_examples=250)
@given(_PAGES)
@example("<dl>W</dl>")
@example("<div class='gallery'><img src=b.png>W<img src=b.png>")
@example("<ul><li><pre>W\n\n\nW</pre></li></ul>")
def test_every_word_is_in_the_issue_and_none_twice(page: str) -> None:
    count = page.count("W")
    for number in range(count):
        page = page.replace("W", f"w{number}z", 1)
    markdown = html_to_markdown(page, ProblemCollector("page.html")).text
    problems = ProblemCollector("issue.md")
    root = parse_html(markdown_to_html(markdown, problems), problems)
    normalize_blocks(root)
    words = root.text() + " ".join(
        " ".join(e.attrs.values()) for e in root.walk() if e.tag == "img"
    )
    assert sorted(re.findall(r"w\d+z", words)) == sorted(f"w{number}z" for number in range(count))
    assert not problems.collected()
