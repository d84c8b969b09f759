from __future__ import annotations

import pytest
from PySide6.QtGui import QPageSize

from viewer.ui.printing.paper import default_paper


@pytest.mark.parametrize(
    ("named", "size"),
    [
        ("zh_TW.UTF-8", (595, 842)),
        ("en_US.UTF-8", (612, 792)),
        ("en_CA", (612, 792)),
        ("en_GB.UTF-8", (595, 842)),
        ("C.UTF-8", (595, 842)),
    ],
)
@pytest.mark.parametrize("variable", ["LC_ALL", "LC_PAPER"])
def test_the_paper_is_that_of_the_country(
    variable: str, named: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv(variable, named)
    paper = default_paper()
    assert (paper.width, paper.height) == size


def test_a_line_holds_some_forty_ideographs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    paper = default_paper()
    assert paper.size == QPageSize.PageSizeId.A4
    assert 38 <= paper.text_width / 10.5 <= 44
    assert paper.text_height > 0.75 * paper.height
