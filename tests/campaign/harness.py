"""Finds the campaigns of this folder, runs one, and counts."""

from __future__ import annotations

import importlib
import pkgutil
import random
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from tests import campaign as package
from tests.bench.figures import NOT_MEASURED, table

#: So many failures are printed; the others are only counted.
SHOWN = 20

HEAD = ("campaign", "seed", "count", "failures", "seconds", "memory")


@dataclass(slots=True)
class Result:
    """What came of a campaign; ``memory`` is told for this process and its largest child.

    ``broken`` is empty, or why the campaign itself ended before its time: then it proves nothing.
    """

    name: str
    seed: int
    count: int = 0
    failures: list[str] = field(default_factory=list)
    broken: str = ""
    seconds: float = 0.0
    memory: str = NOT_MEASURED

    def report(self) -> str:
        """The row under its head, then the first of the failures."""
        row = (
            self.name,
            str(self.seed),
            f"{self.count:,}",
            f"{len(self.failures):,}",
            f"{self.seconds:.0f}",
            self.memory,
        )
        more = len(self.failures) - SHOWN
        return "\n".join(
            [
                table(HEAD, [row]),
                *(f"  - {failure}" for failure in self.failures[:SHOWN]),
                *([f"  … and {more:,} more"] if more > 0 else []),
                *([f"BROKEN: {self.broken}"] if self.broken else []),
            ]
        )


def campaigns() -> dict[str, tuple[int, str]]:
    """Every campaign's name with its usual count and what it is for."""
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name != "__main__" and hasattr(module := _module(info.name), "run"):
            found[info.name.replace("_", "-")] = (
                module.COUNT,
                (module.__doc__ or "").partition("\n")[0],
            )
    return found


def carry_out(
    name: str, folder: Path, seed: int = 1, count: int | None = None, *, control: bool = False
) -> Result:
    """Runs the campaign ``name`` in ``folder``, which is made.

    A campaign that raises, or makes fewer experiments than it was asked for, is broken.
    """
    module = _module(name.replace("-", "_"))
    wanted = module.COUNT if count is None else count
    folder.mkdir(parents=True)
    result = Result(name, seed)
    began = time.monotonic()
    try:
        for failure in module.run(folder, random.Random(seed), wanted, control):
            result.count += 1
            if failure:
                result.failures.append(f"{result.count}: {failure}")
            if sys.stderr.isatty():
                print(f"\r{result.count:,} of {wanted:,}", end="\r", file=sys.stderr)
    except Exception:
        result.broken = traceback.format_exc()
    else:
        if result.count < wanted:
            result.broken = f"only {result.count:,} of {wanted:,} experiments were made"
    result.seconds = time.monotonic() - began
    result.memory = _memory()
    return result


def own_surroundings(folder: Path) -> dict[str, str]:
    """Environment in which nothing of the one who runs the campaign is read or written."""
    home = folder / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "DOSUDO_LIBRARY": str(folder / "library"),
        "DOSUDO_LANGUAGE": "en",
        "DOSUDO_LOG": "off",
        "QT_QPA_PLATFORM": "offscreen",
    }


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


def _memory() -> str:
    """The most memory that this process and the largest of its children have held."""
    try:
        import resource
    except ImportError:  # Windows
        return NOT_MEASURED
    unit = 1 if sys.platform == "darwin" else 1024
    own, child = (
        resource.getrusage(who).ru_maxrss * unit // 1_000_000
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own} MB, child {child} MB"
