"""The commands that save the page as PDF and print it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.ui.article.article_pane import ArticlePane
from viewer.ui.navigation.navigator import Navigator
from viewer.ui.settings.appearance import Appearance
from viewer.ui.window.message_bar import MessageBar
from viewer.ui.window.preparation_progress import PROGRESS_DELAY_MS

if TYPE_CHECKING:
    from viewer.ui.printing.pdf_export import PdfExporter, PrintJob
    from viewer.ui.widgets.progress_label import ProgressLabel

_SLICE_SECONDS = 0.012


class PrintCommands(QObject):
    """Makes a PDF of the article on the page, or of the issue where that is shown whole.

    It is saved where the reader wants it; to be printed, it is shown in the system's PDF viewer,
    which has a preview and every choice that the printer offers. ``page_column`` is where the
    progress is shown, ``window`` what the dialogs open over.
    """

    def __init__(
        self,
        navigator: Navigator,
        article_pane: ArticlePane,
        appearance: Appearance,
        message_bar: MessageBar,
        page_column: QVBoxLayout,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._navigator = navigator
        self._article_pane = article_pane
        self._appearance = appearance
        self._message_bar = message_bar
        self._page_column = page_column
        self._window = window
        self._folder = ""
        self._progress_label: ProgressLabel | None = None
        self._exporter: PdfExporter | None = None
        self._steps: Iterator[None] = iter(())
        self._on_finished: Callable[[bytes], None] = lambda _data: None
        self._started_at = 0.0
        self._work_timer = QTimer(self)
        self._work_timer.setInterval(0)
        self._work_timer.timeout.connect(self._work_slice)

    @property
    def is_busy(self) -> bool:
        """Whether a PDF is being made."""
        return self._exporter is not None

    def save_pdf(self) -> None:
        """Ask for a file name, and save the page as PDF."""
        job = self.print_job()
        if job is None:
            return
        from viewer.ui.printing import pdf_output

        path = self._ask_path(pdf_output.pdf_file_name(job.page.entry.title))
        if path is None:
            return
        try:
            pdf_output.check_writable(path)
        except OSError as error:
            self._show_write_error(path, error)
            return
        self._start_export(job, lambda data: self._write_pdf(path, data))

    def open_for_printing(self) -> None:
        """Show what is on the page, ready to be printed, in the system's PDF viewer."""
        job = self.print_job()
        if job is not None:
            self._start_export(job, lambda data: self._open_in_viewer(job.page.entry.title, data))

    def cancel(self) -> None:
        """Give up the PDF that is being made."""
        self._work_timer.stop()
        self._exporter, self._steps = None, iter(())
        if self._progress_label is not None:
            self._progress_label.hide()

    # What is printed, and where it goes

    def print_job(self) -> PrintJob | None:
        """What would be printed; None, with a message, if no page is shown or a PDF is made."""
        page, labels = self._article_pane.page, self._article_pane.labels
        if page is None or labels is None:
            self._message_bar.show_message(
                self.tr("There is no page to print or to save."), brief=True
            )
            return None
        if self.is_busy:
            self._message_bar.show_message(
                self.tr("A PDF is being made; wait until it is done."), brief=True
            )
            return None
        from viewer.ui.printing.pdf_export import PrintJob

        return PrintJob(page, labels, self._navigator.whole_issue, self._appearance.typesetting)

    def _ask_path(self, name: str) -> Path | None:
        from PySide6.QtCore import QStandardPaths
        from PySide6.QtWidgets import QFileDialog

        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._folder or QStandardPaths.writableLocation(documents)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save as PDF"),
            str(Path(folder) / name),
            self.tr("PDF file (*.pdf)"),
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._folder = str(path.parent)
        if path.suffix.lower() != ".pdf":
            # The dialog asked about the name as it was typed, not about this one.
            path = path.with_name(f"{path.name}.pdf")
            if path.exists():
                text = self.tr("{path} exists already; choose another name.")
                self._message_bar.show_message(text.format(path=path))
                return None
        return path

    def _write_pdf(self, path: Path, data: bytes) -> None:
        from viewer.ui.printing import pdf_output

        try:
            pdf_output.write_atomically(path, data)
        except OSError as error:
            self._show_write_error(path, error)
            return
        self._message_bar.show_message(self.tr("Saved as {path}.").format(path=path), brief=True)

    def _open_in_viewer(self, title: str, data: bytes) -> None:
        from viewer.ui.navigation.external_links import open_url
        from viewer.ui.printing import pdf_output

        path = Path(pdf_output.pdf_file_name(title))
        try:
            path = pdf_output.make_print_folder() / path
            pdf_output.write_atomically(path, data)
        except OSError as error:
            self._show_write_error(path, error)
            return
        if open_url(QUrl.fromLocalFile(str(path)).toString()):
            text = self.tr("The pages are shown in your PDF viewer; print them from there.")
            self._message_bar.show_message(text, brief=True)
        else:
            text = self.tr(
                "No program here opens PDF files; save the page as PDF and print the file"
                " where there is one."
            )
            self._message_bar.show_message(text)

    def _show_write_error(self, path: Path, error: OSError) -> None:
        text = self.tr("{path} cannot be written ({reason}); choose another place or name.")
        self._message_bar.show_message(text.format(path=path, reason=error.strerror or error))

    # The work

    def _start_export(self, job: PrintJob, on_finished: Callable[[bytes], None]) -> None:
        from viewer.ui.printing.pdf_export import PdfExporter

        self._exporter = PdfExporter(job)
        self._steps, self._on_finished = self._exporter.steps(), on_finished
        self._started_at = perf_counter()
        self._work_timer.start()

    def _work_slice(self) -> None:
        """Work on the PDF for ``_SLICE_SECONDS``, so that the window stays responsive."""
        from viewer.ui.printing.print_pages import TooLongError

        exporter, slice_start = self._exporter, perf_counter()
        assert exporter is not None
        try:
            while perf_counter() < slice_start + _SLICE_SECONDS:
                if next(self._steps, self) is self:
                    data, on_finished = exporter.data, self._on_finished
                    self.cancel()
                    on_finished(data)
                    return
        except TooLongError:
            self.cancel()
            text = self.tr("This is too long for one PDF; save the articles of the issue each.")
            self._message_bar.show_message(text)
            return
        except BaseException:
            self.cancel()
            raise
        if (slice_start - self._started_at) * 1000 > PROGRESS_DELAY_MS:
            self._show_progress(exporter.progress)

    def _show_progress(self, share: float) -> None:
        if self._progress_label is None:
            from viewer.ui.widgets.progress_label import ProgressLabel

            self._progress_label = ProgressLabel(self._window)
            self._page_column.addWidget(self._progress_label)
        self._progress_label.show_progress(self.tr("Making the PDF…"), round(share * 100), 100)
