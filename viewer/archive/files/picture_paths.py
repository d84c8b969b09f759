"""Which files an issue may have beside it, and where a picture's source in its text leads."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from viewer.archive.files.library_layout import ISSUE_FILE
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.model.control_characters import to_single_line
from viewer.messages import Message

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PICTURE_ENDING = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|svg)\Z", re.I)
#: A name that every system takes and none hides: no drive, no wildcard, no dot or space at an end.
_PART = r"[^\s./\\:*?\"<>|](?:[^\t\n/\\:*?\"<>|]*[^\s./\\:*?\"<>|])?"
_FILE_NAME = re.compile(rf"(?:{_PART}/){{0,4}}{_PART}\Z")
_DEVICE_NAME = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])[ .]*(?:\.[^/]*)?(?:/|\Z)",
    re.I,
)
#: What a double click runs on one system or another: nobody hands that on in a newsletter.
_PROGRAM = re.compile(
    r"\.(?:exe|com|bat|cmd|scr|pif|msi|msp|cpl|dll|jse?|vb[es]?|ws[cfh]|ps1|hta|jar|reg|lnk|url|scf"
    r"|inf|sh|command|app|desktop|appimage|action|workflow|terminal|pkg|dmg|deb|rpm)\Z",
    re.I,
)
_MAX_NAME_LENGTH = 200

#: The largest picture, or other file, that is shown, exported and imported: all three must agree.
MAX_PICTURE_BYTES = 64 * 1024 * 1024


class PictureResolver:
    """Resolves the pictures of one issue, and reports problems with them."""

    def __init__(self, folder: Path, problems: ProblemCollector) -> None:
        self._folder = folder
        self._problems = problems

    def resolve_picture(
        self, source: str | None, alt: str, line: int | None = None
    ) -> tuple[str, str]:
        """Source and state of a picture: ``local``, ``web``, ``missing`` or ``lost``.

        A ``source`` that was not let through is None. A picture that has a name in ``alt`` and an
        empty source is lost, and its author knows. The source returned is empty for these, and if
        it leads out of the folder.
        """
        if source == "" and alt:
            return "", "lost"
        if source is not None and source.startswith(("https://", "http://")):
            return source[:2000], "web"
        if not source:
            self._problems.error(
                Message(
                    "The picture “{alt}” has no source that can be shown; name a file in the "
                    "issue's folder.",
                    alt=alt[:60],
                )
                if alt
                else Message(
                    "A picture has no source that can be shown; name a file in the issue's folder."
                ),
                line,
            )
            return "", "missing"
        name = unquote(source)
        parts = re.split(r"[/\\]", name)
        outside = (
            name.startswith(("/", "\\", "~"))
            or _SCHEME.match(name) is not None
            or ".." in parts
            or "\0" in name
        )
        if outside or self._passes_symlink(parts):
            self._problems.error(
                Message(
                    "The picture {source} is outside the issue's folder; put a copy into it.",
                    source=source[:120],
                ),
                line,
            )
            return "", "missing"
        if "\\" in name:
            parts = [part for part in parts if part]
        relative = "/".join(part for part in parts if part not in ("", "."))
        if not is_regular_file(self._folder / relative):
            self._problems.error(
                Message(
                    "The picture {source} is not there; put it into the issue's folder or mend "
                    "its name.",
                    source=source[:120],
                ),
                line,
            )
            return relative[:400], "missing"
        return relative, "local"

    def _passes_symlink(self, parts: list[str]) -> bool:
        path = self._folder
        for part in parts:
            path = path / part
            try:
                if stat.S_ISLNK(os.lstat(path).st_mode):
                    return True
            except (OSError, ValueError):
                return False
        return False


def is_regular_file(path: Path) -> bool:
    """Whether a regular file, not a link, stands at ``path``."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_file_name(name: str) -> bool:
    """Whether a file of this name, of any kind but programs, may be kept in an issue's folder."""
    return (
        len(name) <= _MAX_NAME_LENGTH
        and _FILE_NAME.match(name) is not None
        and to_single_line(name) == name
        and not _DEVICE_NAME.search(name)
        and not _PROGRAM.search(name)
        and name.casefold() != ISSUE_FILE
        and unicodedata.is_normalized("NFC", name)
    )


def is_picture_name(name: str) -> bool:
    """Whether a file of this name may be kept and is shown as a picture."""
    return _PICTURE_ENDING.search(name) is not None and is_file_name(name)
