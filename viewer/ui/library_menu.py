"""What can be done with the library: import, undo, and a publication's own menu in the contents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox

from viewer.archive.address import Address
from viewer.archive.library import Library, Refreshed
from viewer.ui.contents_model import ADDRESS_ROLE, KIND_ROLE, Kind
from viewer.ui.dropping import DropTarget
from viewer.ui.importing import Importing
from viewer.ui.main_window import MainWindow
from viewer.ui.tasks import Cancelled, Progress


class LibraryMenu(QObject):
    """Joins the window's commands about the library to those who carry them out."""

    def __init__(self, library: Library, window: MainWindow, importing: Importing) -> None:
        super().__init__(window)
        self._library = library
        self._window = window
        self._importing = importing
        actions = window.actions_
        actions["import"].triggered.connect(self._import_files)
        actions["import_folder"].triggered.connect(self._import_folder)
        actions["undo"].triggered.connect(importing.undo)
        DropTarget(window).dropped.connect(importing.bring)
        # The page would take dropped text for itself, and files with it.
        window.pane.viewport().setAcceptDrops(False)
        importing.address_requested.connect(window.go_to)
        importing.message.connect(window.messages.say)
        view = window.tree.view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu_at)

    def _import_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Import files"), "", self.tr("All files (*)")
        )
        self._importing.bring([Path(name) for name in names])

    def _import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Import a folder"))
        if name:
            self._importing.bring([Path(name)])

    # A publication's own menu

    def _menu_at(self, place: QPoint) -> None:
        view = self._window.tree.view
        index = view.indexAt(place)
        id_ = publication_of(index)
        if id_:
            self.menu_of(id_, str(_top(index).data() or id_)).popup(
                view.viewport().mapToGlobal(place)
            )

    def menu_of(self, id_: str, name: str) -> QMenu:
        """The menu of the publication ``id_``, called ``name``."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Rename…"), lambda: self._rename(id_, name))
        menu.addAction(self.tr("Re&move from the library…"), lambda: self._remove(id_, name))
        return menu

    def _rename(self, id_: str, name: str) -> None:
        text, well = QInputDialog.getText(
            self._window,
            self.tr("Rename"),
            self.tr("The publication's name:"),
            text=name,
        )
        text = " ".join(text.split())
        if not well or not text or text == name:
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> Refreshed:
            from viewer.archive import keeping

            return keeping.rename(self._library, id_, text)

        self._importing.change(work, self.tr("It is called “{name}” now.").format(name=text))

    def _remove(self, id_: str, name: str) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Remove"))
        box.setText(self.tr("Remove “{name}” from the library?").format(name=name))
        box.setInformativeText(
            self.tr(
                "Its issues go; your reading marks stay. “Undo last change” brings them back until "
                "the library is changed again."
            )
        )
        remove = box.addButton(self.tr("&Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is not remove:
            return

        def work(_progress: Progress, _cancelled: Cancelled) -> Refreshed:
            from viewer.archive import keeping

            return keeping.remove(self._library, id_)

        self._importing.change(work, self.tr("“{name}” was removed.").format(name=name))


def publication_of(index: Any) -> str:
    """The id of the publication a row of the contents belongs to; empty for none."""
    if not index.isValid():
        return ""
    address = index.data(ADDRESS_ROLE)
    if not isinstance(address, Address):
        model = index.model()
        if index.data(KIND_ROLE) is Kind.PUBLICATION and model.rowCount(index):
            address = model.index(0, 0, index).data(ADDRESS_ROLE)
    return address.publication if isinstance(address, Address) else ""


def _top(index: QModelIndex) -> QModelIndex:
    while index.parent().isValid():
        index = index.parent()
    return index
