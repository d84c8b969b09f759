"""The commands that change a library, import, rename, remove, undo, and the one to export it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.errors import CatalogueError, UsageError

if TYPE_CHECKING:
    from viewer.archive.library.library import Library

_STEP_LABELS = {"read": "Reading", "check": "Checking", "keep": "Keeping"}


def add_library_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands to ``commands``."""
    bring = commands.add_parser("import", parents=[common], help="bring newsletters in")
    bring.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder")
    bring.add_argument("--publication", default="", metavar="ID", help="the publication to join")
    bring.add_argument("--uploads", metavar="DIR", help="the files that an export only names")
    bring.add_argument("--drafts", action="store_true", help="unpublished posts as well")
    bring.add_argument(
        "--replace", action="store_true", help="issues that were changed by hand as well"
    )
    bring.add_argument("--json", action="store_true", help="print JSON")

    rename = commands.add_parser("rename", parents=[common], help="rename a publication")
    rename.add_argument("publication", help="its id, as list prints it")
    rename.add_argument("name", help="its new name")

    remove = commands.add_parser("remove", parents=[common], help="take a publication out")
    remove.add_argument("publication", help="its id, as list prints it")

    commands.add_parser(
        "undo", parents=[common], help="take the last import, rename or remove back"
    )

    export = commands.add_parser("export", parents=[common], help="hand a publication on")
    export.add_argument("publication", metavar="PUBLICATION", help="its id, as list prints it")
    export.add_argument("out", metavar="OUT", help="a new folder, or with --pack a file")
    export.add_argument("--pack", action="store_true", help="write one .dvpack file")


def import_sources(library: Library, options: argparse.Namespace) -> bool:
    """Import what ``options`` name and say what came of it; whether everything came in."""
    from viewer.importers.base import ImportOptions
    from viewer.importers.import_report import as_json
    from viewer.importers.import_session import ImportSession

    uploads = None if options.uploads is None else Path(options.uploads)
    if uploads is not None and not uploads.is_dir():
        raise UsageError(f"{uploads} is not a folder; name the folder of uploaded files.")
    progress = _ProgressLine()
    unlisted = ""
    with ImportSession(library) as importing:
        report = importing.prepare(
            [Path(path) for path in options.paths],
            publication=options.publication,
            options=ImportOptions(include_drafts=options.drafts, uploads_folder=uploads),
            replace_edited=options.replace,
            progress=progress,
        )
        try:
            importing.commit(progress)
        except CatalogueError as error:
            unlisted = str(error)
    progress.clear()
    if unlisted:
        print(
            f"The issues are in the library, but cannot be listed yet. {unlisted}", file=sys.stderr
        )
    else:
        _update_index(library)
    complete = not report.failed and not report.kept_edited and not unlisted
    if options.json:
        print(as_json(report))
        return complete
    for problem in report.problems:
        print(problem, file=sys.stderr)
    for one in report.publications:
        if one.is_new and not one.added:
            # What came to nothing was told above, and has no publication.
            continue
        kept = f"{one.kept_edited} kept as changed by hand, " if one.kept_edited else ""
        print(
            f"{one.name} ({one.id}): {one.added} added, {one.updated} updated, "
            f"{one.unchanged} unchanged, {kept}{one.failed} failed; "
            f"{_count_noun(one.articles, 'article')}, {_count_noun(one.pictures, 'picture')}"
        )
        for sentence in one.describe_losses():
            print(f"  {sentence}")
    if any(one.kept_edited for one in report.publications):
        print("What was changed by hand stays; “--replace” takes what the source says instead.")
    return complete


def rename_publication(library: Library, options: argparse.Namespace) -> None:
    """Give a publication another name."""
    from viewer.archive.library import publication_edits as keeping

    keeping.rename_publication(library, options.publication, options.name)
    _update_index(library)
    print(f"{options.publication} is called “{' '.join(options.name.split())}” now.")


def remove_publication(library: Library, options: argparse.Namespace) -> None:
    """Take a publication out of the library."""
    from viewer.archive.library import publication_edits as keeping

    keeping.remove_publication(library, options.publication)
    _update_index(library)
    print(f"{options.publication} was removed; “dosudo-viewer undo” brings it back.")


def undo_last_change(library: Library, options: argparse.Namespace) -> bool:
    """Take the last change back; whether there was one."""
    from viewer.archive.library import publication_edits as keeping

    if keeping.undo_last_change(library) is None:
        print("There is nothing to take back.")
        return False
    _update_index(library)
    print("The last change was taken back.")
    return True


def export_publication(library: Library, options: argparse.Namespace) -> bool:
    """Write a publication to a folder or pack; whether everything could be taken along."""
    out = Path(options.out)
    if options.pack:
        from viewer.exporters.pack import export_pack

        contents, out = export_pack(library, options.publication, out)
    else:
        from viewer.exporters.folder import export_folder

        contents = export_folder(library, options.publication, out)
    for problem in contents.problems:
        print(problem, file=sys.stderr)
    issues = "1 issue" if contents.issue_count == 1 else f"{contents.issue_count:,} issues"
    pictures = (
        "1 picture" if contents.picture_count == 1 else f"{contents.picture_count:,} pictures"
    )
    print(f"{issues} of {contents.publication.name} and {pictures} were written to {out}.")
    return not contents.problems


def _count_noun(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _update_index(library: Library) -> None:
    from viewer.search import SearchEngine

    engine = SearchEngine(library.catalogue_path, library.index_folder)
    try:
        engine.refresh()
    finally:
        engine.close()


class _ProgressLine:
    """How far an import is, on one line of a terminal; nothing where nobody looks."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, step: str, done: int, everything: int) -> None:
        if self._shown:
            print(f"\r{_STEP_LABELS[step]} {done} of {everything} \x1b[K", end="", file=sys.stderr)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr)
