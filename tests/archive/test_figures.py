"""The drawings of issue 2: our own SVG, drawn with the theme's colours and nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

FIGURES = Path(__file__).resolve().parents[2] / "issues" / "002" / "figures"
DRAWINGS = sorted(FIGURES.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"

# The light theme's values; another theme is made by replacing these very strings.
TOKENS = {"#1F2328", "#666A71", "#A84A22", "#F7E9E2", "#E4E2DC", "#FFFFFF"}

# What Qt's SVG renderer draws without surprises.
ELEMENTS = {"svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "text", "tspan"}
STROKES = {"1.5", "3"}
FAMILY = "Noto Sans CJK TC"
LARGEST = 12 * 1024
HAN = re.compile(r"[\u4e00-\u9fff]")


def elements(drawing: Path) -> Iterator[ElementTree.Element]:
    """Every element of a bundled drawing, the root first."""
    return ElementTree.fromstring(drawing.read_text(encoding="utf-8")).iter()


def test_every_drawing_of_the_issue_is_there() -> None:
    assert [drawing.stem for drawing in DRAWINGS] == [
        "ai-system",
        "cake",
        "cnn-milestones",
        "connections",
        "data-accuracy",
        "detectors",
        "distral",
        "gail",
        "lip-sync",
        "noscope",
        "pipeline",
        "three-papers",
    ]


@pytest.fixture(params=DRAWINGS, ids=lambda drawing: drawing.stem)
def drawing(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_is_small_and_scalable(drawing: Path) -> None:
    assert drawing.stat().st_size < LARGEST
    root = next(elements(drawing))
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, 720)
    assert 300 <= height <= 460


def test_says_what_it_shows_in_chinese(drawing: Path) -> None:
    root = next(elements(drawing))
    for name in ("title", "desc"):
        told = root.find(SVG + name)
        assert told is not None
        assert HAN.search(told.text or "")


def test_uses_only_the_colours_of_the_theme(drawing: Path) -> None:
    for element in elements(drawing):
        for name in ("fill", "stroke"):
            assert element.get(name, "none") in TOKENS | {"none"}
    assert set(re.findall(r"#[0-9A-Za-z]+", drawing.read_text(encoding="utf-8"))) <= TOKENS


def test_uses_two_stroke_weights_and_readable_type(drawing: Path) -> None:
    for element in elements(drawing):
        assert element.get("stroke-width", "1.5") in STROKES
        assert float(element.get("font-size", "15")) >= 13
        # Qt takes a comma list for one family that does not exist, so a single name stands here.
        assert element.get("font-family", FAMILY) == FAMILY


def test_refers_to_nothing_and_runs_nothing(drawing: Path) -> None:
    for element in elements(drawing):
        assert element.tag.removeprefix(SVG) in ELEMENTS
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert name.rpartition("}")[2] not in {"href", "src", "style", "class", "id"}
            assert "url(" not in value
            assert "://" not in value
    text = drawing.read_text(encoding="utf-8")
    assert "<!DOCTYPE" not in text
    assert "<!ENTITY" not in text
    assert "<?" not in text
