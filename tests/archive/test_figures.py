"""The drawings of issue 2: our own SVG, drawn with the theme's colours and nothing from outside."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

FIGURES = Path(__file__).resolve().parents[2] / "issues" / "002" / "figures"
SLIDES = sorted((FIGURES / "slides").glob("*.svg"))
DRAWINGS = [*sorted(FIGURES.glob("*.svg")), *SLIDES]
SVG = "{http://www.w3.org/2000/svg}"

# The light theme's values; another theme is made by replacing these very strings.
DIM, LINE = "#666A71", "#E4E2DC"
TOKENS = {"#1F2328", DIM, "#A84A22", "#F7E9E2", LINE, "#FFFFFF"}

# What Qt's SVG renderer draws without surprises.
ELEMENTS = {"svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "text", "tspan"}
STROKES = {"1.5", "3"}
FAMILY = "Noto Sans CJK TC"
LARGEST = 12 * 1024
Box = tuple[float, float, float, float]
HAN = re.compile(r"[\u4e00-\u9fff]")


def elements(drawing: Path) -> Iterator[ElementTree.Element]:
    """Every element of a bundled drawing, the root first."""
    return ElementTree.fromstring(drawing.read_text(encoding="utf-8")).iter()


def texts(drawing: Path) -> Iterator[tuple[str, Box]]:
    """Every text of a drawing with about the space it takes up."""
    root = ElementTree.fromstring(drawing.read_text(encoding="utf-8"))
    parents = {child: parent for parent in root.iter() for child in parent}

    def inherited(element: ElementTree.Element, name: str, otherwise: str) -> str:
        here: ElementTree.Element | None = element
        while here is not None:
            if name in here.attrib:
                return here.attrib[name]
            here = parents.get(here)
        return otherwise

    for element in root.iter(SVG + "text"):
        size = float(inherited(element, "font-size", "16"))
        width = extent(element.text or "", size)
        for span in element:
            width += extent(span.text or "", float(span.get("font-size", size)))
            width += extent(span.tail or "", size)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[
            inherited(element, "text-anchor", "start")
        ]
        left = x - shift * width
        yield "".join(element.itertext()), (left, y - 0.8 * size, left + width, y + 0.15 * size)


def extent(text: str, size: float) -> float:
    """About how wide ``text`` is set: one em a wide letter, half an em a Latin one."""
    wide = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return size * (wide + 0.52 * (len(text) - wide - text.count(" ")) + 0.23 * text.count(" "))


def test_every_drawing_of_the_issue_is_there() -> None:
    assert [drawing.stem for drawing in DRAWINGS if drawing not in SLIDES] == [
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


def test_every_slide_of_the_issue_is_there() -> None:
    assert len(SLIDES) == 36
    for slide in SLIDES:
        # One size, so that the frame of a slideshow stays where it is.
        assert next(elements(slide)).attrib["viewBox"] == "0 0 720 450", slide.name


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


def test_no_word_leaves_the_margin_or_covers_another(drawing: Path) -> None:
    _, _, width, height = next(elements(drawing)).attrib["viewBox"].split()
    words = list(texts(drawing))
    assert words
    for said, (left, top, right, bottom) in words:
        assert left >= 20, said
        assert right <= float(width) - 20, said
        assert top >= 12, said
        assert bottom <= float(height) - 12, said
    for (one, a), (other, b) in itertools.combinations(words, 2):
        apart = a[2] < b[0] + 2 or b[2] < a[0] + 2 or a[3] < b[1] + 2 or b[3] < a[1] + 2
        assert apart, f"{one} | {other}"


def test_dim_words_stand_on_the_page_or_the_tint(drawing: Path) -> None:
    """On the colour of lines they would be too faint."""
    root = ElementTree.fromstring(drawing.read_text(encoding="utf-8"))
    greys = [
        tuple(float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        for group in root.iter()
        for rect in (group, *group)
        if rect.tag == SVG + "rect" and rect.get("fill", group.get("fill")) == LINE
    ]
    dim = {
        "".join(text.itertext())
        for group in root.iter()
        for text in (group, *group)
        if text.tag == SVG + "text" and text.get("fill", group.get("fill")) == DIM
    }
    for said, (left, top, right, bottom) in texts(drawing):
        across, down = (left + right) / 2, (top + bottom) / 2
        if said in dim:
            for x, y, width, height in greys:
                assert not (x < across < x + width and y < down < y + height), said


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
