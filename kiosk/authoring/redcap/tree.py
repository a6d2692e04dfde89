"""Where each item stands: instruments, sections and matrices as groups."""

from dataclasses import dataclass, field

from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, control
from kiosk.authoring.redcap.labels import words_of
from kiosk.authoring.redcap.questions import Making
from kiosk.authoring.redcap.table import Row


@dataclass
class Tree:
    """Takes item after item, in the order of the dictionary.

    Attributes:
        making: what is needed to make a group.
        groups: the instruments so far.
    """

    making: Making
    groups: list[Raw] = field(default_factory=list)
    _by_form: dict[str, Raw] = field(default_factory=dict)
    _form: str = ""
    _section: Raw | None = None
    _matrix: tuple[str, Raw] | None = None
    _begun: list[tuple[Raw, Row, Column]] = field(default_factory=list)

    def enter(self, row: Row) -> None:
        """Opens the instrument and the section that a row begins, even where it has no item."""
        name = row.take(Column.FORM) or self._form or "form"
        if name != self._form or not self.groups:
            if name in self._by_form:
                message = "Rows of this instrument stand apart: they were put together."
                row.say(Column.FORM, name, message)
            self._form, self._section, self._matrix = name, None, None
        if name not in self._by_form:
            self._by_form[name] = self._group(name, spoken(name))
            self._begun.append((self._by_form[name], row, Column.FORM))
            self.groups.append(self._by_form[name])
        if words := words_of(row, Column.SECTION, self.making.names):
            wanted = f"{row.cells.get(Column.NAME) or name}-section"
            self._section, self._matrix = self._group(wanted, words), None
            self._by_form[name]["item"].append(self._section)
            self._begun.append((self._section, row, Column.SECTION))

    def add(self, item: Raw, row: Row) -> tuple[str, ...]:
        """Puts an item at its place, and says the linkIds of the groups around it."""
        around = [self._by_form[self._form]]
        if self._section is not None:
            around.append(self._section)
        name, ranked = row.take(Column.MATRIX), row.take(Column.RANKING)
        if name and (self._matrix is None or self._matrix[0] != name):
            self._matrix = (name, self._table(name))
            around[-1]["item"].append(self._matrix[1])
        elif not name:
            self._matrix = None
        if self._matrix is not None:
            around.append(self._matrix[1])
        if ranked and ranked.casefold() not in {"n", "no", "0"}:
            message = "The same choice may be given twice: ranks are not checked here."
            row.say(Column.RANKING, ranked, message)
        around[-1]["item"].append(item)
        return tuple(group["linkId"] for group in around)

    def grown(self) -> list[Raw]:
        """The instruments with something in them; says which groups have nothing."""
        for group, row, column in self._begun:
            if not _holds_something(group):
                row.say(column, group["text"], "There is nothing in it: it was left out.")
        return [_without_empty(group) for group in self.groups if _holds_something(group)]

    def _group(self, wanted: str, words: str) -> Raw:
        link_id = self.making.link_ids.of_other(wanted)
        return {"linkId": link_id, "text": words, "type": "group", "item": []}

    def _table(self, name: str) -> Raw:
        group: Raw = {"linkId": self.making.link_ids.of_other(name), "type": "group", "item": []}
        control(group, "table")
        return group


def _holds_something(item: Raw) -> bool:
    return item["type"] != "group" or any(map(_holds_something, item["item"]))


def _without_empty(item: Raw) -> Raw:
    if item["type"] != "group":
        return item
    return {**item, "item": [_without_empty(i) for i in item["item"] if _holds_something(i)]}


def spoken(name: str) -> str:
    """A name for machines as words: "month_1_data" as "Month 1 data"."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:]
