"""Write a CycloneDX bill of what a bundle is made of: ``bill.py FILE.cdx.json``.

Listed are the distributions that the program requires, as installed where the bundle is built,
Python, and PyInstaller, whose loader starts the program.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

import viewer

NAME = "dosudo-viewer"


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


def component(key: str, distribution: metadata.Distribution) -> dict[str, Any]:
    """One part as CycloneDX writes it."""
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{key}@{distribution.version}",
        "name": distribution.metadata["Name"],
        "version": distribution.version,
        "purl": f"pkg:pypi/{key}@{distribution.version}",
    }
    licence = distribution.metadata.get("License-Expression")
    if licence:
        made["licenses"] = [{"expression": licence}]
    return made


def bill() -> dict[str, Any]:
    """The whole bill, the same for the same parts."""
    found: dict[str, metadata.Distribution] = {}
    for name in (NAME, "pyinstaller"):
        parts(name, found)
    program = found.pop(NAME)
    components = [component(key, one) for key, one in sorted(found.items())]
    python = platform.python_version()
    components.append({
        "type": "platform", "bom-ref": f"python@{python}", "name": "Python", "version": python,
        "licenses": [{"expression": "PSF-2.0"}],
    })  # fmt: skip
    references = [str(one["bom-ref"]) for one in components]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, " ".join([viewer.__version__, *references]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": NAME, "name": program.metadata["Name"],
                "version": viewer.__version__, "licenses": [{"expression": "MIT"}],
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
