"""A second process that makes segments of a large index, while the first makes others.

It is spawned, so the program's ``main`` has to call ``multiprocessing.freeze_support``.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from viewer.archive.catalogue.parser_pool import can_spawn, limit_memory

#: Folders of segments in the making, in the index's own folder.
PREFIX = ".part-"
_NICE = 10

#: An article's id in the catalogue and its fingerprint.
Share = Sequence[tuple[int, str]]


class Apart:
    """Makes one segment after the other, of articles of the catalogue at ``catalogue``.

    ``behind`` a window it leaves the machine to it whenever that has something to do.
    """

    def __init__(self, folder: Path, catalogue: Path, *, behind: bool = False) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._behind = behind
        self._process: Any = None
        self._pipe: Connection | None = None
        #: The share it is at work on, and how many articles of all its shares are done.
        self.share: Share | None = None
        self.done = 0
        self._before = 0
        self._count = 0
        clear(folder)

    def give(self, share: Share) -> bool:
        """Begin a segment of ``share``; False where no other process can be had."""
        if self._pipe is None and not self._start():
            return False
        assert self._pipe is not None
        self._count += 1
        part = self._folder / f"{PREFIX}{self._count}"
        try:
            self._pipe.send((str(part), share))
        except OSError:
            return False
        self.share = share
        return True

    def finished(self, seconds: float = 0) -> Any:
        """The segment, once it is made; None while it is not. Waits for ``seconds`` at most.

        Its files are in the index's folder then.

        Raises:
            ChildProcessError: it will not be made; the share is to be made here.
        """
        assert self._pipe is not None
        assert self.share is not None
        try:
            while self._pipe.poll(seconds):
                answer = self._pipe.recv()
                if isinstance(answer, int):
                    self.done = self._before + answer
                    continue
                part = self._folder / f"{PREFIX}{self._count}"
                for path in part.iterdir():
                    if path.name.split(".")[0] == answer.segment_id():
                        path.rename(self._folder / path.name)
                shutil.rmtree(part, ignore_errors=True)
                self._before = self.done = self._before + len(self.share)
                self.share = None
                return answer
        except (EOFError, OSError) as error:
            raise ChildProcessError from error
        return None

    def end(self) -> None:
        """Let go of the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        clear(self._folder)

    def _start(self) -> bool:
        if not can_spawn():
            return False
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, str(self._catalogue), self._behind), daemon=True
        )
        try:
            self._process.start()
        except (OSError, RuntimeError, AssertionError):
            self._process = None
            return False
        finally:
            theirs.close()
        return True


def clear(folder: Path) -> None:
    """Remove what a build that broke off left of its parts."""
    for part in folder.glob(PREFIX + "*"):
        shutil.rmtree(part, ignore_errors=True)


def _serve(pipe: Connection, catalogue: str, behind: bool) -> None:
    if behind and hasattr(os, "nice"):
        os.nice(_NICE)
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.search.index import whoosh_import as light

    light.prepare_whoosh()
    from viewer.search.index.index_writer import make_segment

    limit_memory()
    try:
        with Catalogue(Path(catalogue)) as source:
            while True:
                part, share = pipe.recv()
                pipe.send(make_segment(Path(part), source, share, pipe.send))
    except (Exception, KeyboardInterrupt):
        # The share is made by whoever gave it, who also meets and tells whatever was wrong here.
        return
