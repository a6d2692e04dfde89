"""Pictures, sounds and films that belong to a question or an option.

The kiosk never fetches: only what the form carries in itself can be shown.

SDC allows one itemMedia for an item. What belongs to an alternative alone (`kiosk.forms.languages`)
stands beside it in our own extension alternative-media, as often as needed, on the form, an item
or an option: `for` (valueCode, once or more: "en-x-easy", or "x-easy" in every language) and
`media` (valueAttachment). In that alternative its pictures take the place of the usual ones.
Sources: SDC itemMedia and itemAnswerMedia; http://hl7.org/fhir/R4/datatypes.html#Attachment
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from kiosk.forms import extensions as ext
from kiosk.forms.languages import alternative, is_meant_for
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
        own: whether it belongs to the alternative that its reader has chosen.
    """

    content_type: str
    data: str = field(repr=False)
    url: str
    title: str
    language: str = ""
    own: bool = False

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


def media_for(element: object, url: str, reader: Reader) -> tuple[Media, ...]:
    """What a reader is shown of an element, in the order of the form.

    What belongs to the reader's alternative comes first. `url` says which extension holds what is
    for everybody (ITEM_MEDIA, ITEM_ANSWER_MEDIA).
    """
    usual = tuple(_attached(element, url, reader))
    meant = [one for tags, one in alternative_media(element, reader) if _meant(tags, reader)]
    meant += [one for one in usual if _meant((one.language,), reader)]
    own = [replace(one, own=True) for one in meant]
    drawn = any(one.kind == "image" for one in own)
    others = (one for one in usual if not alternative(one.language))
    return (*own, *(one for one in others if not (drawn and one.kind == "image")))


def alternative_media(element: object, reader: Reader) -> Iterator[tuple[tuple[str, ...], Media]]:
    """What belongs to alternatives alone, each with their tags."""
    for extension in ext.mappings(element, "extension"):
        if ext.url_of(extension) == ext.ALTERNATIVE_MEDIA:
            tags = (ext.code(tag) for tag in ext.extension_values(extension, "for"))
            for media in _attached(extension, "media", reader):
                yield tuple(filter(None, tags)), media


def every_media(element: object, reader: Reader) -> Iterator[Media]:
    """All that an item or an option has, for whomever."""
    for url in (ext.ITEM_MEDIA, ext.ITEM_ANSWER_MEDIA):
        yield from _attached(element, url, reader)
    yield from (media for _, media in alternative_media(element, reader))


def _meant(tags: tuple[str, ...], reader: Reader) -> bool:
    return any(is_meant_for(tag, reader.language) for tag in tags)


def _attached(element: object, url: str, reader: Reader) -> Iterator[Media]:
    for attachment in ext.extension_values(element, url):
        if isinstance(attachment, Mapping):
            yield read_media(attachment, reader)


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
