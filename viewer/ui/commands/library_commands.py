"""The library's commands: import, undo, and a publication's context menu in the contents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QTreeView, QWidget

from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.errors import ViewerError
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.ui.contents.contents_model import ADDRESS_ROLE, KIND_ROLE
from viewer.ui.contents.contents_nodes import NodeKind
from viewer.ui.importing.import_controller import ImportController
from viewer.ui.window.message_bar import MessageBar

if TYPE_CHECKING:
    from viewer.exporters.publication_export import ExportedPublication


class LibraryCommands(QObject):
    """Imports, exports, renames and removes, also from the context menu of ``contents_view``.

    Dialogs open over ``window``.
    """

    pictures_requested = Signal(object)  # the Address of an issue
    mark_issue_requested = Signal(object)  # the Address of an issue to be marked as read
    mark_publication_requested = Signal(str)

    def __init__(
        self,
        library: Library,
        import_controller: ImportController,
        contents_view: QTreeView,
        message_bar: MessageBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._import_controller = import_controller
        self._contents_view = contents_view
        self._message_bar = message_bar
        self._window = window
        contents_view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        contents_view.customContextMenuRequested.connect(self._show_context_menu)

    def import_files(self) -> None:
        """Ask for files and import them."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import files"), "", self.tr("All files (*)")
        )
        self._import_controller.import_paths([Path(name) for name in names])

    def import_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if name:
            self._import_controller.import_paths([Path(name)])

    def undo_last_change(self) -> None:
        """Undo the last import, renaming or removal that is not undone yet."""
        self._import_controller.undo_last_change()

    def name_last_change(self, undo_action: QAction) -> None:
        """Let the text of ``undo_action`` say what it would take back."""
        change = self._import_controller.last_change()
        # An ampersand in a publication's name is no mnemonic.
        undo_action.setText(
            self.tr("&Undo {change}").format(change=change.replace("&", "&&"))
            if change
            else QCoreApplication.translate("Commands", "&Undo last change of the library")
        )

    # A publication's context menu

    def _show_context_menu(self, position: QPoint) -> None:
        view = self._contents_view
        index = view.indexAt(position)
        id_ = publication_id_at(index)
        if id_:
            address = index.data(ADDRESS_ROLE)
            issue = address if isinstance(address, Address) else None
            self.context_menu(id_, str(_top_level_index(index).data() or id_), issue).popup(
                view.viewport().mapToGlobal(position)
            )

    def context_menu(self, id_: str, name: str, issue: Address | None = None) -> QMenu:
        """The context menu of the publication ``id_``, called ``name``, and of ``issue`` of it."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if issue is not None:
            menu.addAction(
                self.tr("&Pictures of this issue"), lambda: self.pictures_requested.emit(issue)
            )
            menu.addAction(self.tr("&Notes on this issue…"), lambda: self._show_notes(issue))
            menu.addAction(
                self.tr("Mark this &issue as read"), lambda: self.mark_issue_requested.emit(issue)
            )
            menu.addSeparator()
        menu.addAction(
            self.tr("Mark &all issues as read"), lambda: self.mark_publication_requested.emit(id_)
        )
        menu.addSeparator()
        menu.addAction(self.tr("Export as a &folder…"), lambda: self._export(id_, pack=False))
        menu.addAction(self.tr("Export as a &pack…"), lambda: self._export(id_, pack=True))
        menu.addSeparator()
        menu.addAction(self.tr("&Rename…"), lambda: self._rename(id_, name))
        menu.addAction(self.tr("Re&move from the library…"), lambda: self._remove(id_, name))
        return menu

    def _show_notes(self, issue: Address) -> None:
        from viewer.archive.files.issue_front_matter import read_tags
        from viewer.ui.dialogs.issue_notes import IssueNotesDialog

        try:
            with self._library.open_catalogue() as catalogue:
                problems = catalogue.issue_problems(issue.publication, issue.issue)
                path = catalogue.issue_path(issue.publication, issue.issue)
                title = catalogue.page(Address(issue.publication, issue.issue)).issue_title
        except ViewerError as error:
            self._message_bar.show_translated(error.message)
            return
        tags = read_tags(path) if path is not None else ()
        IssueNotesDialog(title, problems, self._window, tags).open()

    def _export(self, id_: str, *, pack: bool) -> None:
        if pack:
            name, _ = QFileDialog.getSaveFileName(
                self._window, self.tr("Export as a pack"), f"{id_}.dvpack", "*.dvpack"
            )
        else:
            # Only the dialog for files can name a folder that does not exist yet.
            name, _ = QFileDialog.getSaveFileName(
                self._window, self.tr("Export as a new folder"), id_
            )
        if not name:
            return
        self._message_bar.show_message(self.tr("Writing {name}…").format(name=name), brief=True)

        def work(progress: ProgressCallback, cancelled: CancelCheck) -> ExportedPublication:
            from viewer.exporters.folder import export_folder
            from viewer.exporters.pack import export_pack

            if pack:
                return export_pack(self._library, id_, Path(name), progress, cancelled)[0]
            return export_folder(self._library, id_, Path(name), progress, cancelled)

        self._import_controller.run(work, lambda contents: self._on_exported(contents, name))

    def _on_exported(self, contents: ExportedPublication, name: str) -> None:
        text = self.tr("%Ln issue(s) were written to {name}.", "", contents.issue_count)
        text = text.format(name=name)
        if contents.problems:
            from viewer.ui.i18n.message_translation import translate_problem_with_location

            text += " " + self.tr(
                "%Ln thing(s) could not be taken along: {first}", "", len(contents.problems)
            ).format(first=translate_problem_with_location(contents.problems[0]))
        self._message_bar.show_message(text)

    def _rename(self, id_: str, name: str) -> None:
        text, accepted = QInputDialog.getText(
            self._window,
            self.tr("Rename"),
            self.tr("The publication's name:"),
            text=name,
        )
        text = " ".join(text.split())
        if not accepted or not text or text == name:
            return

        def work(_progress: ProgressCallback, _cancelled: CancelCheck) -> UpdateResult:
            from viewer.archive.library import publication_edits

            return publication_edits.rename_publication(self._library, id_, text)

        self._import_controller.run_change(
            work, self.tr("It is called “{name}” now.").format(name=text)
        )

    def _remove(self, id_: str, name: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Remove"))
        box.setText(self.tr("Remove “{name}” from the library?").format(name=name))
        box.setInformativeText(
            self.tr(
                "Its issues go; your reading marks stay. “Undo” brings them back, also after some "
                "later changes."
            )
        )
        remove = box.addButton(self.tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is not remove:
            return

        def work(_progress: ProgressCallback, _cancelled: CancelCheck) -> UpdateResult:
            from viewer.archive.library import publication_edits

            return publication_edits.remove_publication(self._library, id_)

        self._import_controller.run_change(work, self.tr("“{name}” was removed.").format(name=name))


def publication_id_at(index: Any) -> str:
    """The id of the publication a row of the contents belongs to; empty for none."""
    if not index.isValid():
        return ""
    address = index.data(ADDRESS_ROLE)
    if not isinstance(address, Address):
        model = index.model()
        if index.data(KIND_ROLE) is NodeKind.PUBLICATION and model.rowCount(index):
            address = model.index(0, 0, index).data(ADDRESS_ROLE)
    return address.publication if isinstance(address, Address) else ""


def _top_level_index(index: QModelIndex) -> QModelIndex:
    while index.parent().isValid():
        index = index.parent()
    return index
