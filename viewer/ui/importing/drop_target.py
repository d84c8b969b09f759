"""Accepts files and folders dropped on the window, to import them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DropTarget(QObject):
    """Watches ``widget`` for dropped files and folders."""

    dropped = Signal(list)  # of Path

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accept drags of local files; leave everything else to other filters."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            assert isinstance(event, QDragEnterEvent | QDropEvent)
            paths = local_paths(event.mimeData())
            if not paths:
                return False
            # For a move the file manager would delete the files afterwards.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.dropped.emit(paths)
            return True
        return False


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this system that ``data`` names."""
    # A name with a host is a share of the network (file://host/…), which is never opened.
    return [
        Path(url.toLocalFile())
        for url in data.urls()
        if url.isLocalFile() and not url.host() and url.toLocalFile()
    ]
