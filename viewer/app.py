"""Builds the long-lived objects, joins them, and runs the window."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

# Plain Python comes before Qt: PySide6 replaces __import__, and each import after it costs more.
from viewer import __version__, paths
from viewer.archive.address import Address, parse_address
from viewer.archive.catalogue import Catalogue
from viewer.archive.library import CACHE, Library, Refreshed
from viewer.archive.reader import ReaderStore
from viewer.errors import AddressError, CatalogueError, ViewerError
from viewer.search import SearchEngine
from viewer.single_instance import SingleInstance

# isort: split
from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QLibraryInfo,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QCursor, QIcon
from PySide6.QtWidgets import QApplication, QDialog

from viewer.ui import fonts
from viewer.ui.ending import Ending
from viewer.ui.importing import Importing
from viewer.ui.languages import LANGUAGES, spoken
from viewer.ui.library_menu import LibraryMenu
from viewer.ui.main_window import MainWindow
from viewer.ui.mishaps import Mishaps
from viewer.ui.moving import Moving
from viewer.ui.palette_control import PaletteControl
from viewer.ui.reading_tools import ReadingTools
from viewer.ui.search_lane import Answer, SearchLane
from viewer.ui.upkeep import Upkeep
from viewer.ui.views import Views

if TYPE_CHECKING:
    from viewer.ui.preferences import Preferences

_SETTLE_MS = 60_000
_VOID_CALLS = 100_000
_SWITCH_SECONDS = 0.0005


class _Calls(QObject):
    """Brings what another thread heard to the main one."""

    called = Signal(str)


class Program:
    """The library, the reader's store, the search and the window of one run."""

    def __init__(self, library: Library, reader: ReaderStore) -> None:
        self.library = library
        self.reader = reader
        self.catalogue: Catalogue | None = None
        self.engine = SearchEngine(library.catalogue_path, library.index_folder)
        self.lane = SearchLane(self.engine)
        self.searchable = False
        self.prepared = False
        self.problems: list[str] = []
        # Whether the catalogue turned out to be damaged, and whether it is being built anew.
        self._damaged = self._mending = False
        # Whether the first page is still to be opened, or again from a catalogue made anew.
        self._reopen = False
        self._closed = False
        self._upkeep = Upkeep(library, reader)
        self._upkeep.progressed.connect(self._progressed)
        self._upkeep.grown.connect(self._grown)
        self._upkeep.done.connect(self._refreshed)
        self._upkeep.failed.connect(self._not_refreshed)
        self._wanted: Address | None = None
        try:
            self.catalogue = library.catalogue()
        except CatalogueError:
            self.catalogue = None
        self.lane.built.connect(self._built)
        self.lane.building.connect(self._building)
        self.lane.failed.connect(self.problems.append)
        self._instance = SingleInstance(library.folder, library.folder / CACHE)
        self._calls = _Calls()
        self._calls.called.connect(self._called)
        self._furnish()

    def _furnish(self) -> None:
        """Make the window and what belongs to it, in the language that is spoken now."""
        self.window = MainWindow(self.catalogue, self.reader, self.lane)
        self.window.reading.damaged.connect(self._mend)
        self.window.actions_["preferences"].triggered.connect(self.show_preferences)
        self.importing = Importing(self.library, lambda: self.prepared, self.window)
        self.importing.changed.connect(self._refreshed)
        self.views = Views(self.window)
        self.tools = ReadingTools(self.window, self.reader, lambda: self.prepared)
        self.importing.address_requested.connect(self.tools.continuing.leave_behind)
        self._moving = Moving(self.window, self.reader)
        self.palette = PaletteControl(self.library, self.window)
        self._menu = LibraryMenu(self.library, self.window, self.importing)
        self._menu.pictures_requested.connect(self.views.show_pictures)
        self._menu.issue_marked.connect(self.tools.marking.toggle_issue)
        self._menu.publication_marked.connect(self.tools.marking.toggle_publication)

    def show_preferences(self) -> Preferences:
        """Open the preferences beside the window."""
        from viewer.ui.preferences import Preferences

        language = self.reader.setting("language", "")
        chosen = language if language in LANGUAGES else ""
        dialog = Preferences(self.window.appearance, chosen, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.language_chosen.connect(self.speak)
        dialog.show()
        return dialog

    def speak(self, language: str) -> None:
        """Speak ``language`` (a locale, empty for the system's) from now on, in a window made anew.

        The reader stays where she is; what she was importing has to be finished first.
        """
        if self.importing.is_busy:
            self.importing.say_busy()
            return
        self.reader.set_setting("language", language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        translate(app, language)
        old = self.window
        asked = any(isinstance(w, QDialog) for w in old.findChildren(QDialog) if w.isVisible())
        query = old.bar.box.text()
        self.tools.quiet.leave()
        old.remember()
        old.surveying.close()
        old.marks.close()
        self.tools.marking.close()
        self.palette.close()
        self._furnish()
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        # Where she left off: the old window has just written it down, with how far down she was.
        self.open(None)
        self.window.search(query)
        self.window.show()
        old.hide()
        old.deleteLater()
        if asked:
            self.show_preferences()

    def open(self, address: Address | None) -> None:
        """Show the contents and the first page; where there is no catalogue yet, build it."""
        self._wanted = address
        if self.catalogue is None:
            self._reopen = True
            self._say_preparing()
            return
        try:
            self.window.show_contents()
        except CatalogueError as error:
            self._mend(address, str(error))
        else:
            self.window.open_first(address)

    def _say_preparing(self) -> None:
        self.window.messages.say(QCoreApplication.translate("Program", "Preparing the library…"))

    def _mend(self, address: Address | None, sentence: str) -> None:
        """The catalogue is damaged: build it anew, once in a run, and go to ``address`` again."""
        if self._damaged:
            self.window.messages.say(sentence, details=sentence)
            return
        self._damaged = self._reopen = True
        if self.window.pane.page is not None:
            self._wanted = address
        if self.catalogue is not None:
            self.catalogue.close()
            self.catalogue = None
        self._say_preparing()
        if self.prepared:
            self._keep_up()

    def begin(self) -> None:
        """Start what the first page did not wait for: the library's upkeep and the search."""
        gc.enable()
        if self.reader.problem:
            self.window.messages.say(self.reader.problem, details=self.reader.problem)
        self.lane.start()
        self._keep_up()

    def _keep_up(self) -> None:
        self.prepared = False
        self._mending = self._damaged
        wanted = self._wanted if self._damaged else self.window.address or self._wanted
        self._upkeep.begin(
            self.window.reading.first(wanted),
            has_catalogue=self.catalogue is not None,
            is_damaged=self._damaged,
        )

    def _progressed(self, done: int, everything: int) -> None:
        if not self._closed:
            self.window.preparing.issues(done, everything)

    def _grown(self, is_there: bool) -> None:
        """More of the library can be opened, and the wanted issue is there or will not come."""
        if self._closed or (self._damaged and not self._mending):
            return
        if self._open_catalogue() and is_there and self._reopen:
            self._open_wanted()
        self.lane.refresh(final=False)

    def _open_catalogue(self) -> bool:
        old = self.catalogue
        try:
            self.catalogue = self.library.catalogue()
            self.window.set_catalogue(self.catalogue)
        except CatalogueError as error:
            self._not_refreshed(error)
            return False
        if old is not None:
            old.close()
        return True

    def _open_wanted(self) -> None:
        self._reopen = False
        self.window.messages.clear()
        # She may have found a page herself among those that were there first.
        if self.window.pane.page is None or self._mending:
            self.window.open_first(self._wanted)

    def _refreshed(self, result: Refreshed | None) -> None:
        if self._closed:
            return
        if self._damaged and not self._mending:
            self._keep_up()
            return
        changed = result is not None and (result.changed or result.rebuilt)
        if (changed or self.catalogue is None) and not self._open_catalogue():
            return
        if self._reopen:
            self._open_wanted()
        self.prepared = True
        if self.window.pane.page is None:
            self.window.messages.clear()
            self.views.show_empty(str(self.library.folder))
        self._tell_errors()
        if self.prepared:
            self.lane.refresh()

    def _tell_errors(self) -> None:
        if self.catalogue is None:
            return
        try:
            errors = [p for p in self.catalogue.problems() if p.severity.value == "error"]
        except CatalogueError as error:
            self._mend(self.window.address, str(error))
            return
        if not errors:
            return
        text = f"{errors[0].file}: {errors[0].message}"
        if len(errors) > 1:
            more = QCoreApplication.translate(
                "Program", "({count} more; “dosudo-viewer check” lists all.)"
            )
            text += " " + more.format(count=len(errors) - 1)
        self.window.messages.say(text, details="\n".join(map(str, errors)))

    def _not_refreshed(self, error: BaseException) -> None:
        if self._closed:
            return
        self.prepared = True
        self.problems.append(str(error))
        self.window.messages.say(str(error), details=str(error))
        self.window.preparing.end()
        if self.catalogue is not None:
            self.lane.refresh()

    def _built(self) -> None:
        """Everything there is can be found."""
        if self._closed or not self.prepared:
            return
        self.window.preparing.end()
        # What stands now stays: the collector need not walk the whole library again and again.
        gc.freeze()
        self.searchable = True
        self.window.surveying.want()

    def _building(self, done: int, everything: int) -> None:
        if self.prepared and not self._closed:
            self.window.preparing.articles(done, everything)

    def hint(self) -> None:
        """Show whoever is new one quiet hint."""
        from viewer.ui.first_hints import FirstHints

        FirstHints(self.window, self.reader)

    def tell_mishap(self, sentence: str, details: str) -> None:
        """The program made a mistake that nobody caught: say so, with ``details`` to copy."""
        self.window.messages.say(sentence, details=details)

    def listen(self) -> None:
        """Take addresses from later starts of the program, which show them here."""
        self._instance.listen(self._calls.called.emit)

    def _called(self, text: str) -> None:
        """Another start was asked for ``text``: come to the front, and go there."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if text:
            try:
                window.go_to(parse_address(text))
            except AddressError as error:
                window.messages.say(str(error), details=str(error))

    def close(self) -> None:
        """Stop the background work and let the files go; what it still tells is not heard."""
        self._closed = True
        self.importing.close()
        self.palette.close()
        self._instance.close()
        self._upkeep.close()
        self.lane.close()
        self.window.surveying.close()
        self.window.marks.close()
        self.tools.marking.close()
        if self.catalogue is not None:
            self.catalogue.close()
        self.reader.close()


def application(language: str = "") -> QApplication:
    """The one QApplication, with style, font and translation set."""
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
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "dosudo-viewer.png")))
    fonts.substitute()
    app.setFont(fonts.font(13))
    translate(app, language or os.environ.get("DOSUDO_LANGUAGE", ""))
    return app


def translate(app: QApplication, language: str) -> None:
    """Speak ``language`` (``zh_TW`` or ``en``) from now on; empty means the system's."""
    for spoken_before in app.findChildren(QTranslator):
        app.removeTranslator(spoken_before)
        spoken_before.deleteLater()
    name = spoken(language)
    if language:
        from PySide6.QtCore import QLocale

        # Dates and counts as in that language; else they are the system's, as Qt has it.
        QLocale.setDefault(QLocale(name))
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    own = str(paths.resources() / "i18n")
    for folder, part in ((of_qt, "qtbase"), (own, "viewer")):
        translator = QTranslator(app)
        if translator.load(f"{part}_{name}", folder):
            app.installTranslator(translator)


def _library(folder: Path) -> Library:
    return Library(folder, paths.bundled_issues(), paths.ready_cache())


def _program(library_option: str | None) -> Program:
    library = _library(paths.library_folder(library_option))
    return Program(library, ReaderStore(library.folder))


def run_window(
    address: Address | None, library_option: str | None, source: Path | None = None
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``source`` is a file or folder to import once the first page is there.
    """
    library = _library(paths.library_folder(library_option))
    reader = ReaderStore(library.folder)
    language = os.environ.get("DOSUDO_LANGUAGE", "") or reader.setting("language", "")
    app = application(language if language in LANGUAGES else "")
    program = Program(library, reader)
    program.open(address)
    program.window.first_painted.connect(program.begin)
    program.window.first_painted.connect(program.listen)
    program.window.first_painted.connect(program.hint)
    if source is not None:
        program.window.first_painted.connect(lambda: program.importing.bring([source]))
    program.window.show()
    _report_first_paint(program.window)

    def end() -> None:
        program.window.remember()
        app.quit()

    ending = Ending(end)
    mishaps = Mishaps()
    mishaps.happened.connect(program.tell_mishap)
    code = app.exec()
    mishaps.close()
    ending.close()
    program.close()
    return code


def _report_first_paint(window: MainWindow) -> None:
    """For the benchmarks: say on standard output when the first page has been painted."""
    if os.environ.get("DOSUDO_BENCH") == "first-paint":
        import time

        window.first_painted.connect(lambda: print(f"painted {time.time():.6f}", flush=True))


def _wait(until: Callable[[], bool], milliseconds: int = _SETTLE_MS) -> bool:
    """Let events run until ``until()`` holds; False when the time is over first."""
    loop = QEventLoop()
    poll, limit = QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if until() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    poll.start(5)
    limit.start(milliseconds)
    if not until():
        loop.exec()
    return until()


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

    ``part`` is brought to the fore, see ``showing.show_part``.
    """
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = application(language)
    library = _library(paths.library_folder(library_option))
    # A picture leaves no trace: marks and places are kept in memory only.
    program = Program(library, ReaderStore(None))
    window = program.window
    window.set_theme(theme)
    window.resize(*size)
    QCursor.setPos(-10, -10)
    program.open(address)
    window.show()
    program.begin()
    try:
        _wait(lambda: program.prepared)
        if window.pane.page is None:
            raise ViewerError(
                program.problems[-1] if program.problems else "The library has no page to show."
            )
        if address is not None and program.catalogue is not None:
            program.catalogue.page(address)  # raises the sentence when nothing stands there
        if query:
            answers: list[Answer] = []
            program.lane.answered.connect(answers.append)
            if not _wait(lambda: program.searchable or bool(program.problems)):
                raise ViewerError("The search index was not ready in time; run the command again.")
            window.search(query)
            _wait(lambda: bool(answers) or bool(program.problems))
            hits = answers[-1].results.hits if answers else ()
            if hits and address is None:
                window.open_hit(hits[0])
        if part:
            from viewer.ui.showing import show_part

            is_drawn = show_part(part, window, program.views)
            window.grab()
            _wait(is_drawn)
        elif not query:
            window.pane.setFocus()
        window.grab()
        _wait(lambda: window.pane.is_drawn or not window.pane.isVisible())
        for _ in range(5):
            app.processEvents()
        picture = window.grab()
        if not picture.save(str(target)):
            raise ViewerError(
                f"{target} cannot be written; name a .png file in a folder that exists."
            )
    finally:
        program.close()
        window.close()
    return 0


def run_self_test(library_option: str | None, tell: Callable[[str], None]) -> int:
    """Start everything without a screen, open every article, search, and report what fails."""
    app = application()
    failures: list[str] = []
    program = _program(library_option) if library_option else _bundled_program()
    window = program.window
    program.open(None)
    window.show()
    program.begin()
    _wait(lambda: program.prepared)
    if window.pane.page is None:
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
        elif entry.title not in window.pane.toPlainText():
            failures.append(f"{entry.address} opens without its title")
        else:
            opened += 1
        app.processEvents()
    found = 0
    if not _wait(lambda: program.searchable or bool(program.problems)):
        failures.append("the search index was not ready in time")
    elif entries:
        for word in ("世界模擬器", "NoScope") if not library_option else (entries[-1].title,):
            results = program.engine.search(word)
            found += results.total
            if not results.hits:
                failures.append(f"the search for {word} finds nothing")
    if not library_option and program.library.ready and not program.library.adopted:
        failures.append("the catalogue that comes with the program does not fit and was built anew")
    # PySide6 6.12.0 on Python before 3.12 loses a reference in each void call and aborts.
    for _ in range(_VOID_CALLS):
        window.setObjectName("window")
    failures.extend(program.problems)
    program.close()
    window.close()
    for failure in failures:
        tell(f"self-test: {failure}")
    if not failures:
        tell(f"self-test: {opened} articles opened, {found} hits, all well")
    return 1 if failures else 0


def _bundled_program() -> Program:
    """The bundled archive alone, so that the test says something about the program."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="dosudo-viewer-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Program(_library(folder), ReaderStore(folder))
