"""The package that is tested, and the bare system it is installed on; each is made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.bare import Bare, bare_system

ROOT = Path(__file__).resolve().parents[2]
#: Names a package that is built already, to be tested instead of a new one.
VARIABLE = "DOSUDO_DEB"
_TOOLS = ("debootstrap", "dpkg-shlibdeps", "Xvfb", "strace", "unshare", "xdotool", "import")


@pytest.fixture(scope="session")
def deb() -> Path:
    lacking = [tool for tool in _TOOLS if shutil.which(tool) is None]
    assert not lacking, f"install what provides {', '.join(lacking)}; the README names it"
    assert os.geteuid() == 0, "a bare system can be made by root only"
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE]).resolve()
    made = subprocess.run(
        ["resources/packaging/linux/build-deb", "--deb"],
        cwd=ROOT, env={**os.environ, "PYTHON": sys.executable}, stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    return ROOT / made.stdout.split()[-1]


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    with bare_system(tmp_path_factory.mktemp("system")) as made:
        yield made


@pytest.fixture(scope="session")
def untouched(bare: Bare) -> set[str]:
    """What there was before the package came."""
    return bare.files()


@pytest.fixture(scope="session")
def installed(bare: Bare, deb: Path, untouched: set[str]) -> Bare:
    """The system with the package installed by apt, and nothing named beside it."""
    shutil.copyfile(deb, bare.root / "tmp" / deb.name)
    bare.apt("install", f"/tmp/{deb.name}")
    return bare
