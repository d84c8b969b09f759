"""The rows of the contents whose titles hold what the reader typed, with those above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QObject

from viewer.archive.catalogue.title_index import TitleMatch, TitleRow
from viewer.archive.model.address import Address
from viewer.ui.contents.contents_model import TreeNodeModel
from viewer.ui.contents.contents_nodes import (
    ContentsNode,
    NodeKind,
    issue_node,
    issue_title_template,
    publication_node,
)

#: A filter that finds more than this shows the first ones only: nobody reads on.
MAX_FILTER_MATCHES = 120


class FilteredContentsModel(TreeNodeModel):
    """The tree of what a filter found. ``tip`` makes the tooltip of the row at an address."""

    def __init__(self, tip: Callable[[str, Address], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tooltip = tip
        self._issue_nodes: dict[tuple[str, int], ContentsNode] = {}

    def set_matches(self, matches: Sequence[TitleMatch]) -> None:
        """Show ``matches``, which stand in the order of the contents."""
        self._issue_nodes = {}
        self._replace_nodes(
            [
                self._make_publication_node(list(group))
                for _, group in groupby(matches, lambda match: match.publication.id)
            ]
        )

    def _issue_node(self, address: Address) -> ContentsNode | None:
        return self._issue_nodes.get((address.publication, address.issue))

    def _make_publication_node(self, matches: Sequence[TitleMatch]) -> ContentsNode:
        issues = []
        called = issue_title_template()
        for issue, group in groupby(matches, lambda match: match.issue):
            if issue is not None:
                name = matches[0].publication.name
                node = issue_node(issue, called, name, self._make_section_nodes(list(group)))
                self._issue_nodes[issue.publication, issue.number] = node
                issues.append(node)
        return publication_node(matches[0].publication, issues)

    def _make_section_nodes(self, matches: Sequence[TitleMatch]) -> list[ContentsNode]:
        made = []
        for section, group in groupby(matches, lambda match: match.section):
            articles = [match.article for match in group if match.article is not None]
            if section is not None:
                below = [self._make_node(NodeKind.ARTICLE, article) for article in articles]
                made.append(self._make_node(NodeKind.SECTION, section, below))
        return made

    def _make_node(
        self, kind: NodeKind, row: TitleRow, below: Sequence[ContentsNode] = ()
    ) -> ContentsNode:
        return ContentsNode(
            kind,
            row.title,
            row.address,
            row.label,
            tooltip=lambda: self._tooltip(row.title, row.address),
            children=below,
            is_article=kind is NodeKind.ARTICLE,
        )
