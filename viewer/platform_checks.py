"""Checks for a screen and system libraries before Qt is imported, which would only abort."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from viewer.messages import Message

#: The Debian package of each library that Qt's core or its X11 platform plugin loads.
_DEBIAN_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


#: The platforms that Qt can be told to use (``QT_QPA_PLATFORM``).
_PLATFORMS = frozenset(
    {
        "xcb", "wayland", "wayland-egl", "wayland-brcm", "offscreen", "minimal", "minimalegl",
        "eglfs", "linuxfb", "vnc", "vkkhrdisplay",
    }
)  # fmt: skip


def screen_problem() -> Message | Literal[""]:
    """Why no window can be opened on this screen, empty if one can; Qt would abort for it."""
    if sys.platform in ("win32", "darwin"):
        return ""
    platforms = [part.split(":")[0] for part in os.environ.get("QT_QPA_PLATFORM", "").split(";")]
    platforms = [part for part in platforms if part]
    if platforms and not _PLATFORMS.intersection(platforms):
        return Message(
            "Qt has no platform “{platform}”; take QT_QPA_PLATFORM out of the environment.",
            platform=platforms[0],
        )
    if any(part in _PLATFORMS and part not in ("xcb", *_WAYLAND) for part in platforms):
        return ""
    wayland = not platforms or any(part in _WAYLAND for part in platforms)
    x11 = not platforms or "xcb" in platforms
    if (wayland and _has_wayland_socket()) or (x11 and _can_connect_to_x11()):
        return ""
    return Message(
        "There is no screen to open a window on; “dosudo-viewer shot "
        "OUT.png” draws the window to a picture and “dosudo-viewer search "
        "WORDS” searches without one."
    )


_WAYLAND = ("wayland", "wayland-egl", "wayland-brcm")


def _has_wayland_socket() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", ""), name).exists()


def _can_connect_to_x11() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # missing_library() says what to do
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def missing_library_problem() -> Message | Literal[""]:
    """One sentence on the system library that Qt would fail for, empty if there is none."""
    if sys.platform != "linux":
        return ""
    for library in _required_qt_libraries():
        problem = _load_problem(library)
        if problem:
            return problem
    return ""


def _required_qt_libraries() -> list[Path]:
    """The Qt libraries to try: the widgets, and what carries the X11 plugin if X11 is used."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent
    names = [Path("Qt/lib/libQt6Gui.so.6"), Path("libQt6Gui.so.6")]
    wayland = os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY")
    if not os.environ.get("QT_QPA_PLATFORM") and not wayland:
        names += [Path("Qt/lib/libQt6XcbQpa.so.6"), Path("libQt6XcbQpa.so.6")]
    return [folder / name for name in names if (folder / name).exists()]


def _load_problem(library: Path) -> Message | Literal[""]:
    """Why ``library`` cannot be loaded, with everything that is missing in one command."""
    import ctypes

    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        first = str(error).split(":", 1)[0].strip()
        if not first.startswith("lib") or "/" in first:
            return ""
        if first not in _DEBIAN_PACKAGES:
            return Message(
                "The window needs the system library {library}, which is not "
                "installed; install the package that has it with your system's "
                "package manager.",
                library=first,
            )
        missing = [name for name in _DEBIAN_PACKAGES if name == first or not _can_load(name)]

        packages = " ".join(dict.fromkeys(_DEBIAN_PACKAGES[name] for name in missing))
        return Message.counted(
            len(missing),
            "The window needs the system library {library}, not installed here; install with: sudo "
            "apt install {packages}",
            "The window needs the system library {library} and {others} more, not installed here; "
            "install with: sudo apt install {packages}",
            library=first,
            others=len(missing) - 1,
            packages=packages,
        )
    return ""


def _can_load(name: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
