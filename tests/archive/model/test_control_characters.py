"""Text that can be stored and shown, whatever comes in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from viewer.archive.model.control_characters import encodable, make_encodable, to_single_line


def test_halves_are_joined_and_what_is_left_alone_is_shown_as_unreadable() -> None:
    assert encodable("a\ud83d\ude00b") == "a😀b"
    assert encodable("\ud800") == "\ufffd"
    assert encodable("\udc00\ud800x\udfff") == "\ufffd\ufffdx\ufffd"
    assert encodable("nul\0") == "nul"


def test_one_line_holds_no_control_character_and_no_noncharacter() -> None:
    bad = "a\ud800\ufdd0\ufffe\U0001ffff\U0010fffe\0\x1b[b\u202ec\nd"
    assert to_single_line(bad) == "a\ufffd[bc d"


def test_every_text_in_a_value_is_made_encodable_and_what_was_stays_itself() -> None:
    @dataclass(frozen=True, slots=True)
    class Said:
        text: str
        more: tuple[str, ...]
        by_word: dict[str, list[str]]
        path: Path

    path = Path("\udcff.md")
    made = make_encodable(Said("\ud800", ("b", "\udfff"), {"\ud801": ["\ud802"]}, path))
    assert made == Said("\ufffd", ("b", "\ufffd"), {"\ufffd": ["\ufffd"]}, path)
    sound = Said("a", ("貓",), {}, path)
    assert make_encodable(sound) is sound
