"""What a bundle for Linux does at its start, and what it leaves for later or for never.

Imported by build.spec; the other half is ``runtime_hook.py``, which runs in the bundle.
"""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Entry = tuple[str, str, str]

ROOT = Path(__file__).resolve().parents[3]
#: PyInstaller's hooks that runtime_hook.py makes needless here, and the one that it runs when
#: needed.
_NEEDLESS = ("pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_pyside6")
_WHEN_NEEDED = "pyi_rth_multiprocessing"
#: A module of PySide6's support that only writes type stubs, but is imported at every start.
_UNUSED_SUPPORT = "shibokensupport.signature.lib.pyi_generator"
_NOTE = "PySide6's Python support stands compiled in start.bin.\n"
#: Opens the window without a screen and says what has been imported when it is painted.
_NAMES = """
import os, sys
from viewer.cli import main as cli
from viewer.ui.application import app_controller as program
class Window(program.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.first_painted.connect(self.tell)
    def tell(self):
        print(*sys.modules, flush=True)
        os._exit(0)
program.MainWindow = Window
cli.main([])
"""


def prepare(analysis: Any, work: Path) -> None:
    """Make what ``analysis`` describes start quickly."""
    hooks = {entry[0]: entry for entry in analysis.scripts}
    analysis.scripts = [e for e in analysis.scripts if e[0] not in (*_NEEDLESS, _WHEN_NEEDED)]
    if _WHEN_NEEDED in hooks:
        analysis.pure.append((_WHEN_NEEDED, hooks[_WHEN_NEEDED][1], "PYMODULE"))
    pure = {entry[0]: Path(entry[1]) for entry in analysis.pure}
    chosen = {name: pure[name] for name in imported(work) if name in pure}
    # In place: PyInstaller keeps the code it has compiled by the identity of this list.
    analysis.pure[:] = [entry for entry in analysis.pure if entry[0] not in chosen]
    chosen |= support(work)
    analysis.datas += [
        ("start.bin", str(write(chosen, work / "start.bin")), "DATA"),
        ("shiboken6/files.dir/README", str(_noted(work / "README")), "DATA"),
    ]


def imported(work: Path) -> list[str]:
    """The modules that have been imported when the window is first painted, in order."""
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    told = subprocess.run(
        [sys.executable, "-c", _NAMES],
        env={
            **kept, "PYTHONPATH": str(ROOT), "HOME": str(home), "QT_QPA_PLATFORM": "offscreen",
            "DOSUDO_LIBRARY": "",
        },
        stdout=subprocess.PIPE, text=True, check=True, timeout=120,
    )  # fmt: skip
    return told.stdout.split()


def support(work: Path) -> dict[str, Path]:
    """The modules of PySide6's Python support, which it embeds as source in an archive.

    At every start it would be unpacked and compiled. ``SBK_EMBED=0`` is PySide6's own switch to
    unpack it once, into a folder beside shiboken6; where there is such a folder, it is not
    unpacked again.
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
    found = {_name(source.relative_to(files)): source for source in sorted(files.rglob("*.py"))}
    found[_UNUSED_SUPPORT].write_text('"""Left out: nothing here writes type stubs."""\n')
    return found


def write(modules: dict[str, Path], target: Path) -> Path:
    """Compile ``modules`` into the file that runtime_hook.py reads; returns ``target``."""
    index: dict[str, tuple[int, int, str, bool]] = {}
    code = bytearray()
    for name, source in sorted(modules.items()):
        is_package = source.name == "__init__.py"
        place = name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        # Named by their place in the bundle, not by where they were built.
        made = marshal.dumps(compile(source.read_bytes(), place, "exec", dont_inherit=True))
        index[name] = (len(code), len(made), place, is_package)
        code += made
    head = marshal.dumps(index)
    target.write_bytes(len(head).to_bytes(4, "little") + head + code)
    return target


def _name(place: Path) -> str:
    parts = place.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _noted(target: Path) -> Path:
    target.write_text(_NOTE, encoding="utf-8")
    return target
