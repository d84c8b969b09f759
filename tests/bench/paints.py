"""When a paint is over, and how long the event loop is held."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE_MS = 60_000
#: A gap between two ticks is the event loop being held; the timer itself asks for one.
_TICK_MS = 1
#: What has not been painted by then needed no paint.
_NO_PAINT_MS = 1000
_SOON = Qt.EventPriority.HighEventPriority.value


def now() -> float:
    """Milliseconds of a clock that only runs forward."""
    return time.perf_counter() * 1000


def wait(until: Callable[[], bool], milliseconds: int = _PATIENCE_MS) -> bool:
    """Let events run until ``until()`` holds; False when the time is over first."""
    loop = QEventLoop()
    poll, limit = QTimer(), QTimer()
    poll.timeout.connect(lambda: loop.quit() if until() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    poll.start(1)
    limit.start(milliseconds)
    if not until():
        loop.exec()
    return until()


def rest(milliseconds: int) -> None:
    """Let events run for a while."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(milliseconds)
    loop.exec()


class Painted(QObject):
    """Tells when the next paint of any of these widgets, and all painted with it, is over."""

    _OVER = QEvent.Type(QEvent.registerEventType())

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._then: Callable[[], object] | None = None
        self._posted = False
        for widget in widgets:
            widget.installEventFilter(self)

    def arm(self, then: Callable[[], object]) -> None:
        """Call ``then`` when the next paint is over."""
        self._then = then

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ask to be called first when the window has painted all its parts."""
        if event.type() == QEvent.Type.Paint and self._then is not None and not self._posted:
            self._posted = True
            QApplication.postEvent(self, QEvent(self._OVER), _SOON)
        return False

    def event(self, event: QEvent) -> bool:
        """The paint is over."""
        if event.type() != self._OVER:
            return super().event(event)
        then, self._then, self._posted = self._then, None, False
        if then is not None:
            then()
        return True

    def time(self, act: Callable[[], object]) -> tuple[float, float] | None:
        """Milliseconds that ``act`` took, and those until its paint was over; None without one."""
        ended: list[float] = []
        loop = QEventLoop()

        def over() -> None:
            ended.append(now())
            loop.quit()

        start = now()
        act()
        acted = now() - start
        self.arm(over)
        QTimer.singleShot(_NO_PAINT_MS, loop, loop.quit)
        loop.exec()
        self._then = None
        return (acted, ended[0] - start) if ended else None


class Ticker:
    """A timer that ticks throughout; each gap between ticks is time the event loop was held."""

    def __init__(self, doing: Callable[[], str]) -> None:
        self._doing = doing
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = now()
        self.gaps: list[float] = []
        self.worst: tuple[float, str] = (0.0, "")

    def start(self) -> None:
        """Tick from now on."""
        self._last = now()
        self._timer.start(_TICK_MS)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def _tick(self) -> None:
        moment = now()
        gap = moment - self._last
        self._last = moment
        self.gaps.append(gap)
        if gap > self.worst[0]:
            self.worst = (gap, self._doing())
