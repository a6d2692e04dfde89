"""The columns of a data dictionary, by the names of the download and of the API."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """A column; its value is the name that the API gives it."""

    NAME = "field_name"
    FORM = "form_name"
    SECTION = "section_header"
    TYPE = "field_type"
    LABEL = "field_label"
    CHOICES = "select_choices_or_calculations"
    NOTE = "field_note"
    VALIDATION = "text_validation_type_or_show_slider_number"
    MIN = "text_validation_min"
    MAX = "text_validation_max"
    IDENTIFIER = "identifier"
    BRANCHING = "branching_logic"
    REQUIRED = "required_field"
    ALIGNMENT = "custom_alignment"
    NUMBER = "question_number"
    MATRIX = "matrix_group_name"
    RANKING = "matrix_ranking"
    ANNOTATION = "field_annotation"


_OTHER_NAMES: Final[Mapping[Column, str]] = {
    Column.NAME: "variablefieldname variablename variable",
    Column.FORM: "form instrument instrumentname",
    Column.TYPE: "type",
    Column.LABEL: "label",
    Column.CHOICES: "choicescalculationsorsliderlabels choicesorcalculations choices",
    Column.VALIDATION: "textvalidationtype validationtype",
    Column.MIN: "validationmin",
    Column.MAX: "validationmax",
    Column.BRANCHING: "branchinglogicshowfieldonlyif showfieldonlyif",
    Column.REQUIRED: "required",
    Column.NUMBER: "questionnumbersurveysonly",
}

NEEDED: Final = (Column.NAME, Column.TYPE)
"""Without these it is no data dictionary."""


_ENOUGH: Final = 10
"""So many columns that are known: the table is a dictionary, whatever its first one is called."""


def columns_of(header: Sequence[str]) -> dict[int, Column]:
    """Place → column, of the cells of a header that are known; of a doubled one the first.

    The first column of a dictionary holds the names of the fields, even where programs on the
    way have damaged its heading.
    """
    found: dict[int, Column] = {}
    for place, title in enumerate(header):
        column = _BY_NAME.get(_plain(title))
        if column and column not in found.values():
            found[place] = column
    if len(found) >= _ENOUGH and 0 not in found and Column.NAME not in found.values():
        found = {0: Column.NAME, **found}
    return found


def is_name_heading(title: str) -> bool:
    """Whether that heading is one of the names of a field."""
    return _BY_NAME.get(_plain(title)) == Column.NAME


def _plain(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


_BY_NAME: Final[Mapping[str, Column]] = {
    **{name: column for column, names in _OTHER_NAMES.items() for name in names.split()},
    **{_plain(column): column for column in Column},
}
