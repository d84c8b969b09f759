"""Web pages that were saved from a browser, alone or several in a folder."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from viewer.importers.files import is_regular, walk
from viewer.importers.reading import Importer, Options, Reading

ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*"
                    rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL)  # fmt: skip
_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From: <?Saved by )", re.MULTILINE | re.I)
_LOOKED_AT = 3000


def _recognises(path: Path, start: bytes) -> bool:
    if start or is_regular(path):
        if path.name.lower().endswith(ENDINGS):
            return True
        return _START.match(start) is not None or (
            b"multipart/related" in start and _SAVED.search(start) is not None
        )
    if not path.is_dir():
        return False
    found = [one.name.lower() for one in islice(walk(path), _LOOKED_AT)]
    pages = sum(1 for name in found if name.endswith(ENDINGS))
    others = sum(1 for name in found if name.endswith((".md", ".markdown", ".eml", ".epub")))
    return pages > others


def _open(path: Path, options: Options) -> Reading:
    # Every path is asked whether it is one; what reading needs is loaded when there is.
    from viewer.importers.web_page_reading import WebPageReading

    return WebPageReading(path)


IMPORTER = Importer("web_page", "saved web pages", ENDINGS, _recognises, _open)
