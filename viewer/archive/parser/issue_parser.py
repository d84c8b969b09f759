"""Parses the Markdown file of an issue into an ``Issue``."""

from __future__ import annotations

import re
from pathlib import Path

from viewer.archive.files import issue_front_matter as heads
from viewer.archive.files.picture_paths import PictureResolver
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import decode_utf8, display_path, read_bytes
from viewer.archive.markup.block_structure import normalize_blocks
from viewer.archive.markup.element_tree import Element, parse_html
from viewer.archive.markup.figures_and_link_rows import build_figures_and_link_rows
from viewer.archive.model.issue import Article, Issue, Publication, Section
from viewer.archive.model.issue_draft import ImportLoss, describe_loss, format_loss_key
from viewer.archive.model.language_detection import guess_language
from viewer.archive.model.title_numbers import (
    DATE_IN_NAME,
    issue_file_name,
    normalize_title,
    number_in_name,
    title_number,
)
from viewer.archive.parser.anchor_assignment import AnchorAssigner
from viewer.archive.parser.article_composer import compose_article, plain_text
from viewer.archive.parser.article_metadata import find_date, find_date_line
from viewer.archive.parser.footnotes import attach_footnotes
from viewer.archive.parser.line_numbers import annotate_lines
from viewer.archive.parser.markdown_to_html import markdown_to_html
from viewer.archive.parser.masthead import complete_masthead
from viewer.archive.parser.section_splitter import (
    IssueStructure,
    RawArticle,
    RawSection,
    split_sections,
)
from viewer.archive.parser.version import PARSER_VERSION
from viewer.messages import Message


def parse_issue(path: Path, publication: Publication, *, root: Path | None = None) -> Issue:
    """Read the issue at ``path``, a Markdown file whose pictures lie in the same folder.

    Whatever is wrong is one sentence in ``Issue.problems``; the issue opens as far as it can be
    read. ``root`` is what file names in problems are relative to.

    Raises:
        UnreadableFileError: there is no way to open it; the error carries the problems.
    """
    problems = ProblemCollector(display_path(path, root))
    text = decode_utf8(read_bytes(path, problems), problems)
    return parse_issue_text(text, path, publication, problems)


def parse_issue_text(
    text: str, path: Path, publication: Publication, problems: ProblemCollector
) -> Issue:
    """Read ``text`` as the content of ``path``; see ``parse_issue``."""
    problems.set_source(text, 1)
    head_text, body, first_line = heads.split_issue_front_matter(text, problems)
    head = heads.parse_issue_front_matter(head_text, problems)
    _report_losses(head, problems)
    problems.set_source(body, first_line)
    root = parse_html(markdown_to_html(body, problems), problems)
    annotate_lines(root, body, first_line)
    normalize_blocks(root)
    blocks = [b for b in build_figures_and_link_rows(root.children) if isinstance(b, Element)]
    structure = split_sections(blocks, head, problems)
    number = _find_number(head, path, structure.title or head.title, problems)
    if not structure.sections and not head.events and not head.editors:
        raise problems.fatal(Message("There is nothing to read below the head; write the issue."))
    title = _find_title(head, structure, number, publication, problems)
    language = head.language or publication.language or guess_language(body)
    complete_masthead(structure.sections, head, title, language)
    attach_footnotes(structure.sections)
    anchors = AnchorAssigner(publication.id, number, problems)
    anchors.assign(structure.sections)
    pictures = PictureResolver(path.parent, problems)
    date = _find_issue_date(head, path, body, problems)
    sections = tuple(
        _build_section(draft, publication, pictures, anchors, problems, date)
        for draft in structure.sections
    )
    return Issue(
        publication=publication.id,
        number=number,
        title=title,
        date=date,
        edition=head.edition,
        language=language,
        editors=tuple(head.editors),
        events=tuple(heads.to_event(item) for item in head.events),
        sections=sections,
        path=path,
        problems=problems.collected(),
    )


def _report_losses(front_matter: heads.IssueFrontMatter, problems: ProblemCollector) -> None:
    """Report losses of an import, which the head lists, as problems."""
    losses = {loss.value: loss for loss in ImportLoss}
    for kind, count in front_matter.losses.items():
        if kind in losses and count:
            problems.warning(
                Message(
                    "Not kept when it was brought in: {loss}.",
                    loss=describe_loss(losses[kind], count),
                ),
                key=format_loss_key(losses[kind], count),
            )


def _build_section(
    section: RawSection,
    publication: Publication,
    pictures: PictureResolver,
    anchors: AnchorAssigner,
    problems: ProblemCollector,
    date: str,
) -> Section:
    articles = []
    for article in section.articles:
        composed = compose_article(article.blocks, pictures, anchors.resolve_link)
        series, chapter = _find_chapter(article, publication, problems)
        articles.append(
            Article(
                key=article.key,
                number=article.number,
                title=article.title,
                editors=article.metadata.editors,
                date=article.metadata.date or date,
                body=composed.body,
                text=composed.text,
                blocks=tuple(composed.blocks),
                anchors=tuple(composed.anchors),
                figures=tuple(composed.figures),
                links=tuple(composed.links),
                series=series,
                chapter=chapter,
                tags=article.metadata.tags,
                language=article.metadata.language,
                has_own_id=article.has_own_id,
            )
        )
    return Section(section.label, section.title, tuple(articles), section.key)


def _find_chapter(
    article: RawArticle, publication: Publication, problems: ProblemCollector
) -> tuple[str, int | None]:
    """The series chapter an article tells: as it says, or as its number and title suggest."""
    metadata = article.metadata
    if metadata.series:
        line = problems.find_line(
            f"series={metadata.series} chapter={metadata.chapter}",
            f"series={metadata.series}",
            f'series="{metadata.series}"',
        )
        for series in publication.series:
            if series.id != metadata.series:
                continue
            if metadata.chapter is None or 1 <= metadata.chapter <= max(len(series.outline), 1):
                return series.id, metadata.chapter
            problems.error(
                Message(
                    "Chapter {chapter} is not in the outline of the series “{series}”, which has "
                    "{outline} lines; mend the number or the outline.",
                    chapter=metadata.chapter,
                    series=series.id,
                    outline=len(series.outline),
                ),
                line,
            )
            return series.id, None
        problems.error(
            Message(
                "The series “{series}” is not in publication.yaml; add it there or mend its name.",
                series=metadata.series[:60],
            ),
            line,
        )
        return "", None
    if not article.number.isdigit():
        return "", None
    chapter = int(article.number)
    for series in publication.series:
        if 1 <= chapter <= len(series.outline) and normalize_title(
            series.outline[chapter - 1]
        ) == normalize_title(article.title):
            problems.count_guess(
                "Articles are taken for chapters of “{title}”, since number and title are those "
                "of its outline ({count} articles).",
                title=series.title,
            )
            return series.id, chapter
    return "", None


def _find_title(
    front_matter: heads.IssueFrontMatter,
    structure: IssueStructure,
    number: int,
    publication: Publication,
    problems: ProblemCollector,
) -> str:
    if front_matter.title:
        return front_matter.title
    if structure.title:
        problems.guess(
            Message(
                "The title “{title}” was read from the first heading.", title=structure.title[:80]
            )
        )
        return structure.title
    title = f"{publication.name} #{number}"
    problems.guess(Message("The issue has no title; “{title}” is used.", title=title[:80]))
    return title


def _find_number(
    front_matter: heads.IssueFrontMatter, path: Path, title: str, problems: ProblemCollector
) -> int:
    if front_matter.number is not None:
        return front_matter.number
    number_in_file_name = number_in_name(path)
    if number_in_file_name is not None:
        problems.guess(
            Message(
                "The number {number} was read from the file's name.", number=number_in_file_name
            )
        )
        return number_in_file_name
    number = title_number(title)
    if number is not None:
        problems.guess(Message("The number {number} was read from the title.", number=number))
        return number
    day = DATE_IN_NAME.search(issue_file_name(path))
    if day is not None:
        number = int(re.sub(r"\D", "", day[0]))
        problems.guess(
            Message("The number {number} was made from the date in the file's name.", number=number)
        )
        return number
    raise problems.fatal(Message("The issue has no number; write a line “number: 12” in its head."))


def _find_issue_date(
    front_matter: heads.IssueFrontMatter, path: Path, body: str, problems: ProblemCollector
) -> str:
    if front_matter.date:
        return front_matter.date
    name = issue_file_name(path)
    compact = re.sub(r"((?:19|20)\d\d)[_.]?(\d\d)[_.]?(\d\d)(?!\d)", r"\1-\2-\3", name)
    date = find_date(compact)
    if date:
        problems.guess(Message("The date {date} was read from the file's name.", date=date))
        return date
    date = find_date_line(body)
    if date:
        problems.guess(
            Message("The date {date} was read from a “Date:” line in the text.", date=date)
        )
    return date


__all__ = ["PARSER_VERSION", "parse_issue", "parse_issue_text", "plain_text"]
