"""Which of the languages a text exists in comes nearest to the one asked for.

Tags are BCP 47: "pt-BR", "zh-Hant-TW". A near language is one a reader of the wanted one can
read: the same language, in the same script.

An *alternative* is another way to tell the same in a language, and has a tag of its own. The
language that is written stands first, then what is told otherwise: "en-x-easy" (Easy Read),
"en-x-child" (for children), "en-x-bfi" (films in British Sign Language, words in English); for
signs that is their code in ISO 639-3, or "sgn-…". So whatever knows a language by its first part
(texts, voices, sorting) knows these, and what an alternative lacks is taken from its language.

Sources: RFC 5646 section 2.2.7 (private use subtags), RFC 4647 section 3.4 (lookup), Unicode CLDR
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
_BRITISH: Final = frozenset({"bfi", "sgn-bfi", "sgn-gb"})
"""How BCP 47 names British Sign Language, today and formerly."""
_SIGNED: Final = re.compile(
    "(?:sgn|ase|asf|asq|bfi|csl|dse|fsl|gsg|icl|ins|ise|isg|jsl"
    "|nzs|pks|pso|psr|rsl|sfb|ssp|ssr|swl|vgt)(?:-.*)?"
)
"""Languages of signs that have a code of their own; "sgn" begins that of any."""
_SCRIPT: Final = re.compile("[A-Za-z]{4}")
_REGION: Final = re.compile("[A-Za-z]{2}")
_USUAL_SCRIPT: Final = {tag: script for script, tags in _SCRIPTS.items() for tag in tags.split()}
"""Language, or language-region, in small letters → script; all others are taken as Latin."""


def script_of(tag: str) -> str:
    """The script a language tag means: "Hant" for "zh-TW" and for "zh-Hant"."""
    language, *rest = written(tag).replace("_", "-").split("-")
    for part in rest:
        if _SCRIPT.fullmatch(part):
            return part.title()
    region = next((part for part in rest if _REGION.fullmatch(part)), "")
    usual = _USUAL_SCRIPT.get(f"{language}-{region}".lower())
    return usual or _USUAL_SCRIPT.get(language.lower(), "Latn")


def written(tag: str) -> str:
    """The language that is written: "en" of "en-x-easy"; "" of "x-easy", which is any."""
    at = f"-{_plain(tag)}".find("-x-")
    return tag if at < 0 else tag[: max(0, at - 1)]


def alternative(tag: str) -> str:
    """How it is told otherwise, in small letters: "easy" of "en-x-easy"; "" of "en"."""
    return f"-{_plain(tag)}".partition("-x-")[2]


def sign_language(tag: str) -> str:
    """The language of signs in "bfi", "sgn-GB", "en-x-bfi", in small letters; "" where none is."""
    code = alternative(tag) or _plain(tag)
    signed = _SIGNED.fullmatch(code) is not None
    return ("bfi" if code in _BRITISH else code) if signed else ""


def is_meant_for(tag: str, wanted: str) -> bool:
    """Whether what is tagged so belongs to the alternative of `wanted`.

    "x-easy" belongs to Easy Read in every language, "en-x-easy" to that in English alone.
    """
    language = _plain(written(tag)).partition("-")[0]
    near = not language or language == _plain(wanted).partition("-")[0]
    return bool(alternative(tag)) and alternative(tag) == alternative(wanted) and near


def nearest(wanted: str, available: Iterable[str]) -> str | None:
    """The tag of `available` to show to a reader of `wanted`; None where none will do.

    The tag itself, its parents ("pt-BR" → "pt", "en-x-easy" → "en"), then other regions of the
    same language in the order given, then alternatives of it; never another script.
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
    kin = (tag for tag in available if _plain(tag).partition("-")[0] == language)
    near = sorted(kin, key=lambda tag: bool(alternative(tag)))
    return next((tag for tag in near if language and script_of(tag) == script), None)


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()


def _parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]
