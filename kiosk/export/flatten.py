"""A QuestionnaireResponse as one flat row: the step every table-like export shares."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kiosk.forms.answers import Answer

DECLINED_URL = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
DECLINED = "asked-declined"
BETWEEN = "; "


class Cell(NamedTuple):
    """What one item of a response gives to a table: a code (or plain value) and its label."""

    link_id: str
    value: str
    label: str | None
    """The words the patient saw; None where the value is its own label, or was declined."""
    is_text: bool
    """Free text, which a spreadsheet must not take for a formula."""


def cells(response: Mapping[str, Any]) -> dict[str, Cell]:
    """One cell for each linkId that carries an answer or was declined, in the form's order.

    Several answers to one item, and the same item in repeated groups, stand in one cell,
    separated by "; ".
    """
    row: dict[str, Cell] = {}
    for item in _items(response):
        cell = _cell(item)
        if cell is None:
            continue
        earlier = row.get(cell.link_id)
        row[cell.link_id] = cell if earlier is None else _joined(earlier, cell)
    return row


def form_name(canonical: str) -> str:
    """The short name of a form: the last part of its canonical URL, without the version."""
    return canonical.split("|", 1)[0].rstrip("/").rsplit("/", 1)[-1]


def _items(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for item in parent.get("item", ()):
        yield item
        yield from _items(item)
        for answer in item.get("answer", ()):
            yield from _items(answer)


def _cell(item: Mapping[str, Any]) -> Cell | None:
    answers = [Answer.from_fhir(answer) for answer in item.get("answer", ())]
    if answers:
        return _answered(item["linkId"], answers)
    if _is_declined(item):
        return Cell(item["linkId"], DECLINED, None, is_text=False)
    return None


def _answered(link_id: str, answers: Sequence[Answer]) -> Cell:
    coded = any(answer.key == "valueCoding" for answer in answers)
    labels = BETWEEN.join(answer.label() for answer in answers)
    if not coded:
        is_text = any(isinstance(answer.value, str) for answer in answers)
        return Cell(link_id, labels, None, is_text=is_text)
    codes = [
        answer.value.get("code", "") if answer.key == "valueCoding" else answer.label()
        for answer in answers
    ]
    return Cell(link_id, BETWEEN.join(codes), labels, is_text=True)


def _is_declined(item: Mapping[str, Any]) -> bool:
    return any(
        extension.get("url") == DECLINED_URL and extension.get("valueCode") == DECLINED
        for extension in item.get("extension", ())
    )


def _joined(first: Cell, second: Cell) -> Cell:
    return Cell(
        first.link_id,
        first.value + BETWEEN + second.value,
        None
        if first.label is None and second.label is None
        else BETWEEN.join(cell.label or cell.value for cell in (first, second)),
        is_text=True,
    )
