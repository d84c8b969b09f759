"""Publications as their sources describe them, and texts with nothing to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.files.publication_file import is_valid_publication_id
from viewer.importers.metadata.publication_metadata import is_blank, publication_from_metadata


@pytest.mark.parametrize(
    ("markdown", "blank"),
    [
        ("", True), (">\n> ```\n> ```", True), ("***\n\n- \n<div></div>", True), ("…", False),
        ("> a", False), ("![](x.png)", False), ("<img src=x>", False), ("🙂", False),
    ],
)  # fmt: skip
def test_marks_alone_are_nothing_to_read(markdown: str, blank: bool) -> None:
    assert is_blank(markdown) is blank


@pytest.mark.parametrize(
    ("title", "home", "id_"),
    [
        ("Dosudo", "https://dosudo.wordpress.com/", "dosudo"),
        ("X", "https://www.tea.example.org/blog", "tea"),
        ("X", "https://blog.example.org", "example"),
        ("X", "https://example.org", "example"),
        ("X", "https://en.blog.wordpress.com", "blog"),
        ("Tea Letter", "", "tea-letter"),
        ("Tea Letter", "http://[", "tea-letter"),
        ("X", "http://localhost:8080/", "x"),
    ],
)
def test_a_publication_is_called_after_its_address(title: str, home: str, id_: str) -> None:
    assert publication_from_metadata(title, home, "en").id == id_


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_make_a_publication(title: str, home: str) -> None:
    publication = publication_from_metadata(title, home, "")
    assert is_valid_publication_id(publication.id)
    assert publication.name
