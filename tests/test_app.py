from __future__ import annotations

import subprocess
import sys

#: What the first page does not need: parsers, the search, importers and exporters, workers.
LATER = (
    "whoosh", "markdown", "nh3", "msgspec", "yaml", "defusedxml", "feedparser", "platformdirs",
    "multiprocessing", "subprocess", "email", "xml", "asyncio",
    "viewer.importers", "viewer.exporters", "viewer.commands", "viewer.render",
    "viewer.archive.parse", "viewer.archive.markdown",
    "viewer.search.query", "viewer.search.plan", "viewer.search.variants",
)  # fmt: skip


def _after_importing_the_window(what: str) -> str:
    script = f"import builtins, sys, viewer.app\n{what}"
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return made.stdout.strip()


def test_the_window_waits_for_nothing_that_the_first_page_can_do_without() -> None:
    loaded = _after_importing_the_window("print(*sys.modules)").split()
    assert "viewer.ui.main_window" in loaded
    assert [name for name in LATER if name in loaded] == []


def test_a_start_without_arguments_makes_no_parser_for_them() -> None:
    script = "import sys, viewer.cli; viewer.cli._parse([]); print('argparse' in sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "False"


def test_what_is_imported_later_is_not_looked_through_for_a_switch_of_pyside6() -> None:
    used = "print(builtins.__import__ is builtins.__feature_import__)"
    assert _after_importing_the_window(used) == "False"
