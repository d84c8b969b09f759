"""A site's files are found in the reader's folder by their web address."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.importers.wordpress.uploads import Uploads, find_uploads_folder

HOSTS = ("tea.example.org", "tea.files.wordpress.com")


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    for name in (
        "2024/05/cup.jpg", "2024/05/cup-300x200.jpg", "2024/05/big-scaled.jpg", "2024/05/big.jpg",
        "2024/05/only-150x150.png", "2024/05/only-800x600.png", "2024/05/Teekanne grün.JPG",
        "2024/06/image.png", "logo.png", "2024/05/edit-e1714550000000.jpg", "a/twice.png",
        "b/twice.png", "sites/3/2023/01/site.png",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "2024/05/secret.jpg").symlink_to("/etc/hostname")
    (tmp_path / "2024/07").symlink_to(tmp_path / "2024/05")
    return Uploads(tmp_path, HOSTS)


BASE = "https://tea.example.org/wp-content/uploads/"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (BASE + "2024/05/cup.jpg", "2024/05/cup.jpg"),
        (BASE + "2024/05/cup-300x200.jpg?w=3", "2024/05/cup.jpg"),
        (BASE + "2024/05/big-1024x768.jpg", "2024/05/big-scaled.jpg"),
        (BASE + "2024/05/big-scaled.jpg", "2024/05/big-scaled.jpg"),
        (BASE + "2024/05/only.png", "2024/05/only-800x600.png"),
        (BASE + "2024/05/Teekanne%20gru%CC%88n.jpg", "2024/05/Teekanne grün.JPG"),
        (BASE + "2024/05/edit-e1714550000000-300x200.jpg", "2024/05/edit-e1714550000000.jpg"),
        (BASE + "2024/05/cup-e1714550000000.jpg", "2024/05/cup.jpg"),
        ("https://i0.wp.com/tea.example.org/wp-content/uploads/2024/05/cup.jpg?resize=3",
         "2024/05/cup.jpg"),
        ("https://tea.files.wordpress.com/2024/05/cup.jpg?w=604", "2024/05/cup.jpg"),
        ("https://tea.example.org/wp-content/uploads/sites/3/2024/05/cup.jpg", "2024/05/cup.jpg"),
        ("/wp-content/uploads/2024/05/cup.jpg", "2024/05/cup.jpg"),
        ("//www.tea.example.org/wp-content/uploads/2024/05/cup.jpg", "2024/05/cup.jpg"),
        ("https://old.example.net/wp-content/uploads/2024/05/cup.jpg", "2024/05/cup.jpg"),
        (BASE + "logo.png", "logo.png"),
        ("https://tea.example.org/logo-300x300.png", "logo.png"),
        # Another month's picture of the same name is another picture.
        (BASE + "2024/05/image.png", None),
        (BASE + "image.png", "2024/06/image.png"),
        (BASE + "twice.png", None),
        ("https://else.example.com/logo.png", None),
        ("https://else.example.com/2024/05/cup.jpg", None),
        (BASE + "2024/05/secret.jpg", None),
        (BASE + "2024/07/cup.jpg", None),
        (BASE + "../../../etc/hostname", None),
        (BASE + "2024/05/..%2f..%2fetc/hostname", None),
        ("file:///etc/hostname", None),
        ("data:image/png;base64,AAAA", None),
        ("http://[", None),
        ("", None),
        ("x" * 5000, None),
    ],
)  # fmt: skip
def test_where_a_picture_is_found(
    uploads: Uploads, tmp_path: Path, source: str, name: str | None
) -> None:
    assert uploads.find(source) == (tmp_path / name if name else None)


@given(st.text(max_size=60))
def test_nothing_outside_the_folder_is_ever_found(tmp_path_factory: object, text: str) -> None:
    folder = Path(__file__).parent
    for source in (text, BASE + text, "/files/" + text):
        found = Uploads(folder, HOSTS).find(source)
        assert found is None or folder in found.parents


def test_the_folder_lies_beside_the_export_or_is_named(tmp_path: Path) -> None:
    assert find_uploads_folder(tmp_path, None) is None
    (tmp_path / "uploads").mkdir()
    assert find_uploads_folder(tmp_path, None) == tmp_path / "uploads"
    inner = tmp_path / "site" / "wp-content" / "uploads"
    inner.mkdir(parents=True)
    assert find_uploads_folder(tmp_path, tmp_path / "site") == inner
    assert find_uploads_folder(tmp_path, inner) == inner
    assert find_uploads_folder(tmp_path, tmp_path / "nowhere") is None
