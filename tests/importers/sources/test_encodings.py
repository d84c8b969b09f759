"""Files that are not UTF-8, and files that are no text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.importers.sources.encodings import decode_text

HANT = "這份電子報由讀書會出版，聚會每兩週一次。\n深度學習 Deep learning，歡迎參加「讀書會」！"
HANS = "这份电子报由读书会出版，聚会每两周一次。\n深度学习 Deep learning，欢迎参加“读书会”！"
WEST = "It’s “café” time – naïve people of Zürich say so."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_unicode_is_read_without_a_guess(encoding: str) -> None:
    problems = ProblemCollector("x.md")
    mark = "\ufeff" if encoding in ("utf-16-be", "utf-16-le") else ""
    assert decode_text((mark + HANT).encode(encoding), problems) == HANT
    assert not problems.collected()


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (HANT, "big5", "Big5"),
        (HANS, "gbk", "GBK"),
        (HANS, "gb18030", "GBK"),
        (WEST, "cp1252", "Windows-1252"),
    ],
)
def test_other_encodings_are_told_apart_and_told(text: str, encoding: str, name: str) -> None:
    problems = ProblemCollector("x.md")
    assert decode_text(text.encode(encoding), problems) == text
    (problem,) = problems.collected()
    assert f"it was read as {name}" in problem.message
    assert problem.severity.value == "guess"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"line\n\xff\xfe\xfd\x81\x8d", "The file is not UTF-8 text"),
        (b"\x00\x01\x02\x03PK" * 50, "This is no text file"),
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf \n\t\n", "The file is empty"),
        ("\u200b\u3000\n".encode(), "The file is empty"),
        (b"\xff\xfea", "The file is not UTF-8 text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    problems = ProblemCollector("x.md")
    with pytest.raises(UnreadableFileError) as caught:
        decode_text(content, problems)
    (problem,) = caught.value.problems
    assert problem.message.startswith(sentence)


def test_line_ends_become_one_kind() -> None:
    assert decode_text("a\r\nb\rc\u2028d\x0ce".encode(), ProblemCollector("x")) == "a\nb\nc\nd\ne"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_sentence(content: bytes) -> None:
    problems = ProblemCollector("x.md")
    text = ""
    with contextlib.suppress(UnreadableFileError):
        text = decode_text(content, problems)
    assert text or len(problems.collected()) == 1
    assert "\r" not in text
    assert "\0" not in text
