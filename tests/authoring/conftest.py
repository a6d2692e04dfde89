"""What the tests of drafts share: workbooks made on the spot, others' files, a judge of FHIR."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Judge
from openpyxl import Workbook

from kiosk.authoring.imported import Imported
from kiosk.authoring.xlsform import read_xlsform
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings

Rows = Sequence[Mapping[str, Any]]
Import = Callable[..., Imported]
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


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


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The public files of others, where they are beside this copy."""
    if not CORPUS.exists():
        pytest.skip("no public forms of others beside this copy (../shared/corpus)")
    return CORPUS


@pytest.fixture(scope="session")
def sound() -> Callable[[Mapping[str, Any]], Questionnaire]:
    """A draft that others' FHIR takes, that has no error here, and that a robot can fill."""

    def judge(raw: Mapping[str, Any]) -> Questionnaire:
        Judge.model_validate_json(encode_json(raw))
        form = read_questionnaire(encode_json(raw))
        assert [f for f in check_questionnaire(form) if f.severity == "error"] == []
        assert raw["status"] == "draft"
        fill(form, seed=1)
        return form

    return judge
