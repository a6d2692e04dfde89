"""Which of the languages a text exists in comes nearest to the one asked for.

Tags are BCP 47: "pt-BR", "zh-Hant-TW". A near language is one a reader of the wanted one can
read: the same language, in the same script. Sources: RFC 4647 section 3.4 (lookup), Unicode CLDR
(the script a language is usually written in).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

_SCRIPTS: Final = {
    "Arab": "ar arc bal ckb fa ks lrc mzn pa-pk prs ps sd ug ur az-ir kk-cn uz-af",
    "Armn": "hy",
    "Beng": "as bn mni",
    "Cyrl": "ab av ba be bg ce cv kk ky mk mn os ru sah sr tg tt udm uk",
    "Deva": "bho brx doi gom hi kok mai mr ne sa",
    "Ethi": "am ti",
    "Geor": "ka",
    "Grek": "el",
    "Gujr": "gu",
    "Guru": "pa",
    "Hans": "zh cmn",
    "Hant": "yue zh-hk zh-mo zh-tw",
    "Hebr": "he iw yi",
    "Jpan": "ja",
    "Khmr": "km",
    "Knda": "kn",
    "Kore": "ko",
    "Laoo": "lo",
    "Mlym": "ml",
    "Mong": "mn-cn",
    "Mymr": "my shn",
    "Orya": "or",
    "Sinh": "si",
    "Syrc": "syr aii",
    "Taml": "ta",
    "Telu": "te",
    "Thaa": "dv",
    "Thai": "th",
    "Tibt": "bo dz",
}
_SCRIPT: Final = re.compile("[A-Za-z]{4}")
_REGION: Final = re.compile("[A-Za-z]{2}")
_USUAL_SCRIPT: Final = {tag: script for script, tags in _SCRIPTS.items() for tag in tags.split()}
"""Language, or language-region, in small letters → script; all others are taken as Latin."""


def script_of(tag: str) -> str:
    """The script a language tag means: "Hant" for "zh-TW" and for "zh-Hant"."""
    language, *rest = tag.replace("_", "-").split("-")
    for part in rest:
        if _SCRIPT.fullmatch(part):
            return part.title()
    region = next((part for part in rest if _REGION.fullmatch(part)), "")
    usual = _USUAL_SCRIPT.get(f"{language}-{region}".lower())
    return usual or _USUAL_SCRIPT.get(language.lower(), "Latn")


def nearest(wanted: str, available: Iterable[str]) -> str | None:
    """The tag of `available` to show to a reader of `wanted`; None where none will do.

    The tag itself, its parents ("pt-BR" → "pt"), then other regions of the same language in the
    order given; never another script.
    """
    return _nearest(wanted, tuple(available))


@lru_cache(maxsize=1024)
def _nearest(wanted: str, available: tuple[str, ...]) -> str | None:
    known = {_plain(tag): tag for tag in reversed(available)}
    script = script_of(wanted)
    for candidate in _parents(_plain(wanted)):
        if (tag := known.get(candidate)) and script_of(tag) == script:
            return tag
    language = _plain(wanted).partition("-")[0]
    near = (tag for tag in available if _plain(tag).partition("-")[0] == language)
    return next((tag for tag in near if language and script_of(tag) == script), None)


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()


def _parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
