"""Small pictures and an article of the reader's own to show them in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.ui.seeing import at, write
from tests.waiting import wait_until
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow

HEAD = "---\nnumber: 9\ntitle: Pictures\ndate: 2020-01-01\n---\n\n# A. Pictures {#a}\n\n"
YAML = "id: pics\nname: Pictures\nlanguage: en\n"

#: ``show({name: bytes}, markdown, prepare)``, see ``shower``.
Show = Callable[..., MainWindow]


def png(width: int, height: int, *, rows: int | None = None, grey: int = 128) -> bytes:
    """A grey picture; with ``rows`` it claims a height that its data do not fill."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress((b"\0" + bytes((grey,)) * width) * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def shower(start: Callable[..., AppController], library_folder: Path) -> Show:
    """``show({name: bytes}, markdown)`` opens an article of the reader's own with these files."""

    def shown(
        files: dict[str, str | bytes],
        body: str,
        prepare: Callable[[Path], None] | None = None,
        size: tuple[int, int] = (1280, 800),
    ) -> MainWindow:
        folder = library_folder / "pics"
        write(
            folder, {"publication.yaml": YAML, "009/issue.md": f"{HEAD}## 1. One {{#a1}}\n\n{body}"}
        )
        write(folder / "009", files)
        if prepare is not None:
            prepare(folder / "009")
        window = start(search=True, size=size).window
        assert window.go_to(at("pics/9/a1"))
        QApplication.processEvents()
        # The side pane may have gone: pictures are laid out anew once the width rests.
        wait_until(lambda: window.article_pane.is_drawn)
        return window

    return shown
