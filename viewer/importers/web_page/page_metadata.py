"""What a web page says of itself in its head: title, authors, day, language, site, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from viewer.archive.model.control_characters import to_single_line
from viewer.importers.html.input_limits import Token, tokenize
from viewer.importers.metadata.dates import find_date
from viewer.importers.metadata.publication_metadata import parse_any_date

_TITLE_KEYS = ("og:title", "headline", "twitter:title", "dc.title", "citation_title", "title")
_DATE_KEYS = (
    "article:published_time", "datepublished", "parsely-pub-date", "dc.date.issued", "dcterms.date",
    "dc.date", "publish_date", "publishdate", "pubdate", "sailthru.date", "og:published_time",
    "citation_date", "date", "article.published", "og:article:published_time",
)  # fmt: skip
_AUTHOR_KEYS = ("author", "parsely-author", "article:author", "dc.creator", "citation_author",
            "sailthru.author", "twitter:creator", "byl")  # fmt: skip
_SITE_KEYS = ("og:site_name", "application-name", "al:android:app_name", "dc.publisher")
_LANGUAGE_KEYS = ("og:locale", "content-language", "dc.language", "language")
_SAVED_FROM = re.compile(r"saved from url=\(\d{4,}\)\s*(https?://[^\s<>\"]{4,2000})", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"page saved with singlefile.{0,400}?url:\s*(https?://\S{4,2000})",
                          re.IGNORECASE | re.DOTALL)  # fmt: skip
_TITLE_SEPARATOR = re.compile(r"\s+[|–—·•«»‹›:-]\s+|\s*[|｜]\s*|\s+-\s+|_(?=[^_]+\Z)")
_PUBLISHED_CLASS = re.compile(r"(?:^|\s)(?:published|entry-date|dt-published|post-date|pubdate|"
                        r"post-meta-date|date-published|timestamp)(?:\s|$)")  # fmt: skip
_UTC_TIME = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]00:?00)\Z", re.IGNORECASE)
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?:/|\Z)")
_BYLINE_PREFIX = re.compile(
    r"\s*(?:(?:posted |written )?by\s+|(?:作者|文|撰文|編輯|编辑)\s*[:：/／]\s*)", re.IGNORECASE
)
_NOT_A_NAME = re.compile(r"https?://|^@|^admin$|^\W*$", re.IGNORECASE)
_TRACKING_PARAMETER = re.compile(
    r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|source|share|replytocom|r|s|"
    r"publication_id|post_id|isfreemail|triedRedirect|amp)\Z"
)
_MOST_SCRIPTS = 20
_LARGEST_SCRIPT = 500_000
_MOST_COMMENTS = 40
_DEEPEST = 6
#: So much of the words tells their language.
_SAMPLE_LENGTH = 20_000


@dataclass(slots=True)
class PageMetadata:
    """What a page says of itself; each may be empty. ``address`` is where it stands on the web.

    ``base_address`` is the address it was saved from, which relative links are seen from.
    """

    title: str = ""
    site: str = ""
    address: str = ""
    base_address: str = ""
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    og_type: str = ""
    body_classes: str = ""
    text_sample: str = ""
    is_title_declared: bool = False

    @property
    def home(self) -> str:
        """The front page of the site."""
        address = self.address or self.base_address
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@dataclass(slots=True)
class _RawMetadata:
    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    canonical: str = ""
    saved_from: str = ""
    language: str = ""
    body_classes: str = ""
    account: str = ""
    times: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    length: int = 0


def read_page_metadata(html: str) -> PageMetadata:
    """Read the facts from a whole page, once and from front to back. Never raises."""
    found = _scan_page(html)
    linked = [item for script in found.scripts for item in _json_ld_items(script)]
    address = _first_nonempty(
        _web_address(found.canonical),
        *(_web_address(v) for v in found.metas.get("og:url", [])),
        found.saved_from,
    )
    facts = PageMetadata(
        site=_first_nonempty(found.account, *_meta_values(found, _SITE_KEYS),
                    *(_nested_name(i, "publisher") for i in linked),
                    *(_nested_name(i, "isPartOf") for i in linked)),
        address=_clean_address(address),
        base_address=_first_nonempty(found.saved_from, address),
        language=_first_nonempty(found.language, *_meta_values(found, _LANGUAGE_KEYS),
                        *(_string_value(i.get("inLanguage")) for i in linked)),
        description=_first_nonempty(*_meta_values(found, ("og:description", "description"))),
        og_type=_first_nonempty(*_meta_values(found, ("og:type",))).lower(),
        body_classes=found.body_classes,
    )  # fmt: skip
    headlines = [_string_value(i.get("headline")) for i in linked]
    said = _first_nonempty(
        *_meta_values(found, _TITLE_KEYS[:1]), *headlines, *_meta_values(found, _TITLE_KEYS[1:])
    )
    facts.is_title_declared = bool(said)
    facts.title, site = _choose_title(said, found.title, facts.site)
    facts.site = facts.site or site
    dates = [
        *_meta_values(found, _DATE_KEYS[:1]),
        *(_string_value(i.get("datePublished")) for i in linked),
        *_meta_values(found, _DATE_KEYS[1:]),
        *found.times,
    ]
    facts.date = _choose_date(dates, address)
    facts.text_sample = "".join(found.texts)
    facts.authors = _authors(found, linked, facts.site)
    return facts


def find_saved_from(start: str) -> str:
    """The address that a browser noted at the start of a page it saved, empty where it did not."""
    match = _SAVED_FROM.search(start[:4000]) or _SINGLE_FILE.search(start[:4000])
    return match[1] if match is not None else ""


def _scan_page(html: str) -> _RawMetadata:
    found = _RawMetadata()
    comments = 0
    named = False
    for token in tokenize(html):
        if token.kind == "text" and named:
            # WeChat's pages name the account that published them, and itself as the site.
            found.account = found.account or _to_one_line(token.text)
        named = token.kind == "start" and token.attrs.get("id") == "js_name"
        if token.kind == "comment" and comments < _MOST_COMMENTS:
            comments += 1
            found.saved_from = found.saved_from or find_saved_from(token.text)
        elif token.kind == "text":
            if found.length < _SAMPLE_LENGTH:
                found.texts.append(token.text)
                found.length += len(token.text)
        elif token.kind == "raw":
            if token.name == "title" and not found.title:
                found.title = _to_one_line(token.text)
            elif _is_linked_data(token) and len(found.scripts) < _MOST_SCRIPTS:
                found.scripts.append(token.text)
        elif token.kind == "start":
            _read_start_tag(token, found)
    return found


def _is_linked_data(token: Token) -> bool:
    return (
        token.name == "script"
        and "ld+json" in token.attrs.get("type", "")
        and len(token.text) < _LARGEST_SCRIPT
    )


def _read_start_tag(token: Token, found: _RawMetadata) -> None:
    attrs = token.attrs
    if token.name == "html":
        found.language = attrs.get("lang") or attrs.get("xml:lang", "")
    elif token.name == "body":
        found.body_classes = f"{attrs.get('class', '')} {attrs.get('id', '')}"
        found.language = found.language or attrs.get("lang", "")
    elif token.name == "meta":
        key = attrs.get("property") or attrs.get("name") or attrs.get("itemprop", "")
        key = (key or attrs.get("http-equiv", "")).lower()
        value = _to_one_line(attrs.get("content", ""))
        if key and value:
            found.metas.setdefault(key, []).append(value)
    elif "canonical" in attrs.get("rel", "").lower().split() or (
        token.name == "a" and "p-canonical" in attrs.get("class", "").split()
    ):
        found.canonical = found.canonical or attrs.get("href", "")
    elif token.name in ("time", "abbr", "span") and len(found.times) < 20:
        when = attrs.get("datetime") or attrs.get("title", "")
        is_date = "datepublished" in attrs.get("itemprop", "").lower()
        if when and (is_date or _PUBLISHED_CLASS.search(attrs.get("class", ""))):
            found.times.insert(0 if is_date else len(found.times), when)
        elif when and token.name == "time":
            found.times.append(when)


def _to_one_line(text: str) -> str:
    return " ".join(to_single_line(unescape(text)).split())[:1000]


def _meta_values(found: _RawMetadata, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from found.metas.get(key, [])


def _first_nonempty(*values: str) -> str:
    return next((value for value in values if value), "")


# JSON-LD


def _json_ld_items(script: str) -> list[dict[str, Any]]:
    """The articles that a block of JSON-LD describes."""
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return []
    items: list[dict[str, Any]] = []
    _collect_items(data, items, 0)
    return items


def _collect_items(data: Any, items: list[dict[str, Any]], depth: int) -> None:
    if depth > _DEEPEST or len(items) > 20:
        return
    if isinstance(data, list):
        for item in data[:100]:
            _collect_items(item, items, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(k, str) and re.search(r"Article|Posting|Report|WebPage", k)
               for k in names):  # fmt: skip
            items.append(data)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            _collect_items(data.get(key), items, depth + 1)


def _string_value(value: Any) -> str:
    return _to_one_line(value) if isinstance(value, str) else ""


def _nested_name(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return _string_value(value.get("name")) if isinstance(value, dict) else ""


# Titles, names, addresses


def _choose_title(declared: str, whole: str, site: str) -> tuple[str, str]:
    """The title without the site's name, and the name if the head's title gives it away."""
    parts = [part for part in _TITLE_SEPARATOR.split(whole) if part.strip()]
    if declared:
        declared = _without_site_name(declared, site)
        if whole.startswith(declared):
            return declared, _site_name_in(whole.removeprefix(declared))
        return declared, _site_name_in(whole.removesuffix(declared)) if whole.endswith(
            declared
        ) else ""
    if site:
        return _without_site_name(whole, site), site
    if len(parts) == 2 and len(parts[1]) <= 40 and len(parts[0]) >= len(parts[1]) // 2:
        return parts[0].strip(), parts[1].strip()
    return whole, ""


def _site_name_in(rest: str) -> str:
    """The site's name out of what the head's title has besides the page's own."""
    name = rest.strip(" \t|｜–—·•«»‹›:-_")
    return name if name != rest and len(name) <= 60 else ""


def _without_site_name(title: str, site: str) -> str:
    if not site:
        return title
    for match in _TITLE_SEPARATOR.finditer(title):
        if title[match.end() :].strip().casefold() == site.casefold():
            return title[: match.start()].strip()
        if title[: match.start()].strip().casefold() == site.casefold():
            return title[match.end() :].strip()
    return title


def _authors(found: _RawMetadata, linked: list[dict[str, Any]], site: str) -> tuple[str, ...]:
    names: list[str] = []
    for item in linked:
        written = item.get("author")
        for one in written if isinstance(written, list) else [written]:
            name = _string_value(one.get("name")) if isinstance(one, dict) else _string_value(one)
            names.append(name)
    if not any(names):
        names = list(_meta_values(found, _AUTHOR_KEYS))
    return author_names(names, site)


def author_names(names: list[str], site: str = "") -> tuple[str, ...]:
    """Names of people among ``names``: no addresses, not the site's own, each once."""
    made: list[str] = []
    for name in names:
        for part in re.split(
            r"\s*(?:,|、|;|；|\band\b|&)\s*", _BYLINE_PREFIX.sub("", name, count=1)
        ):
            part = " ".join(part.split())
            if (
                not _NOT_A_NAME.search(part)
                and len(part) <= 80
                and part.casefold() != site.casefold()
            ):
                made.append(part)
    return tuple(dict.fromkeys(made))[:10]


def _web_address(address: str) -> str:
    address = unescape(address).strip()
    return address if address.startswith(("https://", "http://")) else ""


def _clean_address(address: str) -> str:
    """``address`` without its fragment and what only counts readers."""
    try:
        parts = urlsplit(address)
        kept = [
            pair for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING_PARAMETER.match(pair[0])
        ]  # fmt: skip
    except ValueError:
        return ""
    query = urlencode(kept) if len(kept) < len(parse_qsl(parts.query)) else parts.query
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))[:2000]


def _choose_date(dates: list[str], address: str) -> str:
    """The day of publication where its author was.

    Sites often say it in universal time; then a date with a zone, or the one in the address, that
    is a day off is what the author and the readers saw.
    """
    in_path = _date_in_address(address)
    first = ""
    for said in dates:
        day = parse_any_date(said) or find_date(said)
        if not day:
            continue
        if not first:
            first = day
            if not _UTC_TIME.search(said):
                return day
        elif _is_adjacent_day(day, first) and not _UTC_TIME.search(said):
            return day
    if not first or (in_path and _is_adjacent_day(in_path, first)):
        return in_path
    return first


def _is_adjacent_day(day: str, other: str) -> bool:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= 1


def _date_in_address(address: str) -> str:
    match = _DATE_IN_PATH.search(address)
    return parse_any_date(f"{match[1]}-{match[2]}-{match[3]}") if match is not None else ""
