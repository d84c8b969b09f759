"""Markdown that was written is read as the tree it was written from.

Covers viewer/archive/markup/markdown_inline_writer.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup import markdown_block_writer
from viewer.archive.markup.block_structure import is_block, normalize_blocks
from viewer.archive.markup.element_tree import Element, parse_html
from viewer.archive.markup.figures_and_link_rows import build_figures_and_link_rows
from viewer.archive.markup.inline_text import collapse_whitespace
from viewer.archive.markup.markdown_block_writer import write_blocks
from viewer.archive.parser.markdown_to_html import markdown_to_html

Child = Element | str

_KEPT = {
    "a": ("href",), "img": ("src", "alt", "title"), "abbr": ("title",), "span": ("lang",),
    "ol": ("start",), "td": ("colspan", "rowspan", "align"), "th": ("colspan", "rowspan", "align"),
}  # fmt: skip
_NAMED = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "note", "figure", "blockquote"}


def read(markdown: str) -> list[Child]:
    """The blocks of ``markdown``, as the parser makes them."""
    problems = ProblemCollector("issue.md")
    root = parse_html(markdown_to_html(markdown, problems), problems)
    normalize_blocks(root)
    assert not problems.collected()
    return plain(build_figures_and_link_rows(root.children))


def plain(children: list[Child]) -> list[Child]:
    """What matters of a tree: white space collapsed, and only the attributes that are kept."""
    made: list[Child] = []
    for child in children:
        if isinstance(child, str):
            if made and isinstance(made[-1], str):
                made[-1] += child
            else:
                made.append(child)
            continue
        made.extend(_plain(child))
    return made


def _plain(element: Element) -> list[Child]:
    tag = element.tag
    names = _KEPT.get(tag, ()) + (("id",) if tag in _NAMED else ())
    names += ("lang",) if tag in ("p", "blockquote") else ()
    attrs = {name: element.attrs[name] for name in names if element.attrs.get(name)}
    if attrs.get("start") == "1":
        del attrs["start"]
    if tag == "pre":
        # Python-Markdown empties a line of blanks before it looks for code.
        text = re.sub("^ +$", "", element.text().expandtabs(4), flags=re.MULTILINE)
        return [Element("pre", {}, [text.strip("\n")])]
    if any(is_block(c) for c in element.children):
        children = plain([c for c in element.children if not isinstance(c, str) or c.strip()])
    elif is_block(element):
        children = plain(collapse_whitespace(element.children))
    else:
        children = plain(element.children)
    if tag in ("span", "a") and not attrs and tag == "span":
        return children
    # A list with empty lines between its items says the same as one without.
    if tag == "li" and len(children) == 1:
        (only,) = children
        if isinstance(only, Element) and only.tag == "p" and not only.attrs:
            children = only.children
    if tag in ("tr", "thead", "tbody") and not children:
        return []
    return [Element(tag, attrs, children)]


# Trees

_SPECIAL = "*_`[]()<>&#+-.!|~:={}\\\"'1^@/?$ \u3000\xa0ab中"
_PIECES = [
    "1. ", "# ", "- ", "> ", "&amp;", "&lt", "[^1]", "[a](b)", "![a](b)", "{#a}", "{: .x }",
    "!!! note", "<div>", "</p>", "<!--", "---", "===", "~~~", "```", ":   x", "| - |", "**a**",
    "a_b_c", "<http://e.org>", "中文，", "「", "\\", "+ ", "1) ", "  ", "[a]: b", "*[a]: b", "word",
    "a[0]: b", "it's", '"so")', "\\|",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(["word", "中文", "a b", "x"]),
    st.sampled_from(_PIECES),
    st.text(_SPECIAL, min_size=1, max_size=8),
)
TEXT = st.lists(WORDS, min_size=1, max_size=4).map("".join)
HREF = st.one_of(
    st.sampled_from(["https://e.org/", "https://e.org/a_(b)?c=1&d=2&copy;", "mailto:a@e.org"]),
    st.text("ab()[]<>&\"'*_\\`%1=?#", max_size=6).map("https://e.org/".__add__),
)
MARKED = ["strong", "em", "u", "s", "sub", "mark", "kbd", "code", "small"]


def _marked(inner: st.SearchStrategy[list[Child]]) -> st.SearchStrategy[Child]:
    return st.one_of(
        st.builds(lambda tag, c: Element(tag, {}, c), st.sampled_from(MARKED), inner),
        st.builds(lambda href, c: Element("a", {"href": href}, c), HREF, inner),
        st.builds(lambda c: Element("span", {"lang": "en"}, c), inner),
        st.builds(lambda title, c: Element("abbr", {"title": title}, c), TEXT, inner),
    )


def _trimmed(children: list[Child]) -> list[Child]:
    return plain(collapse_whitespace(_no_links_in_links(children, False)))


def _no_links_in_links(children: list[Child], inside: bool) -> list[Child]:
    made: list[Child] = []
    for child in children:
        if isinstance(child, str):
            made.append(child)
        elif child.tag == "a" and inside:
            made.extend(_no_links_in_links(child.children, inside))
        else:
            below = _no_links_in_links(child.children, inside or child.tag == "a")
            if below or child.tag in ("br", "img"):
                made.append(Element(child.tag, child.attrs, below))
    return made


IMAGE = st.builds(
    lambda src, alt, title: Element("img", {"src": src, "alt": alt.strip(), "title": title}),
    st.one_of(HREF, st.sampled_from(["figures/a.png", ""])),
    TEXT.map(lambda s: " ".join(s.split())),
    st.one_of(st.just(""), TEXT.map(lambda s: " ".join(s.split()))),
)
INLINE: st.SearchStrategy[Child] = st.recursive(
    st.one_of(TEXT, TEXT, st.builds(lambda: Element("br"))),
    lambda inner: _marked(st.lists(inner, min_size=1, max_size=3)),
    max_leaves=4,
)
RUN = (
    st.lists(st.one_of(INLINE, INLINE, INLINE, IMAGE), min_size=1, max_size=5)
    .map(_trimmed)
    .filter(lambda run: bool(run) and _is_text(run))
)


def _is_text(run: list[Child]) -> bool:
    """Whether a run is a paragraph of text: pictures at its ends and rows of links are more."""
    made = build_figures_and_link_rows([Element("p", {}, list(run))])
    return len(made) == 1 and isinstance(made[0], Element) and made[0].tag == "p"


LINE = RUN.filter(
    lambda run: not any(isinstance(c, Element) and c.find(_breaks) is not None for c in run)
)


def _breaks(element: Element) -> bool:
    return element.tag in ("br", "img")


PARAGRAPH = st.builds(
    lambda run, attrs: Element("p", attrs, run),
    RUN,
    st.sampled_from([{}, {}, {}, {"id": "x"}, {"lang": "en"}, {"id": "a.b", "lang": "zh-Hant"}]),
)
HEADING = st.builds(
    lambda level, run, attrs: Element(f"h{level}", attrs, run),
    st.integers(3, 6),
    LINE,
    st.sampled_from([{}, {"id": "x"}]),
)
CODE = (
    st.lists(st.one_of(TEXT, st.sampled_from(["", "", "    x", "\tx", "```", "<b>"])), max_size=5)
    .map(lambda lines: "\n".join(lines).strip("\n"))
    .filter(lambda text: bool(text.strip()))
    .map(lambda text: Element("pre", {}, [text]))
)
FIGURE = st.builds(lambda image: Element("figure", {}, [image]), IMAGE)
SLIDESHOW = st.builds(
    lambda figures: Element("slideshow", {}, figures), st.lists(FIGURE, min_size=1, max_size=3)
)
LINK = st.builds(
    lambda href, run: Element("a", {"href": href}, run),
    HREF,
    RUN.filter(lambda run: not any(isinstance(c, Element) for c in run)),
)
LINKS = st.lists(LINK, min_size=1, max_size=3).map(
    lambda links: Element("links", {}, [c for link in links for c in (link, " ")][:-1])
)
CELL = st.builds(
    lambda run, attrs: Element("td", attrs, run),
    st.one_of(LINE, st.just([])),
    st.sampled_from([{}, {}, {}, {"align": "right"}, {"colspan": "2"}]),
)


@st.composite
def tables(draw: Callable[..., object]) -> Element:
    columns = draw(st.integers(1, 3))
    rows = draw(
        st.lists(st.lists(CELL, min_size=columns, max_size=columns), min_size=1, max_size=3)
    )
    made = [Element("tr", {}, list(row)) for row in rows]  # type: ignore[attr-defined]
    if len(made) > 1 and draw(st.booleans()):
        head = made.pop(0)
        for cell in head.children:
            assert isinstance(cell, Element)
            cell.tag = "th"
        return Element("table", {}, [Element("thead", {}, [head]), Element("tbody", {}, [*made])])
    return Element("table", {}, [Element("tbody", {}, [*made])])


def _with_text(children: list[Child]) -> bool:
    return any(isinstance(c, Element) for c in children)


def _holder(inner: st.SearchStrategy[Child]) -> st.SearchStrategy[Child]:
    blocks = st.lists(inner, min_size=1, max_size=3)
    item = st.one_of(
        RUN,
        RUN,
        st.builds(lambda run, below: [Element("p", {}, run), *below], RUN, blocks),
        blocks,
    ).map(lambda children: Element("li", {}, children))
    items = st.lists(item, min_size=1, max_size=3)
    definition = st.builds(
        lambda term, run: [Element("dt", {}, term), Element("dd", {}, run)], LINE, RUN
    )
    return st.one_of(
        st.builds(lambda c: Element("ul", {}, c), items),
        st.builds(lambda n, c: Element("ol", {"start": str(n)}, c), st.integers(1, 12), items),
        st.builds(lambda c: Element("blockquote", {}, c), blocks),
        st.builds(
            lambda title, c: Element("note", {}, [Element("title", {}, title), *c]), LINE, blocks
        ),
        st.builds(lambda c: Element("note", {}, c), blocks),
        st.lists(definition, min_size=1, max_size=3).map(
            lambda pairs: Element("dl", {}, [e for pair in pairs for e in pair])
        ),
    )


LEAF: st.SearchStrategy[Child] = st.one_of(
    PARAGRAPH, PARAGRAPH, HEADING, CODE, FIGURE, SLIDESHOW, LINKS, tables(),
    st.builds(lambda: Element("hr")),
)  # fmt: skip
BLOCK = st.recursive(LEAF, _holder, max_leaves=8)


@pytest.mark.parametrize("text", ["1\xa0", "\u30001\n2", "a \nb", "a\xa0\nb"])
def test_blanks_at_the_ends_of_code_in_a_quotation_stay(text: str) -> None:
    code: list[Child] = [Element("blockquote", {}, [Element("pre", {}, [text])])]
    assert read(write_blocks(code)) == plain(code)


@pytest.mark.parametrize("text", ["[a]: b", "a|b", "[a]:", "\\`[a]: b`", "`` | [a]:"])
def test_code_in_code_stays_as_it_stands(text: str) -> None:
    inner = Element("code", {}, [text])
    run: list[Child] = ["word", Element("code", {}, ["[q]: |", inner, "|y]:"])]
    blocks: list[Child] = [Element("p", {}, run)]
    assert read(write_blocks(blocks)) == plain(blocks)


@settings(max_examples=200)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_any_tree_is_read_back_the_same(blocks: list[Child]) -> None:
    markdown = write_blocks(blocks)
    assert read(markdown) == plain(blocks), markdown


def test_a_caption_is_written_as_a_person_would() -> None:
    image = {"src": "figures/a.png", "alt": "Left (a), right [b] & so *on*"}
    title = "The reader's “first” page (1917): 50 | 50!"
    written = write_blocks([Element("figure", {}, [Element("img", {**image, "title": title})])])
    assert written == (
        "![Left (a), right \\[b\\] & so *on*]"
        '(figures/a.png "The reader\'s “first” page (1917): 50 | 50!")\n'
    )


def test_a_caption_with_quotation_marks_stands_between_others() -> None:
    image = Element("img", {"src": "figures/a.png", "title": 'She said "no" (twice)'})
    written = write_blocks([Element("figure", {}, [image])])
    assert written == "![](figures/a.png 'She said \"no\" (twice)')\n"


def test_code_behind_a_link_keeps_its_letters() -> None:
    link = Element("a", {"href": "https://e.org/"}, ["typing"])
    paragraph = Element("p", {}, [link, ": ", Element("code", {}, ["a[0]: int"])])
    written = write_blocks([paragraph])
    assert written == "[typing](https://e.org/): `a[0]: int`\n"
    assert read(written) == [paragraph]


def test_no_line_becomes_a_definition() -> None:
    for label in ("a]: b", "^a", "[a]: b"):
        for inside in (label, Element("code", {}, [label])):
            link = Element("a", {"href": "https://e.org/"}, [inside])
            blocks: list[Child] = [Element("p", {}, [link, ": b"]), Element("p", {}, ["[a] [^a]"])]
            assert read(write_blocks(blocks)) == blocks


def test_lists_in_lists_are_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def counted(children: list[Child]) -> str:
        written.append(children)
        return write_lines(children)

    write_lines = markdown_block_writer.write_lines
    monkeypatch.setattr(markdown_block_writer, "write_lines", counted)
    innermost: list[Child] = [Element("p", {}, ["x"]), Element("p", {}, ["y"])]
    item = Element("li", {}, innermost)
    for depth in range(10):
        item = Element("li", {}, [Element("p", {}, [f"w{depth}"]), Element("ul", {}, [item])])
    text = write_blocks([Element("ul", {}, [item])])
    assert re.findall(r"w\d", text) == [f"w{depth}" for depth in reversed(range(10))]
    assert len(written) == 12
