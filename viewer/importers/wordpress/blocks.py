"""Parses the blocks of WordPress's editor and writes them as the HTML that the site shows.

A block stands between comments, ``<!-- wp:name {"key": "value"} -->`` and ``<!-- /wp:name -->``;
one that ends in ``/-->`` has no content and is rendered by the site. The grammar is in WordPress's
Block Editor Handbook under “Markup representation of a block”.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from viewer.archive.model.control_characters import make_encodable
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html.wpautop import autop
from viewer.importers.metadata.publication_metadata import web_address
from viewer.importers.wordpress.post_context import (
    Attachment,
    PostContext,
    PostLosses,
    embed_html,
    gallery_html,
)

_DELIMITER = re.compile(r"<!--\s{1,40}(/?)wp:((?:[a-z][a-z0-9_-]{0,60}/)?[a-z][a-z0-9_-]{0,60})\s+")
_LONGEST_ATTRIBUTES = 1 << 20
_DEEPEST = 60
_MOST_BLOCKS = 50_000
_DEEPEST_REUSE = 3

#: Parts of the site around a text: lists of other posts, navigation, ways to subscribe.
_BOILERPLATE = frozenset((
    "archives", "avatar", "breadcrumbs", "calendar", "categories", "home-link", "latest-comments",
    "latest-posts", "legacy-widget", "loginout", "more", "nextpage", "page-list", "pattern",
    "read-more", "rss", "search", "social-link", "social-links", "spacer", "tag-cloud",
    "template-part", "term-description", "widget-group",
))  # fmt: skip
_BOILERPLATE_PREFIXES = ("comment", "navigation", "post-", "query", "site-")
_JETPACK_BOILERPLATE = frozenset((
    "blogging-prompt", "blogroll", "like", "paywall", "related-posts", "repeat-visitor",
    "sharing-button", "sharing-buttons", "top-posts", "whatsapp-button",
))  # fmt: skip
_FORMS = frozenset((
    "contact-form", "subscriptions", "mailchimp", "donations", "recurring-payments", "payments",
    "payment-buttons", "simple-payments", "rating-star", "revue",
))  # fmt: skip
_FORM_PLUGINS = ("contact-form-7/", "wpforms/", "gravityforms/", "ninja-forms/", "formidable/",
                "mailpoet/", "mc4wp/", "crowdsignal-forms/")  # fmt: skip

_FILE_BUTTON = re.compile(r"<a\b[^<>]*wp-block-file__button[^<>]*>[^<]*</a>")
_CAPTION = re.compile(r"<figcaption\b[^<>]*>(.*?)</figcaption>", re.DOTALL)
_BREAK = re.compile(r"(?:<br\s*/?>\n?|\n)")
_PRE = re.compile(r"<pre\b[^<>]*>(.*)</pre>", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_LANGUAGE = re.compile(r"[\w+#.-]{1,20}\Z")


@dataclass(slots=True)
class Block:
    """A block: its name with namespace (``core/image``), its attributes, and its content."""

    name: str
    attrs: dict[str, Any]
    parts: list[str | Block] = field(default_factory=list)

    def get_text(self, key: str) -> str:
        """The attribute ``key`` if it is text, else an empty string."""
        value = self.attrs.get(key)
        return value if isinstance(value, str) else ""


def has_blocks(content: str) -> bool:
    """Whether a text was written with blocks."""
    return _DELIMITER.search(content) is not None


def parse_blocks(content: str) -> list[str | Block]:
    """The blocks of ``content`` and the text between them, in order. Never raises.

    An unclosed block ends with the block around it; a closing comment without a block is ignored;
    blocks nested too deeply become part of the block around them.
    """
    root: list[str | Block] = []
    open_blocks: list[Block] = []
    position = count = too_deep = 0
    for match, end, settings in _find_delimiters(content):
        parts = open_blocks[-1].parts if open_blocks else root
        if match.start() > position:
            parts.append(content[position : match.start()])
        position = end
        name = match[2] if "/" in match[2] else f"core/{match[2]}"
        if match[1]:
            if too_deep:
                too_deep -= 1
                continue
            depth = next(
                (n for n in range(len(open_blocks) - 1, -1, -1) if open_blocks[n].name == name), -1
            )
            if depth >= 0:
                del open_blocks[depth:]
            continue
        count += 1
        if count > _MOST_BLOCKS:
            continue
        block = Block(name, _parse_attributes(settings.rstrip("/").strip()))
        if settings.rstrip().endswith("/"):
            parts.append(block)
        elif len(open_blocks) < _DEEPEST:
            parts.append(block)
            open_blocks.append(block)
        else:
            too_deep += 1
    if position < len(content):
        (open_blocks[-1].parts if open_blocks else root).append(content[position:])
    return root


def _find_delimiters(content: str) -> Iterator[tuple[re.Match[str], int, str]]:
    """Each comment that opens or closes a block: the match, where it ends, its attributes."""
    position = 0
    while True:
        match = _DELIMITER.search(content, position)
        if match is None:
            return
        end = content.find("-->", match.end())
        if end < 0:
            return
        position = end + 3
        yield match, position, content[match.end() : end]


def _parse_attributes(text: str) -> dict[str, Any]:
    if not text.startswith("{") or len(text) > _LONGEST_ATTRIBUTES:
        return {}
    try:
        attributes = make_encodable(json.loads(text))
    except (ValueError, RecursionError):
        return {}
    return attributes if isinstance(attributes, dict) else {}


class BlockWriter:
    """Writes the blocks of one post as HTML; counts what only the site could render."""

    def __init__(
        self, context: PostContext, losses: PostLosses, footnotes: Mapping[str, str] | None = None
    ) -> None:
        self._context = context
        self._losses = losses
        self._footnotes = footnotes or {}
        self._reference_depth = 0

    def write(self, content: str) -> str:
        """The HTML of a text made of blocks; text between blocks becomes paragraphs."""
        pieces = []
        for part in parse_blocks(content):
            if isinstance(part, Block):
                pieces.append(self._write_block(part))
            elif part.strip():
                pieces.append(autop(part))
        return "\n".join(pieces)

    def _write_block(self, block: Block) -> str:
        maker, _, name = block.name.partition("/")
        if maker == "core" and (name in _BOILERPLATE or name.startswith(_BOILERPLATE_PREFIXES)):
            return ""
        if maker == "jetpack" and name in _JETPACK_BOILERPLATE:
            return ""
        if (maker == "jetpack" and name in _FORMS) or block.name.startswith(_FORM_PLUGINS):
            self._losses.count_loss(ImportLoss.FORM)
            return ""
        if maker == "core-embed" or block.name == "core/embed":
            return self._write_embed(block)
        if block.name == "core/block":
            return self._write_reusable_block(block)
        if block.name == "core/footnotes":
            return self._write_footnotes()
        inner = "".join(p if isinstance(p, str) else self._write_block(p) for p in block.parts)
        if not inner.strip():
            return self._write_empty_block(block)
        if maker == "core":
            return self._write_core_block(name, block, inner)
        language = block.get_text("language")
        if "code" in name and _LANGUAGE.match(language):
            return inner.replace('<pre class="', f'<pre class="brush: {language} ', 1)
        return inner

    def _write_core_block(self, name: str, block: Block, inner: str) -> str:
        if name == "file":
            return _FILE_BUTTON.sub("", inner)
        if name == "verse":
            preformatted = _PRE.search(inner)
            return (
                f"<p>{_BREAK.sub('<br />', preformatted[1].strip())}</p>" if preformatted else inner
            )
        if name in ("freeform", "shortcode"):
            return autop(inner)
        if name == "cover":
            return self._write_cover_background(block, inner) + inner
        return inner

    def _write_cover_background(self, block: Block, inner: str) -> str:
        """The picture or video behind a cover block, which older blocks name only in a style."""
        address = web_address(block.get_text("url"))
        if not address or "wp-block-cover__image-background" in inner or "<video" in inner:
            return ""
        if block.get_text("backgroundType") == "video":
            return embed_html(address)
        return f'<img src="{html.escape(address)}" alt="{html.escape(block.get_text("alt"))}" />'

    def _write_embed(self, block: Block) -> str:
        inner = "".join(part for part in block.parts if isinstance(part, str))
        address_match = _ADDRESS.search(html.unescape(_CAPTION.sub("", inner)))
        address = web_address(block.get_text("url")) or (address_match[0] if address_match else "")
        caption = _CAPTION.search(inner)
        caption_html = f"<p>{caption[1]}</p>" if caption else ""
        return (embed_html(address) if address else "") + caption_html

    def _write_empty_block(self, block: Block) -> str:
        """A block without content: the pictures or the address that its attributes name."""
        files = block.attrs.get("mediaFiles")
        if isinstance(files, list):
            pictures = [
                _story_attachment(picture) for picture in files[:500] if isinstance(picture, dict)
            ]
            return gallery_html([picture for picture in pictures if picture.url], slideshow=True)
        address = web_address(block.get_text("url"))
        if address:
            return embed_html(address)
        if not block.name.startswith("core/"):
            self._losses.count_block(block.name)
        return ""

    def _write_reusable_block(self, block: Block) -> str:
        """The content of a reusable block, which many posts share."""
        number = block.attrs.get("ref")
        content = self._context.reusable_block(number) if isinstance(number, int) else ""
        if not content:
            self._losses.count_block(block.name)
        if not content or self._reference_depth >= _DEEPEST_REUSE:
            return ""
        self._reference_depth += 1
        written = self.write(content)
        self._reference_depth -= 1
        return written

    def _write_footnotes(self) -> str:
        """The list of footnotes, which are stored apart from the post's text."""
        if not self._footnotes:
            return ""
        items = "".join(
            f'<li id="{html.escape(name)}">{text} <a href="#{html.escape(name)}-link">↩︎</a></li>'
            for name, text in self._footnotes.items()
        )
        return f'<ol class="wp-block-footnotes">{items}</ol>'


def read_footnotes(value: str) -> dict[str, str]:
    """The footnotes of a post (HTML) by id, from the JSON of its meta field. Never raises."""
    if len(value) > _LONGEST_ATTRIBUTES:
        return {}
    try:
        entries = make_encodable(json.loads(value))
    except (ValueError, RecursionError):
        return {}
    notes: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str) and len(notes) < 1000:
            notes[entry["id"][:100]] = str(entry.get("content", ""))
    return notes


def _story_attachment(media_file: dict[str, Any]) -> Attachment:
    def text(key: str) -> str:
        value = media_file.get(key)
        return value if isinstance(value, str) else ""

    return Attachment(0, web_address(text("url")), alt=text("alt"), caption=text("caption"))
