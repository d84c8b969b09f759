"""On which lines pictures and links stand."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element, parse_html
from viewer.archive.parser.line_numbers import annotate_lines, source_line

_TARGETS = ("a.png", "a", "https://x.test/a", "步伐.svg")
_PIECES = st.sampled_from((
    *(f"![圖]({t})" for t in _TARGETS), *(f"[字]({t})" for t in _TARGETS),
    *(f'<a href="{t}">字</a>' for t in _TARGETS), *_TARGETS, "[字](",
    "![字](", "\n", " ", "xa", "a)",
))  # fmt: skip


def _built(html: str) -> Element:
    return parse_html(html, ProblemCollector("issue.md"))


def _expected(source: str, target: str) -> list[int]:
    """The lines on which a target stands as one, by an expression that says what that means."""
    pattern = rf"(?<=[(<\"'\s]){re.escape(target)}(?=[)>\"'\s]|\Z)"
    return [source.count("\n", 0, match.start()) + 1 for match in re.finditer(pattern, source)]


@given(st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(_TARGETS))
def test_a_target_that_is_used_once_is_found_where_it_stands(source: str, target: str) -> None:
    root = _built(f'<p><a href="{target}">字</a></p>')
    annotate_lines(root, source, 1)
    (link,) = [element for element in root.walk() if element.tag == "a"]
    found = _expected(source, target)
    inline = [
        source.count("\n", 0, match.start()) + 1
        for match in re.finditer(rf"(?<=\]\(){re.escape(target)}(?=[)>\"'\s]|\Z)", source)
    ]
    found = inline if len(inline) == 1 else found
    assert source_line(link) == (found[0] if len(found) == 1 else None)


def test_a_target_that_was_not_let_through_is_found_by_its_label() -> None:
    root = _built('<p><a>那裡</a><img alt="那裡" src=""></p>')
    annotate_lines(root, "一\n![那裡](javascript:1)\n[那裡](javascript:2)\n", 5)
    assert [source_line(one) for one in root.walk() if one.tag in ("a", "img")] == [7, 6]
