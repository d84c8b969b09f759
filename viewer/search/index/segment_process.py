"""A second process that makes segments of a large index, while the first makes others."""

from __future__ import annotations

import math
import shutil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from viewer.processes import NoProcessError, WorkerProcess
from viewer.search.index.index_layout import ArticleBatch

#: Folders of segments in the making, in the index's own folder.
PART_PREFIX = ".part-"


class SegmentProcess:
    """Makes one segment after the other, of articles of the catalogue at ``catalogue``.

    ``low_priority`` a window it leaves the machine to it whenever that has something to do.
    """

    def __init__(self, folder: Path, catalogue: Path, *, low_priority: bool = False) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._low_priority = low_priority
        self._process: WorkerProcess | None = None
        #: The share it is at work on, and how many articles of all its shares are done.
        self.batch: ArticleBatch | None = None
        self.done_count = 0
        self._done_before = 0
        self._part_number = 0
        remove_parts(folder)

    def submit(self, batch: ArticleBatch) -> bool:
        """Begin a segment of ``batch``; False where no other process can be had."""
        self._part_number += 1
        part = self._folder / f"{PART_PREFIX}{self._part_number}"
        try:
            if self._process is None:
                self._process = WorkerProcess(
                    _build_segments, str(self._catalogue), low_priority=self._low_priority
                )
            # However long it takes: whoever waits for it has work of the same kind.
            self._process.send((str(part), batch), math.inf)
        except (NoProcessError, ChildProcessError):
            return False
        self.batch = batch
        return True

    def poll(self, seconds: float = 0) -> Any:
        """The segment, once it is made; None while it is not. Waits for ``seconds`` at most.

        Its files are in the index's folder then.

        Raises:
            ChildProcessError: it will not be made; the share is to be made here.
        """
        assert self._process is not None
        assert self.batch is not None
        try:
            while self._process.poll(seconds):
                answer = self._process.receive()
                if isinstance(answer, int):
                    self.done_count = self._done_before + answer
                    continue
                part = self._folder / f"{PART_PREFIX}{self._part_number}"
                for path in part.iterdir():
                    if path.name.split(".")[0] == answer.segment_id():
                        path.rename(self._folder / path.name)
                shutil.rmtree(part, ignore_errors=True)
                self._done_before = self.done_count = self._done_before + len(self.batch)
                self.batch = None
                return answer
        except OSError as error:
            raise ChildProcessError from error
        return None

    def close(self) -> None:
        """Let go of the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
        remove_parts(self._folder)


def remove_parts(folder: Path) -> None:
    """Remove what a build that broke off left of its parts."""
    for part in folder.glob(PART_PREFIX + "*"):
        shutil.rmtree(part, ignore_errors=True)


def _build_segments(pipe: Connection, catalogue: str) -> None:
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.search.index import whoosh_import as light

    light.prepare_whoosh()
    from viewer.search.index.segment_writer import build_segment

    try:
        with Catalogue(Path(catalogue)) as source:
            while True:
                part, share = pipe.recv()
                pipe.send(build_segment(Path(part), source, share, pipe.send))
    except (Exception, KeyboardInterrupt):
        # The share is made by whoever gave it, who also meets and tells whatever was wrong here.
        return
