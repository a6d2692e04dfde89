"""What the heading of a column means, in the many spellings of XLSForm.

Sources: https://xlsform.org/en/ref-table/, https://docs.getodk.org/form-reference/, and the
spellings of forms since 2011.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.authoring.xlsform.plain_text import one_line

_PREFIXES: Final = frozenset({"bind", "control", "body", "media", "jr"})
_SPELLINGS: Final[Mapping[str, str]] = {
    spelling: name
    for name, spellings in {
        "type": "type",
        "name": "name value",
        "label": "label caption",
        "hint": "hint",
        "guidance_hint": "guidance_hint",
        "required": "required",
        "required_message": "required_message requiredmsg",
        "relevant": "relevant relevance relevent",
        "constraint": "constraint",
        "constraint_message": "constraint_message constraintmsg constraining_message",
        "calculation": "calculation calculate",
        "default": "default",
        "appearance": "appearance",
        "readonly": "readonly read_only",
        "choice_filter": "choice_filter",
        "repeat_count": "repeat_count count",
        "parameters": "parameters parameter",
        "disabled": "disabled",
        "rows": "rows",
        "image": "image",
        "big-image": "big-image big_image",
        "audio": "audio",
        "video": "video",
    }.items()
    for spelling in spellings.split()
}
SURVEY: Final = frozenset(_SPELLINGS.values())
CHOICES: Final[Mapping[str, str]] = {
    "list_name": "list_name",
    "listname": "list_name",
    "list": "list_name",
    "name": "name",
    "value": "name",
    "label": "label",
    "caption": "label",
    "image": "image",
    "big-image": "big-image",
    "audio": "audio",
    "video": "video",
}
SETTINGS: Final[Mapping[str, str]] = {
    "form_title": "title",
    "title": "title",
    "set_form_title": "title",
    "form_id": "id",
    "id_string": "id",
    "set_form_id": "id",
    "version": "version",
    "default_language": "default_language",
}
SPOKEN: Final = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image",
     "big-image", "audio", "video"}
)  # fmt: skip
"""The columns that there may be one of for each language."""
_ONE_COLON: Final = re.compile(r"(?<!:):(?!:)")


@dataclass(frozen=True)
class Heading:
    """One column.

    Attributes:
        at: its place, 0 = A.
        written: the heading as it stands.
        name: what is in it: "relevant", "label"; "" where that is not known.
        language: the language as its heading names it, "English (en)"; "" where it names none.
        is_second: it counts only where no other column says the same (`label#english`).
    """

    at: int
    written: str
    name: str
    language: str = ""
    is_second: bool = False


def read_heading(at: int, written: str, spellings: Mapping[str, str]) -> Heading:
    """The meaning of a heading; `spellings` are those of its sheet."""
    words = one_line(written)
    split = (words.split("::"), _ONE_COLON.split(words.replace("::", ":")), words.split("#"))
    for parts in split:
        named = [part.strip() for part in parts]
        while len(named) > 1 and _plain(named[0]) in _PREFIXES:
            named = named[1:]
        if named[0].lower().startswith("jr:"):
            named[0] = named[0][3:]
        name = spellings.get(_plain(named[0]), "")
        if not name or len(named) > 2 or (len(named) == 2 and name not in SPOKEN):  # noqa: PLR2004 - a name and a language
            continue
        return Heading(at, words, name, named[1] if named[1:] else "", parts is split[2])
    return Heading(at, words, "")


def survey_heading(at: int, written: str) -> Heading:
    """The meaning of a heading of the sheet `survey`."""
    return read_heading(at, written, _SPELLINGS)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")
