"""The weekly card: what people stumble over, whose it is to change, and what is said to them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kiosk.coproduction.evidence import ItemCounts
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store import audit
from kiosk.store.feedback import decisions
from kiosk.ui.reception.editing.request import ChangeAsked, asked_of
from tests.ui.reception.improving.heard_store import count, remark

TRIPS = ItemCounts(shown=40, answered=34, skipped=6, help=9, left_here=2, troubled=10)
FINE = ItemCounts(shown=40, answered=40)
WORDS = "What does most mean here?"


def pain(desk: Any) -> Questionnaire:
    found: Questionnaire = next(one for one in desk.forms if one.url.endswith("pain-today"))
    return found


def told(desk: Any, text: str) -> bool:
    return any(text in name for name in desk.hands.names())


def actions(desk: Any) -> list[tuple[str, str]]:
    with desk.store.reading() as c:
        return [(one.action, one.subject) for one in audit.events(c, 20)]


def show(desk: Any, role: str = "lead") -> Any:
    desk.sign_in(role)
    desk.hands.click("Improve", "PageTab")
    desk.settle()
    desk.settle()
    return desk


@pytest.fixture
def heard(desk: Any, now: datetime) -> Any:
    """Where it hurts most trips people, and five of them said so."""
    form = pain(desk)
    count(desk.store, form, "pain-where", TRIPS, now=now)
    count(desk.store, form, "pain", FINE, now=now)
    remark(desk.store, form, "pain-where", now=now, words=WORDS)
    return desk


def test_nobody_came_yet(desk: Any) -> None:
    show(desk)

    assert told(desk, "Nobody has used the screen yet")
    assert told(desk, "about 60 in 100 do")


def test_a_calm_week(desk: Any, now: datetime) -> None:
    count(desk.store, pain(desk), "pain", FINE, now=now)
    show(desk)

    assert told(desk, "No question stands out this week")


def test_the_card_tells_how_sure_it_is_what_was_said_and_whose_it_is(heard: Any) -> None:
    show(heard)

    assert told(heard, "2. Where does it hurt most?")
    assert told(heard, "It made trouble 15 of 40 times. That is more than chance.")
    assert told(heard, "Most often they asked for help there (9 times).")
    assert told(heard, "They did not understand it: 4 patients")
    assert told(heard, "None of the answers fitted: 1 patient")
    assert told(heard, "The front desk can change this. Plainer words or a line of help")
    assert not told(heard, "1. How bad")


def test_of_few_sittings_no_count_is_told(desk: Any, now: datetime) -> None:
    form = pain(desk)
    count(desk.store, form, "pain-where", ItemCounts(shown=9), now=now)
    remark(desk.store, form, "pain-where", now=now)
    show(desk)

    assert told(desk, "Fewer than 10 people were shown it")
    assert told(desk, "They did not understand it: some patients")
    assert not told(desk, "4 patients")


def test_four_people_are_not_heard_yet_and_whether_they_spoke_is_not_told(
    desk: Any, now: datetime
) -> None:
    count(desk.store, pain(desk), "pain", ItemCounts(shown=40, answered=40), now=now)
    show(desk)
    nobody = desk.hands.names()
    assert told(desk, "What people say is shown once five have spoken")

    remark(desk.store, pain(desk), "pain-where", now=now, reasons=("upsetting",) * 4)
    for page in ("Today", "Improve"):
        desk.hands.click(page, "PageTab")
        desk.settle()
    desk.settle()

    assert desk.hands.names() == nobody


def test_changing_it_asks_for_the_editor_with_what_it_answers(heard: Any) -> None:
    asked: list[tuple[str, str]] = []
    heard.reception.pages["improve"].wanted.connect(lambda *what: asked.append(what))
    show(heard)
    heard.hands.click("Change this question")
    heard.settle()

    ((page, key),) = asked
    request = asked_of(key)
    assert page == "forms"
    assert isinstance(request, ChangeAsked)
    assert (request.url, request.link_id) == (pain(heard).url, "pain-where")
    assert len(request.groups) == 2


def test_an_answer_is_said_to_all_of_them_and_is_in_the_audit(heard: Any) -> None:
    show(heard)
    heard.hands.click("Answer")
    heard.hands.wait_for("What do you say to them?")
    heard.hands.click("Not yet")
    heard.hands.click("In a sentence, for everybody")
    heard.hands.type("We look at it in May.")
    heard.hands.press("Ctrl+Return")
    heard.settle()
    heard.settle()

    with heard.store.reading() as c:
        kept = decisions(c)
    assert {(one.outcome, one.text, one.by) for one in kept} == {
        ("not-yet", "We look at it in May.", "lead")
    }
    assert [action for action, _ in actions(heard)].count("feedback.answer") == 2
    assert told(heard, "It is said.")
    assert told(heard, "Where does it hurt most?")  # it goes on tripping people
    assert not told(heard, "4 patients")


def test_a_no_needs_its_reason_and_not_now_a_day(heard: Any) -> None:
    show(heard)
    heard.hands.click("Answer")
    heard.hands.wait_for("What do you say to them?")
    heard.hands.press("Ctrl+Return")
    assert told(heard, "Choose one of the three.")
    heard.hands.click("No, because …")
    heard.hands.click("In a sentence, for everybody")
    heard.hands.type("The whole form is renewed.")
    heard.hands.press("Ctrl+Return")
    heard.settle()
    assert told(heard, "A no needs a reason, and nothing else has one.")
    heard.hands.click("Not now")
    heard.hands.press("Ctrl+Return")
    heard.settle()
    assert told(heard, "Not now: until when?")
    heard.hands.click("Until when?")
    heard.hands.type("1/9/2026")
    heard.hands.press("Ctrl+Return")
    heard.settle()

    with heard.store.reading() as c:
        found = {(one.outcome, one.reason, str(one.until)) for one in decisions(c)}
    assert found == {("no", "not-now", "2026-09-01")}


def test_that_something_was_done_can_not_be_chosen(heard: Any) -> None:
    show(heard)
    heard.hands.click("Answer")
    heard.hands.wait_for("What do you say to them?")

    assert not heard.hands.sees("We did")
    assert told(heard, "“We did” is never written here")


def test_reception_answers_only_what_the_desk_can_change(heard: Any) -> None:
    show(heard, "reception")
    heard.hands.click("Answer")
    heard.hands.wait_for("What do you say to them?")
    heard.hands.click("We say …")
    heard.hands.click("In a sentence, for everybody")
    heard.hands.type("Most means worst.")
    heard.hands.press("Ctrl+Return")
    heard.settle()
    heard.settle()

    with heard.store.reading() as c:
        assert len(decisions(c)) == 1  # a missing answer is the lead's to add
    assert told(heard, "Your lead can change this.")
    assert not heard.hands.sees("Answer")
    assert not heard.hands.sees("Change this question")


def test_not_this_week_and_back(heard: Any) -> None:
    show(heard)
    heard.hands.click("Not this week")
    heard.settle()
    heard.settle()
    assert not told(heard, "Where does it hurt most?")
    heard.hands.press("Ctrl+Z")
    heard.settle()
    heard.settle()

    assert told(heard, "Where does it hurt most?")
    assert ("question.aside", f"{pain(heard).url} pain-where") in actions(heard)


def test_words_are_shown_only_to_who_asks_and_that_is_in_the_audit(heard: Any) -> None:
    show(heard)
    assert not told(heard, WORDS)
    heard.hands.click("Read what 1 wrote")
    heard.settle()
    heard.settle()

    assert told(heard, f"“{WORDS}”")
    assert "feedback.read" in [action for action, _ in actions(heard)]
    heard.hands.press("Escape")
    heard.settle()
    assert not told(heard, WORDS)


def test_where_somebody_may_be_in_danger_it_is_off_every_list(heard: Any) -> None:
    show(heard)
    heard.hands.click("Read what 1 wrote")
    heard.settle()
    heard.settle()
    heard.hands.click("Somebody may be in danger")
    heard.settle()
    assert told(heard, "Nobody is told by the program")
    heard.hands.click("Yes, take it off")
    heard.settle()
    heard.settle()
    assert told(heard, "tell your safeguarding lead, today")
    heard.hands.press("Escape")
    heard.settle()

    assert not told(heard, "They did not understand it: 4 patients")
    assert "feedback.escalate" in [action for action, _ in actions(heard)]


def test_what_waits_too_long_is_marked_and_counted_in_the_rail(
    open_desk: Callable[..., Any], now: datetime
) -> None:
    clock = [now]
    desk = open_desk(now=lambda: clock[0])
    remark(desk.store, pain(desk), "pain-where", now=now)
    show(desk)
    clock[0] = now + timedelta(days=15)
    desk.reception.go("today")
    desk.reception.go("improve")
    desk.settle()
    desk.settle()

    assert told(desk, "Not answered in 14 days. The board says so to everybody.")
    assert told(desk, "Improve, 2")


def test_locking_leaves_no_words_on_the_screen(heard: Any) -> None:
    show(heard)
    heard.hands.click("Read what 1 wrote")
    heard.settle()
    heard.settle()
    assert told(heard, WORDS)
    heard.reception.lock()
    heard.settle()

    assert not told(heard, WORDS)


@pytest.mark.parametrize("percent", [100, 200])
def test_everything_is_reached_by_tab_and_has_a_name(heard: Any, percent: int) -> None:
    heard.reception.look.useText(percent)
    heard.sign_in("lead")
    heard.reception.go("improve")
    heard.settle()
    heard.settle()
    met = heard.hands.walk()

    assert all(node.name for node in met)
    assert {node.name for node in met} >= {
        "This week", "All suggestions", "By question", "Form note", "Read what 1 wrote",
        "Change this question", "Answer", "Not this week",
    }  # fmt: skip


def test_all_suggestions_are_listed_and_answered_from_there(heard: Any) -> None:
    show(heard)
    heard.hands.click("All suggestions", "PageTab")
    heard.settle()
    heard.settle()
    rows = heard.hands.rows()
    assert any("They did not understand it, By whom 4 patients, Since 2 Mar" in one for one in rows)
    assert all("waits for an answer" in one for one in rows)
    heard.hands.click(next(one for one in rows if "4 patients" in one), "Row")
    heard.settle()
    heard.hands.click("Answer")
    heard.hands.wait_for("What do you say to them?")
    heard.hands.click("Not yet")
    heard.hands.click("In a sentence, for everybody")
    heard.hands.type("In May.")
    heard.hands.press("Ctrl+Return")
    heard.settle()
    heard.settle()

    assert any("answered: not yet" in one for one in heard.hands.rows())
    assert any("waits for an answer" in one for one in heard.hands.rows())


def test_the_numbers_of_a_form_are_told_by_question_and_by_how_the_screen_was_used(
    heard: Any, now: datetime
) -> None:
    few = ItemCounts(shown=4, answered=4)
    count(heard.store, pain(heard), "pain-where", few, now=now, mode="keys")
    show(heard)
    heard.hands.click("By question", "PageTab")
    heard.settle()
    heard.hands.click("Form", "ComboBox")
    heard.hands.press("Down")
    heard.hands.press("Return")
    heard.settle()
    rows = heard.hands.rows()
    assert any(
        "Where does it hurt most? · people stumble here, Shown 44, Help 9" in one for one in rows
    )
    assert any("Where is that?, Shown under 10" in one for one in rows)
    heard.hands.click(next(one for one in rows if "Shown 44" in one), "Row")
    heard.settle()

    assert told(heard, "It made trouble 15 of 44 times. That is more than chance.")
    assert told(heard, "Shown 44, Help 9, Left here 2, Not sure 0, Skipped 6, Answered 38")
    assert not told(heard, "By keys or switch: shown to 4,")
    assert told(heard, "shown to 44, trouble for 10, 2 left there")
