"""Addresses in the library: ``publication/issue/article#anchor``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from viewer.archive.model.control_characters import encodable
from viewer.errors import AddressError
from viewer.messages import Message

URL_SCHEME = "dosudo-viewer"

# Keys and anchors are slugs: letters and digits of any script, with - _ . between them.
_PUBLICATION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_KEY = re.compile(r"[\w][\w.-]{0,127}\Z")
_MAX_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Address:
    """Address of an issue, an article or an anchor in one; the parts it lacks are empty."""

    publication: str
    issue: int
    article: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        text = f"{self.publication}/{self.issue}"
        if self.article:
            text += f"/{self.article}"
        if self.anchor:
            text += f"#{self.anchor}"
        return text

    @property
    def without_anchor(self) -> Address:
        """The address of the article as a whole."""
        return Address(self.publication, self.issue, self.article) if self.anchor else self

    def with_anchor(self, anchor: str) -> Address:
        """The same article at ``anchor``."""
        return Address(self.publication, self.issue, self.article, anchor)

    def to_url(self) -> str:
        """The address as a link that the system can hand to the program."""
        return f"{URL_SCHEME}:{quote(str(self), safe='/#')}"


def parse_address(text: str) -> Address:
    """Read an address or a ``dosudo-viewer:`` link.

    Raises:
        AddressError: the text is not of the form ``publication/issue/article#anchor``.
    """
    text = encodable(text)
    shown = text if len(text) <= 80 else text[:79] + "…"
    error = AddressError(
        Message(
            "“{text}” is not an address; write publication/issue/article, for example dosudo/2/c3.",
            text=shown,
        )
    )
    if len(text) > _MAX_LENGTH:
        raise error
    body = text.strip()
    if body.lower().startswith(URL_SCHEME + ":"):
        body = unquote(body[len(URL_SCHEME) + 1 :]).lstrip("/")
    path, _, anchor = body.partition("#")
    parts = path.strip("/").split("/")
    if not 2 <= len(parts) <= 3:
        raise error
    publication, number = parts[0], parts[1]
    article = parts[2] if len(parts) == 3 else ""
    if not _PUBLICATION_ID.match(publication) or not re.fullmatch(r"[0-9]{1,9}", number):
        raise error
    for key in (article, anchor):
        if key and not _KEY.match(key):
            raise error
    return Address(publication, int(number), article, anchor)
