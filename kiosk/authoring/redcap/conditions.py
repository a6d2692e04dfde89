"""Branching logic as FHIR's enableWhen where that can say it, else as one FHIRPath expression."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.authoring.redcap.asked import Asked
from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.elements import Raw, expression
from kiosk.authoring.redcap.logic import Joined, Logic, NotSimple, answers_in, parse_logic
from kiosk.authoring.redcap.table import Row
from kiosk.authoring.redcap.tests_of_answers import Test, test_of
from kiosk.forms import extensions as ext

_SHOWN: Final = "It is shown always."


class Conditions:
    """Puts conditions on items, one after the other, and never lets two wait for each other."""

    def __init__(self, fields: Mapping[str, Asked]) -> None:
        self._fields = fields
        self._reads: dict[str, frozenset[str]] = {}

    def put_on(self, item: Raw, row: Row) -> None:
        """Gives an item the condition of its row; says what can't be said here."""
        text = row.take(Column.BRANCHING)
        if not text:
            return
        name = row.cells[Column.NAME].casefold()
        try:
            logic = parse_logic(text)
            tests = list(_tests(logic, self._fields))
            self._refuse_circle(name, answers_in(logic))
        except NotSimple as why:
            construct = why.construct or text
            row.say(Column.BRANCHING, construct, f"“{text}”: {why} {_SHOWN}")
            return
        self._reads[name] = answers_in(logic)
        for remark in dict.fromkeys(test.remark for test in tests if test.remark):
            row.say(Column.BRANCHING, text, remark)
        conditions = [dict(test.enable_when) for test in tests if test.enable_when]
        every = _one_kind(logic)
        if every is None or len(conditions) < len(tests):
            expression(item, ext.ENABLE_WHEN_EXPRESSION, _fhirpath(logic, self._fields))
            return
        item["enableWhen"] = conditions
        if len(conditions) > 1:
            item["enableBehavior"] = "all" if every else "any"

    def _refuse_circle(self, name: str, read: frozenset[str]) -> None:
        if name in read:
            raise NotSimple("The field asks about itself, and would never be shown.", f"[{name}]")
        waiting, seen = list(read), set(read)
        while waiting:
            for further in self._reads.get(waiting.pop(), frozenset()) - seen:
                if further == name:
                    raise NotSimple("This field and another wait for each other.", f"[{name}]")
                seen.add(further)
                waiting.append(further)


def _tests(logic: Logic, fields: Mapping[str, Asked]) -> Iterator[Test]:
    if isinstance(logic, Joined):
        for part in logic.parts:
            yield from _tests(part, fields)
    else:
        yield test_of(logic, fields)


def _one_kind(logic: Logic) -> bool | None:
    """Whether all conditions must hold, or any; None where both are mixed."""
    if not isinstance(logic, Joined):
        return True
    inside = [_one_kind(part) for part in logic.parts if isinstance(part, Joined)]
    return logic.every if all(kind is logic.every for kind in inside) else None


def _fhirpath(logic: Logic, fields: Mapping[str, Asked]) -> str:
    if not isinstance(logic, Joined):
        return test_of(logic, fields).expression
    parts = [_fhirpath(part, fields) for part in logic.parts]
    return "(" + (" and " if logic.every else " or ").join(parts) + ")"
