"""What every test stands on: no screen, no reader's folder of its own, a library made anew."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from viewer.app import AppController
    from viewer.archive.library.library import Library
    from viewer.ui.window.main_window import MainWindow

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DOSUDO_LANGUAGE"] = "en"
# No test writes into the log of whoever runs it.
os.environ["DOSUDO_LOG"] = "off"

# Sets the level of the log as it is imported, before a test sets another.
import viewer.logs  # noqa: F401
from tests.waiting import PATIENCE_MS

# How fast an example is made or run says how busy the machine is, and no more. Fixtures are made
# once for all examples of a test; what an example writes goes into a folder of its own. Every run
# takes the same examples, so that a failure is the change's; the campaign fuzz takes new ones.
settings.register_profile(
    "patient",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the caches of whoever runs it; each library has a folder in here."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOSUDO_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the library or the settings of whoever runs it."""
    folder = tmp_path / "library"
    monkeypatch.setenv("DOSUDO_LIBRARY", str(folder))
    monkeypatch.setenv("DOSUDO_CONFIG", str(tmp_path / "config"))
    return folder


@pytest.fixture
def runtime_folder() -> Iterator[Path]:
    """A folder for sockets: their paths may have no more than some hundred characters."""
    with tempfile.TemporaryDirectory(prefix="run") as folder:
        yield Path(folder)


@pytest.fixture
def qtbot(qtbot: Any) -> Any:
    """pytest-qt's, with the patience of ``waiting.py`` whatever a test gives as the time limit."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitCallback"):
        setattr(qtbot, name, _patiently(getattr(qtbot, name)))
    return qtbot


def _patiently(wait: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, timeout=0, **options: wait(*args, timeout=PATIENCE_MS, **options)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application object: its style, its fonts, its language."""
    from viewer.app import create_qapplication

    return create_qapplication("en")


@pytest.fixture(scope="session")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """An empty library; the bundled issues are catalogued and indexed already, and so once only."""
    from viewer import paths
    from viewer.archive.library.library import Library
    from viewer.search import SearchEngine

    library = Library(tmp_path_factory.mktemp("built"), paths.bundled_issues())
    library.update_catalogue()
    engine = SearchEngine(library.catalogue_path, library.index_folder)
    engine.refresh()
    engine.close()
    return library


@pytest.fixture(scope="session")
def built_cache(built_library: Library) -> Path:
    """Catalogue and index of the bundled issues; tests copy them."""
    return built_library.cache_folder


@pytest.fixture
def library_folder(_own_library: Path, built_cache: Path) -> Path:
    """A reader's library in which the bundled issues are catalogued and indexed already."""
    from viewer import paths

    _own_library.mkdir()
    shutil.copytree(built_cache, paths.library_cache_folder(_own_library))
    return _own_library


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses the system's browser was asked to open; no browser is ever started."""
    asked: list[str] = []

    class Services:
        @staticmethod
        def openUrl(url: Any) -> bool:
            asked.append(bytes(url.toEncoded().data()).decode())
            return True

    monkeypatch.setattr("viewer.ui.navigation.external_links.QDesktopServices", Services)
    return asked


@pytest.fixture
def start(
    qtbot: Any, qapp: QApplication, library_folder: Path, browser: list[str]
) -> Iterator[Callable[..., AppController]]:
    """``start(address="", search=False, size=…)`` opens the real window as the program does.

    With ``search`` the background work is begun as well and waited for. Programs are closed in
    the end, as they are when the reader quits.
    """
    from PySide6.QtCore import QEvent

    from viewer import paths
    from viewer.app import AppController
    from viewer.archive.library.library import Library
    from viewer.archive.library.reader_data import ReaderData
    from viewer.archive.model.address import parse_address
    from viewer.ui.settings.reader_settings import ReaderSettings
    from viewer.ui.settings.settings_file import SettingsFile

    made: list[AppController] = []

    def begin(
        address: str = "", *, search: bool = False, size: tuple[int, int] | None = (1280, 800)
    ) -> AppController:
        library = Library(library_folder, paths.bundled_issues())
        reader = ReaderData(library.folder)
        settings = ReaderSettings(reader, SettingsFile(paths.config_folder()))
        program = AppController(library, reader, settings)
        made.append(program)
        if size is not None:
            program.window.resize(*size)
        program.open(parse_address(address) if address else None)
        program.window.show()
        qtbot.waitExposed(program.window)
        program.window.activateWindow()
        qapp.processEvents()
        if search:
            program.start_background_work()
            qtbot.waitUntil(lambda: program.is_searchable, timeout=20_000)
        return program

    yield begin
    for program in made:
        program.window.close()
        program.close()
        program.window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def window(start: Callable[..., AppController]) -> MainWindow:
    """The window as it opens for the first time, without its background work."""
    return start().window
