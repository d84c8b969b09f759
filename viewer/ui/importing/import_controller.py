"""Bringing newsletters into the library while the reader reads on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from viewer.archive.library.library import Library, UpdateResult
from viewer.archive.model.address import Address
from viewer.errors import ViewerError
from viewer.ui.background_task import BackgroundTask, IsCancelled, ProgressCallback

if TYPE_CHECKING:
    from viewer.importers.import_report import ImportReport
    from viewer.importers.import_session import ImportSession
    from viewer.ui.importing.import_dialog import ImportSheet

_POLL_MS = 100


class Importing(QObject):
    """One import at a time, and taking the last change of the library back.

    ``is_ready`` tells whether the library's own upkeep is done; an import waits for that.
    """

    changed = Signal(object)  # Refreshed: the library is other than it was
    arrived = Signal()  # issues came in, and more will
    address_requested = Signal(object)
    message = Signal(str)
    _step = Signal(str, int, int)
    _looked = Signal(object)
    _came = Signal(object)

    def __init__(
        self, library: Library, is_ready: Callable[[], bool], window: QWidget | None = None
    ) -> None:
        super().__init__(window)
        self._library = library
        self._is_ready = is_ready
        self._window = window
        self.sheet: ImportSheet | None = None
        self._task: BackgroundTask | None = None
        self._import: ImportSession | None = None
        self._paths: list[Path] = []
        self._wait = QTimer(self)
        self._wait.setInterval(_POLL_MS)
        self._wait.timeout.connect(self._begin_when_ready)
        self._step.connect(self._stepped)
        self._looked.connect(self._look)
        self._came.connect(lambda _refreshed: self.arrived.emit())
        # Asked by the thread that reads: whether to let in what is read, or to begin anew.
        self._accepted = threading.Event()
        self._halted = threading.Event()
        self._named = ("", "")

    @property
    def is_busy(self) -> bool:
        """Whether an import or another change is going on, or waits for its answer."""
        return self.sheet is not None or self._task is not None

    def bring(self, paths: Sequence[Path]) -> None:
        """Read ``paths`` and show what would come in; the reader decides."""
        if not paths:
            return
        if self.is_busy:
            self.message.emit(self.tr("Another import is open; finish or close it first."))
            if self.sheet is not None:
                self.sheet.raise_()
            return
        # Nothing of an import is loaded before there is one.
        from viewer.ui.importing.import_dialog import ImportSheet

        self._paths = list(paths)
        sheet = ImportSheet([path.name or str(path) for path in paths], self._window)
        sheet.stop_requested.connect(self._stop)
        sheet.import_requested.connect(self._commit)
        sheet.replace_requested.connect(self._replace)
        sheet.undo_requested.connect(self._undo_here)
        sheet.open_requested.connect(self._open)
        sheet.closed.connect(self._closed)
        self.sheet = sheet
        sheet.show()
        self._begin_when_ready()

    def say_busy(self) -> None:
        """Say that the library is being changed."""
        self.message.emit(self.tr("The library is being changed; wait until that is done."))

    def undo(self) -> None:
        """Take the last import, renaming or removal back."""

        def work(_progress: ProgressCallback, _cancelled: IsCancelled) -> UpdateResult | None:
            from viewer.archive.library import publication_edits as keeping

            return keeping.undo_last_change(self._library)

        self.change(work, self.tr("The last change of the library was taken back."))

    def change(
        self, work: Callable[[ProgressCallback, IsCancelled], UpdateResult | None], sentence: str
    ) -> None:
        """Run a change of the library off the main thread; ``sentence`` says that it is done."""

        def done(result: UpdateResult | None) -> None:
            if result is None:
                self.message.emit(self.tr("There is nothing to take back."))
            else:
                self.changed.emit(result)
                self.message.emit(sentence)

        self.run(work, done)

    def run(
        self, work: Callable[[ProgressCallback, IsCancelled], Any], done: Callable[[Any], None]
    ) -> None:
        """Run ``work`` while nothing else changes the library; ``done`` gets what it returns."""
        if self.is_busy or not self._is_ready():
            self.say_busy()
            return
        self._start(work, done, lambda error: self.message.emit(_said(error)))

    def close(self) -> None:
        """The program ends: stop, and leave the library as it is."""
        self._wait.stop()
        task = self._task
        if task is not None:
            task.cancel()
        if self.sheet is not None:
            self.sheet.close()
        if task is not None and not task.is_running:
            # What it tells is not heard any more.
            self._forget()

    # One import

    def _begin_when_ready(self) -> None:
        if self.sheet is None:
            self._wait.stop()
        elif self._is_ready():
            self._wait.stop()
            self._prepare()
        else:
            self._wait.start()

    def _prepare(self) -> None:
        from viewer.importers.import_session import EarlyCommit, ImportSession

        assert self.sheet is not None
        self.sheet.wait(self.tr("Reading…"))
        importing = self._import = ImportSession(self._library)
        self._accepted.clear()
        self._halted.clear()
        ahead = EarlyCommit(self._looked.emit, self._accepted.is_set, self._came.emit)

        def work(_progress: ProgressCallback, cancelled: IsCancelled) -> object:
            def stopped() -> bool:
                return cancelled() or self._halted.is_set()

            try:
                report = importing.prepare(
                    self._paths, progress=self._step.emit, cancelled=stopped, early_commit=ahead
                )
                if not self._accepted.is_set():
                    return report
                self._step.emit("keep", 0, 0)
                return report, importing.commit(self._step.emit)
            except BaseException:
                # What came in goes out here: on the main thread the window would stand still.
                if cancelled() or not self._halted.is_set():
                    importing.close()
                raise

        self._start(work, self._prepared, self._failed)

    def _look(self, report: object) -> None:
        """What will come in, while it is still being read."""
        from viewer.importers.import_report import ImportReport

        if self.sheet is not None and isinstance(report, ImportReport) and not self._is_decided():
            self.sheet.preview(report, reading=True)

    def _is_decided(self) -> bool:
        return self._accepted.is_set() or self._halted.is_set()

    def _prepared(self, result: object) -> None:
        from viewer.importers.import_report import ImportReport

        if isinstance(result, tuple):
            self._committed(result)
        elif self.sheet is None:
            self._forget()
        elif self._halted.is_set():
            self._halted.clear()
            self._bring_in(*self._named)
        elif self._accepted.is_set():
            self._bring_in("", "")
        elif isinstance(result, ImportReport):
            self.sheet.preview(result)

    def _replace(self, replaced: bool) -> None:
        """What the reader changed by hand is to be replaced, or not after all."""
        importing = self._import
        assert importing is not None
        assert self.sheet is not None
        self.sheet.wait(self.tr("Looking through the issues…"))

        def work(_progress: ProgressCallback, cancelled: IsCancelled) -> object:
            return importing.replace_edited(replaced, self._step.emit, cancelled)

        self._start(work, self._prepared, self._failed)

    def _commit(self, id_: str, name: str) -> None:
        """The reader wants it, called otherwise where a name is given."""
        assert self.sheet is not None
        self.sheet.accept_import()
        if self._task is None:
            self._bring_in(id_, name)
        elif id_:
            # Each issue names its publication: they are read again under the other name.
            self._named = (id_, name)
            self._halted.set()
        else:
            self._accepted.set()

    def _bring_in(self, id_: str, name: str) -> None:
        from viewer.importers.import_session import EarlyCommit, ImportCancelled

        importing = self._import
        assert importing is not None
        is_new = threading.Event()

        def looked(report: ImportReport) -> None:
            # She may have named it like another one, whose issues it may replace.
            if all(part.is_new for part in report.publications):
                is_new.set()

        ahead = EarlyCommit(looked, is_new.is_set, self._came.emit)

        def work(_progress: ProgressCallback, cancelled: IsCancelled) -> object:
            try:
                report = importing.report()
                if id_:
                    old = report.publications[0].id
                    report = importing.rename(old, id_, name, self._step.emit, cancelled, ahead)
                    if not is_new.is_set():
                        return report, None
                if cancelled():
                    raise ImportCancelled
                self._step.emit("keep", 0, 0)
                return report, importing.commit(self._step.emit)
            except BaseException:
                importing.close()
                raise

        self._start(work, self._committed, self._failed)

    def _committed(self, result: object) -> None:
        assert isinstance(result, tuple)
        report, refreshed = result
        if refreshed is None:
            self._accepted.clear()
            self._prepared(report)
            return
        self._forget()
        self.changed.emit(refreshed)
        if self.sheet is not None:
            self.sheet.brought_in(report)
        else:
            count = sum(part.added + part.updated for part in report.publications)
            self.message.emit(self.tr("%Ln issue(s) were brought in.", "", count))

    def _start(
        self,
        work: Callable[[ProgressCallback, IsCancelled], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        task = BackgroundTask(work, self)

        def ended(then: Callable[[Any], None], what: object) -> None:
            self._task = None
            task.deleteLater()
            then(what)

        task.done.connect(lambda result: ended(done, result))
        task.failed.connect(lambda error: ended(failed, error))
        self._task = task.start()

    def _failed(self, error: BaseException) -> None:
        from viewer.importers.import_session import ImportCancelled

        importing = self._import
        if isinstance(error, ImportCancelled) and self._halted.is_set() and self.sheet is not None:
            self._halted.clear()
            self._bring_in(*self._named)
            return
        self._forget()
        if importing is not None and importing.rollback_result is not None:
            self.changed.emit(importing.rollback_result)
        if self.sheet is None:
            return
        if isinstance(error, ImportCancelled):
            self.sheet.close()
        elif importing is not None and importing.is_committed:
            self.sheet.brought_in(importing.report(), unlisted=_said(error))
        else:
            self.sheet.fail(_said(error))

    def _forget(self) -> None:
        if self._import is not None:
            self._import.close()
        self._import = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.stop()

    def _closed(self) -> None:
        self._wait.stop()
        sheet, self.sheet = self.sheet, None
        if self._task is None:
            self._forget()
        if sheet is not None:
            sheet.deleteLater()

    def _stepped(self, step: str, done: int, everything: int) -> None:
        if self.sheet is not None:
            self.sheet.progress(step, done, everything)

    def _undo_here(self) -> None:
        if self.sheet is not None:
            self.sheet.close()
        self.undo()

    def _open(self, publication: str, number: int) -> None:
        self.address_requested.emit(Address(publication, number))


def _said(error: BaseException) -> str:
    from viewer.ui.i18n.message_translation import translate_message

    if isinstance(error, ViewerError):
        return translate_message(str(error))
    text = QCoreApplication.translate("Importing", "This could not be done ({error}).")
    return text.format(error=f"{type(error).__name__}: {translate_message(str(error))}")
