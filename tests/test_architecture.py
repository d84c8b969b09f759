"""The rules of the house, read from the syntax tree of every module in ``viewer/`` and ``tests/``.

A rule is a function that takes the program and returns what breaks it, a line each. Each is shown
to fail on a small program that breaks it: a rule that cannot fail proves nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
VIEWER = TESTS.parent / "viewer"

#: The house from the roof down. A room is a folder with the files that lie directly in it, or a
#: module that stands by itself. It may import rooms on lower floors, and no neighbour on its own.
#: ``importers/*`` are the formats that are not named.
FLOORS = [
    "__main__",
    "cli",
    "screenshot  self_test",
    "app",
    "ui/application",
    "ui/commands",
    "ui/window  ui/printing",
    "ui/search  ui/side_panel  ui/dialogs",
    "ui/navigation",
    "ui/article",
    "ui/document",
    "ui/contents  ui/importing  ui/pictures  ui/series",
    "ui/settings  ui/widgets",
    "ui/theme  ui/i18n",
    "ui",
    "importers/plain_text",
    "importers/*",
    "importers  exporters  search",
    "archive/staging  search/retrieval",
    "archive/library  search/index",
    "archive/catalogue  importers/html",
    "archive/parser  importers/markdown_text",
    "archive/markup  importers/metadata  importers/sources",
    "archive/files  search/query",
    "search/language",
    "archive/model",
    "logs  translation  single_instance",
    "paths",
    "progress_and_cancel  color_themes  errors  startup_tuning  platform_checks  processes",
    "messages",
]

#: The wings, with all that each may know besides itself: bringing in, finding and taking
#: away need what there is, and not each other.
WINGS = {
    "archive": "progress_and_cancel errors logs messages paths processes",
    "search": "progress_and_cancel errors logs messages paths processes archive",
    "importers": "progress_and_cancel errors logs messages paths processes archive",
    "exporters": "progress_and_cancel errors logs messages paths color_themes archive",
    "ui": "progress_and_cancel errors startup_tuning logs messages paths color_themes "
    "single_instance translation archive search importers exporters",
    "cli": "errors startup_tuning logs messages paths platform_checks single_instance translation "
    "archive search importers exporters app screenshot self_test",
}

#: All of ours that reading a format may need. Every other folder of ``importers`` is a format.
A_FORMAT_IMPORTS = [
    *["errors", "messages", "archive/model", "archive/files", "archive/markup", "importers/base"],
    *["importers/sources", "importers/metadata", "importers/markdown_text", "importers/html"],
]
#: What one format needs besides. A ``.txt`` may hold Markdown: plain text hands it on.
BESIDES = {
    "markdown": ["archive/parser"],
    "plain_text": ["archive/parser", "importers/markdown"],
}

QT = ["PySide6", "shiboken6"]
QT_ROOMS = ["ui", "app", "screenshot", "self_test"]

NETWORK = ["socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "requests"]

KNOW_MAIN_WINDOW = ["ui/window", "ui/application"]

#: The files that change how Python itself works.
CHANGE_PYTHON = ["startup_tuning.py", "search/index/whoosh_import.py"]

#: The tests that may look at a clock: what waits with patience, and what is run by hand.
MAY_LOOK_AT_A_CLOCK = ["waiting", "bench", "campaign", "packaging"]
CLOCKS = ["monotonic", "perf_counter", "process_time", "thread_time", "sleep"]
#: In seconds: a machine that is busy with other things takes that long for a moment's work.
SHORT = 20


# The program as its imports and trees


@dataclass(frozen=True)
class Import:
    name: str
    for_types_only: bool


@dataclass(frozen=True)
class Module:
    path: str
    tree: ast.Module

    @cached_property
    def name(self) -> str:
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return f"viewer.{dotted}".removesuffix(".__init__")

    @cached_property
    def room(self) -> str:
        folder, _, file = self.path.rpartition("/")
        return folder or file.removesuffix(".py")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def imports(self) -> list[Import]:
        """Everything that is imported, at any depth and however written."""
        return list(_imports(self.tree, ["viewer", *self.path.split("/")[:-1]]))

    @cached_property
    def imports_of_ours(self) -> list[Import]:
        return [one for one in self.imports if one.name.startswith("viewer.")]


def _imports(tree: ast.AST, package: list[str], for_types: bool = False) -> Iterator[Import]:
    if isinstance(tree, ast.Import):
        yield from (Import(alias.name, for_types) for alias in tree.names)
    elif isinstance(tree, ast.ImportFrom):
        base = package[: len(package) - tree.level + 1] if tree.level else []
        stem = ".".join([*base, *([tree.module] if tree.module else [])])
        yield from (Import(f"{stem}.{alias.name}", for_types) for alias in tree.names)
    elif isinstance(tree, ast.Call) and _called(tree) in ("import_module", "__import__"):
        if tree.args and isinstance(tree.args[0], ast.Constant):
            yield Import(str(tree.args[0].value), for_types)
    elif isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
        for node in tree.body:
            yield from _imports(node, package, for_types=True)
        for node in tree.orelse:
            yield from _imports(node, package, for_types)
        return
    for node in ast.iter_child_nodes(tree):
        yield from _imports(node, package, for_types)


def _called(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_in(name: str, places: list[str]) -> bool:
    """Whether a dotted name or a path is one of ``places`` or lies in one."""
    name = name.removesuffix(".py").replace("/", ".") + "."
    return any(name.startswith(place.replace("/", ".") + ".") for place in places)


@cache
def program(viewer: Path) -> list[Module]:
    return [
        Module(path.relative_to(viewer).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(viewer.rglob("*.py"))
    ]


# The rules

Program = list[Module]
Rule = Callable[[Program], Iterator[str]]


def rooms_import_only_lower_floors(program: Program) -> Iterator[str]:
    floors = {room: -i for i, rooms in enumerate(FLOORS) for room in rooms.split()}
    for room in {module.room for module in program} - floors.keys():
        if (others := room.rpartition("/")[0] + "/*") in floors:
            floors[room] = floors[others]
    for module in program:
        if module.imports_of_ours and module.name != "viewer" and module.room not in floors:
            yield f"{module.room} has no floor"
            continue
        for name in {one.name for one in module.imports_of_ours}:
            one, two, *_ = [*name.split(".")[1:], ""]
            room = f"{one}/{two}" if f"{one}/{two}" in floors else one
            if one.startswith("__") and one != "__main__":  # viewer.__version__
                continue
            if room != module.room and floors.get(room, 0) >= floors[module.room]:
                yield f"{module.path} imports {name}"


def wings_know_only_what_they_need(program: Program) -> Iterator[str]:
    for module in program:
        if (wing := module.path.partition("/")[0]) in WINGS:
            for one in module.imports_of_ours:
                known = one.name.split(".")[1]
                if known not in (wing, *WINGS[wing].split()) and not known.startswith("__"):
                    yield f"{module.path} imports {one.name}"


def no_modules_import_each_other(program: Program) -> Iterator[str]:
    modules = {module.name: module for module in program}

    def imported(module: Module) -> Iterator[str]:
        for one in module.imports_of_ours:
            for name in (one.name, one.name.rpartition(".")[0]):
                if name in modules and not one.for_types_only:
                    yield name
                    break

    graph = {name: set(imported(module)) - {name} for name, module in modules.items()}

    @cache
    def reached_from(start: str) -> set[str]:
        found, more = set(), [start]
        while more:
            new = graph[more.pop()] - found
            found |= new
            more += new
        return found

    for name, others in graph.items():
        for other in others:
            if name in reached_from(other):
                yield f"{modules[name].path} and {modules[other].path} are in one circle"


def formats_import_no_other_format(program: Program) -> Iterator[str]:
    for module in program:
        format = module.room.removeprefix("importers/")
        if module.room == f"importers/{format}" and module.room not in A_FORMAT_IMPORTS:
            own = [module.room, *A_FORMAT_IMPORTS, *BESIDES.get(format, [])]
            for one in module.imports_of_ours:
                if not _is_in(one.name.removeprefix("viewer."), own):
                    yield f"{module.path} imports {one.name}"


def qt_stays_in_the_window(program: Program) -> Iterator[str]:
    for module in program:
        for one in module.imports:
            if _is_in(one.name, QT) and not _is_in(module.path, QT_ROOMS):
                yield f"{module.path} imports {one.name}"


def nothing_reaches_the_network(program: Program) -> Iterator[str]:
    for module in program:
        for one in module.imports:
            if _is_in(one.name, NETWORK) or "QtNetwork" in one.name or "QtWebEngine" in one.name:
                yield f"{module.path} imports {one.name}"


def few_know_the_main_window(program: Program) -> Iterator[str]:
    for module in program:
        if not _is_in(module.path, KNOW_MAIN_WINDOW):
            names = {getattr(node, "id", None) for node in module.nodes}
            names |= {part for one in module.imports for part in one.name.split(".")}
            if names & {"MainWindow", "main_window"}:
                yield f"{module.path} knows MainWindow"


def two_files_change_python_itself(program: Program) -> Iterator[str]:
    for module in program:
        if module.path not in CHANGE_PYTHON:
            changed = [one.name for one in module.imports if _is_in(one.name, ["gc", "builtins"])]
            for node in module.nodes:
                if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                    changed += [ast.unparse(node.value)]
                elif isinstance(node, ast.Call) and _called(node) in ["pop", "update"]:
                    changed += [ast.unparse(node.func).rpartition(".")[0]]
            for what in {"gc", "builtins", "sys.modules"}.intersection(changed):
                yield f"{module.path} changes {what}"


def background_failures_are_handled(program: Program) -> Iterator[str]:
    for module in program:
        for function in module.nodes:
            if isinstance(function, ast.FunctionDef):
                calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
                made = [call for call in calls if _called(call) == "BackgroundTask"]
                if made and len(made) > sum(_handles_failure(call) for call in calls):
                    yield f"{module.path} {function.name}() ignores the failure of a task"


def _handles_failure(call: ast.Call) -> bool:
    return _called(call) == "connect" and ast.unparse(call.func).endswith(".failed.connect")


def nothing_is_called_by_a_made_up_name(program: Program) -> Iterator[str]:
    for module in program:
        for call in module.calls:
            if _called(call) == "getattr" and isinstance(call.args[1], ast.JoinedStr | ast.BinOp):
                yield f"{module.path} asks for {ast.unparse(call.args[1])}"


def no_test_looks_at_a_clock(tests: Program) -> Iterator[str]:
    for module in tests:
        if _is_in(module.path, MAY_LOOK_AT_A_CLOCK):
            continue
        for one in module.imports:
            if one.name in [f"time.{clock}" for clock in CLOCKS]:
                yield f"{module.path} imports {one.name}"
        compared = [
            c for node in module.nodes if isinstance(node, ast.Compare) for c in ast.walk(node)
        ]
        for call in module.calls:
            said = ast.unparse(call.func)
            clock = said.removeprefix("time.").removesuffix("_ns")
            sleeps = said == "qtbot.wait" or _called(call) in ["qWait", "qSleep", "msleep"]
            # The date of a file is the clock's, and fine: what is not is to compare the two.
            is_measured = said == "time.time" and call in compared
            if sleeps or is_measured or (said.startswith("time.") and clock in CLOCKS):
                yield f"{module.path}:{call.lineno} {said}()"


def every_test_is_patient(tests: Program) -> Iterator[str]:
    for module in tests:
        if _is_in(module.path, MAY_LOOK_AT_A_CLOCK):
            continue
        for call in module.calls:
            limits = [word.value for word in call.keywords if word.arg == "timeout"]
            if _called(call) in ["wait", "poll", "join"]:
                limits += call.args[:1]
            values = [getattr(limit, "value", None) for limit in limits]
            if any(isinstance(value, int) and 1 <= value < SHORT for value in values):
                yield f"{module.path}:{call.lineno} gives up after {values[0]} s"
            words = {word.arg: ast.unparse(word.value) for word in call.keywords}
            if _called(call) == "settings" and module.name != "viewer.conftest":
                if words.get("deadline", "None") != "None":
                    yield f"{module.path}:{call.lineno} gives every example a deadline"
                if "suppress_health_check" in words:
                    yield f"{module.path}:{call.lineno} suppresses what conftest.py does"


RULES: list[Rule] = [
    rooms_import_only_lower_floors,
    wings_know_only_what_they_need,
    no_modules_import_each_other,
    formats_import_no_other_format,
    qt_stays_in_the_window,
    nothing_reaches_the_network,
    few_know_the_main_window,
    two_files_change_python_itself,
    background_failures_are_handled,
    nothing_is_called_by_a_made_up_name,
]
RULES_OF_TESTS: list[Rule] = [no_test_looks_at_a_clock, every_test_is_patient]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(program(VIEWER))) == []


@pytest.mark.parametrize("rule", RULES_OF_TESTS, ids=lambda rule: rule.__name__)
def test_the_tests_keep_the_rule(rule: Rule) -> None:
    assert list(rule(program(TESTS))) == []


def test_every_room_on_a_floor_is_there() -> None:
    rooms = {module.room for module in program(VIEWER)}
    assert set(" ".join(FLOORS).split()) - rooms == {"importers/*"}


# Each rule can fail

Breaks = Callable[[Rule, dict[str, str]], list[str]]


@pytest.fixture
def broken(tmp_path: Path) -> Breaks:
    """What a rule finds in a program of a few modules, given as paths and sources."""

    def found(rule: Rule, sources: dict[str, str]) -> list[str]:
        for path, source in sources.items():
            file = tmp_path / f"{path}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")
        return sorted(rule(program(tmp_path)))

    return found


@pytest.mark.parametrize(
    "source",
    [
        "import viewer.ui.article",
        "from viewer.ui import article",
        "from ..ui import article",
        "def f():\n    if True:\n        from viewer.ui import article",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import viewer.ui.article",
        "__import__('viewer.ui.article')",
        "import importlib\nimportlib.import_module('viewer.ui.article')",
    ],
)
def test_an_import_upwards_is_found_however_it_is_written(broken: Breaks, source: str) -> None:
    found = broken(rooms_import_only_lower_floors, {"search/engine": source})
    assert found == ["search/engine.py imports viewer.ui.article"]


def test_neighbours_and_rooms_without_a_floor_are_found(broken: Breaks) -> None:
    assert broken(
        rooms_import_only_lower_floors,
        {
            "search/engine": "import viewer.exporters, viewer.search.query, viewer.cellar.wine",
            "cellar/wine": "import viewer.errors",
            "errors": "from viewer import __version__",
        },
    ) == [
        "cellar has no floor",
        "search/engine.py imports viewer.cellar.wine",
        "search/engine.py imports viewer.exporters",
    ]


def test_what_a_wing_need_not_know_is_found(broken: Breaks) -> None:
    assert broken(
        wings_know_only_what_they_need,
        {
            "archive/staging/a": "import viewer.search.index.b, viewer.archive.model.c",
            "importers/html/a": "from viewer.search.language import folding",
            "search/engine": "import viewer.exporters, viewer.color_themes, viewer.paths",
            "cli/main": "import viewer.ui.theme, viewer.app\nfrom viewer import __version__",
        },
    ) == [
        "archive/staging/a.py imports viewer.search.index.b",
        "cli/main.py imports viewer.ui.theme",
        "importers/html/a.py imports viewer.search.language.folding",
        "search/engine.py imports viewer.color_themes",
        "search/engine.py imports viewer.exporters",
    ]


def test_a_circle_is_found_through_functions_and_not_through_types(
    broken: Breaks,
) -> None:
    assert broken(
        no_modules_import_each_other,
        {
            "a": "from viewer.b import thing",
            "b": "def f():\n    import viewer.c",
            "c": "from viewer import a",
            "d": "import viewer.a, viewer.e",
            "e": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import viewer.d",
        },
    ) == [
        "a.py and b.py are in one circle",
        "b.py and c.py are in one circle",
        "c.py and a.py are in one circle",
    ]


def test_a_format_that_borrows_from_another_is_found(broken: Breaks) -> None:
    assert broken(
        formats_import_no_other_format,
        {
            "importers/feed/importer": "import viewer.importers.mail.mime, viewer.importers.base",
            "importers/mail/importer": "import viewer.importers.import_session, viewer.errors",
            "importers/markdown/importer": "import viewer.archive.parser.lines, viewer.app",
            "importers/plain_text/importer": "from viewer.importers.markdown import front_matter",
        },
    ) == [
        "importers/feed/importer.py imports viewer.importers.mail.mime",
        "importers/mail/importer.py imports viewer.importers.import_session",
        "importers/markdown/importer.py imports viewer.app",
    ]


def test_qt_outside_the_window_is_found(broken: Breaks) -> None:
    source = "def f():\n    from PySide6.QtCore import Qt"
    assert broken(
        qt_stays_in_the_window, {"search/engine": source, "application": source, "ui/x/y": source}
    ) == [
        "application.py imports PySide6.QtCore.Qt",
        "search/engine.py imports PySide6.QtCore.Qt",
    ]


def test_a_way_to_the_network_is_found(broken: Breaks) -> None:
    assert broken(
        nothing_reaches_the_network,
        {
            "importers/feed/importer": "import urllib.parse\nfrom urllib import request",
            "ui/article/links": "from PySide6 import QtNetwork",
            "cli/output": "def f():\n    import http.client, httpd",
        },
    ) == [
        "cli/output.py imports http.client",
        "importers/feed/importer.py imports urllib.request",
        "ui/article/links.py imports PySide6.QtNetwork",
    ]


def test_who_knows_the_main_window_is_found(broken: Breaks) -> None:
    for_types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "
    source = for_types + "from viewer.ui.window.main_window import MainWindow"
    assert broken(
        few_know_the_main_window,
        {
            "ui/search/bar": source,
            "ui/search/box": "from viewer.ui.window import main_window",
            "ui/search/list": "from PySide6.QtWidgets import QMainWindow",
            "ui/commands/copy": source,
            "ui/application/app_controller": source,
        },
    ) == [
        "ui/commands/copy.py knows MainWindow",
        "ui/search/bar.py knows MainWindow",
        "ui/search/box.py knows MainWindow",
    ]


def test_a_change_of_python_itself_is_found(broken: Breaks) -> None:
    assert broken(
        two_files_change_python_itself,
        {
            "a": "def f():\n    import gc\n    gc.disable()",
            "b": "import builtins\nbuiltins.__import__ = print",
            "c": "import sys\nsys.modules['asyncio'] = None",
            "d": "import sys\ndel sys.modules['asyncio']",
            "e": "import sys\nsys.modules.pop('asyncio')",
            "f": "import sys\nprint(sys.modules['asyncio'], 'gc')",
        },
    ) == [
        "a.py changes gc",
        "b.py changes builtins",
        "c.py changes sys.modules",
        "d.py changes sys.modules",
        "e.py changes sys.modules",
    ]


def test_a_task_whose_failure_nobody_hears_of_is_found(broken: Breaks) -> None:
    assert broken(
        background_failures_are_handled,
        {
            "ui/a": "def f(self):\n    self._task = BackgroundTask(g)\n    self._task.start()",
            "ui/b": "def f(self):\n    task = BackgroundTask(g)\n    task.failed.connect(h)",
            "ui/c": "def f():\n    a, b = BackgroundTask(g), BackgroundTask(g)\n"
            "    a.failed.connect(h)",
        },
    ) == [
        "ui/a.py f() ignores the failure of a task",
        "ui/c.py f() ignores the failure of a task",
    ]


def test_a_made_up_name_is_found(broken: Breaks) -> None:
    assert broken(
        nothing_is_called_by_a_made_up_name,
        {
            "a": "getattr(self, f'_{tag}')()",
            "b": "getattr(self, '_' + tag)()",
            "c": "getattr(sys, 'frozen', False)",
        },
    ) == ["a.py asks for f'_{tag}'", "b.py asks for '_' + tag"]


def test_a_test_that_looks_at_a_clock_is_found(broken: Breaks) -> None:
    assert broken(
        no_test_looks_at_a_clock,
        {
            "test_a": "import time\nbegan = time.monotonic_ns()\nassert time.time() - began < 8",
            "test_b": "from time import perf_counter, strftime\nos.utime(path, 2 * [time.time()])",
            "ui/test_c": "qtbot.wait(60)\nQTest.qWait(5)\ntask.wait()",
            "bench/d": "import time\ntime.sleep(1)",
        },
    ) == [
        "test_a.py:2 time.monotonic_ns()",
        "test_a.py:3 time.time()",
        "test_b.py imports time.perf_counter",
        "ui/test_c.py:1 qtbot.wait()",
        "ui/test_c.py:2 QTest.qWait()",
    ]


def test_a_test_without_patience_is_found(broken: Breaks) -> None:
    assert broken(
        every_test_is_patient,
        {
            "test_a": "assert begun.wait(5)\nassert worker.poll(0)\nrun(command, timeout=120)",
            "test_b": "qtbot.waitUntil(f, timeout=20_000)\nprocess.communicate(timeout=10)",
            "test_c": "settings(deadline=500)\nsettings(deadline=None, max_examples=9)",
            "test_d": "settings(suppress_health_check=[HealthCheck.function_scoped_fixture])",
        },
    ) == [
        "test_a.py:1 gives up after 5 s",
        "test_b.py:2 gives up after 10 s",
        "test_c.py:1 gives every example a deadline",
        "test_d.py:1 suppresses what conftest.py does",
    ]
