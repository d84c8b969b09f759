"""Saving what is on the page as PDF, and printing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl

from viewer.ui.window.main_window import MainWindow
from viewer.ui.window.preparation_progress import PROGRESS_DELAY_MS

if TYPE_CHECKING:
    from viewer.ui.printing.pdf_export import PdfExporter, PrintJob
    from viewer.ui.widgets.progress_label import ProgressLabel

_SLICE_SECONDS = 0.012


class Printing(QObject):
    """Makes a PDF of the article on the page, or of the issue where that is shown whole.

    It is saved where the reader wants it; to be printed, it is shown in the system's PDF viewer,
    which has a preview and every choice that the printer offers.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._folder = ""
        self._line: ProgressLabel | None = None
        self._maker: PdfExporter | None = None
        self._steps: Iterator[None] = iter(())
        self._then: Callable[[bytes], None] = lambda _data: None
        self._begun = 0.0
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._go_on)
        window.closing.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        """Whether a PDF is being made."""
        return self._maker is not None

    def save(self) -> None:
        """Ask where to, and save what is on the page as PDF."""
        printed = self.printed()
        if printed is None:
            return
        from viewer.ui.printing import pdf_output as pdf_files

        path = self._ask(pdf_files.pdf_file_name(printed.page.entry.title))
        if path is None:
            return
        try:
            pdf_files.check_writable(path)
        except OSError as error:
            self._refuse(path, error)
            return
        self._begin(printed, lambda data: self._save(path, data))

    def print_(self) -> None:
        """Show what is on the page, ready to be printed, in the system's PDF viewer."""
        printed = self.printed()
        if printed is not None:
            self._begin(printed, lambda data: self._hand_over(printed.page.entry.title, data))

    def stop(self) -> None:
        """Give up what is being made."""
        self._work.stop()
        self._maker, self._steps = None, iter(())
        if self._line is not None:
            self._line.hide()

    # What is printed, and where it goes

    def printed(self) -> PrintJob | None:
        """What would be printed now; None, and a message, where there is nothing or no time."""
        window = self._window
        page, words = window.article_pane.page, window.article_pane.labels
        if page is None or words is None:
            window.message_bar.show_message(
                self.tr("There is no page to print or to save."), brief=True
            )
            return None
        if self.is_busy:
            window.message_bar.show_message(
                self.tr("A PDF is being made; wait until it is done."), brief=True
            )
            return None
        from viewer.ui.printing.pdf_export import PrintJob

        return PrintJob(page, words, window.navigator.whole_issue, window.appearance.typesetting)

    def _ask(self, name: str) -> Path | None:
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
                self._window.message_bar.show_message(text.format(path=path))
                return None
        return path

    def _save(self, path: Path, data: bytes) -> None:
        from viewer.ui.printing import pdf_output as pdf_files

        try:
            pdf_files.write_atomically(path, data)
        except OSError as error:
            self._refuse(path, error)
            return
        self._window.message_bar.show_message(
            self.tr("Saved as {path}.").format(path=path), brief=True
        )

    def _hand_over(self, title: str, data: bytes) -> None:
        from viewer.ui.navigation.external_links import open_url
        from viewer.ui.printing import pdf_output as pdf_files

        path = Path(pdf_files.pdf_file_name(title))
        try:
            path = pdf_files.make_print_folder() / path
            pdf_files.write_atomically(path, data)
        except OSError as error:
            self._refuse(path, error)
            return
        if open_url(QUrl.fromLocalFile(str(path)).toString()):
            text = self.tr("The pages are shown in your PDF viewer; print them from there.")
            self._window.message_bar.show_message(text, brief=True)
        else:
            text = self.tr(
                "No program here opens PDF files; save the page as PDF and print the file"
                " where there is one."
            )
            self._window.message_bar.show_message(text)

    def _refuse(self, path: Path, error: OSError) -> None:
        text = self.tr("{path} cannot be written ({reason}); choose another place or name.")
        self._window.message_bar.show_message(
            text.format(path=path, reason=error.strerror or error)
        )

    # The work

    def _begin(self, printed: PrintJob, then: Callable[[bytes], None]) -> None:
        from viewer.ui.printing.pdf_export import PdfExporter

        self._maker = PdfExporter(printed)
        self._steps, self._then = self._maker.steps(), then
        self._begun = perf_counter()
        self._work.start()

    def _go_on(self) -> None:
        """Work for a moment, so that the window answers meanwhile."""
        from viewer.ui.printing.print_pages import TooLongError

        maker, now = self._maker, perf_counter()
        assert maker is not None
        try:
            while perf_counter() < now + _SLICE_SECONDS:
                if next(self._steps, self) is self:
                    data, then = maker.data, self._then
                    self.stop()
                    then(data)
                    return
        except TooLongError:
            self.stop()
            text = self.tr("This is too long for one PDF; save the articles of the issue each.")
            self._window.message_bar.show_message(text)
            return
        except BaseException:
            self.stop()
            raise
        if (now - self._begun) * 1000 > PROGRESS_DELAY_MS:
            self._show_progress(maker.progress)

    def _show_progress(self, share: float) -> None:
        if self._line is None:
            from viewer.ui.widgets.progress_label import ProgressLabel

            self._line = ProgressLabel(self._window)
            self._window.page_column.addWidget(self._line)
        self._line.show_progress(self.tr("Making the PDF…"), round(share * 100), 100)
