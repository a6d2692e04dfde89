"""How answers are picked from a list by touch, and own words written beside it."""

from collections.abc import Callable, Iterator
from typing import Any

from kiosk.trial.reach import CARDS, MOST_TURNS, Entry, Reach
from kiosk.trial.touch import Node, NotOnScreen


class Picking(Reach):
    """Gives the answers of all kinds that choose."""

    def _cards(self, entry: Entry) -> None:
        options = self._view()["options"]
        numbers = [int(option.get("number", place)) for place, option in enumerate(options)]
        for number in self._to_touch(entry, numbers, many=self._view()["kind"] != "choice"):
            self._card(numbers.index(number), len(options))

    def _to_touch(self, entry: Entry, numbers: list[int], *, many: bool) -> Iterator[int]:
        """The options to touch one after the other; each touch may change what else is chosen."""
        wanted = set(map(int, entry["chosen"]))
        for number in sorted(numbers, key=wanted.__contains__):
            chosen = number in set(map(int, self._holds().get("chosen", [])))
            if (number in wanted) != chosen and (many or number in wanted):
                yield number

    def _card(self, place: int, count: int) -> None:
        said = self._words["option_place"]
        told = said.replace("{number}", str(place + 1)).replace("{count}", str(count))
        self._turn_to(lambda node: node.role in CARDS and node.description.startswith(told))

    def _body(self, entry: Entry) -> None:
        for way in (self._words["body_list"], self._words["body_more"]):
            if self._finger.control(way):
                self._finger.tap(way)
                break
        self._cards(entry)

    def _scale(self, entry: Entry) -> None:
        options, low, high = self._view()["options"], self._view()["low"], self._view()["high"]
        for place in map(int, entry["chosen"]):
            ends = {0: low, len(options) - 1: high}
            said = f"{options[place]} {ends[place]}" if ends.get(place) else str(options[place])
            self._finger.tap(said, "RadioButton")

    def _open(self, entry: Entry) -> None:
        labels = {int(one["number"]): str(one["label"]) for one in self._view()["options"]}
        for number in self._to_touch(entry, list(labels), many=bool(self._view()["many"])):
            self._turn_to(_card_of(labels[number]))
        self._own_words(entry)

    def _own_words(self, entry: Entry) -> None:
        wanted = [own.get("text") for own in entry.get("own", []) if own.get("on")]
        held = [one.get("text") for one in self._holds().get("own") or () if one.get("on")]
        for text in held if self._view().get("many") else ():
            if text not in wanted:
                self._turn_to_label(str(self._own_card_of(text)["label"]))
        for own in entry.get("own", []):
            if own.get("on") and own.get("text") and own["text"] not in held:
                card = next(one for one in self._own_cards() if not one.get("on"))
                label = str(card["label"])
                self._turn_to_label(label)
                self._write(str(own["text"]), f"own{int(card['own'])}")

    def _own_card_of(self, text: Any) -> Any:
        """The card of words that were written."""
        place = [one.get("text") for one in self._holds()["own"]].index(text)
        return next(one for one in self._own_cards() if int(one["own"]) == place)

    def _own_cards(self) -> list[Any]:
        holds = self._holds()
        return [one for one in (*holds.get("owns", ()), *holds.get("rows", ())) if "own" in one]

    def _search(self, entry: Entry) -> None:
        held, wanted = (set(map(int, one.get("chosen", []))) for one in (self._holds(), entry))
        for number in sorted(held - wanted) if self._view().get("many") else ():
            self._look_through(number)
        for number in map(int, entry["chosen"]):
            if number not in held:
                self._look_through(number)
        if entry.get("own"):
            self._back_to_start()
            self._own_words(entry)

    def _look_through(self, number: int) -> None:
        """From A to Z, always into the part that holds the option."""
        self._back_to_start()
        if not self._row_of(number):
            self._turn_to_label(self._words["search_browse"])
        for _ in range(MOST_TURNS):
            if row := self._row_of(number):
                self._turn_to_label(str(row["label"]))
                return
            parts = [row for row in self._holds()["rows"] if row.get("act") == "browse"]
            self._turn_to_label(str(self._part_with(parts, number)["label"]))
        raise NotOnScreen(f"option {number}")

    def _part_with(self, parts: list[Any], number: int) -> Any:
        place = self._place_of(number)
        return next(one for one in parts if int(one["from"]) <= place < int(one["to"]))

    def _row_of(self, number: int) -> Any:
        rows = self._holds().get("rows", [])
        found = (one for one in rows if one.get("act") == "option" and int(one["number"]) == number)
        return next(found, None)

    def _back_to_start(self) -> None:
        back = self._words["search_back"]
        while self._holds().get("stage"):
            self._turn_to(lambda node: node.name.startswith(back) and node.focusable)


def _card_of(label: str) -> Callable[[Node], bool]:
    return lambda node: node.role in CARDS and node.name == label
