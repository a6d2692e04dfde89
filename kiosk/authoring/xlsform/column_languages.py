"""Which language the heading of a column means: “English (en)”, “french”, “EN”.

Source of the names: Unicode CLDR, by Babel.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_IN_BRACKETS: Final = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3})\s*\)\s*$")
_TAG: Final = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8}){0,3})")
_SCRIPT: Final = 4
_ALSO: Final = {
    "farsi": "fa", "dari": "fa-AF", "mandarin": "zh", "simplified chinese": "zh-Hans",
    "traditional chinese": "zh-Hant", "castilian": "es", "castellano": "es", "tagalog": "fil",
    "myanmar": "my", "luganda": "lg", "chichewa": "ny", "setswana": "tn", "sesotho": "st",
    "isizulu": "zu", "isixhosa": "xh", "bahasa indonesia": "id", "bahasa": "id", "creole": "ht",
    "kreyol": "ht", "haitian": "ht", "oriya": "or", "sorani": "ckb", "kurmanji": "kmr",
    "pidgin": "pcm", "bambara": "bm", "norwegian": "nb", "bangla": "bn", "moldovan": "ro",
}  # fmt: skip
"""Names that forms use beside those of CLDR."""
_OWN_NAMES: Final = (
    "am ar bg bn ca cs cy da de el es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka "
    "kk km kn ko lo lt lv mg mk ml mn mr ms my nb ne nl om pa pl ps pt ro ru rw si sk sl so sq sr "
    "sv sw ta te th ti tr uk ur uz vi yo zh zu"
)
"""Languages that are also known by what they call themselves."""


def language_tag(heading: str) -> str:
    """The BCP 47 tag that a heading means; "" where it is not known."""
    if found := _IN_BRACKETS.search(heading):
        return _canonical(found[1])
    name = " ".join(heading.split()).casefold()
    if (found := _TAG.fullmatch(name)) and found[1] in _codes():
        return _canonical(name)
    return _ALSO.get(name) or _names().get(name, "")


def _canonical(tag: str) -> str:
    language, *rest = tag.replace("_", "-").split("-")
    parts = (part.title() if len(part) == _SCRIPT else part.upper() for part in rest)
    return "-".join([language.lower(), *parts])


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(code for code in _english() if "_" not in code)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415 - 60 ms that few forms need

    own = {Locale.parse(code).get_language_name(): code for code in _OWN_NAMES.split()}
    english = {name: code.replace("_", "-") for code, name in reversed(_english().items())}
    return {name.casefold(): code for name, code in (own | english).items() if name}


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - 60 ms that few forms need

    return dict(Locale.parse("en").languages)
