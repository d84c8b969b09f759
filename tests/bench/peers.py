"""Start-up beside other offline readers from Debian, on a system of their own, in one run.

``sudo python -m tests.bench.peers dist/dosudo-viewer_VERSION_ARCH.deb [--system DIR] [--rounds 9]``

The package and its peers are installed into a bare Debian made with debootstrap: in a temporary
folder, or in ``--system DIR``, which is kept and used again. Where a peer opens a document of its
own kind, that document is made of our first article; the others show their first page. Chromium's
sandbox cannot be had inside a chroot, so the peers with a web engine go without it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench import startup
from tests.packaging.bare import HOME, Bare, bare_system, entered, make

#: Programs with what makes them comparable: fonts for all, and the makers of their documents.
PACKAGES = (
    "zeal", "kiwix", "goldendict-webengine", "assistant-qt6",
    "fonts-noto-cjk", "zim-tools", "qt6-documentation-tools",
)  # fmt: skip
_BOOK = f"{HOME}/book"
COMMANDS = {
    "dosudo-viewer": "/usr/bin/dosudo-viewer",
    "zeal": "/usr/bin/zeal",
    "kiwix": f"/usr/bin/kiwix-desktop {HOME}/article.zim",
    "goldendict": "/usr/bin/goldendict",
    "assistant": f"/usr/lib/qt6/bin/assistant -collectionFile {HOME}/article.qhc"
    " -showUrl qthelp://article/book/index.html",
}
_QHP = """<?xml version="1.0" encoding="UTF-8"?>
<QtHelpProject version="1.0">
<namespace>article</namespace><virtualFolder>book</virtualFolder>
<filterSection>
<toc><section title="Article" ref="index.html"/></toc>
<files><file>index.html</file></files>
</filterSection>
</QtHelpProject>
"""
_QHCP = """<?xml version="1.0" encoding="UTF-8"?>
<QHelpCollectionProject version="1.0">
<docFiles>
<generate><file><input>article.qhp</input><output>article.qch</output></file></generate>
<register><file>article.qch</file></register>
</docFiles>
</QHelpCollectionProject>
"""


def install(bare: Bare, package: Path) -> None:
    """Put the package and its peers onto ``bare``."""
    shutil.copyfile(package, bare.root / "tmp" / package.name)
    bare.apt("install", "--no-install-recommends", f"/tmp/{package.name}", *PACKAGES)
    # A package of the same version may hold another build.
    bare.apt("install", "--reinstall", "--no-install-recommends", f"/tmp/{package.name}")


def write_documents(bare: Bare) -> None:
    """Our first article as a document of each peer that opens one."""
    listed = bare.run("dosudo-viewer", "list", "--json")
    address = re.search(r'"address": "([^"]+/[^"]+/[^"]+)"', listed)
    assert address is not None, listed[:500]
    page = bare.run("dosudo-viewer", "show", json.loads(f'"{address[1]}"'), "--format", "html")
    home = bare.root / HOME.strip("/")
    book = bare.root / _BOOK.strip("/")
    book.mkdir(exist_ok=True)
    for folder in (book, home):
        (folder / "index.html").write_text(page, encoding="utf-8")
    icons = bare.root / "usr/share/icons/hicolor/48x48/apps"
    shutil.copyfile(icons / "dosudo-viewer.png", book / "icon.png")
    (home / "article.qhp").write_text(_QHP, encoding="utf-8")
    (home / "article.qhcp").write_text(_QHCP, encoding="utf-8")
    bare.run("chown", "-R", "reader:reader", HOME, reader=False)
    for name in ("article.zim", "article.qch", "article.qhc"):
        (home / name).unlink(missing_ok=True)
    facts = ["--title=a", "--description=a", "--creator=a", "--publisher=a", "--language=eng"]
    bare.run("zimwriterfs", "--welcome=index.html", "--illustration=icon.png", *facts,
             _BOOK, f"{HOME}/article.zim")  # fmt: skip
    bare.run("/usr/lib/qt6/libexec/qhelpgenerator", f"{HOME}/article.qhcp",
             "-o", f"{HOME}/article.qhc", environment={"QT_QPA_PLATFORM": "offscreen"})  # fmt: skip


def command(bare: Bare, words: str) -> str:
    """``words`` as the reader would run them on ``bare``, on whatever screen the bench has."""
    facts = {
        "HOME": HOME, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DOSUDO_LANGUAGE": "en",
        "QTWEBENGINE_DISABLE_SANDBOX": "1", "XDG_RUNTIME_DIR": f"{HOME}/.run",
    }  # fmt: skip
    given = [f"{name}={value}" for name, value in facts.items()]
    inside = ["/usr/bin/env", "-C", HOME, *given, *shlex.split(words)]
    return shlex.join(["chroot", "--userspec=reader:reader", str(bare.root), *inside])


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the system, measure, and say what each peer adds to the disk."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("package", type=Path, help="our .deb")
    parser.add_argument("--system", type=Path, metavar="DIR", help="a system to keep and use again")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(arguments)
    if os.geteuid() != 0:
        parser.error("a bare system can be made by root only")
    with ExitStack() as stack:
        if options.system is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-peers-"))
            bare = stack.enter_context(bare_system(Path(folder)))
        else:
            if not (options.system / "etc/debian_version").is_file():
                make(options.system)
            bare = stack.enter_context(entered(options.system.resolve()))
        install(bare, options.package)
        write_documents(bare)
        bare.run("mkdir", "-p", "-m700", f"{HOME}/.run")
        named = [f"--also={name}={command(bare, words)}" for name, words in COMMANDS.items()]
        return startup.main(["--bare", "--view=outside", f"--rounds={options.rounds}", *named])


if __name__ == "__main__":
    raise SystemExit(main())
