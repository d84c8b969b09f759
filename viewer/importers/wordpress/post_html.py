"""Converts the content of a WordPress post or comment to the HTML that its site would show."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from viewer.importers.html.tag_splitter import split_tags
from viewer.importers.html.wpautop import autop
from viewer.importers.wordpress.blocks import BlockWriter, has_blocks
from viewer.importers.wordpress.post_context import PostContext, PostLosses, embed_html
from viewer.importers.wordpress.shortcode_table import SHORTCODES
from viewer.importers.wordpress.shortcodes import expand_shortcodes

# WordPress embeds what an address alone on a line, or in a paragraph, leads to.
_LONE_ADDRESS = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"\[\]]{4,2000})[ \t]*$")
_LONE_ADDRESS_IN_PARAGRAPH = re.compile(r"(<p\b[^<>]*>)\s*(https?://[^\s<>\"]{4,2000})\s*</p>")
_FORMULA = re.compile(r"\$latex[\s=]([^$<>]{1,2000})\$")
_BREAK_MARKS = re.compile(r"<!--(?:more\b[^<>]{0,200}?|nextpage|noteaser)-->")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
_TRAILING_PUNCTUATION = ".,;:!?)]}»”’。，；：！？）」』】"
#: Sites whose videos, sounds or messages WordPress embeds.
_EMBEDDABLE = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|flickr\.com|"
    r"twitter\.com|x\.com|soundcloud\.com|spotify\.com|ted\.com|tiktok\.com|instagram\.com|"
    r"facebook\.com|slideshare\.net|scribd\.com|reddit\.com|tumblr\.com|wordpress\.tv|"
    r"videopress\.com|mixcloud\.com|imgur\.com|kickstarter\.com|issuu\.com|bsky\.app|"
    r"speakerdeck\.com|crowdsignal\.com|animoto\.com|codepen\.io)/",
    re.IGNORECASE,
)


def post_html(
    content: str,
    context: PostContext,
    losses: PostLosses,
    footnotes: Mapping[str, str] | None = None,
) -> str:
    """The HTML of a post, written with blocks or in the classic editor. Never raises."""
    blocks = has_blocks(content)
    content = _BREAK_MARKS.sub("\n\n", content)
    if blocks:
        page = BlockWriter(context, losses, footnotes).write(content)
        page = expand_shortcodes(page, SHORTCODES, context, losses)
    else:
        page = expand_shortcodes(content, SHORTCODES, context, losses)
        page = autop(_LONE_ADDRESS.sub(lambda match: _embed_or_link(match[1]), page))
    page = _LONE_ADDRESS_IN_PARAGRAPH.sub(
        lambda match: f"{match[1]}{_embed_or_link(match[2])}</p>", page
    )
    return _FORMULA.sub(lambda match: f"<code>{match[1].strip()}</code>", page)


def comment_html(content: str) -> str:
    """The HTML of a comment: paragraphs as typed, web addresses made links."""
    page = autop(content)
    parts: list[str] = []
    link_depth = 0
    for piece in split_tags(page):
        if piece.name == "a":
            link_depth += 1 if piece.kind == "start" else -1
        text = piece.text
        if piece.kind == "text" and link_depth <= 0:
            text = _ADDRESS.sub(_link, text)
        parts.append(text)
    return "".join(parts)


def _embed_or_link(address: str) -> str:
    if _EMBEDDABLE.match(address):
        return embed_html(html.unescape(address))
    return f'<a href="{address}">{address}</a>'


def _link(match: re.Match[str]) -> str:
    address = match[0].rstrip(_TRAILING_PUNCTUATION)
    return f'<a href="{address}">{address}</a>{match[0][len(address) :]}'
