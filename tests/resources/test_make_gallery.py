"""The script that takes pictures of every view takes them of the real window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SCRIPT = Path(__file__).parents[2] / "resources" / "make_gallery.py"


@pytest.mark.parametrize(
    ("name", "scale", "size"),
    [("tree-en-dark-narrow", "1", (720, 800)), ("empty-zh_TW-sepia-wide", "1.5", (1920, 1200))],
)
def test_a_picture_is_taken(tmp_path: Path, name: str, scale: str, size: tuple[int, int]) -> None:
    subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path), "--only", name, "--scale", scale],
        check=True,
        capture_output=True,
        timeout=120,
        cwd=SCRIPT.parents[1],
    )
    (made,) = tmp_path.iterdir()
    assert made.name == f"{name}.png"
    picture = QImage(str(made))
    assert (picture.width(), picture.height()) == size
    colours = {picture.pixel(x, y) for x in range(0, size[0], 7) for y in range(0, size[1], 7)}
    assert len(colours) > 20, "there is nothing in the picture"
