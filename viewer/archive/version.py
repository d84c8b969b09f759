"""The parser's version, apart from the parser, so that asking for it costs nothing."""

from __future__ import annotations

#: Raised whenever the same file gives another result; every catalogue is then rebuilt.
PARSER_VERSION = 8
