"""The section tree: everything there is to read, with a filter above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from viewer.archive.catalogue.title_index import TitleIndex
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import ArticleEntry, PublicationSummary, SectionEntry
from viewer.color_themes import Theme
from viewer.ui.contents.contents_model import ADDRESS_ROLE, ContentsModel, Marks, NodesModel
from viewer.ui.contents.contents_nodes import Kind, tip_of, walk
from viewer.ui.contents.contents_view import ContentsView
from viewer.ui.contents.filtered_model import MOST_FOUND, FoundModel
from viewer.ui.theme import fonts
from viewer.ui.widgets.accessible_roles import AccessibleStack
from viewer.ui.widgets.line_edit import add_clear_button
from viewer.ui.widgets.progress_label import ProgressLabel


class SectionTree(QWidget):
    """The tree with its filter box. It emits the address of the row the reader chose.

    What a filter finds is shown in a view of its own, so that the tree stands as it was left when
    the filter is cleared.
    """

    address_requested = Signal(object)
    survey_wanted = Signal()  # the filter needs all titles
    damaged = Signal(str)  # the catalogue cannot be read: a sentence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = ContentsModel(self)
        self.found = FoundModel(self._tip, self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter titles"))
        self.filter.setAccessibleName(self.tr("Filter titles"))
        add_clear_button(self.filter)
        self.filter.setFixedHeight(fonts.line_height(self.filter.font(), 20) + 10)
        self.view = self._view(self.model, self.tr("Contents"))
        self.found_view = self._view(self.found, self.tr("Found titles"))
        self._views = AccessibleStack(self)
        self._views.addWidget(self.view)
        self._views.addWidget(self.found_view)
        self._nothing = QLabel(
            self.tr("No title holds these words; Ctrl+E searches the texts."), self
        )
        self._nothing.setObjectName("dim")
        self._nothing.setWordWrap(True)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setContentsMargins(18, 8, 18, 8)
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        box = QVBoxLayout()
        box.setContentsMargins(12, 0, 12, 0)
        box.addWidget(self.filter)
        layout.addLayout(box)
        layout.addWidget(self._nothing)
        layout.addWidget(self._views, 1)
        self.progress = ProgressLabel(self)
        layout.addWidget(self.progress)
        self._address: Address | None = None
        #: All titles there are; None until they were needed and gone through.
        self.survey: TitleIndex | None = None
        self._entry: Callable[[Address], ArticleEntry | None] = lambda _address: None
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.returnPressed.connect(self._open_first)
        # Not at once: a view that asks for rows is in the middle of something.
        self.model.damaged.connect(self.damaged, Qt.ConnectionType.QueuedConnection)

    def _view(self, model: NodesModel, name: str) -> ContentsView:
        view = ContentsView(self)
        view.setModel(model)
        view.setAccessibleName(name)
        view.chosen.connect(self._chosen)
        return view

    @property
    def shown(self) -> ContentsView:
        """The view the reader sees."""
        view = self._views.currentWidget()
        assert isinstance(view, ContentsView)
        return view

    @property
    def views(self) -> tuple[ContentsView, ContentsView]:
        """The tree, and what a filter found."""
        return self.view, self.found_view

    def set_contents(
        self,
        publications: Sequence[PublicationSummary],
        sections: Callable[[str, int], Sequence[SectionEntry]],
        entry: Callable[[Address], ArticleEntry | None] = lambda _address: None,
    ) -> None:
        """Show what the library holds; open rows stay open, and what is in view stays there.

        ``sections`` reads those of an issue, see ``ContentsModel``; ``entry`` an article's row.
        """
        self._entry = entry
        first = not self.model.top
        opened = self.view.open_rows()
        top = self.view.top_row()
        self.model.set_contents(publications, sections)
        if first:
            self._open_at_first()
        else:
            self.view.reopen(opened)
        self._show(self._address)
        self.view.put_back(top)

    def set_marks(self, marks: Marks) -> None:
        """Tell what was read by ``marks``."""
        self.model.marks = self.found.marks = marks

    def marks_changed(self, address: Address | None = None) -> None:
        """``address``, or any article, was marked as read or unread.

        Rows are painted anew, no more: the view would measure each one that a model says changed.
        """
        told = address or self._address
        if told is not None:
            self.model.marks_changed(told)
            self.found.marks_changed(told)
        self.shown.viewport().update()

    def set_survey(self, survey: TitleIndex) -> None:
        """All titles there are, for the filter."""
        self.survey = survey
        if self.is_filtered:
            self._show_found()

    def set_theme(self, theme: Theme) -> None:
        """Draw in ``theme`` from now on."""
        for view in self.views:
            view.rows.theme = theme
            view.viewport().update()

    def show_address(self, address: Address | None) -> None:
        """Make the row of ``address`` the current one, opened and in view.

        Where it is current already it may be out of view: the reader scrolled away from it.
        """
        if address != self._address or not self.view.currentIndex().isValid():
            self._show(address)

    def _show(self, address: Address | None) -> None:
        self._address = address
        for view in self.views:
            view.show_address(address)

    def current_title(self) -> str:
        """The text of the current row."""
        return str(self.view.currentIndex().data() or "")

    @property
    def is_filtered(self) -> bool:
        """Whether there is something in the filter box."""
        return bool(self.filter.text().strip())

    def _open_at_first(self) -> None:
        for row in range(self.model.rowCount()):
            publication = self.model.index(row, 0)
            self.view.expand(publication)
            if row == 0 and self.model.rowCount(publication):
                self.view.expandRecursively(self.model.index(0, 0, publication))

    def _filter_changed(self, _text: str) -> None:
        if self.is_filtered:
            self.survey_wanted.emit()
            if self.survey is not None:
                self._show_found()
            return
        self._nothing.hide()
        self._views.setCurrentWidget(self.view)
        self.found.set_matches(())

    def _show_found(self) -> None:
        assert self.survey is not None
        matches = self.survey.find(self.filter.text(), MOST_FOUND)
        self._nothing.setVisible(not matches)
        self.found.set_matches(matches)
        self.found_view.expandAll()
        self.found_view.show_address(self._address)
        self._views.setCurrentWidget(self.found_view)

    def _tip(self, title: str, address: Address) -> str:
        entry = self._entry(address)
        return tip_of(title, entry) if entry is not None else title

    def _open_first(self) -> None:
        model = self.shown.nodes
        for node in walk(model.top):
            if node.kind is Kind.ARTICLE or not model.hasChildren(model.index_for(node)):
                self._chosen(model.index_for(node))
                return

    def _chosen(self, index: QModelIndex) -> None:
        address = index.data(ADDRESS_ROLE)
        if address is not None:
            self.address_requested.emit(address)
