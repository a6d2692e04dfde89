"""Workbooks for tests, made on the spot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform import read_xlsform
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.sitting.evaluation import Surroundings

Rows = Sequence[Mapping[str, Any]]
Import = Callable[..., Imported]


def workbook(**sheets: Rows) -> bytes:
    """An .xlsx file: sheet → rows, each heading → cell."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def choices(**lists: Sequence[str]) -> Rows:
    """The rows of a sheet `choices`: list → the names of its choices."""
    return [
        {"list_name": name, "name": choice, "label": choice.title()}
        for name, names in lists.items()
        for choice in names
    ]


def form_of(imported: Imported) -> Questionnaire:
    """The form as it comes back from a file."""
    return read_questionnaire(encode_json(imported.questionnaire))


def told(imported: Imported) -> list[tuple[int | None, str, str]]:
    """What was not understood, without the words for it."""
    return [(found.row, found.column, found.construct) for found in imported.not_understood]


@pytest.fixture
def bring() -> Import:
    """Imports the rows of a survey; keywords are the other sheets."""

    def make(*survey: Mapping[str, Any], name: str = "intake", **sheets: Rows) -> Imported:
        return read_xlsform(workbook(survey=survey, **sheets), name=name)

    return make


@pytest.fixture
def then() -> Surroundings:
    """A day in March."""
    return Surroundings(now=datetime(2026, 3, 2, 9, tzinfo=UTC))
