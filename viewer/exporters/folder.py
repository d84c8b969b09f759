"""Exports a publication as a folder of Markdown files."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from viewer.archive.library.library import Library
from viewer.errors import UsageError
from viewer.exporters.publication_export import ExportCancelled, ExportedPublication, collect_export
from viewer.messages import Message
from viewer.progress_and_cancel import CancelCheck, ProgressCallback


def export_folder(
    library: Library,
    id_: str,
    out: Path,
    progress: ProgressCallback | None = None,
    cancelled: CancelCheck | None = None,
) -> ExportedPublication:
    """Write the publication ``id_`` as the folder ``out``, whole or not at all.

    The same publication always gives the same bytes, and so does an export of what this one is
    imported as. ``progress`` is told how many of how many issues were read, and then how many of
    how many files were written.

    Raises:
        LibraryError: there is no such publication, or no issue of it.
        UsageError: ``out`` is there and not an empty folder.
        ArchiveError: an issue or picture was changed meanwhile.
        OSError: ``out`` cannot be written.
    """
    out = Path(os.path.abspath(out))
    if os.path.lexists(out) and (out.is_symlink() or not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            Message(
                "{folder} is there already and not an empty folder; name a new one.", folder=out
            )
        )
    contents = collect_export(library, id_, progress, cancelled)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name[:40]}-", dir=out.parent))
    try:
        for done, file in enumerate(contents.files):
            if cancelled is not None and cancelled():
                raise ExportCancelled(Message("The export was cancelled; nothing was written."))
            target = partial / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_content())
            if progress is not None:
                progress(done + 1, len(contents.files))
        # Temporary folders are readable by their owner only; the export gets usual permissions.
        partial.chmod(0o777 & ~_umask())
        if out.is_dir():
            out.rmdir()
        partial.rename(out)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return contents


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
