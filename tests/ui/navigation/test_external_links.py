from __future__ import annotations

import os
import sys

import pytest

from viewer.ui.navigation import external_links as web


def _seen() -> str | None:
    with web.user_environment():
        return os.environ.get("LD_LIBRARY_PATH")


def test_a_browser_gets_the_readers_environment_not_the_bundles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", "/bundle/_internal", raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/_internal")
    assert _seen() is None
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    assert _seen() == "/opt/lib"
    # Our own workers still find the bundle's libraries.
    assert os.environ["LD_LIBRARY_PATH"] == "/bundle/_internal"


def test_outside_a_bundle_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lib")
    assert _seen() == "/opt/lib"
