"""What is wrong in settings of which each value is right by itself: forms, languages, addresses."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from kiosk.errors import SettingsInvalid
from kiosk.offered import read_forms
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.settings.layered import Layered
from kiosk.settings.problems import Place, Problem, key_named, near
from kiosk.settings.toml_statements import Path as Way
from kiosk.sync.connect import check_address
from kiosk.ui.access.five_keys import keys_of
from kiosk.ui.wording.words import load_words


def cross_problems(found: Layered) -> Iterator[Problem]:
    """All that would keep a kiosk with these settings from starting, or from what they ask for."""
    settings = found.settings
    for number, name in enumerate(settings.patient.forms):
        yield from _tried(found, ("patient", "forms", number), partial(read_forms, (name,)))
    yield from _languages(found)
    for key in settings.keypad.__struct_fields__:
        names = getattr(settings.keypad, key)
        yield from _tried(found, ("keypad", key), partial(keys_of, names))
    yield from _tried(found, ("central", "url"), partial(check_address, settings.central))
    yield from _visits(found, settings)


def _tried(found: Layered, way: Way, use: Callable[[], Any]) -> Iterator[Problem]:
    try:
        use()
    except SettingsInvalid as refused:
        said, nearest = str(refused).removesuffix("."), _nearest_form(found, way)
        advice = f"Did you mean “{nearest}”? {refused.advice}" if nearest else refused.advice
        yield Problem(_place(found, way), key_named(way), said, nearest=nearest, advice=advice)


def _nearest_form(found: Layered, way: Way) -> str:
    if way[:2] != ("patient", "forms"):
        return ""
    name = found.settings.patient.forms[int(way[2])]
    bundled = [file.stem for file in resource("forms").glob("*.json")]
    return "" if name in bundled else near(name, bundled)


def _languages(found: Layered) -> Iterator[Problem]:
    known = [language.code for language in load_words(resource("translations")).languages]
    for number, code in enumerate(found.settings.patient.languages):
        if code not in known:
            way = ("patient", "languages", number)
            nearest = near(code, known)
            advice = f"Did you mean “{nearest}”?" if nearest else f"There are: {', '.join(known)}."
            yield Problem(
                _place(found, way), key_named(way), f"there is no language {code}",
                f"one of {', '.join(known)}", nearest, advice,
            )  # fmt: skip


def _visits(found: Layered, settings: Settings) -> Iterator[Problem]:
    tasks, way = settings.central.tasks, ("central", "tasks")
    if (
        tasks != "none"
        and settings.patient.identity == "anonymous"
        and not settings.reception.alone
    ):
        yield Problem(
            _place(found, way), key_named(way),
            f"tasks is “{tasks}”, but patients are asked nothing: nobody could find their visit",
            advice='Set identity = "code" or "birthdate" in [patient], or tasks = "none".',
        )  # fmt: skip
    if not settings.reception.alone:
        return
    works = ("reception", "works_on")
    for key, missing in (("url", settings.central.url is None), ("tasks", tasks == "none")):
        if missing:
            yield Problem(
                _place(found, works), key_named(works),
                f"the desk works on the central service, and central.{key} is not set",
                advice=f"Set {key} in [central].",
            )  # fmt: skip


def _place(found: Layered, way: Way) -> Place:
    origin = found.origin(str(way[0]), *way[1:])
    return Place("the defaults") if origin is None else origin.place
