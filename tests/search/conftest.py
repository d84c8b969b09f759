from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.search.archive import Archive, Engine
from viewer.archive.model.catalogue_entries import Document


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Makes an engine over a few articles, indexed and open."""
    made: list[Engine] = []

    def make(*documents: Document, glossary: str = "") -> Engine:
        path = None
        if glossary:
            path = tmp_path / "glossary.yaml"
            path.write_text(glossary, "utf-8")
        engine = Engine(Archive(documents), tmp_path / f"engine{len(made)}", path)
        engine.refresh()
        engine.open()
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()
