"""What comes of a file of another format: a draft form, and what of the file is not in it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NotUnderstood:
    """One thing of the file that did not come into the form as its author meant it.

    Attributes:
        row: as the author counts it, 1 = the first row of the sheet; None where it is no one row.
        column: its heading as the file has it; "" where it is no one column.
        construct: what it is: "geopoint", "pulldata('fruits', 'name')".
        message: what became of it, for people; names the sheet or table unless it is the main one.
    """

    row: int | None
    column: str
    construct: str
    message: str


@dataclass(frozen=True)
class Imported:
    """A draft form made of a file.

    Attributes:
        questionnaire: raw FHIR R4 JSON, status "draft".
        not_understood: everything in the file that is not in the form, in the file's order.
    """

    questionnaire: dict[str, Any]
    not_understood: tuple[NotUnderstood, ...]
