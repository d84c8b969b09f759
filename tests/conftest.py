"""What every test stands on: no screen, no reader's folder of its own, a library made anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DOSUDO_LANGUAGE"] = "en"


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the library of whoever runs it."""
    folder = tmp_path / "library"
    monkeypatch.setenv("DOSUDO_LIBRARY", str(folder))
    return folder
