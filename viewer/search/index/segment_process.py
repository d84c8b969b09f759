"""A second process that builds segments of a large index while the first builds others."""

from __future__ import annotations

import math
import shutil
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from viewer.processes import NoProcessError, WorkerProcess, serve
from viewer.search.index.index_layout import ArticleBatch

#: Prefix of the folders, in the index's own, of segments that are being built.
PART_PREFIX = ".part-"


class SegmentProcess:
    """Builds one segment after the other, of articles of the catalogue file ``catalogue``.

    At ``low_priority`` it leaves the processor to an open window that needs it.
    """

    def __init__(self, folder: Path, catalogue: Path, *, low_priority: bool = False) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._low_priority = low_priority
        self._process: WorkerProcess | None = None
        #: The batch it is working on, and how many articles of all its batches are done.
        self.batch: ArticleBatch | None = None
        self.done_count = 0
        self._done_before = 0
        self._part_number = 0
        remove_parts(folder)

    def submit(self, batch: ArticleBatch) -> bool:
        """Begin a segment of ``batch``; False where no process can be started or reached."""
        self._part_number += 1
        part = self._folder / f"{PART_PREFIX}{self._part_number}"
        try:
            if self._process is None:
                self._process = WorkerProcess(
                    _build_segments, str(self._catalogue), low_priority=self._low_priority
                )
            # Without a time limit: meanwhile this process has work of the same kind.
            self._process.send((str(part), batch), math.inf)
        except (NoProcessError, ChildProcessError):
            return False
        self.batch = batch
        return True

    def poll(self, seconds: float = 0) -> Any:
        """The segment once it is built, None until then. Waits for ``seconds`` at most.

        By then its files have been moved to the index's folder.

        Raises:
            ChildProcessError: the process failed; the caller has to build the batch itself.
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
        """Kill the process, whatever it is doing, and remove its unfinished files."""
        if self._process is not None:
            self._process.kill()
        remove_parts(self._folder)


def remove_parts(folder: Path) -> None:
    """Remove the unfinished segments of a build that broke off."""
    for part in folder.glob(PART_PREFIX + "*"):
        shutil.rmtree(part, ignore_errors=True)


def _build_segments(pipe: Connection, catalogue: str) -> None:
    from viewer.archive.catalogue.catalogue import Catalogue
    from viewer.search.index import whoosh_import

    whoosh_import.prepare_whoosh()
    from viewer.search.index.segment_writer import build_segment

    try:
        with Catalogue(Path(catalogue)) as source:
            serve(
                pipe, lambda request: build_segment(Path(request[0]), source, request[1], pipe.send)
            )
    except (Exception, KeyboardInterrupt):
        # The main process builds the batch instead, and meets and reports the same error.
        return
