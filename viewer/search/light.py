"""Importing Whoosh without the event loop it does not need."""

from __future__ import annotations

import functools
import sys
import types


def prepare() -> None:
    """Call before the first import of Whoosh.

    Whoosh takes one decorator from a package that imports asyncio for it, 20 ms before the first
    search. The standard library's decorator does the same and stands in under that name.
    """
    if "cached_property" not in sys.modules:
        stand_in = types.ModuleType("cached_property")
        stand_in.__dict__["cached_property"] = functools.cached_property
        sys.modules["cached_property"] = stand_in
