"""How long work tells how far it is, and learns that it is not wanted any more."""

from __future__ import annotations

from collections.abc import Callable

#: Told how much is done, and of how much.
ProgressCallback = Callable[[int, int], None]
#: Whether the work is to end now.
CancelCheck = Callable[[], bool]
#: Told after each step of an update of the catalogue whether the issue that was wanted first is
#: there or will not come.
StepCallback = Callable[[bool], None]
