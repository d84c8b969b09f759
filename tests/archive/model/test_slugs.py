"""Names of elements: what an author wrote keeps its name, what is made up gives way."""

from __future__ import annotations

from viewer.archive.model.slugs import SlugRegistry


def test_a_made_up_name_leaves_a_written_one_free_though_it_comes_first() -> None:
    names = SlugRegistry()
    for written in ("tea", "tea-2", "cup-3"):
        names.reserve(written)
    assert names.make_unique("tea") == "tea-3"
    assert names.claim("tea") == ("tea", True)
    assert names.claim("tea-2") == ("tea-2", True)
    assert [names.make_unique("cup") for _ in range(3)] == ["cup", "cup-2", "cup-4"]


def test_a_name_that_is_written_twice_is_numbered_and_told() -> None:
    names = SlugRegistry()
    assert names.claim("tea") == ("tea", True)
    assert names.claim("tea") == ("tea-2", False)
