"""The known shortcodes, with functions that write each as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.metadata.publication_metadata import web_address
from viewer.importers.wordpress.post_context import (
    Attachment,
    PostContext,
    PostLosses,
    embed_html,
    gallery_html,
)
from viewer.importers.wordpress.shortcodes import Shortcode, ShortcodeRule

_LEADING_PICTURE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_NUMBER = re.compile(r"\d{1,18}")
_LANGUAGE_NAME = re.compile(r"[\w+#.-]{1,30}\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_TAGS = re.compile(r"<[^<>]*>")

#: The web address of an item by its id at a service; ``{}`` alone if only addresses work.
_SERVICE_ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}",
    "wpvideo": "https://videopress.com/v/{}", "videopress": "https://videopress.com/v/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}", "ted": "https://www.ted.com/talks/{}",
    "gist": "https://gist.github.com/{}", "tweet": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "scribd": "https://www.scribd.com/document/{}", "hulu": "https://www.hulu.com/watch/{}",
    "vine": "https://vine.co/v/{}", "polldaddy": "https://poll.fm/{}",
    "crowdsignal": "https://poll.fm/{}", "kickstarter": "{}", "soundcloud": "{}", "spotify": "{}",
    "googlemaps": "{}", "googleapps": "{}", "flickr": "https://www.flickr.com/photo.gne?id={}",
    "facebook": "{}", "mixcloud": "{}", "bandcamp": "{}", "getty": "{}", "presentation": "{}",
    "archives.org": "{}", "archiveorg": "https://archive.org/details/{}", "iframe": "{}",
    "embedyt": "{}", "fvplayer": "{}", "tiktok": "{}", "codepen": "{}", "issuu": "{}",
}  # fmt: skip
_AUDIO_ATTRIBUTES = ("src", "mp3", "m4a", "ogg", "wav", "flac")
_VIDEO_ATTRIBUTES = ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv")

#: The languages of WordPress.com's syntax highlighter, each of which is also a shortcode.
_LANGUAGES = (
    "actionscript3", "applescript", "bash", "shell", "c", "cpp", "csharp", "css", "clojure",
    "coldfusion", "cf", "delphi", "pascal", "diff", "patch", "erlang", "fsharp", "go", "golang",
    "groovy", "haskell", "html", "java", "javafx", "javascript", "js", "jscript", "latex_code",
    "matlab", "objc", "perl", "pl", "php", "plain", "text", "powershell", "ps", "python", "py",
    "r", "rails", "ruby", "rb", "scala", "sql", "swift", "vb", "vbnet", "xhtml", "xml", "yaml",
)  # fmt: skip
_FORMS = (
    "contact-form", "contact-form-7", "contact-field", "jetpack_subscription_form", "subscribe",
    "blog_subscription_form", "mc4wp_form", "wpforms", "gravityform", "gravityforms",
    "ninja_form", "formidable", "mailpoet_form", "newsletter_form", "newsletter", "simple-payment",
    "caldera_form", "fluentform", "forminator_form", "sibwp_form", "woocommerce_checkout",
)  # fmt: skip
#: Lists of other posts and parts of the site.
_BOILERPLATE = (
    "archives", "sitemap", "display-posts", "recent_posts", "recent-posts", "jetpack-related-posts",
    "jetpack_top_posts_widget", "portfolio", "jetpack_portfolio", "testimonials", "likes",
    "sharing", "addtoany", "social_links", "toc", "ez-toc", "wp-rss-aggregator", "rss",
    "blog_stats", "tag_cloud", "twitter-timeline", "googlead", "adsense", "ad", "ads",
)  # fmt: skip


def _caption(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """A picture with its caption, which older posts give as an attribute."""
    words = code.get("caption")
    picture = _LEADING_PICTURE.match(code.content)
    if picture is None:
        return code.content
    caption = (words or picture[2]).strip()
    figcaption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="wp-caption">{picture[1]}{figcaption}</figure>'


def _gallery(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    pictures = [
        attachment for attachment in _gallery_attachments(code, context) if attachment.is_picture
    ]
    if not pictures:
        losses.count_loss(ImportLoss.EMPTY_SLIDESHOW)
        return ""
    slideshow = code.name == "slideshow" or code.get("type") == "slideshow"
    return gallery_html(pictures, slideshow=slideshow)


def _gallery_attachments(code: Shortcode, context: PostContext) -> Iterable[Attachment]:
    """The attachments a gallery names by id, else those added to the post."""
    numbers = _NUMBER.findall(code.get("ids", "include"))[:1000]
    if numbers:
        attachments = [context.attachment(int(number)) for number in numbers]
        return [attachment for attachment in attachments if attachment is not None]
    excluded = {int(number) for number in _NUMBER.findall(code.get("exclude"))[:1000]}
    attached = [
        attachment for attachment in context.post_attachments() if attachment.id not in excluded
    ]
    if code.get("order").upper() == "DESC":
        attached.reverse()
    return attached


def _playlist(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    players = [
        embed_html(attachment.url, attachment.title)
        for attachment in _gallery_attachments(code, context)
        if attachment.url and not attachment.is_picture
    ]
    if not players:
        losses.count_loss(ImportLoss.ATTACHMENT)
    return "".join(players)


def _audio_or_video(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """A sound or video, whose address is in one of several attributes, positional, or enclosed."""
    sources = _AUDIO_ATTRIBUTES if code.name == "audio" else _VIDEO_ATTRIBUTES
    address = web_address(code.get(*sources))
    # The older player allowed settings after the address, separated by “|”.
    positional = " ".join(code.positional).partition("|")[0]
    address = address or web_address(positional) or _find_address(code.content)
    if address:
        return embed_html(address, code.get("title"))
    attached = [
        attachment
        for attachment in context.post_attachments()
        if attachment.url and not attachment.is_picture
    ]
    if attached:
        return embed_html(attached[0].url, attached[0].title)
    losses.count_loss(ImportLoss.ATTACHMENT)
    return ""


def _service(code: Shortcode, context: PostContext, losses: PostLosses) -> str | None:
    """An item of another service, by its address or its id there; None if none is given."""
    if not code.attributes and not code.positional and not code.content.strip():
        return None
    values = (*code.positional, code.get("url", "src", "href", "link", "id", "video", "v", "poll"))
    for value in values:
        address = web_address(value)
        if address:
            return embed_html(address)
    address_in_content = _find_address(code.content)
    if address_in_content:
        return embed_html(address_in_content)
    template = _SERVICE_ADDRESSES[code.name]
    for value in (*values, _TAGS.sub("", code.content).strip()):
        name = value.rpartition(":")[2] if code.name == "spotify" else value
        if template != "{}" and name and re.fullmatch(r"[\w./-]{1,200}", name):
            return embed_html(template.format(quote(name)))
    losses.count_loss(ImportLoss.EMBEDDED)
    return ""


def _embed(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """The address between the tags as an embed; other words there are kept."""
    words = html.unescape(_TAGS.sub(" ", code.content))
    address = _ADDRESS.search(words)
    if address is not None:
        other_words = words[: address.start()] + words[address.end() :]
        return embed_html(address[0]) + (code.content if other_words.strip() else "")
    if words.strip():
        return code.content
    other_address = _find_address(code.content) or web_address(code.get("src", "url"))
    return embed_html(other_address) if other_address else code.content


def _find_address(content: str) -> str:
    match = _ADDRESS.search(html.unescape(_TAGS.sub(" ", content)))
    if match is None:
        # The editor may have made the address a link.
        match = _ADDRESS.search(html.unescape(content))
    return match[0] if match is not None else ""


def _code(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """Source code. The editor stores it with ``<`` escaped or as it is."""
    language = code.get("language", "lang") or (code.name if code.name in _LANGUAGES else "")
    if not _LANGUAGE_NAME.match(language) or language in ("plain", "text"):
        language = ""
    class_attribute = f' class="language-{language}"' if language else ""
    lines = html.escape(html.unescape(code.content), quote=False).strip("\r\n")
    return f"<pre><code{class_attribute}>{lines}</code></pre>"


def _formula(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    return f"<code>{html.escape(html.unescape(code.content.strip()), quote=False)}</code>"


def _quote(code: Shortcode, context: PostContext, losses: PostLosses) -> str | None:
    if not code.content.strip():
        return None
    return f"<blockquote>{code.content}</blockquote>"


def _form(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    if code.name != "contact-field":
        losses.count_loss(ImportLoss.FORM)
    return ""


def _drop(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    return ""


#: Every known shortcode by its name.
SHORTCODES: dict[str, ShortcodeRule] = {
    **{name: ShortcodeRule(_service, has_content=True) for name in _SERVICE_ADDRESSES},
    **{name: ShortcodeRule(_form, has_content=True) for name in _FORMS},
    **{name: ShortcodeRule(_drop) for name in _BOILERPLATE},
    **{name: ShortcodeRule(_code, has_content=True, is_raw=True) for name in _LANGUAGES},
    **{
        name: ShortcodeRule(_code, has_content=True, is_raw=True)
        for name in ("code", "sourcecode", "source")
    },
    "caption": ShortcodeRule(_caption, has_content=True),
    "wp_caption": ShortcodeRule(_caption, has_content=True),
    "gallery": ShortcodeRule(_gallery),
    "slideshow": ShortcodeRule(_gallery),
    "playlist": ShortcodeRule(_playlist),
    "audio": ShortcodeRule(_audio_or_video, has_content=True),
    "video": ShortcodeRule(_audio_or_video, has_content=True),
    "embed": ShortcodeRule(_embed, has_content=True),
    "latex": ShortcodeRule(_formula, has_content=True, is_raw=True),
    "quote": ShortcodeRule(_quote, has_content=True),
    "blockquote": ShortcodeRule(_quote, has_content=True),
    "pullquote": ShortcodeRule(_quote, has_content=True),
    "more": ShortcodeRule(_drop),
    "nextpage": ShortcodeRule(_drop),
}
