"""A message is its English text and keeps what a translation needs."""

from __future__ import annotations

import copy
import json
import pickle
import sqlite3
from pathlib import Path

import pytest

from viewer.errors import LibraryError, UsageError, error_message
from viewer.messages import Message, SystemText, from_json_value, reason_of, to_json_value

REASON = Message("it is {size:,} bytes long", size=12345)
NESTED = Message(
    "{path} is left out ({reason}); {kinds}, {{braces}}.",
    path=Path("a{b}"),
    reason=REASON,
    kinds=(Message("{count} draft", count=2), "x"),
)


def test_a_message_is_its_english_text() -> None:
    assert str(Message("It is gone.")) == "It is gone."
    assert NESTED == "a{b} is left out (it is 12,345 bytes long); 2 draft, x, {braces}."
    assert NESTED.values["reason"].values == {"size": 12345}


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 a cats"), (1, "1 a cat"), (2, "2 a cats"), (1234, "1,234 a cats")]
)
def test_what_is_counted_has_two_templates(count: int, text: str) -> None:
    assert Message.counted(count, "1 {kind} cat", "{count:,} {kind} cats", kind="a") == text


def test_a_value_that_is_missing_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        Message("{name} is gone.")


@pytest.mark.parametrize("message", [NESTED, SystemText("a {b} c"), Message("{{a}}")])
def test_a_message_travels_whole(message: Message) -> None:
    for made in (
        pickle.loads(pickle.dumps(message)),
        copy.deepcopy(message),
        from_json_value(json.loads(json.dumps(to_json_value(message)))),
    ):
        assert type(made) is type(message)
        assert (made, made.template, made.values) == (message, message.template, message.values)


def test_an_error_carries_its_message() -> None:
    error = LibraryError(NESTED)
    assert str(error) == str(NESTED)
    assert error.message is NESTED
    assert error_message(error) is NESTED
    assert pickle.loads(pickle.dumps(UsageError(NESTED))).message.values == NESTED.values


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (LibraryError(REASON), REASON),
        (ValueError(REASON), REASON),
        (FileExistsError(17, REASON, "x"), REASON),
        (PermissionError(13, "Permission denied", "x"), SystemText("Permission denied")),
        (OSError("odd"), SystemText("odd")),
        (sqlite3.OperationalError("disk I/O error"), SystemText("disk I/O error")),
    ],
)
def test_the_reason_of_an_error(error: Exception, reason: Message) -> None:
    found = reason_of(error)
    assert (type(found), found) == (type(reason), reason)
