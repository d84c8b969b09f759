"""The Debian package on a bare system: installed, tried, looked at, traced, and taken off again.

The tests stand in the order in which a reader would go, and share one system.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.packaging import seeing
from tests.packaging.bare import HOME, Bare
from viewer import __version__

pytestmark = pytest.mark.packaging

LIBRARY = f"{HOME}/.local/share/dosudo-viewer"

#: Where the program may read, and why.
READ = {
    "/usr/lib/dosudo-viewer": "the program",
    HOME: "the reader's own folders",
    "/tmp": "folders made for one run",
    "/usr/share/fonts": "fonts", "/usr/local/share/fonts": "fonts", "/etc/fonts": "fonts",
    "/usr/share/fontconfig": "fonts", "/var/cache/fontconfig": "fonts",
    "/lib": "system libraries", "/usr/lib/x86_64-linux-gnu": "system libraries",
    "/usr/lib/aarch64-linux-gnu": "system libraries", "/etc/ld.so.cache": "system libraries",
    "/usr/lib/locale": "the C library's locale", "/usr/share/locale": "the C library's locale",
    "/etc/localtime": "the time zone",
    "/usr/share/zoneinfo": "the time zone", "/etc/timezone": "the time zone",
    "/usr/share/X11": "the keyboard", "/etc/passwd": "where home is",
    "/etc/nsswitch.conf": "where home is", "/etc/group": "where home is",
    "/usr/share/drirc.d": "the screen's driver", "/usr/share/glvnd": "the screen's driver",
    "/etc/drirc": "the screen's driver", "/etc/glvnd": "the screen's driver",
    "/etc/machine-id": "the session bus", "/var/lib/dbus/machine-id": "the session bus",
    "/usr/share/icons": "icons and pointers", "/usr/share/pixmaps": "icons and pointers",
    "/proc": "the kernel", "/sys": "the kernel", "/dev": "the kernel",
}  # fmt: skip


def test_the_package_is_small(deb: Path) -> None:
    assert deb.stat().st_size <= 25_000_000
    told = subprocess.check_output(["dpkg-deb", "-f", str(deb)], text=True)
    facts = dict(re.findall(r"^([\w-]+): (.*)$", told, re.MULTILINE))
    assert facts["Version"] == __version__
    assert int(facts["Installed-Size"]) * 1024 <= 80_000_000
    assert facts["Recommends"] == "fonts-noto-cjk"


def test_it_installs_and_tests_itself(installed: Bare) -> None:
    assert "all well" in installed.run("dosudo-viewer", "--self-test")
    assert installed.run("dosudo-viewer", "--version").split() == ["dosudo-viewer", __version__]
    assert not list((installed.root / "usr/bin").glob("python3*")), "the bundle needs no Python"


def test_the_menu_knows_it(installed: Bare) -> None:
    share = installed.root / "usr/share"
    entry = (share / "applications/dosudo-viewer.desktop").read_text(encoding="utf-8")
    assert "Exec=dosudo-viewer %u" in entry
    for size in ("48x48", "128x128", "256x256"):
        assert (share / f"icons/hicolor/{size}/apps/dosudo-viewer.png").is_file()
    assert (share / "mime/packages/dosudo-viewer.xml").is_file()


def test_it_finds_what_it_came_with(installed: Bare) -> None:
    found = json.loads(installed.run("dosudo-viewer", "search", "世界模擬器", "--json"))
    assert "dosudo/2/c6" in json.dumps(found)
    shown = installed.run("dosudo-viewer", "show", "dosudo/2/c6")
    assert "世界模擬器" in shown


def test_it_brings_in_and_hands_on_what_a_reader_has(installed: Bare) -> None:
    """With everything that only these need: the parsers, and workers of their own."""
    place = installed.root / HOME.strip("/") / "letters"
    place.mkdir()
    for number in range(1, 13):
        text = f"# Letter {number}\n\n## Of the {number}. sea\n\nNothing but water.\n"
        (place / f"{number:03}.md").write_text(text, encoding="utf-8")
    installed.run("chown", "-R", "reader:reader", f"{HOME}/letters", reader=False)
    other = {"DOSUDO_LIBRARY": f"{HOME}/other"}
    said = installed.run("dosudo-viewer", "import", f"{HOME}/letters", environment=other)
    assert "12" in said
    found = json.loads(
        installed.run("dosudo-viewer", "search", "water", "--json", environment=other)
    )
    assert len(found["hits"]) == 12
    publication, pack = found["hits"][0]["publication"], f"{HOME}/letters.dvpack"
    installed.run("dosudo-viewer", "export", publication, pack, "--pack", environment=other)
    third = {"DOSUDO_LIBRARY": f"{HOME}/third"}
    assert "12" in installed.run("dosudo-viewer", "import", pack, environment=third)


def _shot(bare: Bare, tmp_path: Path, *words: str) -> QImage:
    size = "x".join(map(str, seeing.SIZE))
    bare.run("dosudo-viewer", "shot", f"{HOME}/shot.png", *words, "--size", size)
    return QImage(str(bare.root / HOME.strip("/") / "shot.png"))


def test_the_window_shows_the_archive(installed: Bare, tmp_path: Path) -> None:
    """The first page on a real screen is the page as the archive's own rendering draws it."""
    trace = tmp_path / "window.trace"
    with seeing.screen() as display:
        command = installed.command("dosudo-viewer", environment={"DISPLAY": display})
        program = subprocess.Popen([*seeing.traced(trace), *command])
        try:
            seeing.place(display)
            first = seeing.picture(display, tmp_path / "first.png")
            seeing.press(display, "key", "ctrl+e")
            seeing.press(display, "type", "--delay", "80", "世界模擬器")
            seeing.picture(display, tmp_path / "typed.png")
            seeing.press(display, "key", "Return")
            searched = seeing.picture(display, tmp_path / "searched.png")
            seeing.press(display, "key", "ctrl+q")
            assert program.wait(30) == 0
        finally:
            program.kill()
            program.wait()
    page = _shot(installed, tmp_path)
    other = _shot(installed, tmp_path, "dosudo/2/c3")
    hits = _shot(installed, tmp_path, "--query", "世界模擬器")
    alikeness = {
        "first": seeing.alike(first, page), "another page": seeing.alike(first, other),
        "searched": seeing.alike(searched, hits), "not searched": seeing.alike(searched, page),
    }  # fmt: skip
    print(alikeness)
    assert alikeness["first"] > 0.8 > alikeness["another page"] + 0.2
    assert alikeness["searched"] > 0.6 > alikeness["not searched"] + 0.3
    _check_trace(trace, installed)


def test_the_whole_tour_needs_no_network_and_reads_nothing_else(
    installed: Bare, tmp_path: Path
) -> None:
    trace = tmp_path / "tour.trace"
    said = installed.run("dosudo-viewer", "--self-test", before=seeing.traced(trace))
    assert "all well" in said
    _check_trace(trace, installed)


def _check_trace(trace: Path, bare: Bare) -> None:
    assert seeing.sockets(trace) == []
    opened = seeing.opened(trace, bare.root)
    # The trace is one of this program: it holds what must have been opened.
    assert any(path.endswith("libQt6Gui.so.6") for path in opened)
    stray = {p for p in opened if not any(p == r or p.startswith(r + "/") for r in READ)}
    print(len(opened), "files opened, stray:", sorted(stray))
    assert stray == set()


def test_the_trace_sees_a_socket_and_a_stray_read(bare: Bare, tmp_path: Path) -> None:
    """A method that cannot fail proves nothing."""
    trace = tmp_path / "control.trace"
    script = "use Socket; socket(S, PF_INET, SOCK_DGRAM, 0); open(F, '<', '/etc/hostname');"
    bare.run("perl", "-e", script, before=seeing.traced(trace))
    assert seeing.sockets(trace) == ["AF_INET"]
    assert "/etc/hostname" in seeing.opened(trace, bare.root)


def test_it_leaves_cleanly(installed: Bare, untouched: set[str]) -> None:
    assert (installed.root / LIBRARY.strip("/")).is_dir()
    installed.apt("purge", "--autoremove", "dosudo-viewer")
    left = installed.files() - untouched
    own = {path for path in left if path.startswith(HOME + "/")}
    assert any(path.startswith(LIBRARY) for path in own)
    assert {path for path in left if "dosudo" in path.lower()} <= own
    assert {path for path in left - own if path.startswith(("/usr", "/opt"))} == set()
