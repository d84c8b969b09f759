"""The contents panel: the tree of everything there is to read, with a filter above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from viewer.archive.catalogue.title_index import TitleIndex
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, PublicationSummary, SectionEntry
from viewer.color_themes import Theme
from viewer.ui.contents.contents_model import (
    ADDRESS_ROLE,
    ContentsModel,
    ReadStateSource,
    TreeNodeModel,
)
from viewer.ui.contents.contents_nodes import NodeKind, article_tooltip, walk_loaded
from viewer.ui.contents.contents_view import ContentsView
from viewer.ui.contents.filtered_model import MAX_FILTER_MATCHES, FilteredContentsModel
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessibility import AccessibleStack
from viewer.ui.widgets.line_edit import add_clear_button
from viewer.ui.widgets.progress_label import ProgressLabel


class ContentsPanel(QWidget):
    """The tree with its filter box. It emits the address of the row the reader chose.

    What a filter finds is shown in a second view, so that the tree is as it was when the filter
    is cleared.
    """

    address_requested = Signal(object)
    title_index_requested = Signal()  # the filter needs all titles
    read_failed = Signal(object)  # the catalogue cannot be read: a Message

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ContentsModel(self)
        self.filtered_model = FilteredContentsModel(self._tooltip, self)
        self.filter_edit = QLineEdit(self)
        self.filter_edit.setPlaceholderText(self.tr("Filter titles"))
        self.filter_edit.setAccessibleName(self.tr("Filter titles"))
        add_clear_button(self.filter_edit)
        self.filter_edit.setFixedHeight(fonts.line_height(self.filter_edit.font(), 20) + 10)
        self.view = self._make_view(self.model, self.tr("Contents"))
        self.filtered_view = self._make_view(self.filtered_model, self.tr("Found titles"))
        self._view_stack = AccessibleStack(self)
        self._view_stack.addWidget(self.view)
        self._view_stack.addWidget(self.filtered_view)
        self._no_match_label = QLabel(
            self.tr("No title holds these words; Ctrl+E searches the texts."), self
        )
        self._no_match_label.setObjectName("dim")
        self._no_match_label.setWordWrap(True)
        self._no_match_label.setTextFormat(Qt.TextFormat.PlainText)
        self._no_match_label.setContentsMargins(18, 8, 18, 8)
        self._no_match_label.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        box = QVBoxLayout()
        box.setContentsMargins(12, 0, 12, 0)
        box.addWidget(self.filter_edit)
        layout.addLayout(box)
        layout.addWidget(self._no_match_label)
        layout.addWidget(self._view_stack, 1)
        self.progress_label = ProgressLabel(self)
        layout.addWidget(self.progress_label)
        self._address: Address | None = None
        #: All titles of the library; None until they were needed and read.
        self.title_index: TitleIndex | None = None
        self._find_entry: Callable[[Address], ArticleEntry | None] = lambda _address: None
        self.filter_edit.textChanged.connect(self._filter_changed)
        self.filter_edit.returnPressed.connect(self._open_first_row)
        # Queued: the view that asks for rows is in the middle of a layout.
        self.model.read_failed.connect(self.read_failed, Qt.ConnectionType.QueuedConnection)

    def _make_view(self, model: TreeNodeModel, name: str) -> ContentsView:
        view = ContentsView(self)
        view.setModel(model)
        view.setAccessibleName(name)
        view.chosen.connect(self._on_row_chosen)
        return view

    @property
    def current_view(self) -> ContentsView:
        """The view the reader sees."""
        view = self._view_stack.currentWidget()
        assert isinstance(view, ContentsView)
        return view

    @property
    def views(self) -> tuple[ContentsView, ContentsView]:
        """The full tree, and the filtered one."""
        return self.view, self.filtered_view

    def set_contents(
        self,
        publications: Sequence[PublicationSummary],
        read_sections: Callable[[str, int], Sequence[SectionEntry]],
        find_entry: Callable[[Address], ArticleEntry | None] = lambda _address: None,
    ) -> None:
        """Show what the library holds; open rows stay open, and what is in view stays there.

        ``read_sections`` reads those of an issue, see ``ContentsModel``; ``find_entry`` an
        article's row.
        """
        self._find_entry = find_entry
        is_first = not self.model.top_nodes
        expanded_rows = self.view.expanded_rows()
        scroll_anchor = self.view.scroll_anchor()
        self.model.set_contents(publications, read_sections)
        if is_first:
            self._expand_initially()
        else:
            self.view.restore_expanded(expanded_rows)
        self._select_address(self._address)
        self.view.restore_scroll(scroll_anchor)

    def set_read_state(self, read_state: ReadStateSource) -> None:
        """Show what was read according to ``read_state``."""
        self.model.read_state = self.filtered_model.read_state = read_state

    def refresh_read_state(self, address: Address | None = None) -> None:
        """Repaint: ``address``, or (None) any article, was marked as read or unread.

        Rows are only repainted: the view would measure each one the model says has changed.
        """
        changed = address or self._address
        if changed is not None:
            self.model.refresh_read_state(changed)
            self.filtered_model.refresh_read_state(changed)
        self.current_view.viewport().update()

    def set_title_index(self, title_index: TitleIndex) -> None:
        """Give the filter all titles of the library."""
        self.title_index = title_index
        if self.is_filtered:
            self._show_filtered()

    def set_theme(self, theme: Theme) -> None:
        """Paint in ``theme`` from now on."""
        for view in self.views:
            view.row_delegate.theme = theme
            view.viewport().update()

    def show_address(self, address: Address | None) -> None:
        """Make the row of ``address`` the current one, opened and in view.

        If it is current already, the view is not scrolled: the reader may have scrolled away.
        """
        if address != self._address or not self.view.currentIndex().isValid():
            self._select_address(address)

    def _select_address(self, address: Address | None) -> None:
        self._address = address
        for view in self.views:
            view.show_address(address)

    @property
    def is_filtered(self) -> bool:
        """Whether there is something in the filter box."""
        return bool(self.filter_edit.text().strip())

    def _expand_initially(self) -> None:
        for row in range(self.model.rowCount()):
            publication = self.model.index(row, 0)
            self.view.expand(publication)
            if row == 0 and self.model.rowCount(publication):
                self.view.expandRecursively(self.model.index(0, 0, publication))

    def _filter_changed(self, _text: str) -> None:
        if self.is_filtered:
            self.title_index_requested.emit()
            if self.title_index is not None:
                self._show_filtered()
            return
        self._no_match_label.hide()
        self._view_stack.setCurrentWidget(self.view)
        self.filtered_model.set_matches(())

    def _show_filtered(self) -> None:
        assert self.title_index is not None
        matches = self.title_index.find(self.filter_edit.text(), MAX_FILTER_MATCHES)
        self._no_match_label.setVisible(not matches)
        self.filtered_model.set_matches(matches)
        self.filtered_view.expandAll()
        self.filtered_view.show_address(self._address)
        self._view_stack.setCurrentWidget(self.filtered_view)

    def _tooltip(self, title: str, address: Address) -> str:
        entry = self._find_entry(address)
        return article_tooltip(title, entry) if entry is not None else title

    def _open_first_row(self) -> None:
        model = self.current_view.node_model
        for node in walk_loaded(model.top_nodes):
            if node.kind is NodeKind.ARTICLE or not model.hasChildren(model.index_of_node(node)):
                self._on_row_chosen(model.index_of_node(node))
                return

    def _on_row_chosen(self, index: QModelIndex) -> None:
        address = index.data(ADDRESS_ROLE)
        if address is not None:
            self.address_requested.emit(address)
