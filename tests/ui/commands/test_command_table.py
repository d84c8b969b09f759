"""The rows of the table. That each calls what there is, mypy proves: ``_row`` types its work."""

from __future__ import annotations

from collections import Counter

import pytest

from viewer.ui.commands.command_table import commands
from viewer.ui.window.menu_actions import Command


def test_a_row_without_its_work_is_no_command() -> None:
    with pytest.raises(TypeError, match="run"):
        Command("new", "&New", ("Ctrl+N",))  # type: ignore[call-arg]


def test_a_command_that_nobody_carries_out_fails_loudly() -> None:
    with pytest.raises(AttributeError):
        commands()[0].run(object())


def test_no_name_stands_for_two_commands() -> None:
    assert [name for name, n in Counter(one.name for one in commands()).items() if n > 1] == []
