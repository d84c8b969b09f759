"""A damaged catalogue: every page, title and answer is as before, mended where it must be."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.campaign.damaging import damage_file
from tests.campaign.libraries import answers, everything_shown, indexed_library
from viewer.archive.catalogue.row_mapping import checksum
from viewer.archive.library.library import Library
from viewer.errors import CatalogueError

COUNT = 250


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """The control changes titles together with their sums, so that no sum warns."""
    library = indexed_library(folder)
    expected, expected_answers = everything_shown(library), answers(library)
    intact = folder / "intact"
    shutil.copytree(library.cache_folder, intact)
    for _ in range(count):
        shutil.rmtree(library.cache_folder)
        shutil.copytree(intact, library.cache_folder)
        done = _forge(library) if control else damage_file(library.catalogue_path, chance)
        yield _failure(library, done, expected, expected_answers)


def _failure(library: Library, done: str, expected: object, expected_answers: object) -> str:
    """Opens the library as the program does; a sentence where the reader is shown another."""
    try:
        if not library.is_up_to_date():
            library.update_catalogue()
        shown = everything_shown(library)
    except CatalogueError:
        try:
            library.rebuild_catalogue()
            shown = everything_shown(library)
        except CatalogueError as error:
            return f"{done}: not mended: {error}"
    if shown != expected:
        return f"{done}: something else is shown"
    return "" if answers(library) == expected_answers else f"{done}: searches find something else"


def _forge(library: Library) -> str:
    with closing(sqlite3.connect(library.catalogue_path)) as database, database:
        database.create_function("sum_of", 1, lambda text: checksum((text,)))
        database.execute("UPDATE sections SET tree = replace(tree, '機器', '機械')")
        database.execute("UPDATE sections SET checksum = sum_of(tree)")
    return "forged contents"
