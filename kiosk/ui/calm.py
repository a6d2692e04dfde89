"""The calm page: closed for a moment, or out of order. It needs no store, and hardly any settings.

It is whole once it is shown: while it stands the program's files may be replaced under it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.errors import KioskError
from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.window import KioskWindow, WindowPlace
from kiosk.ui.wording.words import ENGLISH, LATIN_DIGITS, Language, Words, in_digits, load_words

MAINTENANCE: Final = "maintenance_title"
BACK: Final = "maintenance_back"
OUT_OF_ORDER: Final = "out_of_order_title"
LAST_WORDS: Final = {
    MAINTENANCE: "This screen is closed for a moment. Ask at the desk.",
    BACK: "It will be back at {time}.",
    OUT_OF_ORDER: "This screen is out of order. Ask at the desk.",
}
"""The English words, where the files of words are what is broken; a test compares them."""

_HERE: Final = Path(__file__).resolve().parent
_MOST: Final = 5
"""So many languages one page can say something in."""


class Said(NamedTuple):
    """One sentence in one language, what follows in smaller letters, and which way it runs."""

    text: str
    more: str = ""
    right_to_left: bool = False


def said_to_patients(
    key: str, settings: Settings | None, *, back: datetime | None = None, now: datetime
) -> tuple[Said, ...]:
    """A sentence in each of the kiosk's languages; where settings or words are broken, in English.

    Args:
        key: of the sentence.
        settings: name the languages; None: they can't be read.
        back: when it works again; told where that is today.
        now: the moment.
    """
    local = back.astimezone() if back is not None else None
    time = f"{local:%H:%M}" if local and local.date() == now.astimezone().date() else ""
    try:
        return _in_languages(load_words(resource("translations")), key, settings, time)
    except (KioskError, OSError, KeyError):
        return (Said(LAST_WORDS[key], LAST_WORDS[BACK].format(time=time) if time else ""),)


def open_calm_page(
    said: Sequence[Said], *, icon: str, for_it: str = "", place: WindowPlace
) -> KioskWindow:
    """Show the calm page; a QGuiApplication must exist.

    Args:
        said: to patients, the clinic's first language first.
        icon: a name of `resources/icons`.
        for_it: one line at its foot; "" for none.
        place: how it lies on the screen.
    """
    _use_fonts()
    properties = {
        "said": [
            {"text": one.text, "more": one.more, "rightToLeft": one.right_to_left} for one in said
        ],
        "icon": icon,
        "forIt": for_it,
        "pxPerMm": place.scale,
    }
    window = KioskWindow(_HERE / "setup" / "Calm.qml", properties, TouchGuard(place.scale))
    window.show(place)
    return window


def _in_languages(words: Words, key: str, settings: Settings | None, time: str) -> tuple[Said, ...]:
    patient = settings.patient if settings is not None else None
    offered = words.offered(patient.languages, patient.draft_translations) if patient else ()
    told: dict[str, Said] = {}
    for one in offered or (words.language(ENGLISH),):
        sentence = _said(words, one, key, time)
        told.setdefault(
            sentence.text, sentence
        )  # an alternative without words of its own is no more
    return tuple(told.values())[:_MOST]


def _said(words: Words, language: Language, key: str, time: str) -> Said:
    say: Callable[..., str] = words.say
    digits = words.table(language.code).get("digits", LATIN_DIGITS)
    more = say(language.code, BACK, time=in_digits(time, digits)) if time else ""
    return Said(say(language.code, key), more, language.direction == "rtl")


def _use_fonts() -> None:
    try:
        use_fonts(resource("fonts"))
    except (KioskError, OSError):
        return  # the system's own letters will do
