"""What of Qt and of the system a bundle takes along. Imported by build.spec.

An entry is what PyInstaller lists: its place in the bundle, the file it is taken from, its kind.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from viewer.translation import LANGUAGES

Entry = tuple[str, str, str]

#: The plugins that are loaded, by folder; the beginnings of their names on every system.
PLUGINS = {
    "platforms": ("qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"),
    "imageformats": ("qjpeg", "qgif", "qwebp", "qsvg"),
    "platforminputcontexts": ("composeplatform", "ibusplatform"),
    "platformthemes": ("qxdgdesktopportal",),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("bradient",),
}
TRANSLATIONS = tuple(f"qtbase_{name}.qm" for name in LANGUAGES if name != "en")
#: What PyInstaller finds on Windows and macOS and nothing loads. On Linux ``reached`` decides.
_UNUSED = re.compile(
    r"(lib)?(Qt6?(Network|Qml|Quick|Pdf|Sql|VirtualKeyboard|Test|Xml)|opengl32sw|ssl|crypto)"
)
#: Of a distribution's metadata, what the program reads (its version) and the licence asks for.
_METADATA = re.compile(r"(METADATA|(licen[cs]e|copying|notice|authors)[^/]*)$", re.IGNORECASE)
#: Every desktop has these, fitting its own drivers and fonts; a copy beside them does harm.
DESKTOP = re.compile(
    r"lib(X11|X11-xcb|xcb|fontconfig|freetype|expat|glib-2\.0|gthread-2\.0|dbus-1|z|stdc\+\+"
    r"|gcc_s|wayland-client|wayland-cursor|wayland-egl)\.so"
)


def is_used(entry: Entry) -> bool:
    """Whether the program could ever read this file, judged by its name."""
    target = entry[0].replace("\\", "/")
    parts = target.split("/")
    if "plugins" in parts[:-1] and "PySide6" in parts:
        folder = parts[parts.index("plugins") + 1]
        return parts[-1].removeprefix("lib").startswith(PLUGINS.get(folder, ()))
    if "translations" in parts[:-1]:
        return target.endswith(TRANSLATIONS)
    if ".dist-info/" in target:
        return _METADATA.search(target) is not None
    return _UNUSED.match(parts[-1]) is None


def needed(library: Path) -> list[str]:
    """The names of the libraries that an ELF file asks for; empty for any other file."""
    made = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=False)
    return re.findall(r"^\s+NEEDED\s+(\S+)$", made.stdout, re.MULTILINE)


def reached(entries: Iterable[Entry], *, system: bool) -> list[Entry]:
    """The entries that are loaded on Linux: Python's, Qt's plugins, and what those ask for.

    With ``system`` the libraries of the system stay out, to come from its packages; without it
    only those stay out that every desktop has.
    """
    entries = [entry for entry in entries if entry[2] != "SYMLINK" and is_used(entry)]
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(Path(entry[0]).name, []).append(entry)
    queue = [entry for entry in entries if _is_root(entry)]
    kept: dict[str, Entry] = {}
    while queue:
        entry = queue.pop()
        if entry[0] in kept:
            continue
        kept[entry[0]] = entry
        source = Path(entry[1])
        for name in needed(source) if source.is_file() else ():
            queue.extend(found for found in by_name.get(name, ()) if _comes_along(found, system))
    return [entry for entry in entries if entry[0] in kept]


def _is_root(entry: Entry) -> bool:
    """Loaded by name, not because another library asks for it."""
    name = Path(entry[0]).name
    if entry[2] == "EXTENSION" or name.startswith("libpython") or "/plugins/" in entry[0]:
        return True
    return ".abi3.so" in name and not name.startswith("lib")


def _comes_along(entry: Entry, system: bool) -> bool:
    own = Path(entry[0]).parts[0] in ("PySide6", "shiboken6")
    return own or not (system or DESKTOP.match(Path(entry[0]).name))


def leading_somewhere(links: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """``links`` without the symbolic links to libraries that stayed out."""
    kept = {entry[0] for entry in binaries}
    return [entry for entry in links if entry[2] != "SYMLINK" or entry[1] in kept]


# ICU: 29 of the 32 MB of its data are about other languages, or about what Qt asks nobody for
# here: legacy encodings (text is decoded by Python), transliteration, units, names of characters.

_ICU_VERSION = 73
_KEPT_ICU = re.compile(
    r"((brkitr|zone)/)?(root|pool|res_index)\.res|coll/(ucadata\.icu|(root|zh|zh_Hant|en|res_index)\.res)"
    r"|(likelySubtags|supplementalData|numberingSystems|zoneinfo64|timezoneTypes|keyTypeData"
    r"|metadata|icuver|icustd|currencyNumericCodes|metaZones|windowsZones|plurals|dayPeriods"
    r"|pluralRanges|genderList|grammaticalFeatures|units)\.res"
    r"|(nfc|nfkc|nfkc_cf|ubidi|ucase|uprops|pnames|ulayout|uemoji)\.(nrm|icu)"
    r"|brkitr/(root\.res|res_index\.res|(char|word|line|sent|title)\.brk)"
    r"|(en|en_US|zh|zh_Hant|zh_Hant_TW)\.res"
    + "".join(
        rf"|(coll/)?{name.partition('_')[0]}\.res"
        for name in LANGUAGES
        if name not in ("en", "zh_TW")
    )
)
_SORTED = """
import ctypes, sys
libraries = sys.argv[1:]
for name in libraries:
    loaded = ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
status = ctypes.c_int(0)
for locale in LOCALES:
    loaded.ucol_open_VERSION.restype = ctypes.c_void_p
    collator = ctypes.c_void_p(loaded.ucol_open_VERSION(locale, ctypes.byref(status)))
    if status.value > 0:
        sys.exit(f"{locale} has no collator: {status.value}")
    keys = []
    for code in [*range(0x20, 0x250), *range(0x4E00, 0x9FA6)]:
        text = (ctypes.c_uint16 * 1)(code)
        room = ctypes.create_string_buffer(64)
        size = loaded.ucol_getSortKey_VERSION(collator, text, 1, room, 64)
        keys.append(room.raw[:size])
    print(locale, hash(tuple(keys)))
""".replace("VERSION", str(_ICU_VERSION)).replace(
    "LOCALES", repr([name.encode() for name in (*LANGUAGES, "zh_CN", "root")])
)


def trim_icu(entries: list[Entry], work: Path) -> list[Entry]:
    """``entries`` with ICU's data cut down to Chinese and English where that can be done.

    It is done for the version that is known, where icupkg (Debian: icu-devtools) is installed,
    and only if Chinese and English sort afterwards as they did before. Else ICU stays whole.
    """
    name = f"libicudata.so.{_ICU_VERSION}"
    whole = next((entry for entry in entries if entry[0].endswith(f"/lib/{name}")), None)
    tool = shutil.which("icupkg") or shutil.which("icupkg", path="/usr/sbin")
    if whole is None or tool is None:
        print(f"ICU stays whole: {'icupkg is not installed' if whole else f'it is not {name}'}.")
        return entries
    try:
        lean = _lean_icu(Path(whole[1]), work, tool)
        if _sorting(lean, whole) != _sorting(Path(whole[1]), whole):
            raise ValueError("the sorting is not the same")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"ICU stays whole: {error}.")
        return entries
    return [(e[0], str(lean), e[2]) if e is whole else e for e in entries]


def _lean_icu(library: Path, work: Path, tool: str) -> Path:
    symbol = f"icudt{_ICU_VERSION}_dat"
    table = _run("objdump", "-T", "-h", str(library))
    found = re.search(rf"^(\w+)\s.*\s(\w+)\s+(?:Base\s+)?{symbol}$", table, re.MULTILINE)
    section = re.search(r"\.rodata\s+\w+\s+(\w+)\s+\w+\s+(\w+)", table)
    if found is None or section is None:
        raise ValueError("its data was not found")
    offset = int(found[1], 16) - int(section[1], 16) + int(section[2], 16)
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as place:
        folder = Path(place)
        data = folder / f"icudt{_ICU_VERSION}l.dat"
        with library.open("rb") as file:
            file.seek(offset)
            data.write_bytes(file.read(int(found[2], 16) or -1))
        names = _run(tool, "-l", str(data)).split()
        dropped = folder / "dropped.txt"
        dropped.write_text("\n".join(n for n in names if not _KEPT_ICU.fullmatch(n)) + "\n")
        # The kept name goes into the file's own header: icupkg wants it unchanged.
        lean = folder / "lean" / data.name
        lean.parent.mkdir()
        _run(tool, "--ignore-deps", "-r", str(dropped), str(data), str(lean))
        return _as_library(lean, symbol, work / library.name)


def _as_library(data: Path, symbol: str, library: Path) -> Path:
    """``data`` as a shared library of one symbol, made with binutils alone."""
    folder = data.parent
    subprocess.run(["ld", "-r", "-b", "binary", "-o", "a.o", data.name], cwd=folder, check=True)
    start = "_binary_" + re.sub(r"\W", "_", data.name) + "_start"
    _run(
        "objcopy", "--rename-section", ".data=.rodata,alloc,load,readonly,data,contents",
        "--set-section-alignment", ".data=32", "--redefine-sym", f"{start}={symbol}",
        "--keep-global-symbol", symbol, str(folder / "a.o"), str(folder / "b.o"),
    )  # fmt: skip
    _run(
        "ld", "-shared", "-z", "noexecstack", "--build-id", "-soname", library.name,
        "-o", str(library), str(folder / "b.o"),
    )  # fmt: skip
    return library


def _sorting(data: Path, whole: Entry) -> str:
    folder = Path(whole[1]).parent
    names = [folder / f"libicu{part}.so.{_ICU_VERSION}" for part in ("uc", "i18n")]
    made = subprocess.run(
        [sys.executable, "-c", _SORTED, str(data), *map(str, names)],
        capture_output=True, text=True, check=True, timeout=120, env={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return made.stdout


def _run(*command: str) -> str:
    made = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return made.stdout
