"""Entry point of the program: runs a command. Only those with a window import Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from viewer.cli.console import tell, tell_error
from viewer.errors import (
    AddressError,
    CatalogueError,
    CatalogueUnavailableError,
    SearchIndexError,
    UsageError,
    ViewerError,
    error_message,
)
from viewer.messages import Message
from viewer.translation import terminal_language

if TYPE_CHECKING:
    import argparse

    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.archive.library.library import Library
    from viewer.archive.model.address import Address
    from viewer.archive.model.catalogue_entries import Page
    from viewer.search import Results

T = TypeVar("T")

EXIT_OK, EXIT_PROBLEMS, EXIT_USAGE = 0, 1, 2
#: Of the problems in the issues a command names no more: its answer stands below them.
_MAX_TOLD_PROBLEMS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code: 0 fine, 1 problems found, 2 wrong usage."""
    if {"--multiprocessing-fork", "-c"} & set(sys.argv[1:]):
        import multiprocessing

        # A frozen program starts its own workers by running itself.
        multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character gets a stand-in, not a traceback.
            stream.reconfigure(errors="replace", **_encoding_options(stream))
    argv = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parse(argv)
        code = _HANDLERS[options.command](options)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except UsageError as error:
        tell_error(error.message)
        return EXIT_USAGE
    except ViewerError as error:
        tell_error(error.message)
        return EXIT_PROBLEMS
    except BrokenPipeError:
        # The program that reads our output has ended, as ``head`` does.
        _discard_output()
        return EXIT_OK
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error, OSError):
            _discard_output()
        else:
            from viewer.logs import get_logger

            get_logger(__name__).error("a command failed", exc_info=error)
        tell_error(error_message(error))
        return EXIT_PROBLEMS


def _discard_output() -> None:
    """Discard buffered output: flushing it at exit would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _encoding_options(stream: object) -> dict[str, str]:
    """Options for a stream: UTF-8 for files and pipes; a terminal keeps its encoding."""
    is_terminal = getattr(stream, "isatty", lambda: False)()
    return {} if is_terminal else {"encoding": "utf-8"}


def _parse(argv: list[str]) -> argparse.Namespace | SimpleNamespace:
    if not argv:
        # Started from a menu: importing argparse would only cost time.
        return SimpleNamespace(command="window", address=None, library=None, self_test=False)
    from viewer.cli import arguments

    return arguments.parse_arguments(argv)


# The commands


def _list(options: argparse.Namespace) -> int:
    from viewer.cli.output import contents_as_json, contents_as_text

    publications = _query_catalogue(
        _make_library(options), lambda catalogue: catalogue.publications()
    )
    print(contents_as_json(publications) if options.json else contents_as_text(publications))
    return EXIT_OK


def _show(options: argparse.Namespace) -> int:
    from viewer.exporters import article_formats

    writers = {
        "text": article_formats.to_text,
        "markdown": article_formats.to_markdown,
        "html": article_formats.to_html,
    }
    address = _parse_address(options.address)
    library = _make_library(options)
    page = _query_catalogue(library, lambda catalogue: _page_at(library, catalogue, address))
    print(writers[options.format](page), end="")
    return EXIT_OK


def _page_at(library: Library, catalogue: Catalogue, address: Address) -> Page:
    """The page at ``address``, or where that is now; it is told if an update moved the article."""
    moved = library.new_address(address)
    try:
        page = catalogue.page(address)
    except AddressError:
        if moved is None:
            raise
        page = catalogue.page(moved)
    if moved is not None:
        from viewer.archive.library.marked_articles import moved_message

        tell_error(moved_message(address, moved))
    return page


def _search(options: argparse.Namespace) -> int:
    from viewer.cli.output import results_as_json, results_as_text
    from viewer.search import SearchEngine

    library = _make_library(options)

    def ask(catalogue: Catalogue) -> Results:
        engine = SearchEngine(library.catalogue_path, library.index_folder)
        try:
            reason: Message | None = None
            try:
                engine.refresh()
            except SearchIndexError as error:
                reason = error.message
            try:
                engine.open()
            except SearchIndexError:
                # One that cannot be read has been set aside.
                engine.refresh()
                engine.open()
            else:
                if reason is not None:
                    tell_error(
                        Message("What changed last is not searched yet. {reason}", reason=reason)
                    )
            if engine.temporary_reason is not None:
                tell_error(engine.temporary_reason)
            results = engine.search(
                " ".join(options.query), options.limit, finished=True,
                reader_language=terminal_language(),
            )  # fmt: skip
        finally:
            engine.close()
        if not results.hits and any(hint.kind == "other" for hint in results.hints):
            # The engine never raises; if the texts are damaged, reading them all does.
            for _ in catalogue.documents():
                pass
        return results

    try:
        results = _query_catalogue(library, ask)
    except SearchIndexError as error:
        # There is no index, and none can be written where it should be.
        library.use_temporary_cache(error.message)
        results = _query_catalogue(library, ask)
    print(results_as_json(results) if options.json else results_as_text(results))
    return EXIT_OK


def _check(options: argparse.Namespace) -> int:
    from viewer import paths
    from viewer.archive.library.validator import validate_paths
    from viewer.archive.model.issue import Severity

    problems = validate_paths([Path(path) for path in options.paths], paths.bundled_issues())
    for problem in problems:
        tell(problem.described())
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    guesses = sum(problem.severity is Severity.GUESS for problem in problems)
    warnings = len(problems) - errors - guesses
    tell(
        Message(
            "{errors}, {warnings}, {guesses}",
            errors=Message.counted(errors, "1 error", "{count:,} errors"),
            warnings=Message.counted(warnings, "1 warning", "{count:,} warnings"),
            guesses=Message.counted(guesses, "1 guess", "{count:,} guesses"),
        )
    )
    return EXIT_PROBLEMS if errors else EXIT_OK


def _import(options: argparse.Namespace) -> int:
    from viewer.cli.library_commands import import_sources

    return EXIT_OK if import_sources(_make_library(options), options) else EXIT_PROBLEMS


def _rename(options: argparse.Namespace) -> int:
    from viewer.cli.library_commands import rename_publication

    rename_publication(_make_library(options), options)
    return EXIT_OK


def _remove(options: argparse.Namespace) -> int:
    from viewer.cli.library_commands import remove_publication

    remove_publication(_make_library(options), options)
    return EXIT_OK


def _undo(options: argparse.Namespace) -> int:
    from viewer.cli.library_commands import undo_last_change

    return EXIT_OK if undo_last_change(_make_library(options), options) else EXIT_PROBLEMS


def _export(options: argparse.Namespace) -> int:
    from viewer.cli.library_commands import export_publication

    library = _make_library(options)
    # Update and if need be rebuild the catalogue before the export reads it.
    _query_catalogue(library, lambda catalogue: catalogue.publications())
    return EXIT_OK if export_publication(library, options) else EXIT_PROBLEMS


def _shot(options: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    address = _parse_address(options.address) if options.address else None
    _require_qt()
    from viewer.screenshot import run_shot

    return run_shot(
        Path(options.out),
        address,
        options.library,
        query=options.query,
        size=options.size,
        theme=options.theme,
        language=options.language,
        scale=options.scale,
        part=options.show,
    )


def _window(options: argparse.Namespace) -> int:
    if options.self_test:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _require_qt()
        from viewer.self_test import run_self_test

        return run_self_test(options.library, print)
    source = _import_path(options.address) if options.address else None
    address = _parse_address(options.address) if options.address and source is None else None
    # There is one window per library. It accepts addresses only; files are imported in our process.
    is_open = _send_to_open_window(address, options.library)
    if is_open and source is None:
        return EXIT_OK
    from viewer.startup_tuning import pause_garbage_collection

    pause_garbage_collection()
    _require_screen()
    _require_qt()
    if is_open and source is not None:
        from viewer.app import run_import

        return run_import(source, options.library)
    from viewer.app import run_window

    return run_window(address, options.library, source)


def _send_to_open_window(address: Address | None, library_option: str | None) -> bool:
    """Whether a window that shows this library already took the address."""
    from viewer import paths
    from viewer.single_instance import SingleInstance

    instance = SingleInstance(paths.library_folder(library_option))
    return instance.send_address("" if address is None else str(address))


def _import_path(text: str) -> Path | None:
    """The file or folder to import that ``text`` names, as a path or as a file: address."""
    if text.lower().startswith("file:"):
        from urllib.parse import unquote, urlsplit

        parts = urlsplit(text)
        name = unquote(parts.path)
        if parts.netloc not in ("", "localhost") or not name:
            raise UsageError(
                Message(
                    "“{text}” is not a file of this system; copy it here first.", text=text[:200]
                )
            )
        if sys.platform == "win32":
            name = name.lstrip("/")
        return Path(name)
    from viewer.archive.model.address import parse_address
    from viewer.errors import AddressError

    path = Path(text)
    try:
        parse_address(text)
    except AddressError:
        return path if path.exists() or path.suffix.lower() in _importable_suffixes() else None
    return None


def _importable_suffixes() -> set[str]:
    """What the names of files that can be imported end in."""
    from viewer.importers import importers

    return {ending for importer in importers() for ending in importer.extensions}


def _parse_address(text: str) -> Address:
    """The address in ``text``; one that cannot be read is wrong usage, not a missing article."""
    from viewer.archive.model.address import parse_address
    from viewer.cli import arguments
    from viewer.errors import AddressError

    try:
        return parse_address(text)
    except AddressError as error:
        raise UsageError(
            Message(
                "{error} The commands are {commands}.",
                error=error.message,
                commands=", ".join(arguments.COMMANDS),
            )
        ) from None


def _require_screen() -> None:
    from viewer.platform_checks import screen_problem

    problem = screen_problem()
    if problem:
        raise UsageError(problem)


def _require_qt() -> None:
    from viewer.platform_checks import missing_library_problem

    problem = missing_library_problem()
    if problem:
        raise UsageError(problem)


def _make_library(options: argparse.Namespace) -> Library:
    from viewer import paths
    from viewer.archive.library.library import Library

    folder = paths.library_folder(options.library)
    return Library(folder, paths.bundled_issues(), paths.prebuilt_cache())


def _query_catalogue(library: Library, ask: Callable[[Catalogue], T]) -> T:
    """The result of ``ask`` on the updated catalogue, which is rebuilt if it is damaged."""
    try:
        refreshed = library.update_catalogue()
    except CatalogueUnavailableError as error:
        # Nothing can be written: what was read earlier is there all the same.
        tell_error(error.message)
    else:
        errors = [one for one in refreshed.problems if one.severity.value == "error"]
        for problem in errors[:_MAX_TOLD_PROBLEMS]:
            tell_error(problem.described())
        if len(errors) > _MAX_TOLD_PROBLEMS:
            tell_error(
                Message(
                    "Problems in the issues: {count:,}, of which the first {shown} are named here; "
                    "“dosudo-viewer check {folder}” names them all.",
                    count=len(errors),
                    shown=_MAX_TOLD_PROBLEMS,
                    folder=library.folder,
                )
            )
        if refreshed.unplaced:
            from viewer.archive.library.marked_articles import unplaced_message

            tell_error(unplaced_message(refreshed.unplaced))
    try:
        with closing(library.open_catalogue()) as catalogue:
            return ask(catalogue)
    except CatalogueUnavailableError:
        raise
    except CatalogueError as error:
        tell_error(error.message)
    library.rebuild_catalogue()
    with closing(library.open_catalogue()) as catalogue:
        return ask(catalogue)


_HANDLERS: dict[str, Callable[[Any], int]] = {
    "window": _window, "list": _list, "show": _show, "search": _search, "check": _check,
    "shot": _shot, "import": _import, "rename": _rename, "remove": _remove, "undo": _undo,
    "export": _export,
}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
