"""The text of a WordPress post as the HTML that its site would show."""

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

# An address alone on its line, or in a paragraph, is what WordPress embeds.
_LONE_ADDRESS = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"\[\]]{4,2000})[ \t]*$")
_LONE_ADDRESS_IN_PARAGRAPH = re.compile(r"(<p\b[^<>]*>)\s*(https?://[^\s<>\"]{4,2000})\s*</p>")
_FORMULA = re.compile(r"\$latex[\s=]([^$<>]{1,2000})\$")
_BREAK_MARKS = re.compile(r"<!--(?:more\b[^<>]{0,200}?|nextpage|noteaser)-->")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}")
_TRAILING_PUNCTUATION = ".,;:!?)]}»”’。，；：！？）」』】"
#: Sites of which WordPress shows the film, sound or message itself.
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
        made = BlockWriter(context, losses, footnotes).write(content)
        made = expand_shortcodes(made, SHORTCODES, context, losses)
    else:
        made = expand_shortcodes(content, SHORTCODES, context, losses)
        made = autop(_LONE_ADDRESS.sub(lambda match: _embed_or_link(match[1]), made))
    made = _LONE_ADDRESS_IN_PARAGRAPH.sub(
        lambda match: f"{match[1]}{_embed_or_link(match[2])}</p>", made
    )
    return _FORMULA.sub(lambda match: f"<code>{match[1].strip()}</code>", made)


def comment_html(content: str) -> str:
    """The HTML of a comment: paragraphs as typed, addresses made links."""
    made = autop(content)
    parts: list[str] = []
    linked = 0
    for piece in split_tags(made):
        if piece.name == "a":
            linked += 1 if piece.kind == "start" else -1
        text = piece.text
        if piece.kind == "text" and linked <= 0:
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
