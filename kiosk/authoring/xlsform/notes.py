"""The list of what did not come into the form, written while the workbook is read."""

from dataclasses import dataclass, field

from kiosk.authoring.imported import NotUnderstood
from kiosk.authoring.xlsform.plain_text import in_short


@dataclass
class Notes:
    """Takes down what is not understood."""

    _found: list[NotUnderstood] = field(default_factory=list)

    def add(self, row: int | None, column: str, construct: str, message: str) -> None:
        """One thing; a long construct is cut. The same thing is taken down once."""
        found = NotUnderstood(row, in_short(column), in_short(construct), message)
        if found not in self._found[-20:]:
            self._found.append(found)

    def in_order(self) -> tuple[NotUnderstood, ...]:
        """What concerns the whole first, then by row."""
        return tuple(sorted(self._found, key=lambda found: found.row or 0))
