"""Importing Whoosh without asyncio and the web client, which it does not need."""

from __future__ import annotations

import functools
import importlib
import sys
import types


def prepare_whoosh() -> None:
    """Call before the first import of Whoosh.

    Whoosh takes one decorator from a package that imports asyncio for it, 20 ms before the first
    search. The standard library's decorator does the same and stands in under that name. It also
    names a function that fetches from the web, which it never calls: the client behind that, with
    everything for mail and TLS, would be 5 to 10 MB of memory.

    The stand-ins fit the version that pyproject.toml pins. Another Whoosh that asks for more gets
    the real modules.
    """
    if "whoosh.compat" in sys.modules:
        return
    _install_stand_in("cached_property", "cached_property", functools.cached_property)
    is_web_client_stand_in = _install_stand_in("urllib.request", "urlretrieve", _urlretrieve)
    try:
        import whoosh.compat  # noqa: F401
    except Exception:
        # Imported plainly by whoever needs it, who also hears what is wrong with it.
        _remove_stand_in("cached_property")
        for name in [name for name in sys.modules if name.partition(".")[0] == "whoosh"]:
            del sys.modules[name]
    finally:
        if is_web_client_stand_in:
            _remove_stand_in("urllib.request")


class _StandIn(types.ModuleType):
    """Has one member; asked for another, it makes way for the module it stands in for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        _remove_stand_in(self.__name__)
        return getattr(importlib.import_module(self.__name__), name)


def _install_stand_in(module: str, name: str, member: object) -> bool:
    """Install a stand-in unless a module of that name is imported; whether it was."""
    if module in sys.modules:
        return False
    stand_in = _StandIn(module)
    setattr(stand_in, name, member)
    sys.modules[module] = stand_in
    return True


def _remove_stand_in(module: str) -> None:
    if isinstance(sys.modules.get(module), _StandIn):
        del sys.modules[module]


def _urlretrieve(*_arguments: object) -> None:
    raise OSError("nothing is fetched from the web")
