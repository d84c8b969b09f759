from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.search import highlight_spans
from viewer.search.language.folding import fold
from viewer.search.retrieval import snippets
from viewer.search.retrieval.snippets import SNIPPET_LENGTH, best_match, make_snippet


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("机器学习", "談機器學習與機器", ["機器學習"]),
        ("學", "學習又學", ["學", "學"]),
        ("Cafe", "un CAFÉ noir", ["CAFÉ"]),
        ("cafe", "un cafe\u0301 noir", ["cafe\u0301"]),
        ("cat ", "cat concat cats", ["cat", "cats"]),
        ('"cat"', "cat concat cats", ["cat"]),
        ("conv", "convolution CONVEX", ["convolution", "CONVEX"]),
        ("deep water", "Deep thoughts on water", ["Deep", "water"]),
        ("deep learning", "learning Deep Learning", ["Deep Learning"]),
        ('"deep learning"', "deep, deep learning", ["deep learning"]),
        ("GPT-4", "gpt 4 GPT-4 GPT4", ["gpt 4", "GPT-4", "GPT4"]),
        ("GPT4 ", "GPT4 gpt-5", ["GPT4"]),
        ("C++", "C and C++", ["C++"]),
        ("CNN模型", "CNN 模型、CNN模型、CNN", ["CNN 模型", "CNN模型"]),
        ("軟體", "软件与軟體", ["软件", "軟體"]),
        ("貓 -狗", "貓狗", ["貓"]),
        ("title:貓", "貓", ["貓"]),
        ("editor:hubert", "hubert", []),
        ("CNN", "卷積神經網路", ["卷積神經網路"]),
        ("３×３", "用 3x3 核", ["3x3"]),
        ("", "text", []),
        ("cat", "", []),
    ],
)
def test_marks(query: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in highlight_spans(query, text)] == expected


@given(st.text(max_size=30), st.text(max_size=60))
def test_marks_are_in_order_and_in_the_text(query: str, text: str) -> None:
    last = 0
    for start, end in highlight_spans(query, text):
        assert last <= start < end <= len(text)
        last = end


@given(
    st.text("機器學習Abc éＡ\u0301", min_size=1, max_size=12),
    st.text("xyz 甲乙丙。\u0301", max_size=12),
)
def test_a_word_is_marked_whole_wherever_it_stands(words: str, around: str) -> None:
    text = f"{around} {words} {around}"
    for word in words.split():
        if fold(word):
            found = [text[start:end] for start, end in highlight_spans(f'"{word}"', text)]
            assert fold(word) in map(fold, found)


_PIECES = st.lists(st.sampled_from([*"abr.-' 的我是\n,3é", "and", "gpt4", "node.js", " " * 13]))


@given(_PIECES.map("".join), _PIECES.map("".join))
def test_a_frequent_word_is_marked_like_a_rare_one(query: str, text: str) -> None:
    marks = []
    for many in (0, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snippets, "_MANY", many)
            marks.append(highlight_spans(query, text))
    assert marks[0] == marks[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("的", ["的"]),
        ("和 ", ["和"]),
        ("and ", ["and", "a-n-d"]),
        ("re", ["re", "rest", "re-read", "r.e"]),
        ('"and the"', ["and the", "and — the"]),
        ("R. Miller", ["R. Miller", "Ray Miller"]),
    ],
)
def test_every_place_in_a_long_transcript_is_marked(query: str, words: list[str]) -> None:
    others = ["sand", "android", "there", "中文"]
    text = "。\n".join([*others, *words] * 120)
    marked = [text[start:end] for start, end in highlight_spans(query, text)]
    assert marked == words * 120


def test_a_snippet_is_one_line_and_its_marks_are_exact() -> None:
    text = "第一段。\n" + "前面的話" * 30 + "機器學習" + "後面的話" * 60 + "\n最後"
    at = text.index("機器學習")
    line, spans = make_snippet(text, at, ((at, at + 4),))
    assert "\n" not in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) <= SNIPPET_LENGTH + 2
    assert [line[start:end] for start, end in spans] == ["機器學習"]


@pytest.mark.parametrize("word", ["layers", "shortcut", "sheep"])
def test_an_excerpt_does_not_join_two_captions(word: str) -> None:
    lines = ["Depth in layers (a sketch)", "A shortcut over two of them", "One sheep at a time"]
    text = "\n".join(lines)
    at = text.index(word)
    excerpt, spans = make_snippet(text, at, ((at, at + len(word)),))
    (line,) = (line for line in lines if word in line)
    assert excerpt.strip("…") == line
    assert [excerpt[start:end] for start, end in spans] == [word]
    assert excerpt.endswith("…") == (line != lines[-1])


def test_a_short_text_is_its_own_snippet() -> None:
    assert make_snippet("很短。", 0, ()) == ("很短。", ())


@given(st.text(max_size=400), st.data())
def test_snippets_of_any_text(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, len(text)))
    line, spans = make_snippet(text, at, ((at, end),) if end > at else ())
    assert "\n" not in line
    for first, last in spans:
        assert 0 <= first <= last <= len(line)


def test_the_passage_begins_with_what_was_typed_before_a_synonym() -> None:
    # (start, end, leaf); a leaf matched by a synonym is told by its complement.
    matches = [(0, 5, ~0), (10, 15, 0), (20, 25, ~0)]
    assert best_match(matches) == 1


def test_synonyms_that_were_not_searched_are_not_marked() -> None:
    text = "CNN、卷積神經網路、ConvNet"

    def marked(**options: Any) -> list[str]:
        return [text[start:end] for start, end in highlight_spans("CNN ", text, **options)]

    assert marked() == ["CNN", "卷積神經網路", "ConvNet"]
    assert marked(synonyms=False) == ["CNN"]
    assert marked(excluded_synonyms=["卷積神經網路"]) == ["CNN", "ConvNet"]
    assert marked(excluded_synonyms={"卷積神經網路", "ConvNet"}) == ["CNN"]
