"""What a WordPress export says of its site: authors, files, and which posts there are."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from viewer.archive.model.control_characters import to_single_line
from viewer.importers.metadata.publication_metadata import parse_mail_date
from viewer.importers.sources.xml_tree import Node
from viewer.importers.wordpress.post_context import Attachment, web_address

#: What is read of an export: texts that somebody wrote to be read one by one.
_TEXTS = ("post", "page")
#: What stands for the site's own workings; whatever else has a name, an extension has made.
_WORKINGS = frozenset((
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
    "user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles",
    "wp_navigation", "wp_font_family", "wp_font_face", "jp_pay_order", "feedback",
))  # fmt: skip
_UNPUBLISHED = {"draft": "draft", "pending": "pending", "future": "scheduled", "private": "private"}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_GALLERY = re.compile(r"\[(?:gallery|slideshow)[\s\]]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST_TITLE = 300
_MOST_TAGS = 50
#: What WordPress calls the category of posts that were given none, in the languages met.
_NO_CATEGORY = frozenset(("uncategorized", "未分類", "未分类", "未分類文章"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as the list of posts needs it; ``file`` and ``unit`` say where it stands."""

    file: int
    unit: int
    id: int
    kind: str
    status: str
    title: str
    date: str
    order: int
    guid: str


@dataclass(slots=True)
class Site:
    """Everything that was met while looking through an export."""

    title: str = ""
    home: str = ""
    description: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    #: The attachments of a post, by its number.
    attached: dict[int, list[int]] = field(default_factory=dict)
    #: Where the text of a block that is kept once stands, as file and unit.
    reusable: dict[int, tuple[int, int]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    #: How many posts were left out, by what they are.
    left_out: Counter[str] = field(default_factory=Counter)
    #: How many texts show the pictures that were added to them.
    galleries: int = 0
    others: dict[str, list[Entry]] = field(default_factory=dict)

    def read_head(self, head: Node) -> None:
        """Take up what stands before the first post; what another file said first stays."""
        channel = head.first_child("channel") or head
        self.title = self.title or plain_text(channel.child_text("title"))
        self.description = self.description or plain_text(channel.child_text("description"))
        self.language = self.language or channel.child_text("language")
        addresses = (channel.child_text("wp:base_blog_url"), channel.child_text("link"),
                     channel.child_text("wp:base_site_url"))  # fmt: skip
        self.home = self.home or next((a for a in map(web_address, addresses) if a), "")
        for author in channel.child_nodes("wp:author"):
            name = author.child_text("wp:author_display_name") or " ".join(
                (
                    author.child_text("wp:author_first_name"),
                    author.child_text("wp:author_last_name"),
                )
            )
            login = author.child_text("wp:author_login")
            if login and name.strip() and len(self.authors) < 10_000:
                self.authors.setdefault(login, plain_text(name)[:100])

    def take(self, node: Node, file: int, unit: int, *, drafts: bool) -> None:
        """Take up one item of the export."""
        kind = node.child_text("wp:post_type") or _guessed_kind(node)
        number = whole(node.child_text("wp:post_id"))
        if kind == "attachment":
            self._attachment(node, number)
        elif kind == "wp_block":
            self.reusable[number] = (file, unit)
        elif kind and kind not in _WORKINGS:
            self._text(node, kind, number, file, unit, drafts=drafts)

    def _attachment(self, node: Node, number: int) -> None:
        url = web_address(node.child_text("wp:attachment_url")) or web_address(
            node.child_text("guid")
        )
        if not url:
            return
        one = Attachment(
            number,
            url,
            title=plain_text(node.child_text("title"))[:_LONGEST_TITLE],
            alt=plain_text(meta(node, "_wp_attachment_image_alt"))[:500],
            caption=node.child_text("excerpt:encoded")[:2000],
            parent=whole(node.child_text("wp:post_parent")),
            order=whole(node.child_text("wp:menu_order")),
        )
        self.attachments[number] = one
        self.attached.setdefault(one.parent, []).append(number)

    def _text(
        self, node: Node, kind: str, number: int, file: int, unit: int, *, drafts: bool
    ) -> None:
        status = node.child_text("wp:status") or "publish"
        if node.child_text("wp:post_password") and status == "publish":
            status = "private"
        if status != "publish" and not (drafts and status in _UNPUBLISHED):
            if status in _UNPUBLISHED and kind in _TEXTS:
                self.left_out[_UNPUBLISHED[status]] += 1
            return
        self.galleries += _GALLERY.search(node.child_text("content:encoded")) is not None
        entry = Entry(
            file=file,
            unit=unit,
            id=number,
            kind=kind,
            status=status,
            title=title_of(node),
            date=date_of(node),
            order=whole(node.child_text("wp:menu_order")),
            guid=guid_of(node, self.home),
        )
        if kind in _TEXTS:
            self.entries.append(entry)
        elif node.child_text("content:encoded"):
            self.others.setdefault(kind, []).append(entry)

    def arrange(self) -> None:
        """Put the posts in the order of their dates, the pages behind them.

        An export without any posts or pages may be one of texts of the site's own kind.
        """
        if not self.entries and self.others:
            self.entries = [entry for entries in self.others.values() for entry in entries]
            self.others = {}
        # A guid that was copied along with a text names nothing.
        met = Counter(entry.guid for entry in self.entries)
        self.entries = [
            replace(one, guid=f"{one.guid}#{one.id}") if met[one.guid] > 1 else one
            for one in self.entries
        ]
        self.entries.sort(
            key=lambda one: (
                one.kind == "page",
                one.order if one.kind == "page" else 0,
                one.date or "9999",
                one.file,
                one.unit,
            )
        )
        for numbers in self.attached.values():
            numbers.sort(key=lambda number: (self.attachments[number].order, number))

    def hosts(self) -> frozenset[str]:
        """The sites on which its files are."""
        found = {host_of(self.home)}
        found.update(host_of(one.url) for one in self.attachments.values())
        for host in list(found):
            if host.endswith(".wordpress.com") and not host.endswith(".files.wordpress.com"):
                found.add(f"{host.removesuffix('.wordpress.com')}.files.wordpress.com")
        return frozenset(host for host in found if host)

    def sentences(self) -> list[str]:
        """What of the export is not brought in."""
        made = []
        if self.left_out:
            total = sum(self.left_out.values())
            shown = ", ".join(f"{count} {name}" for name, count in sorted(self.left_out.items()))
            made.append(
                f"1 text was never published ({shown}) and is left out; ask for drafts to bring it "
                "in."
                if total == 1
                else f"{total} texts were never published ({shown}) and are left out; ask for "
                "drafts to bring them in."
            )
        if self.others:
            shown = ", ".join(
                f"{len(entries)} “{kind[:40]}”" for kind, entries in sorted(self.others.items())
            )
            made.append(f"Only posts and pages are brought in; left out are {shown}.")
        return made


def _guessed_kind(node: Node) -> str:
    """What an item is that says nothing of it: a file that is cut off, or a plain feed."""
    if node.child_text("wp:attachment_url"):
        return "attachment"
    return (
        "post"
        if node.child_text("content:encoded") and parse_mail_date(node.child_text("pubDate"))
        else ""
    )


def meta(node: Node, key: str) -> str:
    """The value of a field that an extension or the site keeps with a post."""
    for one in node.child_nodes("wp:postmeta"):
        if one.child_text("wp:meta_key") == key:
            return one.child_text("wp:meta_value")
    return ""


def title_of(node: Node) -> str:
    """The title of a post as plain text; empty where it has none."""
    return plain_text(node.child_text("title"))[:_LONGEST_TITLE]


def date_of(node: Node) -> str:
    """The day on which a post was published where it was, as ``2017-07-29``; empty for none."""
    for name in ("wp:post_date", "wp:post_modified", "wp:post_date_gmt"):
        match = _DAY.match(node.child_text(name))
        if match is not None and match[1] > "1900" and match[2] != "00" and match[3] != "00":
            return match[0]
    return parse_mail_date(node.child_text("pubDate"))


def guid_of(node: Node, home: str) -> str:
    """What names a post for ever: its guid, which no change of address touches."""
    number = node.child_text("wp:post_id")
    found = node.child_text("guid") or web_address(node.child_text("link"))
    return (found or (f"{home}?p={number}" if number else ""))[:480]


def tags_of(node: Node) -> tuple[str, ...]:
    """The categories of a post, then its tags, each once."""
    found = [
        (one.attrs.get("domain", ""), plain_text(one.text()))
        for one in node.child_nodes("category")
    ]
    names = [name for domain, name in found if domain == "category"]
    names += [name for domain, name in found if domain in ("post_tag", "tag", "")]
    kept = (name for name in names if name and name.casefold() not in _NO_CATEGORY)
    return tuple(dict.fromkeys(kept))[:_MOST_TAGS]


def editors_of(node: Node, authors: Mapping[str, str]) -> tuple[str, ...]:
    """Who wrote a post, by the names that are shown.

    Where several did, an extension keeps them as categories of a kind of their own.
    """
    together = [plain_text(c.text()) for c in node.child_nodes("category")
                if c.attrs.get("domain") == "author"]  # fmt: skip
    if together:
        names = (authors.get(name, name)[:100] for name in together if name)
        return tuple(dict.fromkeys(names))[:20]
    login = node.child_text("dc:creator").strip("<>")
    name = authors.get(login, login)
    return (to_single_line(name).strip()[:100],) if name.strip() else ()


def plain_text(text: str) -> str:
    """A line of HTML as plain text."""
    return " ".join(to_single_line(html.unescape(_TAG.sub("", text))).split())


def whole(text: str) -> int:
    """A number that is written in a field; 0 where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def host_of(address: str) -> str:
    """The site of an address, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
