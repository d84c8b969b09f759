"""What the reader marked stays with its article, whatever is done to the issue."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.archive.model.test_article_matching import FERRY, LAMP, POST, TEA
from tests.archive.writing import write
from viewer.archive.library.library import Library
from viewer.archive.library.marked_articles import new_address, unplaced_message
from viewer.archive.library.reader_data import ReaderData
from viewer.archive.model.address import Address, parse_address
from viewer.archive.model.article_matching import fingerprint
from viewer.archive.model.catalogue_entries import UpdateResult

TEA_ITEM, FERRY_ITEM, LAMP_ITEM = ("茶", TEA), ("渡輪", FERRY), ("Lamp", LAMP)


def issue(*items: tuple[str, str], number: int = 1) -> str:
    text = "".join(f"## {n}. {title}\n\n{body}\n\n" for n, (title, body) in enumerate(items, 1))
    return f"---\nnumber: {number}\ntitle: 第 {number} 期\n---\n\n# A. 生活\n\n{text}"


class Shelf:
    """A library with its reader, who opens and closes the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write(issue(TEA_ITEM, FERRY_ITEM, LAMP_ITEM))
        self.open()

    def open(self) -> None:
        self.library = Library(self.folder)
        self.data = self.library.reader_data = ReaderData(self.folder)
        self.update()

    def write(self, text: str, name: str = "paper/001/issue.md") -> None:
        write(self.folder, {name: text})

    def update(self) -> UpdateResult:
        self.result = self.library.update_catalogue()
        return self.result

    def title(self, address: str) -> str:
        with self.library.open_catalogue() as catalogue:
            return catalogue.page(parse_address(address)).entry.title

    def mark(self, address: str, offset: int = 0) -> None:
        with self.library.open_catalogue() as catalogue:
            page = catalogue.page(parse_address(address))
        known = fingerprint(page.entry.title, page.text, has_own_id=page.has_own_id)
        self.data.set_read(page.entry.address, article=known)
        self.data.set_reading_position(page.entry.address, offset, known)

    def read(self) -> set[str]:
        """The titles of what is marked as read, and where a mark is at none, its address."""
        with self.library.open_catalogue() as catalogue:
            titles = {a: title for a, title, _ in catalogue.article_titles()}
        return {title for address, title in titles.items() if self.data.is_read(address)}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library")


def test_an_inserted_item_takes_no_mark_over(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2", 7)
    shelf.write(issue(TEA_ITEM, ("新的", POST), FERRY_ITEM, LAMP_ITEM))
    assert shelf.update().moved == {
        Address("paper", 1, "a2"): Address("paper", 1, "a3"),
        Address("paper", 1, "a3"): Address("paper", 1, "a4"),
    }
    assert shelf.read() == {"渡輪"}
    assert shelf.data.reading_position(Address("paper", 1, "a3")) == 7
    assert shelf.data.reading_position(Address("paper", 1, "a2")) == 0


def test_what_is_taken_back_is_followed_back(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2")
    for items in [(LAMP_ITEM, FERRY_ITEM, TEA_ITEM), (FERRY_ITEM, TEA_ITEM, LAMP_ITEM)] * 2:
        shelf.write(issue(*items))
        shelf.update()
        assert shelf.read() == {"渡輪"}
    assert len(shelf.data.keys("article")) == 1


def test_the_program_is_closed_and_its_cache_lost(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2")
    shelf.data.close()
    shutil.rmtree(shelf.library.cache_folder)
    shelf.write(issue(LAMP_ITEM, TEA_ITEM, ("渡輪與碼頭", FERRY.replace("二十", "三十"))))
    shelf.open()
    assert shelf.read() == {"渡輪與碼頭"}
    assert new_address(shelf.data, Address("paper", 1, "a2")) == Address("paper", 1, "a3")


def test_the_command_line_updates_and_the_window_finds_the_marks_moved(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2")
    shelf.write(issue(LAMP_ITEM, TEA_ITEM, FERRY_ITEM))
    Library(shelf.folder).update_catalogue()
    shelf.data.refresh()
    assert shelf.read() == {"渡輪"}


def test_a_mark_from_another_machine_is_of_the_issue_before(shelf: Shelf) -> None:
    other = ReaderData(shelf.folder, "other")
    with shelf.library.open_catalogue() as catalogue:
        page = catalogue.page(Address("paper", 1, "a2"))
    shelf.write(issue(LAMP_ITEM, TEA_ITEM, FERRY_ITEM))
    shelf.update()
    known = fingerprint(page.entry.title, page.text, has_own_id=page.has_own_id)
    other.set_read(page.entry.address, article=known)
    other.close()
    shelf.data.refresh()
    shelf.library.follow_articles()
    assert shelf.read() == {"渡輪"}
    assert shelf.library.follow_articles() is None


def test_what_fits_nowhere_is_kept_told_once_and_comes_back(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2", 5)
    shelf.write(issue(TEA_ITEM, ("新的", POST), LAMP_ITEM))
    assert shelf.update().unplaced == ("渡輪",)
    assert "“渡輪”" in unplaced_message(shelf.result.unplaced)
    assert shelf.read() == set()
    assert shelf.library.follow_articles() is None
    shelf.write(issue(("新的", POST), LAMP_ITEM, TEA_ITEM))
    assert shelf.update().unplaced == ()
    assert shelf.read() == set()
    shelf.write(issue(("新的", POST), LAMP_ITEM, FERRY_ITEM))
    shelf.update()
    assert shelf.read() == {"渡輪"}
    assert shelf.data.reading_position(Address("paper", 1, "a3")) == 5


def test_an_article_and_then_its_whole_issue_go_elsewhere(shelf: Shelf) -> None:
    shelf.mark("paper/1/a2")
    shelf.write(issue(TEA_ITEM, LAMP_ITEM))
    shelf.write(issue(("新的", POST), FERRY_ITEM, number=2), "paper/002/issue.md")
    assert shelf.update().unplaced == ()
    assert shelf.read() == {"渡輪"}
    (shelf.folder / "paper/002").rename(shelf.folder / "paper/007")
    shelf.write(issue(("新的", POST), FERRY_ITEM, number=7), "paper/007/issue.md")
    shelf.update()
    assert shelf.read() == {"渡輪"}
    assert new_address(shelf.data, Address("paper", 1, "a2")) == Address("paper", 7, "a2")
    (shelf.folder / "paper").rename(shelf.folder / "journal")
    shelf.update()
    assert shelf.read() == {"渡輪"}
    assert str(new_address(shelf.data, Address("paper", 2, "a2"))) == "journal/7/a2"
    # It was another's in between, and leads to the last that stood there.
    assert str(new_address(shelf.data, Address("paper", 1, "a2"))) == "journal/1/a2"


def test_a_removed_issue_leaves_its_marks_where_they_are(shelf: Shelf) -> None:
    """What the issues of a newsletter have in common is no article that went elsewhere."""
    shelf.write(issue(("訂閱", POST), number=2), "paper/002/issue.md")
    shelf.write(issue(("訂閱", POST), number=3), "paper/003/issue.md")
    shelf.update()
    shelf.mark("paper/2/a1")
    shutil.rmtree(shelf.folder / "paper/002")
    assert shelf.update().unplaced == ()
    assert shelf.read() == set()
    shelf.write(issue(("訂閱", POST), number=2), "paper/002/issue.md")
    shelf.update()
    assert shelf.data.is_read(Address("paper", 2, "a1"))


def test_marks_of_early_versions_stay_where_they_are_and_follow_from_then_on(shelf: Shelf) -> None:
    shelf.data.set_read(Address("paper", 1, "a2"))
    shelf.library.follow_articles()
    shelf.write(issue(LAMP_ITEM, TEA_ITEM, FERRY_ITEM))
    shelf.update()
    assert shelf.read() == {"渡輪"}


def test_articles_become_one_and_one_becomes_two(shelf: Shelf) -> None:
    shelf.mark("paper/1/a1")
    shelf.mark("paper/1/a3")
    shelf.write(issue(("茶與渡輪", f"{TEA}\n\n{FERRY}"), LAMP_ITEM))
    shelf.update()
    assert shelf.read() == {"茶與渡輪", "Lamp"}


@pytest.mark.parametrize("value", [[], [True], [True, "x"], {"a": 1}, "yes", [1, 2, 3]], ids=repr)
def test_damaged_values_are_no_marks(shelf: Shelf, value: object) -> None:
    shelf.data.set("read", "paper/1/a2", value)
    shelf.data.set("read", "no address", [True, 3])
    shelf.data.set("kept", "read paper/1/a2~zz", True)
    shelf.data.set("moved", "paper/1/x", value)
    shelf.library.follow_articles()
    shelf.write(issue(LAMP_ITEM, TEA_ITEM, FERRY_ITEM))
    shelf.update()
    assert new_address(shelf.data, Address("paper", 1, "x")) is None
