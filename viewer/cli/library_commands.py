"""The commands ``import``, ``rename``, ``remove``, ``undo`` and ``export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.cli.console import in_terminal_language, tell, tell_error
from viewer.errors import CatalogueError, LibraryError, SearchIndexError
from viewer.messages import Message

if TYPE_CHECKING:
    from viewer.archive.library.library import Library
    from viewer.archive.model.catalogue_entries import UpdateResult
    from viewer.importers.import_report import PublicationSummary

_STEP_TEMPLATES = {
    "read": "Reading {done} of {everything}",
    "check": "Checking {done} of {everything}",
    "keep": "Keeping {done} of {everything}",
}


def import_sources(library: Library, options: argparse.Namespace) -> bool:
    """Import the sources in ``options`` and print a report; whether all of it was imported."""
    from viewer.importers.base import ImportOptions
    from viewer.importers.import_report import as_json
    from viewer.importers.import_session import ImportSession

    uploads = None if options.uploads is None else Path(options.uploads)
    if uploads is not None and not uploads.is_dir():
        raise LibraryError(
            Message("{folder} is not a folder; name the folder of uploaded files.", folder=uploads)
        )
    progress = _ProgressLine()
    catalogue_error: Message | None = None
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
            catalogue_error = error.message
    progress.clear()
    if catalogue_error:
        tell_error(
            Message(
                "The issues are in the library, but cannot be listed yet. {reason}",
                reason=catalogue_error,
            )
        )
    else:
        _update_index(library)
    complete = not report.failed and not report.kept_edited and not catalogue_error
    if options.json:
        print(as_json(report))
        return complete
    for problem in report.problems:
        tell_error(problem.described())
    for publication in report.publications:
        if publication.is_new and not publication.added:
            # Nothing was imported into it; the problems above say why.
            continue
        tell(_summary(publication))
        for sentence in publication.describe_losses():
            tell(f"  {in_terminal_language(sentence)}")
    if any(publication.kept_edited for publication in report.publications):
        tell(
            Message(
                "What was changed by hand stays; “--replace” takes what the source says instead."
            )
        )
    return complete


def rename_publication(library: Library, options: argparse.Namespace) -> None:
    """Give a publication another name."""
    from viewer.archive.library import publication_edits as keeping

    _tell_errors(keeping.rename_publication(library, options.publication, options.name))
    _update_index(library)
    tell(
        Message(
            "{publication} is called “{name}” now.",
            publication=options.publication,
            name=" ".join(options.name.split()),
        )
    )


def remove_publication(library: Library, options: argparse.Namespace) -> None:
    """Take a publication out of the library."""
    from viewer.archive.library import publication_edits as keeping

    _tell_errors(keeping.remove_publication(library, options.publication))
    _update_index(library)
    tell(
        Message(
            "{publication} was removed; “dosudo-viewer undo” brings it back.",
            publication=options.publication,
        )
    )


def undo_last_change(library: Library, options: argparse.Namespace) -> bool:
    """Undo the last change that is not undone yet; whether there was one and all of it is.

    With the option ``--dry-run`` it is only told.
    """
    from viewer.archive.library import publication_edits as keeping
    from viewer.archive.library.change_history import last_change

    if options.dry_run:
        change = last_change(library.folder)
        if change is None:
            tell(Message("There is nothing to take back."))
        else:
            tell(Message("The next undo takes back: {change}.", change=change.described()))
        return change is not None
    outcome = keeping.undo_last_change(library)
    if outcome is None:
        tell(Message("There is nothing to take back."))
        return False
    undone, update = outcome
    _tell_errors(update)
    _update_index(library)
    tell(Message("Taken back: {change}.", change=undone.change.described()))
    if undone.notice is not None:
        tell_error(undone.notice)
    before = last_change(library.folder)
    if before is not None:
        tell(Message("The next undo takes back: {change}.", change=before.described()))
    return undone.notice is None


def _tell_errors(update: UpdateResult) -> None:
    """What the library has to say: a change that was broken off, or what cannot be read."""
    for problem in update.problems:
        if problem.severity.value == "error":
            tell_error(problem.described())


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
        tell_error(problem.described())
    tell(
        Message(
            "{issues} of {publication} and {pictures} were written to {path}.",
            issues=Message.counted(contents.issue_count, "1 issue", "{count:,} issues"),
            publication=contents.publication.name,
            pictures=_pictures(contents.picture_count),
            path=out,
        )
    )
    return not contents.problems


def _summary(publication: PublicationSummary) -> Message:
    """The counts of an import into one publication, in a sentence."""
    return Message(
        "{name} ({id}): {added} added, {updated} updated, {unchanged} unchanged, {kept} kept as "
        "changed by hand, {failed} failed; {articles}, {pictures}"
        if publication.kept_edited
        else "{name} ({id}): {added} added, {updated} updated, {unchanged} unchanged, {failed} "
        "failed; {articles}, {pictures}",
        name=publication.name,
        id=publication.id,
        added=publication.added,
        updated=publication.updated,
        unchanged=publication.unchanged,
        kept=publication.kept_edited,
        failed=publication.failed,
        articles=Message.counted(publication.articles, "1 article", "{count:,} articles"),
        pictures=_pictures(publication.pictures),
    )


def _pictures(count: int) -> Message:
    return Message.counted(count, "1 picture", "{count:,} pictures")


def _update_index(library: Library) -> None:
    """Bring the index in step; where that cannot be, say that it follows with the next search."""
    from viewer.search import SearchEngine

    engine = SearchEngine(library.catalogue_path, library.index_folder)
    try:
        engine.refresh()
    except SearchIndexError as error:
        tell_error(
            Message(
                "The search index follows with the next search. {reason}",
                reason=error.message,
            )
        )
    finally:
        engine.close()


class _ProgressLine:
    """Progress of an import on one line of a terminal; prints nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, step: str, done: int, everything: int) -> None:
        if self._shown:
            message = Message(_STEP_TEMPLATES[step], done=done, everything=everything)
            print(f"\r{in_terminal_language(message)} \x1b[K", end="", file=sys.stderr)

    def clear(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr)
