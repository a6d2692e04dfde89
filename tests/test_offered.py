"""Which forms a kiosk offers."""

from pathlib import Path

import pytest

from kiosk.errors import SettingsInvalid
from kiosk.offered import question_text, read_forms
from kiosk.resources import resource


def test_a_bundled_form_is_found_by_its_name() -> None:
    (form,) = read_forms(["gad-7"])

    assert form.url.endswith("/gad-7")


def test_a_clinics_own_file_is_found_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_bytes(resource("forms", "pain-today.json").read_bytes())

    assert read_forms([str(own)])[0].title("en") == "Pain today"


def test_a_name_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(SettingsInvalid) as told:
        read_forms(["gad7"])

    assert "gad-7" in told.value.advice


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"resourceType": "Patient"}', "x.json can't be used"),
        ("{", "x.json can't be used"),
        ('{"resourceType": "Questionnaire"}', "no url"),
    ],
)
def test_a_file_that_is_no_form_to_offer_is_refused_by_name(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "x.json").write_text(content)

    with pytest.raises(SettingsInvalid, match=said):
        read_forms([str(tmp_path / "x.json")])


def test_a_question_is_found_by_form_and_link_id() -> None:
    forms = read_forms(["pain-today"])

    assert question_text(forms, forms[0].canonical, "pain") == "How bad is your pain right now?"
    assert question_text(forms, "http://other|1", "pain") == "pain"


def test_a_validated_instrument_that_was_reworded_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "gad-7.json"
    content = resource("forms", "gad-7.json").read_text(encoding="utf-8")
    own.write_text(content.replace("Trouble relaxing", "Trouble resting"), encoding="utf-8")

    with pytest.raises(SettingsInvalid, match="word for word: gad7-4"):
        read_forms([str(own)])
