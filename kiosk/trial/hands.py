"""How each kind of answer is given by touch: from what its control is to hold to touches."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import QPoint

from kiosk.trial.finger import QuickFinger
from kiosk.trial.touch import Node, NotOnScreen, rest
from kiosk.trial.typing import Typist

Entry = Mapping[str, Any]
_CARDS: Final = ("RadioButton", "CheckBox")
_MOST_TURNS: Final = 400
_MOST_STEPS: Final = 400


class Hands:
    """Gives answers on the page that is shown.

    Args:
        finger: before the window.
        typist: writes on its keyboard.
        words: the texts of the screen.
        view: what the control shows now, `Asking.question`.
        holds: what the control holds now, `Asking.entry`.
        place_of: where an option of that number stands in a long list from A to Z.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what hands have and see
        self,
        finger: QuickFinger,
        typist: Typist,
        words: Mapping[str, str],
        view: Callable[[], Entry],
        holds: Callable[[], Entry],
        place_of: Callable[[int], int],
    ) -> None:
        self._finger, self._typist, self._words = finger, typist, words
        self._view, self._holds, self._place_of = view, holds, place_of

    def give(self, entry: Entry) -> None:
        """Make the control hold that.

        Raises:
            NotOnScreen: it could not be done; the message says what was looked for.
        """
        hands: dict[str, Callable[[Entry], None]] = {
            "choice": self._cards, "several": self._cards, "body": self._body,
            "scale": self._scale, "open": self._open, "search": self._search,
            "text": self._text, "number": self._number, "stepper": self._stepper,
            "slider": self._slider, "quantity": self._quantity, "date": self._parts,
            "time": self._parts, "dateTime": self._parts, "signature": self._signature,
            "repeated": self._repeated,
        }  # fmt: skip
        kind = str(self._view()["kind"])
        if kind not in hands:
            raise NotOnScreen(f"no hand for the control “{kind}”")
        hands[kind](entry)

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
        self._turn_to(lambda node: node.role in _CARDS and node.description.startswith(told))

    def _turn_to(self, fits: Callable[[Node], bool]) -> None:
        """Touch what fits, turning the pages of the list until it is there."""
        for _ in range(_MOST_TURNS):
            found = next((node for node in self._finger.nodes() if fits(node)), None)
            if found is not None:
                self._finger.tap_at(found.rect.center())
                return
            self._turn()
        raise NotOnScreen(f"not among {self._finger.names()}")

    def _turn(self) -> None:
        more, again = self._words["more"], self._words["more_again"]
        turns = [n for n in self._finger.nodes() if n.role in {"Button", "PushButton"}]
        for node in turns:
            if node.name.startswith(more) or node.name == again:
                self._finger.tap_at(node.rect.center())
                rest(0.01)
                return
        raise NotOnScreen(f"nothing to turn among {self._finger.names()}")

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
        held = [one.get("text") for one in self._holds().get("own") or () if one.get("on")]
        for own in entry.get("own", []):
            if own.get("on") and own.get("text") and own["text"] not in held:
                card = next(one for one in self._own_cards() if not one.get("on"))
                label = str(card["label"])
                self._turn_to_label(label)
                self._write(str(own["text"]), f"own{int(card['own'])}")

    def _own_cards(self) -> list[Any]:
        holds = self._holds()
        return [one for one in (*holds.get("owns", ()), *holds.get("rows", ())) if "own" in one]

    def _search(self, entry: Entry) -> None:
        held = set(map(int, self._holds().get("chosen", [])))
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
        for _ in range(_MOST_TURNS):
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

    def _turn_to_label(self, label: str) -> None:
        self._turn_to(lambda node: node.name == label and node.focusable)

    def _text(self, entry: Entry) -> None:
        self._finger.tap(str(self._view()["text"]), "EditableText")
        self._write(str(entry["text"]), "text")

    def _write(self, text: str, field: str) -> None:
        """On the writing page, which opens for that field."""
        self._finger.wait_until(lambda: bool(self._done()), "the writing page")
        keyboard = self._view().get("writing", {}).get(field, {}).get("keyboard", "text")
        self._typist.empty(len(self._written(field)))
        self._typist.write(text, str(keyboard))
        if done := self._done():
            self._finger.tap_at(done.rect.center())
        self._finger.wait_until(lambda: not self._done(), "the question again")

    def _written(self, field: str) -> str:
        """What stands on the writing page of a field before anything is written."""
        own = re.fullmatch(r"own(\d+)", field)
        if own is None:
            return str(self._holds().get(field, ""))
        texts = [str(one.get("text", "")) for one in self._holds().get("own") or ()]
        return next(iter(texts[int(own[1]) :]), "")

    def _done(self) -> Node | None:
        return self._finger.control(self._words["write_done"], "Button", "PushButton")

    def _number(self, entry: Entry) -> None:
        for _ in str(self._holds().get("text", "")):
            self._finger.tap(self._words["key_erase"])
        self._figures(str(entry["text"]))

    def _figures(self, text: str) -> None:
        names = {"-": "key_minus", "\N{MINUS SIGN}": "key_minus", ".": "key_decimal"}
        for sign in text:
            self._finger.tap(self._words[names[sign]] if sign in names else sign)

    def _stepper(self, entry: Entry) -> None:
        if self._view().get("pad"):
            self._number(entry)
        else:
            self._step_to(str(entry["text"]))

    def _step_to(self, wanted: str) -> None:
        for _ in range(_MOST_STEPS):
            held = str(self._holds().get("text", ""))
            if held == wanted:
                return
            less = held != "" and _number_in(held) > _number_in(wanted)
            self._finger.tap(self._words["number_less" if less else "number_more"])
        raise NotOnScreen(f"the number {wanted}")

    def _slider(self, entry: Entry) -> None:
        line = self._finger.control(str(self._view()["text"]), "Slider")
        part = float(entry.get("part", -1))
        if line is not None and part >= 0:
            inset = min(line.rect.height() * 0.31, line.rect.width() / 2)
            along = inset + part * (line.rect.width() - 2 * inset)
            place = QPoint(round(line.rect.left() + along), line.rect.center().y())
            self._finger.tap_at(place)
        self._step_to(str(entry["text"]))

    def _quantity(self, entry: Entry) -> None:
        self._number(entry)
        units = self._view().get("units", [])
        for index in map(int, entry.get("unit", []) if units else ()):
            self._choose_unit(str(units[index]))
        if entry.get("own"):
            self._choose_unit(self._words["unit_own" if units else "unit_say"])
            self._write(str(entry["own"]), "own")

    def _choose_unit(self, label: str) -> None:
        if len(self._view().get("units", [])) < 1 and not self._view().get("own"):
            return
        if self._finger.control(label, *_CARDS) is None and (
            self._finger.control(self._words["unit_choose"])
        ):
            self._finger.tap(self._words["unit_choose"])
        self._turn_to(lambda node: node.name == label and node.role in _CARDS)

    def _parts(self, entry: Entry) -> None:
        for row in self._view()["rows"]:
            for field in row["fields"]:
                self._part(str(field["name"]), field, entry, row)
            for half in row.get("halves", []):
                if entry.get("half") == half["value"]:
                    self._finger.tap(str(half["label"]), "RadioButton")

    def _part(self, name: str, field: Entry, entry: Entry, row: Entry) -> None:
        wanted, held = str(entry.get(name, "")), str(self._holds().get(name, ""))
        unknown = name in entry.get("unknown", [])
        if wanted == held and not unknown:
            return
        if self._finger.control(str(field["label"]), "EditableText") is None:
            self._finger.tap(str(row["name"]))
        self._finger.tap(str(field["label"]), "EditableText")
        if unknown:
            if name not in self._holds().get("unknown", []):
                self._finger.tap(str(field["unknown"]))
        elif not wanted:
            for _ in held:
                self._finger.tap(self._words["key_erase"])
        elif name == "month":
            self._turn_to_label(str(self._view()["months"][int(wanted) - 1]))
        else:
            self._figures(wanted)

    def _repeated(self, entry: Entry) -> None:
        """One after the other, each as its own kind; of those that are there the first is kept."""
        while len(self._holds()["entries"]) > 1:
            self._finger.tap(self._words["another_remove"])
        inner = Hands(
            self._finger, self._typist, self._words,
            view=lambda: self._view()["inner"],
            holds=lambda: self._holds()["entries"][int(self._holds()["at"])],
            place_of=self._place_of,
        )  # fmt: skip
        for index, one in enumerate(entry["entries"]):
            if index:
                self._finger.tap(self._words["another_add"])
            inner.give(one)

    def _signature(self, entry: Entry) -> None:
        del entry
        self._finger.tap(self._words["sign_tick"], "CheckBox")


def _card_of(label: str) -> Callable[[Node], bool]:
    return lambda node: node.role in _CARDS and node.name == label


def _number_in(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))
