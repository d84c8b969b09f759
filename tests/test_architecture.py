"""The rooms of the program and who may know whom, read from the syntax tree of every module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "viewer").rglob("*.py"))

#: Each room with the rooms it may import. What is not named here may import nothing of ours.
ALLOWED = {
    "errors": set(),
    "paths": {"errors"},
    "color_themes": set(),
    "platform_checks": set(),
    "single_instance": set(),
    "archive": {"errors", "paths"},
    "search": {"errors", "paths", "archive"},
    "importers": {"errors", "paths", "archive"},
    "exporters": {"errors", "paths", "color_themes", "archive"},
    "ui": {
        "errors", "paths", "color_themes", "archive", "search", "importers", "exporters",
        "single_instance",
    },
    "app": {
        "errors", "paths", "color_themes", "archive", "search", "importers", "exporters", "ui",
        "single_instance",
    },
    "cli": {
        "errors", "paths", "archive", "search", "importers", "exporters", "platform_checks", "app",
        "single_instance",
    },
    "__main__": {"cli"},
}  # fmt: skip

QT = ("PySide6", "shiboken6")
NETWORK = ("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests")


def room(path: Path) -> str:
    return path.relative_to(ROOT / "viewer").parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    """Every module that ``path`` imports, at any depth and however written."""
    found = []
    package = ["viewer", *path.relative_to(ROOT / "viewer").parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found += [stem, *(f"{stem}.{alias.name}" for alias in node.names)]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", ""))
            in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.append(str(node.args[0].value))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_knows_only_the_rooms_below_it(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    assert own in ALLOWED, f"{own} is a new room: say in ALLOWED what it may import"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "viewer" and len(parts) > 1 and not parts[1].startswith("__"):
            assert parts[1] == own or parts[1] in ALLOWED[own], f"{own} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_qt_lives_in_the_window_alone(path: Path) -> None:
    if room(path) in ("ui", "app"):
        return
    assert not [name for name in imports(path) if name.startswith(QT)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_can_open_a_network_connection(path: Path) -> None:
    names = imports(path)
    assert not [n for n in names if n in NETWORK or n.startswith(tuple(f"{m}." for m in NETWORK))]
    assert not [n for n in names if "QtNetwork" in n or "QtWebEngine" in n]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 650


def test_the_rules_see_hidden_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that cannot fail proves nothing: each way to hide an import is found."""
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    module = tmp_path / "viewer" / "search" / "hidden.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from viewer.ui import one\n"
        "def f():\n    from .. import render\n    import PySide6.QtCore\n"
        "    __import__('viewer.importers')\n",
        encoding="utf-8",
    )
    found = imports(module)
    assert "viewer.ui.one" in found
    assert "viewer.exporters.article_formats" in found
    assert "PySide6.QtCore" in found
    assert "viewer.importers" in found
