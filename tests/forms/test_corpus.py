"""Public forms of others: each is filled, saved and restored, or refused with a reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.errors import FormUnreadable
from kiosk.forms.check import check_questionnaire
from kiosk.forms.filler import FormFiller
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import decode, encode
from kiosk.forms.robot import fill
from kiosk.forms.validate import validate_response

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "questionnaires"
FILES = sorted(CORPUS.rglob("*.json"))

Readable = list[tuple[str, Questionnaire]]

pytestmark = pytest.mark.skipif(not FILES, reason="the corpus of public forms is not at hand")


def sent(filler: FormFiller) -> bytes:
    day = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return encode(
        filler.response(status="in-progress", authored=day, response_id="r", device_id="d")
    )


@pytest.fixture(scope="module")
def readable() -> Readable:
    found = []
    for file in FILES:
        try:
            found.append((file.name, read_questionnaire(file.read_bytes())))
        except FormUnreadable:
            continue
    return found


def test_nearly_every_form_is_read_and_the_others_are_refused(readable: Readable) -> None:
    assert len(readable) > 0.95 * len(FILES)


def test_every_form_is_checked_without_a_crash(readable: Readable) -> None:
    for _, form in readable:
        check_questionnaire(form)


def test_no_answer_is_lost_or_invented_between_filling_saving_and_restoring(
    readable: Readable,
) -> None:
    for name, form in readable:
        before, after = fill(form, seed=1), FormFiller(form)
        after.restore(before.saved_rows(), place=None)
        assert sent(after) == sent(before), name
        assert encode(decode(sent(before))) == sent(before), name


def test_what_the_robot_answers_breaks_no_rule(readable: Readable) -> None:
    # Initial values that the form itself gives against its own rules are the form's.
    for name, form in readable:
        initial = {item.link_id for item in form.by_path.values() if item.initial_answers()}
        found = validate_response(form, decode(sent(fill(form, seed=2))))
        errors = [f for f in found if f.severity == "error" and f.link_id not in initial]
        assert errors == [], name
