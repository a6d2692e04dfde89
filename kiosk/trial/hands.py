"""How each kind of answer is given by touch: from what its control is to hold to touches."""

from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPoint

from kiosk.trial.picking import Picking
from kiosk.trial.reach import CARDS, Entry
from kiosk.trial.touch import NotOnScreen
from kiosk.ui.patient.kinds import numerals

_MOST_STEPS: Final = 400


class Hands(Picking):
    """Gives answers on the page that is shown."""

    def give(self, entry: Entry) -> None:
        """Make the control hold that.

        Raises:
            NotOnScreen: it could not be done; the message says what was looked for.
        """
        hands = {
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

    def _text(self, entry: Entry) -> None:
        self._finger.tap(str(self._view()["text"]), "EditableText")
        self._write(str(entry["text"]), "text")

    def _number(self, entry: Entry) -> None:
        for _ in str(self._holds().get("text", "")):
            self._finger.tap(self._words["key_erase"])
        self._figures(str(entry["text"]))

    def _stepper(self, entry: Entry) -> None:
        if self._view().get("pad"):
            self._number(entry)
        else:
            self._step_to(str(entry["text"]))

    def _step_to(self, wanted: str) -> None:
        figures = numerals.Figures(self._words["digits"], self._words["decimal_sign"])
        for _ in range(_MOST_STEPS):
            held = str(self._holds().get("text", ""))
            if held == wanted:
                return
            less = held != "" and _number_in(held, figures) > _number_in(wanted, figures)
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
        if self._finger.control(label, *CARDS) is None and (
            self._finger.control(self._words["unit_choose"])
        ):
            self._finger.tap(self._words["unit_choose"])
        self._turn_to(lambda node: node.name == label and node.role in CARDS)

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
        elif name == "month" and wanted:
            self._turn_to_label(str(self._view()["months"][int(wanted) - 1]))
        else:
            for _ in held:
                self._finger.tap(self._words["key_erase"])
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


def _number_in(text: str, figures: numerals.Figures) -> Decimal:
    return numerals.read(text, figures).number or Decimal(0)
