from datetime import date, timedelta

import pytest

from kiosk.coproduction.board import OUTCOMES, Decision
from kiosk.coproduction.fates import KEPT, LOOKING, OVERDUE, Fate, fate
from kiosk.coproduction.feedback import ANSWER_DAYS, Remark, RemarkGroup, group_remarks

MADE, SEEN = date(2026, 3, 2), date(2026, 3, 9)
FORM = "http://example.org/f|1"


def group(released_on: date | None = SEEN) -> RemarkGroup:
    said = Remark("id", MADE, FORM, "q", "upsetting", "words", "en", released_on=released_on)
    [found] = group_remarks([said])
    return found


def decided(outcome: str) -> Decision:
    return Decision("id", outcome, "We ask it otherwise now.", SEEN, "lead")


def test_before_five_people_spoke_it_is_kept_whatever_the_day() -> None:
    assert fate(group(None), None, today=MADE + timedelta(days=400)) == Fate(KEPT, FORM, "q")


@pytest.mark.parametrize(("days", "state"), [(0, LOOKING), (13, LOOKING), (14, OVERDUE)])
def test_without_an_answer_it_is_looked_at_and_in_the_end_overdue(days: int, state: str) -> None:
    assert ANSWER_DAYS == 14
    told = fate(group(), None, today=SEEN + timedelta(days=days))
    assert told == Fate(state, FORM, "q", since=SEEN)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_an_answer_is_told_in_the_clinics_words_and_is_never_overdue(outcome: str) -> None:
    told = fate(group(), decided(outcome), today=SEEN + timedelta(days=100))
    assert told == Fate(outcome, FORM, "q", text="We ask it otherwise now.")


def test_an_answer_of_another_version_of_the_program_is_none_yet() -> None:
    assert fate(group(), decided("on-trial"), today=SEEN).state == LOOKING


def test_nothing_of_what_was_said_and_no_day_on_which_it_was_is_told() -> None:
    told = repr([fate(group(seen), None, today=SEEN) for seen in (None, SEEN)])
    assert "words" not in told
    assert repr(MADE) not in told
