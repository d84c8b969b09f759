"""One window per library: a second start hands its address to the first and ends.

The way between them is a socket file (on Windows a named pipe) that only this user can open, and a
key that only this user can read, kept with the library's caches. What arrives is bytes, taken for
an address or for nothing: it opens a page and can do nothing else. Who connects and is silent, or
says anything else, is given up after a moment, and keeps nobody else waiting.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer import paths

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

_MAX_BYTES = 1000
#: What a caller gets to say everything in, and waits for the answer.
_TIMEOUT_SECONDS = 1.5
#: Callers that are listened to at the same time.
_MAX_CALLERS = 64
#: Pause after a failed call, so that repeated failures do not use a whole core.
_RETRY_SECONDS = 0.05
_KEY_FILE = "instance.key"
_OPENED_REPLY = b"opened"
#: The longest path of a socket, in bytes, on every system that has sockets with paths.
_MAX_SOCKET_PATH = 100


class SingleInstance:
    """Connection to the window that shows the library in ``folder``.

    Nothing is opened before ``send_address`` or ``listen`` is called.
    """

    def __init__(self, folder: Path) -> None:
        self._cache = paths.library_cache_folder(folder)
        self._socket_path = ""
        self._listener: Listener | None = None

    def send_address(self, address: str) -> bool:
        """Ask the window that is open already to show ``address``; whether there is one."""
        path = next((path for path in self._socket_paths() if _may_exist(path)), None)
        key = self._read_key()
        if path is None or key is None:
            return False
        answer: list[bytes] = []

        def ask() -> None:
            from multiprocessing.connection import Client

            with _ignoring_call_errors(), Client(path, authkey=key) as pipe:
                pipe.send_bytes(address.encode("utf-8", "replace")[:_MAX_BYTES])
                if pipe.poll(_TIMEOUT_SECONDS):
                    answer.append(pipe.recv_bytes(_MAX_BYTES))

        # A window that hangs must not keep this one from opening.
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(2 * _TIMEOUT_SECONDS)
        return answer == [_OPENED_REPLY]

    def listen(self, on_address: Callable[[str], None]) -> bool:
        """Call ``on_address``, in another thread, for each address that comes; False: cannot."""
        from multiprocessing.connection import Listener

        try:
            key = self._read_key() or self._create_key()
            self._socket_path = next(self._socket_paths(make_folders=True), "")
            if not self._socket_path:
                return False
            if sys.platform != "win32":
                # Left by a crash: a live window would have answered.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._socket_path)
            # Without the key: the listener itself would wait for ever for a caller that is silent.
            self._listener = Listener(self._socket_path, backlog=_MAX_CALLERS)
            if sys.platform != "win32":
                os.chmod(self._socket_path, 0o600)
        except OSError:
            return False
        threading.Thread(
            target=self._serve, args=(self._listener, key, on_address), daemon=True
        ).start()
        return True

    def close(self) -> None:
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is None:
            return
        from multiprocessing.connection import Client

        # A thread that waits for a call is not woken by closing what it waits at.
        with _ignoring_call_errors():
            Client(self._socket_path).close()
        with contextlib.suppress(OSError):
            listener.close()

    def _serve(self, listener: Listener, key: bytes, on_address: Callable[[str], None]) -> None:
        places = threading.Semaphore(_MAX_CALLERS)

        def hear(pipe: Connection) -> None:
            try:
                with pipe, _ignoring_call_errors():
                    caller = _Caller(pipe)
                    address = caller.receive(key)
                    if self._listener is listener:
                        on_address(address)
                        caller.send_bytes(_OPENED_REPLY)
            finally:
                places.release()

        while self._listener is listener:
            try:
                pipe = listener.accept()
            except OSError:
                time.sleep(_RETRY_SECONDS)
                continue
            places.acquire()
            try:
                threading.Thread(target=hear, args=(pipe,), daemon=True).start()
            except RuntimeError:  # the system has no thread to spare
                places.release()
                pipe.close()

    def _socket_paths(self, *, make_folders: bool = False) -> Iterator[str]:
        """Where the socket may be, the best place first: folders of this user alone."""
        name = f"dosudo-viewer-{self._cache.name}"
        if sys.platform == "win32":
            yield rf"\\.\pipe\{name}"
            return
        ours = f"dosudo-viewer-{os.getuid()}"
        for folder in (
            os.environ.get("XDG_RUNTIME_DIR", ""),
            os.path.join(os.environ.get("TMPDIR", ""), ours),
            os.path.join("/tmp", ours),
        ):
            path = os.path.join(folder, name)
            if not os.path.isabs(path) or len(os.fsencode(path)) > _MAX_SOCKET_PATH:
                continue
            if make_folders and folder.endswith(ours):
                with contextlib.suppress(OSError):
                    os.mkdir(folder, 0o700)
            if _is_private(folder):
                yield path

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


class _Caller:
    """Who has connected, with so much time to say everything that there is to say.

    Raises, where the time is over or the caller does not say what it should:
        OSError, EOFError, AuthenticationError: as the connection does.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._due = time.monotonic() + _TIMEOUT_SECONDS
        if sys.platform != "win32":
            # Half a message fails at once: what is sent here is so short that it arrives whole.
            os.set_blocking(pipe.fileno(), False)

    def receive(self, key: bytes) -> str:
        """What the caller has to say, once both have shown that they know the key."""
        from multiprocessing.connection import answer_challenge, deliver_challenge

        connection: Any = self
        deliver_challenge(connection, key)
        answer_challenge(connection, key)
        # Bytes only: receiving objects would unpickle them.
        return self.recv_bytes(_MAX_BYTES).decode("utf-8", "replace")

    def recv_bytes(self, max_length: int) -> bytes:
        if not self._pipe.poll(max(0.0, self._due - time.monotonic())):
            raise TimeoutError
        return self._pipe.recv_bytes(max_length)

    def send_bytes(self, data: bytes) -> None:
        self._pipe.send_bytes(data)


@contextlib.contextmanager
def _ignoring_call_errors() -> Iterator[None]:
    """A call fails silently: the other side may be anything, and its end is no news."""
    from multiprocessing import AuthenticationError

    # The last two are what the standard library says of an answer that makes no sense.
    with contextlib.suppress(OSError, EOFError, AuthenticationError, AssertionError, ValueError):
        yield


def _may_exist(path: str) -> bool:
    """Whether a window may listen at ``path``."""
    return sys.platform == "win32" or os.path.exists(path)


def _is_private(folder: str) -> bool:
    """Whether ``folder`` is one that nobody but this user can look into."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_mode & 0o077 == 0
        and (sys.platform == "win32" or status.st_uid == os.getuid())
    )
