"""Removes what belongs to the site and not to the text: share buttons, forms, menus and such."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue_draft import ImportLoss

#: Words about a subscription, which no text of an issue uses.
FOOTER_PHRASE = re.compile(
    r"unsubscribe|opt[ -]?out\b|"
    r"(?:manage|update|change|edit)\s+(?:your\s+|my\s+)?(?:e-?mail\s+)?"
    r"(?:subscription|preferences?|settings|profile|notification)|"
    r"(?:subscription|email) preferences|"
    r"you(?:.re| are)? (?:are )?(?:receiving|getting|received) (?:this|these|it)|"
    r"(?:was|is|has been|were) (?:sent|delivered|addressed|intended) (?:to|for) \S{0,99}@|"
    r"(?:no longer|don.t|do not|stop|rather not)[^.]{0,30}(?:receive|receiving|get|want)"
    r"[^.]{0,30}(?:e-?mails?|newsletters?|messages?|updates)|"
    r"to (?:stop|end) (?:receiving|getting)|our mailing address|mailing list\s*(?:--|$)|"
    r"add (?:us|this address) to your (?:address book|contacts)|"
    r"forward (?:this (?:e-?mail )?)?to a friend|forwarded (?:this|to you)|"
    r"all rights reserved|privacy policy|terms (?:of service|and conditions)|"
    r"(?:powered|sent|delivered) (?:by|with|via) (?:mailchimp|substack|beehiiv|convertkit|kit\b|"
    r"ghost|buttondown|tinyletter|revue|sendgrid|mailerlite|campaign monitor|constant contact|"
    r"brevo|sendinblue|hubspot|klaviyo|aweber|getresponse)|"
    r"退[订訂]|取消[订訂][阅閱]|[订訂][阅閱](?:管理|[设設](?:置|定))|管理(?:您的)?[订訂][阅閱]|"
    r"不(?:想|希望|願|愿)(?:意)?(?:再)?(?:收到|接收)|您(?:会|會)?收到(?:此|這|这)|版[权權]所有|"
    r"(?:此|本)(?:邮件|郵件|信)(?:由系[统統]|[为為]系[统統])",
    re.IGNORECASE,
)
#: Whole names of classes and ids, as WordPress, Jetpack, Blogger, Substack, Ghost, Medium, Hexo
#: and common add-ons write them.
_BOILERPLATE_NAMES = re.compile(
    r"(?:^|\s)(?:sharedaddy|sd-sharing\S*|sd-like\S*|sd-content|sd-block|sd-title|"
    r"jp-relatedposts\S*|jp-post-flair|post-flair|wpcnt|wpa|wordads\S*|likes-widget\S*|"
    r"comment-respond|respond|commentform|comment-form\S*|cancel-comment-reply\S*|"
    r"reply|comment-reply-link|akismet\S*|subscribe-?(?:widget|form|box|wrap\S*)?|"
    r"subscription-widget\S*|subscription-form\S*|button-wrapper|post-ufi\S*|"
    r"share-dialog|post-share\S*|entry-share\S*|share-?(?:buttons?|links?|bar|icons?|tools)|"
    r"social-?(?:share|links?|icons?|buttons?|media)\S*|addtoany\S*|a2a_\S*|addthis\S*|"
    r"wp-block-jetpack-(?:subscriptions|like|sharing-buttons|related-posts)\S*|"
    r"wp-block-(?:post-navigation-link|social-links|loginout|search|latest-posts|"
    r"post-comments-form|comments-pagination)|"
    r"related-?(?:posts?|articles?|content|entries)?|yarpp\S*|read-?next\S*|"
    r"post-?nav(?:igation)?|nav-?links|navigation|nav-(?:above|below|single)|pagination|pager|"
    r"blog-pager|breadcrumbs?|menu|site-(?:header|footer|nav\S*)|masthead|colophon|sidebar\S*|"
    r"widget(?:-area)?|widget_\S+|secondary|skip-?link|screen-reader-text|sr-only|"
    r"visually-hidden|visuallyhidden|edit-link|post-edit-link|print-?(?:link|button)|"
    r"cookie\S*|gdpr\S*|cc-window|newsletter-(?:signup|form|box)\S*|signup\S*|sign-up\S*|"
    r"login\S*|log-in|search-?form|searchform|toc-toggle|mw-editsection|reflist-toggle|"
    r"author-box|author-bio|about-author|wp-about-author|post-footer-line\S*|share-post\S*|"
    r"item-control|blogger-labels|post-icons|reaction-buttons|star-ratings|"
    r"adsbygoogle|advert(?:isement)?s?|ad-(?:slot|container|unit)|google-auto-placed|"
    r"jetpack-slideshow-noscript|robots-nocontent|hidden-print|noprint|navbox|"
    r"elementor-location-(?:header|footer)|elementor-widget-(?:nav-menu|post-info|share-buttons|"
    r"post-navigation|author-box|posts|theme-post-title)|email-detail__(?:header|metadata)|"
    r"ez-toc-container|toc_container|lwptoc|(?:wp-block-)?rank-math-toc(?:-block)?|"
    r"(?:wp-block-)?yoast-(?:seo-)?table-of-contents|kg-signup-card\S*|original_primary_card_tips|rich_media_area_extra|reward\S*|donate-box|post-copyright|qrcode\S*|rich_media_tool|js_share\S*)(?=\s|$)",
    re.IGNORECASE,
)
#: What sites and site generators call the element that holds a text and nothing else.
CONTENT_CLASSES = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|post-body|post__content|post-entry|single-content|"
    r"article-content|article-body|article__body|article__content|articlebody|article_content|"
    r"story-body|story-content|available-content|gh-content|e-content|td-post-content|"
    r"rich_media_content|Post-RichText|RichText|markdown-body|kg-canvas|mw-parser-output|"
    r"blog-post-content|page-content|content-body|post-text|entry-body|note-body|"
    r"js_content|article-holder|single-post-content|post_content|postcontent|blogpost-body|"
    r"elementor-widget-theme-post-content|email-body-content|newsletter-content|templateBody|bodyContent)(?:\s|$)",
    re.IGNORECASE,
)
_ROLES = {"navigation", "search", "banner", "complementary", "contentinfo", "dialog",
          "alertdialog", "menu", "menubar", "toolbar"}  # fmt: skip
#: An element with more letters than this is text, whatever it is called.
_LONGEST_BOILERPLATE = 1500
_NETWORK = re.compile(
    r"https?://(?:[\w-]+\.)*(?:facebook\.com|twitter\.com|x\.com|instagram\.com|linkedin\.com|"
    r"youtube\.com|threads\.net|tiktok\.com|pinterest\.com|bsky\.app|t\.me|weibo\.com|"
    r"mastodon\.social|reddit\.com|plurk\.com)(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_NETWORK_NAMES = re.compile(
    r"(?:share (?:on|to) |follow (?:us )?on )?(?:facebook|twitter|x|instagram|linked-?in|youtube|"
    r"threads|tik-?tok|pinterest|bluesky|telegram|weibo|mastodon|reddit|tw|fb|ig)(?: logo| icon)?",
    re.IGNORECASE,
)
#: Pixels of an icon's side at the most.
_ICON_SIZE = 64


def remove_boilerplate(root: Element, *, count_forms: bool = True) -> dict[ImportLoss, int]:
    """Take out of ``root`` what is the site's; the losses are the forms in the text itself.

    Without ``count_forms`` those forms stay.
    """
    losses: dict[ImportLoss, int] = {}
    _remove_below(root, losses if count_forms else None, len(root.text()))
    return losses


def _remove_below(element: Element, losses: dict[ImportLoss, int] | None, page_length: int) -> None:
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if is_boilerplate(child, page_length):
                continue
            if losses is not None and _is_form(child):
                losses[ImportLoss.FORM] = losses.get(ImportLoss.FORM, 0) + 1
                continue
            _remove_below(child, losses, page_length)
        children.append(child)
    element.children = children


def is_boilerplate(element: Element, page_length: int = 0) -> bool:
    """Whether ``element`` is the site's by name or role; the page has ``page_length`` letters."""
    if element.tag == "nav":
        return True
    names = class_and_id(element)
    is_named = element.attrs.get("role") in _ROLES or _BOILERPLATE_NAMES.search(names) is not None
    if (
        not is_named
        or element.find(lambda e: bool(CONTENT_CLASSES.search(class_and_id(e)))) is not None
    ):
        return False
    length = len(element.text())
    return length < _LONGEST_BOILERPLATE or length * 3 < page_length


def is_social_button(link: Element) -> bool:
    """Whether a link is no more than the sign of a social network that it leads to."""
    if link.text().strip() or not _NETWORK.match(link.attrs.get("href", "")):
        return False
    images = [e for e in link.walk() if e.tag == "img"]
    return bool(images) and all(_is_icon(image) for image in images)


def _is_icon(image: Element) -> bool:
    sizes = [image.attrs.get(key, "").removesuffix("px").strip() for key in ("width", "height")]
    known_sizes = [
        int(size) for size in sizes if size.isascii() and size.isdigit() and len(size) < 6
    ]
    if known_sizes:
        return max(known_sizes) <= _ICON_SIZE
    return _NETWORK_NAMES.fullmatch(image.attrs.get("alt", "").strip()) is not None


def class_and_id(element: Element) -> str:
    """The classes and the id of an element, in one line."""
    return f"{element.attrs.get('class', '')} {element.attrs.get('id', '')}"


def _is_form(element: Element) -> bool:
    if element.attrs.get("data-was") != "form":
        return False
    field = element.find(
        lambda e: e.tag == "input" and e.attrs.get("type", "text") not in ("hidden", "submit")
    )
    return field is not None and len(element.text()) < _LONGEST_BOILERPLATE
