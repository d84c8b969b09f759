"""The interface of all importers: ``Importer`` is a format, ``Source`` a file or folder opened."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from viewer.archive.files.pack_manifest import PackInfo
from viewer.archive.model.issue import Problem, Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.messages import Message


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The reader's choices for an import.

    ``include_drafts``: import what was never published as well. ``uploads_folder``: the folder that
    holds the files which an export only names.
    """

    include_drafts: bool = False
    uploads_folder: Path | None = None


class Source(ABC):
    """An opened source: what publication it is, and what issues are in it.

    It lives in a worker process that is killed when one issue takes too long; the source is then
    opened again and reading goes on after that issue. ``Importer.open`` must therefore always list
    the same issues in the same order, and leave the slow work to ``read_issue``.
    """

    #: The publication as the source describes it; its id and name are proposals.
    publication: Publication
    #: What is wrong with the source as a whole.
    problems: tuple[Problem, ...] = ()
    #: Which version of its publication the source is, None where it does not say.
    pack: PackInfo | None = None
    #: What each issue is called in problems: a file name, the title of a post.
    titles: tuple[str, ...] = ()

    @abstractmethod
    def read_issue(self, index: int) -> IssueDraft | None:
        """The issue of ``titles[index]``; None if it turns out to be none, and nothing is lost.

        Raises:
            UnreadableFileError: it cannot be read; the error carries the problems.
        """

    def close(self) -> None:  # noqa: B027  # most sources hold nothing open
        """Close the files it holds open; it is not used afterwards."""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. ``name`` is a word for reports; ``title`` is what the format is called.

    ``recognises(path, start)`` tells, quickly and without raising, whether the file (whose first
    4096 bytes are ``start``) or folder (``start`` is empty) is of this format. ``open(path,
    options)`` reads what is needed to list the issues.

    ``open`` raises UnreadableFileError where nothing can be read.
    """

    name: str
    title: Message
    extensions: tuple[str, ...]
    recognises: Callable[[Path, bytes], bool]
    open: Callable[[Path, ImportOptions], Source]
