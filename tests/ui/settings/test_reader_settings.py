"""The settings: their defaults, how they are kept, and what is made of a damaged one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from viewer import paths
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address
from viewer.ui.settings.reader_settings import LastPosition, ReaderSettings
from viewer.ui.theme.typesetting import Typesetting

#: Attribute, default, another value, the key it is kept under, and what is kept.
SETTINGS: list[tuple[str, Any, Any, str, Any]] = [
    ("language", "", "zh_TW", "language", "zh_TW"),
    ("theme", "system", "dark", "theme", "dark"),
    ("window_text_size", 1.0, 1.5, "window text", 1.5),
    ("shows_whole_issues", False, True, "whole issue", True),
    ("text_cursor", None, False, "text cursor", False),
    ("prefers_newer", True, False, "prefer newer", False),
    ("recent_searches", (), ("GAN", "CNN"), "recent searches", ["GAN", "CNN"]),
    ("saved_searches", (), ("GAN",), "saved searches", ["GAN"]),
    (
        "last_position",
        None,
        LastPosition(Address("dosudo", 2, "c3"), 7),
        "address",
        ["dosudo", 2, "c3", 7],
    ),
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
        {"zoom": 1.4, "measure": 38, "leading": 1.65, "han": "serif", "latin": "same"},
    ),
]
BAD = [[], {}, "", "?", 0, 1, -7, 1.1, True, [1], ["x", 1, 2], [None] * 4, {"zoom": "x"}]


@pytest.fixture
def data() -> Iterator[ReaderData]:
    made = ReaderData(None)
    yield made
    made.close()


@pytest.mark.parametrize(("name", "default", "value", "key", "kept"), SETTINGS)
def test_a_setting_is_kept_as_it_always_was(
    tmp_path: Path, name: str, default: Any, value: Any, key: str, kept: Any
) -> None:
    first = ReaderData(tmp_path)
    settings = ReaderSettings(first)
    assert getattr(settings, name) == default
    setattr(settings, name, value)
    assert first.setting(key) == kept
    first.close()
    second = ReaderData(tmp_path)
    assert getattr(ReaderSettings(second), name) == value
    second.close()


@pytest.mark.parametrize("bad", BAD, ids=repr)
@pytest.mark.parametrize(("name", "default", "value", "key", "_kept"), SETTINGS)
def test_a_damaged_value_is_the_default(
    data: ReaderData, name: str, default: Any, value: Any, key: str, _kept: Any, bad: Any
) -> None:
    data.set_setting(key, bad)
    read = getattr(ReaderSettings(data), name)
    if read != default:  # what is of the right form can be read, whatever it says
        assert type(read) is type(value)
        setattr(ReaderSettings(data), name, read)
        assert getattr(ReaderSettings(data), name) == read
        assert name in {
            "shows_whole_issues", "text_cursor", "knows_distraction_free_exit", "side_panel",
            "window_geometry", "recent_searches", "saved_searches", "hidden_panes",
            "dismissed_hints",
        }  # fmt: skip


def test_lists_lose_what_is_no_text(data: ReaderData) -> None:
    data.set_setting("recent searches", ["GAN", 7, None, "CNN"])
    assert ReaderSettings(data).recent_searches == ("GAN", "CNN")


def test_a_zoom_of_an_older_version_is_taken_over(data: ReaderData) -> None:
    data.set_setting("zoom", 1.25)
    settings = ReaderSettings(data)
    assert settings.typesetting == Typesetting(zoom=1.25)
    settings.typesetting = Typesetting(measure=44)
    assert settings.typesetting == Typesetting(measure=44)


@pytest.mark.parametrize("bad", [None, 7, "x", [], [1], ["1", "c3"], [1, 2], [1, "c3", 2]])
def test_the_last_chapter_of_a_series_is_kept_by_publication(data: ReaderData, bad: Any) -> None:
    settings = ReaderSettings(data)
    assert settings.last_chapter("dosudo", "gan") is None
    settings.set_last_chapter("gan", Address("dosudo", 2, "c3", "e5"))
    assert data.setting("talk dosudo/gan") == [2, "c3"]
    assert settings.last_chapter("dosudo", "gan") == Address("dosudo", 2, "c3")
    data.set_setting("talk dosudo/gan", bad)
    assert settings.last_chapter("dosudo", "gan") is None


def test_nobody_else_knows_under_what_name_a_setting_is_kept() -> None:
    viewer = Path(paths.__file__).parent
    callers = {
        path.relative_to(viewer).as_posix()
        for path in viewer.rglob("*.py")
        if re.search(r"\.(set_)?setting\(", path.read_text("utf-8"))
    }
    assert callers == {"ui/settings/reader_settings.py"}
