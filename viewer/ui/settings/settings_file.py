"""The file of this machine's settings, such as theme, fonts and the place of the window."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from viewer.messages import Message

SETTINGS_FILE = "settings.json"
_MAX_SIZE = 1024 * 1024


class SettingsFile:
    """Values by name, in ``settings.json`` in ``folder``; without a folder in memory alone.

    A value is written at once. Where that fails it is written with the next, and ``problem`` says
    so. Names this version does not know stay in the file.
    """

    def __init__(self, folder: Path | None) -> None:
        #: What the reader is to be told, once.
        self.problem: Message | str = ""
        #: Told of each time that settings cannot be written.
        self.on_problem: Callable[[Message], None] | None = None
        self._path = folder / SETTINGS_FILE if folder is not None else None
        #: Whether there was no file yet.
        self.is_new = self._path is not None and not os.path.exists(self._path)
        self._unwritten: dict[str, Any] = {}
        self._values = self._read()

    def get(self, name: str, default: Any = None) -> Any:
        """The value of ``name``, or ``default``."""
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Set the value of ``name``, anything JSON can hold."""
        if name not in self._values or self._values[name] != value:
            self.set_all({name: value})

    def set_all(self, values: dict[str, Any]) -> None:
        """Set the values of many names."""
        self._values.update(values)
        self._unwritten.update(values)
        self.write()

    def write(self) -> None:
        """Write what is not written yet."""
        if self._path is None or not self._unwritten:
            return
        # Another window may have set others meanwhile.
        values = {**self._values, **self._read(), **self._unwritten}
        partial = self._path.with_name(f".{SETTINGS_FILE}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                json.dump(values, file, ensure_ascii=True, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, self._path)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            message = Message(
                "{path} cannot be written; settings are not kept yet.", path=self._path
            )
            self.problem = message
            if self.on_problem is not None:
                self.on_problem(message)
        else:
            self._unwritten.clear()
            self._values = values
            self.problem = ""

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            with self._path.open("rb") as file:
                values = json.loads(file.read(_MAX_SIZE))
            if not isinstance(values, dict):
                raise ValueError(type(values))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            return self._set_aside(self._path)
        except OSError:
            self.problem = Message(
                "{path} cannot be read; all settings are the usual ones.", path=self._path
            )
            return {}
        return values

    def _set_aside(self, path: Path) -> dict[str, Any]:
        aside = path.with_name(f"{SETTINGS_FILE}.damaged")
        try:
            os.replace(path, aside)
            self.problem = Message(
                "{path} was damaged and is kept as {aside}; all settings are the usual ones.",
                path=path,
                aside=aside.name,
            )
        except OSError:
            self.problem = Message(
                "{path} cannot be read; all settings are the usual ones.", path=path
            )
        return {}
