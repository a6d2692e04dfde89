"""Leaves a picture of a window in a file, or says that it could not."""

from pathlib import Path

from PySide6.QtGui import QImage

from kiosk.errors import RefusedError


def save_picture(image: QImage, file: Path) -> None:
    """Writes it as the file is called; Qt itself keeps silent where the disk is full.

    Raises:
        RefusedError: it can't be written.
    """
    if not image.save(str(file)):
        raise RefusedError(
            f"{file} can't be written.", advice="Look whether the disk is full, or name another."
        )
