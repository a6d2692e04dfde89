"""The clinic of the story: a form of its own with one bad question, a receptionist, a lead."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kiosk.desk.improving.own_forms import OwnForms
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.settings import Clinic, Patient, Reception, Settings, StorePlace
from kiosk.store import staff
from kiosk.store.database import Store

NAME: Final = "Riverside Practice"
LEAD: Final = "Lee"
RECEPTIONIST: Final = "Sam"
PINS: Final = {RECEPTIONIST: "246810", LEAD: "739182"}
ROLES: Final = {RECEPTIONIST: "reception", LEAD: "lead"}

BOARD: Final = "We said, we did*.pdf"
"""The file in which the desk saves the board."""

URL: Final = "http://riverside.example/fhir/Questionnaire/after-hospital"
TITLE: Final = "After your time in hospital"
BAD: Final = "medicines"
"""linkId of the bad question."""

OLD_WORDS: Final = "Have you not omitted any of your prescribed medication since discharge?"
NEW_WORDS: Final = "Have you taken all your medicines since you left hospital?"
NOT_SURE: Final = "Not sure"
YES_NO: Final = ("Yes", "No")

QUESTIONS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("travel", "How did you come here today?", ("On foot", "By bus", "By car", "Another way")),
    (BAD, OLD_WORDS, (*YES_NO, NOT_SURE)),
    ("sleep", "How did you sleep last night?", ("Well", "Not so well", "Badly")),
    ("home", "Do you have somebody at home who can help you?", YES_NO),
    ("call", "May we call you about your results?", YES_NO),
)
"""linkId, words, answers."""


def settings_of(directory: str) -> Settings:
    """Of its one PC, which has no central service."""
    return Settings(
        clinic=Clinic(name=NAME, kiosk="Waiting room"),
        store=StorePlace(directory=directory),
        patient=Patient(
            languages=("en", "pl"), draft_translations=("pl",), identity="anonymous", forms=()
        ),
        reception=Reception(),
    )


def furnish(store: Store, now: Callable[[], datetime]) -> Questionnaire:
    """Those who work there, and its form, which patients get from now on."""
    with store.transaction() as c:
        for name, pin in PINS.items():
            staff.add_staff(c, name=name, role=ROLES[name], pin=pin, now=now())
    own = OwnForms(store, LEAD, ROLES[LEAD], now)
    form, _ = own.add(encode_json(_form()), bundled_value_sets(), lambda _: None)
    return form


def _form() -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": URL,
        "version": "1.0.0",
        "name": "AfterHospital",
        "title": TITLE,
        "status": "active",
        "language": "en",
        "purpose": "Whether somebody has to be called in the first week after hospital.",
        "extension": [{"url": ext.CLINICAL_RISK, "valueCode": "low"}],
        "item": [_question(*one) for one in QUESTIONS],
    }


def _question(link_id: str, text: str, answers: tuple[str, ...]) -> dict[str, Any]:
    options = [{"valueCoding": {"code": str(at), "display": one}} for at, one in enumerate(answers)]
    return {"linkId": link_id, "type": "choice", "text": text, "answerOption": options}
