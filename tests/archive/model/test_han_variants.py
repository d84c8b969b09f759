"""Han variants: each stands for one character, and the bundle carries the table."""

from __future__ import annotations

from viewer import paths
from viewer.archive.model.han_variants import han_variants, regional_words
from viewer.search.language.folding import fold


def test_every_variant_folds_to_one_that_is_none() -> None:
    variants = han_variants()
    assert len(variants) > 4000
    assert [char for char in variants.values() if ord(char) in variants] == []
    assert all(fold(word) == word for pair in regional_words() for word in pair)


def test_the_bundle_carries_the_variants() -> None:
    recipe = paths.resources_folder().with_name("build.spec").read_text("utf-8")
    assert '"han_variants.txt"' in recipe
