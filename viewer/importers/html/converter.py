"""Converts HTML from anywhere to Markdown, for all formats that hold HTML.

It is limited in size and depth (input_limits), parsed as a browser does (nh3), brought into the
few elements our pages know (tree_cleanup, element_rules), normalized and written
(viewer.archive.markup).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import nh3

from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.files.safe_reading import MAX_FILE_SIZE
from viewer.archive.markup.block_structure import normalize_blocks
from viewer.archive.markup.element_tree import Element, TreeLimits, parse_html
from viewer.archive.markup.figures_and_link_rows import build_figures_and_link_rows
from viewer.archive.markup.markdown_block_writer import write_blocks
from viewer.archive.model.issue import Problem
from viewer.archive.model.issue_draft import ImportLoss, PictureDraft
from viewer.importers.html.boilerplate import remove_boilerplate
from viewer.importers.html.element_rules import ElementRules
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
from viewer.importers.html.tree_cleanup import (
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
#: Bytes of a text, which leaves room for the front matter in the issue's file.
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
    tree, limited = parse_foreign_html(html, problems)
    losses = {}
    if drop_boilerplate:
        losses = remove_boilerplate(tree)
    result = tree_to_markdown(tree, limited, problems, find_picture=find_picture, base_url=base_url)
    for loss, count in losses.items():
        result.losses[loss] = result.losses.get(loss, 0) + count
    return result


def parse_foreign_html(html: str, problems: ProblemCollector) -> tuple[Element, LimitedHtml]:
    """``html`` as a tree of elements, named as their author named them, and its limited form."""
    limited = limit_html(html)
    if limited.is_too_deep:
        problems.warning(Message("Elements are nested too deeply; the innermost are flattened."))
    for name, count in limited.unclosed.items():
        problems.warning(
            Message(
                "“<{name}>” is never closed; {count:,} characters after it are left out.",
                name=name,
                count=count,
            )
        )
    if limited.untagged:
        problems.warning(
            Message(
                "The text is fuller of tags than any newsletter; its last {count:,} characters "
                "are plain text, without pictures and links; divide it.",
                count=limited.untagged,
            )
        )
    if limited.cut:
        problems.warning(_cut_message(limited.cut))
    clean = nh3.clean(
        limited.html,
        tags=ALLOWED_TAGS,
        attributes=dict.fromkeys(ALLOWED_TAGS, ALLOWED_ATTRIBUTES),
        generic_attribute_prefixes={"data-"},
        url_schemes=_URL_SCHEMES,
        clean_content_tags=set(),
        link_rel=None,
        strip_comments=True,
    )
    return parse_html(clean, problems, _LIMITS), limited


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
    """The Markdown of a tree from ``parse_foreign_html``, which is changed on the way.

    ``footnotes`` are those already taken out of it, None to look for them here; ``language`` is
    what its source says its language is.
    """
    if limited.base_url:
        base_url = join_url(base_url, limited.base_url) or base_url
    if footnotes is None:
        footnotes = Footnotes([tree], base_url)
    pictures = PictureCollector(find_picture, base_url, limited.data_urls, problems)
    if limited.untagged:
        pictures.count_loss(ImportLoss.MARKUP)
    if limited.cut:
        pictures.count_loss(ImportLoss.CUT)
    resolve_lazy_pictures(tree)
    merge_lists(tree)
    language = mark_languages(tree, language)
    roots = [tree, *(Element("root", {}, note) for _, note in footnotes.numbered())]
    anchors = assign_anchors(Element("root", {}, [*roots]), base_url)
    rules = ElementRules(pictures, base_url, anchors)
    blocks = _convert_blocks(tree, rules)
    text = promote_headings(write_blocks(blocks))
    note_blocks = [
        Element("footnote", {"name": name}, _convert_blocks(Element("root", {}, note), rules))
        for name, note in footnotes.numbered()
    ]
    if note_blocks:
        text = f"{text}\n{write_blocks(note_blocks)}"
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
    start = content[:LARGEST_TEXT].decode("utf-8", "ignore")
    end = start.rfind("\n\n")
    kept = start[: end if end > 0 else len(start)].rstrip()
    problems.warning(_cut_message(len(text) - len(kept)))
    return kept + "\n"


def _cut_message(count: int) -> Message:
    return Message(
        "The text is longer than any newsletter; its last {count:,} characters are left out.",
        count=count,
    )


def _convert_blocks(tree: Element, rules: ElementRules) -> list[Element | str]:
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
