"""What Whoosh may unpickle of the files of an index: plain values and descriptions of segments.

A pickle can name any function there is to be called. Here it is refused, so that a file which
somebody else has written cannot make the program run anything.
"""

from __future__ import annotations

import functools
import io
import pickle
import sys
import types
from typing import IO, Any

#: Module and name of what a pickle may name. The fields of the index are never unpickled.
_ALLOWED = frozenset(
    {
        ("whoosh.codec.whoosh3", "W3Segment"),
        ("viewer.search.index.postings_codec", "FlatCodec"),
        # How long each field is in all, counted by ``defaultdict(int)``.
        ("collections", "defaultdict"),
        ("builtins", "int"),
    }
)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return super().find_class(module, name)


def load(file: IO[bytes]) -> Any:
    """The object that is pickled in ``file``.

    Raises:
        pickle.UnpicklingError: it is made of anything but plain values and segments.
    """
    return _Unpickler(file).load()


def loads(data: bytes) -> Any:
    """The object that ``data`` is the pickle of.

    Raises:
        pickle.UnpicklingError: it is made of anything but plain values and segments.
    """
    return load(io.BytesIO(data))


@functools.cache
def guard_whoosh() -> None:
    """Let Whoosh unpickle with ``load`` and ``loads`` alone, wherever it does.

    Modules of Whoosh that are imported later take them from ``whoosh.compat``.
    """
    import whoosh.index
    import whoosh.legacy

    guarded = types.SimpleNamespace(
        load=load,
        loads=loads,
        dump=pickle.dump,
        dumps=pickle.dumps,
        PicklingError=pickle.PicklingError,
        UnpicklingError=pickle.UnpicklingError,
    )
    instead = {id(pickle.load): load, id(pickle.loads): loads, id(pickle): guarded}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "whoosh":
            for key, value in list(vars(module).items()):
                if id(value) in instead:
                    setattr(module, key, instead[id(value)])
    # Tables of contents of long ago are read by an unpickler of their own. We have none.
    whoosh.legacy.toc_loaders.clear()
