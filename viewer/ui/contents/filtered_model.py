"""The filtered tree of the contents: rows whose titles match, with their ancestors."""

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

#: Only so many first matches of a filter are shown.
MAX_FILTER_MATCHES = 120


class FilteredContentsModel(TreeNodeModel):
    """The tree of what a filter found. ``tooltip`` gives that of a title and its address."""

    def __init__(
        self, tooltip: Callable[[str, Address], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tooltip = tooltip
        self._issue_nodes: dict[tuple[str, int], ContentsNode] = {}

    def set_matches(self, matches: Sequence[TitleMatch]) -> None:
        """Show ``matches``, which must be in the order of the contents."""
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
        title_template = issue_title_template()
        for issue, group in groupby(matches, lambda match: match.issue):
            if issue is not None:
                name = matches[0].publication.name
                node = issue_node(
                    issue, title_template, name, self._make_section_nodes(list(group))
                )
                self._issue_nodes[issue.publication, issue.number] = node
                issues.append(node)
        return publication_node(matches[0].publication, issues)

    def _make_section_nodes(self, matches: Sequence[TitleMatch]) -> list[ContentsNode]:
        nodes = []
        for section, group in groupby(matches, lambda match: match.section):
            articles = [match.article for match in group if match.article is not None]
            if section is not None:
                article_nodes = [self._make_node(NodeKind.ARTICLE, article) for article in articles]
                nodes.append(self._make_node(NodeKind.SECTION, section, article_nodes))
        return nodes

    def _make_node(
        self, kind: NodeKind, row: TitleRow, children: Sequence[ContentsNode] = ()
    ) -> ContentsNode:
        return ContentsNode(
            kind,
            row.title,
            row.address,
            row.label,
            tooltip=lambda: self._tooltip(row.title, row.address),
            children=children,
            is_article=kind is NodeKind.ARTICLE,
        )
