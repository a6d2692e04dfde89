"""What the tests of drafts share: others' files, and a judge of FHIR."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire as Judge

from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


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
