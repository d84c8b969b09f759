"""Converts the syntax of site generators and note-taking programs to plain Markdown.

Hugo's shortcodes ``{{< figure … >}}``, the tags of Jekyll and Hexo ``{% … %}``, and Obsidian's
``![[picture.png]]`` and ``[[page]]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.markdown_text.lines import map_outside_code, strip_inline_markdown

_CODE_OPENS = re.compile(
    r"\{\{[<%]\s*highlight\s+\"?([\w+#.-]*)\"?[^{}\n]{0,200}[>%]\}\}"
    r"|\{%-?\s*(?:highlight|codeblock|code)\b([^%{}\n]{0,200})-?%\}"
)
_CODE_CLOSES = re.compile(
    r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}|\{%-?\s*end(?:highlight|codeblock|code)\s*-?%\}"
)
_LANGUAGE = re.compile(r"(?:^|\s|lang:)([A-Za-z][\w+#.-]*)")
_SYNTAX = re.compile(
    r"(?P<code>(?P<ticks>`+)(?:(?!`)[^\n]|\n(?!\n)){0,2000}?(?P=ticks)(?!`))"
    r"|\{\{(?P<kind>[<%])(?P<hugo>(?:(?!\{\{|[>%]\}\}).){1,2000})[>%]\}\}"
    r"|\{%-?(?P<liquid>(?:(?!\{%|%\}).){1,1000}?)-?%\}"
    r"|\{\{(?P<expression>[^{}\n]{1,300})\}\}"
    r"|(?P<embed>!?)\[\[(?P<page>[^\[\]\n|#^\s](?:[^\[\]\n|#^]{0,200}[^\[\]\n|#^\s])?)"
    r"(?:[#^][^\[\]\n|]{0,200})?(?:\|(?P<label>[^\[\]\n]{0,300}))?\]\](?!\()",
    re.DOTALL,
)
#: A remark in a box, as Hugo's themes and Hexo have it: between tags on lines of their own.
_NOTE_BOX = re.compile(
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
_LIQUID_LITERAL = re.compile(
    r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*\|\s*(?:relative_url|absolute_url|prepend\b.*)"
)
_SITE_VARIABLE = re.compile(r"\s*(?:site|page)\.(?:base_?url|url|root|path)\s*(?:\|.*)?\Z")
_TEXT_ARGUMENTS = ("title", "caption", "summary", "text", "label", "content")
_EMBED_ADDRESSES: dict[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}", "youtuber": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}", "bilibili": "https://www.bilibili.com/video/{}",
    "instagram": "https://www.instagram.com/p/{}/", "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}", "x": "https://twitter.com/i/status/{}",
    "asciinema": "https://asciinema.org/a/{}", "speakerdeck": "https://speakerdeck.com/{}",
    "gist": "https://gist.github.com/{}", "codepen": "https://codepen.io/pen/{}",
    "spotify": "https://open.spotify.com/{}",
}  # fmt: skip
_PICTURE_TAGS = (
    "figure",
    "img",
    "image",
    "imgcap",
    "picture",
    "asset_img",
    "imageset",
    "photo",
    "pic",
)
_PICTURE_SOURCES = ("src", "image_path", "image", "url", "path", "file", "name", "link", "img")
_LINK_TAGS = (
    "ref",
    "relref",
    "link",
    "post_url",
    "post_link",
    "post_path",
    "asset_path",
    "asset_link",
)
_SIZE = re.compile(r"\d+(?:x\d*)?\Z")
_PICTURE_EXTENSION = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|svg|avif|heic)\Z", re.IGNORECASE)

CountLoss = Callable[[ImportLoss], None]


def convert_generator_syntax(text: str, count_loss: CountLoss) -> str:
    """``text`` with that syntax as links, pictures, code and quotes.

    ``count_loss`` is called for each piece that Markdown cannot express, and that is left out.
    Code stays as it is, since a text may be about such syntax.
    """
    if "{{" not in text and "{%" not in text and "[[" not in text:
        return text
    return map_outside_code(
        _NOTE_BOX.sub(_convert_note, _fence_code(text)),
        lambda piece: _convert_piece(piece, count_loss),
    )


def _fence_code(text: str) -> str:
    """Code between a generator's own marks as fenced code."""
    pieces: list[str] = []
    position = 0
    while True:
        opening = _CODE_OPENS.search(text, position)
        closing = _CODE_CLOSES.search(text, opening.end()) if opening is not None else None
        if opening is None or closing is None:
            break
        match = _LANGUAGE.search(opening[1] or opening[2] or "")
        inner = text[opening.end() : closing.start()].strip("\n")
        fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`{3,}", inner))])
        pieces.append(text[position : opening.start()].rstrip(" \t"))
        pieces.append(f"\n{fence}{match[1] if match else ''}\n{inner}\n{fence}\n")
        position = closing.end()
    return "".join([*pieces, text[position:]])


def _convert_note(match: re.Match[str]) -> str:
    """A remark in a box as a call-out of GitHub's."""
    plain, named = _parse_arguments(match["rest"])
    kinds = [
        word for word in (named.get("type", ""), *plain[:1]) if re.fullmatch("[A-Za-z]+", word)
    ]
    titles = [named.get("title", ""), *(word for word in plain[1:] if word)]
    kind = kinds[0] if kinds and len(kinds[0]) > 1 else "note"
    title = next((title for title in titles if title), "")
    lines = [f"[!{kind[:20]}] {title}".rstrip(), *match["inner"].strip("\n").split("\n")]
    return "\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def _convert_piece(text: str, count_loss: CountLoss) -> str:
    comment = re.compile(r"\{%-?\s*comment\s*-?%\}.{0,20000}?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
    if "endcomment" in text:
        text = comment.sub("", text)
    return _SYNTAX.sub(lambda match: _convert_match(match, count_loss), text)


def _convert_match(match: re.Match[str], count_loss: CountLoss) -> str:
    if match["code"]:
        return match[0]
    if match["hugo"]:
        return _convert_hugo_shortcode(match["hugo"], count_loss)
    if match["liquid"]:
        converted = _convert_liquid_tag(match["liquid"], count_loss)
        return match[0] if converted is None else converted
    if match["expression"]:
        literal = _LIQUID_LITERAL.match(match["expression"])
        if literal is not None:
            return literal[1] or literal[2] or ""
        return "" if _SITE_VARIABLE.match(match["expression"]) else match[0]
    page, label = match["page"], (match["label"] or "").strip()
    if match["embed"] and _PICTURE_EXTENSION.search(page):
        return f"![{'' if _SIZE.match(label) else label}](<{page}>)"
    return f"[{label or page.rpartition('/')[2]}](<{page}>)"


def _parse_arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """The arguments of a shortcode: those without a name in their order, and the named ones."""
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


def _convert_hugo_shortcode(inner: str, count_loss: CountLoss) -> str:
    shortcode = inner.strip()
    if shortcode.startswith("/*"):
        # {{</* name */>}} is how one writes about a shortcode without calling it.
        return "{{<" + shortcode[2:].removesuffix("*/") + ">}}"
    shortcode = shortcode.rstrip("/").strip()
    if shortcode.startswith("/"):
        return ""
    name, _, arguments = shortcode.partition(" ")
    name = name.lower().rpartition("/")[2]
    if name in ("raw", "rawhtml", "html", "unsafe"):
        return ""
    plain, named = _parse_arguments(arguments)
    converted = _convert_known(name, plain, named, count_loss)
    if converted is not None:
        return converted
    count_loss(ImportLoss.MARKUP)
    text = next((named[key] for key in _TEXT_ARGUMENTS if named.get(key)), "")
    return f"**{text}**" if text else ""


def _convert_liquid_tag(inner: str, count_loss: CountLoss) -> str | None:
    """A tag of Jekyll's or Hexo's; None for one that is not known and stays."""
    name, _, arguments = inner.strip().partition(" ")
    name = name.lower()
    if name in ("raw", "endraw"):
        return ""
    plain, named = _parse_arguments(arguments)
    if name == "include":
        name = plain.pop(0).rpartition("/")[2].partition(".")[0].lower() if plain else ""
        if name == "video" or "provider" in named:
            name = named.get("provider", "youtube").lower()
        return _convert_known(name, plain, named, count_loss)
    return _convert_known(name, plain, named, count_loss)


def _convert_known(
    name: str, plain: list[str], named: Mapping[str, str], count_loss: CountLoss
) -> str | None:
    if name in _PICTURE_TAGS or (
        name not in _LINK_TAGS and any(map(_PICTURE_EXTENSION.search, named.values()))
    ):
        return _format_picture(plain, named)
    if name in _LINK_TAGS:
        target = next(iter(plain), "") or named.get("path", "")
        if name in ("post_link", "asset_link") and target:
            label = " ".join(plain[1:]) or target
            return f"[{_escape_label(label)}](<{target}>)"
        return target
    if name in _EMBED_ADDRESSES:
        key = named.get("id") or named.get("bvid") or (plain[-1] if plain else "")
        if name == "gist":
            key = "/".join(plain[:2]) or key
        if name in ("tweet", "twitter", "x") and named.get("user"):
            key = named.get("id", key)
        if re.fullmatch(r"https?://\S{1,500}", key):
            count_loss(ImportLoss.EMBEDDED)
            return f"[{key}]({key})"
        if not re.fullmatch(r"[\w./@-]{1,200}", key):
            return None
        count_loss(ImportLoss.EMBEDDED)
        address = _EMBED_ADDRESSES[name].format(key)
        return f"[{_escape_label(named.get('title', '') or address)}]({address})"
    return None


def _format_picture(plain: list[str], named: Mapping[str, str]) -> str | None:
    source = next(
        (named[key] for key in _PICTURE_SOURCES if _PICTURE_EXTENSION.search(named.get(key, ""))),
        "",
    )
    source = source or next((value for value in plain if _PICTURE_EXTENSION.search(value)), "")
    source = source or named.get("src", "")
    if not source:
        return None
    following = plain[plain.index(source) + 1 :] if source in plain else []
    words = " ".join(value for value in following if not _SIZE.match(value))
    caption = strip_inline_markdown(named.get("caption") or named.get("title") or words)
    title = ' "{}"'.format(caption.replace('"', "&#34;")) if caption else ""
    picture = f"![{_escape_label(named.get('alt') or caption)}](<{source}>{title})"
    link = named.get("link", "")
    if re.match(r"https?://\S+\Z", link):
        picture = f"[{picture}]({link})"
    return picture


def _escape_label(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)
