"""A short list with words of one's own beside it: "Something else"."""

from typing import Any

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.pages import Page
from kiosk.forms.texts import Reader, extension_text
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.patient.kinds.options import (
    CHOSEN_TYPES,
    FEW,
    Picking,
    cards,
    chosen_in,
    is_listed,
    options_on,
)
from kiosk.ui.patient.kinds.own_answers import keyboard_of, place_of_field, takes_own
from kiosk.ui.patient.kinds.several import tally
from kiosk.ui.patient.kinds.text import max_length


class WithOwnWords(Picking):
    """What picks from an open list: its own words are written on the writing page."""

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """The entry after own words were written: they count unless they are blank."""
        place = place_of_field(field)
        if place is None:
            return super().wrote(entry, field, text)
        own = [*map(dict, entry.get("own") or ())]
        own += [{"text": "", "on": False}] * (place + 1 - len(own))
        own[place] = {"text": text, "on": bool(text.strip())}
        return {**entry, "own": own, "took": False}

    def writing(self, page: Page, entry: Entry, field: str, around: Around) -> dict[str, Any]:
        """The writing page of own words, under what the form calls them."""
        place, own = place_of_field(field), entry.get("own") or ()
        if place is None:
            return super().writing(page, entry, field, around)
        return {
            "title": open_label(page.item, around),
            "text": str(own[place]["text"]) if place < len(own) else "",
            "maxLength": max_length(page.item),
            "keyboard": keyboard_of(page.item),
            "lines": 2,
        }


class OwnWords(WithOwnWords):
    """Options and "Something else"; own words as in `kiosk.ui.patient.kinds.options`."""

    name = "open"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A short open list; also where it is not at hand, if the question may be left out."""
        if not takes_own(item, limits):
            return False
        if is_listed(item, limits):
            return len(limits.options or ()) <= FEW
        return item.type in CHOSEN_TYPES and not (limits.unproven and item.required)

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options` as of a choice; `many`: whether several may be chosen."""
        return {"options": cards(page, options_on(page), around), "many": page.item.repeats}

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """`owns`: a card for each of one's own words and one for new ones; `tally` of several."""
        chosen = chosen_in(page, entry)
        said = {"tally": tally(page, entry, around)} if page.item.repeats else {}
        return {**entry, "chosen": chosen, "owns": own_cards(page, entry, around)} | said


def own_cards(page: Page, entry: Entry, around: Around) -> list[dict[str, Any]]:
    """A card for each of one's own words and, where more may be given, one for new ones.

    `own` is the place in the entry, `on` whether it counts, `number` tells it from the options.
    """
    label = open_label(page.item, around)
    held: list[dict[str, Any]] = list(entry.get("own") or ())
    written = [(place, own) for place, own in enumerate(held) if str(own["text"]).strip()]
    made = [
        {
            "own": place,
            "number": -1 - place,
            "label": around.say("own_words", label=label, words=" ".join(own["text"].split())),
            "on": bool(own["on"]),
        }
        for place, own in written
    ]
    if page.item.repeats or not made:
        used = {place for place, _ in written}
        free = next(place for place in range(len(held) + 1) if place not in used)
        made.append({"own": free, "number": -1 - free, "label": label, "on": False, "new": True})
    return made


def open_label(item: Item, around: Around) -> str:
    """What the form calls words of one's own ("Other, please say"), else "Something else"."""
    reader = Reader(around.language, item.language, around.proxy)
    own = safe_text(extension_text(item.raw, ext.OPEN_LABEL, reader))
    return own or around.say("something_else")
