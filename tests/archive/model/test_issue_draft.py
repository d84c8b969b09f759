"""What is told of things that could not be kept."""

from __future__ import annotations

from viewer.archive.model.issue_draft import ImportLoss, describe_loss, sum_losses


def test_every_loss_can_be_told() -> None:
    for loss in ImportLoss:
        assert describe_loss(loss, 1).startswith("1 ")
        assert describe_loss(loss, 1200).startswith("1,200 ")


def test_losses_are_added_up_in_one_order() -> None:
    found = sum_losses(
        [
            {ImportLoss.FLAT_TABLE: 1},
            {ImportLoss.WEB_PICTURE: 2},
            {ImportLoss.FLAT_TABLE: 1, ImportLoss.CUT: 0},
        ]
    )
    assert list(found.items()) == [(ImportLoss.WEB_PICTURE, 2), (ImportLoss.FLAT_TABLE, 2)]
