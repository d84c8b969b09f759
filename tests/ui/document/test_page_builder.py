"""What stands on the page of each article, and the map between it and the plain text.

Covers viewer/ui/document/built_page.py, viewer/ui/document/document_writer.py and
viewer/ui/document/page_labels.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from tests.ui.seeing import anchors, at, page_text, plain, write
from viewer import paths
from viewer.archive.catalogue.catalogue import Catalogue
from viewer.archive.library.library import Library
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import Node
from viewer.color_themes import LIGHT
from viewer.ui.document.built_page import BuiltPage, TextMap, TextRun, utf16_length
from viewer.ui.document.folding import Folding
from viewer.ui.document.page_builder import PageBuilder
from viewer.ui.document.page_labels import page_labels
from viewer.ui.pictures.picture_cache import PictureCache
from viewer.ui.theme.typesetting import Typesetting
from viewer.ui.window.main_window import MainWindow

ARTICLES = [
    "front", *(f"a{n}" for n in range(1, 6)), "b", "c", *(f"c{n}" for n in range(1, 8))
]  # fmt: skip


@pytest.fixture
def catalogue(qapp: object, library_folder: Path) -> Iterator[Catalogue]:
    with Library(library_folder, paths.bundled_issues()).open_catalogue() as opened:
        yield opened


class Built:
    """A page written into a document of its own."""

    def __init__(self, page: Page, zoom: float = 1.0, column: int = 600) -> None:
        self.page = page
        self.document = QTextDocument()
        builder = PageBuilder(
            self.document,
            LIGHT,
            PictureCache(),
            column,
            Typesetting(zoom),
            folding=Folding(on_paper=True),
        )
        self.built: BuiltPage = builder.build(page, page_labels(page, None), None, None)
        self.raw = self.document.toRawText().encode("utf-16-le", "surrogatepass")

    def between(self, start: int, end: int) -> str:
        return self.raw[start * 2 : end * 2].decode("utf-16-le", "surrogatepass")

    def on_page(self, start: int, end: int) -> str:
        """The characters of the page that stand for ``[start, end)`` of the plain text."""
        return plain(self.between(*self.built.text_map.to_positions(start, end)))


def link_rows(page: Page) -> Iterator[tuple[int, str]]:
    """Every link of a link row: where its label begins in the plain text, and the label."""
    for top in page.body:
        for node in top.walk():
            if node.tag != "links":
                continue
            offset = int(node.attrs["o"])
            for child in node.children:
                text = child.text() if isinstance(child, Node) else child
                if isinstance(child, Node):
                    yield offset, text
                offset += len(text)


@pytest.mark.parametrize("zoom", [1.0, 1.8])
@pytest.mark.parametrize("key", ARTICLES)
def test_every_block_of_the_text_stands_on_the_page(
    catalogue: Catalogue, key: str, zoom: float
) -> None:
    page = catalogue.page(at(f"dosudo/2/{key}"))
    made = Built(page, zoom)
    rows = list(link_rows(page))
    assert page.blocks
    for block in page.blocks:
        text = page.text[block.start : block.end]
        if block.kind != "links":
            assert made.on_page(block.start, block.end) == text
    for offset, label in rows:
        assert made.on_page(offset, offset + len(label)) == label
        assert page.text[offset : offset + len(label)] == label
    assert len([b for b in page.blocks if b.kind == "links"]) <= len(rows)


@pytest.mark.parametrize("key", ARTICLES)
def test_the_way_from_text_to_page_and_back_is_the_same(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(at(f"dosudo/2/{key}"))
    map_ = Built(page).built.text_map
    for block in page.blocks:
        for offset in range(block.start, block.end):
            assert map_.to_offset(map_.to_position(offset)) == offset


@pytest.mark.parametrize("key", ARTICLES)
def test_every_anchor_stands_where_its_text_does(catalogue: Catalogue, key: str) -> None:
    page = catalogue.page(at(f"dosudo/2/{key}"))
    made = Built(page)
    for anchor in page.anchors:
        position = made.built.text_map.anchors[anchor.id]
        ahead = plain(made.between(position, position + 200)).lstrip("\n\ufdd0\ufdd1 ")
        # A note of the edition has its number in front.
        ahead = re.sub(r"\ANote \d+\u2002", "", ahead)
        assert ahead.startswith(page.text[anchor.offset : anchor.offset + 8])


def test_the_title_can_be_marked(catalogue: Catalogue) -> None:
    for key in ARTICLES:
        page = catalogue.page(at(f"dosudo/2/{key}"))
        made = Built(page)
        run = made.built.text_map.title
        assert run is not None
        assert made.between(run.position, run.position + utf16_length(run.text)) == page.entry.title


# Around the article


@pytest.mark.parametrize("key", ARTICLES)
def test_the_page_says_where_it_stands_and_who_edited_it(window: MainWindow, key: str) -> None:
    window.go_to(at(f"dosudo/2/{key}"))
    page = window.article_pane.page
    assert page is not None
    lines = page_text(window.article_pane).split("\n")
    section = f"{page.section_label}. {page.section_title}" if page.section_label else ""
    assert lines[0].startswith("  ›  ".join(part for part in ("No. 2", section) if part))
    assert lines[1] == page.entry.title
    byline = lines[2].split(" · ")
    if page.entry.editors:
        assert byline[0] == f"Editor {', '.join(page.entry.editors)}"
    assert "29 July 2017" in byline
    assert byline[-1] == "restated edition"
    assert window.windowTitle() == f"{page.entry.title} · Dosudo Viewer"


def test_the_page_of_a_chapter_counts_it(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    assert page_text(window.article_pane).split("\n")[0] == (
        "No. 2  ›  C. Deep learning big event  ›  Chapter 3 of 14"
    )


def test_the_edition_is_explained_in_the_masthead(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/front"))
    assert "匯入" in page_text(window.article_pane)


def test_the_neighbours_stand_at_the_foot(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/a3"))
    foot = anchors(window.article_pane.document())[-4:]
    assert foot == [
        ("← Previous", "dosudo-viewer:dosudo/2/a2"),
        (
            "Is really big data resulting better performance? Google and CMU newest research "
            "said YES.",
            "dosudo-viewer:dosudo/2/a2",
        ),
        ("Next →", "dosudo-viewer:dosudo/2/a4"),
        ("能加速一千倍的超高速視頻目標監測系統NoScope", "dosudo-viewer:dosudo/2/a4"),
    ]


def test_the_first_and_the_last_article_have_one_neighbour(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/front"))
    assert "← Previous" not in page_text(window.article_pane)
    assert "Next →" in page_text(window.article_pane)
    window.go_to(at("dosudo/2/c7"))
    assert "← Previous" in page_text(window.article_pane)
    assert "Next →" not in page_text(window.article_pane)


# Unusual text

HEAD = "---\nnumber: 9\ntitle: Odd\ndate: 2020-01-01\n---\n\n"
ODD = """\
# A. Odd {#a}

## 1. 😀 Title with 𠮷 {#a1}

Before 😀𠮷 “Apple’s” after, ‘single’ don’t ”.

Line one  
line two with `code 😀` and **bold 𠮷 words** after.

- item 😀
    - inner 𠮷
- second

  second paragraph

Term 😀
:   Meaning 𠮷

> quoted 😀

| a 😀 | b |
|---|---|
| c | 𠮷 d |

```
code 😀
  indented
```

[one 😀](https://example.org/) [two]() [three 𠮷](https://example.org/3)
"""  # noqa: W291 - two blanks are a line break


def test_characters_beyond_the_basic_plane_are_counted_right(
    qapp: object, library_folder: Path
) -> None:
    write(library_folder, {"odd/publication.yaml": "id: odd\nname: Odd\nlanguage: en\n",
                         "odd/009/issue.md": HEAD + ODD})  # fmt: skip
    Library(library_folder, paths.bundled_issues()).update_catalogue()
    with Library(library_folder, paths.bundled_issues()).open_catalogue() as opened:
        page = opened.page(at("odd/9/a1"))
        made = Built(page)
        for block in page.blocks:
            if block.kind != "links":
                text = page.text[block.start : block.end]
                assert made.on_page(block.start, block.end) == text
        for offset, label in link_rows(page):
            assert made.on_page(offset, offset + len(label)) == label


def test_the_map_without_any_run() -> None:
    empty = TextMap()
    assert empty.to_position(5) == 0
    assert empty.to_offset(5) == 0
    assert empty.to_positions(1, 3) == (0, 0)


def test_a_place_between_runs_belongs_to_what_stands_before_it() -> None:
    made = TextMap()
    made.add(TextRun(0, 10, "ab𠮷"))
    made.add(TextRun(4, 30, "cd"))
    assert made.to_position(3) == 14
    assert made.to_offset(20) == 3
    assert made.to_offset(31) == 5
    assert made.to_positions(0, 3) == (10, 14)
    assert made.to_positions(2, 5) == (12, 31)
    assert made.to_positions(2, 2) == (12, 12)
