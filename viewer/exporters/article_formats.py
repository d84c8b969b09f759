"""Exports articles and excerpts as text, Markdown, or a self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.markdown_block_writer import write_blocks
from viewer.archive.markup.markdown_inline_writer import write_single_line
from viewer.archive.model.catalogue_entries import Page
from viewer.archive.model.document_tree import BLOCK_TAGS, TEXT_BLOCK_TAGS, Node
from viewer.archive.model.excerpt import CONTEXT_ATTRIBUTE, Excerpt
from viewer.archive.model.issue import Figure
from viewer.color_themes import LIGHT, Theme

_VOID = frozenset({"br", "hr"})


def to_text(page: Page) -> str:
    """Title, byline and text: a line a paragraph, lists numbered, lost links told."""
    return "\n".join([page.entry.title, *_byline(page), "", *_lines(page.body, page), ""])


def excerpt_to_text(excerpts: Sequence[Excerpt]) -> str:
    """What was selected as text, headings set apart; of a table the rows that were selected."""
    parts: list[str] = []
    for excerpt in excerpts:
        section = _with_label(
            excerpt.page.section_label, excerpt.section, excerpt.page.section_title
        )
        parts += ["\n".join(head for head in (section, excerpt.title) if head)]
        parts += ["\n".join(_lines(tuple(map(_without_context, excerpt.body)), excerpt.page))]
    return "\n\n".join(part for part in parts if part)


def _without_context(node: Node) -> Node:
    children = (c for c in node.children if isinstance(c, str) or CONTEXT_ATTRIBUTE not in c.attrs)
    return replace(
        node, children=tuple(c if isinstance(c, str) else _without_context(c) for c in children)
    )


def _with_label(label: str, words: str, heading: str) -> str:
    """``words`` behind the label of ``heading``, if they are all of it."""
    return f"{label}. {words}" if label and words == heading else words


def _lines(nodes: tuple[Node | str, ...], page: Page) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag in ("ul", "ol"):
            lines += _list_lines(node, page)
        elif node.tag == "links":
            links = (child for child in node.children if isinstance(child, Node))
            lines.append(" ".join(a.text() + _lost_link_note(a, page) for a in links))
        elif node.tag == "note" and "number" in node.attrs:
            first, *others = _lines(node.children, page) or [""]
            lines += [f"{_note_label(node, page)}{first}", *others]
        elif node.tag in ("figure", "slideshow") and "redrawn" in node.attrs:
            first, *others = _lines(node.children, page) or [""]
            lines += [f"{first}{_redrawn_note(page)}", *others]
        elif node.tag == "tr":
            cells = (child for child in node.children if isinstance(child, Node))
            lines.append(" | ".join(" ".join(_lines((cell,), page)) for cell in cells))
        elif any(isinstance(child, Node) and child.tag in BLOCK_TAGS for child in node.children):
            lines += _lines(node.children, page)
        elif node.tag in TEXT_BLOCK_TAGS:
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


def _lost_link_note(link: Node, page: Page) -> str:
    """What stands behind the label of a link whose target is lost."""
    if link.attrs.get("href"):
        return ""
    return "（連結已失效）" if page.language.startswith("zh") else " (link lost)"


def _note_label(note: Node, page: Page) -> str:
    """What stands before the title of a note of this edition."""
    label = "校註 {}　" if page.language.startswith("zh") else "Note {}. "
    return label.format(note.attrs["number"])


def _redrawn_note(page: Page) -> str:
    """What stands behind the caption of a picture that was drawn anew."""
    chinese = page.language.startswith("zh")
    return "（本版重繪）" if chinese else " (redrawn for this edition)"


def _byline(page: Page) -> list[str]:
    entry = page.entry
    parts = [str(entry.address), ", ".join(entry.editors), entry.date]
    return [" · ".join(part for part in parts if part)]


# HTML


def to_html(page: Page, theme: Theme = LIGHT) -> str:
    """A complete HTML document of the article, with a small style sheet and nothing to load."""
    title = escape(page.entry.title)
    body = "\n".join(_html_node(node, page) for node in page.body)
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


def _html_node(node: Node | str, page: Page) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    inner = "".join(_html_node(child, page) for child in node.children)
    tag = node.tag
    if tag in ("figure", "img"):
        return _html_picture(node, inner, page)
    if tag == "caption":
        return f"<figcaption>{inner}</figcaption>"
    if tag == "slideshow":
        redrawn = f"<p>{_redrawn_note(page).strip()}</p>" if "redrawn" in node.attrs else ""
        return f'<div class="slideshow">{redrawn}{inner}</div>'
    if tag == "links":
        return f'<p class="links">{inner}</p>'
    if tag == "note":
        label = _note_label(node, page) if "number" in node.attrs else ""
        if inner.startswith("<p><strong>"):
            inner = inner.replace("<p><strong>", f"<p><strong>{label}", 1)
        elif label:
            inner = f"<p><strong>{label.strip()}</strong></p>{inner}"
        return f"<aside{_html_attributes(node)}>{inner}</aside>"
    if tag == "title":
        return f"<p><strong>{inner}</strong></p>"
    if tag == "a" and not node.attrs.get("href"):
        return f'<span class="lost">{inner}</span>{_lost_link_note(node, page)}'
    if tag == "pre":
        return f"<pre{_html_attributes(node)}><code>{inner}</code></pre>"
    if tag in _VOID:
        return f"<{tag}>"
    return f"<{tag}{_html_attributes(node)}>{inner}</{tag}>"


def _html_attributes(node: Node) -> str:
    allowed = ("id", "href", "lang", "start", "colspan", "rowspan", "title")
    return "".join(
        f' {name}="{escape(node.attrs[name], quote=True)}"'
        for name in allowed
        if name in node.attrs
    )


def _html_picture(node: Node, inner: str, page: Page) -> str:
    number = int(node.attrs.get("pic", "-1"))
    figure = page.figures[number] if 0 <= number < len(page.figures) else None
    if figure is not None and figure.state == "lost":
        shown = ""
    elif figure is None or figure.state == "missing":
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
    if "redrawn" in node.attrs:
        inner += f"<figcaption>{_redrawn_note(page).strip()}</figcaption>"
    return f"<figure{_html_attributes(node)}>{shown}{inner}</figure>"


# Markdown


def to_markdown(page: Page) -> str:
    """The article as Markdown, in the form of our issue files."""
    entry = page.entry
    title = write_single_line([f"{entry.number}. {entry.title}" if entry.number else entry.title])
    blocks = [_to_element(node, page) for node in page.body]
    return f"## {title}\n\n{write_blocks(blocks)}"


def excerpt_to_markdown(excerpts: Sequence[Excerpt], appended: Sequence[Element] = ()) -> str:
    """What was selected as Markdown, and ``appended`` it blocks of the caller's."""
    blocks: list[Element | str] = []
    for excerpt in excerpts:
        page = excerpt.page
        if excerpt.section:
            section = _with_label(page.section_label, excerpt.section, page.section_title)
            blocks.append(Element("h1", {}, [section]))
        if excerpt.title:
            title = _with_label(page.entry.number, excerpt.title, page.entry.title)
            is_part = excerpt.title != page.entry.title and not excerpt.body
            blocks.append(Element("p" if is_part else "h2", {}, [title]))
        blocks += [_to_element(node, page) for node in excerpt.body]
    return write_blocks([*blocks, *appended])


def _to_element(node: Node | str, page: Page) -> Element | str:
    """The node as the writer of Markdown takes it, its pictures with source and caption."""
    if isinstance(node, str):
        return node
    attrs = {key: value for key, value in node.attrs.items() if key not in ("o", "pic", "alt")}
    if node.tag in ("figure", "img"):
        number = int(node.attrs.get("pic", "-1"))
        figure = page.figures[number] if 0 <= number < len(page.figures) else Figure("", "", "", "")
        picture_attrs = {"src": figure.source, "alt": figure.alt, "title": figure.caption}
        image = Element("img", picture_attrs)
        return image if node.tag == "img" else Element("figure", attrs, [image])
    children = [_to_element(child, page) for child in node.children]
    if node.tag == "note" and node.attrs.get("title"):
        children.insert(0, Element("title", {}, [node.attrs["title"]]))
    return Element(node.tag, attrs, children)
