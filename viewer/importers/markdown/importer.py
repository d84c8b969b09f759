"""Imports Markdown newsletters: a folder of them, the sources of a site, or a single file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from viewer.archive.files import issue_front_matter
from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.publication_file import (
    PUBLICATION_FILE,
    guess_publication,
    make_publication_id,
    read_publication,
)
from viewer.archive.files.safe_reading import MAX_FILE_SIZE, printable_name
from viewer.archive.model.control_characters import to_single_line
from viewer.archive.model.issue import Edition, Event, Problem, Publication
from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.model.title_numbers import issue_numbers
from viewer.archive.parser.article_metadata import find_date_line
from viewer.importers.base import Importer, ImportOptions, Source
from viewer.importers.markdown.front_matter import FrontMatter, split_front_matter
from viewer.importers.markdown.link_resolver import LinkResolver
from viewer.importers.markdown.site_layout import IssueIndex, SiteFolder, read_site, site_of_file
from viewer.importers.markdown_text.bold_headings import promote_bold_in_sections
from viewer.importers.markdown_text.generator_syntax import convert_generator_syntax
from viewer.importers.markdown_text.github_dialect import convert_github_markdown
from viewer.importers.markdown_text.lines import strip_inline_markdown
from viewer.importers.markdown_text.title_extraction import extract_title, find_title
from viewer.importers.metadata import file_names as names
from viewer.importers.metadata.dates import find_date
from viewer.importers.metadata.languages import language_tag
from viewer.importers.sources.encodings import decode_text
from viewer.importers.sources.safe_files import is_regular, read_source
from viewer.messages import Message

#: Files of a folder that are looked at to recognise it.
_MOST_SCANNED_FILES = 4000
_SAMPLES = 12
#: Where so many issues have a number or a date, a page without one is about the site.
_LEAST_KNOWN = 5
_NUMBER_KEYS = (
    "number",
    "issue",
    "issue_number",
    "issuenumber",
    "issue-number",
    "issueno",
    "no",
    "nr",
)
_DATE_KEYS = (
    "date",
    "publishdate",
    "pubdate",
    "published",
    "published_at",
    "created",
    "created_at",
)
_AUTHOR_KEYS = ("editors", "editor", "authors", "author", "by", "作者", "編輯", "编辑")
_TAG_KEYS = ("categories", "category", "tags", "tag", "keywords", "分類", "分类", "標籤", "标签")
_SLUG_KEYS = ("slug", "url", "permalink", "save_as", "aliases", "redirect_from", "id")
#: Fewer letters than this do not tell a language.
_FEW_LETTERS = 40
_LANGUAGE_SAMPLE = 40_000
_TARGET = re.compile(r"\]\([^()\n]{0,2000}\)|<[^<>\n]{0,2000}>")
_ARCHIVE_SUFFIX = re.compile(r"[-_](?:master|main|export)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\D{0,12}?0*(\d{1,9})\D{0,3}\Z")


@dataclass(frozen=True, slots=True)
class _MarkdownFile:
    """A Markdown file, and what its name and front matter say of it."""

    name: str
    path: Path
    title: str = ""
    number: int | None = None
    date: str = ""
    slugs: tuple[str, ...] = ()
    language: str = ""
    is_draft: bool = False
    has_head: bool = False
    sample: str = ""


class MarkdownSource(Source):
    """Opened Markdown files: the issues of one publication, in the order of their names."""

    def __init__(
        self,
        site: SiteFolder,
        pages: Sequence[_MarkdownFile],
        publication: Publication,
        problems: Iterable[Problem],
    ) -> None:
        self.publication = publication
        self.problems = tuple(problems)
        self.titles = tuple(page.name for page in pages)
        self._site = site
        self._pages = pages
        self._issue_index = IssueIndex()
        for page in pages:
            self._issue_index.add(page.name, page.number, page.slugs)

    def read_issue(self, index: int) -> IssueDraft:
        page = self._pages[index]
        problems = ProblemCollector(printable_name(page.name))
        text = decode_text(read_source(page.path, problems, MAX_FILE_SIZE), problems)
        front_matter = split_front_matter(text, problems)
        problems.set_source(front_matter.body, front_matter.first_line)
        resolver = LinkResolver(self._site, self._issue_index, page.name, problems)
        body = convert_github_markdown(
            convert_generator_syntax(front_matter.body, resolver.count_loss)
        )
        title, body = extract_title(
            body, strip_inline_markdown(front_matter.first_text("title", "subject", "name"))[:500]
        )
        body = resolver.resolve(promote_bold_in_sections(body)).strip("\n")
        if not body.strip():
            raise problems.fatal(
                Message("There is nothing to read below the head; write the issue.")
            )
        events, edition = _native_metadata(front_matter, problems)
        return IssueDraft(
            title=_title(title, page, self.publication),
            text=body + "\n",
            file=page.name,
            number=page.number,
            date=page.date or find_date_line(body),
            guid="" if page.number is not None else _guid(front_matter, page),
            language=_language(front_matter, page, self.publication, f"{title}\n{body}"),
            edition=edition,
            editors=front_matter.text_list(*_AUTHOR_KEYS)[:20],
            tags=front_matter.tags(*_TAG_KEYS),
            events=events,
            pictures=tuple(resolver.pictures),
            losses=resolver.losses,
            problems=problems.collected(),
        )


def _title(title: str, page: _MarkdownFile, publication: Publication) -> str:
    name = to_single_line(title or names.title_from_name(page.name)).strip()[:500]
    if name:
        return name
    if page.number is not None:
        return f"{publication.name} #{page.number}"
    return f"{publication.name} {page.date}".strip()


def _language(
    front_matter: FrontMatter, page: _MarkdownFile, publication: Publication, text: str
) -> str:
    declared = front_matter.first_text("lang", "language", "locale") or names.language_from_name(
        page.name
    )
    sample = _TARGET.sub("]", text[:_LANGUAGE_SAMPLE])
    is_too_short = sum(map(str.isalpha, sample)) < _FEW_LETTERS
    return language_tag(declared, "" if is_too_short else sample) or publication.language


def _guid(front_matter: FrontMatter, page: _MarkdownFile) -> str:
    return (front_matter.first_text("guid", "permalink", "url", "slug") or page.name)[:500]


def _native_metadata(
    front_matter: FrontMatter, problems: ProblemCollector
) -> tuple[tuple[Event, ...], Edition]:
    """Events and edition, which only our own format has."""
    if front_matter.format != "yaml" or not (
        "events" in front_matter.values or "edition" in front_matter.values
    ):
        return (), Edition.ORIGINAL
    head_problems = ProblemCollector(problems.file)
    head = issue_front_matter.parse_issue_front_matter(front_matter.head, head_problems)
    for problem in head_problems.collected():
        if problem.key in ("events", "edition"):
            problems.warning(problem.message, problem.line, problem.key)
    return tuple(issue_front_matter.to_event(item) for item in head.events), head.edition


def _inspect_file(name: str, path: Path) -> _MarkdownFile:
    """Read what a file's name and front matter say; errors are left to ``read_issue``."""
    problems = ProblemCollector(name)
    page = _MarkdownFile(
        name, path, date=names.date_from_name(name), language=names.language_from_name(name).lower()
    )
    try:
        front_matter = split_front_matter(
            decode_text(read_source(path, problems, MAX_FILE_SIZE), problems), problems
        )
    except UnreadableFileError:
        return page
    number = None
    for key in _NUMBER_KEYS:
        match = _NUMBER.match(front_matter.first_text(key))
        if match is not None:
            number = int(match[1])
            break
    return replace(
        page,
        title=strip_inline_markdown(front_matter.first_text("title", "subject", "name"))
        or find_title(front_matter.body),
        number=number,
        date=next(
            (
                date
                for key in _DATE_KEYS
                for date in [find_date(front_matter.first_text(key))]
                if date
            ),
            "",
        )
        or page.date,
        slugs=tuple(slug for key in _SLUG_KEYS for slug in front_matter.text_list(key)),
        is_draft=front_matter.is_true("draft")
        or front_matter.first_text("status").lower() == "draft"
        or front_matter.first_text("published").lower() == "false",
        has_head=bool(front_matter.format),
        sample=front_matter.body[:2000],
    )


def _assign_numbers(pages: Sequence[_MarkdownFile]) -> list[_MarkdownFile]:
    """The pages with numbers from front matter or names, else from titles if most have one."""
    numbers = names.assign_numbers([p.name for p in pages], [p.number for p in pages])
    unnumbered = [index for index, number in enumerate(numbers) if number is None]
    title_numbers = issue_numbers(
        [pages[p].title for p in unnumbered], [pages[p].date for p in unnumbered]
    )
    in_titles = dict(zip(unnumbered, title_numbers, strict=True))
    counts = Counter(number for number in in_titles.values() if number is not None)
    if len(counts) * 2 >= max(1, len(unnumbered)):
        taken = {number for number in numbers if number is not None}
        for index, number in in_titles.items():
            if number is not None and counts[number] == 1 and number not in taken:
                numbers[index] = number
    return [replace(page, number=number) for page, number in zip(pages, numbers, strict=True)]


def _drop_non_issues(
    pages: Sequence[_MarkdownFile], options: ImportOptions, problems: ProblemCollector
) -> list[_MarkdownFile]:
    """The pages that are issues: no drafts, no translations, no pages about the folder."""
    issues: list[_MarkdownFile] = []
    drafts = 0
    folders_with_index = {
        str(PurePosixPath(p.name).parent) for p in pages if _is_index(p) and _has_number_or_date(p)
    }
    page_counts = Counter(str(PurePosixPath(p.name).parent) for p in pages)
    for page in pages:
        folder = str(PurePosixPath(page.name).parent)
        if page.is_draft and not options.include_drafts:
            drafts += 1
        elif _is_index(page):
            # An index beside other pages only lists them.
            if len(pages) == 1 or (
                folder != "." and (_has_number_or_date(page) or page_counts[folder] == 1)
            ):
                issues.append(page)
        elif folder == "." or folder not in folders_with_index or page.has_head:
            issues.append(page)
    if drafts:
        problems.guess(
            Message.counted(
                drafts,
                "1 draft was left out; ask for drafts to bring them in as well.",
                "{count:,} drafts were left out; ask for drafts to bring them in as well.",
            )
        )
    return _drop_translations(issues, problems)


def _drop_strays(pages: list[_MarkdownFile], problems: ProblemCollector) -> list[_MarkdownFile]:
    """The pages without those above the issues' folders that have neither number nor date."""
    known = [p for p in pages if p.number is not None or p.date]
    strays = [p for p in pages if "/" not in p.name and p.number is None and not p.date]
    if (
        len(known) < _LEAST_KNOWN
        or len(strays) > len(known)
        or any("/" not in p.name for p in known)
    ):
        return pages
    for page in strays:
        problems.guess(
            Message(
                "{file} has neither number nor date, as the issues have, and is left out; bring "
                "it in by itself if it is one.",
                file=page.name[:200],
            )
        )
    return [page for page in pages if page not in strays]


def _is_index(page: _MarkdownFile) -> bool:
    return re.match(r"index(?:\.|\Z)", PurePosixPath(page.name).name.lower()) is not None


def _has_number_or_date(page: _MarkdownFile) -> bool:
    """Whether an ``index.md`` is an issue: it has a date or a number."""
    return bool(
        page.date or page.number is not None or names.number_from_name(page.name) is not None
    )


def _drop_translations(
    pages: Sequence[_MarkdownFile], problems: ProblemCollector
) -> list[_MarkdownFile]:
    """Of several translations of one page, the one in the language most pages are in."""
    groups: dict[tuple[str, str], list[_MarkdownFile]] = {}
    for page in pages:
        key = (str(PurePosixPath(page.name).parent), names.stem_of(page.name).lower())
        groups.setdefault(key, []).append(page)
    counted = Counter(page.language for page in pages)
    chosen = []
    for group in groups.values():
        best = max(group, key=lambda page: (counted[page.language], not page.language))
        chosen += [p for p in group if p is best or p.language == best.language]
    if len(chosen) < len(pages):
        dropped = len(pages) - len(chosen)
        problems.guess(
            Message.counted(
                dropped,
                "1 translation was left out; bring them in from a folder of their own.",
                "{count:,} translations were left out; bring them in from a folder of their own.",
            )
        )
    return chosen


def _build_publication(
    site: SiteFolder, pages: Sequence[_MarkdownFile], folder: Path
) -> Publication:
    """The publication as its titles, its site's settings or its folder's name describe it."""
    naming_folder = names.naming_folder(folder)
    guess = guess_publication(
        naming_folder.with_name(_ARCHIVE_SUFFIX.sub("", naming_folder.name) or naming_folder.name)
    )
    shared = names.common_title_prefix(page.title for page in pages)
    name = shared or site.title or guess.name
    samples = "\n".join(page.sample for page in pages[:: max(1, len(pages) // _SAMPLES)])
    # The language in a site's settings is often just the generator's default.
    language = language_tag("", _TARGET.sub("]", samples)) or language_tag(site.language)
    id_ = guess.id if site.files else make_publication_id(name)
    return Publication(id_, name, language, site.home)


def _open(path: Path, options: ImportOptions) -> Source:
    problems = ProblemCollector(printable_name(path.name))
    if is_regular(path):
        site = site_of_file(path)
        pages = _assign_numbers([_inspect_file(path.name, path)])
        folder = path.parent if site.files else names.naming_path_for_file(path, pages[0].title)
        publication = _build_publication(site, pages, folder)
        if is_regular(path.parent / PUBLICATION_FILE):
            publication, _ = read_publication(path.parent / PUBLICATION_FILE, publication)
        return MarkdownSource(site, pages, publication, ())
    skipped: list[str] = []
    files = list(walk_files(path, skipped))
    for name in skipped:
        if name.lower().endswith(names.MARKDOWN_EXTENSIONS):
            problems.warning(
                Message(
                    "{name} is a link, no regular file, or not named in UTF-8, and is left out; "
                    "put the file itself here.",
                    name=name[:200],
                )
            )
    text_files = sum(1 for file in files if names.is_text_path(file.relative_name))
    if text_files:
        problems.guess(
            Message.counted(
                text_files,
                "1 text file is left out; bring them in by themselves if they are issues.",
                "{count:,} text files are left out; bring them in by themselves if they are "
                "issues.",
            )
        )
    site = read_site(path, files, problems)
    inspected = [
        _inspect_file(file.relative_name, file.path)
        for file in files
        if names.is_issue_path(file.relative_name, include_drafts=options.include_drafts)
    ]
    pages = _drop_strays(_assign_numbers(_drop_non_issues(inspected, options, problems)), problems)
    if not pages:
        raise problems.fatal(
            Message("No issue is in this folder; an issue is a Markdown file (*.md).")
        )
    publication = _build_publication(site, pages, path)
    publication_problems: tuple[Problem, ...] = ()
    if is_regular(path / PUBLICATION_FILE):
        publication, publication_problems = read_publication(
            path / PUBLICATION_FILE, publication, root=path.parent
        )
    return MarkdownSource(site, pages, publication, (*problems.collected(), *publication_problems))


def _recognises(path: Path, start: bytes) -> bool:
    if start or is_regular(path):
        return path.name.lower().endswith(names.MARKDOWN_EXTENSIONS)
    if not path.is_dir():
        return False
    file_names = [file.relative_name for file in islice(walk_files(path), _MOST_SCANNED_FILES)]
    issues = sum(1 for name in file_names if names.is_issue_path(name, include_drafts=True))
    others = sum(1 for name in file_names if name.lower().endswith(names.OTHER_EXTENSIONS))
    return issues > 0 and issues >= max(others, sum(map(names.is_text_path, file_names)))


IMPORTER = Importer(
    "markdown", Message("Markdown newsletters"), names.MARKDOWN_EXTENSIONS, _recognises, _open
)
