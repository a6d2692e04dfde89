#!/usr/bin/env python3
"""Makes the fonts of `resources/fonts/` for other scripts than Latin: subsets of Noto Sans.

Usage: fonts.py [FOLDER]. FOLDER holds the fonts of Debian's package fonts-noto-core. To be run with
fonttools installed; the same bytes each time from the same fonts.

A subset has the blocks of its script with every shape they join to; those of India have the circle
that a sign stands on where it has no letter (Arabic has a line for that). It bears another name,
for it is another font than Noto. Hinting goes: nothing here is drawn with it.

What is printed is read by machines, too. Qt's PDF writer names a glyph by a code point that
leads to it: so Arabic keeps the code points of its joined shapes (NFKC makes letters of them). And
in the Latin font, which came together of two, some letters have twins that are always drawn in
their place: there the code points lead to the twins.
"""

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.ttLib import TTFont

_OUT: Final = Path(__file__).resolve().parents[1] / "resources" / "fonts"
_LATIN: Final = "atkinson-hyperlegible-next"
_DEBIAN: Final = Path("/usr/share/fonts/truetype/noto")
_LICENCE: Final = _OUT / _LATIN / "OFL.txt"
_LICENCE_BEGINS: Final = "This Font Software is licensed under"
_CIRCLE: Final = 0x25CC
_JOINERS: Final = (*range(0x200C, 0x2010),)
_BASIC: Final = (0x20, 0x21, *range(0x2C, 0x2F), *range(0x30, 0x3B), 0xA0)
_INDIC: Final = (*_BASIC, 0x964, 0x965, *_JOINERS, _CIRCLE)
_MOST_LETTERS: Final = 3
_SHAPES: Final = tuple(
    code
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF))
    # Letters and their ligatures; not the phrases that Unicode has as one sign.
    if len(letters := unicodedata.normalize("NFKC", chr(code))) <= _MOST_LETTERS
    and all(unicodedata.category(letter) == "Lo" for letter in letters)
)
_TWINS: Final = (0x20, 0x41, 0xA0, 0xC1, 0x102)
_NAMES: Final = (1, 3, 4, 6, 16)


@dataclass(frozen=True)
class Script:
    """What is taken of one font.

    Attributes:
        name: of the script, as Noto's file has it.
        letters: the code points.
        about: what the licence file says of the subset.
        owner: who Noto's licence names.
        height: ascent and descent in thousandths, or None for those of Noto.
    """

    name: str
    letters: tuple[int, ...]
    about: str
    owner: str
    height: tuple[int, int] | None = None


SCRIPTS: Final = (
    Script(
        "Arabic",
        (
            *_BASIC, 0xAB, 0xBB, *range(0x600, 0x700), *range(0x750, 0x780), *_JOINERS,
            0x2010, 0x2011, *_SHAPES,
        ),
        "Arabic blocks and basic punctuation; hinting removed;\n"
        "line height set for plain text without Quranic signs",
        "Copyright 2015-2020 Google LLC. All Rights Reserved. (https://github.com/notofonts/arabic)",
        (1000, -430),
    ),
    *(
        Script(
            name,
            (*_INDIC, *range(first, first + 0x80)),
            f"{name} block, danda and basic\npunctuation; hinting removed",
            f"Copyright {year} Google Inc. All Rights Reserved."
            f" (https://github.com/notofonts/{name.lower()})",
        )
        for name, first, year in (
            ("Bengali", 0x980, 2017), ("Gurmukhi", 0xA00, 2019), ("Gujarati", 0xA80, 2019),
        )
    ),
)  # fmt: skip


def write(script: Script, source: Path, directory: Path) -> None:
    """Write both weights of a script and their licence."""
    directory.mkdir(exist_ok=True)
    version = ""
    for weight in ("Regular", "Bold"):
        font = TTFont(source / f"NotoSans{script.name}-{weight}.ttf", recalcTimestamp=False)
        version = str(font["name"].getDebugName(5)).split(";")[0].removeprefix("Version ")
        _take(font, script.letters)
        _rename(font, f"Noto Sans {script.name}", f"Kiosk Sans {script.name}")
        if script.height is not None:
            _set_height(font, *script.height)
        font.save(directory / f"KioskSans{script.name}-{weight}.ttf")
    (directory / "OFL.txt").write_text(_licence(script, version), encoding="utf-8")


def _take(font: Any, letters: Iterable[int]) -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    taker = subset.Subsetter(options)
    taker.populate(unicodes=letters)
    taker.subset(font)


def _rename(font: Any, before: str, after: str) -> None:
    for record in font["name"].names:
        if record.nameID in _NAMES:
            told = str(record).replace(before, after).replace("GOOG", "KIOSK")
            record.string = told.replace(before.replace(" ", ""), after.replace(" ", ""))


def _set_height(font: Any, ascent: int, descent: int) -> None:
    lines, metrics = font["hhea"], font["OS/2"]
    lines.ascent = metrics.sTypoAscender = metrics.usWinAscent = ascent
    lines.descent = metrics.sTypoDescender = descent
    metrics.usWinDescent = -descent


def _licence(script: Script, version: str) -> str:
    whole = _LICENCE.read_text(encoding="utf-8")
    return (
        f"{script.owner}\nNoto is a trademark of Google LLC.\n\n"
        f"Kiosk Sans {script.name} is a subset of Noto Sans {script.name}, version {version}"
        f" ({script.about}).\n\n{whole[whole.index(_LICENCE_BEGINS) :]}"
    )


def name_twins(file: Path) -> None:
    """Let some code points lead to what is always drawn for them; it looks the same."""
    font = TTFont(file, recalcTimestamp=False)
    for table in font["cmap"].tables:
        for code in _TWINS:
            twin = table.cmap[code].removesuffix(".1") + ".1"
            table.cmap[code] = twin
    font.save(file)


def main(arguments: list[str]) -> None:
    """Write every script's fonts."""
    source = Path(arguments[0]) if arguments else _DEBIAN
    for script in SCRIPTS:
        write(script, source, _OUT / f"noto-sans-{script.name.lower()}")
    for file in sorted((_OUT / _LATIN).glob("*.ttf")):
        name_twins(file)


if __name__ == "__main__":
    main(sys.argv[1:])
