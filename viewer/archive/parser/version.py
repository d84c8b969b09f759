"""The parser's version; a module of its own, since importing the parser is slow."""

from __future__ import annotations

#: Raised whenever the same file gives another result; every issue is then read again. What an
#: older parser made is shown until its turn comes: where the program could no longer show it,
#: ``schema.SCHEMA_VERSION`` has to be raised instead.
PARSER_VERSION = 10
