"""A long list: found by typing, or by looking through it from A to Z.

Nothing but what is to be seen goes to the control, however long the list is.
"""

from typing import Any, Final

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.directory import WIDTH, Directory, alone, directory
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.patient.kinds.options import FEW, card, chosen_in, is_listed, options_on
from kiosk.ui.patient.kinds.own_answers import takes_own
from kiosk.ui.patient.kinds.own_words import WithOwnWords, own_cards
from kiosk.ui.patient.kinds.several import tally
from kiosk.ui.wording.words import Counted

_LONGEST: Final = 60
_SHOWN: Final = 6
"""How many of the chosen ones a control can show at once at most."""


class Search(WithOwnWords):
    """Options by the hundreds: `{"chosen": [417], "stage": "found", "search": "knee", "from": 0}`.

    `stage` is where the patient is: "" (how would you like to look), "found", "browse" (with
    `from` and `to`: the part of the list) or "chosen".
    """

    name = "search"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A list that is too long to be shown as it is."""
        if limits.open and not takes_own(item, limits):
            return False
        return is_listed(item, limits) and len(limits.options or ()) > FEW

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`many`: whether several may be chosen; `alone`: the places of those chosen alone."""
        del around
        return {"many": page.item.repeats, "alone": list(alone(options_on(page)))}

    def hint(self, page: Page, around: Around) -> str:
        """How to find an answer, or how many may be given."""
        return super().hint(page, around) if page.item.repeats else around.say("search_hint")

    def wrote(self, entry: Entry, field: str, text: str) -> Entry:
        """What was typed is searched for at once."""
        written = super().wrote(entry, field, text)
        found = {"stage": "found" if text.strip() else "", "from": 0}
        return {**written, **(found if field == "search" else {"stage": ""})}

    def writing(self, page: Page, entry: Entry, field: str, around: Around) -> dict[str, Any]:
        """The writing page of the search, or of own words."""
        asked = super().writing(page, entry, field, around)
        if field == "search":
            asked |= {"title": around.say("search_title"), "maxLength": _LONGEST, "lines": 1}
        return asked

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """`picked`: what is chosen, `all` the word for it; `rows`: the cards to be seen now.

        `said` is what these cards are.
        """
        shown = _Shown(page, entry, around)
        said, rows = shown.stage()
        return {
            **entry,
            "chosen": shown.chosen,
            "picked": shown.picked()[:_SHOWN],
            "pickedCount": len(shown.picked()),
            "all": around.say("search_all", count=Counted(len(shown.picked()))),
            "rows": rows,
            "said": said,
        }


class _Shown:
    """What a long list shows of itself in one state of its entry."""

    def __init__(self, page: Page, entry: Entry, around: Around) -> None:
        self._page, self._entry, self._around = page, entry, around
        self._options = options_on(page)
        self.chosen = chosen_in(page, entry)

    def stage(self) -> tuple[str, list[dict[str, Any]]]:
        """What the cards are, in words, and the cards."""
        stages = {"found": self._found, "browse": self._browse, "chosen": self._picked}
        return stages.get(str(self._entry.get("stage", "")), self._start)()

    def picked(self) -> list[dict[str, Any]]:
        """What is chosen, each to be removed."""
        cards = [self._card(place) for place in self.chosen]
        own = self._own() if self._page.limits.open else []
        return [*cards, *(one for one in own if one["on"])]

    def _start(self) -> tuple[str, list[dict[str, Any]]]:
        rows = [_act("search", self._around.say("search_type")), self._list()]
        rows += [*self._new(), *(self._card(place) for place in alone(self._options))]
        several = self._page.item.repeats and self.picked()
        return tally(self._page, self._entry, self._around) if several else "", rows

    def _found(self) -> tuple[str, list[dict[str, Any]]]:
        words, start = str(self._entry.get("search", "")), int(self._entry.get("from", 0))
        found = self._directory().find(words)
        window = found[start : start + WIDTH]
        rows = [self._card(place) for place in window]
        left = len(found) - start - len(window)
        if left:
            rows.append(_act("next", self._count("search_next", left), start + WIDTH))
        elif start:
            rows.append(_act("next", self._around.say("more_again"), 0))
        if not found:
            rows.append(_act("browse", self._around.say("search_browse"), 0, len(self._options)))
            rows += self._new()
        return self._count("search_found", len(found), words=words.strip()), rows

    def _browse(self) -> tuple[str, list[dict[str, Any]]]:
        listed, say = self._directory(), self._around.say
        first, end = int(self._entry.get("from", 0)), int(self._entry.get("to", 0))
        if end - first <= WIDTH:
            return say("search_leaf"), [self._card(place) for place in listed.places[first:end]]
        steps = listed.steps(first, end)
        labels = [say("search_span", first=step.label[0], last=step.label[1]) for step in steps]
        pairs = zip(labels, steps, strict=True)
        return say("search_where"), [_act("browse", label, s.first, s.end) for label, s in pairs]

    def _picked(self) -> tuple[str, list[dict[str, Any]]]:
        return tally(self._page, self._entry, self._around), self.picked()

    def _list(self) -> dict[str, Any]:
        return _act("browse", self._around.say("search_browse"), 0, len(self._options))

    def _directory(self) -> Directory:
        around = self._around
        return directory(self._options, around.language, around.order, proxy=around.proxy)

    def _card(self, place: int) -> dict[str, Any]:
        return {"act": "option", **card(self._options, place, self._around)}

    def _own(self) -> list[dict[str, Any]]:
        return [
            {**one, "act": "own", "alone": False}
            for one in own_cards(self._page, self._entry, self._around)
        ]

    def _new(self) -> list[dict[str, Any]]:
        return [one for one in self._own() if not one["on"]] if self._page.limits.open else []

    def _count(self, key: str, count: int, **values: str) -> str:
        return self._around.say(key, count=Counted(count), **values)


def _act(act: str, label: str, first: int = 0, end: int = 0) -> dict[str, Any]:
    return {"act": act, "label": label, "from": first, "to": end}
