"""Of two publications with one name, what is known of both says whether they are one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.staging.test_import_staging import bring, draft
from tests.archive.writing import write
from viewer.archive.library import undoable_transaction as journal
from viewer.archive.library.library import Library
from viewer.archive.model.issue import Publication
from viewer.archive.staging.import_staging import ImportStaging
from viewer.archive.staging.publication_matching import is_same_publication, site_hosts

HERE = Publication("newsletter", "Newsletter", "en", home="https://www.tea.example/letters")
THERE = Publication("newsletter", "Newsletter", "en", home="https://coffee.example/")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "mine")


def joined(library: Library, proposed: Publication, *guids: str) -> tuple[str, bool]:
    with journal.library_lock(library.folder):
        intake = ImportStaging(library)
        target, is_new = intake.target_publication(proposed, guids)
        intake.discard()
    return target.id, is_new


def test_sites_are_known_by_their_hosts() -> None:
    guids = ("https://user@Blog.tea.example/?p=1", "tag:www.tea.example,2020:1", "abc@mail", "題@")
    assert site_hosts("", guids) == {"blog.tea.example", "tea.example"}
    assert site_hosts(HERE.home, ()) == {"tea.example"}


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "one"),
    [
        ("Newsletter", "tea.example", "coffee.example", False),
        ("Leaves", "tea.example", "coffee.example", False),
        ("Newsletter", "blog.tea.example", "tea.example", True),
        ("Newsletter", "steam-tea.example", "tea.example", False),
        ("Newsletter", "", "", True),
        ("Leaves", "", "tea.example", True),
        ("Newsletter", "", "tea.example", False),
        ("週報", "tea.example", "", False),
    ],
)
def test_what_is_known_of_both_has_to_agree(name: str, mine: str, theirs: str, one: bool) -> None:
    assert (
        is_same_publication(
            name, frozenset(filter(None, [mine])), frozenset(filter(None, [theirs]))
        )
        is one
    )


def test_two_that_are_called_the_same_stay_two(library: Library) -> None:
    bring(library, [draft(1, guid="https://tea.example/1")], HERE)
    assert joined(library, THERE) == ("newsletter-2", True)
    assert joined(library, replace(THERE, id="coffee")) == ("coffee", True)
    bring(library, [draft(1, "咖啡。", guid="https://coffee.example/1")],
          replace(THERE, id="newsletter-2"))  # fmt: skip
    assert joined(library, THERE) == ("newsletter-2", False), "and each is known again"
    assert joined(library, HERE) == ("newsletter", False)
    # What names its issues tells it as well as its home does.
    assert joined(library, replace(THERE, home=""), "https://tea.example/2") == (
        "newsletter", False,
    )  # fmt: skip


def test_two_in_one_import_stay_two(library: Library) -> None:
    with journal.library_lock(library.folder):
        intake = ImportStaging(library)
        assert intake.target_publication(HERE)[0].id == "newsletter"
        assert intake.target_publication(THERE)[0].id == "newsletter-2"
        assert intake.target_publication(HERE, ["https://tea.example/3"]) == (HERE, True)
        assert intake.target_publication(THERE, by_id=True)[0].id == "newsletter"
        intake.discard()


def test_the_short_name_counts_more_than_the_name(library: Library) -> None:
    for id_ in ("a", "leaves"):
        write(library.folder / id_, {"publication.yaml": f"id: {id_}\nname: Leaves\n"})
    assert joined(library, Publication("leaves", "Leaves", "")) == ("leaves", False)
    assert joined(library, Publication("other", "Leaves", "")) == ("a", False)


def test_a_short_name_that_was_chosen_is_enough(library: Library) -> None:
    bring(library, [draft(1, guid="https://tea.example/1")], HERE)
    with journal.library_lock(library.folder):
        intake = ImportStaging(library)
        assert intake.target_publication(THERE, chosen=True)[0].home == HERE.home
        intake.discard()
