"""A screen reader is told what changes away from the focus, and nobody else is bothered."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel

from viewer.ui.widgets import accessibility as announcing


@pytest.mark.parametrize("listens", [True, False])
def test_only_where_one_listens(qtbot: Any, monkeypatch: pytest.MonkeyPatch, listens: bool) -> None:
    told: list[QAccessibleAnnouncementEvent] = []

    class Accessible:
        @staticmethod
        def isActive() -> bool:
            return listens

        updateAccessibility = staticmethod(told.append)

    monkeypatch.setattr(announcing, "QAccessible", Accessible)
    label = QLabel()
    qtbot.addWidget(label)
    announcing.announce(label, "Marked as read.")
    announcing.announce(label, "")
    assert [event.message() for event in told] == (["Marked as read."] if listens else [])
