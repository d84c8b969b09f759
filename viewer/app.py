"""Starts the main window, or the import dialog while another window is open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

# Plain Python comes before Qt: PySide6 replaces __import__, and each import after it costs more.
# The first three are for ui/application/app_controller.py.
import viewer.archive.catalogue.catalogue
import viewer.search
import viewer.single_instance  # noqa: F401
from viewer import __version__, paths
from viewer.archive.library.library import Library
from viewer.archive.library.old_reader_store import old_settings, read_old_store
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.startup_tuning import resume_garbage_collection
from viewer.translation import LANGUAGES

# isort: split
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from viewer.ui.application.app_controller import AppController
from viewer.ui.application.exception_hook import ExceptionHook
from viewer.ui.application.termination import TerminationHandler
from viewer.ui.crash_reports import CrashRecorder, take_crash_report
from viewer.ui.i18n.languages import install_translators
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile
from viewer.ui.theme import fonts

_SETTLE_TIMEOUT_MS = 60_000
_SWITCH_SECONDS = 0.0005


def create_qapplication(language: str = "", ui_scale: float = 1.0) -> QApplication:
    """The one QApplication, with style, font and translation set.

    ``ui_scale`` is how many times as large as usual the window's own text is.
    """
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # No style of the system's own: the window looks the same everywhere, and nothing is loaded.
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    # A search in another thread hands the interpreter back within half a millisecond.
    sys.setswitchinterval(_SWITCH_SECONDS)
    app.setApplicationName("dosudo-viewer")
    app.setApplicationDisplayName("Dosudo Viewer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("dosudo-viewer")
    app.setWindowIcon(QIcon(str(paths.resources_folder() / "icons" / "dosudo-viewer.png")))
    fonts.insert_substitutions()
    app.setFont(fonts.ui_font_at_scale(ui_scale))
    install_translators(app, language or os.environ.get("DOSUDO_LANGUAGE", ""))
    return app


def make_library(folder: Path) -> Library:
    """The library in ``folder``, with the bundled publication and its prebuilt catalogue."""
    return Library(folder, paths.bundled_issues(), paths.prebuilt_cache())


def run_window(
    address: Address | None, library_option: str | None, source: Path | None = None
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``source`` is a file or folder to import once the first page is there.
    """
    crash_report = take_crash_report()
    crash_recorder = CrashRecorder()  # before Qt, which may crash where it finds no screen
    library = make_library(paths.library_folder(library_option))
    reader = ReaderData(library.folder)
    settings = ReaderSettings(reader, _open_settings(library.folder))
    app = _create_qapplication_for(settings)
    exception_hook = ExceptionHook()
    program = AppController(library, reader, settings)
    exception_hook.exception_raised.connect(program.show_exception)
    _report_first_paint(program)
    if source is not None:
        program.window.first_painted.connect(
            lambda: program.import_controller.import_paths([source])
        )
    program.start(address)
    program.offer_crash_report(crash_report)

    def save_and_quit() -> None:
        program.window.save_state()
        app.quit()

    termination = TerminationHandler(save_and_quit)
    code = app.exec()
    exception_hook.close()
    termination.close()
    program.close()
    crash_recorder.close()
    return code


def run_import(source: Path, library_option: str | None) -> int:
    """Import ``source`` while another process shows the library's window; the exit code."""
    from viewer.archive.model.address import parse_address
    from viewer.single_instance import SingleInstance
    from viewer.ui.importing.standalone_import import StandaloneImport

    crash_recorder = CrashRecorder()
    library = make_library(paths.library_folder(library_option))
    reader = ReaderData(library.folder)
    settings = ReaderSettings(reader, _open_settings(library.folder))
    app = _create_qapplication_for(settings)
    app.setQuitOnLastWindowClosed(False)
    resume_garbage_collection()
    instance = SingleInstance(library.folder)
    importer = StandaloneImport(library, settings, instance.send_address)
    importer.finished.connect(app.quit)
    termination = TerminationHandler(app.quit)
    exception_hook = ExceptionHook()
    exception_hook.exception_raised.connect(importer.show_message)
    importer.import_paths([source])
    app.exec()
    crash_recorder.close()
    exception_hook.close()
    termination.close()
    importer.close()
    reader.close()
    if importer.pending_address:
        app.setQuitOnLastWindowClosed(True)
        app.setStyleSheet("")
        return run_window(parse_address(importer.pending_address), library_option)
    return 0


def _open_settings(library_folder: Path) -> SettingsFile:
    """This machine's settings; at the first start those of an early version, from the library."""
    settings = SettingsFile(paths.config_folder())
    if settings.is_new:
        store = read_old_store(library_folder)
        if store is not None:
            settings.set_all(old_settings(store.rows))
    return settings


def _create_qapplication_for(settings: ReaderSettings) -> QApplication:
    """The application in the language and text size that the reader chose."""
    language = os.environ.get("DOSUDO_LANGUAGE", "") or settings.language
    return create_qapplication(language if language in LANGUAGES else "", settings.window_text_size)


def _report_first_paint(program: AppController) -> None:
    """For the benchmarks: say on standard output when the first page has been painted."""
    if os.environ.get("DOSUDO_BENCH") == "first-paint":
        import time

        program.window.first_painted.connect(
            lambda: print(f"painted {time.time():.6f}", flush=True)
        )


def wait_until(condition: Callable[[], bool], timeout_ms: int = _SETTLE_TIMEOUT_MS) -> bool:
    """Let events run until ``condition()`` holds; False when the time is over first."""
    loop = QEventLoop()
    poll, limit = QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    poll.start(5)
    limit.start(timeout_ms)
    if not condition():
        loop.exec()
    return condition()
