"""The sentences of the rooms without Qt, in the language that the window speaks.

Those rooms write English. ``resources/make_sentences.py`` collects what they can write into
``resources/i18n/sentences_*.ts``: source texts such as ``The file {name} cannot be used. {error}``,
which Qt Linguist translates like all others. Here a sentence is led back to the source text that it
was made of. The file is read when the first sentence comes, never at the start, and not at all by a
window in English.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from viewer import paths
from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import parse_loss_key
from viewer.ui.i18n.languages import LANGUAGES, current_language

_PLACEHOLDER = re.compile(r"\{([a-z]\w*)\}")
_SAMPLE_MESSAGE = "The issue cannot be read."
_COUNT_PLACEHOLDERS = ("count", "n")
#: A reason in a sentence in a sentence in a sentence; what goes deeper is nobody's sentence.
_MAX_DEPTH = 4


def translate_message(message: str) -> str:
    """``message`` in the reader's language; as it is where it is none that the rooms write."""
    language = current_language()
    if language == "en" or not message:
        return message
    return _translator(language).translate(message)


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


def has_all_languages() -> bool:
    """Whether every language but English has its sentences here: an installation may lack them."""
    return all(
        _translator(language).translate(_SAMPLE_MESSAGE) != _SAMPLE_MESSAGE
        for language in LANGUAGES[1:]
    )


@functools.cache
def _translator(language: str) -> MessageTranslator:
    return MessageTranslator(paths.resources_folder() / "i18n" / f"sentences_{language}.ts")


class MessageTranslator:
    """Knows the source texts of one .ts file, and what they are in its language.

    A file that is missing or damaged leaves every sentence as it is.
    """

    def __init__(self, path: Path) -> None:
        self._fixed_messages: dict[str, str] = {}
        patterns: list[tuple[tuple[str, ...], tuple[str, ...], str]] = []
        for source, translation in _read_ts_file(path):
            literals = tuple(_PLACEHOLDER.split(source)[::2])
            if len(literals) == 1:
                self._fixed_messages[source] = translation
            else:
                patterns.append((literals, tuple(_PLACEHOLDER.findall(source)), translation))
        # The more of a sentence is known beforehand, the surer it is that one.
        self._patterns = sorted(patterns, key=lambda one: -sum(map(len, one[0])))

    def translate(self, sentence: str, depth: int = 0) -> str:
        """``sentence`` in this language, with its values, which may be sentences themselves."""
        if depth == _MAX_DEPTH or " " not in sentence:
            return sentence
        if sentence in self._fixed_messages:
            return self._fixed_messages[sentence]
        for literals, names, translation in self._patterns:
            values = _match_values(literals, sentence)
            if values is not None and _are_counts_numeric(names, values):
                put = {
                    name: self._translate_value(value, depth + 1)
                    for name, value in zip(names, values, strict=True)
                }
                return _PLACEHOLDER.sub(lambda found, put=put: put[found[1]], translation)  # type: ignore[misc]
        return sentence

    def _translate_value(self, value: str, depth: int) -> str:
        made = self.translate(value, depth)
        if made == value and " " in value:
            # A reason in brackets has lost its full stop.
            whole = self.translate(value + ".", depth)
            if whole != value + ".":
                made = whole.removesuffix("。")
        if made == value and ", " in value:
            parts = value.split(", ")
            told = [self._fixed_messages.get(part) or self.translate(part, depth) for part in parts]
            if all(
                one != part or one in self._fixed_messages
                for one, part in zip(told, parts, strict=True)
            ):
                made = "、".join(told)
        return made


def _are_counts_numeric(names: Sequence[str], values: Sequence[str]) -> bool:
    """Whether numbers stand where numbers belong: “2 draft” is of ours, “My first draft” is not."""
    counts = [v for name, v in zip(names, values, strict=True) if name in _COUNT_PLACEHOLDERS]
    return all(value.replace(",", "").isdecimal() for value in counts)


def _match_values(literals: tuple[str, ...], sentence: str) -> list[str] | None:
    """What stands between ``literals`` in ``sentence``; None where it was not made of them."""
    first, *middle, last = literals
    at, end = len(first), len(sentence) - len(last)
    if at > end or not (sentence.startswith(first) and sentence.endswith(last)):
        return None
    values = []
    for literal in middle:
        # Before a reason in brackets stands a path or title, which may have brackets of its own.
        find = sentence.rfind if literal in (" (", "” (") else sentence.find
        place = find(literal, at, end)
        if place < 0:
            return None
        values.append(sentence[at:place])
        at = place + len(literal)
    values.append(sentence[at:end])
    return values


def _read_ts_file(path: Path) -> list[tuple[str, str]]:
    from xml.etree import ElementTree

    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError):
        return []
    pairs = (
        (message.findtext("source", ""), message.findtext("translation", ""))
        for message in root.iter("message")
    )
    return [(source, text) for source, text in pairs if source and text]
