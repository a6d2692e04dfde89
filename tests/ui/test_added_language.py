"""A language is added by files alone: a folder more, a keyboard more, and patients walk in it."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.ui.wording.completeness import problems
from kiosk.ui.wording.words import ENGLISH, Words, load_words

CODE, NAME, MARK = "gv", "نمنم", "نم"
"""Its numbers have the forms of Manx: one for 1 and 11, two for 2 and 12, few for 20, 40 …"""
LANGUAGE = f'name = "{NAME}"\ndirection = "rtl"\nreviewed_by = ""\n'
DIGITS = "۰۱۲۳۴۵۶۷۸۹"
AS_THEY_ARE = frozenset({"date_order", "clock", "decimal_sign", "give_letters"})
KEYBOARD = {
    "language": "نلم",
    "text": {
        "letters": [["ن", "ل", "م"], ["{space}", ".", "{erase}"]],
        "marks": [["ب"], ["{letters}", "{erase}"]],
    },
    "names": {
        ".": "نقطة",
        "{marks}": "غير",
        "{letters}": "نلم",
        "{space}": "فراغ",
        "{erase}": "حذف",
    },
}
KEYBOARD["text"]["letters"][0].append("{marks}")


def texts_of(english: dict[str, str]) -> dict[str, str]:
    """Every text behind a word from right to left; what counts, in the forms of its numbers."""
    made = {key: f"{MARK} {text}" for key, text in english.items() if key not in AS_THEY_ARE}
    made |= {key: english[key] for key in AS_THEY_ARE}
    for key in [key for key in english if f"{key}_one" in english]:
        made |= {f"{key}_{form}": f"{form} {made[key]}" for form in ("one", "two", "few")}
    return made | {"digits": DIGITS}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The resources of an installation, with a language more."""
    resources = tmp_path / "_resources"
    shutil.copytree(resource(), resources)
    folder = resources / "translations" / CODE
    folder.mkdir()
    english = tomllib.loads(resource("translations", ENGLISH, "ui.toml").read_text("utf-8"))
    written = [f"{key} = {json.dumps(text)}" for key, text in texts_of(english).items()]
    (folder / "ui.toml").write_text("\n".join(written), "utf-8")
    (folder / "language.toml").write_text(LANGUAGE, "utf-8")
    keyboard = resources / "keyboards" / f"{CODE}.json"
    keyboard.write_text(json.dumps(KEYBOARD), "utf-8")
    monkeypatch.setattr("kiosk.resources._PACKAGE", tmp_path)
    return resources


@pytest.fixture
def words(installation: Path) -> Words:
    """The words of that installation."""
    return load_words(installation / "translations")


@pytest.fixture
def own_form() -> Questionnaire:
    """A form in that language."""
    return parse_questionnaire(
        {
            "resourceType": "Questionnaire", "url": "http://x.example/Questionnaire/own",
            "version": "1", "status": "active", "language": CODE, "title": "نلم",
            "item": [
                {"linkId": "words", "type": "string", "text": "نم من؟", "maxLength": 12},
                {"linkId": "scale", "type": "integer", "text": "نلم؟", "extension": [
                    {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
                    {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 9},
                ]},
            ],
        }
    )  # fmt: skip


def test_it_has_every_text_in_the_forms_of_its_numbers(words: Words) -> None:
    assert list(problems(words.own(ENGLISH), words.own(CODE), CODE)) == []
    assert words.count(CODE, "minutes", 12).startswith("two نم ۱۲")


def test_a_patient_walks_from_the_first_page_to_the_last(
    open_kiosk: Any, own_form: Questionnaire
) -> None:
    settings = Patient(languages=("en", CODE), draft_translations=(CODE,))
    kiosk = open_kiosk(settings=settings, forms=(own_form,))
    finger = kiosk.finger
    finger.touch(NAME)
    finger.wait_for(f"{MARK} Who is answering?")
    assert any("A native speaker has not checked" in name for name in finger.names())
    finger.touch(f"{MARK} I answer myself")
    finger.wait_for("نم من؟")
    # From right to left: the way back is on the right.
    assert finger.find(f"{MARK} Back").rect.center().x() > kiosk.window.root.width() / 2
    assert any("نلم" in name and DIGITS[1] in name and DIGITS[2] in name for name in finger.names())
    finger.touch("نم من؟", "EditableText")
    for key in ("ن", "ل", "غير", "ب"):
        finger.touch(key)
    assert any(name.startswith(f"{MARK} Room for ۹ more") for name in finger.names())
    finger.touch(f"{MARK} Done")
    finger.touch(f"{MARK} Continue")
    finger.touch(DIGITS[7])
    finger.touch(f"{MARK} Continue")
    finger.wait_for(f"{MARK} Check your answers")
    assert [row["answer"] for row in kiosk.patient.checking.rows] == ["نلب", DIGITS[7]]
    finger.touch(f"{MARK} Send my answers")
    finger.wait_until(lambda: kiosk.patient.page == "thanks")
    sent = json.loads(kiosk.submissions()[0].payload)
    assert sent["language"] == CODE
    assert [item["answer"] for item in sent["item"]] == [
        [{"valueString": "نلب"}],
        [{"valueInteger": 7}],
    ]
