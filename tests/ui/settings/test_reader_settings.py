"""The settings: their defaults, how they are kept, and what is made of a damaged one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from viewer import paths
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.ui.settings.reader_settings import LastPosition, ReaderSettings
from viewer.ui.settings.settings_file import SettingsFile
from viewer.ui.theme.typesetting import Typesetting

#: Attribute, default, another value, the key it is kept under, and what is kept.
SETTINGS: list[tuple[str, Any, Any, str, Any]] = [
    ("language", "", "zh_TW", "language", "zh_TW"),
    ("theme", "system", "dark", "theme", "dark"),
    ("window_text_size", 1.0, 1.5, "window text", 1.5),
    ("shows_whole_issues", False, True, "whole issue", True),
    ("text_cursor", None, False, "text cursor", False),
    ("prefers_newer", True, False, "prefer newer", False),
    ("side_panel", "", "outline", "beside", "outline"),
    ("hidden_panes", (), ("contents",), "hidden", ["contents"]),
    ("pane_widths", (), (200, 600, 300), "panes", [200, 600, 300]),
    ("window_geometry", "", "AdnQ", "geometry", "AdnQ"),
    ("dismissed_hints", frozenset(), frozenset({"b", "a"}), "hints gone", ["a", "b"]),
    ("knows_distraction_free_exit", False, True, "quiet hint", True),
    (
        "typesetting",
        Typesetting(),
        Typesetting(zoom=1.4, han="serif"),
        "typesetting",
        {
            "zoom": 1.4,
            "measure": 38,
            "leading": 1.65,
            "han": "serif",
            "latin": "same",
            "notes": "folded",
        },
    ),
]
BAD = [[], {}, "", "?", 0, 1, -7, 1.1, True, [1], ["x", 1, 2], [None] * 4, {"zoom": "x"}]


@pytest.mark.parametrize(("name", "default", "value", "key", "kept"), SETTINGS)
def test_a_setting_is_kept_as_it_always_was(
    tmp_path: Path, name: str, default: Any, value: Any, key: str, kept: Any
) -> None:
    settings = ReaderSettings(ReaderData(None), SettingsFile(tmp_path))
    assert getattr(settings, name) == default
    setattr(settings, name, value)
    assert settings.file.get(key) == kept
    again = ReaderSettings(ReaderData(None), SettingsFile(tmp_path))
    assert getattr(again, name) == value


@pytest.mark.parametrize("bad", BAD, ids=repr)
@pytest.mark.parametrize(("name", "default", "value", "key", "_kept"), SETTINGS)
def test_a_damaged_value_is_the_default(
    name: str, default: Any, value: Any, key: str, _kept: Any, bad: Any
) -> None:
    settings = ReaderSettings(ReaderData(None))
    settings.file.set(key, bad)
    read = getattr(settings, name)
    if read != default:  # what is of the right form can be read, whatever it says
        assert type(read) is type(value)
        setattr(settings, name, read)
        assert getattr(settings, name) == read
        assert name in {
            "shows_whole_issues", "text_cursor", "knows_distraction_free_exit", "side_panel",
            "window_geometry", "hidden_panes", "dismissed_hints",
        }  # fmt: skip


def test_lists_lose_what_is_no_text() -> None:
    settings = ReaderSettings(ReaderData(None))
    settings.file.set("hidden", ["contents", 7, None, "side"])
    assert settings.hidden_panes == ("contents", "side")


def test_searches_and_the_last_position_are_kept_in_the_library(tmp_path: Path) -> None:
    data = ReaderData(tmp_path, "desk")
    settings = ReaderSettings(data)
    assert settings.recent_searches == settings.saved_searches == ()
    assert settings.last_position is None
    settings.recent_searches = ("GAN", "CNN")
    settings.recent_searches = ("LSTM", "GAN", "CNN")
    settings.recent_searches = ("CNN", "LSTM", "x" * 5000)
    settings.saved_searches = ("GAN", "CNN")
    settings.saved_searches = ("CNN",)
    settings.last_position = LastPosition(Address("dosudo", 2, "c3"), 7)
    data.close()
    data = ReaderData(tmp_path, "desk")
    settings = ReaderSettings(data)
    assert settings.recent_searches == ("CNN", "LSTM")
    assert settings.saved_searches == ("CNN",)
    assert settings.last_position == LastPosition(Address("dosudo", 2, "c3"), 7)
    data.close()


def test_searches_saved_on_two_machines_are_all_there(tmp_path: Path) -> None:
    stores = [ReaderData(tmp_path, machine) for machine in ("desk", "laptop")]
    for query, store in zip(("GAN", "CNN"), stores, strict=True):
        settings = ReaderSettings(store)
        settings.saved_searches = (query, *settings.saved_searches)
    for store in stores:
        store.refresh()
        assert set(ReaderSettings(store).saved_searches) == {"GAN", "CNN"}
        store.close()


@pytest.mark.parametrize("bad", BAD, ids=repr)
def test_a_damaged_value_in_the_library_is_none(bad: Any) -> None:
    data = ReaderData(None)
    settings = ReaderSettings(data)
    for kind in ("saved search", "recent search"):
        data.set(kind, "x", bad)
    data.set("last", "position", bad)
    assert settings.last_position is None
    searches = ("x",) if type(bad) is int else ()
    assert settings.recent_searches == settings.saved_searches == searches


def test_a_zoom_of_an_older_version_is_taken_over() -> None:
    settings = ReaderSettings(ReaderData(None))
    settings.file.set("zoom", 1.25)
    assert settings.typesetting == Typesetting(zoom=1.25)
    settings.typesetting = Typesetting(measure=44)
    assert settings.typesetting == Typesetting(measure=44)


@pytest.mark.parametrize("bad", [None, 7, "x", [], [1], ["1", "c3"], [1, 2], [1, "c3", 2]])
def test_the_last_chapter_of_a_series_is_kept_by_publication(bad: Any) -> None:
    data = ReaderData(None)
    settings = ReaderSettings(data)
    assert settings.last_chapter("dosudo", "gan") is None
    settings.set_last_chapter("gan", Address("dosudo", 2, "c3", "e5"))
    assert data.get("chapter", "dosudo/gan") == [2, "c3"]
    assert settings.last_chapter("dosudo", "gan") == Address("dosudo", 2, "c3")
    data.set("chapter", "dosudo/gan", bad)
    assert settings.last_chapter("dosudo", "gan") is None


def test_nobody_else_knows_under_what_name_a_setting_is_kept() -> None:
    viewer = Path(paths.__file__).parent
    callers = {
        path.relative_to(viewer).as_posix()
        for path in viewer.rglob("*.py")
        if re.search(r"settings\.file\.(get|set)\(", path.read_text("utf-8"))
    }
    assert callers == {"ui/settings/reader_settings.py"}
