"""Copies the selection or the article with its reference, as text or as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.catalogue_access import CatalogueAccess
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.window.message_bar import MessageBar

if TYPE_CHECKING:
    from viewer.archive.model.excerpt import Excerpt
    from viewer.ui.document.citation import Citation


class CopyCommands(QObject):
    """Copies the selection, or the article if nothing is selected, to the clipboard."""

    def __init__(
        self,
        navigator: Navigator,
        catalogue_access: CatalogueAccess,
        article_pane: ArticlePane,
        message_bar: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._catalogue_access = catalogue_access
        self._article_pane = article_pane
        self._message_bar = message_bar

    def copy_with_reference(self) -> None:
        """Copy plain text and, below it, the reference."""
        from viewer.exporters.article_formats import excerpt_to_text

        excerpts = self._excerpts()
        if excerpts:
            self._copy_to_clipboard(
                f"{excerpt_to_text(excerpts)}\n\n{self._citation(excerpts).text()}\n"
            )

    def copy_markdown(self) -> None:
        """Copy Markdown and, below it, the reference."""
        from viewer.exporters.article_formats import excerpt_to_markdown

        excerpts = self._excerpts()
        if excerpts:
            self._copy_to_clipboard(
                excerpt_to_markdown(excerpts, [self._citation(excerpts).to_element()])
            )

    def _copy_to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        selected = self._article_pane.selection() is not None
        self._message_bar.show_message(
            self.tr("The selection is copied, with its reference.")
            if selected
            else self.tr("The article is copied, with its reference."),
            brief=True,
        )

    def _excerpts(self) -> tuple[Excerpt, ...]:
        # Imported here: the start does not wait for what few readers need at once.
        from viewer.archive.model import excerpt

        navigator = self._navigator
        selected, page = self._article_pane.selection(), navigator.page
        if page is None:
            return ()
        if selected is None:
            return (excerpt.full_excerpt(page),)
        if navigator.whole_issue is not None:
            excerpts = excerpt.issue_excerpts(navigator.whole_issue, selected)
            return excerpts or (excerpt.full_excerpt(page),)
        return (excerpt.article_excerpt(page, selected),)

    def _citation(self, excerpts: tuple[Excerpt, ...]) -> Citation:
        """The citation of the article, or of the issue if the excerpts are of several articles."""
        from viewer.archive.files.source_url import issue_source_url
        from viewer.ui.document.citation import make_citation

        navigator, first = self._navigator, excerpts[0]
        issue = navigator.whole_issue
        address = first.page.entry.address
        page = first.page
        if len(excerpts) > 1 and issue is not None:
            page = issue.page
            address = page.entry.address
        elif self._article_pane.selection() is not None:
            address = address.with_anchor(first.anchor)
        publication = self._catalogue_access.publication(address)
        name = publication.name if publication is not None else address.publication
        return make_citation(page, address, name, issue_source_url(Path(first.page.folder)))
