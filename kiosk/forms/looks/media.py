"""Pictures, sounds and films that belong to a question or an option.

The kiosk never fetches: only what the form carries in itself can be shown.
Sources: SDC itemMedia and itemAnswerMedia; http://hl7.org/fhir/R4/datatypes.html#Attachment
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from kiosk.forms import extensions as ext
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.texts import Reader, chosen_text

MediaKind = Literal["image", "audio", "video", "subtitles", ""]
SAFE_TYPES: Final = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/bmp",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
        "audio/x-wav",
        "audio/webm",
        "video/mp4",
        "video/webm",
        "video/ogg",
        "text/vtt",
    }
)
"""What is shown, text/vtt being the subtitles of a film.

SVG is left out, for it is a program's language as much as a picture.
"""

_MEANT: Final = {"image/jpg": "image/jpeg", "image/x-png": "image/png", "audio/mp3": "audio/mpeg"}
"""Names that forms use → the MIME type that is meant."""
_KINDS: Final[dict[str, MediaKind]] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "text": "subtitles",
}


@dataclass(frozen=True)
class Media:
    """One attachment of the form.

    Attributes:
        content_type: MIME type in small letters, without parameters; "" where not said.
        data: its content in base64; "" where the form does not carry it.
        url: where it lies, as text, never fetched.
        title: what it shows, in the reader's language: the words for a screen reader.
        language: what is spoken, signed or written in it, a BCP 47 code; "" where not said.
    """

    content_type: str
    data: str = field(repr=False)
    url: str
    title: str
    language: str = ""

    @property
    def kind(self) -> MediaKind:
        """What it is shown as; "" where it can't be shown."""
        known = self.content_type in SAFE_TYPES and self.data
        return _KINDS.get(self.content_type.partition("/")[0], "") if known else ""

    def content(self, most: int) -> bytes:
        """What it carries; b"" where that is no base64, or larger than `most` bytes."""
        if len(self.data) > most * 3 // 2:
            return b""
        try:
            content = base64.b64decode(self.data)
        except (binascii.Error, ValueError):
            return b""
        return content if len(content) <= most else b""

    @property
    def remote(self) -> bool:
        """Whether it would have to be fetched."""
        return not self.data and bool(self.url)


def media_of(element: object, url: str, reader: Reader) -> Media | None:
    """The attachment in the extension `url` (ITEM_MEDIA, ITEM_ANSWER_MEDIA) of an element."""
    attachment = ext.extension_value(element, url)
    return read_media(attachment, reader) if isinstance(attachment, Mapping) else None


def read_media(attachment: Mapping[str, Any], reader: Reader) -> Media:
    """An Attachment; a `data:` address counts as carried in the form."""
    content_type = ext.text(attachment, "contentType")
    data, address = ext.text(attachment, "data"), ext.text(attachment, "url")
    if not data and address.startswith("data:"):
        head, comma, body = address.removeprefix("data:").partition(",")
        if comma and head.endswith(";base64"):
            content_type = content_type or head.removesuffix(";base64")
            data, address = body, ""
    content_type = content_type.partition(";")[0].strip().lower()
    return Media(
        _MEANT.get(content_type, content_type),
        data,
        address,
        safe_text(chosen_text(attachment, "title", reader).words),
        ext.text(attachment, "language").strip(),
    )
