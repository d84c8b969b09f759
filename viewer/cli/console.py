"""Prints messages of the command line in the language of the terminal."""

from __future__ import annotations

import sys

from viewer.translation import terminal_language, translate


def in_terminal_language(message: str) -> str:
    """``message`` in the language that the command line speaks."""
    return translate(message, terminal_language())


def tell(message: str) -> None:
    """Print ``message``."""
    print(in_terminal_language(message))


def tell_error(message: str) -> None:
    """Print ``message`` on standard error."""
    print(in_terminal_language(message), file=sys.stderr)
