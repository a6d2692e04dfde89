"""Ballots at the desk: who opens them, of what, with which words; closed, and opened again."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from kiosk.coproduction.feedback import Remark
from kiosk.desk.improving.balloting import USED, BallotBook, Wanted
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.store import audit
from kiosk.store.ballots import count_choice
from kiosk.store.database import Store
from kiosk.store.feedback import keep_remark, release_remarks
from kiosk.store.form_versions import events
from kiosk.store.staff import StaffMember
from tests.coproduction.clinic_form import URL, clinic_form

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
UNTIL = date(2026, 4, 2)
USUAL, OTHER = "How tired are you?", "How sleepy are you?"
LEAD = StaffMember("lead", "The lead", "lead")
WANTED = Wanted("en", (OTHER,), UNTIL)


@pytest.fixture
def book(store: Store) -> BallotBook:
    return BallotBook(store, lambda: NOW)


def bundled(name: str) -> Questionnaire:
    return read_questionnaire(resource("forms", f"{name}.json").read_bytes())


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as told:
        work()
    return f"{told.value} {told.value.advice}"


def test_the_words_in_use_are_among_them_and_it_is_in_the_log_and_the_audit(
    book: BallotBook, store: Store
) -> None:
    ballot = book.open(clinic_form(), "tired", WANTED, LEAD)
    assert ballot.wordings == {USED: USUAL, "1": OTHER}
    with store.reading() as c:
        (event,) = events(c, URL)
        (told,) = audit.events(c, 5)
    assert (event.kind, event.role, event.detail["id"]) == ("ballot-opened", "lead", ballot.id)
    assert (told.action, told.subject) == ("form.ballot-opened", f"{URL}|1.0.0 tired")
    assert OTHER not in repr(told)


def test_it_is_closed_and_opened_again_and_keeps_what_was_chosen(
    book: BallotBook, store: Store
) -> None:
    ballot = book.open(clinic_form(), "tired", WANTED, LEAD)
    with store.transaction() as c:
        count_choice(c, ballot.id, winner="1", loser=USED, bands=(), today=NOW.date())
    book.close(ballot, LEAD)
    assert [one.is_open for one in book.look()] == [False]
    book.resume(ballot, LEAD)
    (seen,) = book.look()

    assert (seen.is_open, seen.outcome.choices) == (True, 1)


@pytest.mark.parametrize("role", ["reception", "clinical", "IT"])
def test_nobody_but_the_lead_opens_or_closes(book: BallotBook, role: str) -> None:
    ballot = book.open(clinic_form(), "tired", WANTED, LEAD)
    member = StaffMember("sam", "Sam", role)
    for work in (
        lambda: book.open(clinic_form(), "note", WANTED, member),
        lambda: book.close(ballot, member),
        lambda: book.resume(ballot, member),
    ):
        assert "Your role" in refused(work)


def test_one_question_has_one_ballot_at_a_time(book: BallotBook) -> None:
    ballot = book.open(clinic_form(), "tired", WANTED, LEAD)
    assert "already" in refused(lambda: book.open(clinic_form(), "tired", WANTED, LEAD))
    book.open(clinic_form(), "note", WANTED, LEAD)
    book.close(ballot, LEAD)
    book.open(clinic_form(), "tired", WANTED, LEAD)
    assert "already" in refused(lambda: book.resume(ballot, LEAD))


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted("en", ("", "  "), UNTIL), "nothing to choose from"),
        (Wanted("en", tuple(f"Wording {sign}" for sign in "abcdef"), UNTIL), "too much"),
        (Wanted("en", ("how tired  are you",), UNTIL), "are the same"),
        (Wanted("en", (OTHER, OTHER), UNTIL), "are the same"),
        (Wanted("en", ("Ring 01782 555 0199",), UNTIL), "who somebody is"),
        (Wanted("en", (OTHER,), NOW.date()), "day is over"),
        (Wanted("en", (OTHER,), date(2028, 1, 1)), "longer than a year"),
    ],
)
def test_what_is_no_choice_is_refused_and_nothing_is_kept(
    book: BallotBook, wanted: Wanted, why: str
) -> None:
    assert why in refused(lambda: book.open(clinic_form(), "tired", wanted, LEAD))
    assert book.look() == ()


def test_an_instrument_and_a_question_that_is_gone_are_refused(book: BallotBook) -> None:
    gad = bundled("gad-7")
    link_id = gad.asked[0].link_id
    assert "validated" in refused(lambda: book.open(gad, link_id, WANTED, LEAD))
    assert "any more" in refused(lambda: book.open(clinic_form(), "gone", WANTED, LEAD))


def test_a_patients_words_are_not_taken_over_as_written(book: BallotBook, store: Store) -> None:
    with store.transaction() as c:
        for number in range(5):
            keep_remark(c, Remark(f"r{number}", NOW.date(), f"{URL}|1.0.0", "tired",
                                  "better-wording", "how sleepy are you???", "en"))  # fmt: skip
        release_remarks(c, today=NOW.date())
    assert "patient's own words" in refused(lambda: book.open(clinic_form(), "tired", WANTED, LEAD))
    book.open(clinic_form(), "tired", Wanted("en", ("How sleepy are you now?",), UNTIL), LEAD)
