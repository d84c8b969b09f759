"""Spellings of one word fold alike, and lead back to where they stood in the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.search.language.folding import (
    fold,
    fold_with_offsets,
    unfold_span,
)

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "機器學习軟件ＡＢｃ１éßİﬁ½㎏が\u3099か\u0301\u200b\u00ad한ᄒ\u1161\u11ab臺裏裡着著"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("機器學習", "机器学习"),
        ("臺灣", "台湾"),
        ("裏面", "裡面"),
        ("頭髮", "头发"),
        ("發展", "发展"),
        ("乾淨", "干净"),
        ("ＧＰＴ－４", "gpt-4"),
        ("Café", "cafe"),
        ("Cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("3×3", "3x3"),
        ("ｶﾞ", "ガ"),
        ("か\u3099", "が"),
        ("コンピューター", "こんぴゅーたー"),
        ("ｳﾞｧｲｵﾘﾝ", "ゔぁいおりん"),
        ("ヶ月", "ゖ月"),
        ("\u1112\u1161\u11ab", "한"),
        ("ﬁne", "fine"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("人", "入"), ("c", "d"), ("한", "하")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXT)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    places = list(range(len(text) + 1)) if offsets is None else list(offsets)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


@given(TEXT)
def test_a_stretch_maps_back_to_text_that_folds_to_it(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    for start in range(len(folded)):
        begin, end = unfold_span(start, start + 1, offsets, text)
        assert 0 <= begin < end <= len(text)
        assert folded[start] in fold(text[begin:end])


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(max_size=20))
def test_case_and_width_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert fold(wide) == fold(text)
    ascii_only = "".join(c for c in text if c.isascii())
    assert fold(ascii_only.upper()) == fold(ascii_only)


def test_an_accent_is_marked_with_its_letter() -> None:
    text = "un cafe\u0301!"
    folded, offsets = fold_with_offsets(text)
    start = folded.index("cafe")
    begin, end = unfold_span(start, start + 4, offsets, text)
    assert text[begin:end] == "cafe\u0301"
    assert unicodedata.normalize("NFC", text[begin:end]) == "café"
