"""A QuestionnaireResponse taken apart into rows: one for itself, one for each repeat in it.

A place is the linkIds from the root to an item: ("group", "question"). What may be there more than
once gets rows of its own, each with its key, the key of the row around it, and its number.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.response import DECLINED

Place = tuple[str, ...]


class Found(NamedTuple):
    """What a row holds of one question."""

    place: Place
    answers: list[Answer]
    declined: bool


class Row(NamedTuple):
    """One row.

    Attributes:
        table: the place of what repeats; () for the response itself.
        key, parent: e.g. "r1/pain[2]", "r1"; the response's own id has no parent.
        number: from 1; of the response itself 0.
    """

    table: Place
    key: str
    parent: str
    number: int
    found: list[Found]


class Sibling(NamedTuple):
    """All items with one linkId in one place: one of them, unless a group repeats."""

    place: Place
    answers: list[Mapping[str, Any]]
    declined: bool
    inside: list[list[Mapping[str, Any]]]
    """The items in each occurrence that has some."""
    raw: Mapping[str, Any]


def siblings(items: list[Mapping[str, Any]], around: Place) -> Iterator[Sibling]:
    """The items of one level, those with one linkId together, in the order of the response."""
    together: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        together.setdefault(ext.text(item, "linkId"), []).append(item)
    for link_id, same in together.items():
        answers = [answer for item in same for answer in ext.mappings(item, "answer")]
        declined = any(_is_declined(item) for item in same)
        inside = [list(found) for item in same if (found := ext.mappings(item, "item"))]
        yield Sibling((*around, link_id), answers, declined, inside, same[0])


def answers_in(raw: list[Mapping[str, Any]]) -> list[Answer]:
    """The answers of an item; one without value holds none."""
    found = []
    for each in raw:
        try:
            found.append(Answer.from_fhir(each))
        except ValueError:
            continue
    return found


def rows_of(response: Mapping[str, Any], tables: Collection[Place]) -> list[Row]:
    """Its rows, each after the one around it.

    Args:
        response: a QuestionnaireResponse.
        tables: the places of what gets rows of its own.
    """
    whole = Row((), str(response.get("id", "")), "", 0, [])
    taking = _Taking(tables, whole)
    taking.fill(whole, list(ext.mappings(response, "item")), ())
    return taking.rows


class _Taking:
    """One response while it is taken apart."""

    def __init__(self, tables: Collection[Place], whole: Row) -> None:
        self.rows = [whole]
        self._tables = tables
        self._numbers: Counter[tuple[str, Place]] = Counter()

    def fill(self, row: Row, items: list[Mapping[str, Any]], around: Place) -> None:
        for one in siblings(items, around):
            apart = one.place in self._tables
            if apart and not one.answers and not one.declined:
                for inside in one.inside:
                    self.fill(self._new(row, one.place), inside, one.place)
                continue
            answers = answers_in(one.answers)
            if answers or one.declined:
                row.found.append(Found(one.place, answers, one.declined and not answers))
            for inside in one.inside:
                self.fill(row, inside, one.place)
            if apart:
                self._fill_each(row, one)
                continue
            for raw in one.answers:
                if "item" in raw:
                    self.fill(row, list(ext.mappings(raw, "item")), one.place)

    def _fill_each(self, row: Row, one: Sibling) -> None:
        """A row for each answer; one for a question that was declined."""
        for raw in one.answers or [{}]:
            own = self._new(row, one.place)
            declined = one.declined and not one.answers
            own.found.append(Found(one.place, answers_in([raw]), declined))
            self.fill(own, list(ext.mappings(raw, "item")), one.place)

    def _new(self, around: Row, place: Place) -> Row:
        self._numbers[around.key, place] += 1
        index = self._numbers[around.key, place]
        made = Row(place, f"{around.key}/{place[-1]}[{index}]", around.key, index, [])
        self.rows.append(made)
        return made


def _is_declined(item: Mapping[str, Any]) -> bool:
    return "extension" in item and any(
        each.get("url") == ext.DATA_ABSENT_REASON and each.get("valueCode") == DECLINED
        for each in ext.mappings(item, "extension")
    )
