"""Describes what an import left out, in the reader's language."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.archive.model.issue_draft import ImportLoss, LossCounts


def describe_losses(losses: LossCounts) -> list[str]:
    """A phrase for each kind of loss, with its count."""
    describer = LossDescriber()
    return [describer.describe(loss, count) for loss, count in losses.items() if count]


class LossDescriber(QObject):
    """A QObject, since lupdate finds plurals only in the ``tr`` of one."""

    def describe(self, loss: ImportLoss, n: int) -> str:
        """The phrase for ``n`` losses of one kind."""
        match loss:
            case ImportLoss.WEB_PICTURE:
                return self.tr("%Ln picture(s) only on the web", "", n)
            case ImportLoss.MISSING_PICTURE:
                return self.tr("%Ln missing picture(s)", "", n)
            case ImportLoss.REFUSED_PICTURE:
                return self.tr("%Ln picture(s) too large or of a kind that is not shown", "", n)
            case ImportLoss.FLAT_TABLE:
                return self.tr("%Ln table(s) flattened", "", n)
            case ImportLoss.EMBEDDED:
                return self.tr("%Ln film(s), sound(s) or frame(s) kept as links", "", n)
            case ImportLoss.EMPTY_SLIDESHOW:
                return self.tr("%Ln slideshow(s) without their pictures", "", n)
            case ImportLoss.LOST_LINK:
                return self.tr("%Ln link(s) without a target", "", n)
            case ImportLoss.FORM:
                return self.tr("%Ln form(s) left out", "", n)
            case ImportLoss.ATTACHMENT:
                return self.tr("%Ln attached file(s) left out", "", n)
            case ImportLoss.COMMENT:
                return self.tr("%Ln comment(s) left out", "", n)
            case ImportLoss.MARKUP:
                return self.tr("%Ln part(s) shown as plain text", "", n)
            case ImportLoss.CUT:
                return self.tr("%Ln part(s) too long and cut", "", n)
            case ImportLoss.CHARACTER:
                return self.tr("%Ln character(s) that could not be read", "", n)
