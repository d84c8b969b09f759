"""Runs the window, takes pictures of it, and tests an installation."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

# Plain Python comes before Qt: PySide6 replaces __import__, and each import after it costs more.
# The first three are for ui/program.py.
import viewer.archive.catalogue.catalogue
import viewer.search
import viewer.single_instance  # noqa: F401
from viewer import __version__, paths
from viewer.archive.library.library import Library
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.errors import ViewerError
from viewer.interpreter import resume_garbage_collection
from viewer.messages import Message
from viewer.translation import LANGUAGES, is_complete

# isort: split
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QCursor, QIcon
from PySide6.QtWidgets import QApplication

from viewer.ui.application.app_controller import AppController
from viewer.ui.application.exception_hook import ExceptionHook
from viewer.ui.application.termination import TerminationHandler
from viewer.ui.i18n.languages import install_translators
from viewer.ui.search.search_worker import SearchAnswer
from viewer.ui.settings.reader_settings import ReaderSettings
from viewer.ui.theme import fonts
from viewer.ui.window.main_window import MainWindow

_SETTLE_TIMEOUT_MS = 60_000
_VOID_CALLS = 100_000
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


def _make_library(folder: Path) -> Library:
    return Library(folder, paths.bundled_issues(), paths.prebuilt_cache())


def _make_application(library_option: str | None) -> AppController:
    library = _make_library(paths.library_folder(library_option))
    return AppController(library, ReaderData(library.folder))


def run_window(
    address: Address | None, library_option: str | None, source: Path | None = None
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``source`` is a file or folder to import once the first page is there.
    """
    library = _make_library(paths.library_folder(library_option))
    reader = ReaderData(library.folder)
    app = _create_qapplication_for(ReaderSettings(reader))
    mishaps = ExceptionHook()
    program = AppController(library, reader)
    mishaps.exception_raised.connect(program.show_exception)
    report_first_paint(program.window)
    if source is not None:
        program.window.first_painted.connect(
            lambda: program.import_controller.import_paths([source])
        )
    program.start(address)

    def end() -> None:
        program.window.save_state()
        app.quit()

    ending = TerminationHandler(end)
    code = app.exec()
    mishaps.close()
    ending.close()
    program.close()
    return code


def run_import(source: Path, library_option: str | None) -> int:
    """Bring ``source`` in beside a window of the library that is open; returns the exit code."""
    from viewer.archive.library.library import CACHE_FOLDER
    from viewer.archive.model.address import parse_address
    from viewer.single_instance import SingleInstance
    from viewer.ui.importing.standalone_import import StandaloneImport

    library = _make_library(paths.library_folder(library_option))
    reader = ReaderData(library.folder)
    settings = ReaderSettings(reader)
    app = _create_qapplication_for(settings)
    app.setQuitOnLastWindowClosed(False)
    resume_garbage_collection()
    instance = SingleInstance(library.folder, library.folder / CACHE_FOLDER)
    alone = StandaloneImport(library, settings, instance.send_address)
    alone.finished.connect(app.quit)
    ending = TerminationHandler(app.quit)
    mishaps = ExceptionHook()
    mishaps.exception_raised.connect(alone.show_message)
    alone.import_paths([source])
    app.exec()
    mishaps.close()
    ending.close()
    alone.close()
    reader.close()
    if alone.pending_address:
        app.setQuitOnLastWindowClosed(True)
        app.setStyleSheet("")
        return run_window(parse_address(alone.pending_address), library_option)
    return 0


def _create_qapplication_for(settings: ReaderSettings) -> QApplication:
    """The application in the language and text size that the reader chose."""
    language = os.environ.get("DOSUDO_LANGUAGE", "") or settings.language
    return create_qapplication(language if language in LANGUAGES else "", settings.window_text_size)


def report_first_paint(window: MainWindow) -> None:
    """For the benchmarks: say on standard output when the first page has been painted."""
    if os.environ.get("DOSUDO_BENCH") == "first-paint":
        import time

        window.first_painted.connect(lambda: print(f"painted {time.time():.6f}", flush=True))


def _wait_until(condition: Callable[[], bool], timeout_ms: int = _SETTLE_TIMEOUT_MS) -> bool:
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


def run_shot(
    target: Path,
    address: Address | None,
    library_option: str | None,
    *,
    query: str = "",
    size: tuple[int, int] = (1280, 800),
    theme: str = "light",
    language: str = "",
    scale: float = 1.0,
    part: str = "",
) -> int:
    """Render the real main window without a screen and write it to ``target`` as a picture.

    ``part`` is brought to the fore, see ``ui.commands.show_part``.
    """
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = create_qapplication(language)
    library = _make_library(paths.library_folder(library_option))
    # A picture leaves no trace: marks and places are kept in memory only.
    program = AppController(library, ReaderData(None))
    window = program.window
    window.set_theme(theme)
    window.resize(*size)
    QCursor.setPos(-10, -10)
    program.open(address)
    window.show()
    program.start_background_work()
    try:
        _wait_until(lambda: program.is_library_ready)
        if window.article_pane.page is None:
            raise ViewerError(
                program.problems[-1]
                if program.problems
                else Message("The library has no page to show.")
            )
        if address is not None and program.catalogue is not None:
            program.catalogue.page(address)  # raises the sentence when nothing stands there
        if query:
            answers: list[SearchAnswer] = []
            program.search_worker.answered.connect(answers.append)
            if not _wait_until(lambda: program.is_searchable or bool(program.problems)):
                raise ViewerError(
                    Message("The search index was not ready in time; run the command again.")
                )
            window.search(query)
            _wait_until(lambda: bool(answers) or bool(program.problems))
            hits = answers[-1].results.hits if answers else ()
            if hits and address is None:
                window.open_hit(hits[0])
        if part:
            from viewer.ui.commands.show_part import show_part

            is_drawn = show_part(part, window, program.controllers.views)
            window.grab()
            _wait_until(is_drawn)
        elif not query:
            window.article_pane.setFocus()
        window.grab()
        _wait_until(lambda: window.article_pane.is_drawn or not window.article_pane.isVisible())
        for _ in range(5):
            app.processEvents()
        picture = window.grab()
        if not picture.save(str(target)):
            raise ViewerError(
                Message(
                    "{target} cannot be written; name a .png file in a folder that exists.",
                    target=target,
                )
            )
    finally:
        program.close()
        window.close()
    return 0


def run_self_test(library_option: str | None, report: Callable[[str], None]) -> int:
    """Start everything without a screen, open every article, search, and report what fails."""
    app = create_qapplication()
    failures: list[str] = []
    program = _make_application(library_option) if library_option else _make_bundled_application()
    window = program.window
    program.open(None)
    window.show()
    program.start_background_work()
    _wait_until(lambda: program.is_library_ready)
    if window.article_pane.page is None:
        failures.append("no page could be opened")
    opened = 0
    catalogue = program.catalogue
    entries = [
        article
        for publication in (catalogue.publications() if catalogue else ())
        for issue in publication.issues
        for section in issue.sections
        for article in section.articles
    ]
    for entry in entries:
        if not window.go_to(entry.address):
            failures.append(f"{entry.address} does not open")
        elif entry.title not in window.article_pane.toPlainText():
            failures.append(f"{entry.address} opens without its title")
        else:
            opened += 1
        app.processEvents()
    if opened:
        failures.extend(_pdf_failures(program))
    found = 0
    if not _wait_until(lambda: program.is_searchable or bool(program.problems)):
        failures.append("the search index was not ready in time")
    elif entries:
        for word in ("世界模擬器", "NoScope") if not library_option else (entries[-1].title,):
            results = program.search_engine.search(word)
            found += results.total
            if not results.hits:
                failures.append(f"the search for {word} finds nothing")
    if not library_option and program.library.prebuilt and not program.library.prebuilt_installed:
        failures.append("the catalogue that comes with the program does not fit and was built anew")
    # PySide6 6.12.0 on Python before 3.12 loses a reference in each void call and aborts.
    for _ in range(_VOID_CALLS):
        window.setObjectName("window")
    failures.extend(program.problems)
    if not all(map(is_complete, LANGUAGES)):
        failures.append("the translations of what is told of files are not there")
    program.close()
    window.close()
    for failure in failures:
        report(f"self-test: {failure}")
    if not failures:
        report(f"self-test: {opened} articles opened, {found} hits, all well")
    return 1 if failures else 0


def _pdf_failures(program: AppController) -> list[str]:
    """What is wrong with the PDF of the page that is shown."""
    from viewer.ui.printing.pdf_export import PdfExporter

    printed = program.controllers.print_commands().print_job()
    maker = PdfExporter(printed) if printed is not None else None
    for _ in maker.steps() if maker is not None else ():
        pass
    well = maker is not None and maker.page_count > 0 and maker.data.startswith(b"%PDF-")
    return [] if well else ["no PDF could be made of the page"]


def _make_bundled_application() -> AppController:
    """The bundled archive alone, so that the test says something about the program."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="dosudo-viewer-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return AppController(_make_library(folder), ReaderData(folder))
