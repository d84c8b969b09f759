"""Where links lead: inside the library, into the browser on a click, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from tests.ui.seeing import (
    anchors,
    at,
    click,
    cursor_at,
    height_in_view,
    hover,
    labels,
    page_text,
    write,
)
from viewer.app import AppController
from viewer.ui.window.main_window import MainWindow

HEAD = "---\nnumber: 9\ntitle: Links\ndate: 2020-01-01\n---\n\n"
DANGEROUS = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "smb://host/share",
    "data:text/html,hello",
    "C:/Windows/notepad.exe",
    "c:\\Windows\\notepad.exe",
    "\\\\host\\share\\file",
    "//host/share",
    "ftp://host/file",
    "ms-msdt:/id",
    "vbscript:x",
    "qrc:/x",
    "/etc/passwd",
    "../../secret",
    "about:blank",
    "",
    "#",
]


class Asked:
    """What the pane asked for."""

    def __init__(self, window: MainWindow) -> None:
        self.places: list[str] = []
        self.web: list[str] = []
        window.article_pane.address_requested.connect(lambda place: self.places.append(str(place)))
        window.article_pane.web_requested.connect(self.web.append)


def shown_address(window: MainWindow) -> str:
    """The link address that is shown while the pointer is over a link."""
    return "".join(text for text in labels(window.article_pane) if text)


# Inside


def test_a_link_of_the_outline_opens_its_chapter(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c"))
    click(window.article_pane, "Obstacles of AI")
    assert window.address == at("dosudo/2/c5")
    assert "寫成式子就是" in page_text(window.article_pane)


def test_a_link_to_a_note_opens_it(window: MainWindow) -> None:
    window.resize(1280, 500)
    window.go_to(at("dosudo/2/c3"))
    click(window.article_pane, "Note 1")
    click(window.article_pane, "校註 3")
    assert window.address == at("dosudo/2/c2#e22")
    assert 0 <= height_in_view(window.article_pane, "示範影片與 LeNet 的年份") < 120
    assert "DSP32C" in page_text(window.article_pane)


def test_every_inner_link_of_the_issue_leads_somewhere(window: MainWindow) -> None:
    places = [f"dosudo/2/{key}" for key in ("front", "a1", "b", "c", "c3", "c7")]
    for place in places:
        window.go_to(at(place))
        page = window.article_pane.page
        assert page is not None
        for link in page.links:
            if link.href and ":" not in link.href:
                assert window.go_to(at(link.href))
                assert window.message_bar.text() == ""


def test_the_crumb_leads_to_the_masthead(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    click(window.article_pane, "No. 2")
    assert window.address == at("dosudo/2/front")


def test_the_foot_leads_to_the_neighbours(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    click(window.article_pane, "Next →")
    assert window.address == at("dosudo/2/c4")
    click(window.article_pane, "← Previous")
    assert window.address == at("dosudo/2/c3")


# The web


def test_a_web_link_opens_in_the_browser_on_a_click_only(
    window: MainWindow, browser: list[str]
) -> None:
    window.go_to(at("dosudo/2/a4"))
    hover(window.article_pane, "YOLO 官方網頁")
    assert browser == []
    click(window.article_pane, "YOLO 官方網頁")
    assert browser == ["https://pjreddie.com/darknet/yolo/"]
    assert window.address == at("dosudo/2/a4")


def test_a_chip_opens_in_the_browser(window: MainWindow, browser: list[str]) -> None:
    window.go_to(at("dosudo/2/a4"))
    click(window.article_pane, "Github")
    assert browser == ["https://github.com/stanford-futuredata/noscope"]


def test_reading_the_whole_issue_opens_nothing(
    start: Callable[..., AppController], browser: list[str]
) -> None:
    program = start()
    assert program.catalogue is not None
    for publication in program.catalogue.publications():
        for section in publication.issues[0].sections:
            for article in section.articles:
                program.window.go_to(article.address)
                QApplication.processEvents()
    assert browser == []


def test_a_click_beside_every_link_opens_nothing(window: MainWindow, browser: list[str]) -> None:
    window.go_to(at("dosudo/2/a4"))
    click(window.article_pane, "年份")
    assert browser == []
    assert window.address == at("dosudo/2/a4")


def test_the_address_of_a_web_link_is_shown_under_the_pointer(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/a4"))
    assert shown_address(window) == ""
    hover(window.article_pane, "Fast-RCNN")
    assert shown_address(window) == "https://arxiv.org/abs/1504.08083"
    hover(window.article_pane, "年份")
    assert shown_address(window) == ""


def test_the_address_of_a_place_here_is_not_shown(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c"))
    hover(window.article_pane, "Obstacles of AI")
    assert shown_address(window) == ""


def test_the_shown_address_goes_with_the_page(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/a4"))
    hover(window.article_pane, "Fast-RCNN")
    window.go_to(at("dosudo/2/c3"))
    assert shown_address(window) == ""


def test_a_very_long_address_is_shortened_in_the_middle(window: MainWindow) -> None:
    url = "https://example.org/" + "a" * 3000 + "/end"
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.highlighted.emit(QUrl(url))
    shown = shown_address(window)
    assert shown.startswith("https://example.org/")
    assert shown.endswith("/end")
    assert "…" in shown


def test_an_address_that_looks_like_html_is_shown_as_it_is(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.highlighted.emit(QUrl("https://example.org/?q=<b>x</b>"))
    label = next(w for w in window.article_pane.findChildren(QLabel) if w.isVisible())
    assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/?q=a%20b&c=%E4%B8%AD#part",
        "http://example.org/%2Fpath",
        "mailto:someone@example.org",
        "HTTPS://example.org/",
    ],
)
def test_the_browser_is_asked_for_exactly_the_address(
    window: MainWindow, browser: list[str], url: str
) -> None:
    window.go_to(at("dosudo/2/c3"))
    window.article_pane.anchorClicked.emit(QUrl(url))
    assert browser == [url.replace("HTTPS:", "https:")]


# Nothing else


def test_nothing_else_ever_leaves_the_window(window: MainWindow, browser: list[str]) -> None:
    window.go_to(at("dosudo/2/c3"))
    asked = Asked(window)
    moved = QSignalSpy(window.article_pane.sourceChanged)
    for target in DANGEROUS:
        window.article_pane.anchorClicked.emit(QUrl(target))
        assert asked.places == [], target
        assert asked.web == [], target
        assert browser == [], target
        assert moved.count() == 0, target
    assert "Some CNN milestones" in page_text(window.article_pane)


def test_nothing_else_is_shown_as_an_address(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/c3"))
    for target in DANGEROUS:
        window.article_pane.highlighted.emit(QUrl(target))
        assert shown_address(window) == "", target


def test_dangerous_links_of_an_issue_are_no_links(
    start: Callable[..., AppController], library_folder: Path, qtbot: Any, browser: list[str]
) -> None:
    lines = [
        f"[link{number}](<{target}>) text" for number, target in enumerate(filter(None, DANGEROUS))
    ]
    body = "# A. Links {#a}\n\n## 1. Bad links {#a1}\n\n" + "\n\n".join(lines)
    write(library_folder, {"bad/publication.yaml": "id: bad\nname: Bad\nlanguage: en\n",
                           "bad/009/issue.md": HEAD + body})  # fmt: skip
    window = start(search=True).window
    assert window.go_to(at("bad/9/a1"))
    text = page_text(window.article_pane)
    assert "link0" in text
    own = [
        href for _, href in anchors(window.article_pane.document()) if "dosudo-viewer:" not in href
    ]
    assert own == []
    asked = Asked(window)
    for number in range(len(lines)):
        click(window.article_pane, f"link{number} ")
    assert asked.places == []
    assert browser == []


# The menu


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_link_copies_its_address(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/a4"))
    offered: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.extend(action.text() for action in menu.actions())
        next(a for a in menu.actions() if a.text() == "Copy link address").trigger()
        menu.close()

    QTimer.singleShot(0, choose)
    cursor = cursor_at(window.article_pane, "Fast-RCNN")
    window.article_pane.setTextCursor(QTextCursor(window.article_pane.document()))
    middle = QTextCursor(window.article_pane.document())
    middle.setPosition(cursor.selectionStart() + 4)
    bar = window.article_pane.verticalScrollBar()
    bar.setValue(window.article_pane.cursorRect(middle).top() + bar.value() - 100)
    place = window.article_pane.cursorRect(middle).center() + QPoint(2, 0)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, window.article_pane.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(window.article_pane.viewport(), event)
    assert offered == [
        "Copy", "Copy with &reference", "Copy as &Markdown", "Copy link address", "Select all",
    ]  # fmt: skip
    assert QGuiApplication.clipboard().text() == "https://arxiv.org/abs/1504.08083"
