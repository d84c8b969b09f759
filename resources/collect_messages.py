"""Lists the templates of all messages, for their translation.

    python resources/collect_messages.py            brings resources/i18n/messages_*.ts up to date
    python resources/collect_messages.py --check    says what is out of date, and changes nothing

The rooms without Qt write ``Message("{name} is gone.", name=name)``, which lupdate does not see.
This reads the syntax trees instead. A template is written out where the message is made: as a text,
as one of two texts (``"…" if one else "…"``), or in a table whose name ends with ``_TEMPLATES``;
anything else is refused, since nobody could translate it. What the system says, in the context
``System`` of the same files, is kept by hand.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from viewer.translation import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
#: Those that messages are translated into.
TRANSLATED = [name for name in LANGUAGES if name != "en"]

#: Where templates stand among the arguments of what makes messages of them.
_PLACES = {"Message": slice(0, 1), "count_guess": slice(0, 1), "counted": slice(1, 3)}
#: Makes messages of templates that stand elsewhere.
_MAKER = "viewer/messages.py"


class NoTemplateError(Exception):
    """A message is made of something that is not written out."""


def collect(root: Path = ROOT) -> list[str]:
    """Every template below ``root / "viewer"``, each once, in alphabetical order.

    Raises:
        NoTemplateError: a template is not written out where it is used.
    """
    #: What stands between the parts of a list in a message.
    found = {", "}
    for path in sorted((root / "viewer").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name == _MAKER:
            continue
        try:
            found.update(_templates(ast.parse(path.read_text(encoding="utf-8"))))
        except NoTemplateError as error:
            raise NoTemplateError(f"{name}:{error}") from None
    return sorted(found)


def _templates(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _PLACES:
                for template in node.args[_PLACES[name]]:
                    yield from _texts(template)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=rows)) if (
                name.endswith("_TEMPLATES")
            ):
                for row in rows:
                    for template in row.elts if isinstance(row, ast.Tuple) else [row]:
                        yield from _texts(template)


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Name(id="template"):
            pass
        case (
            ast.Subscript(value=ast.Name(id=name))
            | ast.Starred(value=ast.Subscript(value=ast.Name(id=name)))
        ) if name.endswith("_TEMPLATES"):
            pass
        case _:
            raise NoTemplateError(f"{node.lineno}: {ast.unparse(node)} is no template")


def read(path: Path) -> dict[str, dict[str, str]]:
    """The translations of a .ts file by source text, by context; empty where one is missing."""
    if not path.exists():
        return {}
    return {
        context.findtext("name", ""): {
            message.findtext("source", ""): message.findtext("translation", "")
            for message in context.iter("message")
        }
        for context in ElementTree.parse(path).getroot().iter("context")
    }


def written(contexts: dict[str, dict[str, str]], language: str) -> str:
    """The .ts file of ``contexts``."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
    ]
    for name, translations in contexts.items():
        lines += ["<context>", f"    <name>{name}</name>"]
        for source, text in translations.items():
            state = "" if text else ' type="unfinished"'
            lines += [
                "    <message>",
                f"        <source>{escape(source)}</source>",
                f"        <translation{state}>{escape(text)}</translation>",
                "    </message>",
            ]
        lines += ["</context>"]
    return "\n".join([*lines, "</TS>", ""])


def main() -> int:
    """Bring the files up to date, or with ``--check`` say what is out of date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    templates = collect()
    wrong = 0
    for language in TRANSLATED:
        path = FOLDER / f"messages_{language}.ts"
        contexts = read(path)
        old = contexts.get("Messages", {})
        new = {template: old.get(template, "") for template in templates}
        if check:
            for source in sorted(old.keys() ^ new.keys()):
                print(f"{path.name}: {'missing' if source in new else 'stale'}: {source}")
                wrong += 1
        else:
            made = {"Messages": new, "System": contexts.get("System", {})}
            path.write_text(written(made, language), encoding="utf-8", newline="\n")
        for source in (source for source, text in new.items() if not text):
            print(f"{path.name}: untranslated: {source}")
            wrong += check
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
