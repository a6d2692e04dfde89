"""Public forms of others: checked, filled, saved and read back, or refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms.check import check_questionnaire
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.validate import validate_response

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "questionnaires"
NO_CORPUS = "no public forms of others beside this copy (../shared/corpus/questionnaires)"
FILES = sorted(CORPUS.rglob("*.json"))
DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
THEN = Surroundings(now=DAY)
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 6))]

Readable = list[tuple[str, Questionnaire]]

pytestmark = pytest.mark.skipif(not FILES, reason=NO_CORPUS)


def finished(filler: FormFiller, status: str = "completed") -> dict[str, Any]:
    return filler.response(status=status, authored=DAY, response_id="r", device_id="d")


def errors(form: Questionnaire, response: dict[str, Any]) -> list[tuple[str, str]]:
    found = validate_response(form, response, THEN)
    return [(f.code, f.link_id) for f in found if f.severity == "error"]


@pytest.fixture(scope="module")
def readable() -> Readable:
    found = []
    for file in FILES:
        try:
            found.append((file.name, read_questionnaire(file.read_bytes())))
        except FormUnreadable:
            continue
    return found


def test_only_circles_and_unknown_modifiers_are_refused() -> None:
    reasons = []
    for file in FILES:
        try:
            read_questionnaire(file.read_bytes())
        except FormUnreadable as refused:
            reasons.append(str(refused))
    assert len(reasons) < 0.05 * len(FILES)
    assert all("wait for each other" in each or "modifierExtension" in each for each in reasons)


def test_every_form_is_checked_without_a_crash(readable: Readable) -> None:
    for _, form in readable:
        check_questionnaire(form)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_is_lost_or_invented_between_filling_saving_and_reading_back(
    readable: Readable, seed: int
) -> None:
    for name, form in readable:
        filled = fill(form, seed=seed, surroundings=THEN)
        sent = encode(finished(filled))
        draft, reloaded = (FormFiller(form, surroundings=THEN) for _ in range(2))
        draft.restore(filled.saved_rows(), place=None)
        reloaded.load(decode(sent))
        assert encode(finished(draft)) == sent, name
        assert encode(finished(reloaded)) == sent, name


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_robot_answers_breaks_no_rule(readable: Readable, seed: int) -> None:
    unfinished = set()
    for name, form in readable:
        filled = fill(form, seed=seed, surroundings=THEN)
        assert errors(form, finished(filled, "in-progress")) == [], name
        if errors(form, finished(filled)):
            unfinished.add(name)
    # What is required there can be chosen only from a value set that is not at hand.
    assert len(unfinished) < 0.03 * len(readable), unfinished
