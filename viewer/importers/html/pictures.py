"""Collects the pictures of a text: finds their real source and content, and names their files."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue_draft import ImportLoss, PictureDraft
from viewer.importers.sources.image_info import MOST_PIXELS, identify_image
from viewer.importers.sources.safe_files import is_regular, read_first_bytes

#: The content of a picture, or the file that holds it, by its source as written; None if unknown.
PictureFinder = Callable[[str], bytes | Path | None]

#: Attributes in which pages that load pictures by script keep the real source, best first.
_LAZY_ATTRIBUTES = (
    "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src",
    "data-lazy", "data-lazyload", "data-echo", "data-url", "data-large-file", "data-orig-file",
    "data-medium-file", "data-image", "data-full-src",
)  # fmt: skip
_SRCSET_ATTRIBUTES = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer|placeholder|loading|lazy|transparent|pixel|1x1|clear|grey|gray|empty|dot)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g)(?:\?|\Z)|\Aabout:|\A#?\Z",
    re.IGNORECASE,
)
_TRACKER_URL = re.compile(
    r"//[^/]*(?:pixel\.wp\.com|stats\.wordpress\.com|google-analytics\.com|doubleclick\.net|"
    r"feeds\.wordpress\.com|feedburner\.com/~|list-manage\.com/track|eotrx\.|mailtrack|"
    r"scorecardresearch|quantserve|sb\.scorecard|mixpanel\.com/track|facebook\.com/tr\b|"
    r"analytics\.|emltrk\.com|mandrillapp\.com/track|rs6\.net/on\.jsp|t\.co/i/|"
    r"px\.ads\.linkedin)|/(?:track|trk)/open|/open\.(?:aspx|php|gif)|/wf/open|/o\.gif\b|"
    r"/e/o/|/open\?token=|/api/v1/open\b|/tracking-?pixel|/beacon\b",
    re.IGNORECASE,
)
_EMOJI_CLASS = re.compile(r"(?:^|[\s_-])(?:wp-smiley|emoji|emojione|twemoji|an1)(?:$|[\s_-])", re.I)
_NUMBER = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*\Z")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(?:max-)?(width|height)\s*:\s*(\d{1,6})(?:\.\d+)?px", re.I)
_SRCSET_CANDIDATE = re.compile(
    r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+(\d+(?:\.\d+)?)([wx]))?\s*(?:,|\Z)"
)
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+(?:=[^;,]*)?)*?)(;base64)?,", re.I)
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp)\Z", re.IGNORECASE)
# What sites add to the file name of a scaled picture.
_SIZE_SUFFIX = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled)+(?=\.\w{2,5}\Z)")
_STEM = re.compile(r"[^a-z0-9]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_READ_START = 1 << 20
#: Pictures with a side shorter than this, in pixels, only count readers.
_LEAST_SIZE = 3
_PLACEHOLDER_SIZE = 64
#: Pictures whose longer side has at most so many pixels stay in their line of text.
_INLINE_SIZE = 64
_MOST_PICTURES = 5000


class PictureCollector:
    """Collects the pictures of one issue while its text is read."""

    def __init__(
        self,
        finder: PictureFinder | None,
        base_url: str,
        data_urls: list[str],
        problems: ProblemCollector,
    ) -> None:
        self._finder = finder
        self._base_url = base_url
        self._data_urls = data_urls
        self._problems = problems
        self._by_source: dict[str, str] = {}
        self._by_path: dict[Path, str] = {}
        self._names: set[str] = set()
        self._sizes_by_name: dict[str, Sequence[int]] = {}
        self.drafts: list[PictureDraft] = []
        self.losses: dict[ImportLoss, int] = {}

    def collect(self, image: Element) -> Element | str | None:
        """What to put for an ``img``: an ``img`` with src and alt, an emoji as text, or None."""
        alt = " ".join(image.attrs.get("alt", "").split())
        if image.attrs.get("data-was") == "svg" and any(
            0 < size < 48 for size in _declared_sizes(image)
        ):
            # An icon, whatever it is called.
            return None
        sources = list(dict.fromkeys(_sources(image)))
        if _is_emoji(image, alt):
            return alt
        if is_tracking_pixel(image):
            return None
        refused = False
        for source in sources:
            name = self._by_source.get(source)
            if name is None:
                content = self._find_content(source)
                if content is None:
                    continue
                known = self._by_path.get(content) if isinstance(content, Path) else None
                name = known or self._store(source, content, len(sources) > 1)
                if name is None:
                    refused = refused or not source.startswith("data:") or len(sources) == 1
                    continue
                if name:
                    self._by_source[source] = name
                if isinstance(content, Path):
                    # One file may stand for several sources: a picture in its sizes.
                    self._by_path[content] = name
            if name:
                return _make_image(
                    name, alt, _declared_sizes(image) or self._sizes_by_name.get(name, ())
                )
            if len(sources) == 1:
                return None
        return self._missing_picture(sources, alt, refused, _declared_sizes(image))

    def _missing_picture(
        self, sources: list[str], alt: str, refused: bool, sizes: Sequence[int]
    ) -> Element | None:
        """A picture whose content is missing: its address on the web, or an ``img`` without one."""
        real = [s for s in sources if not _is_placeholder_source(s)]
        for source in real:
            address = join_url(self._base_url, source)
            if address.startswith(("https://", "http://")):
                self.count_loss(ImportLoss.REFUSED_PICTURE if refused else ImportLoss.WEB_PICTURE)
                return _make_image(address, alt, sizes)
        if refused:
            self.count_loss(ImportLoss.REFUSED_PICTURE)
        elif real:
            self.count_loss(ImportLoss.MISSING_PICTURE)
        else:
            return None
        return Element("img", {"src": "", "alt": alt or _file_name(real)})

    def count_loss(self, loss: ImportLoss, count: int = 1) -> None:
        """Count something that could not be kept."""
        self.losses[loss] = self.losses.get(loss, 0) + count

    def _find_content(self, source: str) -> bytes | Path | None:
        if source.startswith("data:"):
            number = source[5:]
            if not number.isdigit() or int(number) >= len(self._data_urls):
                return None
            return decode_data_url(self._data_urls[int(number)])
        if self._finder is None:
            return None
        content = self._finder(source)
        if isinstance(content, Path) and not is_regular(content):
            return None
        return content

    def _store(self, source: str, content: bytes | Path, has_others: bool) -> str | None:
        """The name under which a picture is kept; None where it is refused.

        Empty for one that shows nothing: a tracking pixel, or, if the picture ``has_others``
        (sources), a small ``data:`` one that stands in until they are loaded.
        """
        try:
            if isinstance(content, Path):
                size = os.lstat(content).st_size
                start = read_first_bytes(content, _READ_START)
            else:
                size, start = len(content), content[:_READ_START]
        except (OSError, ValueError):
            return None
        identified = identify_image(start)
        if identified is None or size > MAX_PICTURE_BYTES or len(self.drafts) >= _MOST_PICTURES:
            return None
        ending, (width, height) = identified
        if width * height > MOST_PIXELS:
            return None
        if has_others and source.startswith("data:") and min(width, height) < _PLACEHOLDER_SIZE:
            return ""
        if ending == "svg":
            self.count_loss(ImportLoss.REFUSED_PICTURE)
        elif width < _LEAST_SIZE or height < _LEAST_SIZE:
            return ""
        name = self._unique_name(source, ending)
        self._sizes_by_name[name] = (width, height)
        self.drafts.append(PictureDraft(name, content))
        return name

    def _unique_name(self, source: str, ending: str) -> str:
        file_name = "" if source.startswith(("data:", "cid:")) else _file_name([source])
        stem = _STEM.sub("-", file_name.rpartition(".")[0].lower()).strip("-")[:40].strip("-")
        if not stem or _RESERVED.match(stem):
            stem = f"picture{'-' if stem else ''}{stem}"
        name = f"{stem}.{ending}"
        number = 1
        while name in self._names:
            number += 1
            name = f"{stem}-{number}.{ending}"
        self._names.add(name)
        return f"figures/{name}"


def _make_image(source: str, alt: str, sizes: Sequence[int]) -> Element:
    """A picture; one that is no higher than a few lines says that it is ``small``."""
    small = {"small": ""} if sizes and 0 < max(sizes) <= _INLINE_SIZE else {}
    return Element("img", {"src": source, "alt": alt, **small})


def join_url(base: str, address: str) -> str:
    """``address`` resolved against ``base``, spaces as ``%20``; empty where it is malformed."""
    try:
        joined = urljoin(base, address.strip()) if base else address.strip()
    except ValueError:
        return ""
    return re.sub(r"\s", "%20", joined)


def is_same_picture(address: str, image: Element) -> bool:
    """Whether a link leads to the picture that ``image`` shows, perhaps in another size."""
    name = _file_name([address])
    if not _PICTURE_FILE.search(name):
        return False
    # A picture in the page or mail itself has no file name.
    return any(
        source.startswith(("data:", "cid:"))
        or _name_without_size(source) == _name_without_size(address)
        for source in _sources(image)
    )


def _name_without_size(address: str) -> str:
    """The name of a picture's file without the size in it."""
    # On servers that scale pictures the name is a whole address, with slashes escaped.
    name = _file_name([address]).rpartition("/")[2]
    return _SIZE_SUFFIX.sub("", name).casefold()


def decode_data_url(address: str) -> bytes | None:
    """The content of a ``data:`` address; None if it is none or too large."""
    match = _DATA.match(address.strip()[:400])
    if match is None or len(address) > MAX_PICTURE_BYTES * 2:
        return None
    payload = address.strip()[match.end() :]
    try:
        if match[3]:
            return base64.b64decode("".join(unquote(payload).split()) + "==", validate=False)
        return unquote_to_bytes(payload)
    except (binascii.Error, ValueError):
        return None


def _sources(image: Element) -> Iterator[str]:
    """Every source an ``img`` names, the one that is shown first."""
    attrs = image.attrs
    source = attrs.get("src", "").strip()
    lazy_sources = [attrs[key].strip() for key in _LAZY_ATTRIBUTES if attrs.get(key, "").strip()]
    lazy_sources = [value for value in lazy_sources if not value.startswith(("{", "["))]
    if source and not (lazy_sources and _is_placeholder_source(source)):
        yield source
    yield from lazy_sources
    for key in _SRCSET_ATTRIBUTES:
        yield from _parse_srcset(attrs.get(key, ""))
    if source:
        yield source


def _parse_srcset(value: str) -> list[str]:
    """The addresses of a ``srcset``, largest first."""
    candidates: list[tuple[float, str]] = []
    for match in _SRCSET_CANDIDATE.finditer(value):
        candidates.append((float(match[2] or 1), match[1]))
        if len(candidates) >= 40:
            break
    return [address for _, address in sorted(candidates, key=lambda pair: -pair[0])]


def is_placeholder(image: Element) -> bool:
    """Whether an ``img`` only keeps the place of a picture that a script would load."""
    source = image.attrs.get("src", "")
    is_lazy = any(
        image.attrs.get(key) for key in (*_LAZY_ATTRIBUTES, "data-srcset", "data-lazy-srcset")
    )
    return is_lazy or not source or _is_placeholder_source(source)


def _is_placeholder_source(source: str) -> bool:
    if source.startswith("data:"):
        return True
    try:
        path = urlsplit(source).path
    except ValueError:
        return False
    return _PLACEHOLDER.search(path.rpartition("/")[2]) is not None


def _is_emoji(image: Element, alt: str) -> bool:
    source = image.attrs.get("src", "")
    is_named_emoji = _EMOJI_CLASS.search(image.attrs.get("class", "")) or "/emoji/" in source
    return bool(is_named_emoji) and 0 < len(alt) <= 12


def _declared_sizes(image: Element) -> list[int]:
    sizes = []
    for key in ("width", "height"):
        match = _NUMBER.match(image.attrs.get(key, ""))
        if match is not None:
            sizes.append(int(match[1]))
    sizes += [int(match[2]) for match in _STYLE_SIZE.finditer(image.attrs.get("style", ""))]
    return sizes


def is_tracking_pixel(image: Element) -> bool:
    """Whether an ``img`` is there to count readers, or to hold a place open."""
    sources = list(_sources(image))
    if sources and all(_TRACKER_URL.search(source) for source in sources):
        return True
    sizes = _declared_sizes(image)
    return bool(sizes) and min(sizes) < _LEAST_SIZE and "data-src" not in image.attrs


def _file_name(sources: list[str]) -> str:
    if not sources:
        return ""
    try:
        path = urlsplit(sources[0]).path
    except ValueError:
        path = sources[0]
    return unquote(path.replace("\\", "/").rstrip("/").rpartition("/")[2])[:120]
