"""A WordPress export, opened: what its site is called, and its posts as issues one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, PictureDraft, sum_losses
from viewer.importers.base import ImportOptions, Source
from viewer.importers.html.converter import html_to_markdown
from viewer.importers.markdown_text.comments_section import MOST_COMMENTS, Comment, write_comments
from viewer.importers.markdown_text.section_merge import SectionText, merge_sections
from viewer.importers.metadata.languages import most_common_language, resolve_language
from viewer.importers.metadata.publication_metadata import (
    excerpt,
    is_blank,
    publication_from_metadata,
    web_address,
)
from viewer.importers.sources.xml_stream import XmlStream
from viewer.importers.sources.xml_tree import Node
from viewer.importers.wordpress.blocks import read_footnotes
from viewer.importers.wordpress.post_context import Attachment, PostLosses, picture_html
from viewer.importers.wordpress.post_html import comment_html, post_html
from viewer.importers.wordpress.site import (
    Post,
    Site,
    get_date,
    get_editors,
    get_meta,
    get_tags,
    get_title,
    parse_number,
    strip_tags,
)
from viewer.importers.wordpress.uploads import Uploads, find_uploads_folder
from viewer.messages import Message

CONTAINER_ELEMENTS = frozenset(("wp:comment", "wp:postmeta", "wp:author"))
#: Comments of these kinds tell that somebody linked here; nobody said anything.
_NOT_COMMENT_TYPES = frozenset((
    "pingback", "trackback", "webmention", "order_note", "action_log", "note",
))  # fmt: skip
_APPROVED = frozenset(("1", "approve", "approved"))
_MOST_SAMPLES = 40
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]")


#: Up to so many pages are one issue beside the posts.
MOST_PAGES = 200
_PAGES_TITLES = {"zh-Hant": "頁面", "zh-Hans": "页面", "ja": "固定ページ", "ko": "페이지"}


@dataclass(frozen=True, slots=True)
class _ConvertedPost:
    """A post or page, written: its text, and its comments apart."""

    node: Node
    text: str
    comments: list[Comment]
    language: str
    pictures: tuple[PictureDraft, ...]
    losses: dict[ImportLoss, int]


class WordPressSource(Source):
    """The files of one export, looked through once; each post is parsed when it is asked for.

    Pages are no issues of any day, and would take the numbers of issues to come: beside posts
    they are sections of one issue, number 0.
    """

    def __init__(
        self,
        sources: Sequence[tuple[str, BinaryIO]],
        path: Path,
        options: ImportOptions,
        problems: ProblemCollector,
    ) -> None:
        """Look through ``sources``, which are closed with the reading.

        Raises:
            UnreadableFileError: none of them can be read, or there is no post in them.
        """
        self._files: list[tuple[str, XmlStream]] = []
        self._problems = problems
        self._site = Site()
        waiting = list(sources)
        try:
            while waiting:
                name, file = waiting.pop(0)
                self._add_file(name, file, alone=len(sources) == 1)
            self._list_posts(options.include_drafts)
        except BaseException:
            for _, file in waiting:
                file.close()
            self.close()
            raise
        site = self._site
        if not site.posts:
            for sentence in site.warnings():
                problems.warning(sentence)
            self.close()
            raise problems.fatal(
                Message("There is no post in the export; export posts and pages from it.")
            )
        folder = find_uploads_folder(path if path.is_dir() else path.parent, options.uploads_folder)
        self._uploads = Uploads(folder, site.hosts()) if folder is not None else None
        self._add_warnings(options)
        self.publication = publication_from_metadata(
            site.title, site.home, most_common_language(self._languages), site.description
        )
        pages = [entry for entry in site.posts if entry.kind == "page"]
        self._pages = pages if len(pages) <= MOST_PAGES and len(pages) < len(site.posts) else []
        self._posts = site.posts[: len(site.posts) - len(self._pages)]
        units = [self._display_title(entry) for entry in self._posts]
        if self._pages:
            units.append(_PAGES_TITLES.get(self.publication.language, "Pages"))
        self.titles = tuple(units)
        self.problems = problems.collected()

    def close(self) -> None:
        """Close the files."""
        for _, source in self._files:
            source.close()

    def read_issue(self, index: int) -> IssueDraft | None:
        """The post as an issue, its comments as the last section; or the pages together.

        Raises:
            UnreadableFileError: it is too large, or its XML is hostile.
        """
        if index >= len(self._posts):
            return self._read_pages_issue(self.titles[index])
        entry = self._posts[index]
        problems = self._problems_for(entry)
        made = self._convert_post(entry, problems)
        said = write_comments(made.comments, made.language)
        text = "" if is_blank(made.text) else made.text
        text = f"{text.rstrip()}\n\n{said}".lstrip("\n") if said else text
        if not text:
            return None
        return IssueDraft(
            title=get_title(made.node) or _title_from_text(made.text) or self._display_title(entry),
            text=text,
            file=problems.file,
            date=get_date(made.node),
            guid=entry.guid,
            language=made.language,
            editors=get_editors(made.node, self._site.authors),
            tags=get_tags(made.node),
            pictures=made.pictures,
            losses=made.losses,
            problems=problems.collected(),
        )

    def _read_pages_issue(self, title: str) -> IssueDraft | None:
        """All pages as one issue; one that cannot be read is told, and the others are in."""
        parts: list[SectionText] = []
        all_problems: list[Problem] = []
        losses: list[Mapping[ImportLoss, int]] = []
        for entry in self._pages:
            problems = self._problems_for(entry)
            try:
                made = self._convert_post(entry, problems)
            except UnreadableFileError as error:
                all_problems.extend(error.problems)
                continue
            all_problems.extend(problems.collected())
            text = "" if is_blank(made.text) else made.text
            said = write_comments(made.comments, made.language)
            text = f"{text.rstrip()}\n\n{said}" if said else text
            if not text:
                continue
            losses.append(made.losses)
            called = (
                get_title(made.node) or _title_from_text(made.text) or self._display_title(entry)
            )
            editors = get_editors(made.node, self._site.authors)
            parts.append(SectionText(called, text, made.pictures, editors, get_date(made.node)))
        if not parts:
            return None
        text, pictures = merge_sections(parts)
        return IssueDraft(
            title=title,
            text=text,
            file=f"{self._files[0][0]} › {title}",
            number=0,
            guid=f"{self._site.home or self._site.title}#pages",
            language=self.publication.language,
            pictures=pictures,
            losses=sum_losses(losses),
            problems=tuple(all_problems),
        )

    def _problems_for(self, post: Post) -> ProblemCollector:
        return ProblemCollector(f"{self._files[post.file_index][0]} › {self._display_title(post)}")

    def _add_file(self, name: str, file: BinaryIO, alone: bool) -> None:
        problems = self._problems if alone else ProblemCollector(name)
        try:
            source = XmlStream(file, problems, ("item",), CONTAINER_ELEMENTS)
        except UnreadableFileError as error:
            if alone:
                raise
            self._problems.error(
                Message(
                    "“{name}” is left out. {reason}", name=name, reason=error.problems[-1].message
                )
            )
            return
        self._files.append((name, source))
        self._site.read_channel(source.head)
        if source.cut_off_line:
            self._problems.error(
                Message(
                    "“{name}” breaks off in line {line}, in the middle of a post; what "
                    "stands before that is brought in. Export it again.",
                    name=name,
                    line=source.cut_off_line,
                ),
                source.cut_off_line,
            )

    def _list_posts(self, drafts: bool) -> None:
        if not self._files:
            raise self._problems.fatal(
                Message("None of the files can be read as a WordPress export.")
            )
        self._languages: list[str] = []
        for number, (name, source) in enumerate(self._files):
            for place, unit in enumerate(source.elements):
                problems = ProblemCollector(name)
                try:
                    node = source.parse_element(unit, problems).node
                except UnreadableFileError as error:
                    self._problems.error(error.problems[-1].message, unit.line)
                    continue
                before = len(self._site.posts)
                self._site.add_item(node, number, place, drafts=drafts)
                if len(self._site.posts) > before and len(self._languages) < _MOST_SAMPLES:
                    sample = strip_tags(node.child_text("content:encoded")[:4000])
                    self._languages.append(resolve_language(self._site.language, sample))
        self._site.sort_posts()

    def _add_warnings(self, options: ImportOptions) -> None:
        """What the reader should know of the export as a whole."""
        for sentence in self._site.warnings():
            self._problems.warning(sentence)
        if options.uploads_folder is not None and self._uploads is None:
            self._problems.error(
                Message(
                    "The folder of uploads is not there or is no folder; mend its name. The "
                    "pictures stay on the web until then."
                )
            )
        elif self._site.gallery_count and not self._site.attachments:
            self._problems.warning(
                Message(
                    "The export does not say which pictures belong to its galleries; export “All "
                    "content” from the site to have them."
                )
            )
        elif self._uploads is None and any(a.is_picture for a in self._site.attachments.values()):
            self._problems.warning(
                Message(
                    "The export names its pictures but does not hold them; put the site's folder "
                    "“uploads” beside it, or name that folder, and bring it in again."
                )
            )

    def _display_title(self, post: Post) -> str:
        return post.title or post.date or f"{post.kind} {post.id}"

    def _convert_post(self, post: Post, problems: ProblemCollector) -> _ConvertedPost:
        """The text and the comments of a post.

        Raises:
            UnreadableFileError: it is too large, or its XML is hostile.
        """
        _, source = self._files[post.file_index]
        parsed = source.parse_element(source.elements[post.unit_index], problems)
        node = parsed.node
        if parsed.error:
            problems.warning(
                Message(
                    "The post is not well formed here ({error}); what could be read of it is "
                    "kept. Export it again.",
                    error=parsed.error,
                ),
                parsed.error_line,
            )
        tally = PostLosses()
        content = node.child_text("content:encoded") or node.child_text("excerpt:encoded")
        notes = read_footnotes(get_meta(node, "footnotes"))
        written = self._featured_picture(node, content) + post_html(
            content, _PostContext(self, post), tally, notes
        )
        link = web_address(node.child_text("link")) or self._site.home
        made = html_to_markdown(written, problems, find_picture=self._find_picture, base_url=link)
        comments, lost = self._convert_comments(node, link, problems)
        for sentence in tally.warnings():
            problems.warning(sentence)
        return _ConvertedPost(
            node,
            made.text,
            comments,
            resolve_language(self._site.language, made.text),
            made.pictures,
            sum_losses([made.losses, tally.counts, lost]),
        )

    def _find_picture(self, source: str) -> Path | None:
        return self._uploads.find(source) if self._uploads is not None else None

    def _featured_picture(self, node: Node, content: str) -> str:
        """The picture that stands over a post, where its text does not show it as well."""
        one = self._site.attachments.get(parse_number(get_meta(node, "_thumbnail_id")))
        if one is None or not one.is_picture:
            return ""
        stem = one.url.rpartition("/")[2].rpartition(".")[0]
        return "" if stem and stem in content else picture_html(one) + "\n"

    def _convert_comments(
        self, node: Node, link: str, problems: ProblemCollector
    ) -> tuple[list[Comment], Mapping[ImportLoss, int]]:
        """The comments that the site shows, in the order in which they were written."""
        shown = [
            one
            for one in node.child_nodes("wp:comment")
            if one.child_text("wp:comment_approved") in _APPROVED
            and one.child_text("wp:comment_type").lower() not in _NOT_COMMENT_TYPES
        ]
        shown.sort(
            key=lambda one: (
                one.child_text("wp:comment_date_gmt", "wp:comment_date"),
                parse_number(one.child_text("wp:comment_id")),
            )
        )
        lost: list[Mapping[ImportLoss, int]] = []
        if len(shown) > MOST_COMMENTS:
            lost.append({ImportLoss.COMMENT: len(shown) - MOST_COMMENTS})
        made: list[Comment] = []
        for one in shown[:MOST_COMMENTS]:
            # Pictures in comments are smilies; they are not looked for among the site's own.
            said = html_to_markdown(
                comment_html(one.child_text("wp:comment_content")), problems, base_url=link
            )
            lost.append(said.losses)
            made.append(
                Comment(
                    parse_number(one.child_text("wp:comment_id")),
                    parse_number(one.child_text("wp:comment_parent")),
                    strip_tags(one.child_text("wp:comment_author"))[:100],
                    one.child_text("wp:comment_date", "wp:comment_date_gmt")[:10],
                    said.text,
                )
            )
        return made, sum_losses(lost)


class _PostContext:
    """What one post refers to in its export."""

    def __init__(self, source: WordPressSource, post: Post) -> None:
        self._source = source
        self._post = post

    def attachment(self, number: int) -> Attachment | None:
        """The attachment of this number."""
        return self._source._site.attachments.get(number)

    def post_attachments(self) -> list[Attachment]:
        """The attachments of the post."""
        site = self._source._site
        return [site.attachments[n] for n in site.attachments_by_post.get(self._post.id, ())]

    def reusable_block(self, number: int) -> str:
        """The text of a block that is kept once."""
        reading = self._source
        place = reading._site.reusable_blocks.get(number)
        if place is None:
            return ""
        name, source = reading._files[place[0]]
        try:
            found = source.parse_element(source.elements[place[1]], ProblemCollector(name))
        except UnreadableFileError:
            return ""
        return found.node.child_text("content:encoded")


def _title_from_text(text: str) -> str:
    """The beginning of a text in Markdown, for a post without a title."""
    first = next((line for line in text.split("\n") if line.strip(" #>*-")), "")
    if first.startswith(("![", "|", "```")):
        return ""
    words = _LINK.sub(r"\1", first)
    return excerpt(strip_tags(_ESCAPED.sub(r"\1", words)).strip(" #>*-"))
