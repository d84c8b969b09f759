"""Whoosh is imported lightly, and another Whoosh than the one that is pinned all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[3]


def run(code: str, *, beside: Path) -> str:
    """What a new Python prints that finds the modules in ``beside`` before all others."""
    head = f"import sys; sys.path[:0] = [{str(beside)!r}, {str(ROOT)!r}]\n"
    done = subprocess.run(
        [sys.executable, "-c", head + code],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


PREPARE = "from viewer.search.index.whoosh_import import prepare_whoosh; prepare_whoosh()\n"


def test_the_whoosh_that_is_pinned_loads_no_web_client(tmp_path: Path) -> None:
    said = run(
        PREPARE + "import viewer.search.retrieval.index_reader, viewer.search.index.index_writer\n"
        "print({'urllib.request', 'http', 'ssl', 'email', 'asyncio'} & set(sys.modules))\n"
        "import urllib.request; print(urllib.request.Request.__name__)",
        beside=tmp_path,
    )
    assert said.split() == ["set()", "Request"]


@pytest.mark.parametrize(
    ("compat", "later"),
    [
        ("from urllib.request import urlopen, urlretrieve", "urlopen"),
        ("import urllib.request; urlopen = urllib.request.urlopen", "urlopen"),
        ("from cached_property import threaded_cached_property", "threaded_cached_property"),
        ("import cached_property; made = cached_property.cached_property_with_ttl(ttl=5)", "made"),
        ("import cached_property.inner", None),
        (None, None),
    ],
    ids=["another name", "by the package", "another decorator", "at once", "a package", "none"],
)
def test_another_whoosh_is_imported_plainly(
    tmp_path: Path, compat: str | None, later: str | None
) -> None:
    (tmp_path / "whoosh").mkdir()
    (tmp_path / "whoosh/__init__.py").write_text("")
    (tmp_path / "cached_property").mkdir()
    (tmp_path / "cached_property/__init__.py").write_text(
        "def cached_property(function): ...\ndef threaded_cached_property(function): ...\n"
        "def cached_property_with_ttl(ttl): return ttl\n"
    )
    (tmp_path / "cached_property/inner.py").write_text("")
    if compat is not None:
        (tmp_path / "whoosh/compat.py").write_text(compat + "\n")
    wanted = f"from whoosh.compat import {later}" if later else "import whoosh"
    run(PREPARE + wanted, beside=tmp_path)
