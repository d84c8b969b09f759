"""What the rooms without Qt tell, in the language that the window speaks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import parse_loss_key
from viewer.translation import translate
from viewer.ui.i18n.languages import current_language


def translate_message(message: str) -> str:
    """``message`` in the reader's language; as it is where it is no ``Message``."""
    return translate(message, current_language())


def translate_problem(problem: Problem) -> str:
    """What is wrong, in the reader's language, without the file."""
    loss = parse_loss_key(problem.key)
    if loss is None:
        return translate_message(problem.message)
    # Not before it is needed: most problems are no losses.
    from viewer.ui.i18n import loss_messages as losses

    return " ".join(losses.describe_losses(dict([loss])))


def translate_problem_with_location(problem: Problem) -> str:
    """What is wrong behind its file and line, in the reader's language."""
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    text = QCoreApplication.translate("Problems", "{place}: {sentence}")
    return text.format(place=place, sentence=translate_problem(problem))


def with_english_problems(shown: str, problems: Iterable[Problem]) -> str:
    """``shown``, to be copied, with the ``problems`` in English for whoever mends them."""
    if current_language() == "en":
        return shown
    return "\n\n".join(part for part in (shown, "\n".join(map(str, problems))) if part)
