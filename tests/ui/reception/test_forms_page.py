"""The page of the forms: where each comes from, whether patients see it, and if not, why."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.resources import resource
from kiosk.store import fetched
from kiosk.store.submissions import submit


def rows(desk: Any) -> list[str]:
    found: list[str] = desk.hands.rows()
    return found


def row(desk: Any, title: str) -> str:
    return next(name for name in rows(desk) if f"Form {title}" in name)


def said(desk: Any) -> str:
    return "\n".join(desk.hands.names())


def show_forms(desk: Any, role: str = "lead") -> None:
    desk.sign_in(role)
    desk.hands.click("Forms", "PageTab")
    desk.hands.wait_until(lambda: len(rows(desk)) >= 4, "the forms")
    desk.settle()


def finish(desk: Any, canonical: str, name: str, at: datetime) -> None:
    with desk.store.transaction() as c:
        submit(
            c, draft_id=None, response_id=name, questionnaire=canonical, payload=b"{}", now=at,
        )  # fmt: skip


def test_each_form_says_where_it_is_from_and_whether_patients_see_it(desk: Any) -> None:
    show_forms(desk)

    assert "From the program" in row(desk, "Worries (GAD-7), validated, locked")
    assert row(desk, "Worries (GAD-7)").endswith("Patients see it yes")
    phq9 = next(name for name in rows(desk) if "PHQ-9" in name)
    assert "Patients see it no: an answer may have to reach a person at once" in phq9


def test_translations_that_nobody_signed_are_marked(desk: Any) -> None:
    show_forms(desk)

    assert "Cymraeg (draft)" in row(desk, "Pain today")
    assert "English (draft)" not in said(desk)


def test_answers_of_the_last_seven_days_are_counted(desk: Any, now: datetime) -> None:
    pain = next(form for form in desk.forms if form.url.endswith("pain-today"))
    finish(desk, pain.canonical, "new", now - timedelta(days=6))
    finish(desk, f"{pain.url}|0.9", "newer", now - timedelta(days=1))
    finish(desk, pain.canonical, "old", now - timedelta(days=8))
    show_forms(desk)

    assert "Last 7 days 2" in row(desk, "Pain today")
    assert "Last 7 days 0" in row(desk, "Worries (GAD-7)")


def test_enter_shows_more_of_a_form_and_what_a_check_finds(desk: Any) -> None:
    show_forms(desk)
    desk.hands.press("Home")
    desk.hands.press("Down", times=2)
    desk.hands.press("Return")
    desk.hands.wait_for("What a check of the form finds")
    desk.settle()

    assert "It is a validated instrument: its words, options and scores are locked" in said(desk)
    assert "Patients see it." in desk.hands.names()
    assert "Nobody finished it in the last 7 days." in desk.hands.names()
    desk.hands.press("Esc")
    desk.hands.wait_until(lambda: not desk.hands.sees("What a check of the form finds"), "the end")
    assert desk.hands.heading() == "Forms"


def test_a_form_of_the_centre_is_told_and_a_refused_one_says_why(desk: Any, now: datetime) -> None:
    content = resource("forms", "pain-today.json").read_bytes()
    with desk.store.transaction() as c:
        fetched.keep_good(c, fetched.FORM, "http://example.org/pain", content, now=now)
        fetched.keep_refused(
            c, fetched.FORM, "http://example.org/broken|2", b"{", reason="It is no JSON.", now=now
        )
    show_forms(desk)

    assert "From the central service" in row(desk, "Pain today")
    assert "Patients see it no, it is not used: It is no JSON." in row(desk, "http://example.org/")


@pytest.mark.parametrize(("role", "sees"), [("reception", True), ("IT", False)])
def test_who_sees_the_forms(desk: Any, role: str, *, sees: bool) -> None:
    desk.sign_in(role)

    assert desk.hands.sees("Forms") is sees
