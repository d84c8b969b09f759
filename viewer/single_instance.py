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

_MAX_BYTES = 1000
_TIMEOUT_SECONDS = 1.5
#: Pause after a failed call, so that repeated failures do not use a whole core.
_RETRY_SECONDS = 0.05
_KEY_FILE = "instance.key"
_OPENED_REPLY = b"opened"


class SingleInstance:
    """Connection to the window that shows the library in ``folder``; its files are in ``cache``.

    Nothing is opened before ``send_address`` or ``listen`` is called.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._cache = cache
        name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:24]
        self._socket_path = _socket_path_for(name, cache)
        self._listener: Listener | None = None

    def send_address(self, address: str) -> bool:
        """Ask the window that is open already to show ``address``; whether there is one."""
        return self._send(address, _TIMEOUT_SECONDS)

    def _send(self, address: str, timeout: float) -> bool:
        if sys.platform != "win32" and not os.path.exists(self._socket_path):
            return False
        key = self._read_key()
        if key is None:
            return False
        answer: list[bytes] = []

        def ask() -> None:
            from multiprocessing import AuthenticationError
            from multiprocessing.connection import Client

            with (
                contextlib.suppress(OSError, EOFError, AuthenticationError),
                Client(self._socket_path, authkey=key) as pipe,
            ):
                pipe.send_bytes(address.encode("utf-8")[:_MAX_BYTES])
                if pipe.poll(timeout):
                    answer.append(pipe.recv_bytes(_MAX_BYTES))

        # A window that hangs must not keep this one from opening.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(2 * timeout)
        return answer == [_OPENED_REPLY]

    def listen(self, on_address: Callable[[str], None]) -> bool:
        """Call ``on_address``, in another thread, for each address that comes; False: cannot."""
        from multiprocessing.connection import Listener

        try:
            key = self._read_key() or self._create_key()
            if sys.platform != "win32":
                # Left by a crash: a live window would have answered.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._socket_path)
            self._listener = Listener(self._socket_path, authkey=key)
            if sys.platform != "win32":
                os.chmod(self._socket_path, 0o600)
        except OSError:
            return False
        threading.Thread(target=self._serve, args=(self._listener, on_address), daemon=True).start()
        return True

    def close(self) -> None:
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            # A thread that waits for a call is not woken by closing what it waits at.
            self._send("", _RETRY_SECONDS)
            with contextlib.suppress(OSError):
                listener.close()

    def _serve(self, listener: Listener, on_address: Callable[[str], None]) -> None:
        from multiprocessing import AuthenticationError

        while self._listener is listener:
            try:
                pipe = listener.accept()
            except (AuthenticationError, EOFError, OSError):
                time.sleep(_RETRY_SECONDS)
                continue
            with pipe, contextlib.suppress(EOFError, OSError):
                _receive(pipe, on_address if self._listener is listener else _ignore_address)

    def _read_key(self) -> bytes | None:
        try:
            key = (self._cache / _KEY_FILE).read_bytes()
        except OSError:
            return None
        return key if len(key) == 32 else None

    def _create_key(self) -> bytes:
        import secrets

        self._cache.mkdir(parents=True, exist_ok=True)
        key = secrets.token_bytes(32)
        temporary = self._cache / f"{_KEY_FILE}.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
        os.replace(temporary, self._cache / _KEY_FILE)
        return key


def _receive(pipe: Connection, on_address: Callable[[str], None]) -> None:
    if not pipe.poll(_TIMEOUT_SECONDS):
        return
    # Bytes only: receiving objects would unpickle them.
    text = pipe.recv_bytes(_MAX_BYTES).decode("utf-8", "replace")
    on_address(text)
    pipe.send_bytes(_OPENED_REPLY)


def _ignore_address(_text: str) -> None:
    """Handler while the window is closing: ignores the address."""


def _socket_path_for(name: str, cache: Path) -> str:
    """Where the socket stands: a folder of this user's alone, with a short enough name."""
    if sys.platform == "win32":
        return rf"\\.\pipe\dosudo-viewer-{name}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.path.isdir(runtime) and os.stat(runtime).st_uid == os.getuid():
        return os.path.join(runtime, f"dosudo-viewer-{name}")
    return str(cache / "instance")
