"""What an import could not keep, as sentences in the reader's language."""

from __future__ import annotations

from PySide6.QtCore import QObject

from viewer.archive.model.issue_draft import Loss, Losses


def sentences(losses: Losses) -> list[str]:
    """A sentence for each kind of loss, with its count."""
    speaker = LossSpeaker()
    return [speaker.told(loss, count) for loss, count in losses.items() if count]


class LossSpeaker(QObject):
    """Plurals are found by the translation tools in a method of this kind only."""

    def told(self, loss: Loss, n: int) -> str:
        """How ``n`` losses of one kind are told."""
        match loss:
            case Loss.WEB_PICTURE:
                return self.tr("%Ln picture(s) only on the web", "", n)
            case Loss.MISSING_PICTURE:
                return self.tr("%Ln missing picture(s)", "", n)
            case Loss.REFUSED_PICTURE:
                return self.tr("%Ln picture(s) too large or of a kind that is not shown", "", n)
            case Loss.FLAT_TABLE:
                return self.tr("%Ln table(s) flattened", "", n)
            case Loss.EMBEDDED:
                return self.tr("%Ln film(s), sound(s) or frame(s) kept as links", "", n)
            case Loss.EMPTY_SLIDESHOW:
                return self.tr("%Ln slideshow(s) without their pictures", "", n)
            case Loss.LOST_LINK:
                return self.tr("%Ln link(s) without a target", "", n)
            case Loss.FORM:
                return self.tr("%Ln form(s) left out", "", n)
            case Loss.ATTACHMENT:
                return self.tr("%Ln attached file(s) left out", "", n)
            case Loss.COMMENT:
                return self.tr("%Ln comment(s) left out", "", n)
            case Loss.MARKUP:
                return self.tr("%Ln part(s) shown as plain text", "", n)
            case Loss.CUT:
                return self.tr("%Ln part(s) too long and cut", "", n)
