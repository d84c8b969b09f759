"""What is told of things that could not be kept."""

from __future__ import annotations

from viewer.archive.model.issue_draft import Loss, told, total


def test_every_loss_can_be_told() -> None:
    for loss in Loss:
        assert told(loss, 1).startswith("1 ")
        assert told(loss, 1200).startswith("1,200 ")


def test_losses_are_added_up_in_one_order() -> None:
    found = total([{Loss.FLAT_TABLE: 1}, {Loss.WEB_PICTURE: 2}, {Loss.FLAT_TABLE: 1, Loss.CUT: 0}])
    assert list(found.items()) == [(Loss.WEB_PICTURE, 2), (Loss.FLAT_TABLE, 2)]
