"""Write a CycloneDX bill of what a bundle is made of: ``bill.py FILE.cdx.json``.

Listed are the distributions that the program requires, as installed where the bundle is built; what
these bring along (Qt, ICU); Python with its SQLite; the tables of OpenCC; and PyInstaller, whose
loader starts the program. ``LICENSES/README.md`` says the same in words, and a test compares them.
"""

from __future__ import annotations

import ctypes
import json
import platform
import re
import sqlite3
import sys
import uuid
from importlib import metadata, util
from pathlib import Path
from typing import Any

import viewer

NAME = "dosudo-viewer"
#: The licences, as SPDX writes them, of distributions that do not say theirs in that way.
LICENCES = {
    "altgraph": "MIT",
    "cached-property": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "macholib": "MIT",
    "nh3": "MIT",
    "pefile": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 AND GPL-2.0-or-later",
    "pyside6-essentials": "LGPL-3.0-only",
    "pywin32-ctypes": "BSD-3-Clause",
    "pyyaml": "MIT",
    "setuptools": "MIT",
    "shiboken6": "LGPL-3.0-only",
    "whoosh-reloaded": "BSD-2-Clause",
}


def parts(name: str, found: dict[str, metadata.Distribution]) -> None:
    """Add the distribution ``name`` and, in turn, everything that it requires here."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        # Required on another system or another Python.
        return
    found[key] = distribution
    for requirement in distribution.requires or []:
        if "extra ==" not in requirement:
            parts(re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0], found)


def component(
    name: str, version: str, licence: str, purl: str, kind: str = "library"
) -> dict[str, Any]:
    """One part as CycloneDX writes it."""
    return {
        "type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl,
        "licenses": [{"expression": licence}],
    }  # fmt: skip


def of_distribution(key: str, distribution: metadata.Distribution) -> dict[str, Any]:
    """A Python distribution as a part.

    Raises:
        KeyError: neither it nor ``LICENCES`` says under which licence it is.
    """
    licence = LICENCES.get(key) or distribution.metadata["License-Expression"]
    if not licence:
        raise KeyError(f"{key} states no licence: add it to LICENCES in bill.py.")
    version = distribution.version
    return component(distribution.metadata["Name"], version, licence, f"pkg:pypi/{key}@{version}")


def brought_along() -> list[dict[str, Any]]:
    """The parts that are no Python distributions but come within one, or with Python."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    made = [
        component("Python", python, "PSF-2.0", f"pkg:generic/python@{python}", "platform"),
        component("SQLite", sqlite, "blessing", f"pkg:generic/sqlite@{sqlite}"),
        _table("han_variants.txt", "OpenCC tables", "Apache-2.0"),
        _table("pinyin.txt", "pinyin-data table", "MIT"),
    ]
    if util.find_spec("PySide6") is not None:
        from PySide6.QtCore import qVersion

        qt = qVersion()
        made.append(component("Qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}"))
        icu = icu_version()
        if icu:
            made.append(component("ICU", icu, "Unicode-DFS-2016", f"pkg:generic/icu@{icu}"))
    return made


def _table(file: str, name: str, licence: str) -> dict[str, Any]:
    """A table among the resources, by the package that its script took it from and wrote down."""
    head = (Path(__file__).parents[1] / file).read_text("utf-8")[:500]
    package, version = re.findall(r"in ([\w-]+)\n# (\d[\d.]*) ", head)[0]
    return component(name, version, licence, f"pkg:pypi/{package}@{version}")


def icu_version() -> str:
    """The version of the ICU that comes with Qt; empty where Qt uses the system's own."""
    import PySide6

    folder = Path(PySide6.__path__[0]) / "Qt" / "lib"
    found = next(iter(folder.glob("libicuuc.so.*")), None)
    if found is None:
        return ""
    major = found.suffix.removeprefix(".")
    ctypes.CDLL(str(folder / f"libicudata.so.{major}"), mode=ctypes.RTLD_GLOBAL)
    numbers = (ctypes.c_uint8 * 4)()
    getattr(ctypes.CDLL(str(found)), f"u_getVersion_{major}")(numbers)
    return f"{numbers[0]}.{numbers[1]}"


def bill() -> dict[str, Any]:
    """The whole bill, the same for the same parts."""
    found: dict[str, metadata.Distribution] = {}
    for name in (NAME, "pyinstaller"):
        parts(name, found)
    program = found.pop(NAME)
    components = [of_distribution(key, one) for key, one in sorted(found.items())]
    components += brought_along()
    references = [str(one["bom-ref"]) for one in components]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, " ".join([viewer.__version__, *references]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": NAME,
                "name": program.metadata["Name"], "version": viewer.__version__,
                "licenses": [{"expression": "MIT"}],
            },
            "properties": [{"name": "platform", "value": platform.platform(terse=True)}],
        },
        "components": components,
        "dependencies": [{"ref": NAME, "dependsOn": references}],
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the bill; returns the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    text = json.dumps(bill(), indent=2, ensure_ascii=False)
    Path(arguments[0]).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
