"""Real workbooks: each becomes a form that opens and can be filled, or is refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as JudgedQuestionnaire

from kiosk.authoring.xlsform import read_xlsform
from kiosk.errors import ImportRefused
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from tests.authoring.conftest import form_of

CORPUS = Path(__file__).parents[3] / "shared/corpus/authoring/xlsform"
WORKBOOKS = sorted(CORPUS.rglob("*.xlsx"))
REFUSED = {"duplicate_columns"}
NO_CORPUS = "no workbooks of others beside this copy (../shared/corpus/authoring)"
NOW = Surroundings(now=datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.mark.skipif(not WORKBOOKS, reason=NO_CORPUS)
@pytest.mark.parametrize("file", WORKBOOKS, ids=lambda file: file.stem)
def test_a_real_workbook_becomes_a_form_or_is_refused(file: Path) -> None:
    content = file.read_bytes()
    if file.stem in REFUSED:
        with pytest.raises(ImportRefused, match="two columns “label”"):
            read_xlsform(content, name=file.stem)
        return
    imported = read_xlsform(content, name=file.stem)
    form = form_of(imported)

    assert [f for f in check_questionnaire(form) if f.severity == "error"] == []
    JudgedQuestionnaire.model_validate_json(encode_json(imported.questionnaire))
    filler = fill(form, seed=1, surroundings=NOW)
    assert list(filler.all_problems()) == []
