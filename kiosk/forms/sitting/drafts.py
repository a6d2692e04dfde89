"""Rows of a draft: what is kept of a sitting, one JSON text for each path.

    "pain"          {"answer":[{"valueInteger":3}],"declined":false}
    "medicines"     {"occurrences":[1,3]}

A question whose answers carry questions of their own says which set belongs to which answer:
`"numbers":[1,3]`. A repeating group says which of its occurrences there are.
"""

from typing import Any

import msgspec

from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.sitting.occurrence import Given


class GroupRow(msgspec.Struct, frozen=True):
    """Which occurrences of a repeating group there are."""

    occurrences: tuple[int, ...]


def question_row(given: Given) -> str:
    """The row of a question."""
    row: dict[str, Any] = {
        "answer": [answer.to_fhir() for answer in given.answers],
        "declined": given.declined,
    }
    if given.numbers != tuple(range(1, len(given.answers) + 1)):
        row["numbers"] = list(given.numbers)
    return encode_json(row).decode()


def group_row(occurrences: tuple[int, ...]) -> str:
    """The row of a repeating group."""
    return encode_json({"occurrences": list(occurrences)}).decode()


def read_row(text: str) -> Given | GroupRow:
    """The row in a text that `question_row` or `group_row` made.

    Raises:
        ValueError: neither of them made it.
    """
    row = decode_json(text.encode())
    if not isinstance(row, dict):
        raise ValueError("not a saved row")  # noqa: TRY004 - a wrong value, whatever its type
    if "occurrences" in row:
        return GroupRow(_numbers(row["occurrences"]))
    if not isinstance(row.get("answer"), list):
        raise ValueError("not a saved row")  # noqa: TRY004 - the same
    answers = tuple(Answer.from_fhir(raw) for raw in row["answer"])
    numbers = _numbers(row["numbers"]) if "numbers" in row else tuple(range(1, len(answers) + 1))
    if len(numbers) != len(answers):
        raise ValueError("not a saved row: as many numbers as answers")
    return Given(answers, numbers, row.get("declined") is True)


def _numbers(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or any(type(each) is not int or each < 1 for each in value):
        raise ValueError("not a saved row: occurrences are numbered from 1")
    if len(set(value)) != len(value):
        raise ValueError("not a saved row: a number stands twice")
    return tuple(value)


EMPTY_ROW = question_row(Given())
"""The row of what is not answered."""
