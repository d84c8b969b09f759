"""Writes what Linux is told about the program, from its argument parser and the README.

    python resources/packaging/linux/describe.py            writes the manual page and the metainfo
    python resources/packaging/linux/describe.py --check    says which of them is out of date

Commands, options and their help are the parser's; what the program is, what it reads and its exit
codes are the README's sentences. ``build-deb`` fills in version and date.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

from viewer.cli.arguments import command_parser, window_parser
from viewer.translation import LANGUAGES

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]
SUMMARY = "Read and search newsletter archives offline"
#: The README is English. A sentence that changes there is refused until its Chinese is here.
CHINESE = {
    "Dosudo Viewer": "Dosudo 電子報閱讀器",
    SUMMARY: "離線閱讀與搜尋電子報",
    "A desktop viewer for newsletter archives. It opens at once, finds what you type in "
    "Traditional or Simplified Chinese or English, and never touches the network.": (
        "電子報的桌面閱讀器：一開就能讀，輸入即搜，繁體、簡體與英文都找得到，從不連上網路。"
    ),
    "It comes with one real archive: issue 2 of the Dosudo deep learning newsletter.": (
        "附一份真實的電子報：Dosudo 深度學習電子報第二期。"
    ),
    "It reads folders of Markdown, WordPress exports, saved web pages, plain text, RSS and Atom "
    "files, mail, EPUB and .dvpack packs.": (
        "能讀 Markdown 資料夾、WordPress 匯出檔、儲存的網頁、純文字、RSS 與 Atom 檔、郵件、EPUB 與 "
        ".dvpack 封裝檔。"
    ),
}
#: Every variable that the program reads, and what it names.
VARIABLES = {
    "DOSUDO_LIBRARY": "The library's folder, where no option names one.",
    "DOSUDO_CACHE": "The folder for catalogues and search indexes; what is missing there is made.",
    "DOSUDO_CONFIG": "The folder for this machine's settings.",
    "DOSUDO_LANGUAGE": f"The language: {' or '.join(sorted(LANGUAGES))}; else that of the locale.",
    "DOSUDO_LOG": "The least that is written to the log: debug, info, warning, error, or off.",
}


def sentences(readme: str) -> dict[str, str]:
    """What the README says of the program: ``what``, ``comes_with``, ``reads`` and ``exit``.

    Raises:
        ValueError: it says one of them no more, or in other words than are translated here.
    """
    plain = " ".join(re.sub(r"[*`]", "", readme).split())
    patterns = {
        "what": r"(A desktop viewer for .*? network\.)",
        "comes_with": r"(It comes with one real archive: issue \d+ of the .*?) \(",
        "reads": r"(It reads folders .*? packs\.)",
        "exit": r"Exit codes: (.*?)\.",
    }
    said = {}
    for name, pattern in patterns.items():
        found = re.search(pattern, plain)
        if found is None:
            raise ValueError(f"README.md has no sentence like “{pattern}”: change describe.py.")
        said[name] = found[1].rstrip(".") + "."
        if name != "exit" and said[name] not in CHINESE:
            raise ValueError(f"“{said[name]}” has no Chinese in describe.py.")
    return said


def manual(readme: str) -> str:
    """The manual page, in the language of man(7)."""
    window, commands = window_parser(), _commands(command_parser())
    said = sentences(readme)
    lines = [
        '.TH DOSUDO\\-VIEWER 1 "@DATE@" "Dosudo Viewer @VERSION@"',
        *(".SH NAME", f"dosudo\\-viewer \\- {_roff(SUMMARY[0].lower() + SUMMARY[1:])}"),
        *(".SH SYNOPSIS", *_synopsis("dosudo-viewer", window)),
    ]
    for name, parser in commands.items():
        lines += [".br", *_synopsis(f"dosudo-viewer {name}", parser)]
    opens = str(window.description).partition(". ")[2]
    lines += [".SH DESCRIPTION", *_text(f"{said['what']} {opens}")]
    lines += [".PP", *_text(said["comes_with"]), *_text(said["reads"])]
    lines += [".SH COMMANDS", *_text("Every command takes --library.")]
    for name, parser in commands.items():
        lines += [".TP", f".B {_roff(name)}", *_text(_sentence(parser.description))]
        for action in _own(parser):
            if action.help:
                lines += [".br", f"{_shown(action)}: {_roff(_help(action))}."]
    lines.append(".SH OPTIONS")
    for action in _actions(window):
        lines += [".TP", _shown(action), *_text(_sentence(_help(action)))]
    lines += [".TP", "\\fB\\-\\-version\\fR", "Print the version."]
    lines.append(".SH ENVIRONMENT")
    for name, meaning in VARIABLES.items():
        lines += [".TP", f".B {name}", *_text(meaning)]
    lines += [
        *(".SH FILES", ".TP", ".I ~/.local/share/dosudo\\-viewer"),
        *_text("The library, where nothing else is named. Removing the program leaves it."),
        *(".SH EXIT STATUS", *_text(said["exit"])),
    ]
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Every command's parser, its one line of help as the description."""
    (action,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    said = {choice.dest: choice.help for choice in action._choices_actions}
    for name, one in action.choices.items():
        one.description = str(said[name])
    return dict(action.choices)


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    left_out = (argparse._HelpAction, argparse._VersionAction)
    return [action for action in parser._actions if not isinstance(action, left_out)]


def _own(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes besides ``--library``, which all do."""
    return [action for action in _actions(parser) if action.dest != "library"]


def _synopsis(name: str, parser: argparse.ArgumentParser) -> list[str]:
    words = []
    for action in _own(parser):
        shown = _shown(action)
        is_optional = action.option_strings or action.nargs == "?"
        words.append(f"[{shown}]" if is_optional else shown)
    return textwrap.wrap(
        " ".join([f"\\fB{_roff(name)}\\fR", *words]), 100,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def _shown(action: argparse.Action) -> str:
    """An argument as it is typed: what stays in bold, what is put in its place in italics."""
    value = ""
    if action.choices:
        value = "|".join(f"\\fB{_roff(str(choice))}\\fR" for choice in action.choices)
    elif action.nargs != 0:
        value = f"\\fI{_roff(str(action.metavar or action.dest.upper()))}\\fR"
    if action.nargs == "+":
        value += "..."
    flag = f"\\fB{_roff(action.option_strings[-1])}\\fR" if action.option_strings else ""
    return f"{flag} {value}".strip()


def _help(action: argparse.Action) -> str:
    return str(action.help or "")


def _sentence(text: str | None) -> str:
    text = str(text or "")
    return f"{text[:1].upper()}{text[1:]}.".replace("..", ".")


def _text(text: str) -> list[str]:
    return [_roff(line) for line in textwrap.wrap(text, 95, break_on_hyphens=False)]


def _roff(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")


def metainfo(readme: str) -> str:
    """The AppStream metainfo."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = sentences(readme)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- Made by describe.py of the README; change that. -->",
        '<component type="desktop-application">',
        "  <id>io.github.dosudo_viewer</id>",
        "  <metadata_license>MIT</metadata_license>",
        f"  <project_license>{project['license']}</project_license>",
        *_both("name", "Dosudo Viewer", 2),
        *_both("summary", SUMMARY, 2),
        '  <developer id="io.github.dosudo_viewer">',
        f"    <name>{escape(project['authors'][0]['name'])}</name>",
        "  </developer>",
        f'  <url type="homepage">{escape(project["urls"]["Homepage"])}</url>',
        f'  <url type="bugtracker">{escape(project["urls"]["Issues"])}</url>',
        "  <description>",
        *_both("p", said["what"], 4),
        "    <ul>",
        *_both("li", said["comes_with"], 6),
        *_both("li", said["reads"], 6),
        "    </ul>",
        "  </description>",
        '  <launchable type="desktop-id">dosudo-viewer.desktop</launchable>',
        "  <provides>",
        "    <binary>dosudo-viewer</binary>",
        "    <mediatype>x-scheme-handler/dosudo-viewer</mediatype>",
        "    <mediatype>application/x-dosudo-pack</mediatype>",
        "  </provides>",
        '  <content_rating type="oars-1.1"/>',
        "  <releases>",
        '    <release version="@VERSION@" date="@DATE@"/>',
        "  </releases>",
        "</component>",
    ]
    return "\n".join(lines) + "\n"


def _both(tag: str, text: str, indent: int) -> list[str]:
    """An element in English and in Chinese."""
    space = " " * indent
    return [
        f"{space}<{tag}>{escape(text)}</{tag}>",
        f'{space}<{tag} xml:lang="zh-TW">{escape(CHINESE[text])}</{tag}>',
    ]


def described(readme: str) -> dict[Path, str]:
    """Every file that is written, and what it says.

    Raises:
        ValueError: the README says something no more, or in other words than are translated here.
    """
    return {
        FOLDER / "dosudo-viewer.1": manual(readme),
        FOLDER / "io.github.dosudo_viewer.metainfo.xml": metainfo(readme),
    }


def main(arguments: list[str]) -> int:
    """Write the files, or only compare them; returns the exit code."""
    try:
        files = described((ROOT / "README.md").read_text("utf-8"))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [path for path, text in files.items() if path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.name} is out of date: run resources/packaging/linux/describe.py.")
        else:
            path.write_text(files[path], "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
