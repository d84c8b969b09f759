"""An issue as one page: its texts, pictures and anchors under each other, each at its place."""

from __future__ import annotations

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, IssueEntry, Page
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Anchor, Figure
from viewer.archive.model.whole_issue import WholeIssue, build_whole_issue

ISSUE = IssueEntry("paper", 1, "Paper 1", "2020-01-01", "original", "en", ("Li",), (), ())


def page(
    key: str, title: str, text: str, *, section: tuple[str, str] = ("", ""), number: str = "",
    figures: int = 0, anchors: tuple[Anchor, ...] = (), language: str = "en",
) -> Page:  # fmt: skip
    entry = ArticleEntry(Address("paper", 1, key), number, title, ("Wang",), "", 3)
    body = (Node("p", {"o": "0"}, (text,)),)
    pictures = tuple(Figure(f"{key}{n}.png", "", "", "local") for n in range(figures))
    return Page(
        entry, "paper", "Paper 1", "original", *section, language, body, text, (), anchors,
        pictures, (), "folder",
    )  # fmt: skip


NEWS, TALK = ("A", "News"), ("B", "Talk")
PAGES = (
    page("front", "Paper 1", "Welcome."),
    page("a1", "One", "First text.", section=NEWS, number="1", figures=2),
    page("a2", "Two", "", section=NEWS, number="2", anchors=(Anchor("x", "X", 3, 0),)),
    page("b", "Talk", "Of its own.", section=TALK, figures=1, anchors=(Anchor("y", "Y", 3, 4),)),
    page("b1", "Three", "Last text.", section=TALK, number="1", language="zh-Hant"),
)


def made() -> WholeIssue:
    return build_whole_issue(ISSUE, PAGES, lambda one: f"by {one.entry.editors[0]}")


def heads(whole: WholeIssue, number: int) -> list[tuple[str, str, str]]:
    """Tag, label and text of what stands above an article."""
    return [
        (child.tag, child.attrs.get("label", ""), child.text())
        for child in whole.page.body[number].children
        if isinstance(child, Node) and child.tag in ("section", "head", "byline")
    ]


def test_everything_stands_in_one_text_at_the_offset_it_has() -> None:
    whole = made()
    text = whole.page.text
    assert text == ("Welcome.\nNews\nOne\nFirst text.\nTwo\n\nTalk\nOf its own.\nThree\nLast text.")
    for part, one in zip(whole.parts, PAGES, strict=True):
        assert text[part.text_start : part.end] == one.text
    for article in whole.page.body:
        for child in article.children:
            assert isinstance(child, Node)
            if "o" in child.attrs and child.tag in ("section", "head"):
                assert text[int(child.attrs["o"]) :].startswith(child.text())


def test_a_section_is_headed_once_and_its_own_text_by_its_title() -> None:
    whole = made()
    assert heads(whole, 0) == []
    assert heads(whole, 1) == [
        ("section", "A", "News"), ("head", "1", "One"), ("byline", "", "by Wang")
    ]  # fmt: skip
    assert heads(whole, 2) == [("head", "2", "Two"), ("byline", "", "by Wang")]
    assert heads(whole, 3) == [("head", "B", "Talk"), ("byline", "", "by Wang")]
    assert heads(whole, 4) == [("head", "1", "Three"), ("byline", "", "by Wang")]


def test_pictures_and_anchors_move_along() -> None:
    whole = made()
    assert [one.source for one in whole.page.figures] == ["a10.png", "a11.png", "b0.png"]
    assert [part.first_picture for part in whole.parts] == [0, 0, 2, 2, 3]
    text = whole.page.text
    assert [(one.id, text[one.offset :][:7]) for one in whole.page.anchors] == [
        ("x", "\nTalk\nO"), ("y", "ts own."),
    ]  # fmt: skip


def test_a_place_is_found_both_ways() -> None:
    whole = made()
    for part in whole.parts:
        assert whole.find_part(part.address.with_anchor("anchor")) is part
        assert whole.part_at(whole.page_offset(part.address, 0)) is part
        if part.page.text:
            assert whole.part_at(whole.page_offset(part.address, len(part.page.text) - 1)) is part
    assert whole.find_part(Address("paper", 1, "zz")) is None
    assert whole.page_offset(Address("paper", 1, "zz"), 5) == 0
    assert whole.page_offset(PAGES[1].entry.address, 3) == whole.parts[1].text_start + 3
    assert whole.part_at(-1) is whole.parts[0]
    assert whole.part_at(10_000) is whole.parts[-1]


def test_the_page_is_that_of_the_issue() -> None:
    page_ = made().page
    assert page_.entry.address == Address("paper", 1)
    assert (page_.entry.title, page_.entry.word_count) == ("Paper 1", 15)
    assert page_.body[4].attrs["lang"] == "zh-Hant"
    assert page_.folder == "folder"


def test_a_first_article_with_a_title_of_its_own_is_headed() -> None:
    whole = build_whole_issue(ISSUE, PAGES[1:2])
    assert heads(whole, 0) == [("section", "A", "News"), ("head", "1", "One")]
