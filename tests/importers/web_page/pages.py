"""Small web pages of our own, built like those of several kinds of sites, and their texts."""

from __future__ import annotations

from pathlib import Path

from tests.importers.exports import png

_HERE = Path(__file__).parent / "saved_pages"
LONG = "Tea leaves differ by how long they meet the air, and a grower decides within hours. "


def page(name: str) -> str:
    """The page of a kind of site: blogspot, chinese, mailchimp, substack or wordpress."""
    return (_HERE / f"{name}.html").read_text(encoding="utf-8")


def text(name: str) -> str:
    """The Markdown that is wanted of it."""
    return (_HERE / f"{name}.md").read_text(encoding="utf-8")


def wordpress(folder: Path) -> Path:
    """The page and its folder of pictures."""
    return saved(
        folder / "Leaves.html",
        page("wordpress"),
        {"Leaves_files/cup.png": png(300, 200), "Leaves_files/s1.png": png(600, 400)},
    )


def saved(path: Path, html: str | bytes, files: dict[str, bytes] | None = None) -> Path:
    """``html`` at ``path``, and ``files`` beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    for name, content in (files or {}).items():
        beside = path.parent / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
    return path


def mhtml(html: str, pictures: dict[str, bytes], address: str = "https://e.org/p") -> bytes:
    """A page as Chrome saves it in one file, its pictures named by their addresses."""
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nSubject: x\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    )
    parts = [
        f"--B\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: 8bit\r\nContent-Location: {address}\r\n\r\n{html}\r\n".encode()
    ]
    for name, content in pictures.items():
        parts.append(
            f"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n"
            f"Content-Location: {name}\r\n\r\n".encode()
            + content
            + b"\r\n"
        )
    return head.encode() + b"".join(parts) + b"--B--\r\n"
