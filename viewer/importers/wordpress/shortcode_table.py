"""The shortcodes that are carried out, and the HTML each becomes."""

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

#: Where a service shows what has a given name.
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

#: The languages of WordPress.com's highlighter, each of which is a shortcode of its own as well.
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
    """A picture and its caption, which older texts give as a value."""
    words = code.get("caption")
    found = _LEADING_PICTURE.match(code.content)
    if found is None:
        return code.content
    below = (words or found[2]).strip()
    figcaption = f"<figcaption>{below}</figcaption>" if below else ""
    return f'<figure class="wp-caption">{found[1]}{figcaption}</figure>'


def _gallery(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    shown = [one for one in _gallery_attachments(code, context) if one.is_picture]
    if not shown:
        losses.count_loss(ImportLoss.EMPTY_SLIDESHOW)
        return ""
    slideshow = code.name == "slideshow" or code.get("type") == "slideshow"
    return gallery_html(shown, slideshow=slideshow)


def _gallery_attachments(code: Shortcode, context: PostContext) -> Iterable[Attachment]:
    """The attachments a gallery shows: those it names, else those added to the post."""
    named = _NUMBER.findall(code.get("ids", "include"))[:1000]
    if named:
        found = [context.attachment(int(number)) for number in named]
        return [one for one in found if one is not None]
    without = {int(number) for number in _NUMBER.findall(code.get("exclude"))[:1000]}
    attached = [one for one in context.post_attachments() if one.id not in without]
    if code.get("order").upper() == "DESC":
        attached.reverse()
    return attached


def _playlist(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    made = [
        embed_html(one.url, one.title)
        for one in _gallery_attachments(code, context)
        if one.url and not one.is_picture
    ]
    if not made:
        losses.count_loss(ImportLoss.ATTACHMENT)
    return "".join(made)


def _audio_or_video(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """A sound or film: the address stands in one of several values, or alone."""
    sources = _AUDIO_ATTRIBUTES if code.name == "audio" else _VIDEO_ATTRIBUTES
    found = web_address(code.get(*sources))
    # The player that came before allowed settings behind the address.
    alone = " ".join(code.positional).partition("|")[0]
    found = found or web_address(alone) or _find_address(code.content)
    if found:
        return embed_html(found, code.get("title"))
    attached = [one for one in context.post_attachments() if one.url and not one.is_picture]
    if attached:
        return embed_html(attached[0].url, attached[0].title)
    losses.count_loss(ImportLoss.ATTACHMENT)
    return ""


def _service(code: Shortcode, context: PostContext, losses: PostLosses) -> str | None:
    """What another site shows: by its address, or by its name there."""
    if not code.attributes and not code.positional and not code.content.strip():
        return None
    values = (*code.positional, code.get("url", "src", "href", "link", "id", "video", "v", "poll"))
    for value in values:
        address = web_address(value)
        if address:
            return embed_html(address)
    found = _find_address(code.content)
    if found:
        return embed_html(found)
    template = _SERVICE_ADDRESSES[code.name]
    for value in (*values, _TAGS.sub("", code.content).strip()):
        name = value.rpartition(":")[2] if code.name == "spotify" else value
        if template != "{}" and name and re.fullmatch(r"[\w./-]{1,200}", name):
            return embed_html(template.format(quote(name)))
    losses.count_loss(ImportLoss.EMBEDDED)
    return ""


def _embed(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """The address of what is shown; words that stand with it are kept."""
    words = html.unescape(_TAGS.sub(" ", code.content))
    inside = _ADDRESS.search(words)
    if inside is not None:
        rest = words[: inside.start()] + words[inside.end() :]
        return embed_html(inside[0]) + (code.content if rest.strip() else "")
    if words.strip():
        return code.content
    found = _find_address(code.content) or web_address(code.get("src", "url"))
    return embed_html(found) if found else code.content


def _find_address(content: str) -> str:
    found = _ADDRESS.search(html.unescape(_TAGS.sub(" ", content)))
    if found is None:
        # The editor may have made a link of it.
        found = _ADDRESS.search(html.unescape(content))
    return found[0] if found is not None else ""


def _code(code: Shortcode, context: PostContext, losses: PostLosses) -> str:
    """Lines of a program. The editor keeps them with ``<`` written out, or as they are."""
    language = code.get("language", "lang") or (code.name if code.name in _LANGUAGES else "")
    if not _LANGUAGE_NAME.match(language) or language in ("plain", "text"):
        language = ""
    mark = f' class="language-{language}"' if language else ""
    lines = html.escape(html.unescape(code.content), quote=False).strip("\r\n")
    return f"<pre><code{mark}>{lines}</code></pre>"


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


#: Every shortcode that is carried out, by its name.
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
