"""The cross in a line edit that clears it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit


def offer_clearing(box: QLineEdit) -> None:
    """Give ``box`` its cross with the first text in it: until then nobody sees it, and the window
    need not load its picture before it is painted."""

    def changed(text: str) -> None:
        if text:
            box.textChanged.disconnect(changed)
            box.setClearButtonEnabled(True)

    box.textChanged.connect(changed)
