"""The importer of plain text: newsletters copied from a browser or mails, or any other text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import guess_publication, make_publication_id
from viewer.archive.files.safe_reading import MAX_FILE_SIZE, printable_name
from viewer.archive.model.issue import Event, Problem, Publication, SeriesOutline
from viewer.archive.model.issue_draft import IssueDraft, sum_losses
from viewer.archive.parser.article_metadata import find_date_line
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.markdown import importer
from viewer.importers.metadata import file_names as names
from viewer.importers.metadata.dates import find_date
from viewer.importers.metadata.languages import language_tag
from viewer.importers.plain_text.events import EVENT_LABEL, parse_events
from viewer.importers.plain_text.lines import Line, parse_lines
from viewer.importers.plain_text.markdown_output import to_markdown
from viewer.importers.plain_text.model import NewsletterStructure
from viewer.importers.plain_text.newsletter_splitting import Newsletter, split_newsletters
from viewer.importers.plain_text.structure_detection import detect_structure
from viewer.importers.sources.encodings import decode_text
from viewer.importers.sources.safe_files import is_regular, read_source
from viewer.messages import Message

_MARKDOWN = re.compile(rb"^#{1,3} \S", re.MULTILINE)
_MOST_SCANNED_FILES = 4000
#: The lines below an event label that are read as events.
_EVENT_LINES = 6
_TOP_LINES = 8
_DATE_LINE = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s[A-Z][a-z]{2,8}\.?"
    r"|[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:st|nd|rd|th)?),?\s[12]\d{3}\Z"
    r"|[12]\d{3}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s?[(（].{1,6}[)）])?\Z"
)


@dataclass(slots=True)
class _TextFile:
    """A text file that was read: its newsletters and their structures, or its error."""

    name: str
    newsletters: list[Newsletter] = field(default_factory=list)
    structures: list[NewsletterStructure] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    error: UnreadableFileError | None = None


class PlainTextSource(Source):
    """Opened text files; every newsletter in them is an issue, in the order of the text."""

    def __init__(
        self, files: Sequence[_TextFile], folder: Path, problems: ProblemCollector
    ) -> None:
        self._files = files
        self._locations = [
            (file, position) for file in files for position in range(max(1, len(file.newsletters)))
        ]
        self.titles = tuple(
            file.name if len(file.newsletters) < 2 else f"{file.name} ({position + 1})"
            for file, position in self._locations
        )
        self.problems = problems.collected()
        titles = [newsletter.title for file in files for newsletter in file.newsletters]
        self.publication = _build_publication(titles, files, folder)
        numbers = names.assign_numbers([file.name for file in files], [None] * len(files))
        self._numbers = dict(zip((file.name for file in files), numbers, strict=True))

    def read_issue(self, index: int) -> IssueDraft:
        file, position = self._locations[index]
        if file.error is not None:
            raise file.error
        problems = ProblemCollector(printable_name(self.titles[index]))
        newsletter = file.newsletters[position]
        structure = file.structures[position]
        words = "\n".join(line.text for line in newsletter.lines)
        date = newsletter.date or find_date_line(
            "\n".join(line.normalized for line in newsletter.lines)
        )
        date = date or _find_date_line(newsletter.lines) or names.date_from_name(file.name)
        language_code = names.language_from_name(file.name)
        language = (
            language_tag(language_code, f"{newsletter.title}\n{words}") or self.publication.language
        )
        if newsletter.footer_lines:
            problems.guess(
                Message.counted(
                    newsletter.footer_lines,
                    "1 line is left out at the end, where the text is about subscribing.",
                    "{count:,} lines are left out at the end, where the text is about subscribing.",
                )
            )
        written = to_markdown(structure, newsletter.comments, language)
        if not written.text.strip():
            raise problems.fatal(
                Message("There is nothing to read in this text; bring in the whole of it.")
            )
        number = newsletter.number
        if number is None and len(file.newsletters) == 1:
            number = self._numbers[file.name]
        title = newsletter.title or names.title_from_name(file.name) or self.publication.name
        title = title[:500]
        return IssueDraft(
            title=title,
            text=written.text,
            file=self.titles[index],
            number=number,
            date=date,
            guid="" if number is not None else f"{file.name}#{title}"[:500],
            language=language,
            editors=structure.editors or ((newsletter.author,) if newsletter.author else ()),
            events=tuple(_find_events(structure.intro.lines, date))
            or tuple(_find_events(_last_lines(newsletter.lines), date)),
            series=tuple(structure.series),
            losses=sum_losses([newsletter.losses, written.losses]),
            problems=(*(file.problems if position == 0 else ()), *problems.collected()),
        )


def _find_date_line(lines: Sequence[Line]) -> str:
    """The date on one of the first lines that holds nothing else; empty if there is none."""
    first = [line.normalized.strip() for line in lines if line.text][:_TOP_LINES]
    return next((find_date(text) for text in first if _DATE_LINE.match(text)), "")


def _last_lines(lines: Sequence[Line]) -> list[Line]:
    """The last lines of a text, where events may be announced instead of at its top."""
    return [line for line in lines if line.text][-_EVENT_LINES - 2 :]


def _find_events(lines: Sequence[Line], issue_date: str) -> Iterator[Event]:
    """The events under a label such as “Upcoming event:”."""
    filled = [line for line in lines if line.text]
    for at, line in enumerate(filled):
        match = EVENT_LABEL.match(line.normalized)
        if match is None:
            continue
        same_line = line.normalized[match.end() :].strip()
        if same_line:
            yield from parse_events([same_line], issue_date)
            continue
        below = [x.normalized for x in filled[at + 1 : at + 1 + _EVENT_LINES]]
        stop = next((i for i, text in enumerate(below) if EVENT_LABEL.match(text)), len(below))
        yield from parse_events(below[:stop], issue_date)


def _build_publication(
    titles: Sequence[str], files: Sequence[_TextFile], folder: Path
) -> Publication:
    shared_title = names.common_title_prefix(titles)
    guess = guess_publication(folder)
    name = shared_title or guess.name
    sample = "\n".join(
        line.text
        for file in files[:12]
        for newsletter in file.newsletters[:2]
        for line in newsletter.lines[:40]
    )
    return Publication(
        make_publication_id(name) if shared_title else guess.id, name, language_tag("", sample)
    )


def _read_file(name: str, path: Path) -> _TextFile:
    problems = ProblemCollector(printable_name(name))
    try:
        text = decode_text(read_source(path, problems, MAX_FILE_SIZE), problems)
    except UnreadableFileError as error:
        return _TextFile(name, error=error)
    newsletters = split_newsletters(parse_lines(text))
    structures: list[NewsletterStructure] = []
    known_series: dict[str, SeriesOutline] = {}
    for newsletter in newsletters:
        structures.append(
            detect_structure(newsletter.lines, newsletter.number, tuple(known_series.values()))
        )
        known_series |= {series.id: series for series in structures[-1].series}
    return _TextFile(name, newsletters, structures, problems.collected())


def _open(path: Path, options: ImportOptions) -> Source:
    problems = ProblemCollector(printable_name(path.name))
    if is_regular(path):
        if _is_markdown(path):
            return importer.IMPORTER.open(path, options)
        file = _read_file(path.name, path)
        title = next((unit.title for unit in file.newsletters if unit.title), "")
        return PlainTextSource([file], names.naming_path_for_file(path, title), problems)
    passed_over: list[str] = []
    all_files = list(walk_files(path, passed_over))
    text_files = [entry for entry in all_files if names.is_text_path(entry.relative_name)]
    markdown_count = sum(1 for entry in all_files if names.is_issue_path(entry.relative_name))
    if markdown_count:
        problems.guess(
            Message.counted(
                markdown_count,
                "1 Markdown file is left out; bring them in by themselves if they are issues.",
                "{count:,} Markdown files are left out; bring them in by themselves if they are "
                "issues.",
            )
        )
    for name in passed_over:
        if names.is_text_path(name):
            problems.warning(
                Message(
                    "{name} is a link, no regular file, or not named in UTF-8, and is left out; "
                    "put the file itself here.",
                    name=name[:200],
                )
            )
    if not text_files:
        raise problems.fatal(Message("No text is in this folder; put text files (*.txt) here."))
    return PlainTextSource(
        [_read_file(entry.relative_name, entry.path) for entry in text_files], path, problems
    )


def _is_markdown(path: Path) -> bool:
    """Whether a text has several Markdown headings (``# …``)."""
    try:
        content = read_source(path, ProblemCollector(path.name), MAX_FILE_SIZE)
    except UnreadableFileError:
        return False
    return len(_MARKDOWN.findall(content)) > 1


def _recognises(path: Path, start: bytes) -> bool:
    if start or is_regular(path):
        return path.name.lower().endswith(names.TEXT_EXTENSIONS)
    if not path.is_dir():
        return False
    file_names = [file.relative_name for file in islice(walk_files(path), _MOST_SCANNED_FILES)]
    text_count = sum(map(names.is_text_path, file_names))
    other_count = sum(1 for name in file_names if name.lower().endswith(names.OTHER_EXTENSIONS))
    return text_count > other_count


IMPORTER = Importer("text", Message("plain text"), names.TEXT_EXTENSIONS, _recognises, _open)
