"""What comes of reading a form that somebody wrote elsewhere: a draft, and what was not understood.

Nothing is dropped silently: whatever has a value in the file and did not come into the draft is
listed, for its author to decide.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NotUnderstood:
    """One thing that did not come into the draft, or not as it was meant.

    Attributes:
        row: as the author counts it: 1 is the first row of the sheet; None for the whole file.
        column: its column as the file names it; "" where it has none.
        construct: what it is, as written there.
        message: what became of it.
    """

    row: int | None
    column: str
    construct: str
    message: str


@dataclass(frozen=True)
class Imported:
    """A draft.

    Attributes:
        questionnaire: a FHIR R4 Questionnaire with status "draft".
        not_understood: what did not come into it, in the order of the file.
    """

    questionnaire: dict[str, Any] = field(repr=False)
    not_understood: tuple[NotUnderstood, ...] = ()
