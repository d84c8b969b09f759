"""Collects the site's data from a WordPress export: title, authors, attachments, posts."""

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

#: The post types that are imported.
_TEXT_TYPES = ("post", "page")
#: Post types that WordPress uses internally; all others are defined by plugins.
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
#: The default category of posts without one, in several languages.
_UNCATEGORIZED = frozenset(("uncategorized", "未分類", "未分类", "未分類文章"))


@dataclass(frozen=True, slots=True)
class Post:
    """A post in the list of posts; its text is element ``element_index`` of file ``file_index``."""

    file_index: int
    element_index: int
    id: int
    kind: str
    status: str
    title: str
    date: str
    order: int
    guid: str


@dataclass(slots=True)
class Site:
    """What was collected from all files of an export."""

    title: str = ""
    home: str = ""
    description: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    #: The ids of a post's attachments, by the post's id.
    attachments_by_post: dict[int, list[int]] = field(default_factory=dict)
    #: File index and element index of each reusable block, by its id.
    reusable_blocks: dict[int, tuple[int, int]] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    #: How many texts were never published, by message template.
    unpublished: Counter[str] = field(default_factory=Counter)
    #: How many texts have a gallery shortcode.
    gallery_count: int = 0
    #: Posts of other types, which are left out.
    other_posts: dict[str, list[Post]] = field(default_factory=dict)

    def read_channel(self, head: Node) -> None:
        """Read what precedes the first post; values of earlier files are kept."""
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

    def add_item(self, node: Node, file_index: int, element_index: int, *, drafts: bool) -> None:
        """Read one item; ``drafts`` if unpublished posts are wanted as well."""
        kind = node.child_text("wp:post_type") or _guess_kind(node)
        number = parse_number(node.child_text("wp:post_id"))
        if kind == "attachment":
            self._add_attachment(node, number)
        elif kind == "wp_block":
            self.reusable_blocks[number] = (file_index, element_index)
        elif kind and kind not in _INTERNAL_TYPES:
            self._add_post(node, kind, number, file_index, element_index, drafts=drafts)

    def _add_attachment(self, node: Node, number: int) -> None:
        url = web_address(node.child_text("wp:attachment_url")) or web_address(
            node.child_text("guid")
        )
        if not url:
            return
        attachment = Attachment(
            number,
            url,
            title=strip_tags(node.child_text("title"))[:_LONGEST_TITLE],
            alt=strip_tags(get_meta(node, "_wp_attachment_image_alt"))[:500],
            caption=node.child_text("excerpt:encoded")[:2000],
            parent=parse_number(node.child_text("wp:post_parent")),
            order=parse_number(node.child_text("wp:menu_order")),
        )
        self.attachments[number] = attachment
        self.attachments_by_post.setdefault(attachment.parent, []).append(number)

    def _add_post(
        self,
        node: Node,
        kind: str,
        number: int,
        file_index: int,
        element_index: int,
        *,
        drafts: bool,
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
            file_index=file_index,
            element_index=element_index,
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
        """Sort the posts by date, with pages after them; call it once after all items.

        If there are neither posts nor pages, posts of other types are taken instead.
        """
        if not self.posts and self.other_posts:
            self.posts = [entry for entries in self.other_posts.values() for entry in entries]
            self.other_posts = {}
        # A guid that was copied with its post is not unique.
        guid_counts = Counter(entry.guid for entry in self.posts)
        self.posts = [
            replace(post, guid=f"{post.guid}#{post.id}") if guid_counts[post.guid] > 1 else post
            for post in self.posts
        ]
        self.posts.sort(
            key=lambda post: (
                post.kind == "page",
                post.order if post.kind == "page" else 0,
                post.date or "9999",
                post.file_index,
                post.element_index,
            )
        )
        for numbers in self.attachments_by_post.values():
            numbers.sort(key=lambda number: (self.attachments[number].order, number))

    def hosts(self) -> frozenset[str]:
        """The hosts of the site and of its attachments, without ``www.``."""
        hosts = {get_host(self.home)}
        hosts.update(get_host(attachment.url) for attachment in self.attachments.values())
        for host in list(hosts):
            if host.endswith(".wordpress.com") and not host.endswith(".files.wordpress.com"):
                hosts.add(f"{host.removesuffix('.wordpress.com')}.files.wordpress.com")
        return frozenset(host for host in hosts if host)

    def warnings(self) -> list[Message]:
        """Warnings about posts that are not imported."""
        messages = []
        if self.unpublished:
            kinds_unpublished = tuple(
                Message(template, count=count)
                for template, count in sorted(self.unpublished.items())
            )
            messages.append(
                Message.counted(
                    sum(self.unpublished.values()),
                    "1 text was never published ({kinds}) and is left out; ask for drafts to "
                    "bring it in.",
                    "{count} texts were never published ({kinds}) and are left out; ask for "
                    "drafts to bring them in.",
                    kinds=kinds_unpublished,
                )
            )
        if self.other_posts:
            kinds = ", ".join(
                f"{len(entries)} “{kind[:40]}”"
                for kind, entries in sorted(self.other_posts.items())
            )
            messages.append(
                Message("Only posts and pages are brought in; left out are {kinds}.", kinds=kinds)
            )
        return messages


def _guess_kind(node: Node) -> str:
    """The type of an item without post type (a cut-off export or plain feed); may be empty."""
    if node.child_text("wp:attachment_url"):
        return "attachment"
    return (
        "post"
        if node.child_text("content:encoded") and parse_mail_date(node.child_text("pubDate"))
        else ""
    )


def get_meta(node: Node, key: str) -> str:
    """The value of a post's meta field; empty if it has none."""
    for meta in node.child_nodes("wp:postmeta"):
        if meta.child_text("wp:meta_key") == key:
            return meta.child_text("wp:meta_value")
    return ""


def get_title(node: Node) -> str:
    """The title of a post as plain text; empty where it has none."""
    return strip_tags(node.child_text("title"))[:_LONGEST_TITLE]


def get_date(node: Node) -> str:
    """The ISO date of publication in the site's time zone; empty if there is none."""
    for name in ("wp:post_date", "wp:post_modified", "wp:post_date_gmt"):
        match = _DAY.match(node.child_text(name))
        if match is not None and match[1] > "1900" and match[2] != "00" and match[3] != "00":
            return match[0]
    return parse_mail_date(node.child_text("pubDate"))


def get_guid(node: Node, home: str) -> str:
    """The permanent id of a post: its guid, which stays when the site's address changes."""
    number = node.child_text("wp:post_id")
    guid = node.child_text("guid") or web_address(node.child_text("link"))
    return (guid or (f"{home}?p={number}" if number else ""))[:480]


def get_tags(node: Node) -> tuple[str, ...]:
    """The categories of a post, then its tags, each once."""
    categories = [
        (category.attrs.get("domain", ""), strip_tags(category.text()))
        for category in node.child_nodes("category")
    ]
    names = [name for domain, name in categories if domain == "category"]
    names += [name for domain, name in categories if domain in ("post_tag", "tag", "")]
    tags = (name for name in names if name and name.casefold() not in _UNCATEGORIZED)
    return tuple(dict.fromkeys(tags))[:_MOST_TAGS]


def get_editors(node: Node, authors: Mapping[str, str]) -> tuple[str, ...]:
    """The display names of a post's authors.

    A plugin stores several authors as categories with the domain ``author``.
    """
    co_authors = [strip_tags(c.text()) for c in node.child_nodes("category")
                if c.attrs.get("domain") == "author"]  # fmt: skip
    if co_authors:
        names = (authors.get(name, name)[:100] for name in co_authors if name)
        return tuple(dict.fromkeys(names))[:20]
    login = node.child_text("dc:creator").strip("<>")
    name = authors.get(login, login)
    return (to_single_line(name).strip()[:100],) if name.strip() else ()


def strip_tags(text: str) -> str:
    """A line of HTML as plain text."""
    return " ".join(to_single_line(html.unescape(_TAG.sub("", text))).split())


def parse_number(text: str) -> int:
    """A non-negative number in a field; 0 if it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def get_host(address: str) -> str:
    """The host of an address without ``www.``; empty if there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
