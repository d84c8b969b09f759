"""What stands around a WordPress post: its attachments, and the HTML that shows them."""

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
    """A file of the site: its number, where it is on the web, and the words that belong to it.

    ``parent`` is the number of the post it was added to, ``order`` its place there.
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
        """Whether it is a picture, as far as its name tells."""
        return _PICTURE_ENDING.search(self.url.partition("?")[0]) is not None


class PostContext(Protocol):
    """What a post's text may refer to."""

    def attachment(self, number: int) -> Attachment | None:
        """The attachment of this number."""

    def post_attachments(self) -> Sequence[Attachment]:
        """Those added to this very post, in their order."""

    def reusable_block(self, number: int) -> str:
        """The text of a block that is kept once; empty if it is not in the export."""


class PostLosses:
    """Counts what could not be kept of one post."""

    def __init__(self) -> None:
        self.counts: Counter[ImportLoss] = Counter()
        self.blocks: Counter[str] = Counter()
        self.shortcodes: Counter[str] = Counter()

    def count_loss(self, loss: ImportLoss, count: int = 1) -> None:
        """Count a loss."""
        self.counts[loss] += count

    def count_block(self, name: str) -> None:
        """Count a block that only the site could draw."""
        self.blocks[name] += 1

    def count_shortcode(self, name: str) -> None:
        """Count a shortcode that only the site could carry out."""
        self.shortcodes[name] += 1

    def warnings(self) -> list[Message]:
        """What the reader should know of it."""
        made = []
        if self.blocks:
            made.append(
                Message.counted(
                    sum(self.blocks.values()),
                    "The block {names} is carried out by the site alone and is left out.",
                    "{count} blocks ({names}) are carried out by the site alone and are left "
                    "out; text between them is kept.",
                    names=_quoted(self.blocks),
                )
            )
        if self.shortcodes:
            made.append(
                Message.counted(
                    sum(self.shortcodes.values()),
                    "The shortcode {names} is carried out by the site alone and is left out.",
                    "{count} shortcodes ({names}) are carried out by the site alone and are left "
                    "out; text between them is kept.",
                    names=_quoted(self.shortcodes),
                )
            )
        return made


def _quoted(names: Counter[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in sorted(names)[:8])
    return f"{shown}, …" if len(names) > 8 else shown


def embed_html(address: str, title: str = "") -> str:
    """A film, sound or page from elsewhere."""
    label = f' title="{html.escape(title)}"' if title else ""
    return f'<iframe src="{html.escape(address)}"{label}></iframe>'


def picture_html(attachment: Attachment, caption: str = "") -> str:
    """A picture with its caption, which is HTML."""
    below = caption or attachment.caption
    figcaption = f"<figcaption>{below}</figcaption>" if below.strip() else ""
    alt = html.escape(attachment.alt or attachment.title)
    return (
        f'<figure class="wp-block-image"><img src="{html.escape(attachment.url)}" alt="{alt}" />'
        f"{figcaption}</figure>"
    )


def gallery_html(attachments: Iterable[Attachment], *, slideshow: bool = False) -> str:
    """Pictures that belong together, as the site would write them."""
    figures = [picture_html(one) for one in attachments]
    if not figures:
        return ""
    if slideshow:
        slides = "".join(f'<li class="swiper-slide">{figure}</li>' for figure in figures)
        return (
            '<div class="wp-block-jetpack-slideshow"><ul class="swiper-wrapper">'
            f"{slides}</ul></div>"
        )
    return f'<figure class="wp-block-gallery has-nested-images">{"".join(figures)}</figure>'
