"""Faults that the tests must notice: ``python -m tests.bench.mutants [WORD …]``, by hand.

Each is one replacement in one file and the tests that have to fail for it. The program is copied,
so that what is being worked on stays as it is; with words only those mutations are run that hold
one of them. A mutation that survives is a test that is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent


class Mutant(NamedTuple):
    """``before`` stands in ``file`` exactly once; with ``after`` in its place ``tests`` fail."""

    file: str
    before: str
    after: str
    tests: str

    def applied(self, root: Path) -> str:
        """The file's text with the fault in it.

        Raises:
            LookupError: ``before`` is not there once.
        """
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            raise LookupError(f"{self.file} has {self.before!r} {text.count(self.before)} times")
        return text.replace(self.before, self.after)


_CATALOGUE, _FILES = "viewer/archive/catalogue/", "viewer/archive/files/"
_LIBRARY, _MODEL, _MATCHING = "viewer/archive/library/", "viewer/archive/model/", "tests/search/"
_SOURCES = "viewer/importers/sources/"

MUTANTS = [
    # What there is
    Mutant(_MODEL + "slugs.py", "if name not in self._used and name not in self._reserved:",
           "if name not in self._used:", "tests/archive/model/test_slugs.py"),
    Mutant(_MODEL + "slugs.py", 'in self._used or f"{name}-{number}" in self._reserved:',
           "in self._used:", "tests/archive/model/test_slugs.py"),
    Mutant(_MODEL + "series.py", "if issue in existing_issues:", "if False:",
           "tests/archive/model/test_series.py"),
    Mutant(_CATALOGUE + "row_mapping.py", "if checksum(tuple(columns)) != total:", "if False:",
           "tests/archive/catalogue/test_integrity.py"),
    Mutant(_CATALOGUE + "row_mapping.py", "if checksum((id_, compact_json(facts))) != total:",
           "if False:", "tests/archive/catalogue/test_row_mapping.py"),
    Mutant(_CATALOGUE + "integrity.py", "if counts != recorded:", "if False:",
           "tests/archive/catalogue/test_integrity.py"),
    Mutant(_FILES + "safe_reading.py", "if stat.S_ISLNK(status.st_mode):", "if False:",
           "tests/archive/parser/test_issue_parser.py"),
    Mutant(_FILES + "safe_yaml.py", "if isinstance(event, yaml.AliasEvent):", "if False:",
           "tests/archive/parser/test_issue_parser.py"),
    Mutant(_FILES + "picture_paths.py", 'or ".." in parts', "or False",
           "tests/archive/parser/test_issue_parser.py"),
    Mutant(_FILES + "picture_paths.py", "and not _PROGRAM.search(name)", "",
           "tests/exporters/test_kept_as_written.py"),
    Mutant(_FILES + "issue_formatter.py", "return text if is_same else None", "return None",
           "tests/exporters/test_kept_as_written.py"),
    Mutant(_LIBRARY + "reader_data_backups.py", "NEWEST, TENTHS, HUNDREDTHS = 12, 10, 9",
           "NEWEST, TENTHS, HUNDREDTHS = 12, 1, 9",
           "tests/archive/library/test_reader_data_backups.py"),
    Mutant(_LIBRARY + "reader_journal.py",
           "            if durable:\n                os.fsync(self._descriptor)",
           "            if durable:\n                pass",
           "tests/archive/library/test_reader_data.py"),
    # Finding it
    Mutant("viewer/search/index/postings_builder.py", '"title": _Field(6.0', '"title": _Field(0.0',
           _MATCHING + "test_matching.py"),
    Mutant("viewer/search/retrieval/ranking.py", "    0.1,\n    1.5,\n", "    0.1,\n    0.0,\n",
           _MATCHING + "test_matching.py"),
    Mutant("viewer/search/index/postings_builder.py", "FULL_WEIGHT = 1.2", "FULL_WEIGHT = 12.0",
           _MATCHING + "test_matching.py"),
    Mutant("viewer/search/retrieval/ranking.py", "_REVERSED_NAME_BOOST = 2.6, 2.0, 1.5",
           "_REVERSED_NAME_BOOST = 0.0, 0.0, 1.5", _MATCHING + "test_matching.py"),
    Mutant("viewer/search/index/index_files.py", "if hashed and _sha256(path) != digest:",
           "if False:", _MATCHING + "index/test_index_files.py"),
    Mutant("viewer/search/index/index_files.py", 'if manifest["generation"] != generation:',
           "if False:", _MATCHING + "index/test_index_files.py"),
    Mutant("viewer/search/index/safe_unpickling.py", "if (module, name) not in _ALLOWED:",
           "if False:", "tests/security/test_foreign_library.py"),
    Mutant("viewer/search/query/parser.py", "if len(text) > MAX_QUERY_LENGTH:", "if False:",
           _MATCHING + "test_hostile.py tests/search/query/test_parser.py"),
    # Bringing in and taking away
    Mutant(_SOURCES + "safe_zip.py", 'if part == "..":', "if False:",
           "tests/importers/sources/test_safe_zip.py"),
    Mutant(_SOURCES + "safe_zip.py", "ratio: int = 200", "ratio: int = 200_000",
           "tests/importers/sources/test_safe_zip.py"),
    Mutant("viewer/importers/native/pack.py", "hexdigest() != expected.sha256",
           "hexdigest() == ''", "tests/importers/native/test_pack.py"),
    Mutant("viewer/exporters/publication_export.py",
           "text = _with_facts(text, path, entry, problems)", "pass",
           "tests/exporters/test_folder.py"),
    Mutant("viewer/exporters/folder.py", "shutil.rmtree(partial, ignore_errors=True)", "pass",
           "tests/exporters/test_folder.py"),
    # Showing it
    Mutant("viewer/ui/pictures/picture_cache.py", "if not _is_inside(path, folder):", "if False:",
           "tests/ui/pictures/test_picture_cache.py"),
    Mutant("viewer/ui/pictures/picture_cache.py",
           "if _is_svg(page, number) and not _is_inside(", "if False and not _is_inside(",
           "tests/security/test_drawings.py"),
    Mutant("viewer/ui/navigation/history.py", "if self.current is not None and self.current.address"
           " == address:", "if False:", "tests/ui/navigation/test_history.py"),
    Mutant("viewer/ui/window/message_bar.py",
           "self._label.setTextFormat(Qt.TextFormat.PlainText)", "pass",
           "tests/ui/window/test_message_bar.py"),
]  # fmt: skip


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether the tests pass in ``copy`` with the fault in it; the copy is as before afterwards."""
    path = copy / mutant.file
    original = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(copy), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider"]
        ended = subprocess.run(
            [*command, *mutant.tests.split()],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(original, encoding="utf-8")
    if ended.returncode not in (0, 1):  # 1: a test failed
        raise RuntimeError(ended.stdout[-2000:] + ended.stderr[-2000:])
    return ended.returncode == 0


def main(words: list[str]) -> int:
    """How many mutations survived."""
    chosen = [m for m in MUTANTS if not words or any(word in repr(m) for word in words)]
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        copy.mkdir()
        for name in ("viewer", "tests", "issues", "resources"):
            shutil.copytree(ROOT / name, copy / name)
        shutil.copy2(ROOT / "pyproject.toml", copy)
        for mutant in chosen:
            is_alive = survives(mutant, copy)
            survivors += is_alive
            state = "SURVIVED" if is_alive else "noticed"
            print(f"{state:9} {mutant.file}: {mutant.before!r} → {mutant.after!r}", flush=True)
    print(f"{len(chosen)} mutations, {survivors} survived")
    return survivors


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
