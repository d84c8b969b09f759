"""The argument parser of the command line."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable
from typing import Any

from viewer import __version__
from viewer.cli.console import in_terminal_language
from viewer.errors import UsageError
from viewer.messages import Message, SystemText
from viewer.translation import LANGUAGES

#: The smallest window there is; see ``MINIMUM_SIZE`` in viewer/ui/window/main_window.py.
_MIN_WINDOW_SIZE = (400, 250)
#: The values of ``shot --show``; see ``show_part`` in viewer/screenshot.py.
_SHOT_PARTS = ("slideshow", "picture", "contact-sheet", "talk", "whole", "outline", "quiet")
COMMANDS = (
    "list", "show", "search", "check", "shot", "import", "rename", "remove", "undo", "export",
)  # fmt: skip


class _HelpFormatter(argparse.HelpFormatter):
    """Writes help in the language of the terminal; what argparse says itself is translated too."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(
            usage, actions, groups, _translated("usage: ") if prefix is None else prefix
        )

    def start_section(self, heading: str | None) -> None:
        super().start_section(_translated(heading))

    def add_text(self, text: str | None) -> None:
        translated = _translated(text)
        if isinstance(text, Message) and translated:
            translated = translated[:1].upper() + translated[1:]
        super().add_text(translated)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            # A table: every line stays one.
            return textwrap.indent(text, indent)
        return super()._fill_text(text, width, indent)

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return _translated(action.help)


def _translated(text: str | None) -> str | None:
    message = text if isinstance(text, Message) else SystemText(text or "")
    return in_terminal_language(message) or None


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _HelpFormatter, **options})

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(
            Message(
                "{problem}. See “{program} --help”.",
                problem=SystemText(f"{message[:1].upper()}{message[1:]}"),
                program=self.prog,
            )
        )


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Parse ``arguments``; ``command`` is ``window`` if they name no command.

    Raises:
        UsageError: they cannot be understood.
        SystemExit: they asked for help or for the version, which has been printed.
    """
    command_index = _find_command(arguments)
    command = arguments[command_index] if command_index < len(arguments) else ""
    if command not in COMMANDS:
        return _set_library_default(window_parser().parse_args(arguments))
    return _set_library_default(
        command_parser().parse_args(
            _move_query_last(arguments, command_index) if command == "search" else arguments
        )
    )


def window_parser() -> argparse.ArgumentParser:
    """What can be given where no command is."""
    parser = _Parser(
        prog="dosudo-viewer",
        description=Message(
            "Reads newsletter archives offline. Without a command it opens the window."
        ),
        epilog=_commands_text(),
        parents=[_common_parser()],
    )
    parser.add_argument(
        "address",
        nargs="?",
        help=Message("what to open, for example dosudo/2/c3, or a file to import"),
    )
    parser.add_argument(
        "--self-test", action="store_true", help=Message("test this installation and exit")
    )
    parser.add_argument("--version", action="version", version=f"dosudo-viewer {__version__}")
    parser.set_defaults(command="window")
    return parser


def _commands_text() -> str:
    """The commands with what each is for, a line each, in the language of the terminal."""
    (commands,) = (
        a for a in command_parser()._actions if isinstance(a, argparse._SubParsersAction)
    )
    lines = (f"  {a.dest:<8} {_translated(a.help)}" for a in commands._choices_actions)
    more = Message("“dosudo-viewer COMMAND --help” says more of each, with an example.")
    return "\n".join(
        [in_terminal_language(Message("commands:")), *lines, "", in_terminal_language(more)]
    )


def command_parser() -> argparse.ArgumentParser:
    """The commands, each a parser of its own."""
    common = _common_parser()
    parser = _Parser(prog="dosudo-viewer", parents=[common])
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_commands(commands, common)
    return parser


def _common_parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=Message("the library's folder (else DOSUDO_LIBRARY, else your data folder)"),
    )
    return common


def _move_query_last(arguments: list[str], command_index: int) -> list[str]:
    """The ``arguments``, the query behind a ``--``, so that it may hold ``-words``.

    ``command_index`` is where the command, ``search``, stands among them.
    """
    options: list[str] = []
    words: list[str] = []
    remaining = iter(arguments[command_index + 1 :])
    for word in remaining:
        if word == "--":
            words.extend(remaining)
        elif word in ("--limit", "--library"):
            options += [word, *([value] if (value := next(remaining, None)) is not None else [])]
        elif word in ("--json", "-h", "--help") or word.startswith(("--limit=", "--library=")):
            options.append(word)
        elif word.startswith("--"):
            raise UsageError(
                Message("“{option}” is not an option of search; see its --help.", option=word)
            )
        else:
            words.append(word)
    return [*arguments[: command_index + 1], *options, "--", *words]


def _set_library_default(options: argparse.Namespace) -> argparse.Namespace:
    options.library = getattr(options, "library", None)
    return options


def _find_command(arguments: list[str]) -> int:
    """The index of the first argument that is neither an option nor the value of one."""
    skip = False
    for index, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--library":
            skip = True
        elif not word.startswith("-"):
            return index
    return len(arguments)


def _add_command(
    commands: argparse._SubParsersAction[_Parser],
    common: _Parser,
    name: str,
    about: str,
    example: str,
) -> _Parser:
    """Add the command ``name`` to ``commands``, with what it is ``about`` and an ``example``."""
    return commands.add_parser(
        name,
        parents=[common],
        help=about,
        description=about,
        epilog=Message("Example: {example}", example=f"dosudo-viewer {name} {example}".strip()),
    )


def _add_commands(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    listing = _add_command(
        commands, common, "list", Message("print what the library holds"), "--json"
    )
    listing.add_argument("--json", action="store_true", help=Message("print JSON"))

    show = _add_command(
        commands, common, "show", Message("print one article"), "dosudo/2/c3 --format markdown"
    )
    show.add_argument(
        "address", help=Message("publication, issue and article, for example dosudo/2/c3")
    )
    show.add_argument(
        "--format",
        choices=("text", "markdown", "html"),
        default="text",
        help=Message("how it is printed; as text where nothing is said"),
    )

    search = _add_command(
        commands,
        common,
        "search",
        Message("search all issues"),
        "神經網路 CNN after:2016 --limit 5",
    )
    search.add_argument("query", nargs="+", help=Message("words in Chinese or English"))
    search.add_argument("--json", action="store_true", help=Message("print JSON"))
    search.add_argument(
        "--limit",
        type=_positive,
        default=20,
        metavar="N",
        help=Message("at most N hits; 20 where nothing is said"),
    )

    check = _add_command(
        commands, common, "check", Message("find problems in issue files"), "weekly/012/issue.md"
    )
    check.add_argument("paths", nargs="+", metavar="PATH", help=Message("a file or folder"))

    shot = _add_command(
        commands,
        common,
        "shot",
        Message("write a picture of the window"),
        "page.png dosudo/2/c3 --size 900x600 --theme dark",
    )
    shot.add_argument(
        "out",
        type=_png,
        metavar="OUT.png",
        help=Message("the picture's file, for example page.png"),
    )
    shot.add_argument("address", nargs="?", help=Message("what to show, for example dosudo/2/c3"))
    shot.add_argument(
        "--query", default="", help=Message("search for this in the picture, for example CNN")
    )
    shot.add_argument(
        "--show", choices=_SHOT_PARTS, default="", help=Message("bring this part to the fore")
    )
    shot.add_argument(
        "--size",
        type=_size,
        default=(1280, 800),
        metavar="WIDTHxHEIGHT",
        help=Message("of the window in pixels, for example 1280x800"),
    )
    shot.add_argument(
        "--theme", choices=("light", "sepia", "dark"), default="light", help=Message("its colours")
    )
    shot.add_argument(
        "--language",
        default="",
        metavar="LOCALE",
        help=Message("one of {languages}", languages=", ".join(LANGUAGES)),
    )
    shot.add_argument(
        "--scale",
        type=_scale,
        default=1.0,
        help=Message("device pixels per pixel, 1 to 4, for example 2"),
    )

    _add_library_commands(commands, common)


def _add_library_commands(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    """Those that change the library, and ``export``."""
    bring = _add_command(
        commands, common, "import", Message("import newsletters"), "backup.xml --uploads uploads"
    )
    bring.add_argument("paths", nargs="+", metavar="PATH", help=Message("a file or folder"))
    bring.add_argument(
        "--publication",
        default="",
        metavar="ID",
        help=Message("the publication to join, for example weekly"),
    )
    bring.add_argument(
        "--uploads", metavar="DIR", help=Message("the folder of files that an export only names")
    )
    bring.add_argument("--drafts", action="store_true", help=Message("unpublished posts as well"))
    bring.add_argument(
        "--replace", action="store_true", help=Message("issues that were changed by hand as well")
    )
    bring.add_argument("--json", action="store_true", help=Message("print JSON"))

    rename = _add_command(
        commands, common, "rename", Message("rename a publication"), "weekly '小週報'"
    )
    rename.add_argument("publication", help=Message("its id, as list prints it"))
    rename.add_argument("name", help=Message("its new name"))

    remove = _add_command(commands, common, "remove", Message("remove a publication"), "weekly")
    remove.add_argument("publication", help=Message("its id, as list prints it"))

    undo = _add_command(
        commands, common, "undo", Message("undo the last import, rename or remove"), "--dry-run"
    )
    undo.add_argument(
        "--dry-run", action="store_true", help=Message("only print what it would take back")
    )

    export = _add_command(
        commands,
        common,
        "export",
        Message("write a publication into files"),
        "weekly weekly.dvpack --pack",
    )
    export.add_argument(
        "publication", metavar="PUBLICATION", help=Message("its id, as list prints it")
    )
    export.add_argument("out", metavar="OUT", help=Message("a new folder, or with --pack a file"))
    export.add_argument("--pack", action="store_true", help=Message("write one .dvpack file"))


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise UsageError(
            Message(
                "Argument --limit: “{text}” is not a number from 1 to 10000. See “dosudo-viewer "
                "search --help”.",
                text=text[:40],
            )
        )
    return int(text)


def _png(text: str) -> str:
    if not text.lower().endswith(".png"):
        raise UsageError(
            Message(
                "“{text}” does not end in .png, and a picture in another format is not written. "
                "See “dosudo-viewer shot --help”.",
                text=text[-80:],
            )
        )
    return text


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    size = (width, height)
    numbers = [int(s[:6]) if s.isdigit() else 0 for s in size]
    fits = all(least <= n <= 8000 for n, least in zip(numbers, _MIN_WINDOW_SIZE, strict=True))
    if not cross or not fits:
        raise UsageError(
            Message(
                "Argument --size: “{text}” is not a size; write for example 1280x800 (at least "
                "{width}x{height}). See “dosudo-viewer shot --help”.",
                text=text[:40],
                width=_MIN_WINDOW_SIZE[0],
                height=_MIN_WINDOW_SIZE[1],
            )
        )
    return int(width), int(height)


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 4:
        raise UsageError(
            Message(
                "Argument --scale: “{text}” is not a scale from 1 to 4. See “dosudo-viewer shot "
                "--help”.",
                text=text[:40],
            )
        )
    return value
