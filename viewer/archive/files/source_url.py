"""The web address that an issue was imported from."""

from __future__ import annotations

import re
from pathlib import Path

from viewer.archive.files.issue_formatter import find_guid
from viewer.archive.files.library_layout import ISSUE_FILE

#: Longer than the head of any imported issue.
_HEAD_BYTES = 64 * 1024
_WEB = re.compile(r"https?://[^\s#]{1,400}\Z")


def issue_source_url(folder: Path) -> str:
    """The web address of the issue in ``folder``, empty if none is known.

    What an import wrote down to know the issue again is one where the source had one; with a mark
    behind it, it names something else that stands there.
    """
    try:
        with open(folder / ISSUE_FILE, "rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    guid = find_guid(head)
    return guid if _WEB.match(guid) else ""
