"""Lines of plain text: joined where they were wrapped, and only there."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.plain_text.lines import NUMBER_LABEL, parse_lines, text_after

ENGLISH = (
    "This is a text that somebody wrapped by hand at about seventy columns so that each line ends "
    "where the next word would not fit any more, as it was done for years. It has state-of-the-art "
    "words in it, and a second sentence that goes on for a while before it comes to its end."
)
CHINESE = (
    "這是一段被程式在固定欄寬處折斷的中文文字，它的每一行都差不多一樣長，讀進來的時候要把它接回去，"
    "中間不可以留下空白，不然就會很難看。深度學習的名詞也會夾在中間，讀者不應該看得出哪裡折過。"
)


def texts(text: str) -> list[str]:
    return [line.text for line in parse_lines(text) if line.text]


def test_wrapped_latin_is_joined_with_spaces() -> None:
    wrapped = "\n".join(textwrap.wrap(ENGLISH, 70, break_on_hyphens=False))
    assert texts(f"TITLE\n\n{wrapped}\n\n{wrapped}\n") == ["TITLE", ENGLISH, ENGLISH]


def test_wrapped_han_is_joined_without() -> None:
    wrapped = "\n".join(CHINESE[at : at + 30] for at in range(0, len(CHINESE), 30))
    assert texts(f"題\n\n{wrapped}\n\n{wrapped}\n") == ["題", CHINESE, CHINESE]


def test_indents_begin_paragraphs() -> None:
    wrapped = "\n".join(CHINESE[at : at + 30] for at in range(0, len(CHINESE), 30))
    assert texts(f"　　{wrapped}\n　　{wrapped}\n") == [CHINESE, CHINESE]


def test_a_list_keeps_its_items() -> None:
    wrapped = textwrap.wrap(ENGLISH, 70, break_on_hyphens=False)
    text = "\n".join([*wrapped, "", "1. " + wrapped[0], "   end", "2. two", "- three", "Editor: A"])
    assert texts(text) == [
        ENGLISH, f"1. {wrapped[0]} end", "2. two", "- three", "Editor: A",
    ]  # fmt: skip


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = f"{ENGLISH}\n{CHINESE}\nshort\nshort too\n{ENGLISH}"
    assert texts(text) == [ENGLISH, CHINESE, "short", "short too", ENGLISH]
    assert texts("Roses are red,\nviolets are blue.") == ["Roses are red,", "violets are blue."]


def test_odd_characters_go() -> None:
    assert texts("a\u200bb\xa0c\u3000d\ufeff \u202ee\x07") == ["ab c d e"]
    (line,) = parse_lines("a\tb\t c")
    assert (line.text, line.cells) == ("a b c", ("a", "b", "c"))


def test_a_mark_is_known_in_full_width() -> None:
    (line,) = parse_lines("１２．標題：Ａ")
    assert NUMBER_LABEL.match(line.normalized)
    assert text_after(line, NUMBER_LABEL) == "標題：Ａ"


@given(st.text(alphabet="ab 中文。\n\t-.1　", max_size=400))
def test_no_letter_is_lost(text: str) -> None:
    made = "".join(line.text for line in parse_lines(text))
    assert [c for c in made if c.isalnum()] == [c for c in text if c.isalnum()]
