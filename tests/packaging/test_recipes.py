"""What each system is told about the program's links and files, and that it is told the same."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

RECIPES = Path(__file__).resolve().parents[2] / "resources" / "packaging"
SCHEME = "dosudo-viewer"
TYPE, ENDING = "application/x-dosudo-pack", "dvpack"


def _linux(name: str) -> str:
    return (RECIPES / "linux" / name).read_text(encoding="utf-8")


def test_linux_opens_links_and_packs_with_one_argument() -> None:
    entry = dict(re.findall(r"^(\w+)=(.*)$", _linux("dosudo-viewer.desktop"), re.MULTILINE))
    assert entry["Exec"] == "dosudo-viewer %u"
    types = {f"x-scheme-handler/{SCHEME}", TYPE}
    assert set(entry["MimeType"].strip(";").split(";")) == types
    told = ElementTree.fromstring(_linux("io.github.dosudo_viewer.metainfo.xml"))
    assert {one.text for one in told.iter("mediatype")} == types


def test_linux_knows_a_pack_by_its_ending() -> None:
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = ElementTree.fromstring(_linux("dosudo-viewer.xml")).find("m:mime-type", names)
    assert kind is not None
    glob = kind.find("m:glob", names)
    assert glob is not None
    assert (kind.get("type"), glob.get("pattern")) == (TYPE, f"*.{ENDING}")


def test_macos_knows_the_same_links_and_packs() -> None:
    facts = plistlib.loads((RECIPES / "macos" / "Info.plist").read_bytes())
    assert facts["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == [SCHEME]
    exported = facts["UTExportedTypeDeclarations"][0]
    tags = exported["UTTypeTagSpecification"]
    assert tags == {"public.filename-extension": [ENDING], "public.mime-type": [TYPE]}
    opened = facts["CFBundleDocumentTypes"][0]["LSItemContentTypes"]
    assert opened == [exported["UTTypeIdentifier"]]


def test_windows_knows_the_same_links_and_packs() -> None:
    script = (RECIPES / "windows" / "installer.nsi").read_text(encoding="utf-8")
    kept = re.findall(r'WriteRegStr HKCU "Software\\Classes\\(.+?)" "" (.*)', script)
    values = dict(kept)
    opens = '\'"${PROGRAM}" "%1"\''
    assert values[rf"{SCHEME}\shell\open\command"] == opens
    kind = values[f".{ENDING}"].strip('"')
    assert values[rf"{kind}\shell\open\command"] == opens
    # What is written for the program goes with it.
    for name in (SCHEME, f".{ENDING}", kind):
        assert rf'DeleteRegKey HKCU "Software\Classes\{name}"' in script


@pytest.mark.packaging
def test_the_windows_installer_compiles(tmp_path: Path) -> None:
    """On a stand-in for the bundle, which is made on Windows only."""
    if shutil.which("makensis") is None:
        pytest.skip("makensis is not installed (Debian: nsis)")
    (tmp_path / "bundle" / "_internal").mkdir(parents=True)
    (tmp_path / "bundle" / "dosudo-viewer.exe").write_bytes(b"MZ")
    (tmp_path / "bundle" / "_internal" / "a.dll").write_bytes(b"MZ")
    # The smallest icon there is: one pixel.
    icon = tmp_path / "a.ico"
    head = bytes([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0, 48, 0, 0, 0, 22, 0, 0, 0])
    body = bytes([40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 32, 0]) + bytes(24) + bytes(8)
    icon.write_bytes(head + body)
    made = tmp_path / "dosudo-viewer-1.2.3-setup.exe"
    subprocess.run(
        ["makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8", "-DVERSION=1.2.3",
         f"-DBUNDLE={tmp_path / 'bundle'}", f"-DICON={icon}", f"-DOUT={made}",
         str(RECIPES / "windows" / "installer.nsi")],
        check=True, timeout=120,
    )  # fmt: skip
    assert made.read_bytes()[:2] == b"MZ"
