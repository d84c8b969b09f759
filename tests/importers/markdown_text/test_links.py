"""Links and pictures wherever a Markdown text has them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.markdown_text.links import rewrite_links


def picture(source: str, attrs: Mapping[str, str]) -> str | None:
    if "pixel" in source:
        return None
    return source if source.startswith("http") else "figures/" + source.rpartition("/")[2]


def link(target: str) -> str:
    return target if target.startswith("http") else "../002/issue.md" if "b.md" in target else ""


def rewritten(text: str) -> str:
    return rewrite_links(text, picture, link, lambda source: None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![a](x.png) ![b](p/y.png 'cap')", "![a](figures/x.png) ![b](figures/y.png 'cap')"),
        ("[![a](x.png)](b.md)", "[![a](figures/x.png)](../002/issue.md)"),
        ('[a](c.md "t") [d]()', "[a]() [d]()"),
        ("![a](my pic.png)", "![a](<figures/my pic.png>)"),
        ('![a](<my pic.png> "c (d)")', '![a](<figures/my pic.png> "c (d)")'),
        ("![a](a_(b).png)", "![a](figures/a_(b).png)"),
        ("[a [b] c](b.md)", "[a [b] c](../002/issue.md)"),
        ("![](pixel.gif)z", "z"),
        ("![r][1] [s][2]\n\n[1]: x.png \"t\"\n[2]: b.md\n[^3]: b.md",
         "![r][1] [s][2]\n\n[1]: figures/x.png \"t\"\n[2]: ../002/issue.md\n[^3]: b.md"),
        ("[s]\n\n[s]: posts/12", "[s]\n\n[s]: ./posts/12"),
        ('<img src="x.png" width=3> <a href=\'b.md\'>c</a>',
         '<img src="figures/x.png" width=3> <a href="../002/issue.md">c</a>'),
        ('<img src="pixel.gif">z<a id=q>', "z<a id=q>"),
    ],
)  # fmt: skip
def test_targets_are_written_anew(text: str, expected: str) -> None:
    assert rewritten(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`![a](x.png)` ``[`` \\[a](b.md) <https://e.org>",
        "```\n![a](x.png)\n```\n\n    ![a](x.png)\n",
        '[a](https://e.org/(x)) ![b](https://e.org/b.png "c") [c](http://d "t(1)")',
        "[a](b.md",
        "[a] (b.md) ] ![",
    ],
)
def test_what_is_no_target_or_stays_is_untouched(text: str) -> None:
    assert rewritten(text) == text


def test_frames_are_told() -> None:
    frames: list[str] = []
    text = '<iframe src="https://e.org/v"></iframe><video src=a.mp4>'
    assert rewrite_links(text, picture, link, frames.append) == text
    assert frames == ["https://e.org/v", "a.mp4"]


@pytest.mark.parametrize(
    "mark", ["[", "![a](", "[a](b", "`", "<a ", "<img src='", "](<", '[a](b "', "![](data:", "]"]
)
def test_many_that_are_never_closed_are_bearable(mark: str) -> None:
    assert rewritten(mark * 10_000) == mark * 10_000


@given(st.text(alphabet="[]()<>!`\\\"' ab.\n:#", max_size=80))
def test_all_words_stay(text: str) -> None:
    same = rewrite_links(
        text, lambda source, attrs: source, lambda target: target, lambda source: None
    )
    assert same == text
