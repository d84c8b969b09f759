"""Reads the metadata of a web page: title, authors, date, language, site, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from viewer.archive.model.control_characters import make_encodable, to_single_line
from viewer.importers.html.input_limits import Token, tokenize
from viewer.importers.metadata.dates import find_date, parse_any_date

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
#: So many characters of text are kept to detect the language.
_SAMPLE_LENGTH = 20_000


@dataclass(slots=True)
class PageMetadata:
    """The metadata of a page; each may be empty. ``address`` is its canonical web address.

    ``base_address`` is the address it was saved from, to which links are relative.
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
        """The address of the site's front page; empty if unknown."""
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
    """Read the metadata in one pass over a whole page. Never raises."""
    raw = _scan_page(html)
    json_ld = [item for script in raw.scripts for item in _json_ld_items(script)]
    address = _first_nonempty(
        _web_address(raw.canonical),
        *(_web_address(v) for v in raw.metas.get("og:url", [])),
        raw.saved_from,
    )
    metadata = PageMetadata(
        site=_first_nonempty(raw.account, *_meta_values(raw, _SITE_KEYS),
                    *(_nested_name(i, "publisher") for i in json_ld),
                    *(_nested_name(i, "isPartOf") for i in json_ld)),
        address=_clean_address(address),
        base_address=_first_nonempty(raw.saved_from, address),
        language=_first_nonempty(raw.language, *_meta_values(raw, _LANGUAGE_KEYS),
                        *(_string_value(i.get("inLanguage")) for i in json_ld)),
        description=_first_nonempty(*_meta_values(raw, ("og:description", "description"))),
        og_type=_first_nonempty(*_meta_values(raw, ("og:type",))).lower(),
        body_classes=raw.body_classes,
    )  # fmt: skip
    headlines = [_string_value(i.get("headline")) for i in json_ld]
    declared = _first_nonempty(
        *_meta_values(raw, _TITLE_KEYS[:1]), *headlines, *_meta_values(raw, _TITLE_KEYS[1:])
    )
    metadata.is_title_declared = bool(declared)
    metadata.title, site = _choose_title(declared, raw.title, metadata.site)
    metadata.site = metadata.site or site
    dates = [
        *_meta_values(raw, _DATE_KEYS[:1]),
        *(_string_value(i.get("datePublished")) for i in json_ld),
        *_meta_values(raw, _DATE_KEYS[1:]),
        *raw.times,
    ]
    metadata.date = _choose_date(dates, address)
    metadata.text_sample = "".join(raw.texts)
    metadata.authors = _authors(raw, json_ld, metadata.site)
    return metadata


def find_saved_from(start: str) -> str:
    """The address that a browser noted at the start of a saved page; empty if it did not."""
    match = _SAVED_FROM.search(start[:4000]) or _SINGLE_FILE.search(start[:4000])
    return match[1] if match is not None else ""


def _scan_page(html: str) -> _RawMetadata:
    raw = _RawMetadata()
    comments = 0
    in_account_name = False
    for token in tokenize(html):
        if token.kind == "text" and in_account_name:
            # WeChat names itself as the site; the account is the publication.
            raw.account = raw.account or _to_one_line(token.text)
        in_account_name = token.kind == "start" and token.attrs.get("id") == "js_name"
        if token.kind == "comment" and comments < _MOST_COMMENTS:
            comments += 1
            raw.saved_from = raw.saved_from or find_saved_from(token.text)
        elif token.kind == "text":
            if raw.length < _SAMPLE_LENGTH:
                raw.texts.append(token.text)
                raw.length += len(token.text)
        elif token.kind in ("raw", "unclosed"):
            if token.name == "title" and not raw.title:
                raw.title = _to_one_line(token.text)
            elif _is_linked_data(token) and len(raw.scripts) < _MOST_SCRIPTS:
                raw.scripts.append(token.text)
        elif token.kind == "start":
            _read_start_tag(token, raw)
    return raw


def _is_linked_data(token: Token) -> bool:
    return (
        token.name == "script"
        and "ld+json" in token.attrs.get("type", "")
        and len(token.text) < _LARGEST_SCRIPT
    )


def _read_start_tag(token: Token, raw: _RawMetadata) -> None:
    attrs = token.attrs
    if token.name == "html":
        raw.language = attrs.get("lang") or attrs.get("xml:lang", "")
    elif token.name == "body":
        raw.body_classes = f"{attrs.get('class', '')} {attrs.get('id', '')}"
        raw.language = raw.language or attrs.get("lang", "")
    elif token.name == "meta":
        key = attrs.get("property") or attrs.get("name") or attrs.get("itemprop", "")
        key = (key or attrs.get("http-equiv", "")).lower()
        value = _to_one_line(attrs.get("content", ""))
        if key and value:
            raw.metas.setdefault(key, []).append(value)
    elif "canonical" in attrs.get("rel", "").lower().split() or (
        token.name == "a" and "p-canonical" in attrs.get("class", "").split()
    ):
        raw.canonical = raw.canonical or attrs.get("href", "")
    elif token.name in ("time", "abbr", "span") and len(raw.times) < 20:
        when = attrs.get("datetime") or attrs.get("title", "")
        is_date = "datepublished" in attrs.get("itemprop", "").lower()
        if when and (is_date or _PUBLISHED_CLASS.search(attrs.get("class", ""))):
            raw.times.insert(0 if is_date else len(raw.times), when)
        elif when and token.name == "time":
            raw.times.append(when)


def _to_one_line(text: str) -> str:
    return " ".join(to_single_line(unescape(text)).split())[:1000]


def _meta_values(raw: _RawMetadata, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        yield from raw.metas.get(key, [])


def _first_nonempty(*values: str) -> str:
    return next((value for value in values if value), "")


# JSON-LD


def _json_ld_items(script: str) -> list[dict[str, Any]]:
    """The articles that a block of JSON-LD describes."""
    try:
        data = make_encodable(json.loads(script))
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


def _choose_title(declared: str, page_title: str, site: str) -> tuple[str, str]:
    """The title without the site's name, and that name if ``page_title`` contains it."""
    parts = [part for part in _TITLE_SEPARATOR.split(page_title) if part.strip()]
    if declared:
        declared = _without_site_name(declared, site)
        if page_title.startswith(declared):
            return declared, _site_name_in(page_title.removeprefix(declared))
        return declared, _site_name_in(page_title.removesuffix(declared)) if page_title.endswith(
            declared
        ) else ""
    if site:
        return _without_site_name(page_title, site), site
    if len(parts) == 2 and len(parts[1]) <= 40 and len(parts[0]) >= len(parts[1]) // 2:
        return parts[0].strip(), parts[1].strip()
    return page_title, ""


def _site_name_in(remainder: str) -> str:
    """The site's name in what the page title has besides the article's title; else empty."""
    name = remainder.strip(" \t|｜–—·•«»‹›:-_")
    return name if name != remainder and len(name) <= 60 else ""


def _without_site_name(title: str, site: str) -> str:
    if not site:
        return title
    for match in _TITLE_SEPARATOR.finditer(title):
        if title[match.end() :].strip().casefold() == site.casefold():
            return title[: match.start()].strip()
        if title[: match.start()].strip().casefold() == site.casefold():
            return title[match.end() :].strip()
    return title


def _authors(raw: _RawMetadata, json_ld: list[dict[str, Any]], site: str) -> tuple[str, ...]:
    names: list[str] = []
    for item in json_ld:
        author = item.get("author")
        for person in author if isinstance(author, list) else [author]:
            name = (
                _string_value(person.get("name"))
                if isinstance(person, dict)
                else _string_value(person)
            )
            names.append(name)
    if not any(names):
        names = list(_meta_values(raw, _AUTHOR_KEYS))
    return author_names(names, site)


def author_names(names: list[str], site: str = "") -> tuple[str, ...]:
    """The people among ``names``: no addresses, not the site's name, no duplicates."""
    people: list[str] = []
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
                people.append(part)
    return tuple(dict.fromkeys(people))[:10]


def _web_address(address: str) -> str:
    address = unescape(address).strip()
    return address if address.startswith(("https://", "http://")) else ""


def _clean_address(address: str) -> str:
    """``address`` without fragment and tracking parameters."""
    try:
        parts = urlsplit(address)
        query_parts = [
            pair for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING_PARAMETER.match(pair[0])
        ]  # fmt: skip
    except ValueError:
        return ""
    query = (
        urlencode(query_parts) if len(query_parts) < len(parse_qsl(parts.query)) else parts.query
    )
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))[:2000]


def _choose_date(dates: list[str], address: str) -> str:
    """The ISO date of publication in the author's time zone; empty if there is none.

    The first date counts; but if it is in UTC, a date with another zone, or the one in the address,
    that differs by one day is the local one.
    """
    in_path = _date_in_address(address)
    first_day = ""
    for declared in dates:
        day = parse_any_date(declared) or find_date(declared)
        if not day:
            continue
        if not first_day:
            first_day = day
            if not _UTC_TIME.search(declared):
                return day
        elif _is_adjacent_day(day, first_day) and not _UTC_TIME.search(declared):
            return day
    if not first_day or (in_path and _is_adjacent_day(in_path, first_day)):
        return in_path
    return first_day


def _is_adjacent_day(day: str, other: str) -> bool:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= 1


def _date_in_address(address: str) -> str:
    match = _DATE_IN_PATH.search(address)
    return parse_any_date(f"{match[1]}-{match[2]}-{match[3]}") if match is not None else ""
