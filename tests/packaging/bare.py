"""A bare Debian system in a temporary folder, with a reader who has a home there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

RELEASE = "bookworm"
HOME = "/home/reader"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
#: Grows by itself while packages are installed, run and removed; none of it is a package's file.
_STATE = ("proc", "dev", "sys", "tmp", "run", "var/cache", "var/lib/apt", "var/lib/dpkg", "var/log")


class Bare:
    """The system below ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(
        self, *words: str, reader: bool = True, environment: Mapping[str, str] | None = None
    ) -> list[str]:
        """``words`` as a command that runs in there, as the reader or as root."""
        user = ["--userspec=reader:reader"] if reader else []
        home = HOME if reader else "/root"
        facts = {"HOME": home, "PATH": _PATH, "LANG": "C.UTF-8", **(environment or {})}
        given = [f"{name}={value}" for name, value in facts.items()]
        return ["chroot", *user, str(self.root), "/usr/bin/env", "-i", "-C", home, *given, *words]

    def run(
        self,
        *words: str,
        reader: bool = True,
        before: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """What the command says, having ended well; ``before`` is put in front of it."""
        made = subprocess.run(
            [*before, *self.command(*words, reader=reader, environment=environment)],
            capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert made.returncode == 0, f"{words}: {made.returncode}\n{made.stdout}\n{made.stderr}"
        return made.stdout

    def apt(self, *words: str) -> str:
        """apt-get as root."""
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        return self.run("apt-get", "-y", "-q", *words, reader=False, environment=quiet)

    def files(self) -> set[str]:
        """Every path that packages and readers make; not what the system keeps of itself."""
        found = set()
        for folder, names, files in os.walk(self.root):
            here = os.path.relpath(folder, self.root)
            names[:] = [n for n in names if os.path.normpath(f"{here}/{n}") not in _STATE]
            found |= {"/" + os.path.normpath(f"{here}/{name}") for name in [*names, *files]}
        return found


def make(root: Path) -> None:
    """A minimal Debian made with debootstrap in ``root``, with this system's package sources."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", RELEASE, str(root)],
        stdout=subprocess.DEVNULL, check=True, timeout=1200,
    )  # fmt: skip
    # The sources and the proxy that this system uses, and names that can be looked up.
    for name in ("etc/apt", "usr/share/keyrings"):
        if Path("/", name).is_dir() and _is_same_release():
            shutil.copytree(Path("/", name), root / name, dirs_exist_ok=True, symlinks=True)
    for name in ("etc/resolv.conf", "etc/hosts"):
        if Path("/", name).is_file():
            shutil.copyfile(Path("/", name), root / name)


@contextmanager
def entered(root: Path) -> Iterator[Bare]:
    """The system in ``root`` with what a running one has mounted, and a reader who lives there."""
    with ExitStack() as stack:
        sockets = root / "tmp/.X11-unix"
        sockets.mkdir(parents=True, exist_ok=True)
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        mounts = [
            (["-t", "proc", "proc"], root / "proc"),
            (["--bind", "--make-private", "/dev"], root / "dev"),
            (["-t", "tmpfs", "-o", "mode=1777", "shm"], root / "dev/shm"),
            (["--bind", "/tmp/.X11-unix"], sockets),
        ]
        for what, where in mounts:
            subprocess.run(["mount", *what, str(where)], check=True)
            stack.callback(subprocess.run, ["umount", str(where)], check=False)
        bare = Bare(root)
        bare.apt("update")
        if not (root / HOME.strip("/")).is_dir():
            bare.run("useradd", "--create-home", "reader", reader=False)
        yield bare


@contextmanager
def bare_system(folder: Path) -> Iterator[Bare]:
    """A minimal Debian in ``folder``, gone afterwards."""
    root = folder / "bare"
    make(root)
    with entered(root) as bare:
        yield bare
    shutil.rmtree(root, ignore_errors=True)


def _is_same_release() -> bool:
    return f"VERSION_CODENAME={RELEASE}" in Path("/etc/os-release").read_text(encoding="utf-8")
