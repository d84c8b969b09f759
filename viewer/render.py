"""An article as text, as Markdown, or as a page of HTML that stands alone."""

from __future__ import annotations

import re
from html import escape

from viewer.archive.listing import Page
from viewer.archive.tree import BLOCKS, TEXT_BLOCKS, Node
from viewer.themes import LIGHT, Theme

_VOID = frozenset({"br", "hr"})
_INLINE_MARKS = {"strong": "**", "em": "*", "code": "`", "del": "~~", "s": "~~"}
_KEPT_INLINE = frozenset(
    {"u", "ins", "sub", "sup", "mark", "kbd", "small", "abbr", "ruby", "rt", "rp"}
)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEVELS = {"h3": 3, "h4": 4, "h5": 5, "h6": 6}


def to_text(page: Page) -> str:
    """Title, byline and text: a line a paragraph, lists numbered, lost links told."""
    return "\n".join([page.entry.title, *_byline(page), "", *_lines(page.body, page), ""])


def _lines(nodes: tuple[Node | str, ...], page: Page) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag in ("ul", "ol"):
            lines += _list_lines(node, page)
        elif node.tag == "links":
            links = (child for child in node.children if isinstance(child, Node))
            lines.append(" ".join(a.text() + _lost(a, page) for a in links))
        elif node.tag == "tr":
            cells = (child for child in node.children if isinstance(child, Node))
            lines.append(" | ".join(" ".join(_lines((cell,), page)) for cell in cells))
        elif any(isinstance(child, Node) and child.tag in BLOCKS for child in node.children):
            lines += _lines(node.children, page)
        elif node.tag in TEXT_BLOCKS:
            lines.append(node.text())
        else:
            lines += _lines(node.children, page)
    return lines


def _list_lines(node: Node, page: Page) -> list[str]:
    start = node.attrs.get("start", "1")
    number = int(start) if start.isdigit() else 1
    lines = []
    for item in node.children:
        marker = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        own = _lines((item,), page)
        lines += [f"{marker}{own[0]}", *(f"   {line}" for line in own[1:])] if own else []
    return lines


def _lost(link: Node, page: Page) -> str:
    """What stands behind the label of a link whose target is lost."""
    if link.attrs.get("href"):
        return ""
    return "（連結已佚）" if page.language.startswith("zh") else " (link lost)"


def _byline(page: Page) -> list[str]:
    entry = page.entry
    parts = [str(entry.address), ", ".join(entry.editors), entry.date]
    return [" · ".join(part for part in parts if part)]


# HTML


def to_html(page: Page, theme: Theme = LIGHT) -> str:
    """A complete HTML document of the article, with a small style sheet and nothing to load."""
    title = escape(page.entry.title)
    body = "\n".join(_html(node, page) for node in page.body)
    language = escape(page.language or "zh-Hant", quote=True)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{_style(theme)}</style>\n</head>\n<body>\n<article>\n"
        f'<h1>{title}</h1>\n<p class="byline">{escape(_byline(page)[0])}</p>\n'
        f"{body}\n</article>\n</body>\n</html>\n"
    )


def _style(theme: Theme) -> str:
    return (
        f"body{{background:{theme.page};color:{theme.ink};"
        'font:17px/1.65 "Noto Sans CJK TC","PingFang TC","Microsoft JhengHei",sans-serif;'
        "margin:2em auto;max-width:38em;padding:0 1em}"
        f"a{{color:{theme.accent}}}.byline,figcaption{{color:{theme.dim};font-size:.8em}}"
        f"aside{{background:{theme.note};border-left:3px solid {theme.accent};padding:.6em 1em}}"
        f".lost{{color:{theme.dim};text-decoration:underline dashed}}"
        f"td,th{{border-top:1px solid {theme.line};padding:.4em .6em;text-align:left}}"
        "table{border-collapse:collapse;width:100%}"
    )


def _html(node: Node | str, page: Page) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    inner = "".join(_html(child, page) for child in node.children)
    tag = node.tag
    if tag in ("figure", "img"):
        return _html_picture(node, inner, page)
    if tag == "caption":
        return f"<figcaption>{inner}</figcaption>"
    if tag == "slideshow":
        return f'<div class="slideshow">{inner}</div>'
    if tag == "links":
        return f'<p class="links">{inner}</p>'
    if tag == "note":
        return f"<aside{_html_attributes(node)}>{inner}</aside>"
    if tag == "title":
        return f"<p><strong>{inner}</strong></p>"
    if tag == "a" and not node.attrs.get("href"):
        return f'<span class="lost">{inner}</span>{_lost(node, page)}'
    if tag == "pre":
        return f"<pre{_html_attributes(node)}><code>{inner}</code></pre>"
    if tag in _VOID:
        return f"<{tag}>"
    return f"<{tag}{_html_attributes(node)}>{inner}</{tag}>"


def _html_attributes(node: Node) -> str:
    kept = ("id", "href", "lang", "start", "colspan", "rowspan", "title")
    return "".join(
        f' {name}="{escape(node.attrs[name], quote=True)}"' for name in kept if name in node.attrs
    )


def _html_picture(node: Node, inner: str, page: Page) -> str:
    number = int(node.attrs.get("pic", "-1"))
    figure = page.figures[number] if 0 <= number < len(page.figures) else None
    if figure is None or figure.state == "missing":
        shown = escape(figure.alt if figure else "")
    elif figure.state == "web":
        # Never fetched, so never an <img>: the address stands in the picture's place.
        shown = f'<a href="{escape(figure.source, quote=True)}">{escape(figure.source)}</a>'
    else:
        shown = (
            f'<img src="{escape(figure.source, quote=True)}" '
            f'alt="{escape(figure.alt, quote=True)}" style="max-width:100%">'
        )
    if node.tag == "img":
        return shown
    return f"<figure{_html_attributes(node)}>{shown}{inner}</figure>"


# Markdown


def to_markdown(page: Page) -> str:
    """The article as Markdown, in the form of our issue files."""
    entry = page.entry
    head = f"## {entry.number + '. ' if entry.number else ''}{entry.title}"
    blocks = [head, *(_blocks(page.body, page))]
    return "\n\n".join(block for block in blocks if block.strip()) + "\n"


def _blocks(nodes: tuple[Node | str, ...], page: Page) -> list[str]:
    return [block for node in nodes if (block := _block(node, page)).strip()]


def _block(node: Node | str, page: Page) -> str:
    if isinstance(node, str):
        return _escape(node.strip())
    tag = node.tag
    if tag in _LEVELS:
        anchor = f" {{#{node.attrs['id']}}}" if "id" in node.attrs else ""
        return f"{'#' * _LEVELS[tag]} {_inline(node, page)}{anchor}"
    if tag in ("p", "title", "caption"):
        text = _inline(node, page)
        return f"**{text}**" if tag == "title" else text
    if tag == "links":
        links = [child for child in node.children if isinstance(child, Node)]
        row = " ".join(_inline(Node("p", {}, (link,)), page) for link in links)
        return row if len(links) > 1 else f"{row}\n{{.links}}"
    if tag in ("ul", "ol"):
        return _list(node, page)
    if tag == "blockquote":
        return _prefixed("\n\n".join(_blocks(node.children, page)), "> ")
    if tag == "pre":
        text = node.text().rstrip()
        fence = "`" * max(3, _longest_run(text) + 1)
        return f"{fence}\n{text}\n{fence}"
    if tag == "hr":
        return "---"
    if tag == "note":
        return _note(node, page)
    if tag == "figure":
        return _picture(node, page)
    if tag == "slideshow":
        pictures = [_block(child, page) for child in node.children if isinstance(child, Node)]
        return "\n".join([*pictures, "{.slideshow}"])
    if tag == "table":
        return _table(node, page)
    if tag == "dl":
        return "\n".join(
            _inline(item, page) if item.tag == "dt" else f":   {_inline(item, page)}"
            for item in node.children
            if isinstance(item, Node)
        )
    if tag in _INLINE_MARKS or tag in _KEPT_INLINE or tag in ("a", "span", "img", "br"):
        return _inline(Node("p", {}, (node,)), page)
    return "\n\n".join(_blocks(node.children, page))


def _note(node: Node, page: Page) -> str:
    children = list(node.children)
    title = node.attrs.get("title", "")
    if children and isinstance(children[0], Node) and children[0].tag == "title":
        title = children.pop(0).text()  # type: ignore[union-attr]
    inner = "\n\n".join(_blocks(tuple(children), page))
    return f'!!! note "{title}"\n{_prefixed(inner, "    ")}'


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() for line in text.split("\n"))


def _list(node: Node, page: Page) -> str:
    lines = []
    number = int(node.attrs.get("start", "1")) if node.attrs.get("start", "1").isdigit() else 1
    for item in node.children:
        if not isinstance(item, Node):
            continue
        marker = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        own = tuple(
            c
            for c in item.children
            if isinstance(c, str) or c.tag not in ("ul", "ol", "p", "blockquote", "pre", "table")
        )
        below = [c for c in item.children if isinstance(c, Node) and c not in own]
        parts = [_inline(Node("p", {}, own), page)] if own else []
        parts.extend(_block(child, page) for child in below)
        # A paragraph of its own needs an empty line above it, and one behind it.
        loose = any(child.tag not in ("ul", "ol") for child in below)
        gap = "\n\n" if loose else "\n"
        text = gap.join(part for part in parts if part.strip())
        first, *rest = text.split("\n")
        lines.append(marker + first)
        lines.extend(f"    {line}".rstrip() for line in rest)
        if loose:
            lines.append("")
    return "\n".join(lines).rstrip("\n")


def _picture(node: Node, page: Page) -> str:
    number = int(node.attrs.get("pic", "-1"))
    figure = page.figures[number] if 0 <= number < len(page.figures) else None
    if figure is None:
        return ""
    caption = figure.caption.replace('"', "'")
    title = f' "{caption}"' if caption else ""
    return f"![{_escape(figure.alt)}]({figure.source}{title})"


def _table(node: Node, page: Page) -> str:
    rows = [item for item in node.walk() if item.tag == "tr"]
    lines = []
    for number, row in enumerate(rows):
        cells = [
            _inline(cell, page).replace("|", "\\|").replace("\n", " ")
            for cell in row.children
            if isinstance(cell, Node)
        ]
        lines.append(f"| {' | '.join(cells)} |")
        if number == 0:
            lines.append(f"|{'---|' * len(cells)}")
    return "\n".join(lines)


def _inline(node: Node, page: Page) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(_escape(child))
            continue
        inner = _inline(child, page)
        tag = child.tag
        if tag == "br":
            parts.append("  \n")
        elif tag == "img":
            parts.append(_picture(child, page))
        elif tag == "code":
            parts.append(_code(child.text()))
        elif tag in _INLINE_MARKS:
            parts.append(_marked(inner, _INLINE_MARKS[tag]))
        elif tag == "a":
            parts.append(f"[{inner}]({child.attrs.get('href', '')})")
        elif tag in _KEPT_INLINE:
            parts.append(f"<{tag}>{inner}</{tag}>")
        else:
            parts.append(inner)
    return "".join(parts)


def _marked(inner: str, mark: str) -> str:
    """``inner`` between marks; blanks stay outside, where the marks would not be read as such."""
    core = inner.strip()
    if not core:
        return inner
    start = inner.index(core)
    return f"{inner[:start]}{mark}{core}{mark}{inner[start + len(core) :]}"


def _code(text: str) -> str:
    longest = _longest_run(text)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"


def _longest_run(text: str) -> int:
    """How many backticks stand in a row in ``text``, at the most."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _escape(text: str) -> str:
    for mark in ("\\", "`", "*", "_", "[", "]"):
        text = text.replace(mark, f"\\{mark}")
    # Markdown knows no backslash before these.
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")
