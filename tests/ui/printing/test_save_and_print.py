"""Saving as PDF and printing: what stands in the file, read back as a PDF viewer reads it.

Covers viewer/ui/commands/print_and_pdf.py,
viewer/ui/printing/pdf_export.py, viewer/ui/printing/pdf_output.py,
viewer/ui/printing/print_builder.py and viewer/ui/widgets/progress_label.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPageSize
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.making import Show, png
from tests.ui.pdf_reading import Link, Read
from tests.ui.seeing import at
from viewer.app import AppController
from viewer.color_themes import LIGHT
from viewer.ui.commands.print_and_pdf import PrintCommands
from viewer.ui.i18n import languages
from viewer.ui.printing import pdf_output as pdf_files
from viewer.ui.printing.paper import paper_for_size
from viewer.ui.printing.pdf_export import PdfExporter, PrintJob
from viewer.ui.printing.print_pages import TooLongError
from viewer.ui.widgets.progress_label import ProgressLabel
from viewer.ui.window.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
FILLER = "Some words that fill more than one line of the page, and then some more of them. "


@pytest.fixture(autouse=True)
def _a4(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may live where letters are written on another paper."""
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], list[str]]:
    """``choose(path)``: what the reader picks in the dialog; returns the names she is offered."""

    def chosen(path: object) -> list[str]:
        offered: list[str] = []

        def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
            offered.append(Path(name).name)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return offered

    return chosen


def printing(window: MainWindow) -> PrintCommands:
    found = window.findChild(PrintCommands)
    assert isinstance(found, PrintCommands)
    return found


def made(window: MainWindow, shorter: float = 0.0) -> Read:
    """What is on the page, as PDF, on pages so many points ``shorter``."""
    page, words = window.article_pane.page, window.article_pane.labels
    assert page is not None
    assert words is not None
    paper = paper_for_size(QPageSize.PageSizeId.A4)
    maker = PdfExporter(
        PrintJob(page, words, window.navigator.whole_issue, window.appearance.typesetting),
        replace(paper, bottom_margin=paper.bottom_margin + shorter),
    )
    for _ in maker.steps():
        pass
    return Read(maker.data)


@pytest.fixture
def whole(window: MainWindow, qtbot: Any) -> MainWindow:
    """Newsletter #2 on one page."""
    window.go_to(at("dosudo/2/c3"))
    qtbot.keyClick(window.article_pane, Qt.Key.Key_F7)
    return window


# From the window


def test_the_page_is_saved_where_the_reader_wants_it(
    start: Callable[..., AppController],
    choose: Callable[..., list[str]],
    tmp_path: Path,
    qtbot: Any,
) -> None:
    window = start("dosudo/2/c2").window
    path = tmp_path / "mine.pdf"
    offered = choose(path)
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.message_bar.text() == f"Saved as {path}."
    assert offered == ["What is Convolutional neural network (CNN).pdf"]
    assert sorted(tmp_path.glob("*.pdf")) == [path]
    assert not list(tmp_path.glob(".*part"))
    file = Read(path)
    assert file.about["Title"] == "What is Convolutional neural network (CNN)"
    assert file.about["Creator"] == "Dosudo Viewer"
    assert "What is Convolutional neural network (CNN)" in file.text(0)


def test_a_name_without_an_ending_gets_one(
    window: MainWindow, choose: Callable[..., list[str]], tmp_path: Path, qtbot: Any
) -> None:
    choose(tmp_path / "mine 2.0")
    window.menu_actions["pdf"].trigger()
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert Read(tmp_path / "mine 2.0.pdf").all_text


def test_an_ending_that_is_added_replaces_no_file(
    window: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"another one")
    choose(tmp_path / "mine")
    window.menu_actions["pdf"].trigger()
    assert window.message_bar.text() == f"{path} exists already; choose another name."
    assert path.read_bytes() == b"another one"


def test_thinking_better_of_it_changes_nothing(
    window: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    choose("")
    window.menu_actions["pdf"].trigger()
    assert not printing(window).is_busy
    assert window.message_bar.text() == ""
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_named(
    window: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "gone" / "mine.pdf"
    choose(path)
    window.menu_actions["pdf"].trigger()
    assert window.message_bar.text() == (
        f"{path} cannot be written (No such file or directory); choose another place or name."
    )
    assert not printing(window).is_busy


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    window: MainWindow,
    choose: Callable[..., list[str]],
    tmp_path: Path,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"the old one")
    choose(path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("viewer.ui.printing.pdf_output.os.fsync", full)
    window.menu_actions["pdf"].trigger()
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.message_bar.text() == (
        f"{path} cannot be written (No space left on device); choose another place or name."
    )
    assert path.read_bytes() == b"the old one"
    assert not list(tmp_path.glob(".*part"))


def test_the_window_answers_while_an_issue_is_saved(
    whole: MainWindow, choose: Callable[..., list[str]], tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "issue.pdf"
    choose(path)
    whole.menu_actions["pdf"].trigger()
    assert printing(whole).is_busy
    turns: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(path.exists()))
    timer.start(0)
    whole.menu_actions["pdf"].trigger()
    assert whole.message_bar.text() == "A PDF is being made; wait until it is done."
    qtbot.waitUntil(lambda: not printing(whole).is_busy, timeout=20_000)
    timer.stop()
    assert turns.count(False) > 5
    assert Read(path).about["Title"] == "Dosudo deep learning newsletter #2"


def test_long_work_tells_how_far_it_is(
    whole: MainWindow,
    choose: Callable[..., list[str]],
    tmp_path: Path,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("viewer.ui.commands.print_and_pdf.PROGRESS_DELAY_MS", 0)
    choose(tmp_path / "issue.pdf")
    whole.menu_actions["pdf"].trigger()
    own = printing(whole)

    def told() -> list[str]:
        return [one.text() for one in whole.findChildren(ProgressLabel) if one.text()]

    qtbot.waitUntil(lambda: told() == ["Making the PDF…"])
    qtbot.waitUntil(lambda: not own.is_busy, timeout=20_000)
    assert told() == []


def test_closing_the_window_gives_it_up(
    whole: MainWindow, choose: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "issue.pdf"
    choose(path)
    whole.menu_actions["pdf"].trigger()
    whole.close()
    assert not printing(whole).is_busy
    QApplication.processEvents()
    assert not path.exists()


def test_what_is_too_long_for_a_file_is_said_to_be(
    window: MainWindow,
    choose: Callable[..., list[str]],
    tmp_path: Path,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def measure(_column: object) -> Iterator[None]:
        raise TooLongError
        yield

    monkeypatch.setattr("viewer.ui.printing.print_pages.PrintedColumn.measure", measure)
    choose(tmp_path / "mine.pdf")
    window.menu_actions["pdf"].trigger()
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.message_bar.text() == (
        "This is too long for one PDF; save the articles of the issue each."
    )
    assert not printing(window).is_busy
    assert not (tmp_path / "mine.pdf").exists()


def test_printing_shows_the_pages_in_the_systems_viewer(
    start: Callable[..., AppController],
    browser: list[str],
    qtbot: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    window = start("dosudo/2/c2").window
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.message_bar.text() == (
        "The pages are shown in your PDF viewer; print them from there."
    )
    (path,) = tmp_path.glob("dosudo-viewer-print-*/*.pdf")
    (asked,) = browser
    assert asked.startswith("file:///")
    assert asked.endswith("What%20is%20Convolutional%20neural%20network%20(CNN).pdf")
    assert path.parent.stat().st_mode & 0o077 == 0
    assert len(Read(path)) > 1


def test_a_system_without_a_pdf_viewer_is_told(
    window: MainWindow, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(
        "viewer.ui.navigation.external_links.QDesktopServices.openUrl", lambda _url: False
    )
    window.menu_actions["print"].trigger()
    qtbot.waitUntil(lambda: window.message_bar.text() != "")
    assert window.message_bar.text().startswith("No program here opens PDF files;")


def test_without_a_page_there_is_nothing_to_print(window: MainWindow) -> None:
    window.article_pane.build.page = None
    window.menu_actions["print"].trigger()
    assert window.message_bar.text() == "There is no page to print or to save."


# What stands in the file


def test_pages_are_numbered_and_headed(start: Callable[..., AppController]) -> None:
    file = made(start("dosudo/2/c2").window)
    count = len(file)
    assert count > 2
    assert file.size == (595, 842)
    for number in range(count):
        text = file.text(number)
        assert f"Page {number + 1} of {count}" in text
        assert text.startswith("Dosudo deep learning newsletter #2")
    title = "What is Convolutional neural network (CNN)"
    # Its own title stands on the first page; the following are headed with it.
    assert [file.text(number).count(title) for number in range(count)] == [1] * count


@pytest.fixture
def in_chinese(qapp: QApplication) -> Iterator[None]:
    languages.install_translators(qapp, "zh_TW")
    yield
    languages.install_translators(qapp, "en")


def test_page_numbers_are_told_in_the_readers_language(
    in_chinese: None, start: Callable[..., AppController]
) -> None:
    file = made(start("dosudo/2/c2").window)
    assert f"第 1 頁，共 {len(file)} 頁" in file.text(0)


def test_the_words_can_be_copied_as_they_are(start: Callable[..., AppController]) -> None:
    """Faces share a glyph between 文, 長 or a blank and characters that only look like them."""
    window = start("dosudo/2/a1").window
    page = window.article_pane.page
    assert page is not None
    file = made(window)
    said = file.all_text
    for sentence in (
        "走路、跑步、跳躍，人做起來毫不費力，機器卻得從頭學起。",
        "第一篇論文刻意把條件壓到最低",
        "generative adversarial imitation learning",
    ):
        assert sentence in page.text
        assert sentence in said
    odd = {c for c in said if "\u2e80" <= c <= "\u2fdf" or c in "\t\ufffe\ufffd"}
    assert odd == set()


def test_every_slide_is_printed_as_a_drawing(start: Callable[..., AppController]) -> None:
    window = start("dosudo/2/c3").window
    assert len(window.article_pane.slideshows) == 1
    file = made(window)
    said = file.all_text
    for number in range(1, 6):
        assert f" {number}/5" in said
    assert "DenseNet-121 的四個區塊" in said
    # Our drawings stay vectors, whose words can be selected as well.
    assert [file.pictures(number) for number in range(len(file))] == [[]] * len(file)
    assert sum(file.paths(number) for number in range(len(file))) > 100
    assert "Weights per channel pair" in said


@pytest.mark.parametrize("theme", ["dark", "sepia"])
def test_paper_is_white_in_every_theme(start: Callable[..., AppController], theme: str) -> None:
    window = start("dosudo/2/c3").window
    window.set_theme(theme)
    image = made(window).image(0)
    colours = {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    assert image.pixelColor(5, 5).name() == "#ffffff"
    assert LIGHT.accent in colours
    assert min(QColor(c).lightness() for c in colours) < 60


def test_links_lead_to_the_web_and_into_the_program(show: Show) -> None:
    file = made(
        show({}, "See [the web](https://example.org/a?b=1), [the talk](dosudo/2/c3) and"
             " [below](#below).\n\n### Below {#below}\n\nWords.")
    )  # fmt: skip
    links = file.links(0)
    assert Link("https://example.org/a?b=1", -1) in links
    assert Link("dosudo-viewer:dosudo/2/c3", -1) in links
    assert Link("", 0) in links


def test_an_issue_is_printed_with_bookmarks_and_links_between_its_articles(
    whole: MainWindow,
) -> None:
    file = made(whole)
    said = [file.text(number) for number in range(len(file))]
    # Its own title heads the first page, and is not said twice there.
    assert said[0].count("Dosudo deep learning newsletter #2") == 1
    assert all(text.startswith("Dosudo deep learning newsletter #2") for text in said)
    marks = file.bookmarks
    assert marks[0][:2] == (0, "Dosudo deep learning newsletter #2")
    assert (1, "3 Some CNN milestones") in [mark[:2] for mark in marks]
    pages = [page for _, _, page in marks]
    assert pages == sorted(pages)
    for _level, title, page in marks:
        # Space between the scripts is taken for a blank where text is read from a PDF.
        words = title.split(" ", 1)[-1].replace(" ", "")[:20]
        assert words in re.sub(r"\s", "", said[page]), title
    # Behind the page where it begins, an article heads its pages.
    first = next(page for _, title, page in marks if title == "3 Some CNN milestones")
    assert file.text(first + 1).split("\n")[0].endswith("Some CNN milestones")
    inner = [link.page for number in range(len(file)) for link in file.links(number)]
    assert len([page for page in inner if page >= 0]) > 5
    assert not [
        link for number in range(len(file)) for link in file.links(number)
        if link.uri.startswith("dosudo-viewer:dosudo/2/")
    ]  # fmt: skip


# How pages are cut


def body(file: Read, number: int) -> list[str]:
    return [re.sub(r"\s", "", line) for line in file.lines(number)]


def cut_everywhere(window: MainWindow) -> Iterator[Read]:
    """The page on papers of many heights, so that its pages end at every kind of place."""
    for step in range(24):
        yield made(window, step * 9.0)


def test_no_heading_stands_alone_at_the_foot_of_a_page(show: Show) -> None:
    text = "".join(f"### Heading {n}\n\n{FILLER * (1 + n % 3)}\n\n" for n in range(14))
    window = show({}, text)
    for file in cut_everywhere(window):
        assert len(file) > 1
        heads = 0
        for number in range(len(file)):
            lines = body(file, number)
            assert not lines[-1].startswith("Heading")
            heads += sum(line.startswith("Heading") for line in lines)
        assert heads == 14


def test_no_line_of_a_paragraph_stands_alone(show: Show) -> None:
    text = "\n\n".join(f"First{n} {FILLER * (4 + n % 3)} Last." for n in range(12))
    window = show({}, text)
    for file in cut_everywhere(window):
        assert len(file) > 1
        for number in range(len(file)):
            lines = body(file, number)
            assert not re.match(r"First\d", lines[-1])
            assert "Last" not in lines[0]


def test_pictures_stand_whole_with_their_captions(show: Show) -> None:
    count = 7
    files = {f"{n}.png": png(200, 40, grey=60 + n) for n in range(count)}
    text = "\n\n".join(f'{FILLER}\n\n![p](<{n}.png> "Caption {n}")' for n in range(count))
    window = show(files, text)
    width, height = made(window).size
    for file in cut_everywhere(window):
        found = 0
        for number in range(len(file)):
            pictures = file.pictures(number)
            found += len(pictures)
            below = [file.box_of(number, f"Caption {n}") for n in range(count)]
            for left, bottom, right, top in pictures:
                assert 70 < left < right < width - 70
                assert 60 < bottom < top < height - 70
                assert any(0 <= bottom - box[3] < 30 for box in below if box is not None)
        assert found == count


def test_a_picture_is_never_higher_than_a_page(show: Show) -> None:
    file = made(show({"tall.png": png(100, 3000)}, '![p](tall.png "A tower")'))
    (box,) = [box for number in range(len(file)) for box in file.pictures(number)]
    assert 300 < box[3] - box[1] < 600
    assert abs((box[3] - box[1]) / (box[2] - box[0]) - 30) < 1


def test_rows_of_a_table_are_not_divided(show: Show) -> None:
    count = 8
    rows = "".join(f"| Row{n} | {FILLER * 7} End{n} |\n" for n in range(count))
    window = show({}, f"{FILLER}\n\n| A | B |\n|---|---|\n{rows}")
    for file in cut_everywhere(window):
        assert len(file) > 1
        said = [file.text(number) for number in range(len(file))]
        for n in range(count):
            assert sum(f"Row{n}" in text and f"End{n}" in text for text in said) == 1


def test_code_wraps_within_the_page(show: Show) -> None:
    code = "x" * 300 + " = " + "very_long_name(" * 20
    file = made(show({}, f"```\n{code}\n```\n\nhttps://example.org/{'y' * 200}"))
    width = file.size[0]
    assert code.replace(" ", "") in file.all_text.replace(" ", "")
    for left, _bottom, right, _top in file.text_boxes(0):
        assert 70 < left <= right < width - 70


def test_lists_keep_their_numbers(show: Show) -> None:
    file = made(show({}, "3. Third\n4. Fourth\n\n- Dot\n"))
    assert "3. Third" in file.text(0)
    assert "4. Fourth" in file.text(0)


# Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What is this?", "What is this.pdf"),
        ("a/b\\c: “d” | e", "a b c “d” e.pdf"),
        ("能加速一千倍的系統", "能加速一千倍的系統.pdf"),
        ("...", "Dosudo.pdf"),
        ("con", "Dosudo con.pdf"),
        ("LPT1.txt", "Dosudo LPT1.txt.pdf"),
        ("字" * 200, "字" * 60 + ".pdf"),
        ("a\u2028b\x00c", "a b c.pdf"),
    ],
)
def test_the_name_offered_is_one_that_every_system_takes(title: str, name: str) -> None:
    assert pdf_files.pdf_file_name(title) == name
