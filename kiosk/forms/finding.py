"""What a form author is told: one sentence, its weight, and where."""

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "information"]

ERROR: Final = "error"
WARNING: Final = "warning"
INFORMATION: Final = "information"


@dataclass(frozen=True)
class Finding:
    """One finding on a form or a response.

    Attributes:
        severity: "error", "warning" or "information".
        code: a stable word for programs; for responses the rule that is broken.
        link_id: of the item; "" where the finding is on the whole.
        path: where in the JSON: "Questionnaire.item[0].enableWhen[1]".
        message: what is wrong, for people; never an answer's content.
    """

    severity: Severity
    code: str
    link_id: str
    path: str
    message: str
