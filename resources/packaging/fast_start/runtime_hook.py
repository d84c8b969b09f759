"""The first thing that a bundle for Linux runs.

PyInstaller's own hooks import Qt for every command, ``list`` too, before the plain Python that is
imported faster without it, and name the bundle's plugins to every program that this one starts.
Here they are left out. PyInstaller's archive is opened, searched and inflated once for each module;
what every start of the window imports therefore stands in a file of its own as it is executed.
``start_file.py`` writes it.
"""

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec  # importlib is in the file that is read here

_HEAD = 4


class Started:
    """Finds and loads the modules of ``start.bin``: a size, an index, and their code in a row."""

    def __init__(self, folder):
        self._folder = folder
        # Read piece by piece: what has been executed need not stay in memory.
        self._file = os.open(os.path.join(folder, "start.bin"), os.O_RDONLY)
        size = int.from_bytes(os.read(self._file, _HEAD), "little")
        self._index = marshal.loads(os.read(self._file, size))
        self._start = _HEAD + size

    def find_spec(self, name, path=None, target=None):
        """Where ``name`` is, if it is here."""
        if name not in self._index:
            return None
        place, is_package = self._index[name][2:]
        origin = os.path.join(self._folder, place)
        spec = ModuleSpec(name, self, origin=origin, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(os.path.dirname(origin))
        return spec

    def create_module(self, spec):
        """An ordinary one."""

    def exec_module(self, module):
        """Run its code."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_code(self, name):
        """The code of the module ``name``."""
        offset, size = self._index[name][:2]
        return marshal.loads(os.pread(self._file, size, self._start + offset))

    def get_source(self, name):
        """A bundle holds none."""


sys.meta_path.insert(0, Started(sys._MEIPASS))
if {"--multiprocessing-fork", "-c"} & set(sys.argv[1:]):
    # A worker, or the process that keeps account of them.
    import pyi_rth_multiprocessing  # noqa: F401
