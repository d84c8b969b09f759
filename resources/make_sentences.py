"""Collects the sentences that the rooms without Qt write, for their translation.

    python resources/make_sentences.py            brings resources/i18n/sentences_*.ts up to date
    python resources/make_sentences.py --check    says what is out of date, and changes nothing

The archive, the importers, the exporters and the search know no Qt, so their sentences cannot go
through ``tr()`` and lupdate does not see them. This reads the syntax tree of every module of those
rooms instead. A sentence is

- what is handed to ``Problem``, to a method of ``ProblemCollector``, or to an exception that is
  raised, and
- every other text of three words or more that ends with a full stop.

``f"{name} is a link"`` becomes the source text ``{name} is a link``. Where what stands in a brace
can only be one of a few texts (a local name, a parameter, an entry of a table), one source text is
made of each, since no language but English can be pieced together that way.
``viewer/ui/sentences.py`` finds the source text again that a sentence was made of.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("archive", "importers", "exporters", "search")
FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_TW",)
CONTEXT = "Sentences"

#: What the system and the libraries say, which stands in brackets in ours, how
#: ``archive.issue.Problem`` puts its file in front, and what is counted in a list. ``{count}`` and
#: ``{n}`` stand for numbers alone.
FOREIGN = tuple((FOLDER / "foreign.txt").read_text(encoding="utf-8").splitlines())

#: Sentences that the window translates itself.
_ELSEWHERE = {"search/query/query_hints.py"}
_FAULTS = {"error", "warning", "guess", "guessed", "fatal"}
#: Never shown: these tell of a mistake of ours.
_OURS = {"RuntimeError", "NotImplementedError", "AssertionError", "StopIteration", "TermNotFound"}
_MOST_VARIANTS = 24
#: A place for a value in a source text.
HOLE = re.compile(r"\{([a-z]\w*)\}")
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where a value goes; ``name`` says what value to whoever translates."""

    name: str


Text = tuple["str | Hole", ...]


@dataclass(slots=True)
class Module:
    """A module of a room, with what is needed to follow a name in it."""

    path: Path
    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    globals: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that ``node`` stands in, the nearest first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        """The function that ``node`` stands in."""
        return next((n for n in self.around(node) if isinstance(n, ast.FunctionDef)), None)


def _module(path: Path) -> Module:
    module = Module(path, ast.parse(path.read_text(encoding="utf-8")))
    for node in ast.walk(module.tree):
        for child in ast.iter_child_nodes(node):
            module.parents[child] = node
        if isinstance(node, ast.FunctionDef):
            module.functions.setdefault(node.name, []).append(node)
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                module.globals[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.globals[name] = value
    return module


class Collector:
    """Reads the rooms below ``root`` and knows every sentence in them."""

    def __init__(self, root: Path = ROOT / "viewer", rooms: Iterable[str] = ROOMS) -> None:
        self.modules = [
            _module(path)
            for room in rooms
            for path in sorted((root / room).rglob("*.py"))
            if path.relative_to(root).as_posix() not in _ELSEWHERE
        ]
        self._fragments: list[Text] = []
        self._known_texts: dict[ast.expr, list[Text]] = {}
        self._calls: dict[str, list[tuple[Module, ast.Call]]] = defaultdict(list)
        self._raises: dict[str, list[tuple[Module, ast.expr]]] = defaultdict(list)
        for module in self.modules:
            for node in ast.walk(module.tree):
                match node:
                    case ast.Call():
                        self._calls[_called_name(node)].append((module, node))
                    case ast.Raise(exc=ast.Call(args=[message, *_]) as error):
                        self._raises[_called_name(error)].append((module, message))

    def sentences(self) -> list[str]:
        """Every source text, each once, in alphabetical order."""
        found: dict[tuple[str, ...], str] = {}
        for source in FOREIGN:
            found[shape(source)] = source
        for module in self.modules:
            for title in _titles(module):
                found[shape(title)] = title
            for text in self._of(module):
                self._keep(text, found)
        for text in self._fragments:
            self._keep(text, found)
        return sorted(found.values())

    def _keep(self, text: Text, found: dict[tuple[str, ...], str]) -> None:
        source = _source(text)
        if len(_WORD.findall(HOLE.sub("", source))) >= 2:
            found.setdefault(shape(source), source)

    def _of(self, module: Module) -> Iterator[Text]:
        said: set[ast.AST] = set()
        for node in ast.walk(module.tree):
            for message in _handed_over(node):
                said.add(message)
                yield from self._known(module, message)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr) or (
                isinstance(node, ast.Constant) and isinstance(node.value, str)
            ):
                parent = module.parents.get(node)
                if node in said or isinstance(parent, ast.JoinedStr | ast.Expr):
                    continue
                if _is_prose("".join(p if isinstance(p, str) else "x" for p in _written(node))):
                    yield from self._known(module, node)

    def _known(self, module: Module, node: ast.expr) -> Iterator[Text]:
        for text in self._texts(module, node):
            # A value alone was a sentence before it came here, or is none of ours.
            if any(isinstance(part, str) and _WORD.search(part) for part in text):
                yield text

    # Which texts an expression can be

    def _texts(self, module: Module, node: ast.expr) -> list[Text]:
        """Every text that ``node`` can be; a hole alone where that cannot be told."""
        if node not in self._known_texts:
            # What leads back to itself is not followed.
            self._known_texts[node] = [(Hole(_called(node)),)]
            self._known_texts[node] = self._found(module, node)
        return self._known_texts[node]

    def _found(self, module: Module, node: ast.expr) -> list[Text]:
        unknown: list[Text] = [(Hole(_called(node)),)]
        match node:
            case ast.Constant(value=str(text)):
                return [_split(text)]
            case ast.JoinedStr(values=values):
                return self._joined(module, values)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _product([self._texts(module, one) for one in (left, right)])
            case ast.IfExp(body=body, orelse=other):
                return self._texts(module, body) + self._texts(module, other)
            case ast.BoolOp(op=ast.Or(), values=values):
                return [text for one in values for text in self._texts(module, one)]
            case ast.Call(func=ast.Attribute(value=value, attr="replace"), args=[_, _]):
                return self._texts(module, value)
            case ast.Call(func=ast.Name(id="str"), args=[value]):
                return self._texts(module, value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return self._returned(module, name) or unknown
            case ast.Subscript(value=ast.Name(id=name)):
                table = module.globals.get(name)
                if isinstance(table, ast.Dict):
                    texts = [t for one in table.values for t in self._texts(module, one)]
                    # Names, such as those of encodings, are the same in every language.
                    return texts if any(_has_space(text) for text in texts) else unknown
            case ast.Name(id=name):
                return self._named(module, node, name) or unknown
        return unknown

    def _joined(self, module: Module, values: list[ast.expr]) -> list[Text]:
        parts: list[list[Text]] = []
        for value in values:
            if isinstance(value, ast.FormattedValue):
                parts.append(self._filled(module, value.value))
            else:
                parts.append(self._texts(module, value))
        return _product(parts)

    def _filled(self, module: Module, node: ast.expr) -> list[Text]:
        """What can stand in a brace: all the texts it can be if they are known, else a hole."""
        hole: list[Text] = [(Hole(_called(node)),)]
        if isinstance(node, ast.Name) and node.id.isupper():
            return hole
        texts = list(dict.fromkeys(self._texts(module, node)))
        if (
            len(texts) <= _MOST_VARIANTS
            and all(map(_is_told, texts))
            and any(map(_is_words, texts))
        ):
            return texts
        self._fragments += [text for text in texts if _is_told(text)]
        return hole

    def _named(self, module: Module, node: ast.AST, name: str) -> list[Text]:
        function = module.function(node)
        if function is None or name in module.globals:
            value = module.globals.get(name)
            return [] if value is None else self._texts(module, value)
        found: list[Text] = []
        for inner in ast.walk(function):
            match inner:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    found += self._texts(module, value)
                case ast.AugAssign(target=ast.Name(id=target)) if target == name:
                    return []
                case ast.For(target=ast.Tuple(elts=targets), iter=ast.Tuple(elts=rows)):
                    place = [getattr(one, "id", "") for one in targets]
                    if name in place:
                        for row in rows:
                            cell = (
                                row.elts[place.index(name)] if isinstance(row, ast.Tuple) else row
                            )
                            found += self._texts(module, cell)
                case (
                    ast.For(target=ast.Name(id=target))
                    | ast.comprehension(target=ast.Name(id=target))
                ) if target == name:
                    return []
                case ast.ExceptHandler(type=kinds, name=caught) if caught == name and kinds:
                    found += self._caught(kinds)
        return found or self._given(module, function, name)

    def _caught(self, kinds: ast.expr) -> list[Text]:
        """What an exception of our own says, wherever it is raised; a hole for Python's."""
        found: list[Text] = []
        for kind in kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]:
            name = getattr(kind, "id", "")
            own = any(
                isinstance(node, ast.ClassDef) and node.name == name
                for module in self.modules
                for node in module.tree.body
            )
            if not own:
                return []
            found += [t for module, said in self._raises[name] for t in self._texts(module, said)]
        return found

    def _given(self, module: Module, function: ast.FunctionDef, name: str) -> list[Text]:
        """What the callers of ``function`` hand over as ``name``."""
        names = [one.arg for one in [*function.args.posonlyargs, *function.args.args]]
        if name not in names + [one.arg for one in function.args.kwonlyargs]:
            return []
        is_method = bool(names) and names[0] in ("self", "cls")
        place = names.index(name) - is_method if name in names else None
        homes = [m for m in self.modules if function.name in m.functions]
        found: list[Text] = []
        for caller, call in self._calls[function.name]:
            if len(homes) > 1 and caller is not module:
                continue
            handed = [one.value for one in call.keywords if one.arg == name]
            if place is not None:
                handed += call.args[place : place + 1]
            found += [text for one in handed for text in self._texts(caller, one)]
        defaults = function.args.defaults
        if place is not None and defaults:
            late = names[-len(defaults) :]
            if name in late:
                found += self._texts(module, defaults[late.index(name)])
        return found

    def _returned(self, module: Module, name: str) -> list[Text]:
        """What a function of the rooms returns, if only one is called so or it is in here."""
        homes = [m for m in self.modules if name in m.functions]
        home = module if module in homes else homes[0] if len(homes) == 1 else None
        if home is None:
            return []
        function = home.functions[name][0]
        if "str" not in ast.unparse(function.returns or ast.Constant("")):
            return []
        return [
            text
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value is not None
            for text in self._texts(home, node.value)
        ]


def _handed_over(node: ast.AST) -> Iterator[ast.expr]:
    """The messages that ``node`` hands to where a reader will see them."""
    match node:
        case ast.Call(func=ast.Name(id="Problem"), args=[_, _, message, *_]):
            yield message
        case ast.Call(func=ast.Attribute(attr=name), args=[message, *_]) if name in _FAULTS:
            yield message
        case ast.Raise(exc=ast.Call(args=[*arguments]) as error):
            if _called_name(error) not in _OURS:
                yield from arguments[:2]


def _titles(module: Module) -> Iterator[str]:
    """What a format is called, which may be one word."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id="Importer"), args=arguments, keywords=keywords):
                named = [one.value for one in keywords if one.arg == "title"]
                for title in [*arguments[1:2], *named]:
                    if isinstance(title, ast.Constant):
                        yield str(title.value)


def _is_prose(text: str) -> bool:
    return (
        text.rstrip().endswith(".")
        and len(text.split()) >= 3
        and "\n" not in text
        and "\\" not in text
        and "<" not in text[:1]
    )


def _is_told(text: Text) -> bool:
    """Whether any of it is known; nothing at all is."""
    return not text or any(isinstance(part, str) for part in text)


def _is_words(text: Text) -> bool:
    return any(isinstance(part, str) and (_WORD.search(part) or " " in part) for part in text)


def _has_space(text: Text) -> bool:
    return any(isinstance(part, str) and " " in part for part in text)


def _written(node: ast.AST) -> Text:
    if isinstance(node, ast.JoinedStr):
        return tuple(
            str(value.value) if isinstance(value, ast.Constant) else Hole("")
            for value in node.values
        )
    return (str(getattr(node, "value", "")),)


def _split(text: str) -> Text:
    """A plain text, in which ``{n}`` is a place for a count that is put in later."""
    parts: list[str | Hole] = []
    for place, part in enumerate(re.split(r"\{(n)\}", text)):
        if place % 2:
            parts.append(Hole(part))
        elif part:
            parts.append(part)
    return tuple(parts)


def _product(parts: list[list[Text]]) -> list[Text]:
    made = [tuple(itertools.chain.from_iterable(chosen)) for chosen in itertools.product(*parts)]
    return list(dict.fromkeys(made))[: _MOST_VARIANTS * 4]


def _called_name(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _called(node: ast.expr) -> str:
    """A name for what an expression is worth."""
    match node:
        case ast.Name(id=name):
            return name.strip("_").lower() or "value"
        case ast.Attribute(value=ast.Name(id="self") | ast.Name(id="error"), attr=name):
            return name.strip("_").lower() if name not in ("strerror", "problem") else "error"
        case ast.Attribute(attr="message"):
            return "reason"
        case ast.Attribute(value=value, attr=("name" | "id")):
            return _called(value)
        case ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Call(
            func=ast.Attribute(value=ast.Constant() | ast.Name(id="os" | "html")), args=[value, *_]
        ):
            return _called(value)
        case ast.Call(func=ast.Attribute(value=value)):
            return _called(value)
        case ast.Call(args=[value, *_]):
            return _called(value)
        case ast.Subscript(value=ast.Name(id=table), slice=ast.Name() as value) if table.isupper():
            return _called(value)
        case ast.Subscript(value=value) | ast.BinOp(left=value):
            return _called(value)
        case ast.BoolOp(values=[value, *_]) | ast.IfExp(body=value):
            return _called(value)
    return "value"


def _source(text: Text) -> str:
    """The text as a source text, with a name of its own for each hole."""
    names: list[str] = []
    made = ""
    for part in text:
        if isinstance(part, Hole):
            name = part.name if re.fullmatch(r"[a-z]\w*", part.name) else "value"
            count = names.count(name)
            names.append(name)
            made += f"{{{name}{count + 1 if count else ''}}}"
        else:
            made += part
    return made


def shape(source: str) -> tuple[str, ...]:
    """What a source text and another have in common that differ in the names of holes only."""
    return tuple(HOLE.split(source)[::2])


# The file for Qt Linguist


def read(path: Path) -> dict[str, str]:
    """Every source text of a .ts file with its translation, empty where it has none."""
    if not path.exists():
        return {}
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in ElementTree.parse(path).getroot().iter("message")
    }


def merged(sentences: Iterable[str], old: dict[str, str]) -> dict[str, str]:
    """``sentences`` with the translations of ``old``, also where a hole has another name now."""
    by_shape = {shape(source): (source, text) for source, text in old.items()}
    made = {}
    for source in sentences:
        before, text = by_shape.get(shape(source), (source, ""))
        names = dict(zip(HOLE.findall(before), HOLE.findall(source), strict=True))
        made[source] = HOLE.sub(lambda found: f"{{{names[found[1]]}}}", text)  # noqa: B023
    return made


def written(translations: dict[str, str], language: str) -> str:
    """The .ts file of ``translations``."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    for source, text in sorted(translations.items()):
        state = "" if text else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{escape(source)}</source>",
            f"        <translation{state}>{escape(text)}</translation>",
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def main() -> int:
    """Bring the files up to date, or with ``--check`` say what is out of date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    sentences = Collector().sentences()
    wrong = 0
    for language in LANGUAGES:
        path = FOLDER / f"sentences_{language}.ts"
        old = read(path)
        new = merged(sentences, old)
        if check:
            for source in sorted(old.keys() ^ new.keys()):
                print(f"{path.name}: {'missing' if source in new else 'stale'}: {source}")
                wrong += 1
        elif (text := written(new, language)) != (
            path.read_text(encoding="utf-8") if path.exists() else ""
        ):
            path.write_text(text, encoding="utf-8", newline="\n")
        for source in (source for source, text in new.items() if not text):
            print(f"{path.name}: untranslated: {source}")
            wrong += check
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
