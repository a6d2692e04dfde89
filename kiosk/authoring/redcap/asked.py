"""The fields of a form that conditions may ask about, and how FHIRPath finds their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.authoring.redcap.elements import Raw
from kiosk.forms import extensions as ext


@dataclass(frozen=True)
class Asked:
    """One field that became an item.

    Attributes:
        link_id: of the item.
        type: FHIR's item type.
        codings: code → the coding of that choice, without words.
        repeats: several choices may be ticked.
        path: the linkIds from the form down to the item.
    """

    link_id: str
    type: str
    codings: Mapping[str, Mapping[str, Any]]
    repeats: bool
    path: tuple[str, ...]

    @property
    def answers(self) -> str:
        """The FHIRPath of its answers' values."""
        steps = "".join(f".item.where(linkId={quoted(step)})" for step in self.path)
        return f"%resource{steps}.answer.value"


def asked(item: Raw, path: tuple[str, ...]) -> Asked:
    """An item as conditions see it; `path` are the linkIds of the groups around it."""
    codings = ext.mappings(item, "answerOption")
    return Asked(
        link_id=item["linkId"],
        type=item["type"],
        codings={
            option["valueCoding"]["code"]: {
                key: option["valueCoding"][key] for key in ("system", "code")
            }
            for option in codings
        },
        repeats=item.get("repeats") is True,
        path=(*path, item["linkId"]),
    )


def quoted(text: str) -> str:
    """A text as a FHIRPath literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
