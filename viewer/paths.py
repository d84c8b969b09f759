"""Paths of the program's resources and of the reader's folders."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from viewer.errors import UsageError
from viewer.messages import Message

APPLICATION_NAME = "dosudo-viewer"
LIBRARY_VARIABLE = "DOSUDO_LIBRARY"
CONFIG_VARIABLE = "DOSUDO_CONFIG"
#: Names the least level that is written to the log, see ``viewer.logs``.
LOG_VARIABLE = "DOSUDO_LOG"
CACHE_VARIABLE = "DOSUDO_CACHE"


def bundled_issues() -> Path:
    """The publication that comes with the program."""
    return _bundled_folder("issues")


def resources_folder() -> Path:
    """The folder of icons, fonts, the glossary and other resources."""
    return _bundled_folder("resources")


def prebuilt_cache() -> Path | None:
    """The catalogue and index that a bundle carries; None where the program is not bundled."""
    frozen = getattr(sys, "_MEIPASS", None)
    folder = Path(frozen) / "ready" if frozen else None
    return folder if folder is not None and folder.is_dir() else None


def library_folder(option: str | None = None) -> Path:
    """The reader's library: ``option`` (``--library``), else the environment, else her data folder.

    A bundle with a folder ``library`` beside the program is portable and uses that instead of
    the data folder. The folder need not exist. A named path that is a file is refused.

    Raises:
        UsageError: the path names something that is not a folder.
    """
    chosen = option or os.environ.get(LIBRARY_VARIABLE, "")
    portable = _portable_library()
    if not chosen and portable is not None:
        return portable
    if not chosen:
        import platformdirs

        return Path(platformdirs.user_data_dir(APPLICATION_NAME, appauthor=False))
    folder = Path(os.path.abspath(os.path.expanduser(chosen)))
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise UsageError(
            Message(
                "{folder} is not a folder; name a folder with --library or {library_variable}.",
                folder=folder,
                library_variable=LIBRARY_VARIABLE,
            )
        )
    return folder


def config_folder() -> Path:
    """Where the settings of this machine are kept: the environment's folder, else the system's.

    It need not exist. A portable bundle keeps them beside the program.
    """
    chosen = os.environ.get(CONFIG_VARIABLE, "")
    if chosen:
        return Path(os.path.abspath(os.path.expanduser(chosen)))
    library = _portable_library()
    if library is not None:
        return library.with_name("settings")
    import platformdirs

    folder = Path(platformdirs.user_config_dir(APPLICATION_NAME, appauthor=False))
    if folder == Path(platformdirs.user_data_dir(APPLICATION_NAME, appauthor=False)):
        # On Windows and macOS both are the same, and that is the library.
        return folder.with_name(f"{APPLICATION_NAME}-settings")
    return folder


def cache_folder() -> Path:
    """Where everything that is made from libraries is kept; it need not exist.

    The environment names it, else it is beside the program where that is portable, else the
    reader's own cache folder. It is never a library's: what lies in a library may be a stranger's.
    """
    chosen = os.environ.get(CACHE_VARIABLE, "")
    if chosen:
        return Path(os.path.abspath(os.path.expanduser(chosen)))
    library = _portable_library()
    if library is not None:
        return library.with_name("cache")
    import platformdirs

    if sys.platform == "win32":
        # By itself platformdirs puts it into the data folder, which is the library.
        return Path(
            platformdirs.user_cache_dir(f"{APPLICATION_NAME}-cache", appauthor=False, opinion=False)
        )
    return Path(platformdirs.user_cache_dir(APPLICATION_NAME, appauthor=False))


def library_cache_folder(library: Path) -> Path:
    """The folder of what is made from ``library``, named by that library's real path.

    It need not exist. A library that was moved has another one.
    """
    real_path = os.path.normcase(os.path.realpath(library))
    name = hashlib.sha256(os.fsencode(real_path)).hexdigest()[:32]
    return cache_folder() / "libraries" / name


def log_folder() -> Path:
    """Where the log is kept; it need not exist. A portable bundle keeps it beside the program."""
    library = _portable_library()
    if library is not None:
        return library.with_name("log")
    import platformdirs

    return Path(platformdirs.user_log_dir(APPLICATION_NAME, appauthor=False))


def without_folders(path: str) -> str:
    """``path`` of a source file as a report may name it: without the folders of this computer.

    It begins at the program's own folder, or at that of an installed package; of any other file
    the name alone is left.
    """
    parts = path.replace("\\", "/").split("/")
    program = Path(__file__).parent.as_posix().split("/")
    if parts[: len(program)] == program:
        return "/".join(["viewer", *parts[len(program) :]])
    if "site-packages" in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("site-packages") :])
    return parts[-1]


def _portable_library() -> Path | None:
    """The library beside a bundle that is portable."""
    folder = Path(sys.executable).parent / "library"
    return folder if hasattr(sys, "_MEIPASS") and folder.is_dir() else None


def _bundled_folder(name: str) -> Path:
    """A frozen bundle and a wheel keep the folder by the package, a source tree one level up."""
    package = Path(__file__).resolve().parent
    candidates = [package / name, package.parent / name]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen) / name)
    for folder in candidates:
        if folder.is_dir():
            return folder
    return candidates[-1]
