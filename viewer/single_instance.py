"""One window per library: a second start hands its address to the first and ends.

The way between them is a socket file (on Windows a named pipe) that only this user can open, and a
key that only this user can read. What arrives is bytes, taken for an address or for nothing: it
opens a page and can do nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

_LONGEST = 1000
_PATIENCE = 1.5
#: Keeps a call that fails again and again from taking the processor.
_PAUSE = 0.05
_KEY = "instance.key"
_READY = b"opened"


class SingleInstance:
    """The way to the window that shows the library in ``folder``; ``cache`` is written to.

    Nothing is opened before ``hand_over`` or ``listen`` is called.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._cache = cache
        name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:24]
        self._place = _place(name, cache)
        self._listener: Listener | None = None

    def hand_over(self, address: str) -> bool:
        """Ask the window that is open already to show ``address``; whether there is one."""
        return self._ask(address, _PATIENCE)

    def _ask(self, address: str, patience: float) -> bool:
        if sys.platform != "win32" and not os.path.exists(self._place):
            return False
        key = self._key()
        if key is None:
            return False
        answer: list[bytes] = []

        def ask() -> None:
            from multiprocessing import AuthenticationError
            from multiprocessing.connection import Client

            with (
                contextlib.suppress(OSError, EOFError, AuthenticationError),
                Client(self._place, authkey=key) as pipe,
            ):
                pipe.send_bytes(address.encode("utf-8")[:_LONGEST])
                if pipe.poll(patience):
                    answer.append(pipe.recv_bytes(_LONGEST))

        # A window that hangs must not keep this one from opening.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(2 * patience)
        return answer == [_READY]

    def listen(self, arrived: Callable[[str], None]) -> bool:
        """Call ``arrived``, in another thread, with each address that comes; whether that works."""
        from multiprocessing.connection import Listener

        try:
            key = self._key() or self._new_key()
            if sys.platform != "win32":
                # What a crash left behind; a live window would have answered before.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._place)
            self._listener = Listener(self._place, authkey=key)
            if sys.platform != "win32":
                os.chmod(self._place, 0o600)
        except OSError:
            return False
        threading.Thread(target=self._serve, args=(self._listener, arrived), daemon=True).start()
        return True

    def close(self) -> None:
        """Listen no more."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # A thread that waits for a call is not woken by closing what it waits at.
            self._ask("", _PAUSE)
            with contextlib.suppress(OSError):
                listener.close()

    def _serve(self, listener: Listener, arrived: Callable[[str], None]) -> None:
        from multiprocessing import AuthenticationError

        while self._listener is listener:
            try:
                pipe = listener.accept()
            except (AuthenticationError, EOFError, OSError):
                time.sleep(_PAUSE)
                continue
            with pipe, contextlib.suppress(EOFError, OSError):
                _answer(pipe, arrived if self._listener is listener else _nobody)

    def _key(self) -> bytes | None:
        try:
            key = (self._cache / _KEY).read_bytes()
        except OSError:
            return None
        return key if len(key) == 32 else None

    def _new_key(self) -> bytes:
        import secrets

        self._cache.mkdir(parents=True, exist_ok=True)
        key = secrets.token_bytes(32)
        temporary = self._cache / f"{_KEY}.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        os.replace(temporary, self._cache / _KEY)
        return key


def _answer(pipe: Connection, arrived: Callable[[str], None]) -> None:
    if not pipe.poll(_PATIENCE):
        return
    # Bytes only: what multiprocessing calls an object would be unpickled.
    text = pipe.recv_bytes(_LONGEST).decode("utf-8", "replace")
    arrived(text)
    pipe.send_bytes(_READY)


def _nobody(_text: str) -> None:
    """Hears nothing: the window is closing."""


def _place(name: str, cache: Path) -> str:
    """Where the socket stands: a folder of this user's alone, with a short enough name."""
    if sys.platform == "win32":
        return rf"\\.\pipe\dosudo-viewer-{name}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime) and os.stat(runtime).st_uid == os.getuid():
        return os.path.join(runtime, f"dosudo-viewer-{name}")
    return str(cache / "instance")
