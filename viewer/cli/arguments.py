"""What can be written on the command line."""

from __future__ import annotations

import argparse

from viewer import __version__
from viewer.cli.library_commands import add_library_commands
from viewer.errors import UsageError

#: The smallest window there is; see ``MINIMUM_SIZE`` in viewer/ui/window/main_window.py.
_MIN_WINDOW_SIZE = (400, 250)
#: What ``shot --show`` brings to the fore; see viewer/ui/commands/show_part.py.
_SHOT_PARTS = ("slideshow", "picture", "contact-sheet", "talk", "whole", "outline", "quiet")
COMMANDS = (
    "list", "show", "search", "check", "shot", "import", "rename", "remove", "undo", "export",
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See “{self.prog} --help”.")


def parse_arguments(given: list[str]) -> argparse.Namespace:
    """What the arguments ``given`` ask for; ``command`` names it, ``window`` where none does.

    Raises:
        UsageError: they ask for nothing that there is.
        SystemExit: they asked for help or for the version, which has been printed.
    """
    common = _Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the library's folder (else DOSUDO_LIBRARY, else your data folder)",
    )
    parser = _Parser(
        prog="dosudo-viewer",
        description="Reads newsletter archives offline. Without a command it opens the window.",
        epilog="commands: list, show, search, check, shot, import, export, rename, remove, undo; "
        "“dosudo-viewer COMMAND --help”.",
        parents=[common],
    )
    parser.add_argument(
        "address", nargs="?", help="what to open, for example dosudo/2/c3, or a file to import"
    )
    parser.add_argument("--self-test", action="store_true", help="test this installation and exit")
    parser.add_argument("--version", action="version", version=f"dosudo-viewer {__version__}")
    command = _find_command(given)
    if command not in COMMANDS:
        parser.set_defaults(command="window")
        return _set_library_default(parser.parse_args(given))
    whole = _Parser(prog="dosudo-viewer", parents=[common])
    commands = whole.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_commands(commands, common)
    return _set_library_default(
        whole.parse_args(_move_query_last(given) if command == "search" else given)
    )


def _move_query_last(given: list[str]) -> list[str]:
    """``search``'s arguments with the query behind a ``--``, so that it may hold ``-words``."""
    options: list[str] = []
    words: list[str] = []
    at = given.index("search")
    rest = iter(given[at + 1 :])
    for word in rest:
        if word == "--":
            words.extend(rest)
        elif word in ("--limit", "--library"):
            options += [word, *([value] if (value := next(rest, None)) is not None else [])]
        elif word in ("--json", "-h", "--help") or word.startswith(("--limit=", "--library=")):
            options.append(word)
        elif word.startswith("--"):
            raise UsageError(f"“{word}” is not an option of search; see its --help.")
        else:
            words.append(word)
    return [*given[: at + 1], *options, "--", *words]


def _set_library_default(options: argparse.Namespace) -> argparse.Namespace:
    options.library = getattr(options, "library", None)
    return options


def _find_command(given: list[str]) -> str:
    """The first argument that is neither an option nor the value of one."""
    skip = False
    for word in given:
        if skip:
            skip = False
        elif word == "--library":
            skip = True
        elif not word.startswith("-"):
            return word
    return ""


def _add_commands(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    listing = commands.add_parser("list", parents=[common], help="what the library holds")
    listing.add_argument("--json", action="store_true", help="print JSON")

    show = commands.add_parser("show", parents=[common], help="print one article")
    show.add_argument("address", help="for example dosudo/2/c3")
    show.add_argument("--format", choices=("text", "markdown", "html"), default="text")

    search = commands.add_parser("search", parents=[common], help="search all issues")
    search.add_argument("query", nargs="+", help="words in Chinese or English")
    search.add_argument("--json", action="store_true", help="print JSON")
    search.add_argument("--limit", type=_positive, default=20, metavar="N", help="at most N hits")

    check = commands.add_parser("check", parents=[common], help="find problems in issue files")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a file or folder")

    shot = commands.add_parser("shot", parents=[common], help="write a picture of the window")
    shot.add_argument("out", metavar="OUT.png")
    shot.add_argument("address", nargs="?", help="what to show, for example dosudo/2/c3")
    shot.add_argument("--query", default="", help="search for this in the picture")
    shot.add_argument("--show", choices=_SHOT_PARTS, default="", help="bring this part to the fore")
    shot.add_argument("--size", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT")
    shot.add_argument("--theme", choices=("light", "sepia", "dark"), default="light")
    shot.add_argument("--language", default="", metavar="LOCALE", help="en or zh_TW")
    shot.add_argument("--scale", type=_scale, default=1.0, help="device pixels per pixel, 1 to 4")

    add_library_commands(commands, common)


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a number from 1 to 10000")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    sides = (width, height)
    numbers = [int(s[:6]) if s.isdigit() else 0 for s in sides]
    fits = all(least <= n <= 8000 for n, least in zip(numbers, _MIN_WINDOW_SIZE, strict=True))
    if not cross or not fits:
        raise argparse.ArgumentTypeError(
            f"“{text[:40]}” is not a size; write for example 1280x800"
            f" (at least {_MIN_WINDOW_SIZE[0]}x{_MIN_WINDOW_SIZE[1]})"
        )
    return int(width), int(height)


def _scale(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 4:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is not a scale from 1 to 4")
    return value
