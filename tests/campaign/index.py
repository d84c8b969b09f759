"""A damaged search index: every query finds what it found before, with the index built anew."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.damaging import damage_file
from tests.campaign.libraries import answers, indexed_library
from viewer.search.index import index_files
from viewer.search.index.index_files import MANIFEST_NAME

COUNT = 250


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control writes the sums of the damaged files into the manifest: no sum warns."""
    library = indexed_library(folder)
    expected = answers(library)
    intact = folder / "intact"
    shutil.copytree(library.index_folder, intact)
    names = sorted(path.name for path in intact.iterdir() if path.stat().st_size)
    for number in range(count):
        shutil.rmtree(library.index_folder)
        shutil.copytree(intact, library.index_folder)
        # Each file in its turn: the largest would be hit alone otherwise.
        path = library.index_folder / names[number % len(names)]
        done = damage_file(path, chance)
        if control and path.name != MANIFEST_NAME and path.exists():
            _sign(library.index_folder, path.name)
        yield "" if answers(library) == expected else f"{done}: searches find something else"


def _sign(index: Path, name: str) -> None:
    manifest = json.loads((index / MANIFEST_NAME).read_bytes())
    content = (index / name).read_bytes()
    manifest["files"][name] = [len(content), hashlib.sha256(content).hexdigest()]
    manifest["sum"] = index_files._manifest_sum(manifest)
    (index / MANIFEST_NAME).write_text(json.dumps(manifest), encoding="utf-8")
