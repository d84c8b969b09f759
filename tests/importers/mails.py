"""Mails of our own for the tests."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

from viewer.archive.model.issue_draft import IssueDraft
from viewer.importers.base import ImportOptions, Source
from viewer.importers.mail.importer import IMPORTER


def png(width: int = 20, height: int = 10) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        head = struct.pack(">I", len(content)) + kind + content
        return head + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mail(
    body: str = "A text.\n", *, kind: str = "text/plain; charset=utf-8", **heads: str
) -> bytes:
    """A mail from “Tea Weekly”; ``heads`` are headers with ``_`` for ``-``."""
    known = {
        "From": "Tea Weekly <tea@weekly.example>",
        "Subject": "Tea Weekly #12",
        "Date": "Fri, 01 May 2020 23:30:00 +0800",
        "Message-ID": "<12@weekly.example>",
        "Content-Type": kind,
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
    }
    known |= {name.replace("_", "-"): value for name, value in heads.items()}
    lines = [f"{name}: {value}" for name, value in known.items() if value]
    return ("\n".join(lines) + "\n\n" + body).encode("utf-8", "surrogateescape")


def parts(kind: str, *inner: str | bytes) -> str:
    """The body of a multipart mail whose boundary is its ``kind``."""
    made = b""
    for part in inner:
        made += f"--{kind}\n".encode() + (part.encode() if isinstance(part, str) else part) + b"\n"
    return (made + f"--{kind}--\n".encode()).decode("utf-8", "surrogateescape")


def part(kind: str, content: str | bytes, *heads: str) -> str:
    """A part of a multipart mail; bytes become base64."""
    lines = [f"Content-Type: {kind}", *heads]
    if isinstance(content, bytes):
        lines.append("Content-Transfer-Encoding: base64")
        content = base64.encodebytes(content).decode()
    return "\n".join(lines) + "\n\n" + content


def write(path: Path, *mails: bytes) -> Path:
    """``mails`` as an mbox, or one of them as it is where ``path`` does not end in ``.mbox``."""
    if path.suffix == ".mbox":
        path.write_bytes(
            b"".join(b"From tea@weekly.example Fri May  1 10:00:00 2020\n" + one.replace(
                b"\nFrom ", b"\n>From ") + b"\n\n" for one in mails)
        )  # fmt: skip
    else:
        (path_mail,) = mails
        path.write_bytes(path_mail)
    return path


def opened(path: Path) -> Source:
    return IMPORTER.open(path, ImportOptions())


def draft(tmp_path: Path, content: bytes) -> IssueDraft:
    """The issue of one mail."""
    made = opened(write(tmp_path / "a.eml", content)).read_issue(0)
    assert made is not None
    return made
