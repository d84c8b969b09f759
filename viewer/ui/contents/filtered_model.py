"""The rows of the contents whose titles hold what the reader typed, with those above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QObject

from viewer.archive.catalogue.title_index import TitleMatch, TitleRow
from viewer.archive.model.address import Address
from viewer.ui.contents.contents_model import NodesModel
from viewer.ui.contents.contents_nodes import (
    ContentsNode,
    Kind,
    issue_called,
    issue_node,
    publication_node,
)

#: A filter that finds more than this shows the first ones only: nobody reads on.
MOST_FOUND = 120


class FoundModel(NodesModel):
    """The tree of what a filter found. ``tip`` makes the tooltip of the row at an address."""

    def __init__(self, tip: Callable[[str, Address], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tip = tip
        self._issues: dict[tuple[str, int], ContentsNode] = {}

    def set_matches(self, matches: Sequence[TitleMatch]) -> None:
        """Show ``matches``, which stand in the order of the contents."""
        self._issues = {}
        self._replace(
            [
                self._publication(list(group))
                for _, group in groupby(matches, lambda match: match.publication.id)
            ]
        )

    def _issue_node(self, address: Address) -> ContentsNode | None:
        return self._issues.get((address.publication, address.issue))

    def _publication(self, matches: Sequence[TitleMatch]) -> ContentsNode:
        issues = []
        called = issue_called()
        for issue, group in groupby(matches, lambda match: match.issue):
            if issue is not None:
                name = matches[0].publication.name
                node = issue_node(issue, called, name, self._sections(list(group)))
                self._issues[issue.publication, issue.number] = node
                issues.append(node)
        return publication_node(matches[0].publication, issues)

    def _sections(self, matches: Sequence[TitleMatch]) -> list[ContentsNode]:
        made = []
        for section, group in groupby(matches, lambda match: match.section):
            articles = [match.article for match in group if match.article is not None]
            if section is not None:
                below = [self._row(Kind.ARTICLE, article) for article in articles]
                made.append(self._row(Kind.SECTION, section, below))
        return made

    def _row(self, kind: Kind, row: TitleRow, below: Sequence[ContentsNode] = ()) -> ContentsNode:
        return ContentsNode(
            kind,
            row.title,
            row.address,
            row.label,
            tip=lambda: self._tip(row.title, row.address),
            children=below,
            is_own=kind is Kind.ARTICLE,
        )
