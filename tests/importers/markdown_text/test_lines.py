"""Which lines are code, and which are headings."""

from __future__ import annotations

from viewer.importers.markdown_text.lines import (
    code_line_flags,
    find_headings,
    map_outside_code,
    strip_inline_markdown,
)


def test_code_is_told_from_text() -> None:
    text = (
        "text\n\n    code\n\n    code\n\ntext\n    lazy\n\n```py\n# x\n```\n- item\n\n    in it\n"
        "<pre>\n# y\n</pre>\nend\n~~~\n```\n~~~\n``` inline ```\nlast"
    )
    lines = text.split("\n")
    code_lines = [line for line, code in zip(lines, code_line_flags(lines), strict=True) if code]
    assert code_lines == [
        "    code", "    code", "```py", "# x", "```",
        "<pre>", "# y", "</pre>", "~~~", "```", "~~~",
    ]  # fmt: skip


def test_headings_of_both_kinds() -> None:
    text = "# One #\n\nTwo\n===\n\n```\n# no\n```\n\nThree\n---\n- a\n---\n\n####Four\n| a |\n|---|"
    headings = find_headings(text.split("\n"))
    assert [(h.line, h.line_count, h.level, h.markdown) for h in headings] == [
        (0, 1, 1, "One"), (2, 2, 1, "Two"), (9, 2, 2, "Three"), (14, 1, 4, "Four"),
    ]  # fmt: skip


def test_words_without_their_marks() -> None:
    assert strip_inline_markdown("**A** [b](http://c) `d` \\# {#id .x}") == "A b d #"


def test_only_text_is_changed() -> None:
    assert map_outside_code("a\n```\na\n```\na", str.upper) == "A\n```\na\n```\nA"
