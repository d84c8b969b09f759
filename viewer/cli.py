"""The command line. Qt is imported only by the window, ``shot`` and ``--self-test``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from viewer import __version__
from viewer.errors import CatalogueError, UsageError, ViewerError

if TYPE_CHECKING:
    from viewer.archive.address import Address
    from viewer.archive.catalogue import Catalogue
    from viewer.archive.library import Library
    from viewer.search import Results

T = TypeVar("T")

OK, PROBLEMS, USAGE = 0, 1, 2

#: The smallest window there is; see ``SMALLEST`` in viewer/ui/main_window.py.
_SMALLEST = (540, 360)
_COMMANDS = (
    "list", "show", "search", "check", "shot", "import", "rename", "remove", "undo", "export",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code: 0 fine, 1 problems found, 2 wrong usage."""
    if "--multiprocessing-fork" in sys.argv or "-c" in sys.argv:
        import multiprocessing

        # A frozen program starts its own workers by running itself.
        multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character gets a stand-in, not a traceback.
            stream.reconfigure(errors="replace", **_encoding(stream))
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parse(given)
        code = int(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except ViewerError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # The reader of our output has seen enough.
        _drop_output()
        return OK
    except OSError as error:
        _drop_output()
        print(f"What was asked for cannot be written or read: {error}.", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        return 130


def _drop_output() -> None:
    """Send what is still to be written nowhere: the interpreter would fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _encoding(stream: object) -> dict[str, str]:
    """JSON and Chinese text leave the program as UTF-8 wherever they are not read by a terminal."""
    is_terminal = getattr(stream, "isatty", lambda: False)()
    return {} if is_terminal else {"encoding": "utf-8"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See “{self.prog} --help”.")


def _parse(given: list[str]) -> argparse.Namespace:
    common = _Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the library's folder (else DOSUDO_LIBRARY, else your data folder)",
    )
    parser = _Parser(
        prog="dosudo-viewer",
        description="Reads newsletter archives offline. Without a command it opens the window.",
        epilog="commands: list, show, search, check, shot, import, export, rename, remove, undo; "
        "“dosudo-viewer COMMAND --help”.",
        parents=[common],
    )
    parser.add_argument(
        "address", nargs="?", help="what to open, for example dosudo/2/c3, or a file to import"
    )
    parser.add_argument("--self-test", action="store_true", help="test this installation and exit")
    parser.add_argument("--version", action="version", version=f"dosudo-viewer {__version__}")
    command = _first_word(given)
    if command not in _COMMANDS:
        parser.set_defaults(run=_window)
        return _with_library(parser.parse_args(given))
    whole = _Parser(prog="dosudo-viewer", parents=[common])
    commands = whole.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_commands(commands, common)
    return _with_library(whole.parse_args(_query_last(given) if command == "search" else given))


def _query_last(given: list[str]) -> list[str]:
    """``search``'s arguments with the query behind a ``--``, so that it may hold ``-words``."""
    options: list[str] = []
    words: list[str] = []
    at = given.index("search")
    rest = iter(given[at + 1 :])
    for word in rest:
        if word == "--":
            words.extend(rest)
        elif word in ("--limit", "--library"):
            options += [word, *([value] if (value := next(rest, None)) is not None else [])]
        elif word in ("--json", "-h", "--help") or word.startswith(("--limit=", "--library=")):
            options.append(word)
        elif word.startswith("--"):
            raise UsageError(f"“{word}” is not an option of search; see its --help.")
        else:
            words.append(word)
    return [*given[: at + 1], *options, "--", *words]


def _with_library(options: argparse.Namespace) -> argparse.Namespace:
    options.library = getattr(options, "library", None)
    return options


def _first_word(given: list[str]) -> str:
    """The first argument that is neither an option nor the value of one."""
    skip = False
    for word in given:
        if skip:
            skip = False
        elif word == "--library":
            skip = True
        elif not word.startswith("-"):
            return word
    return ""


def _add_commands(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    listing = commands.add_parser("list", parents=[common], help="what the library holds")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=_list)

    show = commands.add_parser("show", parents=[common], help="print one article")
    show.add_argument("address", help="for example dosudo/2/c3")
    show.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    show.set_defaults(run=_show)

    search = commands.add_parser("search", parents=[common], help="search all issues")
    search.add_argument("query", nargs="+", help="words in Chinese or English")
    search.add_argument("--json", action="store_true", help="print JSON")
    search.add_argument("--limit", type=_positive, default=20, metavar="N", help="at most N hits")
    search.set_defaults(run=_search)

    check = commands.add_parser("check", parents=[common], help="find problems in issue files")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder")
    check.set_defaults(run=_check)

    shot = commands.add_parser("shot", parents=[common], help="write a picture of the window")
    shot.add_argument("out", metavar="OUT.png")
    shot.add_argument("address", nargs="?", help="what to show, for example dosudo/2/c3")
    shot.add_argument("--query", default="", help="search for this in the picture")
    shot.add_argument("--size", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT")
    shot.add_argument("--theme", choices=("light", "sepia", "dark"), default="light")
    shot.add_argument("--language", default="", metavar="LOCALE", help="en or zh_TW")
    shot.add_argument("--scale", type=_scale, default=1.0, help="device pixels per pixel, 1 to 4")
    shot.set_defaults(run=_shot)

    from viewer.commands import add_commands

    changing = {
        "import": _import, "rename": _rename, "remove": _remove, "undo": _undo, "export": _export,
    }  # fmt: skip
    for name, parser in add_commands(commands, common).items():
        parser.set_defaults(run=changing[name])


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a number from 1 to 10000")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    sides = (width, height)
    numbers = [int(s[:6]) if s.isdigit() else 0 for s in sides]
    fits = all(least <= n <= 8000 for n, least in zip(numbers, _SMALLEST, strict=True))
    if not cross or not fits:
        raise argparse.ArgumentTypeError(
            f"“{text[:40]}” is not a size; write for example 1280x800 (at least 540x360)"
        )
    return int(width), int(height)


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 4:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a scale from 1 to 4")
    return value


# The commands


def _list(options: argparse.Namespace) -> int:
    from viewer.output import as_json, as_text

    publications = _read(_library(options), lambda catalogue: catalogue.publications())
    print(as_json(publications) if options.json else as_text(publications))
    return OK


def _show(options: argparse.Namespace) -> int:
    from viewer import render

    writers = {"text": render.to_text, "markdown": render.to_markdown, "html": render.to_html}
    address = _address(options.address)
    page = _read(_library(options), lambda catalogue: catalogue.page(address))
    print(writers[options.format](page), end="")
    return OK


def _search(options: argparse.Namespace) -> int:
    from viewer.output import results_as_json, results_as_text
    from viewer.search import SearchEngine

    library = _library(options)

    def ask(catalogue: Catalogue) -> Results:
        engine = SearchEngine(library.catalogue_path, library.index_folder)
        try:
            engine.refresh()
            engine.open()
            results = engine.search(" ".join(options.query), options.limit)
        finally:
            engine.close()
        if not results.hits and any(hint.kind == "other" for hint in results.hints):
            # The engine never raises; if the texts are damaged, reading them all does.
            for _ in catalogue.documents():
                pass
        return results

    results = _read(library, ask)
    print(results_as_json(results) if options.json else results_as_text(results))
    return OK


def _check(options: argparse.Namespace) -> int:
    from viewer import paths
    from viewer.archive.check import check
    from viewer.archive.issue import Severity

    problems = check([Path(path) for path in options.paths], paths.bundled_issues())
    for problem in problems:
        print(problem)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    guesses = sum(problem.severity is Severity.GUESS for problem in problems)
    warnings = len(problems) - errors - guesses
    print(f"{errors} errors, {warnings} warnings, {guesses} guesses")
    return PROBLEMS if errors else OK


def _import(options: argparse.Namespace) -> int:
    from viewer.commands import bring

    return OK if bring(_library(options), options) else PROBLEMS


def _rename(options: argparse.Namespace) -> int:
    from viewer.commands import rename

    rename(_library(options), options)
    return OK


def _remove(options: argparse.Namespace) -> int:
    from viewer.commands import remove

    remove(_library(options), options)
    return OK


def _undo(options: argparse.Namespace) -> int:
    from viewer.commands import undo

    return OK if undo(_library(options), options) else PROBLEMS


def _export(options: argparse.Namespace) -> int:
    from viewer.commands import export

    library = _library(options)
    # Whatever is wrong with the catalogue is mended before the export reads it.
    _read(library, lambda catalogue: catalogue.publications())
    return OK if export(library, options) else PROBLEMS


def _shot(options: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    address = _address(options.address) if options.address else None
    _need_qt()
    from viewer.app import run_shot

    return run_shot(
        Path(options.out),
        address,
        options.library,
        query=options.query,
        size=options.size,
        theme=options.theme,
        language=options.language,
        scale=options.scale,
    )


def _window(options: argparse.Namespace) -> int:
    if options.self_test:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _need_qt()
        from viewer.app import run_self_test

        return run_self_test(options.library, print)
    source = _source(options.address) if options.address else None
    address = _address(options.address) if options.address and source is None else None
    if source is None and _handed_over(address, options.library):
        return OK
    # Until the first page is painted nothing is thrown away that a collector would have to find.
    gc.disable()
    _need_screen()
    _need_qt()
    from viewer.app import run_window

    return run_window(address, options.library, source)


def _handed_over(address: Address | None, library_option: str | None) -> bool:
    """Whether a window that shows this library already took the address."""
    from viewer import paths
    from viewer.archive.library import CACHE
    from viewer.single_instance import SingleInstance

    folder = paths.library_folder(library_option)
    instance = SingleInstance(folder, folder / CACHE)
    return instance.hand_over("" if address is None else str(address))


def _source(text: str) -> Path | None:
    """The file or folder to import that ``text`` names, as a path or as a file: address."""
    if text.lower().startswith("file:"):
        from urllib.parse import unquote, urlsplit

        parts = urlsplit(text)
        name = unquote(parts.path)
        if parts.netloc not in ("", "localhost") or not name:
            raise UsageError(f"“{text[:200]}” is not a file of this system; copy it here first.")
        if sys.platform == "win32":
            name = name.lstrip("/")
        return Path(name)
    from viewer.archive.address import parse_address
    from viewer.errors import AddressError

    path = Path(text)
    try:
        parse_address(text)
    except AddressError:
        return path if path.exists() or path.suffix.lower() in _endings() else None
    return None


def _endings() -> set[str]:
    """What the names of files that can be imported end in."""
    from viewer.importers import importers

    return {ending for importer in importers() for ending in importer.endings}


def _address(text: str) -> Address:
    """The address in ``text``; one that cannot be read is wrong usage, not a missing article."""
    from viewer.archive.address import parse_address
    from viewer.errors import AddressError

    try:
        return parse_address(text)
    except AddressError as error:
        raise UsageError(f"{error} The commands are {', '.join(_COMMANDS)}.") from None


def _need_screen() -> None:
    from viewer.system import screen_problem

    problem = screen_problem()
    if problem:
        raise UsageError(problem)


def _need_qt() -> None:
    from viewer.system import missing_library

    problem = missing_library()
    if problem:
        raise UsageError(problem)


def _library(options: argparse.Namespace) -> Library:
    from viewer import paths
    from viewer.archive.library import Library

    folder = paths.library_folder(options.library)
    return Library(folder, paths.bundled_issues(), paths.ready_cache())


def _read(library: Library, ask: Callable[[Catalogue], T]) -> T:
    """What ``ask`` finds in the catalogue, brought in step with the disk; mended if damaged."""
    refreshed = library.refresh()
    for problem in refreshed.problems:
        if problem.severity.value == "error":
            print(problem, file=sys.stderr)
    try:
        with closing(library.catalogue()) as catalogue:
            return ask(catalogue)
    except CatalogueError as error:
        print(error, file=sys.stderr)
    library.recover()
    with closing(library.catalogue()) as catalogue:
        return ask(catalogue)


if __name__ == "__main__":
    raise SystemExit(main())
