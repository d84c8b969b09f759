"""The source for a WordPress export: each post is an issue, all pages are one issue."""

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
#: Comments of these types are notices of links or of plugins, not words of readers.
_NOT_COMMENT_TYPES = frozenset((
    "pingback", "trackback", "webmention", "order_note", "action_log", "note",
))  # fmt: skip
_APPROVED = frozenset(("1", "approve", "approved"))
_MOST_SAMPLES = 40
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]")


#: Up to so many pages become one issue; more are issues like the posts.
MOST_PAGES = 200
_PAGES_TITLES = {"zh-Hant": "頁面", "zh-Hans": "页面", "ja": "固定ページ", "ko": "페이지"}


@dataclass(frozen=True, slots=True)
class _ConvertedPost:
    """A post or page converted to Markdown, with its comments apart."""

    node: Node
    text: str
    comments: list[Comment]
    language: str
    pictures: tuple[PictureDraft, ...]
    losses: dict[ImportLoss, int]


class WordPressSource(Source):
    """The open files of one export; each post is parsed again when it is read.

    Pages have no date of issue and would take numbers of future issues, so they are the sections
    of one issue, number 0.
    """

    def __init__(
        self,
        sources: Sequence[tuple[str, BinaryIO]],
        path: Path,
        options: ImportOptions,
        problems: ProblemCollector,
    ) -> None:
        """List the posts of ``sources`` (name and open file), which ``close`` closes.

        Raises:
            UnreadableFileError: none of them can be read, or there is no post in them.
        """
        self._files: list[tuple[str, XmlStream]] = []
        self._problems = problems
        self._site = Site()
        pending = list(sources)
        try:
            while pending:
                name, file = pending.pop(0)
                self._add_file(name, file, alone=len(sources) == 1)
            self._list_posts(options.include_drafts)
        except BaseException:
            for _, file in pending:
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
        issue_titles = [self._display_title(entry) for entry in self._posts]
        if self._pages:
            issue_titles.append(_PAGES_TITLES.get(self.publication.language, "Pages"))
        self.titles = tuple(issue_titles)
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
        post = self._convert_post(entry, problems)
        discussion = write_comments(post.comments, post.language)
        text = "" if is_blank(post.text) else post.text
        text = f"{text.rstrip()}\n\n{discussion}".lstrip("\n") if discussion else text
        if not text:
            return None
        return IssueDraft(
            title=get_title(post.node) or _title_from_text(post.text) or self._display_title(entry),
            text=text,
            file=problems.file,
            date=get_date(post.node),
            guid=entry.guid,
            language=post.language,
            editors=get_editors(post.node, self._site.authors),
            tags=get_tags(post.node),
            pictures=post.pictures,
            losses=post.losses,
            problems=problems.collected(),
        )

    def _read_pages_issue(self, title: str) -> IssueDraft | None:
        """All pages as one issue; pages that cannot be read are left out with a problem."""
        parts: list[SectionText] = []
        all_problems: list[Problem] = []
        losses: list[Mapping[ImportLoss, int]] = []
        for entry in self._pages:
            problems = self._problems_for(entry)
            try:
                page = self._convert_post(entry, problems)
            except UnreadableFileError as error:
                all_problems.extend(error.problems)
                continue
            all_problems.extend(problems.collected())
            text = "" if is_blank(page.text) else page.text
            discussion = write_comments(page.comments, page.language)
            text = f"{text.rstrip()}\n\n{discussion}" if discussion else text
            if not text:
                continue
            losses.append(page.losses)
            page_title = (
                get_title(page.node) or _title_from_text(page.text) or self._display_title(entry)
            )
            editors = get_editors(page.node, self._site.authors)
            parts.append(SectionText(page_title, text, page.pictures, editors, get_date(page.node)))
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
        for file_index, (name, source) in enumerate(self._files):
            for index, span in enumerate(source.elements):
                problems = ProblemCollector(name)
                try:
                    node = source.parse_element(span, problems).node
                except UnreadableFileError as error:
                    self._problems.error(error.problems[-1].message, span.line)
                    continue
                post_count = len(self._site.posts)
                self._site.add_item(node, file_index, index, drafts=drafts)
                if len(self._site.posts) > post_count and len(self._languages) < _MOST_SAMPLES:
                    sample = strip_tags(node.child_text("content:encoded")[:4000])
                    self._languages.append(resolve_language(self._site.language, sample))
        self._site.sort_posts()

    def _add_warnings(self, options: ImportOptions) -> None:
        """Add warnings about the export as a whole."""
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
        parsed = source.parse_element(source.elements[post.element_index], problems)
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
        post_losses = PostLosses()
        content = node.child_text("content:encoded") or node.child_text("excerpt:encoded")
        notes = read_footnotes(get_meta(node, "footnotes"))
        post_markup = self._featured_picture(node, content) + post_html(
            content, _PostContext(self, post), post_losses, notes
        )
        link = web_address(node.child_text("link")) or self._site.home
        converted = html_to_markdown(
            post_markup, problems, find_picture=self._find_picture, base_url=link
        )
        comments, comment_losses = self._convert_comments(node, link, problems)
        for sentence in post_losses.warnings():
            problems.warning(sentence)
        return _ConvertedPost(
            node,
            converted.text,
            comments,
            resolve_language(self._site.language, converted.text),
            converted.pictures,
            sum_losses([converted.losses, post_losses.counts, comment_losses]),
        )

    def _find_picture(self, source: str) -> Path | None:
        return self._uploads.find(source) if self._uploads is not None else None

    def _featured_picture(self, node: Node, content: str) -> str:
        """The featured picture as HTML, unless the post's text shows it as well."""
        attachment = self._site.attachments.get(parse_number(get_meta(node, "_thumbnail_id")))
        if attachment is None or not attachment.is_picture:
            return ""
        stem = attachment.url.rpartition("/")[2].rpartition(".")[0]
        return "" if stem and stem in content else picture_html(attachment) + "\n"

    def _convert_comments(
        self, node: Node, link: str, problems: ProblemCollector
    ) -> tuple[list[Comment], Mapping[ImportLoss, int]]:
        """The approved comments in the order of their dates, and the losses in them."""
        approved = [
            comment
            for comment in node.child_nodes("wp:comment")
            if comment.child_text("wp:comment_approved") in _APPROVED
            and comment.child_text("wp:comment_type").lower() not in _NOT_COMMENT_TYPES
        ]
        approved.sort(
            key=lambda comment: (
                comment.child_text("wp:comment_date_gmt", "wp:comment_date"),
                parse_number(comment.child_text("wp:comment_id")),
            )
        )
        losses: list[Mapping[ImportLoss, int]] = []
        if len(approved) > MOST_COMMENTS:
            losses.append({ImportLoss.COMMENT: len(approved) - MOST_COMMENTS})
        converted: list[Comment] = []
        for comment in approved[:MOST_COMMENTS]:
            # Pictures in comments are smilies, so the uploads are not searched for them.
            content = html_to_markdown(
                comment_html(comment.child_text("wp:comment_content")), problems, base_url=link
            )
            losses.append(content.losses)
            converted.append(
                Comment(
                    parse_number(comment.child_text("wp:comment_id")),
                    parse_number(comment.child_text("wp:comment_parent")),
                    strip_tags(comment.child_text("wp:comment_author"))[:100],
                    comment.child_text("wp:comment_date", "wp:comment_date_gmt")[:10],
                    content.text,
                )
            )
        return converted, sum_losses(losses)


class _PostContext:
    """Looks up what one post refers to in its export."""

    def __init__(self, source: WordPressSource, post: Post) -> None:
        self._source = source
        self._post = post

    def attachment(self, number: int) -> Attachment | None:
        """The attachment with this id, None if it is not in the export."""
        return self._source._site.attachments.get(number)

    def post_attachments(self) -> list[Attachment]:
        """The attachments of the post, in their order."""
        site = self._source._site
        return [site.attachments[n] for n in site.attachments_by_post.get(self._post.id, ())]

    def reusable_block(self, number: int) -> str:
        """The text of a reusable block; empty if it cannot be read."""
        opened = self._source
        location = opened._site.reusable_blocks.get(number)
        if location is None:
            return ""
        name, source = opened._files[location[0]]
        try:
            parsed = source.parse_element(source.elements[location[1]], ProblemCollector(name))
        except UnreadableFileError:
            return ""
        return parsed.node.child_text("content:encoded")


def _title_from_text(text: str) -> str:
    """A title from the first line of a Markdown text; empty for a picture, table or code."""
    first = next((line for line in text.split("\n") if line.strip(" #>*-")), "")
    if first.startswith(("![", "|", "```")):
        return ""
    words = _LINK.sub(r"\1", first)
    return excerpt(strip_tags(_ESCAPED.sub(r"\1", words)).strip(" #>*-"))
