"""Several texts become sections of one issue."""

from __future__ import annotations

from tests.archive.writing import articles, issue
from viewer.archive.model.issue_draft import PictureDraft
from viewer.importers.markdown_text.section_merge import SectionText, merge_sections


def test_each_text_is_a_section_with_its_own_names() -> None:
    text, pictures = merge_sections([
        SectionText("About", "Hello[^1].\n\n## Who\n\nAnn.\n\n![x](figures/a.png)\n\n[^1]: One.\n",
             (PictureDraft("figures/a.png", b"1"),), ("Ann O'Hara",), "2024-05-01"),
        SectionText("# *Shop*",
             "Bye[^1].\n\n```\n## code\n```\n\n![y](figures/a.png)\n\n[^1]: Two.\n",
             (PictureDraft("figures/a.png", b"2"),)),
    ])  # fmt: skip
    assert [picture.name for picture in pictures] == ["figures/1-a.png", "figures/2-a.png"]
    assert all(f"({picture.name})" in text for picture in pictures)
    by_anchor = articles(issue(text))
    assert [(key, a.title) for key, a in by_anchor.items()] == [
        ("about", "About"), ("who", "Who"), ("shop", "# *Shop*"),
    ]  # fmt: skip
    assert by_anchor["about"].editors == ("Ann O'Hara",)
    assert by_anchor["about"].date == "2024-05-01"
    assert "One." in by_anchor["about"].text
    assert "Two." in by_anchor["shop"].text
    assert "## code" in by_anchor["shop"].text


def test_a_fence_within_code_does_not_end_it() -> None:
    """A line that closes a fence says nothing behind it."""
    code = "```\n```python\n# a comment\n```\n"
    text, _pictures = merge_sections([SectionText("About", f"{code}\n# Heading\n")])
    assert code in text
    assert "\n## Heading\n" in text
