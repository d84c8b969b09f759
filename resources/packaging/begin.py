"""The first thing that a bundle for Linux runs, in place of PyInstaller's own hooks.

Those import Qt for every command, ``list`` too, and before the plain Python that is imported faster
without it; and they name the bundle's plugins to every program that this one starts.
"""

import sys

if "--multiprocessing-fork" in sys.argv or "-c" in sys.argv:
    # A worker, or the process that keeps account of them.
    import pyi_rth_multiprocessing  # noqa: F401
