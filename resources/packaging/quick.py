"""What a bundle for Linux leaves for later, or for never, at its start. Imported by build.spec."""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Entry = tuple[str, str, str]

#: PyInstaller's hooks that begin.py makes needless here, and the one that it runs when needed.
_NEEDLESS = ("pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_pyside6")
_WHEN_NEEDED = "pyi_rth_multiprocessing"
#: A module of PySide6's support that only writes type stubs, but is imported at every start.
_UNUSED_SUPPORT = "shibokensupport/signature/lib/pyi_generator.py"


def put_hooks_off(analysis: Any) -> None:
    """Take PyInstaller's hooks out of the start of what ``analysis`` describes."""
    hooks = {entry[0]: entry for entry in analysis.scripts}
    analysis.scripts = [e for e in analysis.scripts if e[0] not in (*_NEEDLESS, _WHEN_NEEDED)]
    if _WHEN_NEEDED in hooks:
        analysis.pure.append((_WHEN_NEEDED, hooks[_WHEN_NEEDED][1], "PYMODULE"))


def signature_support(work: Path) -> list[Entry]:
    """PySide6's Python support as files, compiled.

    It is embedded as source in an archive that is unpacked and compiled at every start.
    ``SBK_EMBED=0`` is PySide6's own switch to unpack it once, beside shiboken6.
    """
    spec = find_spec("shiboken6")
    if spec is None or spec.origin is None:
        raise SystemExit("shiboken6 is not installed")
    place = work / "support"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(Path(spec.origin).parent, place / "shiboken6")
    subprocess.run(
        [sys.executable, "-c", "import shiboken6.Shiboken"],
        env={**os.environ, "PYTHONPATH": str(place), "SBK_EMBED": "0"},
        check=True,
    )
    files = place / "shiboken6" / "files.dir"
    entries = []
    for source in sorted(files.rglob("*.py")):
        name = source.relative_to(files).as_posix()
        if name == _UNUSED_SUPPORT:
            source.write_text('"""Left out: nothing here writes type stubs."""\n')
        compiled = source.with_suffix(".pyc")
        py_compile.compile(
            str(source), str(compiled), dfile=name, doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )  # fmt: skip
        entries.append((f"shiboken6/files.dir/{name}c", str(compiled), "DATA"))
    return entries
