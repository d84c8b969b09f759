"""Mixed text: faces by script and language, and space where scripts and full-width marks meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QLocale, QPoint
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter, QTextCharFormat, QTextCursor
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from tests.ui.making import YAML, Show
from tests.ui.seeing import at, cursor_at, page_text, write
from viewer.app import AppController
from viewer.ui.document.mixed_script import (
    HAN_LATIN_GAP,
    PUNCTUATION_GAP,
    gap_between,
    has_centred_punctuation,
    split_scripts,
)
from viewer.ui.theme import fonts
from viewer.ui.window.main_window import MainWindow

SPACING = QTextCharFormat.Property.FontLetterSpacing


def gaps(text: str, *, centred: bool = True) -> str:
    """``text`` with ``+`` where space is added and ``-`` where marks are closed up."""
    signs = {HAN_LATIN_GAP: "+", PUNCTUATION_GAP: "-", 0.0: ""}
    return "".join(
        piece.text + signs[piece.gap]
        for piece in split_scripts(text, split_words=False, centred_punctuation=centred)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用Python寫AI", "用+Python+寫+AI"),
        ("在2024年", "在+2024+年"),
        ("用 Python 寫", "用 Python 寫"),
        ("約50%的人", "約+50%的人"),
        ("É是É", "É+是+É"),
        ("α粒子", "α+粒子"),
        ("カナとA", "カナと+A"),
        ("沒有拉丁字母，。", "沒有拉丁字母，。"),
        ("plain Latin text, 2024", "plain Latin text, 2024"),
        ("他說：「好。」（真的）", "他說：-「好。」-（真的）"),
        ("（「試」）", "（-「試」-）"),
        ("「是」，", "「是」-，"),
        ("《書》〈篇〉", "《書》-〈篇〉"),
        ("一、「二」", "一、-「二」"),
        ("", ""),
    ],
)
def test_space_is_added_where_scripts_meet_and_taken_where_marks_do(
    text: str, expected: str
) -> None:
    assert gaps(text) == expected


def test_stops_in_the_left_half_give_up_their_right_one() -> None:
    assert gaps("「好。」", centred=False) == "「好。-」"
    assert gaps("「好。」", centred=True) == "「好。」"


@pytest.mark.parametrize(
    ("language", "centred"),
    [("zh-Hant", True), ("zh-TW", True), ("zh-HK", True), ("en", True), ("", True),
     ("zh-Hans", False), ("zh-CN", False), ("ja", False), ("ko", False)],
)  # fmt: skip
def test_where_stops_stand_in_the_middle(language: str, centred: bool) -> None:
    assert has_centred_punctuation(language) is centred


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [("用", "P", HAN_LATIN_GAP), ("P", "用", HAN_LATIN_GAP),
     ("」", "（", PUNCTUATION_GAP), ("a", "b", 0.0), (" ", "用", 0.0),
     ("\ufffc", "用", 0.0), ("", "用", 0.0), ("𠮷", "A", HAN_LATIN_GAP)],
)  # fmt: skip
def test_two_runs_are_joined_by_the_same_rule(before: str, after: str, gap: float) -> None:
    assert gap_between(before, after, True) == gap


@given(st.text(alphabet=st.sampled_from("漢字ABc1 ，。「」（）“”’.-%かな\u2028𠮷é")), st.booleans())
def test_no_character_is_added_or_lost(text: str, words: bool) -> None:
    found = list(split_scripts(text, split_words=words, centred_punctuation=True))
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)
    assert all(len(piece.text) == 1 for piece in found if piece.gap)


def test_quotation_marks_of_latin_text_take_its_face() -> None:
    pieces = split_scripts("what’s “new” 中“文”", split_words=False, centred_punctuation=True)
    latin = [piece.text for piece in pieces if piece.latin_kind == "quote"]
    assert latin == ["’", "“", "”"]


def test_whole_words_take_it_where_that_is_asked_for() -> None:
    found = [
        (p.text, p.latin_kind)
        for p in split_scripts("用Python寫", split_words=True, centred_punctuation=True)
    ]
    assert found == [("用", ""), ("Pytho", "word"), ("n", "word"), ("寫", "")]


# On the page


def spacing_at(window: MainWindow, words: str) -> float:
    """The space after the last of ``words``, in em of the body."""
    cursor = cursor_at(window.article_pane, words)
    last = QTextCursor(window.article_pane.document())
    last.setPosition(cursor.selectionEnd() - 1)
    last.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    style = last.charFormat()
    return float(style.fontLetterSpacing()) / style.intProperty(
        QTextCharFormat.Property.FontPixelSize
    )


MIXED = "用Python寫程式，看[GitHub](https://example.org)上的`code`與**Linux**系統。他說：「好。」（真的？）"


def test_the_page_is_spaced_and_its_text_is_as_it_was_written(show: Show) -> None:
    window = show({}, MIXED)
    assert "用Python寫程式，看GitHub上的code與Linux系統。他說：「好。」（真的？）" in page_text(
        window.article_pane
    )
    for words in ("用", "用Python", "看", "GitHub", "與", "Linux"):
        assert spacing_at(window, words) == HAN_LATIN_GAP, words
    for words in ("他說：", "「好。」"):
        assert spacing_at(window, words) == PUNCTUATION_GAP, words
    for words in ("寫程式，", "上的code", "系統。"):
        assert spacing_at(window, words) == 0, words


def test_it_grows_with_the_text(show: Show) -> None:
    window = show({}, MIXED)
    for _ in range(5):
        window.menu_actions["larger"].trigger()
    assert spacing_at(window, "用") == HAN_LATIN_GAP


def test_what_is_copied_and_found_has_no_space_in_it(show: Show) -> None:
    window = show({}, MIXED)
    window.article_pane.selectAll()
    window.article_pane.copy()
    assert "用Python寫程式，看GitHub上的" in QGuiApplication.clipboard().text()
    window.find_controller.open_find_bar()
    window.find_bar.find_box.setText("Python寫")
    assert window.article_pane.matches.texts() == ["Python寫"]


def test_the_title_is_spaced_too(start: Callable[..., AppController], library_folder: Path) -> None:
    text = "---\nnumber: 9\ntitle: P\n---\n\n# A. One\n\n## 1. 用Python寫 {#a1}\n\nText.\n"
    write(library_folder / "pics", {"publication.yaml": YAML, "009/issue.md": text})
    window = start(search=True).window
    window.go_to(at("pics/9/a1"))
    assert spacing_at(window, "用") == spacing_at(window, "用Python") == HAN_LATIN_GAP


def test_code_keeps_its_own_face_whatever_latin_is_set_in(show: Show) -> None:
    window = show({}, "Some `code here` in a text.")
    for latin in ("same", "serif", "sans"):
        window.appearance.set_typesetting(latin=latin)
        cursor = cursor_at(window.article_pane, "code here")
        assert cursor.charFormat().fontFamilies() == fonts.monospace_families("en")


# Languages


@pytest.fixture
def locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def drawn(font: QFont, text: str) -> QImage:
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QPoint(5, 40), text)
    painter.end()
    return image


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "ja"])
def test_text_is_drawn_in_its_own_language_whatever_the_system_speaks(
    qapp: QApplication, locale: None, language: str
) -> None:
    shapes = []
    for spoken in ("en", "zh_TW", "zh_CN", "ja_JP"):
        QLocale.setDefault(QLocale(spoken))
        shapes.append(drawn(fonts.font(30, language=language), "骨，直。今令門过"))
    assert all(shape == shapes[0] for shape in shapes)


def test_drawings_take_the_glyphs_of_their_face_whatever_the_system_speaks(
    qapp: QApplication, locale: None
) -> None:
    """An SVG can name no feature: its text inherits that of the painter's font, the program's."""
    tag = QFont.Tag("locl")
    assert QFont().featureValue(tag) == 0
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60"><text x="5" y="40" '
        'font-size="30" font-family="Noto Sans CJK TC">骨，直。今令門过</text></svg>'
    )
    shapes = []
    for spoken in ("zh_TW", "en", "zh_CN", "ja_JP"):
        QLocale.setDefault(QLocale(spoken))
        image = QImage(400, 60, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        assert painter.font().featureValue(tag) == 0
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        shapes.append(image)
    blank = QImage(400, 60, QImage.Format.Format_RGB32)
    blank.fill(0xFFFFFFFF)
    assert shapes[0] != blank
    assert all(shape == shapes[0] for shape in shapes)


def test_the_faces_of_languages_differ_where_they_can_be_told_apart(qapp: QApplication) -> None:
    """Without this the test before would prove nothing."""
    if "Noto Sans CJK SC" not in fonts_there():
        pytest.skip("no fonts for both scripts on this system")
    text = "骨，直。今令門过"
    both = [drawn(fonts.font(30, language=language), text) for language in ("zh-Hant", "zh-Hans")]
    assert both[0] != both[1]


def fonts_there() -> list[str]:
    from PySide6.QtGui import QFontDatabase

    return QFontDatabase.families()


def test_a_page_and_its_spans_have_the_families_of_their_languages(
    show: Show, library_folder: Any
) -> None:
    window = show({}, 'Text <span lang="zh-Hans">简体</span> <span lang="zh-Hant">繁體</span>')
    first = {
        words: cursor_at(window.article_pane, words).charFormat().fontFamilies()[0]
        for words in ("简体", "繁體")
    }
    assert first == {"简体": "Noto Sans CJK SC", "繁體": "Noto Sans CJK TC"}
    style = cursor_at(window.article_pane, "简体").charFormat()
    assert style.fontFeatures() == fonts.open_type_features()


def test_titles_in_the_contents_have_the_face_of_their_publication(qapp: QApplication) -> None:
    faces = fonts.TitleFonts()
    base = fonts.font(13, weight=600)
    assert faces.for_publication(base, "any") is base
    faces.set_languages({"hans": "zh-Hans"})
    simplified = faces.for_publication(base, "hans")
    assert simplified.families()[0] == "Noto Sans CJK SC"
    assert simplified.weight() == base.weight()
    assert simplified.featureValue(QFont.Tag("locl")) == 0
    assert faces.for_publication(base, "hans") is simplified
    assert faces.for_publication(base, "other") is base


def test_the_window_knows_the_languages_of_its_publications(window: MainWindow) -> None:
    window.go_to(at("dosudo/2/b"))
    base = fonts.font(13)
    assert window.title_fonts.for_publication(base, "dosudo").families() == base.families()
    assert window.contents_panel.view.row_delegate.title_fonts is window.title_fonts
    assert window.results_panel.delegate.title_fonts is window.title_fonts
