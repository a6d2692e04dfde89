"""A signature: drawn with the finger, or, equal to it, one's name written or a box ticked.

Every way gives the same kind of answer, an image with a title that says which way it was.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.bidi import unmarked
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.media import Media
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading

_PNG: Final = "image/png"
LONGEST_NAME: Final = 80


class Signature(Kind):
    """A signature, `{"way": "draw", "strokes": [[x, y, x, y, …], …], "typed": "", …}`.

    `way` is the one that counts: "draw", "type", "tick". Places are parts of the field's width. A
    stroke that was wiped is kept in `wiped` until another is drawn, so that it can come back.
    """

    name = "signature"
    usual_hint = "sign_hint"
    usual_demand = "error_sign"

    def suits(self, item: Item, limits: Limits) -> bool:
        """An attachment that is asked for as a signature and may be a PNG."""
        del limits
        if item.type != "attachment" or item.repeats:
            return False
        types = [kind for kind in ext.extension_values(item.raw, ext.MIME_TYPE) if kind]
        asked = ext.extension_value(item.raw, ext.SIGNATURE_REQUIRED) is not None
        return (asked or _says_signature(item, types)) and (not types or _PNG in types)

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """The writing page of one's name."""
        del page
        title = around.say("sign_type_title")
        return {"writing": {"typed": {"title": title, "maxLength": LONGEST_NAME, "lines": 1}}}

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """Nothing yet; or `kept`, the picture of a signature that was given before."""
        del page
        blank = {"way": "", "strokes": [], "wiped": [], "typed": "", "agreed": False}
        for answer in answers:
            given = answer.value if isinstance(answer.value, Mapping) else {}
            media = Media(_PNG, ext.text(given, "data"), "", ext.text(given, "title"))
            return blank | {"way": "kept", "kept": around.shown(media)}
        return blank

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """An image of what was drawn, of the name, or of the words agreed to."""
        drawn = _drawn(entry)
        typed = str(entry.get("typed", "")).strip()
        match entry.get("way"):
            case "draw" if drawn:
                return _signed(around.ink(drawn, ""), around.say("sign_drawn"))
            case "type" if typed:
                return _signed(around.ink([], typed), around.say("sign_typed", name=typed))
            case "tick" if entry.get("agreed"):
                agreed = around.say("sign_ticked", question=page.text)
                return _signed(around.ink([], around.say("sign_tick_words")), agreed)
            case _:
                return Reading()

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """A name takes the place of what was drawn; without one, that counts again."""
        if text.strip():
            return {**entry, field: text, "way": "type", "agreed": False}
        return {**entry, field: "", "way": "draw" if _drawn(entry) else ""}

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """In which way it was signed."""
        del page
        titles = (ext.text(answer.value, "title") for answer in answers)
        return around.listed(title or around.say("sign_drawn") for title in titles)


def _says_signature(item: Item, types: Sequence[Any]) -> bool:
    if not types or not all(isinstance(kind, str) and kind.startswith("image/") for kind in types):
        return False
    codes = [ext.text(code, "display") for code in ext.mappings(item.raw, "code")]
    said = (item.link_id, ext.text(item.raw, "text"), *codes)
    return any("signature" in text.casefold() for text in said)


def _drawn(entry: Entry) -> list[list[float]]:
    strokes = entry.get("strokes") or []
    return [[float(place) for place in stroke] for stroke in strokes if len(stroke) > 1]


def _signed(png: bytes, title: str) -> Reading:
    data = base64.b64encode(png).decode()
    value = {"contentType": _PNG, "data": data, "size": len(png), "title": unmarked(title)}
    return Reading((Answer("valueAttachment", value),))
