"""What a bundle takes along."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

RECIPES = Path(__file__).resolve().parents[2] / "resources" / "packaging"


@pytest.fixture(scope="module")
def lean() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lean", RECIPES / "lean.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("place", "used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\imageformats\\qtiff.dll", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/translations/qtbase_zh_TW.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/Qt6Core.dll", True),
        ("markdown-3.11.3.dist-info/METADATA", True),
        ("markdown-3.11.3.dist-info/licenses/LICENSE.md", True),
        ("markdown-3.11.3.dist-info/RECORD", False),
        ("issues/002/issue.md", True),
    ],
)
def test_what_is_used(lean: ModuleType, place: str, used: bool) -> None:
    assert lean.is_used((place, "", "BINARY")) is used


def _icu() -> tuple[str, str, str]:
    found = list((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*"))
    if sys.platform != "linux" or not found:
        pytest.skip("Qt brings no ICU of its own here")
    return (f"PySide6/Qt/lib/{found[0].name}", str(found[0]), "BINARY")


def _needs_icupkg() -> None:
    if not (shutil.which("icupkg") or shutil.which("icupkg", path="/usr/sbin")):
        pytest.skip("icupkg is not installed")


@pytest.mark.packaging
def test_icu_is_cut_where_it_sorts_as_before(lean: ModuleType, tmp_path: Path) -> None:
    _needs_icupkg()
    whole = _icu()
    ((place, made, _),) = lean.trim_icu([whole], tmp_path)
    assert place == whole[0]
    assert made != whole[1]
    assert Path(made).stat().st_size < Path(whole[1]).stat().st_size / 4


@pytest.mark.packaging
def test_icu_stays_whole_where_it_does_not(
    lean: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _needs_icupkg()
    # Chinese falls back to the order of the code points without its own rules.
    kept = lean._KEPT_ICU.pattern.replace("|zh|zh_Hant|en|res_index", "|en|res_index")
    assert kept != lean._KEPT_ICU.pattern
    monkeypatch.setattr(lean, "_KEPT_ICU", re.compile(kept))
    assert lean.trim_icu([_icu()], tmp_path) == [_icu()]


def test_icu_of_another_version_stays_whole(
    lean: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lean, "_ICU_VERSION", 12)
    entry = ("PySide6/Qt/lib/libicudata.so.73", "/nowhere", "BINARY")
    assert lean.trim_icu([entry], tmp_path) == [entry]
