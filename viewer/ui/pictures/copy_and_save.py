"""Copies a picture to the clipboard, or saves it to a file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from PySide6.QtCore import QBuffer, QCoreApplication, QSize, QStandardPaths
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import Theme
from viewer.messages import reason_of
from viewer.ui.pictures.picture_cache import PictureCache

#: Drawings are exported at so many times their own size, to be sharp in print and on any screen.
_SVG_SCALE = 2
PNG = ".png"


def full_size_image(pictures: PictureCache, page: Page, number: int, theme: Theme) -> QImage:
    """The picture at its own size; a drawing at twice that, on the page colour of ``theme``.

    It is null if the picture cannot be shown.
    """
    drawing = pictures.svg_renderer(page, number)
    if drawing is None:
        return pictures.full_image(page, number)
    size = drawing.defaultSize() * _SVG_SCALE
    image = QImage(QSize(size), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page))
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    return image


def copy_to_clipboard(pictures: PictureCache, page: Page, number: int, theme: Theme) -> bool:
    """Put the picture on the clipboard; False if it cannot be shown."""
    image = full_size_image(pictures, page, number, theme)
    if image.isNull():
        return False
    QGuiApplication.clipboard().setImage(image)
    return True


def save_with_dialog(
    parent: QWidget, pictures: PictureCache, page: Page, number: int, theme: Theme
) -> str:
    """Ask where to save the picture, as PNG or in its own format, and save it.

    Returns a translated message on the outcome; empty if the reader cancelled.
    """
    source = PurePosixPath(page.figures[number].source)
    suffix = source.suffix.lower()
    as_png = QCoreApplication.translate("Pictures", "PNG picture (*.png)")
    as_it_is = QCoreApplication.translate("Pictures", "Original file (*{suffix})").format(
        suffix=suffix
    )
    filters = [as_png] if suffix == PNG else [as_png, as_it_is]
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    chosen_path, kind = QFileDialog.getSaveFileName(
        parent,
        QCoreApplication.translate("Pictures", "Save the picture"),
        str(Path(folder) / f"{source.stem}{PNG}"),
        ";;".join(filters),
    )
    if not chosen_path:
        return ""
    path = Path(chosen_path)
    if path.suffix.lower() not in (PNG, suffix):
        # The dialog asked about the name as it was typed, not about this one.
        path = path.with_name(path.name + (suffix if kind == as_it_is else PNG))
        if path.exists():
            return QCoreApplication.translate(
                "Pictures", "{path} exists already; choose another name."
            ).format(path=path)
    # The suffix of the name decides on the format, whatever filter is chosen in the dialog.
    original = path.suffix.lower() == suffix
    return save_to(path, pictures, page, number, theme, original=original)


def save_to(
    path: Path, pictures: PictureCache, page: Page, number: int, theme: Theme, *, original: bool
) -> str:
    """Write the picture to ``path``, unchanged or as PNG; returns a translated message."""
    if original:
        data = pictures.original_file(page, number)
    else:
        data = _encode_png(full_size_image(pictures, page, number, theme))
    if not data:
        return QCoreApplication.translate("Pictures", "This picture cannot be shown.")
    try:
        path.write_bytes(data)
    except OSError as error:
        from viewer.ui.i18n.message_translation import translate_message

        return QCoreApplication.translate(
            "Pictures", "{path} cannot be written ({reason}); choose another place or name."
        ).format(path=path, reason=translate_message(reason_of(error)))
    return QCoreApplication.translate("Pictures", "Saved as {path}.").format(path=path)


def _encode_png(image: QImage) -> bytes:
    if image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
