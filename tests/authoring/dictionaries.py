"""Data dictionaries for tests, made on the spot."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kiosk.authoring.imported import Imported
from kiosk.authoring.redcap import read_redcap

DOWNLOAD = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,'
    "Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max,"
    "Identifier?,Branching Logic (Show field only if...),Required Field?,Custom Alignment,"
    "Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation"
)
TITLES = next(csv.reader([DOWNLOAD]))
API = [
    "field_name",
    "form_name",
    "section_header",
    "field_type",
    "field_label",
    "select_choices_or_calculations",
    "field_note",
    "text_validation_type_or_show_slider_number",
    "text_validation_min",
    "text_validation_max",
    "identifier",
    "branching_logic",
    "required_field",
    "custom_alignment",
    "question_number",
    "matrix_group_name",
    "matrix_ranking",
    "field_annotation",
]
_SHORT = {
    "name": 0, "form": 1, "section": 2, "type": 3, "label": 4, "choices": 5, "note": 6,
    "check": 7, "min": 8, "max": 9, "identifier": 10, "logic": 11, "required": 12, "align": 13,
    "number": 14, "matrix": 15, "ranking": 16, "annotation": 17,
}  # fmt: skip


def dictionary(
    *fields: Mapping[str, str], titles: Iterable[str] = TITLES, delimiter: str = ","
) -> bytes:
    """The bytes of a dictionary with those fields; what is left out is empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(titles)
    for field in fields:
        usual = {"form": "form_1", "type": "text", "label": f"About {field.get('name')}"}
        cells = [""] * 18
        for short, value in (usual | dict(field)).items():
            cells[_SHORT[short]] = value
        writer.writerow(cells)
    return out.getvalue().encode()


def imported(*fields: Mapping[str, str], **more: Any) -> Imported:
    """The draft of a dictionary with those fields."""
    return read_redcap(dictionary(*fields, **more), name="trial")


def items(found: Imported) -> dict[str, dict[str, Any]]:
    """LinkId → item."""

    def walk(element: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for item in element.get("item", ()):
            yield item
            yield from walk(item)

    return {item["linkId"]: item for item in walk(found.questionnaire)}


def said(found: Imported) -> list[tuple[int | None, str]]:
    """Row and construct of what was not understood."""
    return [(note.row, note.construct) for note in found.not_understood]


def extension(item: Mapping[str, Any], name: str) -> Any:
    """The value of the extension whose url ends so; None where there is none."""
    for one in item.get("extension", ()):
        if one["url"].endswith(name):
            return next(value for key, value in one.items() if key.startswith("value"))
    return None
