"""What a bundle for Linux imports at its start, and from where."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

RECIPES = Path(__file__).resolve().parents[2] / "resources" / "packaging" / "fast_start"


@pytest.fixture(scope="module")
def start_file() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_file", RECIPES / "start_file.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _sources(folder: Path) -> dict[str, Path]:
    texts = {
        "parcel": "from parcel.inner import answer\n",
        "parcel.inner": "answer = 42\ndef fail():\n    raise ValueError(answer)\n",
    }
    package = folder / "parcel"
    package.mkdir()
    files = {"parcel": package / "__init__.py", "parcel.inner": package / "inner.py"}
    for name, file in files.items():
        file.write_text(texts[name], encoding="utf-8")
    return files


def _in_a_bundle(folder: Path, script: str) -> str:
    """What ``script`` prints after runtime_hook.py ran for a bundle in ``folder``."""
    start = f"import sys; sys._MEIPASS = {str(folder)!r}; sys.path.append(sys._MEIPASS)\n"
    hook = (RECIPES / "runtime_hook.py").read_text(encoding="utf-8")
    file = folder / "main.py"
    file.write_text(start + hook + script, encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, check=True
    )
    return made.stdout


def test_a_module_is_found_in_the_file_and_says_where_it_stands(
    start_file: ModuleType, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    start_file.write(_sources(tmp_path), bundle / "start.bin")
    said = _in_a_bundle(
        bundle,
        "import parcel, traceback\n"
        "print(parcel.answer, parcel.__file__, *parcel.__path__, parcel.inner.__file__)\n"
        "try: parcel.inner.fail()\n"
        "except ValueError: print(traceback.format_exc())",
    ).splitlines()
    place = bundle / "parcel"
    assert said[0] == f"42 {place / '__init__.py'} {place} {place / 'inner.py'}"
    # A traceback names the place in the bundle, not where it was built.
    assert any('"parcel/inner.py", line 3' in line for line in said)
    assert not any(str(tmp_path / "parcel") in line for line in said[1:])


def test_what_is_not_in_the_file_is_found_where_it_always_is(
    start_file: ModuleType, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "parcel").mkdir(parents=True)
    (bundle / "parcel" / "beside.py").write_text("here = True\n", encoding="utf-8")
    start_file.write(_sources(tmp_path), bundle / "start.bin")
    script = "import parcel.beside, json; print(parcel.beside.here, json.dumps(1))"
    assert _in_a_bundle(bundle, script).split() == ["True", "1"]


@pytest.mark.skipif(sys.platform != "linux", reason="bundles for other systems start as they are")
def test_the_archive_keeps_what_the_start_does_not_need(
    start_file: ModuleType, tmp_path: Path
) -> None:
    viewer = RECIPES.parents[2] / "viewer"
    analysis = SimpleNamespace(
        scripts=[("pyi_rth_pyside6", "a", "PYSOURCE"), ("pyi_rth_multiprocessing", "b", "PYSOURCE"),
                 ("runtime_hook", "c", "PYSOURCE"), ("__main__", "d", "PYSOURCE")],
        pure=[("viewer.ui.window.main_window",
               str(viewer / "ui/window/main_window.py"), "PYMODULE"),
              ("viewer.archive.parser.issue_parser",
               str(viewer / "archive/parser/issue_parser.py"), "PYMODULE")],
        datas=[],
    )  # fmt: skip
    pure = analysis.pure
    start_file.prepare(analysis, tmp_path)
    assert [name for name, _, _ in analysis.scripts] == ["runtime_hook", "__main__"]
    assert analysis.pure is pure
    assert [name for name, _, _ in pure] == [
        "viewer.archive.parser.issue_parser",
        "pyi_rth_multiprocessing",
    ]
    assert {place for place, _, _ in analysis.datas} == {"start.bin", "shiboken6/files.dir/README"}
    written = (tmp_path / "start.bin").read_bytes()
    assert b"viewer/ui/window/main_window.py" in written
    assert b"shibokensupport/signature/loader.py" in written
    assert b"viewer/archive/parser/issue_parser.py" not in written
