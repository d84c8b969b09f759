"""Importing Whoosh without asyncio and the web client, which it does not need."""

from __future__ import annotations

import functools
import sys
import types


def prepare_whoosh() -> None:
    """Call before the first import of Whoosh.

    Whoosh takes one decorator from a package that imports asyncio for it, 20 ms before the first
    search. The standard library's decorator does the same and stands in under that name. It also
    names a function that fetches from the web, which it never calls: the client behind that, with
    everything for mail and TLS, would be 5 to 10 MB of memory.
    """
    if "whoosh.compat" in sys.modules:
        return
    _install_stub_module("cached_property", "cached_property", functools.cached_property)
    if _install_stub_module("urllib.request", "urlretrieve", _urlretrieve):
        try:
            import whoosh.compat  # noqa: F401
        finally:
            del sys.modules["urllib.request"]


def _install_stub_module(module: str, name: str, member: object) -> bool:
    """Install a module of one member unless one of that name is imported; whether it was."""
    if module in sys.modules:
        return False
    stub = types.ModuleType(module)
    setattr(stub, name, member)
    sys.modules[module] = stub
    return True


def _urlretrieve(*_arguments: object) -> None:
    raise OSError("nothing is fetched from the web")
