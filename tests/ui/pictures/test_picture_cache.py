"""Pictures that are not what they should be, and names that lead elsewhere.

Covers viewer/ui/document/figure_writer.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageIOHandler,
    QImageWriter,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QApplication

from tests.ui.making import png
from tests.ui.pictures.watching import Watch
from tests.ui.seeing import anchors, at, images, page_text, write
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow

CANNOT = "This picture cannot be shown."
IMAGE = QTextDocument.ResourceType.ImageResource.value

NAMES = [
    "/etc/passwd",
    "file:///etc/passwd",
    "http://example.org/a.png",
    "https://example.org/a.png",
    "//server/share/a.png",
    "\\\\server\\share\\a.png",
    "qrc:/a.png",
    ":/qt-project.org/styles/commonstyle/images/up-32.png",
    "data:image/png;base64,AAAA",
    "pic:99:100",
    "pic:-1:100",
    "pic:0:0",
    "pic:0:-5",
    "pic:0",
    "pic:0:100:7",
    "pic:x:y",
    "pic::",
    "pic:²:³",
    "a.png",
    "",
]


def test_a_picture_is_shown_at_its_own_size(show: Callable[..., MainWindow]) -> None:
    window = show({"one.png": png(200, 100)}, '![a grey box](one.png "Grey")')
    (shape,) = images(window.article_pane.document())
    assert (shape.width(), shape.height()) == (200, 100)
    assert "Grey" in page_text(window.article_pane)
    assert CANNOT not in page_text(window.article_pane)


def test_a_wide_picture_is_scaled_to_the_column(show: Callable[..., MainWindow]) -> None:
    window = show({"one.png": png(4000, 1000)}, "![a grey box](one.png)")
    (shape,) = images(window.article_pane.document())
    assert shape.width() <= window.article_pane.document().textWidth()
    assert shape.width() == pytest.approx(shape.height() * 4, abs=4)


def test_a_picture_of_many_megabytes_is_shown(show: Callable[..., MainWindow]) -> None:
    window = show({"one.png": png(200, 100) + b"\0" * 30 * 1024 * 1024}, "![a grey box](one.png)")
    assert len(images(window.article_pane.document())) == 1
    assert CANNOT not in page_text(window.article_pane)


def test_a_missing_picture_leaves_its_frame(show: Callable[..., MainWindow]) -> None:
    window = show({}, 'Before.\n\n![what it showed](gone.png "Its caption")\n\nAfter.')
    assert images(window.article_pane.document()) == []
    assert f"{CANNOT}\nIts caption" in page_text(window.article_pane)
    assert "After." in page_text(window.article_pane)


def test_without_a_caption_the_frame_says_what_it_showed(
    show: Callable[..., MainWindow],
) -> None:
    window = show({}, "Before.\n\n![what it showed](gone.png)\n\nAfter.")
    assert f"{CANNOT}\nwhat it showed" in page_text(window.article_pane)


def test_a_picture_of_the_web_is_never_fetched(
    show: Callable[..., MainWindow], browser: list[str]
) -> None:
    window = show({}, "![alt](https://example.org/a.png)")
    assert "This picture is only on the web:\nhttps://example.org/a.png" in page_text(
        window.article_pane
    )
    assert ("https://example.org/a.png", "https://example.org/a.png") in anchors(
        window.article_pane.document()
    )
    assert images(window.article_pane.document()) == []
    assert browser == []


def test_a_picture_in_a_line_that_cannot_be_shown_leaves_its_words(
    show: Callable[..., MainWindow], browser: list[str]
) -> None:
    web = "https://example.org/a%20b.png?w=3"
    window = show(
        {},
        f"One ![a cup]({web}) two ![]({web}) three ![a pot](gone.png) four "
        f"[![in a link]({web})](https://example.org/) five.",
    )
    assert "One [a cup] two [a%20b.png] three [a pot] four [in a link] five." in page_text(
        window.article_pane
    )
    found = anchors(window.article_pane.document())
    assert ("[a cup]", web) in found
    assert ("[in a link]", "https://example.org/") in found
    assert not any(label == "[a pot]" for label, _ in found)
    assert browser == []


UNREADABLE = [
    ("empty.png", b""),
    ("noise.png", os.urandom(4000)),
    ("text.png", b"this is no picture"),
    ("huge.png", png(60_000, 60_000, rows=1)),
    ("tall.png", png(1, 2_000_000, rows=1)),
    ("svg-in-disguise.png", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"),
    ("xbm.png", b"#define a_width 8\n#define a_height 1\nstatic char a_bits[] = {0xff};"),
]


def test_pictures_that_cannot_be_read_leave_their_frames(show: Callable[..., MainWindow]) -> None:
    body = "\n\n".join(f'![alt]({name} "Caption of {name}")' for name, _ in UNREADABLE)
    window = show(dict(UNREADABLE), f"Before.\n\n{body}\n\nAfter.")
    text = page_text(window.article_pane)
    for name, _ in UNREADABLE:
        assert f"{CANNOT}\nCaption of {name}" in text
    assert "After." in text
    assert images(window.article_pane.document()) == []


@pytest.mark.qt_log_ignore("libpng|IDAT|Read Error")
def test_a_picture_that_breaks_off_does_no_harm(show: Callable[..., MainWindow]) -> None:
    window = show({"one.png": png(300, 300, rows=20)}, "Before.\n\n![alt](one.png)\n\nAfter.")
    window.grab()
    assert "After." in page_text(window.article_pane)


def test_a_drawing_in_the_reader_s_own_folder_is_not_rendered(
    show: Callable[..., MainWindow],
) -> None:
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'>"
        "<image href='file:///etc/passwd' width='9' height='9'/></svg>"
    )
    window = show({"one.svg": drawing}, '![alt](one.svg "Caption")')
    assert f"{CANNOT}\nCaption" in page_text(window.article_pane)


def test_a_link_out_of_the_issue_is_not_followed(
    show: Callable[..., MainWindow], tmp_path: Path
) -> None:
    outside = write(tmp_path / "outside", {"secret.png": png(20, 20)})

    def prepare(folder: Path) -> None:
        (folder / "out.png").symlink_to(outside / "secret.png")
        (folder / "dir").symlink_to(outside)

    with Watch(outside) as watch:
        window = show(
            {},
            '![one](out.png "One")\n\n![two](dir/secret.png "Two")\n\n'
            '![three](../../../outside/secret.png "Three")\n\n'
            f'![four]({outside}/secret.png "Four")',
            prepare,
        )
        window.grab()
        assert "secret.png" not in watch.opened()
    assert images(window.article_pane.document()) == []


def test_a_folder_that_becomes_a_link_later_is_not_followed(
    show: Callable[..., MainWindow], library_folder: Path, tmp_path: Path
) -> None:
    """When the issue was read its pictures lay beside it, and no link stood there."""
    outside = write(tmp_path / "outside", {"one.png": png(200, 100)})
    window = show({"dir/one.png": png(200, 100)}, "![alt](dir/one.png)")
    folder = library_folder / "pics" / "009" / "dir"
    folder.rename(tmp_path / "before")
    folder.symlink_to(outside)
    with Watch(outside) as watch:
        window.set_theme("dark")
        window.grab()
        assert watch.opened() == set()


def test_a_pipe_does_not_stop_the_program(show: Callable[..., MainWindow]) -> None:
    window = show({}, '![alt](pipe.png "Caption")', lambda folder: os.mkfifo(folder / "pipe.png"))
    assert "Caption" in page_text(window.article_pane)
    assert images(window.article_pane.document()) == []


def test_a_picture_that_goes_away_later_does_no_harm(
    show: Callable[..., MainWindow], library_folder: Path
) -> None:
    window = show({"one.png": png(200, 100)}, "Before.\n\n![alt](one.png)\n\nAfter.")
    (library_folder / "pics" / "009" / "one.png").unlink()
    window.menu_actions["larger"].trigger()
    window.set_theme("dark")
    window.grab()
    assert "After." in page_text(window.article_pane)


def test_a_picture_without_its_data_is_a_frame_with_words(show: Callable[..., MainWindow]) -> None:
    window = show({"cut.png": png(300, 200)[:60]}, '![alt](cut.png "Caption")\n\nAfter.')
    page = window.article_pane.page
    assert page is not None
    (shape,) = images(window.article_pane.document())
    assert (shape.width(), shape.height()) == (300, 200)
    drawn = window.article_pane.loadResource(IMAGE, QUrl(shape.name()))
    assert (drawn.width(), drawn.height()) == (300, 200)
    inked = [
        (x, y) for x in range(20, 280) for y in range(20, 180) if drawn.pixelColor(x, y).alpha()
    ]
    assert len(inked) > 100
    assert "After." in page_text(window.article_pane)


def shades(window: MainWindow) -> set[int]:
    """The grey of the pictures on the page, as they are drawn."""
    drawn = [
        window.article_pane.loadResource(IMAGE, QUrl(shape.name()))
        for shape in images(window.article_pane.document())
    ]
    return {image.pixelColor(image.rect().center()).red() for image in drawn}


def test_photographs_are_a_little_darker_in_the_dark(show: Callable[..., MainWindow]) -> None:
    window = show({"one.png": png(200, 100, grey=250)}, "![alt](one.png)")
    for theme in ("light", "sepia"):
        window.set_theme(theme)
        assert shades(window) == {250}
    window.set_theme("dark")
    (dimmed,) = shades(window)
    assert 180 < dimmed < 220
    window.set_theme("light")
    assert shades(window) == {250}


def test_what_is_clear_in_a_picture_stays_clear_in_the_dark(
    show: Callable[..., MainWindow],
) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    buffer = QBuffer()
    image.save(buffer, "PNG")
    window = show({"clear.png": bytes(buffer.data().data())}, "![alt](clear.png)")
    window.set_theme("dark")
    (shape,) = images(window.article_pane.document())
    drawn = window.article_pane.loadResource(IMAGE, QUrl(shape.name()))
    assert drawn.pixelColor(30, 20).alpha() == 0


def test_our_drawings_have_colours_of_their_own_in_the_dark(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c5"))
    window.set_theme("dark")
    shape = next(s for s in images(window.article_pane.document()) if s.name().startswith("pic:"))
    drawn = window.article_pane.loadResource(IMAGE, QUrl(shape.name()))
    inks = {
        drawn.pixelColor(x, y).name().upper()
        for x in range(drawn.width())
        for y in range(0, drawn.height(), 2)
        if drawn.pixelColor(x, y).alpha() == 255
    }
    assert window.theme.ink in inks


# What Qt asks for


def test_qt_is_never_left_to_load_anything_itself(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c5"))
    for kind in (1, 2, 3, 4, 100):
        for name in NAMES:
            for given in (QUrl(name), name):
                loaded = window.article_pane.loadResource(kind, given)
                assert isinstance(loaded, QImage), (kind, name)
                assert not loaded.isNull(), (kind, name)


def test_nothing_is_loaded_before_a_page_is_shown(start: Callable[..., AppController]) -> None:
    from viewer.ui.article.article_pane import ArticlePane
    from viewer.ui.pictures.picture_cache import PictureCache

    pane = ArticlePane(PictureCache())
    assert not pane.loadResource(IMAGE, "pic:0:100").isNull()
    pane.deleteLater()


def test_no_file_is_opened_for_a_name(window: MainWindow, tmp_path: Path) -> None:
    """Pictures by name are put into the page, as a hole in the builder would, and painted."""
    folder = write(tmp_path / "watched", {"a.png": png(30, 30), "pic:0": png(30, 30)})
    window.go_to(at("dosudo/2/c5"))
    with Watch(folder) as watch:
        (folder / "a.png").read_bytes()
        assert watch.opened() == {"a.png"}
    names = [
        str(folder / "a.png"),
        f"file://{folder}/a.png",
        QUrl.fromLocalFile(str(folder / "a.png")).toString(),
        os.path.relpath(folder / "a.png"),
        str(folder / "pic:0"),
    ]
    with Watch(folder) as watch:
        cursor = QTextCursor(window.article_pane.document())
        for name in names:
            shape = QTextImageFormat()
            shape.setName(name)
            cursor.insertImage(shape)
        window.article_pane.verticalScrollBar().setValue(0)
        QApplication.processEvents()
        window.grab()
        for name in names:
            window.article_pane.loadResource(IMAGE, QUrl(name))
        assert watch.opened() == set()


def test_pictures_come_from_the_issue_s_folder_alone(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    really = Path.open

    def note(path: Path, *given: Any, **named: Any) -> Any:
        opened.append(str(path))
        return really(path, *given, **named)

    monkeypatch.setattr(Path, "open", note)
    for key in ("a1", "a4", "c5"):
        window.go_to(at(f"dosudo/2/{key}"))
        window.grab()
    assert opened
    others = [name for name in opened if "/issues/002/figures/" not in name]
    assert [name for name in others if "/config/machine.txt" not in name] == []


def test_copied_text_has_neither_marks_nor_names_of_pictures(
    show: Callable[..., MainWindow],
) -> None:
    window = show({"one.png": png(200, 100)}, 'Before.\n\n![alt](one.png "Grey")\n\nAfter.')
    window.article_pane.selectAll()
    window.article_pane.copy()
    copied = QApplication.clipboard().mimeData()
    assert "Before.\nGrey\nAfter." in copied.text()
    assert "Grey" in copied.html()
    assert "pic:" not in copied.html()


def test_a_photograph_that_lies_on_its_side_is_turned(show: Callable[..., MainWindow]) -> None:
    """Cameras write a picture as it comes and note how it was held."""
    whole = QImage(400, 200, QImage.Format.Format_RGB32)
    whole.fill(QColor("white"))
    for x in range(200):
        for y in range(200):
            whole.setPixelColor(x, y, QColor("black"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(whole)
    window = show({"one.jpg": bytes(buffer.data().data())}, "![alt](one.jpg)")
    (shape,) = images(window.article_pane.document())
    assert (shape.width(), shape.height()) == (200, 400)
    page = window.article_pane.page
    assert page is not None
    for width in (200, 100):
        drawn = window.picture_cache.scaled_image(page, 0, width, 1.0)
        assert (drawn.width(), drawn.height()) == (width, 2 * width)
        assert drawn.pixelColor(width // 2, width // 2).red() < 40
        assert drawn.pixelColor(width // 2, 3 * width // 2).red() > 215


def test_a_drawing_is_as_large_as_it_says(window: MainWindow) -> None:
    """Told from its first tag, which must agree with what the renderer makes of it."""
    for key in ("a1", "a2", "c3", "c5"):
        window.go_to(at(f"dosudo/2/{key}"))
        page = window.article_pane.page
        assert page is not None
        for number in range(len(page.figures)):
            renderer = window.picture_cache.svg_renderer(page, number)
            assert renderer is not None
            assert (
                window.picture_cache.natural_size(page, number) == renderer.defaultSize().toSizeF()
            )
