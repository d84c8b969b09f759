"""Runs one import at a time in the background, and shows it in the import dialog."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from viewer.archive.library.library import Library
from viewer.archive.model.address import Address
from viewer.archive.model.catalogue_entries import UpdateResult
from viewer.errors import error_message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback
from viewer.ui.background_task import BackgroundTask

if TYPE_CHECKING:
    from viewer.archive.library.change_history import UndoneChange
    from viewer.importers.import_report import ImportReport
    from viewer.importers.import_session import ImportSession
    from viewer.ui.importing.import_dialog import ImportDialog

_POLL_MS = 100


class ImportController(QObject):
    """Runs imports and other changes of the library, one at a time, and undoes the last one.

    ``is_ready`` tells whether the library's own update is done; an import waits for that.
    """

    library_changed = Signal(object)  # UpdateResult
    issues_added = Signal()  # some issues were moved in, more will follow
    address_requested = Signal(object)
    message = Signal(str)
    _progressed = Signal(str, int, int)
    _preview_ready = Signal(object)
    _issues_committed = Signal(object)

    def __init__(
        self, library: Library, is_ready: Callable[[], bool], window: QWidget | None = None
    ) -> None:
        super().__init__(window)
        self._library = library
        self._is_ready = is_ready
        self._window = window
        self.dialog: ImportDialog | None = None
        self._task: BackgroundTask | None = None
        self._import: ImportSession | None = None
        self._paths: list[Path] = []
        self._ready_timer = QTimer(self)
        self._ready_timer.setInterval(_POLL_MS)
        self._ready_timer.timeout.connect(self._start_when_ready)
        self._progressed.connect(self._show_progress)
        self._preview_ready.connect(self._show_preview)
        self._issues_committed.connect(lambda _refreshed: self.issues_added.emit())
        # The reading thread asks these: move in what is read, or begin anew under another name.
        self._accept_event = threading.Event()
        self._restart_event = threading.Event()
        self._new_name = ("", "")

    @property
    def is_busy(self) -> bool:
        """Whether an import or another change is going on, or waits for the reader's answer."""
        return self.dialog is not None or self._task is not None

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Read ``paths`` and show what would come in; the reader decides."""
        if not paths:
            return
        if self.is_busy:
            self.message.emit(self.tr("Another import is open; finish or close it first."))
            if self.dialog is not None:
                self.dialog.raise_()
            return
        # Imported here: the start does not load anything of the import.
        from viewer.ui.importing.import_dialog import ImportDialog

        self._paths = list(paths)
        dialog = ImportDialog([path.name or str(path) for path in paths], self._window)
        dialog.stop_requested.connect(self._stop)
        dialog.import_requested.connect(self._on_import_requested)
        dialog.replace_requested.connect(self._set_replace_edited)
        dialog.undo_requested.connect(self._undo_import)
        dialog.open_requested.connect(self._open_issue)
        dialog.closed.connect(self._on_dialog_closed)
        self.dialog = dialog
        dialog.show()
        self._start_when_ready()

    def show_busy(self) -> None:
        """Tell the reader that the library is being changed."""
        self.message.emit(self.tr("The library is being changed; wait until that is done."))

    def last_change(self) -> str:
        """What ``undo_last_change`` would take back, in the window's language; empty if nothing."""
        from viewer.archive.library.change_history import last_change
        from viewer.ui.i18n.message_translation import translate_message

        change = last_change(self._library.folder)
        return "" if change is None else translate_message(change.described())

    def undo_last_change(self) -> None:
        """Undo the last import, renaming or removal that is not undone yet; say which it was."""

        def work(
            _progress: ProgressCallback, _cancelled: CancelCheck
        ) -> tuple[UndoneChange, UpdateResult] | None:
            from viewer.archive.library import publication_edits

            return publication_edits.undo_last_change(self._library)

        def on_done(outcome: tuple[UndoneChange, UpdateResult] | None) -> None:
            if outcome is None:
                self.message.emit(self.tr("There is nothing to take back."))
                return
            from viewer.ui.i18n.message_translation import translate_message

            undone, update = outcome
            self.library_changed.emit(update)
            change = translate_message(undone.change.described())
            text = self.tr("Taken back: {change}.").format(change=change)
            if undone.notice is not None:
                text += " " + translate_message(undone.notice)
            self.message.emit(text)

        self.run(work, on_done)

    def run_change(
        self, work: Callable[[ProgressCallback, CancelCheck], UpdateResult], success_message: str
    ) -> None:
        """Change the library in the background; ``success_message`` is shown when it is done."""

        def on_done(result: UpdateResult) -> None:
            self.library_changed.emit(result)
            self.message.emit(success_message)

        self.run(work, on_done)

    def run(
        self, work: Callable[[ProgressCallback, CancelCheck], Any], done: Callable[[Any], None]
    ) -> None:
        """Run ``work`` while nothing else changes the library; ``done`` gets what it returns."""
        if self.is_busy or not self._is_ready():
            self.show_busy()
            return
        self._start_task(work, done, lambda error: self.message.emit(_error_text(error)))

    def close(self) -> None:
        """Stop everything at the end of the program, and leave the library as it is."""
        self._ready_timer.stop()
        task = self._task
        if task is not None:
            task.cancel()
        if self.dialog is not None:
            self.dialog.close()
        if task is not None and not task.is_running:
            # It has ended, and its signals are no longer delivered: nobody else discards it.
            self._discard_import()

    # The import

    def _start_when_ready(self) -> None:
        if self.dialog is None:
            self._ready_timer.stop()
        elif self._is_ready():
            self._ready_timer.stop()
            self._start_reading()
        else:
            self._ready_timer.start()

    def _start_reading(self) -> None:
        from viewer.importers.import_session import EarlyCommit, ImportSession

        assert self.dialog is not None
        self.dialog.show_waiting(self.tr("Reading…"))
        session = self._import = ImportSession(self._library)
        self._accept_event.clear()
        self._restart_event.clear()
        early_commit = EarlyCommit(
            self._preview_ready.emit, self._accept_event.is_set, self._issues_committed.emit
        )

        def work(_progress: ProgressCallback, cancelled: CancelCheck) -> object:
            def stopped() -> bool:
                return cancelled() or self._restart_event.is_set()

            try:
                report = session.prepare(
                    self._paths,
                    progress=self._progressed.emit,
                    cancelled=stopped,
                    early_commit=early_commit,
                )
                if not self._accept_event.is_set():
                    return report
                self._progressed.emit("keep", 0, 0)
                return report, session.commit(self._progressed.emit)
            except BaseException:
                # Roll back here: on the main thread that would freeze the window.
                if cancelled() or not self._restart_event.is_set():
                    session.close()
                raise

        self._start_task(work, self._on_prepared, self._on_failed)

    def _show_preview(self, report: object) -> None:
        """Show what has been read so far of what will come in."""
        from viewer.importers.import_report import ImportReport

        if self.dialog is not None and isinstance(report, ImportReport) and not self._is_decided():
            self.dialog.show_preview(report, is_reading=True)

    def _is_decided(self) -> bool:
        return self._accept_event.is_set() or self._restart_event.is_set()

    def _on_prepared(self, result: object) -> None:
        from viewer.importers.import_report import ImportReport

        if isinstance(result, tuple):
            self._on_committed(result)
        elif self.dialog is None:
            self._discard_import()
        elif self._restart_event.is_set():
            self._restart_event.clear()
            self._start_commit(*self._new_name)
        elif self._accept_event.is_set():
            self._start_commit("", "")
        elif isinstance(result, ImportReport):
            self.dialog.show_preview(result)

    def _set_replace_edited(self, replace: bool) -> None:
        """Replace the issues the reader changed by hand as well, or keep them after all."""
        session = self._import
        assert session is not None
        assert self.dialog is not None
        self.dialog.show_waiting(self.tr("Looking through the issues…"))

        def work(_progress: ProgressCallback, cancelled: CancelCheck) -> object:
            return session.replace_edited(replace, self._progressed.emit, cancelled)

        self._start_task(work, self._on_prepared, self._on_failed)

    def _on_import_requested(self, id_: str, name: str) -> None:
        """Import, the publication renamed to ``id_`` and ``name`` where they are given."""
        assert self.dialog is not None
        self.dialog.show_accepted()
        if self._task is None:
            self._start_commit(id_, name)
        elif id_:
            # Each issue names its publication: they are read again under the other name.
            self._new_name = (id_, name)
            self._restart_event.set()
        else:
            self._accept_event.set()

    def _start_commit(self, id_: str, name: str) -> None:
        from viewer.importers.import_session import EarlyCommit, ImportCancelled

        session = self._import
        assert session is not None
        is_new = threading.Event()

        def on_preview(report: ImportReport) -> None:
            # She may have given it the name of another publication, whose issues it would replace.
            if all(part.is_new for part in report.publications):
                is_new.set()

        early_commit = EarlyCommit(on_preview, is_new.is_set, self._issues_committed.emit)

        def work(_progress: ProgressCallback, cancelled: CancelCheck) -> object:
            try:
                report = session.report()
                if id_:
                    old_id = report.publications[0].id
                    report = session.rename(
                        old_id, id_, name, self._progressed.emit, cancelled, early_commit
                    )
                    if not is_new.is_set():
                        return report, None
                if cancelled():
                    raise ImportCancelled
                self._progressed.emit("keep", 0, 0)
                return report, session.commit(self._progressed.emit)
            except BaseException:
                session.close()
                raise

        self._start_task(work, self._on_committed, self._on_failed)

    def _on_committed(self, result: object) -> None:
        assert isinstance(result, tuple)
        report, update = result
        if update is None:
            self._accept_event.clear()
            self._on_prepared(report)
            return
        self._discard_import()
        self.library_changed.emit(update)
        if self.dialog is not None:
            self.dialog.show_result(report)
        else:
            count = sum(part.added + part.updated for part in report.publications)
            self.message.emit(self.tr("%Ln issue(s) were brought in.", "", count))

    def _start_task(
        self,
        work: Callable[[ProgressCallback, CancelCheck], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        task = BackgroundTask(work, self)

        def finish(callback: Callable[[Any], None], outcome: object) -> None:
            self._task = None
            task.deleteLater()
            callback(outcome)

        task.done.connect(lambda result: finish(done, result))
        task.failed.connect(lambda error: finish(failed, error))
        self._task = task.start()

    def _on_failed(self, error: BaseException) -> None:
        from viewer.importers.import_session import ImportCancelled

        session = self._import
        if (
            isinstance(error, ImportCancelled)
            and self._restart_event.is_set()
            and self.dialog is not None
        ):
            self._restart_event.clear()
            self._start_commit(*self._new_name)
            return
        self._discard_import()
        if session is not None and session.rollback_result is not None:
            self.library_changed.emit(session.rollback_result)
        if self.dialog is None:
            return
        if isinstance(error, ImportCancelled):
            self.dialog.close()
        elif session is not None and session.is_committed:
            self.dialog.show_result(session.report(), catalogue_error=_error_text(error))
        else:
            self.dialog.show_failure(_error_text(error))

    def _discard_import(self) -> None:
        if self._import is not None:
            self._import.close()
        self._import = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()

    def _on_dialog_closed(self) -> None:
        self._ready_timer.stop()
        dialog, self.dialog = self.dialog, None
        if self._task is None:
            self._discard_import()
        if dialog is not None:
            dialog.deleteLater()

    def _show_progress(self, step: str, done: int, total: int) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(step, done, total)

    def _undo_import(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.undo_last_change()

    def _open_issue(self, publication: str, number: int) -> None:
        self.address_requested.emit(Address(publication, number))


def _error_text(error: BaseException) -> str:
    from viewer.ui.i18n.message_translation import translate_message

    return translate_message(error_message(error))
