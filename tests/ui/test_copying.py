"""What is copied from the page, and that copying leaves no harm behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_COPY = """
from viewer.app import application
app = application("en")
from viewer.ui.article_pane import ArticlePane
from viewer.ui.pictures import Pictures
pane = ArticlePane(Pictures())
pane.setHtml("<p>Some <b>words</b></p>")
pane.selectAll()
pane.copy()
copied = app.clipboard().mimeData()
print(copied.text(), "<b" in copied.html() or "font-weight" in copied.html(), copied.formats())
"""


def test_a_program_that_copied_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COPY],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split("\n")[0] == "Some words True ['text/html', 'text/plain']"
    assert done.returncode == 0
