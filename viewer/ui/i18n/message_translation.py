"""Translates messages and problems from the packages without Qt into the window's language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import parse_loss_key
from viewer.translation import translate
from viewer.ui.i18n.languages import current_language


def translate_message(message: str) -> str:
    """``message`` in the reader's language; unchanged if it is a plain string, no ``Message``."""
    return translate(message, current_language())


def translate_problem(problem: Problem) -> str:
    """The text of ``problem`` in the reader's language, without file and line."""
    loss = parse_loss_key(problem.key)
    if loss is None:
        return translate_message(problem.message)
    # Not before it is needed: most problems are no losses.
    from viewer.ui.i18n import loss_messages as losses

    return " ".join(losses.describe_losses(dict([loss])))


def translate_problem_with_location(problem: Problem) -> str:
    """The text of ``problem`` after its file and line, in the reader's language."""
    location = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    text = QCoreApplication.translate("Problems", "{place}: {sentence}")
    return text.format(place=location, sentence=translate_problem(problem))


def with_english_problems(text: str, problems: Iterable[Problem]) -> str:
    """``text`` for copying, with the ``problems`` in English added for whoever fixes them."""
    if current_language() == "en":
        return text
    return "\n\n".join(part for part in (text, "\n".join(map(str, problems))) if part)
