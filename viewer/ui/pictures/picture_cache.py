"""Loads the pictures of articles under limits, and caches them at the size they are shown.

A picture file is untrusted: a small one may decode to gigabytes, a name may lead to a device or
out of the issue's folder. Only drawings that lie in the program's own bundle go through the SVG
renderer, which opens the files that a drawing names.
"""

from __future__ import annotations

import os
import re
import stat
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageReader, QPainter, QPen

from viewer.archive.files.picture_paths import MAX_PICTURE_BYTES
from viewer.archive.model.catalogue_entries import Page
from viewer.color_themes import LIGHT, Theme, recolour_svg
from viewer.paths import bundled_issues
from viewer.ui.theme import fonts

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_MAX_PIXELS = 25_000_000
_RASTER_FORMATS = frozenset({"png", "jpeg", "gif", "webp", "bmp"})
#: An svg tag whose size is only in its view box, as in our drawings.
_VIEW_BOX = re.compile(
    rb'<svg\b(?![^>]*\s(?:width|height)=)[^>]*\sviewBox="0 0 (\d{1,4}) (\d{1,4})"[^>]*>'
)
_HEAD_BYTES = 2000
_CACHE_BYTES = 48 * 1024 * 1024
#: In a dark theme, raster pictures are covered with the page's colour at this opacity.
_DIM_OPACITY = 0.22


class PictureCache:
    """Gives pictures by page and number, at any width, in the current theme."""

    def __init__(self) -> None:
        self._theme = LIGHT
        self._images: OrderedDict[tuple[str, int, int, str], QImage] = OrderedDict()
        self._cached_bytes = 0
        self._sizes: dict[tuple[str, int], QSizeF | None] = {}

    def set_theme(self, theme: Theme) -> None:
        """Colour our own drawings for ``theme`` from now on."""
        self._theme = theme

    def clear(self) -> None:
        """Drop everything that is cached, since files may have changed."""
        self._images.clear()
        self._sizes.clear()
        self._cached_bytes = 0

    def natural_size(self, page: Page, number: int) -> QSizeF | None:
        """The natural size in device-independent pixels; None if the picture cannot be shown."""
        key = (str(page.entry.address), number)
        if key not in self._sizes:
            self._sizes[key] = self._read_natural_size(page, number)
        return self._sizes[key]

    def scaled_image(self, page: Page, number: int, width: int, pixel_ratio: float) -> QImage:
        """The picture ``width`` device-independent pixels wide; never null.

        If it cannot be shown, it is a transparent pixel: given nothing at all, Qt would try to
        open the picture's name by itself.
        """
        pixels = max(1, round(width * pixel_ratio))
        key = self._key(page, number, pixels)
        image = self._images.get(key)
        if image is None:
            image = self._render(page, number, pixels, pixel_ratio)
            self._images[key] = image
            self._cached_bytes += image.sizeInBytes()
            while self._cached_bytes > _CACHE_BYTES and len(self._images) > 1:
                self._cached_bytes -= self._images.popitem(last=False)[1].sizeInBytes()
        else:
            self._images.move_to_end(key)
        image.setDevicePixelRatio(pixel_ratio)
        return image

    def svg_renderer(self, page: Page, number: int) -> QSvgRenderer | None:
        """A renderer for one of our own SVG drawings in the current theme; None for others."""
        if not 0 <= number < len(page.figures) or not _is_svg(page, number):
            return None
        data = _read_file(page, number)
        return self._make_renderer(data) if data is not None else None

    def full_image(self, page: Page, number: int) -> QImage:
        """The picture at its own size; null if it cannot be shown, or is a drawing."""
        data = _read_file(page, number)
        if data is None or _is_svg(page, number):
            return QImage()
        return _decode(data, _MAX_PIXELS)

    def original_file(self, page: Page, number: int) -> bytes | None:
        """The bytes of the picture's file; None if it cannot be shown."""
        return _read_file(page, number) if self.natural_size(page, number) is not None else None

    def is_cached(self, page: Page, number: int, width: int, pixel_ratio: float) -> bool:
        """Whether ``scaled_image`` would answer from the cache."""
        return self._key(page, number, max(1, round(width * pixel_ratio))) in self._images

    def _key(self, page: Page, number: int, pixels: int) -> tuple[str, int, int, str]:
        return (str(page.entry.address), number, pixels, self._theme.name)

    def _read_natural_size(self, page: Page, number: int) -> QSizeF | None:
        data = _read_file(page, number)
        if data is None:
            return None
        if _is_svg(page, number):
            return _svg_size(data)
        buffer, reader = _image_reader(data)
        size = _acceptable_size(reader)
        rotated = size is not None and _is_rotated(reader)
        buffer.close()
        if size is None:
            return None
        return QSizeF(size.transposed() if rotated else size)

    def _render(self, page: Page, number: int, pixels: int, density: float) -> QImage:
        data = _read_file(page, number)
        image = QImage()
        if data is not None:
            if _is_svg(page, number):
                image = self._render_svg(data, pixels)
            else:
                image = _decode(data, pixels)
                if self._theme.dark:
                    image = _dim(image, self._theme.page)
        if image.isNull():
            size = self.natural_size(page, number)
            return (
                _transparent_pixel() if size is None else self._render_broken(size, pixels, density)
            )
        return image

    def _render_broken(self, size: QSizeF, pixels: int, density: float) -> QImage:
        """A frame with a message, for a file whose header is sound but whose data is not."""
        height = min(pixels * 2, max(1, round(pixels * size.height() / max(1.0, size.width()))))
        image = QImage(pixels, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setPen(QPen(QColor(self._theme.dim), density, Qt.PenStyle.DashLine))
        painter.drawRect(image.rect().adjusted(1, 1, -2, -2))
        painter.setFont(fonts.font(round(13 * density)))
        painter.drawText(
            image.rect(),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            QCoreApplication.translate("Page", "This picture cannot be shown."),
        )
        painter.end()
        return image

    def _make_renderer(self, data: bytes) -> QSvgRenderer | None:
        from PySide6.QtSvg import QSvgRenderer

        text = recolour_svg(data.decode("utf-8", "replace"), self._theme)
        renderer = QSvgRenderer(QByteArray(text.encode()))
        return renderer if renderer.isValid() and renderer.defaultSize().width() >= 1 else None

    def _render_svg(self, data: bytes, pixels: int) -> QImage:
        renderer = self._make_renderer(data)
        if renderer is None:
            return QImage()
        size = renderer.defaultSize()
        height = max(1, round(pixels * size.height() / size.width()))
        image = QImage(pixels, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        return image


def _is_svg(page: Page, number: int) -> bool:
    return page.figures[number].source.lower().endswith(".svg")


def _read_file(page: Page, number: int) -> bytes | None:
    """The bytes of a regular file inside the issue's folder; None if it may not be shown."""
    if not 0 <= number < len(page.figures) or page.figures[number].state != "local":
        return None
    folder = os.path.realpath(page.folder)
    path = Path(folder, page.figures[number].source)
    try:
        if not _is_inside(path, folder):
            return None
        if _is_svg(page, number) and not _is_inside(path, os.path.realpath(bundled_issues())):
            return None
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_PICTURE_BYTES:
            return None
        with path.open("rb") as file:
            return file.read(MAX_PICTURE_BYTES)
    except (OSError, ValueError):
        return None


def _is_inside(path: Path, folder: str) -> bool:
    """Whether ``path`` lies in ``folder``, a real path, once links are resolved.

    Raises:
        ValueError: they are on different drives, or a name cannot be one.
    """
    return os.path.commonpath([folder, os.path.realpath(path)]) == folder


def _image_reader(data: bytes) -> tuple[QBuffer, QImageReader]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return buffer, reader


def _acceptable_size(reader: QImageReader) -> QSize | None:
    """The size before any turning; None if this is no raster picture, or one that is too large."""
    # Before anything else: of a drawing with the name of a picture, Qt tells the size by rendering.
    if bytes(reader.format().data()).decode("ascii", "replace") not in _RASTER_FORMATS:
        return None
    size = reader.size()
    return size if size.isValid() and 0 < size.width() * size.height() <= _MAX_PIXELS else None


def _svg_size(data: bytes) -> QSizeF | None:
    """The size of a drawing, from its first tag if possible: parsing it all costs more."""
    view_box = _VIEW_BOX.search(data, 0, _HEAD_BYTES)
    if view_box is not None:
        return QSizeF(int(view_box[1]), int(view_box[2]))
    from PySide6.QtSvg import QSvgRenderer

    size = QSvgRenderer(QByteArray(data)).defaultSize()
    return QSizeF(size) if size.isValid() else None


def _is_rotated(reader: QImageReader) -> bool:
    """Whether the metadata says to turn the picture by 90 degrees, as in photographs."""
    quarter = QImageIOHandler.Transformation.TransformationRotate90
    return bool(reader.transformation() & quarter)


def _decode(data: bytes, pixels: int) -> QImage:
    """The decoded picture, at most ``pixels`` wide; null if it is not acceptable."""
    buffer, reader = _image_reader(data)
    size = _acceptable_size(reader)
    if size is None:
        return QImage()
    width, height = size.width(), size.height()
    if _is_rotated(reader):
        width, height = height, width
    if width > pixels:
        target_size = QSize(pixels, max(1, round(pixels * height / width)))
        reader.setScaledSize(target_size.transposed() if _is_rotated(reader) else target_size)
    image = reader.read()
    buffer.close()
    return image


def _dim(image: QImage, colour: str) -> QImage:
    """``image`` with a veil of ``colour``; what is transparent stays so."""
    if image.isNull():
        return image
    result = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    veil = QColor(colour)
    veil.setAlphaF(_DIM_OPACITY)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.fillRect(result.rect(), veil)
    painter.end()
    return result


def _transparent_pixel() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
