"""Hostile inputs of every format: 3 s of processor time a step, and nothing lost in silence.

An input is a *hazard* (a token in a long run, on lines, in paragraphs, nested, or two tokens by
turns; or a structure such as 20,000 entries) written into a format. ``inputs`` draws as many as are
asked for from all of them. Each is read in a process of its own as an import does: the importer,
the Markdown it writes, the parser, the catalogue's rows; of a source of very many issues some 200.
ZIM archives need libzim, as the tests do. A failure is

- a step (opening the source, reading an issue, parsing it) above ``BUDGET`` processor seconds,
- an exception, or an end of the process, that no sentence tells,
- nothing brought in and nothing said,
- the word at the end of the text neither in the issue nor anything said that was left out.
"""

# ruff: noqa: E501  # a row for each input
from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import EmailMessage
from html import escape
from pathlib import Path
from unittest.mock import patch

#: Processor seconds that a step may take, and when a process is ended.
BUDGET, CUT_OFF = 3.0, 40
#: Of a source of more issues than this, so many or a few more are read.
MOST_ISSUES = 200
#: Stands at the end of every text: whoever drops it has to say so.
LAST_WORD = "lastwordofall"
SIZES = (3_000, 30_000, 100_000, 300_000, 1_000_000)
COUNT = 400
#: The limits that a control lifts.
LIMITS = {
    "viewer.importers.html.input_limits": ("MOST_TAGS", "DEEPEST", "_MOST_FORMATTING", "_MOST_REOPENED"),
    "viewer.archive.parser.markdown_to_html": (
        "_MOST_MARKS", "_MAX_BRACKETS", "_MAX_OPEN_TAGS", "_MAX_EMPHASIS", "_MAX_LINES", "_MAX_PARAGRAPH_LENGTH",
        "_MAX_TAG_DEPTH", "_MAX_MARKERS",
    ),
    "viewer.archive.files.safe_yaml": ("MAX_YAML_SIZE", "_MAX_DEPTH", "_MAX_OPEN_BRACKETS"),
}  # fmt: skip

TOKENS = (
    *"[]()<>{}*_`~#|+-=!\\\"'^:;&$%@/.,? \t\n\u3000貓「」—…\u200b\u0301\u202e\u00ad\ufeff1a",
    "[a](", "[a](b)", "![", "![a](b)", "![a](", "[[", "[[a]]", "](", "[^", "[^a]", "[^a]: b\n", "[a]: b\n", "[a][b]",
    "[a]", "**a", "**a** ", "*a ", "*a* ", "_a", "_a_ ", "__a", "***", "~~a", "`a", "``", "`` ` ", "<a", "<a>", "</a>",
    "<b>", "</b>", "<b>a</b>", "<br>", "<br/>\n", "<p>", "</p>", "<p>a", "<li>", "<li>a", "<ul><li>", "<div>", "</div>",
    "<div>a</div>", "<td>", "<tr>", "<table>", "<table><tr><td>", "<tr><td>a", "<h2>", "<h2>a</h2>", "<img>",
    "<img src=a.png>", "<span>", "<span class=a>a</span>", "<blockquote>", "<pre>", "<code>", "<sup><a href=#a>1</a></sup>",
    "<a href=b>a</a>", "<a name=a></a>", "<!--", "-->", "<!---->", "<![CDATA[", "]]>", "<?", "?>", "<!", "<script>",
    "<style>", "<svg>", "<math>", "<iframe>", "<select>", "<textarea>", "<title>", "<dl><dt>a<dd>b", "<details>",
    "<font color=red>", "<center>", "<ruby>a<rt>b", "<input>", "<form>", "<hr>", "<wbr>", "<x-y>", "<p style='a:b'>",
    "&amp;", "&#x41;", "&nbsp;", "&#0;", "&#xd800;", "&lt;b&gt;", "&notin", "http://a.bc/ ", "http://", "www.a.bc ",
    "a@b.cd ", "@a ", "- a\n", "- \n", "1. a\n", "1) a\n", "* a\n", "+ a\n", "> ", "> a\n", ">a", "# a\n", "## a\n\nb\n\n",
    "#", "a\n---\n", "a\n===\n", "---\n", "***\n", "| a | b |\n", "|-|-|\n", "|a", "a\n\n", "a\n", "a \n", "a  \n",
    "a\n: b\n", ": b\n", "    a\n", "\ta\n", "```\n", "```a\nb\n```\n", "~~~\n", "!!! a\n", "!!! a\n    b\n", "{: #a }",
    "{#a}", "{: .a", "a{", "{{", "{% a %}", "{{< a >}}", ":::\n", ":::a\n", "$$\n", "%%", "[gallery]", "[a b=c]",
    "[caption]", "[/caption]", "<!-- wp:a -->", "<!-- /wp:a -->", "<!-- wp:a {\"b\":1} /-->", "From a\n", "-- \n", "On a wrote:\n",
    "> > a\n", "=20", "=\n", "=?utf-8?q?a?=", "--a\n", "Content-Type: a\n", "第一期\n", "1\n", "1.\n", "A. ", "2020-01-01\n", "•\n", "• a\n",
    "* * *\n", "====\n", "____\n", "TITLE\n\n", "https://a.bc\n", "<http://a.bc>", "[1] ", "[1]: http://a.bc\n", "(1) ", "①\n", "👩‍👩‍👧", "ａ",
    "word ", "貓在窗邊。", "a" * 50 + " ", "line\n  ",
)  # fmt: skip

YAML_TOKENS = (
    "[", "]", "{", "}", ",", ": ", "- ", "? ", "!a ", "&a ", "*a ", '"', '\\"', "'", "''", "|\n ", ">\n ", " #", "%", "@", "a", "a: ",
    "a: b\n", "- a\n", "\n", "\n ", " ", "\t", "\\", "1e9 ", "~ ", "<<: ", "[]", "{a}: ", "\ufeff", "\u2028", "貓",
)  # fmt: skip

#: Tokens that open and close, for nesting.
PAIRS = (
    ("<div>", "</div>"), ("<b>", "</b>"), ("<ul><li>", "</li></ul>"), ("<blockquote>", "</blockquote>"), ("[", "]"),
    ("(", ")"), ("<table><tr><td>", "</td></tr></table>"), ("*", "*"), ("**", "**"), ("<span>", "</span>"), ("[a](", ")"),
    ("![", "](b)"), ("<details>", "</details>"), ("<section>", "</section>"), ("<p><b><i>", "</i></b></p>"), ("> ", "\n"),
    ("<a href=b>", "</a>"), ("<figure>", "</figure>"), ("<sup>", "</sup>"), ("「", "」"), ("{", "}"), ("<svg>", "</svg>"),
    ("<font>", "</font>"), ("<object>", "</object>"), ("[caption]", "[/caption]"), ("<q>", "</q>"), ("<dl><dd>", "</dd></dl>"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HostileInput:
    """A file: what it is made of, its name with the format's ending, and its content."""

    name: str
    file_name: str
    content: bytes
    #: Whether its text ends with ``LAST_WORD``.
    has_last_word: bool = True


@dataclass(slots=True)
class Outcome:
    """What reading an input took and what came of it."""

    name: str
    size: int
    seconds: float = 0.0  # of the slowest step
    total: float = 0.0
    step: str = ""
    megabytes: int = 0
    issues: int = 0
    said: list[str] = field(default_factory=list)
    failure: str = ""


def run_of(token: str, size: int) -> str:
    return token * (size // len(token))


def hazards(random_: random.Random, size: int) -> tuple[str, str]:
    """The name of a hazard and a text of about ``size`` characters."""
    kind = random_.choice(
        ("run", "run", "run", "lines", "paragraphs", "nest", "turns", "word", "indent", "soup")
    )
    token = random_.choice(TOKENS)
    if kind == "run":
        return f"run {token!r}", run_of(token, size)
    if kind == "lines":
        return f"lines {token!r}", run_of(token + "\n", size)
    if kind == "paragraphs":
        return f"paragraphs {token!r}", run_of(token + "\n\n", size)
    if kind == "word":
        return f"word {token!r}", run_of(f"word {token} ", size)
    if kind == "turns":
        other = random_.choice(TOKENS)
        return f"turns {token!r} {other!r}", run_of(token + other, size)
    if kind == "indent":
        depth = int((size * 2) ** 0.5)
        return f"indent {token!r}", "".join(" " * level + token + "\n" for level in range(depth))
    if kind == "soup":
        few = random_.sample(TOKENS, 5)
        made = "".join(random_.choice(few) for _ in range(size // 3))
        return f"soup {few!r}", made[:size]
    before, after = random_.choice(PAIRS)
    count = size // len(before + after)
    return f"nest {before!r}", before * count + "a" + after * count


def _xml(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _cleaned(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _markdown(text: str) -> bytes:
    return f"---\nnumber: 1\ntitle: T\n---\n\n# S\n\n## A\n\n{text}\n\n{LAST_WORD}\n".encode()


def _plain_markdown(text: str) -> bytes:
    return f"# T 1\n\n{text}\n\n{LAST_WORD}\n".encode()


def _text(text: str) -> bytes:
    return f"Tea Weekly #12\n\n1. Greetings\n\n{text}\n\n{LAST_WORD}\n".encode()


def _page(text: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>T</title></head><body><article><h1>T</h1><p>First.</p>{text}"
        f"<p>{LAST_WORD}</p></article></body></html>"
    ).encode()


def _rss(text: str) -> bytes:
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title><item><title>A</title><guid>1</guid>"
        f"<description>{_xml(text + '<p>' + LAST_WORD)}</description></item></channel></rss>"
    ).encode()


def _atom(text: str) -> bytes:
    return (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>A</title>"
        f"<id>1</id><content type='html'>{escape(text + '<p>' + LAST_WORD)}</content></entry></feed>"
    ).encode()


def _json_feed(text: str) -> bytes:
    item = {"id": "1", "title": "A", "content_html": text + "<p>" + LAST_WORD}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [item]}
    return json.dumps(feed).encode()


def _wxr(text: str) -> bytes:
    from tests.importers.exports import export, item

    return export(item(1, text + "\n\n" + LAST_WORD))


def _mail(kind: str) -> Callable[[str], bytes]:
    def write(text: str) -> bytes:
        head = (
            f"From: Tea <tea@a.example>\nSubject: T 12\nMessage-ID: <1@a>\nMIME-Version: 1.0\n"
            f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        )
        return (head + text + f"\n\n{'<p>' if kind == 'html' else ''}{LAST_WORD}\n").encode()

    return write


def _mbox(text: str) -> bytes:
    return b"From a@b Fri May  1 10:00:00 2020\n" + _mail("plain")(
        text.replace("\nFrom ", "\n>From ")
    )


def _zip(files: dict[str, bytes]) -> bytes:
    with tempfile.SpooledTemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        file.seek(0)
        return file.read()


def _epub(text: str) -> bytes:
    from tests.importers.ebooks import books

    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": books.CONTAINER.encode(),
        "OEBPS/book.opf": books.package({"a.xhtml": "application/xhtml+xml"}).encode(),
        "OEBPS/a.xhtml": books.page(f"<h1>A</h1><p>First.</p>{text}<p>{LAST_WORD}</p>").encode(),
    }
    return _zip(files)


def _zim(text: str) -> bytes:
    from tests.importers.ebooks.test_zim_importer import archive

    page = _page(text).decode("utf-8")
    stdout = os.dup(1)
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # libzim says there what it does
        try:
            return archive(Path(folder, "tea.zim"), {"a.html": page}).read_bytes()
        finally:
            os.dup2(stdout, 1)
            os.close(stdout)


def _pack(text: str) -> bytes:
    import hashlib

    files = {
        "publication.yaml": b"id: tea\nname: Tea\n",
        "001/issue.md": _markdown(text),
    }
    manifest = {
        "format": "dvpack", "version": 1, "pack": {"version": 1}, "publication": {"id": "tea", "name": "Tea"},
        "length": sum(map(len, files.values())),
        "files": {name: {"sha256": hashlib.sha256(c).hexdigest(), "size": len(c)} for name, c in files.items()},
    }  # fmt: skip
    return _zip({"manifest.json": json.dumps(manifest).encode(), **files})


#: The formats a text can be written into, by the ending of the file.
FORMATS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "markdown": ("001.md", _markdown), "plain markdown": ("001.md", _plain_markdown), "text": ("tea-12.txt", _text),
    "page": ("tea.html", _page), "rss": ("tea.rss", _rss), "atom": ("tea.atom", _atom), "json": ("tea.json", _json_feed),
    "wxr": ("tea.xml", _wxr), "mail": ("tea.eml", _mail("plain")), "html mail": ("tea.eml", _mail("html")),
    "mbox": ("tea.mbox", _mbox), "epub": ("tea.epub", _epub), "pack": ("tea.dvpack", _pack),
    "zim": ("tea.zim", _zim),
}  # fmt: skip


def _front(lines: str) -> bytes:
    return f"---\nnumber: 1\ntitle: T\n{lines}\n---\n\n# S\n\n## A\n\n{LAST_WORD}\n".encode()


def _yaml_soup(random_: random.Random) -> bytes:
    few = random_.sample(YAML_TOKENS, 4)
    head = "number: 1\ntitle: T\na: " + "".join(random_.choice(few) for _ in range(60_000))
    return f"---\n{head[:60_000]}\n---\n\n# S\n\n## A\n\n{LAST_WORD}\n".encode()


def _entries(before: str, entry: str, after: str, count: int) -> bytes:
    return (before + "".join(entry.format(n=number) for number in range(count)) + after).encode()


def structures(random_: random.Random) -> HostileInput:
    """An input whose structure is hostile rather than its text."""
    n = random_.choice((200, 2000, 10_000, 50_000))
    rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>"
    item = "<item><title>{n}</title><guid>{n}</guid><description>a {n}</description></item>"
    yaml_opening = random_.choice(
        ("[", "{a: ", "- ", "{", "? ", "!a ", "&a ", "*a ", '"', "'", "a: &b [", "[[a]: ", "|\n ")
    )
    key = random_.choice(("a", "title", "events", "losses", "tags", "editors", "number", "<<"))
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "T 12", "Tea <tea@a.example>", "a@b.example"
    name, file_name, content = random_.choice((
        lambda: ("yaml deep " + yaml_opening, "001.md", _front(f"{key}: " + yaml_opening * n)),
        lambda: ("yaml publication deep " + yaml_opening, "publication.yaml", f"id: a\nname: b\n{key}: {yaml_opening * n}\n".encode()),
        lambda: ("yaml quotes", "publication.yaml", f"id: a\nname: \"{chr(92)}\"{(chr(92) + chr(34)) * min(n, 30_000)}\n".encode()),
        lambda: ("yaml soup", random_.choice(("001.md", "publication.yaml")), _yaml_soup(random_)),
        lambda: ("yaml keys", "001.md", _front("".join(f"k{i}: v\n" for i in range(n)))),
        lambda: ("yaml anchors", "001.md", _front("".join(f"k{i}: &a{i} [x]\n" for i in range(n)))),
        lambda: ("yaml aliases", "001.md", _front("a: &a [x, x]\nb: [" + "*a, " * n + "]")),
        lambda: ("yaml laughs", "001.md", _front("a0: &a0 [x]\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i}, *a{i}]\n" for i in range(min(n, 60))))),
        lambda: ("yaml indent", "001.md", _front("".join(" " * i + "a:\n" for i in range(min(n, 1500))))),
        lambda: ("yaml list", "001.md", _front(f"{key}:\n" + "- a\n" * n)),
        lambda: ("yaml one value", "001.md", _front(f"{key}: " + "a" * n * 10)),
        lambda: ("hugo deep", "post.md", f"+++\ntitle = 'T'\na = {'[' * n}\n+++\n\n{LAST_WORD}\n".encode()),
        lambda: ("json head deep", "post.md", ("{\n\"title\": \"T\", \"a\": " + "[" * n + "\n}\n\n" + LAST_WORD).encode()),
        lambda: ("rss entries", "tea.rss", _entries(rss, item, "</channel></rss>", n)),
        lambda: ("rss empty items", "tea.rss", _entries(rss, "<item>", f"{LAST_WORD}</channel></rss>", n)),
        lambda: ("rss deep", "tea.rss", _entries(rss + "<item><title>x</title><description>", "<a>", f"{LAST_WORD}</channel></rss>", n)),
        lambda: ("rss attributes", "tea.rss", (rss + "<item " + "".join(f"a{i}='b' " for i in range(n)) + f"><description>{LAST_WORD}</description></item></channel></rss>").encode()),
        lambda: ("rss elements", "tea.rss", (rss + "<item>" + "<x>y</x>" * n + f"<description>{LAST_WORD}</description></item></channel></rss>").encode()),
        lambda: ("rss entities", "tea.rss", ("<?xml version='1.0'?><!DOCTYPE a [" + "".join(f"<!ENTITY a{i + 1} '&a{i};&a{i};'>" for i in range(50)) + f"]>{rss[21:]}<item><description>&a50;{LAST_WORD}</description></item></channel></rss>").encode()),
        lambda: ("rss head", "tea.rss", (rss + "<category>a</category>" * n + f"<item><description>{LAST_WORD}</description></item></channel></rss>").encode()),
        lambda: ("rss prefixes", "tea.rss", (rss + "<item>" + "".join(f"<p{i}:x>y</p{i}:x>" for i in range(n)) + f"<description>{LAST_WORD}</description></item></channel></rss>").encode()),
        lambda: ("atom entries", "tea.atom", _entries("<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>", "<entry><id>{n}</id><title>{n}</title><content>a {n}</content></entry>", "</feed>", n)),
        lambda: ("json items", "tea.json", json.dumps({"version": "https://jsonfeed.org/version/1", "title": "T", "items": [{"id": str(i), "content_text": f"a {i}"} for i in range(n)]}).encode()),
        lambda: ("json deep", "tea.json", ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * n + "]" * n + "}").encode()),
        lambda: ("json long number", "tea.json", ('{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + "1" * n + f', "content_text": "{LAST_WORD}"}}]}}').encode()),
        lambda: ("mbox mails", "tea.mbox", (b"From a@b Fri May  1 10:00:00 2020\nFrom: a@b.example\nSubject: T\n\nHello you.\n\n") * min(n, 10_000)),
        lambda: ("mbox senders", "tea.mbox", _entries("", "From a@b Fri May  1 10:00:00 2020\nFrom: a{n}@b.example\nSubject: T {n}\nList-Id: <l{n}.b.example>\n\nHello you {n}.\n\n", "", min(n, 10_000))),
        lambda: ("mail headers", "tea.eml", ("".join(f"X-A{i}: b\n" for i in range(n)) + f"Subject: T\nFrom: a@b.example\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail long header", "tea.eml", (f"Subject: {'=?utf-8?q?a?= ' * n}\nFrom: a@b.example\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail addresses", "tea.eml", (f"Subject: T\nFrom: {'a@b.example, ' * n}\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail from brackets", "tea.eml", (f"Subject: T\nFrom: {'<(,' * n}\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail content type", "tea.eml", (f"Subject: T\nFrom: a@b.example\nContent-Type: text/plain{'; a=b' * n}\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail date", "tea.eml", (f"Subject: T\nFrom: a@b.example\nDate: {'1 ' * n}\n\n{LAST_WORD}\n").encode()),
        lambda: ("mail parts", "tea.eml", ("Subject: T\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + "--x\nContent-Type: text/plain\n\na\n" * n + f"--x\n\n{LAST_WORD}\n--x--\n").encode()),
        lambda: ("mail nested parts", "tea.eml", ("Subject: T\nFrom: a@b.example\n" + "".join(f"Content-Type: multipart/mixed; boundary=x{i}\n\n--x{i}\n" for i in range(min(n, 2000))) + f"\n{LAST_WORD}\n").encode()),
        lambda: ("mail in mail", "tea.eml", ("Subject: T\nFrom: a@b.example\n" + "Content-Type: message/rfc822\n\n" * n + f"\n{LAST_WORD}\n").encode()),
        lambda: ("wxr items", "tea.xml", _wxr_items(n)),
        lambda: ("wxr meta", "tea.xml", _wxr_extra("<wp:postmeta><wp:meta_key>a</wp:meta_key><wp:meta_value>b</wp:meta_value></wp:postmeta>" * n)),
        lambda: ("wxr categories", "tea.xml", _wxr_extra("".join(f"<category domain='category' nicename='c{i}'>c{i}</category>" for i in range(n)))),
        lambda: ("wxr comments", "tea.xml", _wxr_comments(n)),
        lambda: ("epub pages", "tea.epub", _epub_pages(min(n, 10_000))),
        lambda: ("epub toc", "tea.epub", _epub_toc(n)),
        lambda: ("epub metadata", "tea.epub", _epub_metadata(n)),
        lambda: ("page attributes", "tea.html", _page("<p " + "".join(f"a{i}=b " for i in range(n)) + ">x</p>")),
        lambda: ("page metas", "tea.html", ("<!DOCTYPE html><html><head>" + "<meta name=author content=a>" * n + f"<title>T</title></head><body><p>{LAST_WORD}</body></html>").encode()),
        lambda: ("page json-ld", "tea.html", ("<!DOCTYPE html><html><head><script type='application/ld+json'>" + "[" * n + "]" * n + f"</script><title>T</title></head><body><p>{LAST_WORD}</body></html>").encode()),
        lambda: ("page class", "tea.html", _page(f"<div class='{'a ' * n}'>x</div>")),
        lambda: ("page style", "tea.html", _page(f"<div style='{'a:b;' * n}'>x</div>")),
        lambda: ("page ids", "tea.html", _page("".join(f"<p id=a{i}><a href='#a{i}'>x</a>" for i in range(n)))),
        lambda: ("page footnotes", "tea.html", _page("".join(f"<sup><a href='#fn{i}' id=r{i}>{i}</a></sup>" for i in range(n)) + "<ol>" + "".join(f"<li id=fn{i}>n <a href='#r{i}'>↩</a></li>" for i in range(n)) + "</ol>")),
        lambda: ("page srcset", "tea.html", _page(f"<img srcset='{'a 1x, ' * n}'>")),
        lambda: ("page table", "tea.html", _page("<table>" + "<tr>" + "<td>a" * min(n, 2000) + "</tr>" * 5 + "</table>")),
        lambda: ("page rows", "tea.html", _page("<table>" + "<tr><td>a<td>b</tr>" * n + "</table>")),
        lambda: ("page spans", "tea.html", _page(f"<table><tr><td colspan={n} rowspan={n}>a</td></tr></table>")),
        lambda: ("markdown footnotes", "001.md", _markdown("".join(f"a[^{i}] " for i in range(n)) + "\n\n" + "".join(f"[^{i}]: b\n\n" for i in range(n)))),
        lambda: ("markdown references", "001.md", _markdown("".join(f"[a{i}] \n" for i in range(n)) + "\n\n" + "".join(f"[a{i}]: b{i}\n" for i in range(n)))),
        lambda: ("markdown headings", "001.md", _markdown("".join(f"## H{i}\n\na\n\n" for i in range(n)))),
        lambda: ("markdown same headings", "001.md", _markdown("## H\n\na\n\n" * n)),
        lambda: ("markdown links between", "001.md", _markdown("".join(f"## H{i}\n\n[x](#h{i})\n\n" for i in range(n)))),
        lambda: ("markdown table", "001.md", _markdown("|a|b|\n|-|-|\n" + "|c|d|\n" * n)),
        lambda: ("markdown wide table", "001.md", _markdown("|a" * n + "|\n" + "|-" * n + "|\n" + "|c" * n + "|\n")),
        lambda: ("markdown pictures", "001.md", _markdown("![a](b.png)\n\n" * n)),
        lambda: ("text articles", "tea-12.txt", _text("".join(f"{i}. Title {i}\n\nText.\n\n" for i in range(n)))),
        lambda: ("text capitals", "tea-12.txt", _text("".join(f"TITLE {i}\n-------\n\nText.\n\n" for i in range(n)))),
    ))()  # fmt: skip
    return HostileInput(f"{name} × {n}", file_name, content, LAST_WORD.encode() in content)


def _wxr_items(count: int) -> bytes:
    from tests.importers.exports import export, item

    return export(*(item(number, f"a {number}") for number in range(1, min(count, 10_000))))


def _wxr_extra(extra: str) -> bytes:
    from tests.importers.exports import export, item

    return export(item(1, LAST_WORD, extra=extra))


def _wxr_comments(count: int) -> bytes:
    from tests.importers.exports import comment

    return _wxr_extra("".join(comment(i + 1, "c", parent=i) for i in range(min(count, 10_000))))


def _epub_of(package: str, pages: dict[str, str]) -> bytes:
    from tests.importers.ebooks import books

    files = {f"OEBPS/{name}": text.encode() for name, text in pages.items()}
    return _zip(
        {
            "META-INF/container.xml": books.CONTAINER.encode(),
            "OEBPS/book.opf": package.encode(),
            **files,
        }
    )


def _epub_pages(count: int) -> bytes:
    from tests.importers.ebooks import books

    pages = {f"p{i}.xhtml": books.page(f"<h1>H{i}</h1><p>Text {i}</p>") for i in range(count)}
    return _epub_of(books.package(dict.fromkeys(pages, "application/xhtml+xml")), pages)


def _epub_toc(count: int) -> bytes:
    from tests.importers.ebooks import books

    items = "".join(f"<li><a href='a.xhtml#i{i}'>T{i}</a></li>" for i in range(count))
    body = "".join(f"<p id='i{i}'>Text {i}</p>" for i in range(count))
    pages = {"nav.xhtml": books.nav(items), "a.xhtml": books.page(body + f"<p>{LAST_WORD}</p>")}
    manifest = {"nav.xhtml": "application/xhtml+xml nav", "a.xhtml": "application/xhtml+xml"}
    return _epub_of(books.package(manifest), pages)


def _epub_metadata(count: int) -> bytes:
    from tests.importers.ebooks import books

    metadata = books.METADATA + "<dc:creator>A</dc:creator>" * count
    pages = {"a.xhtml": books.page(f"<h1>A</h1><p>{LAST_WORD}</p>")}
    return _epub_of(books.package({"a.xhtml": "application/xhtml+xml"}, metadata=metadata), pages)


def inputs(random_: random.Random, count: int) -> Iterator[HostileInput]:
    """``count`` inputs; equal seeds give equal ones."""
    for number in range(count):
        if number % 5 == 4:
            yield structures(random_)
            continue
        size = random_.choice(SIZES)
        hazard, text = hazards(random_, size)
        format_ = random_.choice(list(FORMATS))
        file_name, write = FORMATS[format_]
        yield HostileInput(f"{format_}: {hazard} × {size}", file_name, write(_cleaned(text)))


def read(hostile: HostileInput, folder: Path) -> Outcome:
    """Read an input in this process as an import does."""
    from viewer.archive.catalogue.row_mapping import to_issue_record
    from viewer.archive.files.issue_formatter import format_issue
    from viewer.archive.files.problem_collector import ProblemCollector, UnreadableFileError
    from viewer.archive.parser.issue_parser import parse_issue_text
    from viewer.importers.base import ImportOptions
    from viewer.importers.import_session import _nothing_found
    from viewer.importers.reader_process import SourceInfo, _ReaderServer

    outcome = Outcome(hostile.name, len(hostile.content))
    folder.mkdir(exist_ok=True)
    path = folder / hostile.file_name
    path.write_bytes(hostile.content)
    source_path = path
    if hostile.file_name == "publication.yaml":
        (folder / "001").mkdir()
        (folder / "001" / "issue.md").write_bytes(_markdown("a"))
        source_path = folder
    (folder / "spool").mkdir()
    server = _ReaderServer([str(source_path)], ImportOptions(), str(folder / "spool"))
    found_last_word = False

    def timed(step: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        try:
            return work()
        finally:
            seconds = time.process_time() - start
            outcome.total += seconds
            if seconds > outcome.seconds:
                outcome.seconds, outcome.step = seconds, step

    info = timed("open", lambda: server.answer(("open", 0, 0)))
    assert isinstance(info, SourceInfo)
    outcome.said += [problem.message for problem in info.problems]
    count = len(info.titles)
    for index in sorted({*range(0, count, count // MOST_ISSUES + 1), *range(count)[-1:]}):
        result = timed("read", lambda index=index: server.answer(("draft", 0, index)))
        outcome.said += [problem.message for problem in result.problems]
        draft = result.draft
        if draft is None:
            continue
        outcome.said += [problem.message for problem in draft.problems]
        outcome.said += [f"{loss.value}: {number}" for loss, number in draft.losses.items()]

        def parse(draft=draft) -> str:
            text = format_issue(draft, draft.number or 1)
            text.encode("utf-8")
            problems = ProblemCollector("issue.md")
            issue = parse_issue_text(text, folder / "001" / "issue.md", info.publication, problems)
            to_issue_record(issue)
            outcome.said += [p.message for p in problems.collected() if p.severity.value != "guess"]
            return "\n".join(f"{a.title}\n{a.text}" for s in issue.sections for a in s.articles)

        try:
            text = str(timed("parse", parse))
        except UnreadableFileError as error:
            outcome.said += [problem.message for problem in error.problems]
            continue
        outcome.issues += 1
        found_last_word = found_last_word or LAST_WORD in text
    server.close()
    if not outcome.issues:
        outcome.said += [problem.message for problem in _nothing_found(info, path)]
    outcome.said = list(dict.fromkeys(str(said) for said in outcome.said))
    if outcome.seconds > BUDGET:
        outcome.failure = "too slow"
    elif hostile.has_last_word and not found_last_word and not outcome.said:
        outcome.failure = "the end is lost without a word"
    elif any("Error" in said for said in outcome.said):
        outcome.failure = "an exception is shown to the reader"
    return outcome


def measure(hostile: HostileInput, parent: Path, cut_off: int = CUT_OFF) -> Outcome:
    """Read an input in a process of its own, which is ended after ``cut_off`` processor seconds."""
    import resource

    with tempfile.TemporaryDirectory(dir=parent) as folder:
        answer = Path(folder, "answer.json")
        child = os.fork()
        if not child:
            status = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (cut_off, cut_off))
                resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
                # As in the process of an import, in which alone ZIM archives are read.
                multiprocessing.parent_process = lambda: object()  # type: ignore[assignment,return-value]
                outcome = read(hostile, Path(folder, "work"))
                fields = {name: getattr(outcome, name) for name in Outcome.__slots__}
                answer.write_text(json.dumps(fields, default=str), encoding="utf-8")
                status = 0
            except BaseException:
                import traceback

                answer.write_text(traceback.format_exc()[-800:], encoding="utf-8", errors="replace")
            finally:
                os._exit(status)
        _, status, usage = os.wait4(child, 0)
        seconds = usage.ru_utime + usage.ru_stime
        said = answer.read_text(encoding="utf-8") if answer.exists() else ""
    if status:
        failure = said or f"the process ended with {status}"
        outcome = Outcome(hostile.name, len(hostile.content), seconds, seconds, failure=failure)
    else:
        outcome = Outcome(**json.loads(said))
    outcome.megabytes = usage.ru_maxrss >> (20 if sys.platform == "darwin" else 10)
    return outcome


def run(folder: Path, chance: random.Random, count: int, control: bool) -> Iterator[str]:
    """In the control no limit holds of those that bound pages, Markdown and YAML."""
    from viewer.importers import importers

    importers()  # before the processes are divided off, so that none is measured importing
    for module in (
        "viewer.archive.catalogue.row_mapping",
        "viewer.archive.parser.issue_parser",
        "viewer.importers.html.converter",
    ):
        importlib.import_module(module)
    with ExitStack() as lifted:
        for module_name, names in LIMITS.items() if control else ():
            for name in names:
                lifted.enter_context(patch(f"{module_name}.{name}", 1 << 40))
        for hostile in inputs(chance, count):
            outcome = measure(hostile, folder, 8 if control else CUT_OFF)
            if outcome.seconds > BUDGET and not control:
                # Beside other programs the processor counts more seconds for the same work.
                outcome = min(outcome, measure(hostile, folder), key=lambda o: o.seconds)
            yield _failure(outcome)


def _failure(outcome: Outcome) -> str:
    return outcome.failure and (
        f"{outcome.failure}: {outcome.seconds:.1f} s in {outcome.step or 'all'}, "
        f"{outcome.megabytes} MB, {outcome.name[:120]} {outcome.said[:2]}"
    )
