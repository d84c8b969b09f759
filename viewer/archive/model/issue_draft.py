"""Issue drafts: what importers return, before it is written into the library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from viewer.archive.model.issue import Edition, Event, Problem, Publication, SeriesOutline
from viewer.messages import Message


class ImportLoss(str, Enum):
    """A kind of content that an import could not keep."""

    WEB_PICTURE = "web_picture"
    MISSING_PICTURE = "missing_picture"
    REFUSED_PICTURE = "refused_picture"
    FLAT_TABLE = "flat_table"
    EMBEDDED = "embedded"
    EMPTY_SLIDESHOW = "empty_slideshow"
    LOST_LINK = "lost_link"
    FORM = "form"
    ATTACHMENT = "attachment"
    COMMENT = "comment"
    MARKUP = "markup"
    CUT = "cut"
    CHARACTER = "character"


_TEMPLATES = {
    ImportLoss.WEB_PICTURE: (
        "1 picture is only on the web",
        "{count:,} pictures are only on the web",
    ),
    ImportLoss.MISSING_PICTURE: ("1 picture is missing", "{count:,} pictures are missing"),
    ImportLoss.REFUSED_PICTURE: (
        "1 picture is too large or of a kind that is not shown",
        "{count:,} pictures are too large or of a kind that is not shown",
    ),
    ImportLoss.FLAT_TABLE: ("1 table was flattened", "{count:,} tables were flattened"),
    ImportLoss.EMBEDDED: (
        "1 film, sound or frame from the web is kept as a link",
        "{count:,} films, sounds or frames from the web are kept as links",
    ),
    ImportLoss.EMPTY_SLIDESHOW: (
        "1 slideshow has no pictures here",
        "{count:,} slideshows have no pictures here",
    ),
    ImportLoss.LOST_LINK: ("1 link has lost its target", "{count:,} links have lost their targets"),
    ImportLoss.FORM: ("1 form was left out", "{count:,} forms were left out"),
    ImportLoss.ATTACHMENT: (
        "1 attached file was left out",
        "{count:,} attached files were left out",
    ),
    ImportLoss.COMMENT: ("1 comment was left out", "{count:,} comments were left out"),
    ImportLoss.MARKUP: (
        "1 part is shown as plain text",
        "{count:,} parts are shown as plain text",
    ),
    ImportLoss.CUT: (
        "1 part was too long and was cut",
        "{count:,} parts were too long and were cut",
    ),
    ImportLoss.CHARACTER: (
        "1 character could not be read",
        "{count:,} characters could not be read",
    ),
}


def describe_loss(loss: ImportLoss, count: int) -> Message:
    """``count`` losses of one kind in words, without a full stop."""
    return Message.counted(count, *_TEMPLATES[loss])


def format_loss_key(loss: ImportLoss, count: int) -> str:
    """The ``key`` of the problem that reports a loss, to be parsed by ``parse_loss_key``."""
    return f"loss:{loss.value}:{count}"


def parse_loss_key(key: str | None) -> tuple[ImportLoss, int] | None:
    """The loss that ``format_loss_key`` wrote, None for any other key."""
    kind, _, loss_text = (key or "").partition(":")
    name, _, count = loss_text.partition(":")
    if kind != "loss" or not count.isdigit() or name not in {loss.value for loss in ImportLoss}:
        return None
    return ImportLoss(name), int(count)


LossCounts = Mapping[ImportLoss, int]


def sum_losses(counts: Iterable[LossCounts]) -> dict[ImportLoss, int]:
    """All losses of ``counts`` together, in the order of ``ImportLoss``."""
    totals: dict[ImportLoss, int] = {}
    for losses in counts:
        for loss, count in losses.items():
            totals[loss] = totals.get(loss, 0) + count
    return {loss: totals[loss] for loss in ImportLoss if totals.get(loss)}


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A picture, or another file, to keep: its ``name`` is relative to the issue's folder.

    ``content`` is the file itself, or the regular file it is copied from.
    """

    name: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """One issue, as its source has it.

    ``text`` is Markdown without a head. The issue's own title is not repeated in it. Either its
    top headings are of level 1 (sections) with articles at level 2; or, in the plain form, no
    heading is above level 2, and levels 2 and 3 are sections and articles. ``number`` is None
    where the source gives none: the library then finds one, in the order of dates. ``guid`` names
    the issue in its source for ever; empty where the number does. ``series`` are outlines the
    issue brings along, which join those of the publication. ``tags`` are its categories and
    keywords. ``publication`` is whose issue it is
    where that is another than its source's. ``file`` is what problems call it.

    A source in our own format gives the whole file as its ``original`` too, which is kept wherever
    it says what the draft says, and the other ``files`` of the issue's folder.
    """

    title: str
    text: str
    file: str
    number: int | None = None
    date: str = ""
    guid: str = ""
    language: str = ""
    edition: Edition = Edition.ORIGINAL
    editors: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    pictures: tuple[PictureDraft, ...] = ()
    series: tuple[SeriesOutline, ...] = ()
    losses: LossCounts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    publication: Publication | None = None
    tags: tuple[str, ...] = ()
    original: str = ""
    files: tuple[PictureDraft, ...] = ()

    @property
    def kept_files(self) -> tuple[PictureDraft, ...]:
        """Everything that stands beside ``issue.md``."""
        return (*self.pictures, *self.files)
