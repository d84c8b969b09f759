"""Marks that only a site generator or a note-taking program knows, as plain Markdown.

Hugo's shortcodes ``{{< figure … >}}``, the tags of Jekyll and Hexo ``{% … %}``, and Obsidian's
``![[picture.png]]`` and ``[[page]]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.markdown_text.lines import outside_code, plain_words

_CODE_OPENS = re.compile(
    r"\{\{[<%]\s*highlight\s+\"?([\w+#.-]*)\"?[^{}\n]{0,200}[>%]\}\}"
    r"|\{%-?\s*(?:highlight|codeblock|code)\b([^%{}\n]{0,200})-?%\}"
)
_CODE_CLOSES = re.compile(
    r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}|\{%-?\s*end(?:highlight|codeblock|code)\s*-?%\}"
)
_LANGUAGE = re.compile(r"(?:^|\s|lang:)([A-Za-z][\w+#.-]*)")
_MARK = re.compile(
    r"(?P<code>(?P<ticks>`+)(?:(?!`)[^\n]|\n(?!\n)){0,2000}?(?P=ticks)(?!`))"
    r"|\{\{(?P<kind>[<%])(?P<hugo>(?:(?!\{\{|[>%]\}\}).){1,2000})[>%]\}\}"
    r"|\{%-?(?P<liquid>(?:(?!\{%|%\}).){1,1000}?)-?%\}"
    r"|\{\{(?P<expression>[^{}\n]{1,300})\}\}"
    r"|(?P<embed>!?)\[\[(?P<page>[^\[\]\n|#^\s](?:[^\[\]\n|#^]{0,200}[^\[\]\n|#^\s])?)"
    r"(?:[#^][^\[\]\n|]{0,200})?(?:\|(?P<label>[^\[\]\n]{0,300}))?\]\](?!\()",
    re.DOTALL,
)
#: A remark in a box, as Hugo's themes and Hexo have it: between marks on lines of their own.
_NOTE = re.compile(
    r"^(?:\{\{[<%]|(?P<liquid>\{%-?))\s*"
    r"(?P<name>notice|callout|admonition|alert|hint|note|tip|warning)"
    r"\b(?P<rest>[^{}\n]{0,200}?)\s*(?(liquid)-?%\}|[>%]\}\})[ \t]*\n"
    r"(?P<inner>(?:(?!\{\{|\{%)[^\0]){1,20000}?)\n[ \t]*"
    r"(?(liquid)\{%-?\s*end(?P=name)\s*-?%\}|\{\{[<%]\s*/\s*(?P=name)\s*[>%]\}\})[ \t]*$",
    re.MULTILINE,
)
_ARGUMENT = re.compile(
    r"(?:([\w-]+)\s*[=:]\s*)?(\"(?:[^\"\\]|\\.)*\"|'[^']*'|`[^`]*`|[^\s\"'`]+)", re.DOTALL
)
_LITERAL = re.compile(
    r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*\|\s*(?:relative_url|absolute_url|prepend\b.*)"
)
_SITE = re.compile(r"\s*(?:site|page)\.(?:base_?url|url|root|path)\s*(?:\|.*)?\Z")
_SAID = ("title", "caption", "summary", "text", "label", "content")
_FILMS: dict[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}", "youtuber": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}", "bilibili": "https://www.bilibili.com/video/{}",
    "instagram": "https://www.instagram.com/p/{}/", "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}", "x": "https://twitter.com/i/status/{}",
    "asciinema": "https://asciinema.org/a/{}", "speakerdeck": "https://speakerdeck.com/{}",
    "gist": "https://gist.github.com/{}", "codepen": "https://codepen.io/pen/{}",
    "spotify": "https://open.spotify.com/{}",
}  # fmt: skip
_PICTURES = ("figure", "img", "image", "imgcap", "picture", "asset_img", "imageset", "photo", "pic")
_PICTURE_SOURCES = ("src", "image_path", "image", "url", "path", "file", "name", "link", "img")
_LINKS = ("ref", "relref", "link", "post_url", "post_link", "post_path", "asset_path", "asset_link")
_SIZE = re.compile(r"\d+(?:x\d*)?\Z")
_IS_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|svg|avif|heic)\Z", re.IGNORECASE)

Lose = Callable[[ImportLoss], None]


def plain_marks(text: str, lose: Lose) -> str:
    """``text`` with such marks as links and pictures; what none can say is left out and counted.

    Templates that are the subject of the text, in code, stay.
    """
    if "{{" not in text and "{%" not in text and "[[" not in text:
        return text
    return outside_code(_NOTE.sub(_note, _with_fences(text)), lambda piece: _plain(piece, lose))


def _with_fences(text: str) -> str:
    """Code between a generator's own marks as fenced code."""
    made: list[str] = []
    at = 0
    while True:
        opening = _CODE_OPENS.search(text, at)
        closing = _CODE_CLOSES.search(text, opening.end()) if opening is not None else None
        if opening is None or closing is None:
            break
        match = _LANGUAGE.search(opening[1] or opening[2] or "")
        inner = text[opening.end() : closing.start()].strip("\n")
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`{3,}", inner))])
        made.append(text[at : opening.start()].rstrip(" \t"))
        made.append(f"\n{fence}{match[1] if match else ''}\n{inner}\n{fence}\n")
        at = closing.end()
    return "".join([*made, text[at:]])


def _note(match: re.Match[str]) -> str:
    """A boxed remark as the quote by which GitHub calls attention."""
    plain, named = _arguments(match["rest"])
    kinds = [
        word for word in (named.get("type", ""), *plain[:1]) if re.fullmatch("[A-Za-z]+", word)
    ]
    titles = [named.get("title", ""), *(word for word in plain[1:] if word)]
    kind = kinds[0] if kinds and len(kinds[0]) > 1 else "note"
    title = next((title for title in titles if title), "")
    lines = [f"[!{kind[:20]}] {title}".rstrip(), *match["inner"].strip("\n").split("\n")]
    return "\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _plain(text: str, lose: Lose) -> str:
    hidden = re.compile(r"\{%-?\s*comment\s*-?%\}.{0,20000}?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
    if "endcomment" in text:
        text = hidden.sub("", text)
    return _MARK.sub(lambda match: _replaced(match, lose), text)


def _replaced(match: re.Match[str], lose: Lose) -> str:
    if match["code"]:
        return match[0]
    if match["hugo"]:
        return _shortcode(match["hugo"], lose)
    if match["liquid"]:
        made = _tag(match["liquid"], lose)
        return match[0] if made is None else made
    if match["expression"]:
        literal = _LITERAL.match(match["expression"])
        if literal is not None:
            return literal[1] or literal[2] or ""
        return "" if _SITE.match(match["expression"]) else match[0]
    page, label = match["page"], (match["label"] or "").strip()
    if match["embed"] and _IS_PICTURE.search(page):
        return f"![{'' if _SIZE.match(label) else label}](<{page}>)"
    return f"[{label or page.rpartition('/')[2]}](<{page}>)"


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """The arguments of a mark: those without a name in their order, and the named ones."""
    plain: list[str] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(text[:2000]):
        value = match[2]
        if value[0] == value[-1] and value[0] in "\"'`" and len(value) > 1:
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        value = " ".join(value.split())
        if match[1] and not re.match(r"https?\Z", match[1]):
            named.setdefault(match[1].lower(), value)
        else:
            plain.append(f"{match[1]}:{value}" if match[1] else value)
    return plain, named


def _shortcode(inner: str, lose: Lose) -> str:
    words = inner.strip()
    if words.startswith("/*"):
        # Written so by those who tell of shortcodes.
        return "{{<" + words[2:].removesuffix("*/") + ">}}"
    words = words.rstrip("/").strip()
    if words.startswith("/"):
        return ""
    name, _, rest = words.partition(" ")
    name = name.lower().rpartition("/")[2]
    if name in ("raw", "rawhtml", "html", "unsafe"):
        return ""
    plain, named = _arguments(rest)
    made = _known(name, plain, named, lose)
    if made is not None:
        return made
    lose(ImportLoss.MARKUP)
    said = next((named[key] for key in _SAID if named.get(key)), "")
    return f"**{said}**" if said else ""


def _tag(inner: str, lose: Lose) -> str | None:
    """A tag of Jekyll's or Hexo's; None for one that is not known and stays."""
    name, _, rest = inner.strip().partition(" ")
    name = name.lower()
    if name in ("raw", "endraw"):
        return ""
    plain, named = _arguments(rest)
    if name == "include":
        name = plain.pop(0).rpartition("/")[2].partition(".")[0].lower() if plain else ""
        if name == "video" or "provider" in named:
            name = named.get("provider", "youtube").lower()
        return _known(name, plain, named, lose)
    return _known(name, plain, named, lose)


def _known(name: str, plain: list[str], named: Mapping[str, str], lose: Lose) -> str | None:
    if name in _PICTURES or (name not in _LINKS and any(map(_IS_PICTURE.search, named.values()))):
        return _picture(plain, named)
    if name in _LINKS:
        target = next(iter(plain), "") or named.get("path", "")
        if name in ("post_link", "asset_link") and target:
            label = " ".join(plain[1:]) or target
            return f"[{_label(label)}](<{target}>)"
        return target
    if name in _FILMS:
        key = named.get("id") or named.get("bvid") or (plain[-1] if plain else "")
        if name == "gist":
            key = "/".join(plain[:2]) or key
        if name in ("tweet", "twitter", "x") and named.get("user"):
            key = named.get("id", key)
        if re.fullmatch(r"https?://\S{1,500}", key):
            lose(ImportLoss.EMBEDDED)
            return f"[{key}]({key})"
        if not re.fullmatch(r"[\w./@-]{1,200}", key):
            return None
        lose(ImportLoss.EMBEDDED)
        address = _FILMS[name].format(key)
        return f"[{_label(named.get('title', '') or address)}]({address})"
    return None


def _picture(plain: list[str], named: Mapping[str, str]) -> str | None:
    source = next(
        (named[key] for key in _PICTURE_SOURCES if _IS_PICTURE.search(named.get(key, ""))), ""
    )
    source = source or next((value for value in plain if _IS_PICTURE.search(value)), "")
    source = source or named.get("src", "")
    if not source:
        return None
    behind = plain[plain.index(source) + 1 :] if source in plain else []
    words = " ".join(value for value in behind if not _SIZE.match(value))
    caption = plain_words(named.get("caption") or named.get("title") or words)
    title = ' "{}"'.format(caption.replace('"', "&#34;")) if caption else ""
    made = f"![{_label(named.get('alt') or caption)}](<{source}>{title})"
    link = named.get("link", "")
    if re.match(r"https?://\S+\Z", link):
        made = f"[{made}]({link})"
    return made


def _label(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)
