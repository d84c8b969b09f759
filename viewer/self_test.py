"""``--self-test``: opens every article and searches, without a screen, and reports failures."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from viewer import paths
from viewer.app import create_qapplication, make_library, wait_until
from viewer.archive.library.reader_data import ReaderData
from viewer.translation import LANGUAGES, is_complete
from viewer.ui.application.app_controller import AppController
from viewer.ui.printing.pdf_export import PdfExporter

_VOID_CALLS = 100_000


def run_self_test(library_option: str | None, report: Callable[[str], None]) -> int:
    """Start everything without a screen, open every article, search, and report what fails."""
    app = create_qapplication()
    failures: list[str] = []
    program = _open_library(library_option)
    window = program.window
    program.open(None)
    window.show()
    program.start_background_work()
    wait_until(lambda: program.is_library_ready)
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
    hit_count = 0
    if not wait_until(lambda: program.is_searchable or bool(program.problems)):
        failures.append("the search index was not ready in time")
    elif entries:
        for word in ("世界模擬器", "NoScope") if not library_option else (entries[-1].title,):
            results = program.search_engine.search(word)
            hit_count += results.total
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
        report(f"self-test: {opened} articles opened, {hit_count} hits, all well")
    return 1 if failures else 0


def _pdf_failures(program: AppController) -> list[str]:
    """What is wrong with the PDF of the page that is shown."""
    printed = program.controllers.print_commands().print_job()
    maker = PdfExporter(printed) if printed is not None else None
    for _ in maker.steps() if maker is not None else ():
        pass
    is_valid = maker is not None and maker.page_count > 0 and maker.data.startswith(b"%PDF-")
    return [] if is_valid else ["no PDF could be made of the page"]


def _open_library(library_option: str | None) -> AppController:
    """The library that is asked for, else the bundled archive alone: then it tests the program."""
    if library_option:
        library = make_library(paths.library_folder(library_option))
    else:
        folder = Path(tempfile.mkdtemp(prefix="dosudo-viewer-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        library = make_library(folder)
        atexit.register(shutil.rmtree, library.cache_folder, ignore_errors=True)
    return AppController(library, ReaderData(library.folder))
