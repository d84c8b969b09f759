"""Collects the problems of one file."""

from __future__ import annotations

from viewer.archive.model.issue import Problem, Severity
from viewer.errors import ArchiveError
from viewer.messages import Message


class UnreadableFileError(ArchiveError):
    """An issue that cannot be opened at all; ``problems`` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            problems[-1].described() if problems else Message("The issue cannot be read.")
        )
        self.problems = problems


class ProblemCollector:
    """The problems of one file, in the order they were found.

    Guesses of one kind are counted and become one sentence, so that an unmarked newsletter does
    not fill the page.
    """

    def __init__(self, file: str, source: str = "", first_line: int = 1) -> None:
        self.file = file
        self._problems: list[Problem] = []
        self._guesses: dict[Message, tuple[int, int | None]] = {}
        self._source = source
        self._first_line = first_line

    def set_source(self, source: str, first_line: int) -> None:
        """Let ``find_line`` search ``source``, which begins on ``first_line`` of the file."""
        self._source = source
        self._first_line = first_line

    def find_line(self, *needles: str) -> int | None:
        """The line number (1-based) of the first of ``needles`` that occurs; None if none does."""
        for needle in needles:
            offset = self._source.find(needle) if needle else -1
            if offset >= 0:
                return self._first_line + self._source.count("\n", 0, offset)
        return None

    def error(self, message: Message, line: int | None = None, key: str | None = None) -> None:
        """Add an error: it makes the command ``check`` fail."""
        self._problems.append(Problem(Severity.ERROR, self.file, message, line, key))

    def warning(self, message: Message, line: int | None = None, key: str | None = None) -> None:
        """Add a warning: something was left out or is shown differently."""
        self._problems.append(Problem(Severity.WARNING, self.file, message, line, key))

    def guess(self, message: Message, line: int | None = None) -> None:
        """Add a guess: something unmarked was read by a rule."""
        self._problems.append(Problem(Severity.GUESS, self.file, message, line))

    def count_guess(self, template: str, line: int | None = None, **values: object) -> None:
        """Count one more use of a rule; ``template`` has ``{count}`` where the count goes."""
        message = Message(template, **values, count=0)
        count, first = self._guesses.get(message, (0, line))
        self._guesses[message] = (count + 1, first if first is not None else line)

    def collected(self) -> tuple[Problem, ...]:
        """All problems without duplicates, guesses last."""
        counted = []
        for guess, (count, line) in self._guesses.items():
            template, values = guess.template, {**guess.values, "count": count}
            counted.append(Problem(Severity.GUESS, self.file, Message(template, **values), line))
        return tuple(dict.fromkeys([*self._problems, *counted]))

    def fatal(self, message: Message, line: int | None = None) -> UnreadableFileError:
        """Add an error and return the exception to raise, with all problems."""
        self.error(message, line)
        return UnreadableFileError(self.collected())
