from __future__ import annotations

import pytest

from viewer.ui.printing.pdf_postprocess import Destination, postprocess_pdf


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.4\nxref\ntrailer\n<< >>\nstartxref\nno\n%%EOF\n",
    ],
)
def test_a_file_of_another_kind_stays_as_it_is(data: bytes) -> None:
    made = postprocess_pdf(
        data,
        language="en",
        bookmarks=[],
        resolve_link=lambda _: Destination(0, 0),
        resolve_character=lambda c: c,
    )
    assert made == data
