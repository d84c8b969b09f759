"""Types of callbacks of long tasks: progress and cancelling."""

from __future__ import annotations

from collections.abc import Callable

#: Called with how much is done, and of how much.
ProgressCallback = Callable[[int, int], None]
#: True if the task is to stop.
CancelCheck = Callable[[], bool]
#: Called after each step of an update of the catalogue; True once the issue to be read first was
#: parsed, or if there is none.
StepCallback = Callable[[bool], None]
