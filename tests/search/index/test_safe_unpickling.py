"""What may be unpickled of an index's files: a planted pickle is refused, wherever it lies.

``tests/security/test_foreign_library.py`` plants one in a whole library.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.search.index import safe_unpickling

#: Pickles of before the fourth protocol name built-in types as functions of a module.
NAMED = [print, os.system, eval, getattr, bytearray, Path("a"), pickle.loads, io.BytesIO]


class Evil:
    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.marker),)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_planted_call_is_not_made(tmp_path: Path, protocol: int) -> None:
    marker = tmp_path / "ran"
    for planted in (Evil(marker), [1, {"a": [Evil(marker)]}], {(1, Evil(marker)): 2}):
        data = pickle.dumps(planted, protocol)
        with pytest.raises(pickle.UnpicklingError, match="has no place in an index"):
            safe_unpickling.loads(data)
        with pytest.raises(pickle.UnpicklingError):
            safe_unpickling.load(io.BytesIO(data))
        assert not marker.exists()
    pickle.loads(data)
    assert marker.exists(), "the call is one that can be made"


@pytest.mark.parametrize("named", NAMED, ids=str)
def test_nothing_else_is_even_named(named: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        safe_unpickling.loads(pickle.dumps(named))


def test_plain_values_come_back() -> None:
    value = {"a": [1, 2.5, None, True, "字", b"\xff", (1, {2, 3}, frozenset({4}))]}
    assert safe_unpickling.loads(pickle.dumps(value)) == value


def test_segments_come_back() -> None:
    from whoosh.codec.whoosh3 import W3Segment

    from viewer.search.index.postings_codec import FlatCodec

    segment = W3Segment(FlatCodec(), "MAIN", doccount=9)
    segment.delete_document(3)
    (again,) = safe_unpickling.loads(pickle.dumps([segment], -1))
    assert again.segment_id() == segment.segment_id()
    assert set(again.deleted_docs()) == {3}


LEFT = """
import pickle, sys
from pathlib import Path
FIRST
import viewer.search.MODULE
unguarded = (pickle, pickle.load, pickle.loads, pickle.Unpickler)
print(sorted(
    f"{name}.{key}"
    for name, module in sys.modules.items() if name.startswith("whoosh")
    for key, value in vars(module).items() if any(value is one for one in unguarded)
))
import whoosh.legacy
print(whoosh.legacy.toc_loaders)
"""


@pytest.mark.parametrize("module", ["index.index_writer", "retrieval.index_reader"])
@pytest.mark.parametrize("first", ["", "import whoosh.index, whoosh.columns"])
def test_no_module_of_whoosh_is_left_with_an_unpickler_of_its_own(first: str, module: str) -> None:
    made = subprocess.run(
        [sys.executable, "-c", LEFT.replace("FIRST", first).replace("MODULE", module)],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.splitlines() == ["[]", "{}"]
