"""Which number an issue gets that is brought in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from viewer.archive.model.issue_draft import IssueDraft
from viewer.archive.staging.issue_numbering import assign_numbers


def make(
    title: str = "題", number: int | None = None, date: str = "", guid: str = ""
) -> IssueDraft:
    return IssueDraft(title, "", "x", number=number, date=date, guid=guid)


def found(drafts: list[IssueDraft], known: dict[str, int] | None = None) -> list[int]:
    known = known or {}
    taken = {number: guid for guid, number in known.items()}
    return [numbered.number for numbered in assign_numbers(drafts, known, taken)]


def test_numbers_in_most_titles_are_believed_and_in_one_are_not() -> None:
    assert found([make("#4"), make("#5"), make("番外", date="2024-01-01")]) == [4, 5, 6]
    posts = [make(f"隨筆{n}", date=f"2024-01-0{n}") for n in (3, 1, 2)]
    assert found([make("排名 #1 的工具", date="2024-01-04"), *posts]) == [4, 3, 1, 2]


def test_dates_order_what_has_no_number_and_what_has_no_date_comes_last() -> None:
    drafts = [make("a"), make("b", date="2024-02-01"), make("c", date="2024-01-01")]
    assert found(drafts) == [3, 2, 1]


def test_new_ones_go_behind_those_that_are_there() -> None:
    known = {"g1": 1, "g9": 9}
    drafts = [make("x", guid="new", date="2001-01-01"), make("y", guid="g9"), make("z", guid="g1")]
    assert found(drafts, known) == [10, 9, 1]


@given(
    st.lists(
        st.builds(
            make,
            title=st.sampled_from(["#1", "#2", "題", "第 3 期"]),
            number=st.none() | st.integers(0, 5),
            date=st.sampled_from(["", "2024-01-01", "2023-01-01"]),
            guid=st.sampled_from(["", "a", "b", "c"]),
        ),
        max_size=12,
    ),
    st.dictionaries(st.sampled_from(["a", "b", "z"]), st.integers(0, 8), max_size=3),
)
def test_no_two_issues_share_a_number(drafts: list[IssueDraft], known: dict[str, int]) -> None:
    known = {guid: number for number, guid in {n: g for g, n in known.items()}.items()}
    numbers = found(drafts, known)
    assert len(set(numbers)) == len(drafts)
    assert all(0 <= number <= 999_999_999 for number in numbers)
    for draft, number in zip(drafts, numbers, strict=True):
        owner = {n: g for g, n in known.items()}.get(number)
        assert owner is None or not draft.guid or owner == draft.guid
