"""The pictures that forms carry in themselves, as `image://<provider>/<token>`.

A form comes from elsewhere, and so do its pictures: how large one is, in bytes and in pixels, is
looked at before it is decoded; what is no picture, or too large, has no address, and the page says
its title in words. Nothing is fetched, and SVG is no picture here. They are decoded ahead on a
thread of their own, so that turning a page waits for none.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Final

from PySide6 import QtCore
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider

from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption
from kiosk.forms.looks.media import Media, media_for
from kiosk.forms.looks.option_presentation import present_option
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.texts import Reader

MOST_BYTES: Final = 4 * 1024 * 1024
"""How large a picture may be as the form carries it."""
MOST_PIXELS: Final = 6_000_000
"""How large decoded; 6 million pixels take 0.1 s on an old PC."""
LONGEST_SIDE: Final = 1400
"""Larger ones are drawn smaller at once: no panel shows more of them."""
KEPT_BYTES: Final = 48 * 1024 * 1024
"""How much of decoded pictures is kept; the one looked at longest ago goes first."""


class Pictures:
    """Pictures of forms, decoded once; `forget` lets go of all.

    Attributes:
        provider: what QML calls those who give them.
    """

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self._carried: dict[str, Media] = {}
        self._drawn: OrderedDict[str, Future[QImage]] = OrderedDict()
        self._lock = Lock()
        self._epoch = 0
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

    def address(self, media: Media) -> str:
        """Where QML finds it; "" for what can't be shown: its title is said instead."""
        if media.kind != "image":
            return ""
        name = f"{media.content_type} {media.data}"
        token = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
        self._carried.setdefault(token, media)
        return "" if self.image(token).isNull() else f"image://{self.provider}/{token}"

    def shown(self, media: Media) -> dict[str, Any]:
        """`image`, `alt` and `ratio` (wider than high) for QML; {} for what can't be shown."""
        address = self.address(media)
        if not address:
            return {}
        image = self.image(address.rpartition("/")[2])
        return {"image": address, "alt": media.title, "ratio": image.width() / image.height()}

    def prepare(self, questionnaire: Questionnaire, language: str) -> None:
        """Decode the form's pictures in a language ahead, in the order of its questions."""
        self._lane.submit(self._prepare, questionnaire, language, self._epoch)

    def image(self, token: str) -> QImage:
        """The picture; one that is null where there is none, or it is broken or too large."""
        media = self._carried.get(token)
        if media is None:
            return QImage()
        with self._lock:
            drawing = self._drawn.pop(token, None)
            mine = drawing is None
            self._drawn[token] = drawing = drawing or Future()
        if mine:
            drawing.set_result(_decoded(media))
            self._make_room()
        return drawing.result()

    def forget(self) -> None:
        """Let go of every picture."""
        with self._lock:
            self._epoch += 1
            self._carried.clear()
            self._drawn.clear()

    def close(self) -> None:
        """Decode no more."""
        self.forget()
        self._lane.shutdown(wait=True, cancel_futures=True)

    def _prepare(self, questionnaire: Questionnaire, language: str, epoch: int) -> None:
        room = KEPT_BYTES
        for media in _pictures_of(questionnaire, language):
            if self._epoch != epoch or room < 0:
                return
            if address := self.address(media):
                room -= self.image(address.rpartition("/")[2]).sizeInBytes()

    def _make_room(self) -> None:
        with self._lock:
            sizes = {t: one.result().sizeInBytes() for t, one in self._drawn.items() if one.done()}
            spare = KEPT_BYTES - sum(sizes.values())
            for token, size in sizes.items():
                if spare >= 0:
                    return
                del self._drawn[token]
                spare += size


class FormPictures(QQuickImageProvider):
    """Gives QML the picture it asks for, no larger than it asks for."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._pictures = pictures

    def requestImage(self, id: str, _size: QSize, requested: QSize) -> QImage:  # noqa: A002, N802
        """Qt calls this with what stands after `image://form/`."""
        image = self._pictures.image(id)
        if image.isNull():  # a page that outlived its sitting by a frame
            image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(0)
        if requested.width() <= 0 or requested.height() <= 0:
            return image
        fitting = image.size().scaled(requested, QtCore.Qt.AspectRatioMode.KeepAspectRatio)
        fitting = fitting.expandedTo(QSize(1, 1))  # a line of a picture would have no height
        smooth = QtCore.Qt.TransformationMode.SmoothTransformation
        return image.scaled(fitting, QtCore.Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def _pictures_of(questionnaire: Questionnaire, language: str) -> Iterator[Media]:
    reader = Reader(language, questionnaire.own_language)
    for item in questionnaire.by_path.values():
        yield from media_for(item.raw, ext.ITEM_MEDIA, reader)
        extended = (option for option in item.answer_options if _is_extended(option))
        looks = (present_option(option, language) for option in extended)
        yield from (look.media for look in looks if look.media)


def _is_extended(option: AnswerOption) -> bool:
    """Whether there may be more to an option than words; a form has thousands that have no more."""
    key = option.answer.key
    holders = (option.raw, option.raw.get(key))
    return "_" + key in option.raw or any(ext.mappings(one, "extension") for one in holders)


def _decoded(media: Media) -> QImage:
    content = media.content(MOST_BYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    # Read as what it says it is and as nothing else: an SVG posing as PNG is none.
    reader = QImageReader(buffer, QByteArray(media.content_type.partition("/")[2].encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size() if content else QSize()
    if not size.isValid() or not 0 < size.width() * size.height() <= MOST_PIXELS:
        return QImage()
    if max(size.width(), size.height()) > LONGEST_SIDE:
        bound = QSize(LONGEST_SIDE, LONGEST_SIDE)
        reader.setScaledSize(size.scaled(bound, QtCore.Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
