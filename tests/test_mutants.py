"""The list of mutations cannot go stale: each text still stands in its file, each test is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.file)
def test_a_mutation_changes_what_is_there(mutant: Mutant) -> None:
    changed = mutant.applied(ROOT)
    compile(changed, mutant.file, "exec")
    assert changed != (ROOT / mutant.file).read_text(encoding="utf-8")
    assert all((ROOT / test).is_file() for test in mutant.tests.split())


def test_all_rooms_have_some_and_none_stands_twice() -> None:
    assert len(set(MUTANTS)) == len(MUTANTS) >= 30
    rooms = {mutant.file.split("/")[1] for mutant in MUTANTS}
    assert rooms == {"archive", "search", "importers", "exporters", "ui"}


def test_a_text_that_is_gone_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1", encoding="utf-8")
    with pytest.raises(LookupError, match="0 times"):
        Mutant("a.py", "y = 1", "y = 2", "").applied(tmp_path)
