"""Make the catalogue and index that a bundle carries: ``ready.py TARGET``, run by build.spec."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from viewer.archive.catalogue import prebuilt_cache as ready
from viewer.archive.library.library import Library
from viewer.search import SearchEngine

ROOT = Path(__file__).resolve().parents[2]


def main(target: Path) -> int:
    """Build both for the issues in this tree and write them to ``target``."""
    with tempfile.TemporaryDirectory() as place:
        library = Library(Path(place), ROOT / "issues")
        for problem in library.update_catalogue().problems:
            print(problem, file=sys.stderr)
        engine = SearchEngine(library.catalogue_path, library.index_folder)
        engine.refresh()
        engine.close()
        ready.export_prebuilt(library.cache_folder, ROOT / "issues", target)
        shutil.rmtree(library.cache_folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
