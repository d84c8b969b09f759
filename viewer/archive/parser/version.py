"""The parser's version; a module of its own, since importing the parser is slow."""

from __future__ import annotations

#: Raise it whenever the same file gives another result: every issue is then parsed again. Until
#: then the old result is shown; if that is not possible, raise ``schema.SCHEMA_VERSION`` instead.
PARSER_VERSION = 13
