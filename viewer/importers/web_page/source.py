"""The source for saved web pages: each page is an issue, comments are its discussion."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from viewer.archive.files.file_walk import walk_files
from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
from viewer.archive.files.safe_reading import printable_name
from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue import Publication
from viewer.archive.model.issue_draft import ImportLoss, IssueDraft, sum_losses
from viewer.archive.model.title_numbers import normalize_title, title_number
from viewer.importers.base import ImportOptions, Source
from viewer.importers.html import boilerplate
from viewer.importers.html.boilerplate import class_and_id
from viewer.importers.html.converter import parse_foreign_html, tree_to_markdown
from viewer.importers.html.input_limits import LimitedHtml
from viewer.importers.markdown_text.comments_section import MOST_COMMENTS, Comment, write_comments
from viewer.importers.markdown_text.title_extraction import remove_title_heading
from viewer.importers.metadata.file_names import common_title_prefix
from viewer.importers.metadata.languages import most_common_language, resolve_language
from viewer.importers.metadata.publication_metadata import (
    excerpt,
    is_blank,
    publication_from_metadata,
)
from viewer.importers.sources.safe_files import first_bytes
from viewer.importers.web_page.article_extraction import (
    find_articles,
    find_byline,
    find_heading,
    find_subtitle_and_image,
    find_title_heading,
    remove_post_meta,
)
from viewer.importers.web_page.comments import PageComment, extract_comments
from viewer.importers.web_page.page_metadata import PageMetadata, author_names, read_page_metadata
from viewer.importers.web_page.saved_page import (
    ARCHIVE_ENDINGS,
    PAGE_ENDINGS,
    SavedPage,
    companion_folders,
    load_page,
)
from viewer.messages import Message

#: The publication is detected from so many pages of a folder.
_SAMPLED_PAGES = 8
#: Sites that host many publications, so that the site is not the publication.
_HOSTING_SITE = re.compile(
    r"//(?:[\w-]+\.)*(?:mailchi\.mp|campaign-archive\d?\.com|medium\.com|mp\.weixin\.qq\.com|"
    r"zhihu\.com|jianshu\.com|csdn\.net|sina\.com\.cn|linkedin\.com|facebook\.com|createsend\.com|"
    r"buttondown\.(?:com|email)|tinyletter\.com|getrevue\.co|patreon\.com|telegra\.ph|"
    r"hackmd\.io|vocus\.cc|matters\.(?:town|news)|notion\.(?:so|site)|web\.archive\.org|archive\.(?:is|ph|today)|googleusercontent\.com)\Z"
)
_MEDIUM_FOLDERS = ("claps", "bookmarks", "sessions", "profile")
_DRAFT_NAME = re.compile(r"draft_\S", re.IGNORECASE)
_DEFAULT_OPTIONS = ImportOptions()
_LISTING_CLASSES = ("home", "blog", "archive", "category", "tag", "search", "author")


class WebPageSource(Source):
    """One saved page or all pages in a folder; each is an issue."""

    def __init__(self, path: Path, options: ImportOptions = _DEFAULT_OPTIONS) -> None:
        self._is_single_page = not path.is_dir()
        problems = ProblemCollector(printable_name(path.name))
        self._pages = [path] if self._is_single_page else _find_pages(path)
        if not self._is_single_page and not options.include_drafts:
            self._pages = _without_drafts(self._pages, problems)
        if not self._pages:
            raise problems.fatal(Message("There is no saved page in the folder."))
        self._page_names = [
            printable_name(page.name if self._is_single_page else page.relative_to(path).as_posix())
            for page in self._pages
        ]
        self.titles = tuple(self._page_names)
        self.publication = self._detect_publication()
        self.problems = problems.collected()

    def _detect_publication(self) -> Publication:
        """The publication that most of the sampled pages name."""
        sampled: list[PageMetadata] = []
        first_error: UnreadableFileError | None = None
        for page, name in list(zip(self._pages, self._page_names, strict=True))[:_SAMPLED_PAGES]:
            try:
                sampled.append(
                    self._read_metadata(load_page(page, first_bytes(page), ProblemCollector(name)))
                )
            except UnreadableFileError as error:
                first_error = first_error or error
        if not sampled:
            if first_error is not None:
                raise first_error
            return publication_from_metadata(self._pages[0].stem, "", "")
        sites = Counter(metadata.site for metadata in sampled if metadata.site)
        homes = Counter(metadata.home for metadata in sampled if metadata.home)
        site = sites.most_common(1)[0][0] if sites else ""
        home = homes.most_common(1)[0][0] if homes else ""
        description = next(
            (f.description for f in sampled if f.og_type == "website" and f.site == site), ""
        )
        if _HOSTING_SITE.search(home):
            home = ""
        shared_title = (
            ""
            if self._is_single_page
            else common_title_prefix(metadata.title for metadata in sampled)
        )
        name = (
            site
            or _publication_name_in(sampled[0].title)
            or shared_title
            or home.partition("//")[2].removeprefix("www.")
        )
        name = name or sampled[0].title or self._pages[0].stem
        return publication_from_metadata(
            name,
            home,
            most_common_language(resolve_language(f.language, f.text_sample) for f in sampled),
            description,
        )

    @staticmethod
    def _read_metadata(page: SavedPage) -> PageMetadata:
        metadata = read_page_metadata(page.html)
        metadata.base_address = page.address or metadata.base_address
        metadata.address = metadata.address or page.address.partition("#")[0]
        return metadata

    def read_issue(self, index: int) -> IssueDraft | None:
        """One page as an issue; None if it only lists other pages.

        Raises:
            UnreadableFileError: it cannot be read, or there is no text in it.
        """
        path = self._pages[index]
        problems = ProblemCollector(self._page_names[index])
        page = load_page(path, first_bytes(path), problems)
        metadata = self._read_metadata(page)
        tree, scanned = parse_foreign_html(page.html, problems)
        frames = _fix_frames(tree, page)
        comments = extract_comments(tree)
        authors = metadata.authors or _find_authors(tree, metadata.site)
        boilerplate.remove_boilerplate(tree, count_forms=False)
        articles = find_articles(tree)
        if len(articles) > 1 and not self._is_single_page and _is_listing_page(metadata):
            return None
        day, author = find_byline(tree, articles[0]) if len(articles) == 1 else ("", "")
        authors = authors or author_names([author], metadata.site)
        title = _choose_title(metadata, tree, articles)
        root = _build_text(tree, articles)
        forms = boilerplate.remove_boilerplate(root)
        converted = tree_to_markdown(
            root,
            scanned,
            problems,
            find_picture=page.find,
            base_url=metadata.base_address,
            language=metadata.language,
        )
        text = remove_title_heading(converted.text, title, self.publication.name)
        if is_blank(text):
            raise problems.fatal(
                Message("There is no text in the page; save it again when all of it shows.")
            )
        discussion_comments, comment_losses = _convert_comments(
            comments, scanned, metadata, problems
        )
        discussion = write_comments(discussion_comments, converted.language)
        text = f"{text.rstrip()}\n\n{discussion}" if discussion else text
        return IssueDraft(
            title=title or excerpt(_element_text(root)) or path.stem,
            text=text,
            file=problems.file,
            date=metadata.date or day,
            guid=metadata.address,
            language=converted.language,
            editors=authors,
            pictures=converted.pictures,
            losses=sum_losses([converted.losses, forms, frames, comment_losses]),
            problems=problems.collected(),
        )


def _publication_name_in(title: str) -> str:
    """The name of a publication in a title such as “Steep Letter: Issue 7”."""
    number = title_number(title)
    match = re.match(
        r"(.{2,60}?)[\s:：|｜,，·–—-]*(?:[#＃第(（\[【]|no\.?\s?\d|issue\s|vol\.?\s)", title, re.I
    )
    return match[1].strip() if number is not None and match is not None else ""


def _find_pages(folder: Path) -> list[Path]:
    """The saved pages below ``folder`` without frames in the companion folders of pages."""
    pages = [
        file.path
        for file in walk_files(folder)
        if file.relative_name.lower().endswith((*PAGE_ENDINGS, *ARCHIVE_ENDINGS))
    ]
    folders = {inner for page in pages for inner in companion_folders(page)}
    pages = [page for page in pages if folders.isdisjoint(page.parents)]
    posts = [page for page in pages if page.parent == folder / "posts"]
    # Medium's export holds the reader's claps, bookmarks and sessions besides the posts.
    exported = bool(posts) and any((folder / name).is_dir() for name in _MEDIUM_FOLDERS)
    return posts if exported else pages


def _without_drafts(pages: list[Path], problems: ProblemCollector) -> list[Path]:
    """The pages without the drafts of a Medium export, known by their file names."""
    published = [page for page in pages if not _DRAFT_NAME.match(page.name)]
    draft_count = len(pages) - len(published)
    if draft_count:
        problems.guess(
            Message.counted(
                draft_count,
                "1 draft was left out; ask for drafts to bring them in as well.",
                "{count:,} drafts were left out; ask for drafts to bring them in as well.",
            )
        )
    return published


def _is_listing_page(metadata: PageMetadata) -> bool:
    """Whether a page is the front page of its site or a list of its posts."""
    return metadata.og_type in ("website", "blog") or not set(
        metadata.body_classes.split()
    ).isdisjoint(_LISTING_CLASSES)


def _choose_title(metadata: PageMetadata, tree: Element, articles: list[Element]) -> str:
    if len(articles) > 1:
        return metadata.title
    if not metadata.is_title_declared:
        metadata.title = find_title_heading(tree, metadata.title) or metadata.title
    heading = find_heading(articles[0])
    # The heading is better if the title in the head is only the site's name.
    if not metadata.title or normalize_title(metadata.title) == normalize_title(metadata.site):
        return heading or metadata.title
    return metadata.title


def _build_text(tree: Element, articles: list[Element]) -> Element:
    """The articles as one tree; of several, each is below its title."""
    root = Element("root")
    for article in articles:
        above: list[Element | str] = []
        if len(articles) == 1:
            above = find_subtitle_and_image(tree, article)
            title = article.find(lambda e: e.tag == "h1")
        else:
            title = None
            words = find_heading(article)
            if words:
                above = [Element("h1", {}, [words])]
        remove_post_meta(article)
        if title is not None and "entry-title" in class_and_id(title):
            article.children = [c for c in article.children if c is not title]
        if len(articles) > 1:
            _remove_heading(article, above)
        # The article may be a table cell, so its children go into a div.
        root.children += [*above, Element("div", {}, article.children)]
    return root


def _remove_heading(article: Element, above: list[Element | str]) -> None:
    """Remove from a post the heading that now stands above it."""
    title = normalize_title(above[0].text()) if above and isinstance(above[0], Element) else ""
    for element in article.walk():
        element.children = [
            child
            for child in element.children
            if isinstance(child, str)
            or child.tag not in ("h1", "h2", "h3")
            or normalize_title(child.text()) != title
        ]


def _find_authors(tree: Element, site: str) -> tuple[str, ...]:
    """Authors named in the body of a page, for pages whose metadata name none."""
    names = []
    for element in tree.walk():
        classes = element.attrs.get("class", "").lower().split()
        is_author = "author" in element.attrs.get("rel", "").lower().split() or (
            "author" in classes and "vcard" in classes
        )
        is_byline = element.attrs.get("itemprop", "").lower() == "author" or not {
            "byline-name",
            "p-author",
        }.isdisjoint(classes)
        if (is_author or is_byline) and 0 < len(element.text().strip()) <= 80:
            names.append(" ".join(element.text().split()))
    return author_names(names, site)[:3]


def _fix_frames(tree: Element, page: SavedPage) -> dict[ImportLoss, int]:
    """Give saved frames their web addresses; count saved videos and sounds as losses."""
    losses: dict[ImportLoss, int] = {}

    def visit(element: Element) -> None:
        kept: list[Element | str] = []
        for child in element.children:
            if isinstance(child, Element):
                source = child.attrs.get("src") or child.attrs.get("data-src", "")
                if child.tag == "iframe" and not source.startswith(("http", "//")):
                    source = page.frame_address(source) if source else ""
                    if not source:
                        continue
                    child.attrs["src"] = source
                elif child.tag in ("video", "audio") and page.find(source) is not None:
                    losses[ImportLoss.ATTACHMENT] = losses.get(ImportLoss.ATTACHMENT, 0) + 1
                    continue
                visit(child)
            kept.append(child)
        element.children = kept

    visit(tree)
    return losses


def _convert_comments(
    comments: list[PageComment],
    scanned: LimitedHtml,
    metadata: PageMetadata,
    problems: ProblemCollector,
) -> tuple[list[Comment], dict[ImportLoss, int]]:
    """The comments as Markdown, and the losses in them."""
    converted: list[Comment] = []
    losses: list[dict[ImportLoss, int]] = []
    for number, comment in enumerate(comments[:MOST_COMMENTS], start=1):
        root = Element("root", {}, comment.content)
        boilerplate.remove_boilerplate(root)
        content = tree_to_markdown(root, scanned, problems, base_url=metadata.base_address)
        losses.append(content.losses)
        converted.append(
            Comment(number, comment.parent, comment.author, comment.date, content.text)
        )
    left_out_count = len(comments) - MOST_COMMENTS
    if left_out_count > 0:
        losses.append({ImportLoss.COMMENT: left_out_count})
    return converted, sum_losses(losses)


def _element_text(root: Element) -> str:
    return root.text()
