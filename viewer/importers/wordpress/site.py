"""What a WordPress export says of its site: authors, files, and which posts there are."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from viewer.archive.model.control_characters import to_single_line
from viewer.importers.metadata.dates import parse_mail_date
from viewer.importers.metadata.publication_metadata import web_address
from viewer.importers.sources.xml_tree import Node
from viewer.importers.wordpress.post_context import Attachment
from viewer.messages import Message

#: What is read of an export: texts that somebody wrote to be read one by one.
_TEXT_TYPES = ("post", "page")
#: What stands for the site's own workings; whatever else has a name, an extension has made.
_INTERNAL_TYPES = frozenset((
    "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
    "user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles",
    "wp_navigation", "wp_font_family", "wp_font_face", "jp_pay_order", "feedback",
))  # fmt: skip
_UNPUBLISHED_TEMPLATES = {
    "draft": "{count} draft",
    "pending": "{count} pending",
    "future": "{count} scheduled",
    "private": "{count} private",
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_GALLERY = re.compile(r"\[(?:gallery|slideshow)[\s\]]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST_TITLE = 300
_MOST_TAGS = 50
#: What WordPress calls the category of posts that were given none, in the languages met.
_UNCATEGORIZED = frozenset(("uncategorized", "未分類", "未分类", "未分類文章"))


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the list of posts needs it; ``file_index`` and ``unit_index`` locate it."""

    file_index: int
    unit_index: int
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
    attachments_by_post: dict[int, list[int]] = field(default_factory=dict)
    #: Where the text of a block that is kept once stands, as file and unit.
    reusable_blocks: dict[int, tuple[int, int]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    #: How many posts were left out, by what they are.
    #: How many texts of each kind, by template, were never published.
    unpublished: Counter[str] = field(default_factory=Counter)
    #: How many texts show the pictures that were added to them.
    gallery_count: int = 0
    other_posts: dict[str, list[Post]] = field(default_factory=dict)

    def read_channel(self, head: Node) -> None:
        """Take up what stands before the first post; what another file said first stays."""
        channel = head.first_child("channel") or head
        self.title = self.title or strip_tags(channel.child_text("title"))
        self.description = self.description or strip_tags(channel.child_text("description"))
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
                self.authors.setdefault(login, strip_tags(name)[:100])

    def add_item(self, node: Node, file: int, unit: int, *, drafts: bool) -> None:
        """Take up one item of the export."""
        kind = node.child_text("wp:post_type") or _guess_kind(node)
        number = parse_number(node.child_text("wp:post_id"))
        if kind == "attachment":
            self._add_attachment(node, number)
        elif kind == "wp_block":
            self.reusable_blocks[number] = (file, unit)
        elif kind and kind not in _INTERNAL_TYPES:
            self._add_post(node, kind, number, file, unit, drafts=drafts)

    def _add_attachment(self, node: Node, number: int) -> None:
        url = web_address(node.child_text("wp:attachment_url")) or web_address(
            node.child_text("guid")
        )
        if not url:
            return
        one = Attachment(
            number,
            url,
            title=strip_tags(node.child_text("title"))[:_LONGEST_TITLE],
            alt=strip_tags(get_meta(node, "_wp_attachment_image_alt"))[:500],
            caption=node.child_text("excerpt:encoded")[:2000],
            parent=parse_number(node.child_text("wp:post_parent")),
            order=parse_number(node.child_text("wp:menu_order")),
        )
        self.attachments[number] = one
        self.attachments_by_post.setdefault(one.parent, []).append(number)

    def _add_post(
        self, node: Node, kind: str, number: int, file: int, unit: int, *, drafts: bool
    ) -> None:
        status = node.child_text("wp:status") or "publish"
        if node.child_text("wp:post_password") and status == "publish":
            status = "private"
        if status != "publish" and not (drafts and status in _UNPUBLISHED_TEMPLATES):
            if status in _UNPUBLISHED_TEMPLATES and kind in _TEXT_TYPES:
                self.unpublished[_UNPUBLISHED_TEMPLATES[status]] += 1
            return
        self.gallery_count += _GALLERY.search(node.child_text("content:encoded")) is not None
        entry = Post(
            file_index=file,
            unit_index=unit,
            id=number,
            kind=kind,
            status=status,
            title=get_title(node),
            date=get_date(node),
            order=parse_number(node.child_text("wp:menu_order")),
            guid=get_guid(node, self.home),
        )
        if kind in _TEXT_TYPES:
            self.posts.append(entry)
        elif node.child_text("content:encoded"):
            self.other_posts.setdefault(kind, []).append(entry)

    def sort_posts(self) -> None:
        """Put the posts in the order of their dates, the pages behind them.

        An export without any posts or pages may be one of texts of the site's own kind.
        """
        if not self.posts and self.other_posts:
            self.posts = [entry for entries in self.other_posts.values() for entry in entries]
            self.other_posts = {}
        # A guid that was copied along with a text names nothing.
        met = Counter(entry.guid for entry in self.posts)
        self.posts = [
            replace(one, guid=f"{one.guid}#{one.id}") if met[one.guid] > 1 else one
            for one in self.posts
        ]
        self.posts.sort(
            key=lambda one: (
                one.kind == "page",
                one.order if one.kind == "page" else 0,
                one.date or "9999",
                one.file_index,
                one.unit_index,
            )
        )
        for numbers in self.attachments_by_post.values():
            numbers.sort(key=lambda number: (self.attachments[number].order, number))

    def hosts(self) -> frozenset[str]:
        """The sites on which its files are."""
        found = {get_host(self.home)}
        found.update(get_host(one.url) for one in self.attachments.values())
        for host in list(found):
            if host.endswith(".wordpress.com") and not host.endswith(".files.wordpress.com"):
                found.add(f"{host.removesuffix('.wordpress.com')}.files.wordpress.com")
        return frozenset(host for host in found if host)

    def warnings(self) -> list[Message]:
        """What of the export is not brought in."""
        made = []
        if self.unpublished:
            shown = tuple(
                Message(template, count=count)
                for template, count in sorted(self.unpublished.items())
            )
            made.append(
                Message.counted(
                    sum(self.unpublished.values()),
                    "1 text was never published ({kinds}) and is left out; ask for drafts to "
                    "bring it in.",
                    "{count} texts were never published ({kinds}) and are left out; ask for "
                    "drafts to bring them in.",
                    kinds=shown,
                )
            )
        if self.other_posts:
            kinds = ", ".join(
                f"{len(entries)} “{kind[:40]}”"
                for kind, entries in sorted(self.other_posts.items())
            )
            made.append(
                Message("Only posts and pages are brought in; left out are {kinds}.", kinds=kinds)
            )
        return made


def _guess_kind(node: Node) -> str:
    """What an item is that says nothing of it: a file that is cut off, or a plain feed."""
    if node.child_text("wp:attachment_url"):
        return "attachment"
    return (
        "post"
        if node.child_text("content:encoded") and parse_mail_date(node.child_text("pubDate"))
        else ""
    )


def get_meta(node: Node, key: str) -> str:
    """The value of a field that an extension or the site keeps with a post."""
    for one in node.child_nodes("wp:postmeta"):
        if one.child_text("wp:meta_key") == key:
            return one.child_text("wp:meta_value")
    return ""


def get_title(node: Node) -> str:
    """The title of a post as plain text; empty where it has none."""
    return strip_tags(node.child_text("title"))[:_LONGEST_TITLE]


def get_date(node: Node) -> str:
    """The day on which a post was published where it was, as ``2017-07-29``; empty for none."""
    for name in ("wp:post_date", "wp:post_modified", "wp:post_date_gmt"):
        match = _DAY.match(node.child_text(name))
        if match is not None and match[1] > "1900" and match[2] != "00" and match[3] != "00":
            return match[0]
    return parse_mail_date(node.child_text("pubDate"))


def get_guid(node: Node, home: str) -> str:
    """What names a post for ever: its guid, which no change of address touches."""
    number = node.child_text("wp:post_id")
    found = node.child_text("guid") or web_address(node.child_text("link"))
    return (found or (f"{home}?p={number}" if number else ""))[:480]


def get_tags(node: Node) -> tuple[str, ...]:
    """The categories of a post, then its tags, each once."""
    found = [
        (one.attrs.get("domain", ""), strip_tags(one.text()))
        for one in node.child_nodes("category")
    ]
    names = [name for domain, name in found if domain == "category"]
    names += [name for domain, name in found if domain in ("post_tag", "tag", "")]
    kept = (name for name in names if name and name.casefold() not in _UNCATEGORIZED)
    return tuple(dict.fromkeys(kept))[:_MOST_TAGS]


def get_editors(node: Node, authors: Mapping[str, str]) -> tuple[str, ...]:
    """Who wrote a post, by the names that are shown.

    Where several did, an extension keeps them as categories of a kind of their own.
    """
    together = [strip_tags(c.text()) for c in node.child_nodes("category")
                if c.attrs.get("domain") == "author"]  # fmt: skip
    if together:
        names = (authors.get(name, name)[:100] for name in together if name)
        return tuple(dict.fromkeys(names))[:20]
    login = node.child_text("dc:creator").strip("<>")
    name = authors.get(login, login)
    return (to_single_line(name).strip()[:100],) if name.strip() else ()


def strip_tags(text: str) -> str:
    """A line of HTML as plain text."""
    return " ".join(to_single_line(html.unescape(_TAG.sub("", text))).split())


def parse_number(text: str) -> int:
    """A number that is written in a field; 0 where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def get_host(address: str) -> str:
    """The site of an address, without ``www.``; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
