import subprocess
import sys
from pathlib import Path

from kiosk.resources import resource

SURVEY = Path(__file__).with_name("survey_forms.py")


def test_the_survey_counts_what_the_shipped_forms_use() -> None:
    folder = resource("forms", "gad-7.json").parent
    done = subprocess.run([sys.executable, SURVEY, folder], capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()
    assert lines[0].endswith("forms read, 0 refused")
    assert any(
        line.startswith("extension sdc-questionnaire-calculatedExpression") for line in lines
    )
