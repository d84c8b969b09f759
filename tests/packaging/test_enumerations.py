"""A bundle makes Qt's enumerations by itself, and just as the standard library would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RECIPES = Path(__file__).resolve().parents[2] / "resources" / "packaging"

_COMPARE = """
import enum, functools, operator
import enumerations

def looks(made):
    "All that can be seen of an enumeration, its members by what they hold."
    seen = {}
    for name, value in made.__dict__.items():
        if name in ("_member_map_", "_value2member_map_"):
            value = [(key, one._name_) for key, one in value.items()]
        elif isinstance(value, made):
            held = {key: at for key, at in value.__dict__.items() if key != "__objclass__"}
            value = (held, value.__objclass__ is made, value is made(value._value_))
        elif hasattr(value, "__func__"):
            value = value.__func__
        elif isinstance(value, enum.property):
            value = value.name, value.member._name_
        elif name in ("__dict__", "__weakref__"):
            value = type(value)
        seen[name] = value
    return seen

compared, quick = 0, 0

def both(cls, class_name, names, **given):
    global compared, quick
    given["module"] = "here"
    standard = enumerations.standard(cls, class_name, names, **given)
    ours = enumerations.create(cls, class_name, names, **given)
    assert looks(ours) == looks(standard), class_name
    assert list(map(str, ours)) == list(map(str, standard)), class_name
    if issubclass(cls, enum.Flag) and list(standard):
        every = [functools.reduce(operator.or_, made) for made in (ours, standard)]
        assert repr(every[0]) == repr(every[1]), class_name
        assert repr(~every[0]) == repr(~every[1]), class_name
    compared += 1
    quick += enumerations._is_plain(cls, names)
    return ours

enum.EnumType._create_ = both
WHAT
print(compared, quick)
"""
_OF_QT = """
from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
for module in (QtCore, QtGui, QtSvg, QtWidgets):
    for name in dir(module):
        held = getattr(module, name)
        for inner in list(getattr(held, "__dict__", ())):
            getattr(held, inner, None)
"""
_ODD = """
enum.Enum("Aliases", [("one", 1), ("uno", 1), ("two", 2)])
enum.Flag("Bits", [("four", 4), ("one", 1), ("five", 5), ("none", 0)])
enum.IntFlag("Numbers", [("one", 1), ("minus", -2)])
enum.Enum("Taken", [("name", 1), ("value", 2)])
enum.Enum("Words", [("a", "x"), ("b", "y")])
enum.Enum("Listed", ["a", "b"])
enum.Enum("Spaced", "a b")
enum.IntEnum("Empty", [])
enum.Enum("Mapped", {"a": 1})
enum.Enum("Private", [("_hidden", 1), ("seen", 2)])
enum.StrEnum("Texts", [("a", "x")])
"""


def _compared(what: str) -> tuple[int, int]:
    """How many enumerations ``what`` makes, and how many of them are made quickly."""
    made = subprocess.run(
        [sys.executable, "-c", _COMPARE.replace("WHAT", what)],
        env={"PYTHONPATH": str(RECIPES), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    compared, quick = made.stdout.split()
    return int(compared), int(quick)


pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="another version's enumerations are left alone"
)


def test_every_enumeration_of_qt_is_as_the_standard_library_makes_it() -> None:
    compared, quick = _compared(_OF_QT)
    assert compared > 300
    assert quick > compared - 10


def test_what_is_not_plain_is_left_to_the_standard_library() -> None:
    assert _compared(_ODD) == (11, 4)


def test_a_broken_enumeration_would_be_told() -> None:
    with pytest.raises(AssertionError, match="Bits"):
        _compared("enumerations._fill = lambda *_: None\n" + _ODD[_ODD.index("enum.Flag") :])
