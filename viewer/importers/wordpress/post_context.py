"""What the text of a WordPress post may refer to (attachments, reusable blocks), and its losses."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from viewer.archive.model.issue_draft import ImportLoss
from viewer.messages import Message

_PICTURE_ENDING = re.compile(
    r"\.(?:png|jpe?g|gif|webp|bmp|svg|avif|heic|tiff?|ico)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the site; ``url`` is its web address, ``caption`` is HTML.

    ``parent`` is the id of the post it was added to (0 for none), ``order`` its rank there.
    """

    id: int
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    parent: int = 0
    order: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, judged by the ending of its name."""
        return _PICTURE_ENDING.search(self.url.partition("?")[0]) is not None


class PostContext(Protocol):
    """Looks up what the text of one post refers to."""

    def attachment(self, number: int) -> Attachment | None:
        """The attachment with this id, None if it is not in the export."""

    def post_attachments(self) -> Sequence[Attachment]:
        """The attachments added to this post, in their order."""

    def reusable_block(self, number: int) -> str:
        """The text of a reusable block; empty if it is not in the export."""


class PostLosses:
    """Counts what is lost of one post."""

    def __init__(self) -> None:
        self.counts: Counter[ImportLoss] = Counter()
        self.blocks: Counter[str] = Counter()
        self.shortcodes: Counter[str] = Counter()

    def count_loss(self, loss: ImportLoss, count: int = 1) -> None:
        """Count a loss."""
        self.counts[loss] += count

    def count_block(self, name: str) -> None:
        """Count a block that only the site could render."""
        self.blocks[name] += 1

    def count_shortcode(self, name: str) -> None:
        """Count a shortcode that only the site could expand."""
        self.shortcodes[name] += 1

    def warnings(self) -> list[Message]:
        """Warnings for the reader about lost blocks and shortcodes."""
        messages = []
        if self.blocks:
            messages.append(
                Message.counted(
                    sum(self.blocks.values()),
                    "The block {names} is carried out by the site alone and is left out.",
                    "{count} blocks ({names}) are carried out by the site alone and are left "
                    "out; text between them is kept.",
                    names=_quoted(self.blocks),
                )
            )
        if self.shortcodes:
            messages.append(
                Message.counted(
                    sum(self.shortcodes.values()),
                    "The shortcode {names} is carried out by the site alone and is left out.",
                    "{count} shortcodes ({names}) are carried out by the site alone and are left "
                    "out; text between them is kept.",
                    names=_quoted(self.shortcodes),
                )
            )
        return messages


def _quoted(names: Counter[str]) -> str:
    listed = ", ".join(f"“{name}”" for name in sorted(names)[:8])
    return f"{listed}, …" if len(names) > 8 else listed


def embed_html(address: str, title: str = "") -> str:
    """An iframe for a video, sound or page at ``address``."""
    label = f' title="{html.escape(title)}"' if title else ""
    return f'<iframe src="{html.escape(address)}"{label}></iframe>'


def picture_html(attachment: Attachment, caption: str = "") -> str:
    """A figure with its caption; ``caption`` is HTML and replaces the attachment's own."""
    caption_text = caption or attachment.caption
    figcaption = f"<figcaption>{caption_text}</figcaption>" if caption_text.strip() else ""
    alt = html.escape(attachment.alt or attachment.title)
    return (
        f'<figure class="wp-block-image"><img src="{html.escape(attachment.url)}" alt="{alt}" />'
        f"{figcaption}</figure>"
    )


def gallery_html(attachments: Iterable[Attachment], *, slideshow: bool = False) -> str:
    """A gallery or slideshow of pictures, as WordPress writes it; empty without pictures."""
    figures = [picture_html(attachment) for attachment in attachments]
    if not figures:
        return ""
    if slideshow:
        slides = "".join(f'<li class="swiper-slide">{figure}</li>' for figure in figures)
        return (
            '<div class="wp-block-jetpack-slideshow"><ul class="swiper-wrapper">'
            f"{slides}</ul></div>"
        )
    return f'<figure class="wp-block-gallery has-nested-images">{"".join(figures)}</figure>'
