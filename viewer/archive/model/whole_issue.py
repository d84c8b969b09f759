"""An issue as one long page: its articles under each other, in one plain text.

The page is a ``Page`` like any other, so that whatever shows, finds and marks in one does so in an
issue. Its body holds an ``article`` for each article, made of ``section_heading`` (the heading of a
section that begins there), ``head`` and ``byline``, and behind them the article's own blocks,
untouched:

    article     text: where the article's own text begins in the text of the whole page
                pic: the number of its first picture among those of the whole page; lang
    section     o: as everywhere; label: the section's letter, which is not in the text
    head        o; label: the article's number, which is not in the text
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, IssueEntry, Page
from viewer.archive.model.document_tree import Node
from viewer.archive.model.issue import Anchor, Figure


@dataclass(frozen=True, slots=True)
class WholeIssuePart:
    """An article of the page: its heads from ``start``, its text from ``text_start`` to ``end``.

    All are offsets in the text of the whole page. ``first_picture`` is the number of its first
    picture, ``section_heading`` the heading it opens, empty where it opens none.
    """

    page: Page
    start: int
    text_start: int
    end: int
    first_picture: int
    section_heading: str

    @property
    def address(self) -> Address:
        """The address of the article."""
        return self.page.entry.address


@dataclass(frozen=True, slots=True)
class WholeIssue:
    """The page of an issue, and where its articles are on it."""

    page: Page
    parts: tuple[WholeIssuePart, ...]

    def find_part(self, address: Address) -> WholeIssuePart | None:
        """The article at ``address``, None if it is not in this issue."""
        page = address.without_anchor
        return next((part for part in self.parts if part.address == page), None)

    def part_at(self, offset: int) -> WholeIssuePart:
        """The article at ``offset`` in the text of the page."""
        starts = [part.start for part in self.parts]
        return self.parts[max(0, bisect_right(starts, offset) - 1)]

    def page_offset(self, address: Address, offset: int) -> int:
        """The offset in the page's text of ``offset`` in the article at ``address``.

        Offset 0 is the beginning of the article's heads; 0 if the article is not in the issue.
        """
        part = self.find_part(address)
        if part is None:
            return 0
        return part.text_start + offset if offset > 0 else part.start


def build_whole_issue(
    issue: IssueEntry, pages: Sequence[Page], byline: Callable[[Page], str] = lambda _page: ""
) -> WholeIssue:
    """The page of ``issue``, whose articles are ``pages`` in reading order, at least one.

    ``byline`` is what stands under the head of an article.
    """
    parts: list[WholeIssuePart] = []
    text: list[str] = []
    body: list[Node] = []
    figures: list[Figure] = []
    anchors: list[Anchor] = []
    length = 0
    before = ("", "")

    def line(words: str) -> str:
        nonlocal length
        text.append(words)
        offset, length = length, length + len(words) + 1
        return str(offset)

    for page in pages:
        start = length
        heads: list[Node] = []
        section = (page.section_label, page.section_title)
        section_heading = " ".join(part for part in section if part) if section != before else ""
        before = section
        if section_heading and page.section_title != page.entry.title:
            attrs = {"label": page.section_label, "o": line(page.section_title)}
            heads.append(Node("section", attrs, (page.section_title,)))
        # The masthead has the page's own title.
        if parts or page.entry.title != issue.title:
            label = page.entry.number or (page.section_label if section_heading else "")
            attrs = {"label": label, "o": line(page.entry.title)}
            heads.append(Node("head", attrs, (page.entry.title,)))
            byline_text = byline(page)
            heads += [Node("byline", {}, (byline_text,))] if byline_text else []
        text_start = int(line(page.text))
        attrs = {"text": str(text_start), "pic": str(len(figures)), "lang": page.language}
        body.append(Node("article", attrs, (*heads, *page.body)))
        anchors += [replace(anchor, offset=anchor.offset + text_start) for anchor in page.anchors]
        parts.append(
            WholeIssuePart(
                page, start, text_start, text_start + len(page.text), len(figures), section_heading
            )
        )
        figures += page.figures
    first = pages[0]
    entry = ArticleEntry(
        Address(issue.publication, issue.number),
        "",
        issue.title,
        issue.editors,
        issue.date,
        sum(page.entry.word_count for page in pages),
    )
    return WholeIssue(
        Page(
            entry=entry,
            publication=issue.publication,
            issue_title=issue.title,
            edition=issue.edition,
            section_label="",
            section_title="",
            language=issue.language,
            body=tuple(body),
            text="\n".join(text),
            blocks=(),
            anchors=tuple(anchors),
            figures=tuple(figures),
            links=(),
            folder=first.folder,
        ),
        tuple(parts),
    )
