"""Reads inline styles: what is hidden, and what is bold, italic, struck, raised or lowered."""

from __future__ import annotations

import re

from viewer.archive.markup.element_tree import Element

_STYLE = re.compile(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]{1,120})")
_BOLD = re.compile(r"(?:bold|bolder|[6-9]00)\b")


def parse_style(element: Element) -> dict[str, str]:
    """The properties of an element's own style, in small letters."""
    style = element.attrs.get("style", "")
    if not style:
        return {}
    return {m[1].lower(): m[2].strip().lower() for m in _STYLE.finditer(style[:4000])}


def is_hidden(element: Element, style: dict[str, str]) -> bool:
    """Whether no reader of the page sees the element."""
    if "hidden" in element.attrs or style.get("mso-hide") == "all":
        return True
    if style.get("display", "").startswith("none"):
        return True
    # A mail's preheader, which is shown in lists of mails only.
    return style.get("max-height", "") in ("0", "0px") and style.get("overflow") == "hidden"


def is_transparent(style: dict[str, str]) -> bool:
    """Whether the background is none: a mark that marks nothing."""
    colour = style.get("background-color", "")
    return colour == "transparent" or bool(re.match(r"rgba\([^)]*,\s*0(?:\.0+)?\)", colour))


def is_normal_weight(style: dict[str, str]) -> bool:
    """Whether what an element makes bold its style makes plain again."""
    return style.get("font-weight") in ("normal", "400")


def elements_for_style(style: dict[str, str], tag: str) -> list[str]:
    """The elements that say what ``style`` says of an element ``tag``, innermost first."""
    tags = []
    if _BOLD.match(style.get("font-weight", "")) and tag not in ("strong", "th"):
        tags.append("strong")
    if style.get("font-style", "").startswith(("italic", "oblique")) and tag != "em":
        tags.append("em")
    if "line-through" in style.get("text-decoration", style.get("text-decoration-line", "")):
        tags.append("s")
    align = style.get("vertical-align", "")
    if align in ("super", "sub") and tag not in ("sup", "sub"):
        tags.append("sup" if align == "super" else "sub")
    return tags
