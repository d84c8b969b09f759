"""Collecting what is wrong with one file, one plain sentence each."""

from __future__ import annotations

from viewer.archive.model.issue import Problem, Severity
from viewer.errors import ArchiveError
from viewer.messages import Message


class UnreadableFileError(ArchiveError):
    """An issue that cannot be opened at all. ``problems`` holds every sentence about it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            problems[-1].described() if problems else Message("The issue cannot be read.")
        )
        self.problems = problems


class ProblemCollector:
    """The problems of one file, in the order they were met.

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
        """From now on ``find_line`` looks in ``source``, whose first line has this number."""
        self._source = source
        self._first_line = first_line

    def find_line(self, *needles: str) -> int | None:
        """The line on which the first of ``needles`` that occurs stands."""
        for needle in needles:
            at = self._source.find(needle) if needle else -1
            if at >= 0:
                return self._first_line + self._source.count("\n", 0, at)
        return None

    def error(self, message: Message, line: int | None = None, key: str | None = None) -> None:
        """Note something that makes ``check`` fail."""
        self._problems.append(Problem(Severity.ERROR, self.file, message, line, key))

    def warning(self, message: Message, line: int | None = None, key: str | None = None) -> None:
        """Note something that was left out or shown otherwise."""
        self._problems.append(Problem(Severity.WARNING, self.file, message, line, key))

    def guess(self, message: Message, line: int | None = None) -> None:
        """Note a single thing that was read by rule."""
        self._problems.append(Problem(Severity.GUESS, self.file, message, line))

    def count_guess(self, template: str, line: int | None = None, **values: object) -> None:
        """Count one more use of a rule; ``template`` has ``{count}`` where the count goes."""
        message = Message(template, **values, count=0)
        count, first = self._guesses.get(message, (0, line))
        self._guesses[message] = (count + 1, first if first is not None else line)

    def collected(self) -> tuple[Problem, ...]:
        """Everything noted, each sentence once, guesses last."""
        counted = []
        for guess, (count, line) in self._guesses.items():
            template, values = guess.template, {**guess.values, "count": count}
            counted.append(Problem(Severity.GUESS, self.file, Message(template, **values), line))
        return tuple(dict.fromkeys([*self._problems, *counted]))

    def fatal(self, message: Message, line: int | None = None) -> UnreadableFileError:
        """The error to raise when there is no way on."""
        self.error(message, line)
        return UnreadableFileError(self.collected())
