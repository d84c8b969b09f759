"""Identifies a picture's format and its size in pixels from its first bytes.

The library ``imagesize`` was tried and not taken: it does not say the kind, gives wrong sizes for
BMP of OS/2, scaled WebP and GIF of over 32,767 pixels (negative ones, under any limit), and opens
addresses on the web.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: Width times height; the article pane shows no larger picture.
MOST_PIXELS = 25_000_000

Size = tuple[int, int]
# A comment once passed is not looked at again, in which other ends may stand.
_SVG = re.compile(rb"\s*(?><\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>]{0,400}>\s*)*+"
                  rb"<svg[\s>]", re.DOTALL | re.IGNORECASE)  # fmt: skip
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def identify_image(content: bytes) -> tuple[str, Size] | None:
    """The ending (``png``, ``jpg``, ``gif``, ``webp``, ``bmp``, ``svg``) and size in pixels.

    None for anything else. A drawing has no size: it is (0, 0).
    """
    for ending, read_size in _FORMATS.items():
        size = read_size(content)
        if size is not None:
            return ending, size
    return None


def _png(data: bytes) -> Size | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif(data: bytes) -> Size | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _jpeg(data: bytes) -> Size | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    offset = 2
    while offset + 9 <= len(data):
        if data[offset] != 0xFF:
            return None
        marker = data[offset + 1]
        if marker == 0xFF:
            offset += 1
        elif marker in _JPEG_SIZES:
            height = int.from_bytes(data[offset + 5 : offset + 7], "big")
            return int.from_bytes(data[offset + 7 : offset + 9], "big"), height
        elif 0xD0 <= marker <= 0xD9 or marker == 1:
            offset += 2
        else:
            offset += 2 + max(2, int.from_bytes(data[offset + 2 : offset + 4], "big"))
    return None


def _webp(data: bytes) -> Size | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return width, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width = int.from_bytes(data[26:28], "little") & 0x3FFF
        return width, int.from_bytes(data[28:30], "little") & 0x3FFF
    return None


def _bmp(data: bytes) -> Size | None:
    if data[:2] != b"BM" or len(data) < 26:
        return None
    if int.from_bytes(data[14:18], "little") == 12:
        return int.from_bytes(data[18:20], "little"), int.from_bytes(data[20:22], "little")
    width = int.from_bytes(data[18:22], "little", signed=True)
    return abs(width), abs(int.from_bytes(data[22:26], "little", signed=True))


def _svg(data: bytes) -> Size | None:
    return (0, 0) if _SVG.match(data.removeprefix(b"\xef\xbb\xbf")) else None


_FORMATS: dict[str, Callable[[bytes], Size | None]] = {
    "png": _png, "jpg": _jpeg, "gif": _gif, "webp": _webp, "bmp": _bmp, "svg": _svg,
}  # fmt: skip
