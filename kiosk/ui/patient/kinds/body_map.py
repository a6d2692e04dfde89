"""Where on the body: regions of a drawing to touch, or the same answers as a list (AC 30).

The drawing is `resources/body/body.json`; what an option means on it is told by its code. Options
whose codes the drawing does not know are in the list.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.controls import control_codes
from kiosk.forms.pages import Page
from kiosk.resources import resource
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.patient.kinds.options import (
    Options,
    Picking,
    cards,
    chosen_in,
    is_listed,
    options_on,
    words_of,
)
from kiosk.ui.wording.words import Counted

CONTROL: Final = "body-map"
_SIDES: Final = ("front", "back")


class BodyMap(Picking):
    """One or several regions, `{"chosen": [0, 3]}` like the list they stand for."""

    name = "body"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A closed list that the form wants on a body, and that names a region of it."""
        if CONTROL not in control_codes(item.raw) or not is_listed(item, limits) or limits.open:
            return False
        known = _known_codes()
        return any(code in known for option in limits.options or () for code in _codes(option))

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`, `many` as of several; `sides`: front and back, each a list of regions.

        A region has its `path` and `touch` in the units of the drawing, its `part` (see `parts`),
        the `number` of the option it stands for (-1 for none) and that option's `label`. `more`:
        whether there are options that the drawing does not have.
        """
        options, drawing = options_on(page), _drawing()
        places = _places_by_code(options)
        regions = [raw for side in _SIDES for raw in drawing["sides"][side]]
        drawn = {places[code] for raw in regions for code in raw["codes"] if code in places}
        return {
            "options": cards(page, options, around),
            "many": page.item.repeats,
            "more": len(drawn) < len(options),
            "parts": drawing["parts"],
            "whole": [10, 0, 80, drawing["height"]],
            "sides": [
                [_region(raw, places, options, around) for raw in drawing["sides"][side]]
                for side in _SIDES
            ],
        }

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """`tally`: what is chosen, in words; `brief`: how many."""
        options = options_on(page)
        said = [words_of(options[place], around) for place in chosen_in(page, entry)]
        brief = around.say("several_count", count=Counted(len(said)))
        tally = around.listed(said) or around.say("body_none")
        shown = {**entry, "brief": brief}
        return {**shown, "tally": around.say("several_took") if entry.get("took") else tally}


def _region(
    raw: Mapping[str, Any], places: Mapping[str, int], options: Options, around: Around
) -> dict[str, Any]:
    number = next((places[code] for code in raw["codes"] if code in places), -1)
    label = words_of(options[number], around) if number >= 0 else ""
    shown = {key: raw[key] for key in ("path", "touch", "mark", "part")}
    return {**shown, "number": number, "label": label}


def _places_by_code(options: Options) -> dict[str, int]:
    coded = [(code, place) for place, option in enumerate(options) for code in _codes(option)]
    return dict(reversed(coded))


def _codes(option: AnswerOption) -> tuple[str, ...]:
    value = option.answer.value
    if not isinstance(value, Mapping) or not value.get("code"):
        return ()
    return (f"{value.get('system', '')}|{value['code']}",)


def _known_codes() -> frozenset[str]:
    sides = _drawing()["sides"].values()
    return frozenset(code for side in sides for region in side for code in region["codes"])


@cache
def _drawing() -> Mapping[str, Any]:
    """The drawing; read once, it is part of the program."""
    drawing: Mapping[str, Any] = json.loads(resource("body", "body.json").read_bytes())
    return drawing
