"""Where the pictures of a page really are, and which of them are kept."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.importers.exports import png
from viewer.archive.files.problem_collector import ProblemCollector
from viewer.archive.markup.element_tree import Element
from viewer.archive.model.issue_draft import ImportLoss
from viewer.importers.html import pictures as found_pictures
from viewer.importers.html.pictures import PictureCollector, decode_data_url


def pictures(find: dict[str, bytes | Path], data: tuple[str, ...] = ()) -> PictureCollector:
    return PictureCollector(find.get, "https://e.org/p/", list(data), ProblemCollector("a.html"))


def read(collector: PictureCollector, **attrs: str) -> str | None:
    image = collector.collect(Element("img", {k.replace("_", "-"): v for k, v in attrs.items()}))
    return image.attrs["src"] if isinstance(image, Element) else image


@pytest.mark.parametrize(
    ("attrs", "source"),
    [
        ({"src": "a.png"}, "https://e.org/p/a.png"),
        ({"src": "/spacer.gif", "data_src": "b.png"}, "https://e.org/p/b.png"),
        ({"src": "blank.gif", "data_srcset": "s.png 1x, l.png 2x"}, "https://e.org/p/l.png"),
        ({"srcset": "s.png 300w, l.png 900w"}, "https://e.org/p/l.png"),
        ({"src": "data:0", "data_original": "//cdn.org/c.png"}, "https://cdn.org/c.png"),
        ({"src": "https://pixel.wp.com/g.gif?x"}, None),
        ({"src": "https://x.us1.list-manage.com/track/open.php?u=1"}, None),
        ({"src": "a.png", "width": "1", "height": "1"}, None),
        ({"src": "a.png", "style": "height:1px; width: 1px"}, None),
        ({"src": "https://s.w.org/images/core/emoji/a.svg", "alt": "☕"}, "☕"),
        ({"src": ""}, None),
    ],
)
def test_the_real_source(attrs: dict[str, str], source: str | None) -> None:
    assert read(pictures({}, ("data:image/gif;base64,R0lGODlhAQABAAAAACw=",)), **attrs) == source


def test_names_are_safe_and_each_picture_is_kept_once() -> None:
    names = [
        "a/Kaffee & Kuchen.png",
        "b/kaffee-kuchen.PNG",
        "con.png",
        "茶.png",
        "../../x.y.png",
        "c",
    ]
    collector = pictures(dict.fromkeys(names, png(99, 99)))
    assert [read(collector, src=name) for name in [*names, names[0]]] == [
        "figures/kaffee-kuchen.png",
        "figures/kaffee-kuchen-2.png",
        "figures/picture-con.png",
        "figures/picture.png",
        "figures/x-y.png",
        "figures/picture-2.png",
        "figures/kaffee-kuchen.png",
    ]
    assert len(collector.drafts) == 6
    assert collector.losses == {}


@pytest.mark.parametrize(
    "content",
    [png(6000, 6000)[:64], b"%PDF", b"", b"\x89PNG\r\n\x1a\n" + b"\0" * (21 << 20)],
    ids=["pixels", "kind", "empty", "bytes"],
)
def test_a_picture_beyond_the_limits_is_counted(content: bytes) -> None:
    collector = pictures({"a.png": content})
    assert read(collector, src="a.png") == "https://e.org/p/a.png"
    assert collector.losses == {ImportLoss.REFUSED_PICTURE: 1}
    assert collector.drafts == []


def test_a_blurred_stand_in_is_not_taken_for_the_picture() -> None:
    small = "data:image/png;base64," + base64.b64encode(png(20, 12)).decode()
    collector = pictures({"real.png": png(500, 300)}, (small,))
    assert read(collector, src="data:0", data_src="real.png") == "figures/real.png"
    assert read(collector, src="data:0", data_src="far.png") == "https://e.org/p/far.png"
    # Alone it is all there is.
    assert read(collector, src="data:0") == "figures/picture.png"


def test_a_drawing_is_kept_but_said_not_to_be_shown() -> None:
    collector = pictures({"a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})
    assert read(collector, src="a.svg") == "figures/a.svg"
    assert collector.losses == {ImportLoss.REFUSED_PICTURE: 1}


def test_more_pictures_than_any_issue_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_pictures, "_MOST_PICTURES", 1)
    collector = pictures({"a.png": png(99, 99), "b.png": png(99, 99)})
    assert read(collector, src="a.png") == "figures/a.png"
    assert read(collector, src="b.png") == "https://e.org/p/b.png"


def test_what_a_file_became_meanwhile_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    (tmp_path / "b.png").symlink_to("/etc/hostname")
    for name in ("a.png", "b.png", "c.png"):
        collector = pictures({"x": tmp_path / name})
        assert read(collector, src="x") == "https://e.org/p/x"
        assert collector.drafts == []


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("data:image/png;base64,QUJD", b"ABC"),
        ("data:image/png;charset=utf-8;base64, QU%4A D\n", b"ABC"),
        ("data:,a%20b", b"a b"),
        ("data:image/png;base64,QUJ", b"AB"),
        ("data:image/png", None),
        ("data:image/png;base64", None),
        ("nothing", None),
    ],
)
def test_data_addresses(address: str, content: bytes | None) -> None:
    assert decode_data_url(address) == content
