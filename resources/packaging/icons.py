"""Draw the icon in the sizes that desktops want: ``icons.py FOLDER [SIZE…]``, files SIZE.png.

``icons.py FOLDER/NAME.ico`` writes one Windows icon of all sizes instead.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageReader

SOURCE = Path(__file__).resolve().parents[1] / "icons" / "dosudo-viewer.svg"
SIZES = (16, 32, 48, 64, 128, 256)


def drawn(size: int) -> QImage:
    """The icon, ``size`` pixels wide and high."""
    reader = QImageReader(str(SOURCE), b"svg")
    reader.setScaledSize(QSize(size, size))
    image = reader.read()
    if image.isNull():
        raise SystemExit(f"{SOURCE} cannot be drawn: {reader.errorString()}")
    return image


def as_ico(images: list[QImage]) -> bytes:
    """A Windows icon: a directory of sizes, then a PNG for each."""
    pictures = []
    for image in images:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        pictures.append(bytes(buffer.data().data()))
    offset = 6 + 16 * len(images)
    head = struct.pack("<HHH", 0, 1, len(images))
    for image, picture in zip(images, pictures, strict=True):
        side = image.width() % 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(pictures)


def main(arguments: list[str]) -> int:
    """Write the files; returns the exit code."""
    app = QGuiApplication([])
    target = Path(arguments[0])
    if target.suffix == ".ico":
        target.write_bytes(as_ico([drawn(size) for size in SIZES]))
    else:
        target.mkdir(parents=True, exist_ok=True)
        for size in map(int, arguments[1:] or map(str, SIZES)):
            drawn(size).save(str(target / f"{size}.png"))
    del app
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
