"""What a cell of the column `type` asks for, in the spellings of XLSForm since 2011.

Sources: https://xlsform.org/en/#question-types, https://docs.getodk.org/form-question-types/
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.authoring.xlsform.plain_text import one_line

BEGIN, END, ROW = "begin", "end", "row"

_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "string", "q string", "add text prompt", "q text"),
    "integer": ("integer", "int", "q int", "q integer", "add integer prompt"),
    "decimal": ("decimal", "q decimal", "add decimal prompt"),
    "percentage": ("percentage",),
    "range": ("range",),
    "date": ("date", "q date", "add date prompt"),
    "time": ("time", "q time", "add time prompt"),
    "dateTime": ("datetime", "date time", "q date time", "q datetime", "add date time prompt",
                 "add datetime prompt"),
    "note": ("note", "add note prompt", "q note", "q text note"),
    "acknowledge": ("acknowledge", "trigger", "add acknowledge prompt", "q acknowledge"),
    "barcode": ("barcode", "add barcode prompt", "q barcode"),
    "phone number": ("q phone number", "add phone number prompt"),
    "image": ("image", "photo", "picture", "add image prompt", "add photo prompt", "q picture",
              "q image", "signature", "annotate", "draw"),
    "audio": ("audio", "add audio prompt", "q audio"),
    "video": ("video", "add video prompt", "q video"),
    "file": ("file", "add file prompt", "q file"),
    "calculate": ("calculate", "calculation", "q calculate", "add calculate prompt", "calculated"),
    "hidden": ("hidden",),
    "geopoint": ("geopoint", "gps", "location", "add location prompt", "add gps prompt",
                 "q location", "q geopoint", "add geopoint prompt"),
    "geotrace": ("geotrace",),
    "geoshape": ("geoshape",),
    "osm": ("osm",),
    "csv-external": ("csv-external", "xml-external"),
}  # fmt: skip
_BY_SPELLING: Final = {name: kind for kind, names in _SPELLINGS.items() for name in names}
_METADATA: Final = frozenset(
    {"start", "end", "today", "deviceid", "device id", "imei", "subscriberid", "subscriber id",
     "simserial", "sim serial", "sim id", "phonenumber", "phone number", "username", "email",
     "audit", "start time", "end time", "get start time", "get end time", "get today",
     "get device id", "get subscriber id", "get sim id", "get phone number", "start-geopoint",
     "background-audio", "background-geopoint", "date of interview"}
)  # fmt: skip
"""What a device writes down by itself."""
_OTHER: Final = r"(?P<other>[ _](?:or[ _])?(?:specify[ _])?other)?"
_SELECTS: Final = (
    (r"(?:add )?select[ _]one[ _]external", "external"),
    (r"select[ _]one[ _]from[ _]file", "from_file"),
    (r"select[ _]multiple[ _]from[ _]file", "from_file"),
    (r"add select one prompt using|select[ _]one(?: from)?|select1(?: from)?", "select_one"),
    (r"add select multiple prompt using|select[ _]multiple(?: from)?", "select_multiple"),
    (r"select[ _]all[ _]that[ _]apply(?: from)?|select(?: from)?", "select_multiple"),
    (r"rank", "rank"),
)
_PATTERNS: Final = tuple(
    (re.compile(rf"(?:{words}) (?P<list>.+?){_OTHER}", re.IGNORECASE), kind)
    for words, kind in _SELECTS
)
_BLOCK: Final = re.compile(
    r"(?P<edge>begin|end)[ _](?P<kind>group|lgroup|repeat|loop)(?:[ _](?:over )?(?P<list>.+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """What a row is.

    Attributes:
        written: the cell as it stands.
        place: "begin" or "end" of a block, or a "row" of its own.
        name: "select_one", "integer", "group" …; "" where it is not known.
        list_name: the list of choices.
        other: whether an answer of one's own is allowed.
        external: whether the choices are in the sheet `external_choices`.
    """

    written: str
    place: str = ROW
    name: str = ""
    list_name: str = ""
    other: bool = False
    external: bool = False


def read_kind(written: str) -> Kind:
    """The meaning of a cell of the column `type`."""
    words = one_line(written)
    if found := _BLOCK.fullmatch(words):
        name = "group" if found["kind"].lower() == "lgroup" else found["kind"].lower()
        return Kind(words, found["edge"].lower(), name, found["list"] or "")
    spelling = words.lower().replace("_", " ")
    if kind := _BY_SPELLING.get(spelling) or _BY_SPELLING.get(words.lower()):
        return Kind(words, name=kind)
    if spelling in _METADATA or words.lower().startswith(("uri:", "property:")):
        return Kind(words, name="metadata")
    for pattern, select in _PATTERNS:
        if found := pattern.fullmatch(words):
            external, other = select == "external", bool(found["other"])
            name = "select_one" if external else select
            return Kind(words, ROW, name, found["list"].strip(), other, external)
    return Kind(words)
