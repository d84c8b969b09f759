"""Every part of a package is named with its licence, and the text of each licence comes along."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from resources.packaging import bill
from viewer.ui.dialogs.about_and_shortcuts import COMPONENTS, component_versions

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parts() -> dict[str, dict[str, str]]:
    """Version and licence of every part of the bill, of what the program requires here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: dict[str, object] = {}
    for line in project["dependencies"]:
        bill.parts(re.split(r"[^\w.-]", line)[0], found)
    made = [bill.of_distribution(key, one) for key, one in sorted(found.items())]
    return {
        one["name"].lower().replace("_", "-"): {**one, "licence": one["licenses"][0]["expression"]}
        for one in [*made, *bill.brought_along()]
    }


def test_the_bill_names_what_comes_along(parts: dict[str, dict[str, str]]) -> None:
    said = {name: parts[name]["licence"] for name in ("qt", "sqlite", "opencc tables", "python")}
    assert said == {
        "qt": "LGPL-3.0-only", "sqlite": "blessing", "opencc tables": "Apache-2.0",
        "python": "PSF-2.0",
    }  # fmt: skip
    assert {"whoosh-reloaded", "cached-property", "pyside6-essentials", "nh3"} <= parts.keys()
    for name in ("qt", "sqlite", "python", "markdown", "opencc tables"):
        assert re.fullmatch(r"\d+(\.\d+)+", parts[name]["version"]), name
    if bill.icu_version():
        assert parts["icu"]["licence"] == "Unicode-DFS-2016"
        assert re.fullmatch(r"7\d\.\d", parts["icu"]["version"])


def test_a_part_without_a_licence_is_refused() -> None:
    class Silent:
        metadata = {"Name": "silent", "License-Expression": None}  # noqa: RUF012
        version = "1"

    with pytest.raises(KeyError, match="silent states no licence"):
        bill.of_distribution("silent", Silent())


def test_the_list_of_licences_names_every_part_with_the_licence_of_the_bill(
    parts: dict[str, dict[str, str]],
) -> None:
    rows = [
        row.split("|") for row in (ROOT / "LICENSES/README.md").read_text("utf-8").splitlines()
        if row.startswith("|")
    ]  # fmt: skip
    other = {
        "blessing": "public domain",
        "opencc tables": "tables of OpenCC",
        "pinyin-data table": "table of pinyin-data",
    }
    # What only another Python or another system needs may be missing here.
    for name, part in parts.items():
        called = other.get(name, name)
        of_part = [row for row in rows if called.lower() in row[1].lower()]
        licence = other.get(part["licence"], part["licence"])
        assert [row for row in of_part if row[3].strip().startswith(licence)], name


def test_help_about_names_the_same_licences(parts: dict[str, dict[str, str]]) -> None:
    for distribution, _, licence in COMPONENTS:
        assert parts[distribution.lower()]["licence"].startswith(licence), distribution
    assert "ICU" not in component_versions() or "icu" in parts


def test_every_text_of_a_licence_is_whole_and_is_named() -> None:
    listed = set(
        re.findall(r"\]\(([\w.-]+\.txt)\)", (ROOT / "LICENSES/README.md").read_text("utf-8"))
    )
    assert listed == {path.name for path in (ROOT / "LICENSES").glob("*.txt")}
    ends = {
        "Apache-2.0.txt": "limitations under the License.",
        "LGPL-3.0.txt": "permanent authorization for you to choose that version for the\nLibrary.",
        "GPL-3.0.txt": "<https://www.gnu.org/licenses/why-not-lgpl.html>.",
        "SQLite.txt": "never taking more than you give.",
    }
    for name, end in ends.items():
        assert (ROOT / "LICENSES" / name).read_text("utf-8").rstrip().endswith(end), name
    assert "Unicode, Inc." in (ROOT / "LICENSES/ICU.txt").read_text("utf-8")
    assert "FOUNDATION LICENSE VERSION 2" in (ROOT / "LICENSES/Python.txt").read_text("utf-8")
    assert "Bootloader Exception" in (ROOT / "LICENSES/PyInstaller.txt").read_text("utf-8")


def test_every_package_takes_the_texts_along() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license-files"] == ["LICENSE", "LICENSES/*"]
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert '(str(ROOT / "LICENSES"), "LICENSES")' in spec
    assert '(str(ROOT / "LICENSE"), ".")' in spec
