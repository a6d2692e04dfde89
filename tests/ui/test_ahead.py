"""The sitting of the next form is made while the page before it is read."""

import gc
import threading
import weakref
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.forms.questionnaire import Questionnaire
from kiosk.trial.touch import rest
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.ahead import SOON_MS, Ahead
from kiosk.ui.patient.sitting import Sitting


class Making:
    """Makes sittings, and remembers which and where."""

    def __init__(self) -> None:
        self.made: list[tuple[weakref.ref[Sitting], int]] = []

    def plan(self, form: Questionnaire) -> Any:
        def make() -> Sitting:
            sitting = Sitting(form, "en", now=datetime(2026, 1, 1, tzinfo=UTC))
            self.made.append((weakref.ref(sitting), threading.get_ident()))
            return sitting

        return make

    def wait(self) -> None:
        for _ in range(500):
            rest(0.01)
            if self.made:
                return
        pytest.fail("nothing was made")


@pytest.fixture
def making() -> Making:
    return Making()


@pytest.fixture
def ahead(app: Any, making: Making) -> Iterator[Ahead]:  # noqa: ARG001 - must be there first
    jobs = Jobs()
    yield Ahead(jobs.ahead, making.plan)
    jobs.close()


def test_what_was_made_on_the_lane_is_taken(ahead: Ahead, making: Making, forms: Any) -> None:
    ahead.begin(forms[0])
    making.wait()
    taken = ahead.take(forms[0])
    (made, thread), *more = making.made
    assert (made() is taken, more) == (True, [])
    assert thread != threading.get_ident()


def test_whoever_is_quicker_has_it_made_at_once(ahead: Ahead, making: Making, forms: Any) -> None:
    ahead.begin(forms[0])
    taken = ahead.take(forms[0])
    rest(2 * SOON_MS / 1000)
    assert [(made(), thread) for made, thread in making.made] == [(taken, threading.get_ident())]


def test_another_form_is_another_sitting(ahead: Ahead, making: Making, forms: Any) -> None:
    ahead.begin(forms[0])
    making.wait()
    assert ahead.take(forms[1]).questionnaire is forms[1]


def test_what_nobody_wants_any_more_is_gone(ahead: Ahead, making: Making, forms: Any) -> None:
    ahead.begin(forms[0])
    making.wait()
    ahead.forget()
    rest(0.05)  # the lane lets go of its last result
    gc.collect()
    assert [made() for made, _ in making.made] == [None]
