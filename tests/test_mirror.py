"""Tests stand where their modules do: ``viewer/a/b.py`` is tested in ``tests/a/test_b.py``.

A module without a test file of its own is named, as ``viewer/a/b.py``, in the docstring of the test
file that covers it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def modules(root: Path) -> Iterator[str]:
    """Every module, but for packages that hold nothing but a docstring and imports."""
    for path in sorted((root / "viewer").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        has_code = any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
        if path.name != "__init__.py" or has_code:
            yield path.relative_to(root).as_posix()


def covered_elsewhere(root: Path) -> Iterator[str]:
    """The modules that the docstrings of test files name."""
    for path in (root / "tests").rglob("*.py"):
        if path != Path(__file__):
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield from re.findall(r"\bviewer/[\w/]+\.py\b", docstring)


def without_a_test(root: Path) -> list[str]:
    named = set(covered_elsewhere(root))
    return [
        module
        for module in modules(root)
        if module not in named
        and not (root / re.sub(r"^viewer/(.*?)(\w+\.py)$", r"tests/\1test_\2", module)).is_file()
    ]


def test_every_module_has_a_test_that_can_be_found() -> None:
    assert without_a_test(ROOT) == []


def test_no_docstring_names_a_module_that_is_gone() -> None:
    assert [path for path in covered_elsewhere(ROOT) if not (ROOT / path).is_file()] == []


def test_a_module_without_a_test_is_found(tmp_path: Path) -> None:
    for path, source in {
        "viewer/__init__.py": "__version__ = '1'",
        "viewer/app.py": "",
        "viewer/paths.py": "",
        "viewer/search/__init__.py": "def search(): ...",
        "viewer/search/engine.py": "",
        "viewer/search/index/writer.py": "",
        "tests/test_paths.py": "",
        "tests/search/test_matching.py": '"""Matching. Covers viewer/search/engine.py."""',
        "tests/search/index/test_writer.py": "",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    assert without_a_test(tmp_path) == ["viewer/app.py", "viewer/search/__init__.py"]
