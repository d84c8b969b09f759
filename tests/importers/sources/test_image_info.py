"""Pictures are measured by their heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importers.exports import png
from tests.waiting import ends_soon
from viewer.importers.sources.image_info import identify_image

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 9 + b"\xff\xff\xe1\x00\x04ab"
    b"\xff\xc0\x00\x11\x08\x00\x50\x00\x78\x03" + b"\0" * 12
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(120, 80), ("png", (120, 80))),
        (JPEG, ("jpg", (120, 80))),
        (b"GIF89a\x78\x00\x50\x00\0\0\0", ("gif", (120, 80))),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x77\0\0\x4f\0\0", ("webp", (120, 80))),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (119 | 79 << 14).to_bytes(4, "little") + b"\0" * 9,
         ("webp", (120, 80))),
        (b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x78\0\x50\0\0\0", ("webp", (120, 80))),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0\x78\0\0\0" + (-80).to_bytes(4, "little", signed=True),
         ("bmp", (120, 80))),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<svg width='9'>", ("svg", (0, 0))),
        (b"<html><svg>", None),
        (b"%PDF-1.7", None),
        (b"", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff", None),
    ],
)  # fmt: skip
def test_kind_and_size(content: bytes, expected: object) -> None:
    assert identify_image(content) == expected


def test_many_comments_above_what_is_no_drawing_are_passed_once() -> None:
    assert ends_soon(lambda: identify_image(b"<!-- tea -->\n" * 200 + b"<html>"))


@given(
    st.sampled_from([png(9, 9), JPEG, b"GIF89a\x78", b"RIFF\0\0\0\0WEBPVP8X", b"BM", b"<svg"]),
    st.integers(0, 40),
    st.binary(max_size=40),
)
def test_broken_heads_are_no_pictures_or_have_a_size(start: bytes, cut: int, rest: bytes) -> None:
    image = identify_image(start[:cut] + rest)
    assert image is None or min(image[1]) >= 0
