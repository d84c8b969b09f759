"""Writes inline text as Markdown that the parser reads as the same text and elements."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element
from viewer.archive.markup.inline_text import Child

#: Inline elements for which Markdown has no marks of its own.
HTML_ONLY_TAGS = frozenset({
    "u", "ins", "del", "s", "sub", "sup", "mark", "kbd", "small", "abbr", "ruby", "rt", "rp",
})  # fmt: skip
_EMPHASIS_MARKS = {"strong": "**", "em": "*"}

_SPECIAL = re.compile(r"[\\`*\[\]{]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITY = re.compile(r"&(?=#|\w+;|\Z)")
# Blanks that Markdown would strip or take for the end of a line.
_ODD_SPACE = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LINE_START = re.compile(
    r"(?P<mark>\#|>|!!!|[-+](?=\s|$)|-(?=[-\s]*$))"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
    r"|(?P<coded>=(?==*\s*$)|:(?=\s|[-:|\s]*$)|\|(?=[-:|\s]*$)|~)"
)
_IN_ATTRIBUTE = re.compile(r"[&<>\"'`\\\[\]()!*_{}|~\n\t]")
#: Or code in the code, which is taken as it stands.
_UNSAFE_IN_CODE = re.compile(r"(?<![\\`])(?P<span>(`+)(?!`).*?(?<!`)\2(?!`))|\||(?<=\]):")
_IN_LABEL = re.compile(r"[\\`\[\]]")
_CLOSING_QUOTE = re.compile(r"[\"'](?=\s*\))")
_IN_TARGET = re.compile(r"[<>\"'`\\\[\]{}|\s]|&(?=#|\w+;|\Z)")
_DEFINITION = re.compile(r"\A(\[[^\[\]]*\]):")
_UNSAFE_CODE = re.compile(r"<(?:[!?]|(?=[a-zA-Z/])(?![^<>]*>))|[|\n]|&#|^\s|\s$|\A[^\[\]]*\]:")


def escape_text(text: str) -> str:
    """``text`` with whatever Markdown would take for a mark escaped, wherever in a line it is."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    # Markdown knows no backslash before these.
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")


def escape_attribute(text: str) -> str:
    """``text`` as the value of an attribute, of a picture's title or its label."""
    return _IN_ATTRIBUTE.sub(_to_entities, text)


def escape_alt_text(text: str) -> str:
    """``text`` between the brackets of a picture, where most other marks mean nothing."""
    text = _ENTITY.sub("&amp;", _IN_LABEL.sub(r"\\\g<0>", text))
    return text.replace("<", "&lt;").replace("\n", "&#10;")


def escape_caption(text: str) -> str:
    """``text`` as a picture's title, in whichever quotation marks are not in it."""
    mark = "'" if '"' in text and "'" not in text else '"'
    quoted = _CLOSING_QUOTE.sub(
        _to_entities, escape_alt_text(text).replace(mark, f"&#{ord(mark)};")
    )
    if quoted[:1] in ("'", '"') and quoted.endswith(quoted[0]):
        # Marks around the whole would be taken off with those that are written here.
        quoted = f"&#{ord(quoted[0])};{quoted[1:]}"
    return f"{mark}{quoted}{mark}"


def escape_target(href: str) -> str:
    """``href`` as it stands between the parentheses of a link or picture."""
    href = _IN_TARGET.sub(_to_entities, href)
    return (
        href
        if _has_balanced_parentheses(href)
        else href.replace("(", "&#40;").replace(")", "&#41;")
    )


def _to_entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])


def _has_balanced_parentheses(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def write_lines(children: list[Child]) -> str:
    """A run as the text of a paragraph: breaks as line ends, and no line begins like a mark."""
    parts = [_write_run_child(child, children, index) for index, child in enumerate(children)]
    return "\n".join(_escape_line_start(line) for line in _join_parts(parts).split("\n"))


def write_single_line(children: list[Child]) -> str:
    """A run as one line: the text of a heading, a table cell, the label of a link."""
    return _escape_edge_spaces(_join_parts([_write_child(child) for child in children]))


def _write_run_child(child: Child, children: list[Child], index: int) -> str:
    if isinstance(child, Element) and child.tag == "br":
        following = children[index + 1] if index + 1 < len(children) else None
        again = isinstance(following, Element) and following.tag == "br"
        return "<br>" if again else "  \n"
    return _write_child(child)


def _escape_line_start(line: str) -> str:
    """``line`` so that its beginning opens no heading, list, quote, note, table or definition."""
    match = _LINE_START.match(line)
    if match is not None:
        remainder = line[match.end() :]
        if match["mark"]:
            line = "\\" + line
        elif match["number"]:
            line = f"{match[0]}\\{remainder}"
        else:
            line = _to_entities(match) + remainder
    elif line.startswith("["):
        # “[a]:” would define where links called so lead, or a footnote.
        line = _DEFINITION.sub(r"\1&#58;", line)
    # A blank at the edge of a line would be taken off.
    return _escape_edge_spaces(line)


def _escape_edge_spaces(line: str) -> str:
    stripped = line.strip()
    if len(stripped) == len(line):
        return line
    start = len(line) - len(line.lstrip())
    end = start + len(stripped)
    return (
        _ODD_SPACE.sub(_to_entities, line[:start])
        + stripped
        + _ODD_SPACE.sub(_to_entities, line[end:])
    )


def _join_parts(parts: list[str]) -> str:
    """The parts one after another; marks that would run together are written as elements."""
    written: list[str] = []
    last = ""
    for index, part in enumerate(parts):
        if part.startswith("*"):
            following = parts[index + 1] if index + 1 < len(parts) else ""
            if last.endswith(("*", "\\", "`")) or following.startswith("*"):
                part = _emphasis_to_html(part)
        elif part.startswith("`") and last.endswith("`"):
            written.append("<!-- -->")
        elif part.startswith("[") and last.endswith("!") and not last.endswith("\\!"):
            written[-1] = written[-1][:-1] + "\\!"
        written.append(part)
        last = part or last
    return "".join(written)


def _emphasis_to_html(marked: str) -> str:
    mark, tag = ("**", "strong") if marked.startswith("**") else ("*", "em")
    return f"<{tag}>{marked[len(mark) : -len(mark)]}</{tag}>"


def _write_child(child: Child) -> str:
    if isinstance(child, str):
        return escape_text(child)
    tag = child.tag
    if tag == "br":
        return "<br>"
    if tag == "img":
        return write_picture(child)
    if tag == "noteref":
        return f"[^{child.attrs['name']}]"
    if tag == "code":
        return _write_code(child)
    inner = write_single_line(child.children)
    if tag in _EMPHASIS_MARKS:
        return _write_emphasis(inner, child)
    if tag == "a":
        if any(e.tag == "a" for e in child.walk() if e is not child):
            return inner
        # “[^a]” would be the mark of a footnote.
        label = f"&#94;{inner[1:]}" if inner.startswith("^") else inner
        return f"[{label}]({escape_target(child.attrs.get('href', ''))})"
    if tag in HTML_ONLY_TAGS:
        title = child.attrs.get("title", "") if tag == "abbr" else ""
        return _write_element(tag, inner, title=title)
    if tag == "span" and child.attrs.get("lang"):
        return _write_element(tag, inner, lang=child.attrs["lang"])
    return inner


def _write_element(tag: str, inner: str, **attrs: str) -> str:
    attributes = "".join(
        f' {key}="{escape_attribute(value)}"' for key, value in attrs.items() if value
    )
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _write_emphasis(inner: str, element: Element) -> str:
    """Emphasis between asterisks where that cannot be mistaken, else as an element."""
    if not inner:
        return ""
    within = [e.tag for e in element.walk() if e is not element]
    bare = re.sub(r"\\.", "", inner)
    clear = (
        inner == inner.strip()
        and "<br>" not in inner
        and not (element.tag == "em" and "*" in bare)
        and "**" not in bare
        and not inner.startswith("*")
        and not inner.endswith(("*", "\\"))
        and element.tag not in within
    )
    if clear:
        return f"{_EMPHASIS_MARKS[element.tag]}{inner}{_EMPHASIS_MARKS[element.tag]}"
    return _write_element(element.tag, inner)


def _write_code(element: Element) -> str:
    text = element.text()
    plain = all(isinstance(child, str) for child in element.children)
    if not text:
        return ""
    if not plain or _UNSAFE_CODE.search(text):
        inner = write_single_line(element.children)
        safe = _UNSAFE_IN_CODE.sub(lambda match: match["span"] or _to_entities(match), inner)
        return _write_element("code", safe)
    longest = longest_backtick_run(text)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"


def longest_backtick_run(text: str) -> int:
    """How many backticks stand in a row in ``text``, at the most."""
    return max((len(run) for run in re.findall("`+", text)), default=0)


def write_picture(image: Element) -> str:
    """An ``img`` with its caption as title."""
    title = image.attrs.get("title", "")
    caption = f" {escape_caption(title)}" if title else ""
    alt = escape_alt_text(image.attrs.get("alt", ""))
    return f"![{alt}]({escape_target(image.attrs.get('src', ''))}{caption})"
