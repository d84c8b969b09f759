"""HTML from anywhere as Markdown: the one way that all formats with HTML in them share.

It is read within limits (scan), parsed as a browser does (nh3), brought into the few elements our
pages know (markup), put in order (archive.shape) and written (archive.markdown_writer).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import nh3

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import MAX_FILE_SIZE
from viewer.archive.markup.element_tree import Element, TreeLimits, parse_html
from viewer.archive.markup.figures_and_link_rows import build_figures_and_link_rows
from viewer.archive.markup.markdown_block_writer import write_blocks
from viewer.archive.markup.normalize import normalize_blocks
from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import ImportLoss, PictureDraft
from viewer.importers.html import boilerplate as site
from viewer.importers.html import element_rules as markup
from viewer.importers.html.footnotes import Footnotes
from viewer.importers.html.headings import normalize_heading_levels
from viewer.importers.html.input_limits import (
    ALLOWED_ATTRIBUTES,
    ALLOWED_TAGS,
    LimitedHtml,
    limit_html,
)
from viewer.importers.html.paragraphs import split_paragraphs
from viewer.importers.html.pictures import PictureCollector, PictureFinder, join_url
from viewer.importers.html.tree_passes import (
    assign_anchors,
    mark_languages,
    merge_lists,
    resolve_lazy_pictures,
)
from viewer.importers.markdown_text.heading_promotion import promote_headings
from viewer.messages import Message

_LIMITS = TreeLimits(
    table_depth=40,
    list_depth=12,
    depth=150,
    nodes=200_000,
    cells=20_000,
    value_length=100_000,
    tag_aliases={},
)
_URL_SCHEMES = {"http", "https", "mailto", "data", "cid", "file", "blob", "about", "dosudo-viewer"}
_LONGEST_HEADING = 300
#: Bytes of a text; an issue's file has its head besides.
LARGEST_TEXT = MAX_FILE_SIZE - 1024 * 1024


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """HTML as Markdown in the plain form of an ``IssueDraft``, and what came of its parts.

    ``language`` is a BCP 47 tag, empty for a text without letters.
    """

    text: str
    pictures: tuple[PictureDraft, ...] = ()
    losses: dict[ImportLoss, int] = field(default_factory=dict)
    language: str = ""
    problems: tuple[Problem, ...] = ()


def html_to_markdown(
    html: str,
    problems: ProblemCollector,
    *,
    find_picture: PictureFinder | None = None,
    base_url: str = "",
    drop_boilerplate: bool = False,
) -> ConversionResult:
    """The text of ``html``, a whole page or a piece of one. Never raises on any text.

    ``find_picture`` gives a picture's content by its source as it was written. ``base_url`` is the
    web address that relative links and pictures are seen from. With ``drop_boilerplate``, what
    belongs to the site and not to the text is left out.
    """
    tree, scanned = parse_foreign_html(html, problems)
    losses = {}
    if drop_boilerplate:
        losses = site.remove_boilerplate(tree)
    made = tree_to_markdown(tree, scanned, problems, find_picture=find_picture, base_url=base_url)
    for loss, count in losses.items():
        made.losses[loss] = made.losses.get(loss, 0) + count
    return made


def parse_foreign_html(html: str, problems: ProblemCollector) -> tuple[Element, LimitedHtml]:
    """``html`` as a tree of elements with the names and attributes their author gave them."""
    scanned = limit_html(html)
    if scanned.is_too_deep:
        problems.warning(Message("Elements are nested too deeply; the innermost are flattened."))
    if scanned.is_truncated:
        problems.warning(
            Message("The text is longer than any newsletter; the rest of it is left out.")
        )
    clean = nh3.clean(
        scanned.html,
        tags=ALLOWED_TAGS,
        attributes=dict.fromkeys(ALLOWED_TAGS, ALLOWED_ATTRIBUTES),
        generic_attribute_prefixes={"data-"},
        url_schemes=_URL_SCHEMES,
        clean_content_tags=set(),
        link_rel=None,
        strip_comments=True,
    )
    return parse_html(clean, problems, _LIMITS), scanned


def tree_to_markdown(
    tree: Element,
    limited: LimitedHtml,
    problems: ProblemCollector,
    *,
    find_picture: PictureFinder | None = None,
    base_url: str = "",
    footnotes: Footnotes | None = None,
    language: str = "",
) -> ConversionResult:
    """The Markdown of a tree that ``parse_html`` made. The tree is used up.

    ``footnotes`` are the footnotes that were taken out of it, if they were; ``language`` is what
    its source says its language is.
    """
    if limited.base_url:
        base_url = join_url(base_url, limited.base_url) or base_url
    if footnotes is None:
        footnotes = Footnotes([tree], base_url)
    pictures = PictureCollector(find_picture, base_url, limited.data_urls, problems)
    if limited.is_truncated:
        pictures.count_loss(ImportLoss.CUT)
    resolve_lazy_pictures(tree)
    merge_lists(tree)
    language = mark_languages(tree, language)
    whole = [tree, *(Element("root", {}, note) for _, note in footnotes.numbered())]
    places = assign_anchors(Element("root", {}, [*whole]), base_url)
    rules = markup.ElementRules(pictures, base_url, places)
    blocks = _convert_blocks(tree, rules)
    text = promote_headings(write_blocks(blocks))
    below = [
        Element("footnote", {"name": name}, _convert_blocks(Element("root", {}, note), rules))
        for name, note in footnotes.numbered()
    ]
    if below:
        text = f"{text}\n{write_blocks(below)}"
    text = _truncate(text, pictures, problems)
    return ConversionResult(
        text,
        tuple(pictures.drafts),
        {loss: pictures.losses[loss] for loss in ImportLoss if pictures.losses.get(loss)},
        language,
        problems.collected(),
    )


def _truncate(text: str, pictures: PictureCollector, problems: ProblemCollector) -> str:
    """As much of ``text`` as an issue may have, up to the end of a block."""
    content = text.encode("utf-8", "replace")
    if len(content) <= LARGEST_TEXT:
        return text
    pictures.count_loss(ImportLoss.CUT)
    problems.warning(Message("The text is longer than any newsletter; the rest of it is left out."))
    start = content[:LARGEST_TEXT].decode("utf-8", "ignore")
    end = start.rfind("\n\n")
    return start[: end if end > 0 else len(start)].rstrip() + "\n"


def _convert_blocks(tree: Element, rules: markup.ElementRules) -> list[Element | str]:
    """The blocks of ``tree`` as the writer takes them."""
    rules.apply(tree)
    normalize_blocks(tree)
    normalize_heading_levels(tree, _LONGEST_HEADING)
    blocks = build_figures_and_link_rows(split_paragraphs(tree.children))
    # A rule above or below all of it divides nothing.
    while blocks and _is_rule(blocks[0]):
        del blocks[0]
    while blocks and _is_rule(blocks[-1]):
        del blocks[-1]
    return blocks


def _is_rule(block: Element | str) -> bool:
    return block.tag == "hr" if isinstance(block, Element) else not block.strip()
