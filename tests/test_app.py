from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

#: What the first page does not need: parsers, the search, importers and exporters, workers.
LATER = (
    "whoosh", "markdown", "nh3", "msgspec", "yaml", "defusedxml", "feedparser",
    "multiprocessing", "subprocess", "email", "xml", "asyncio", "viewer.logs",
    "viewer.archive.model.whole_issue", "viewer.ui.navigation.whole_issue_page",
    "viewer.ui.i18n.message_translation", "viewer.ui.commands.print_and_pdf",
    "viewer.ui.printing.pdf_export", "viewer.ui.printing.pdf_output", "PySide6.QtPrintSupport",
    "viewer.importers", "viewer.exporters", "viewer.cli.library_commands",
    "viewer.exporters.article_formats", "viewer.archive.parser.issue_parser",
    "viewer.archive.parser.markdown_to_html", "viewer.archive.markup.element_tree", "html.parser",
    "viewer.search.query.parser", "viewer.search.query.planner", "viewer.search.language.folding",
)  # fmt: skip


_FIRST_PAGE = """
import builtins, os, sys
from viewer.cli import main as cli
from viewer.ui.application import app_controller as program
class Window(program.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.first_painted.connect(self.tell)
    def tell(self):
        print(WHAT, flush=True)
        os._exit(0)
program.MainWindow = Window
cli.main([])
"""


def _at_the_first_page(library: Path, what: str) -> str:
    """What ``what`` is in a program of its own when the first page has been painted."""
    for arguments in (["-m", "viewer", "list"], ["-c", _FIRST_PAGE.replace("WHAT", what)]):
        made = subprocess.run(
            [sys.executable, *arguments],
            env={**os.environ, "DOSUDO_LIBRARY": str(library), "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    return made.stdout.strip()


def test_the_window_waits_for_nothing_that_the_first_page_can_do_without(tmp_path: Path) -> None:
    loaded = _at_the_first_page(tmp_path, "*sys.modules").split()
    assert "viewer.ui.window.main_window" in loaded
    assert [name for name in LATER if name in loaded] == []


def test_a_start_without_arguments_makes_no_parser_for_them() -> None:
    script = (
        "import sys, viewer.cli.main; viewer.cli.main._parse([]); print('argparse' in sys.modules)"
    )
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "False"


def test_what_is_imported_later_is_not_looked_through_for_a_switch_of_pyside6(
    tmp_path: Path,
) -> None:
    used = "builtins.__import__ is builtins.__feature_import__"
    assert _at_the_first_page(tmp_path, used) == "False"
