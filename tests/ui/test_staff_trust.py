"""What staff do is written down, and a late result meets nobody else."""

from typing import Any

PIN = "482913"


def pause_a_form(kiosk: Any) -> str:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.settle()
    kiosk.patient.leave(delete=False)
    return str(kiosk.drafts()[0].id)


def enter(kiosk: Any, pin: str) -> None:
    for digit in pin:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()


def audit_of(kiosk: Any) -> list[tuple[Any, ...]]:
    kiosk.settle()
    with kiosk.store.reading() as connection:
        query = "select actor, action, subject from audit_event order by id"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_wrong_pin_an_opened_list_and_a_resumed_draft_are_in_the_audit(kiosk: Any) -> None:
    draft = pause_a_form(kiosk)
    kiosk.finger.touch("Staff")
    enter(kiosk, "135790")
    kiosk.settle()
    enter(kiosk, PIN)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()
    kiosk.staff.resume(draft)
    kiosk.finger.wait_for("Several days")
    assert audit_of(kiosk)[-3:] == [
        ("staff", "staff.pin-wrong", kiosk.store.kiosk_id),
        ("Sam", "staff.opened", kiosk.store.kiosk_id),
        ("Sam", "draft.resumed", draft),
    ]


def test_a_draft_that_can_not_be_resumed_is_not_said_to_be(kiosk: Any) -> None:
    kiosk.patient.resume("nowhere", "Sam")
    kiosk.finger.wait_for("This screen needs a moment")
    assert [action for _, action, _ in audit_of(kiosk)] == []


def test_a_right_pin_whose_answer_comes_late_opens_nothing_for_the_next(kiosk: Any) -> None:
    pause_a_form(kiosk)
    kiosk.finger.touch("Staff")
    with kiosk.slow_disk():
        enter(kiosk, PIN)
        kiosk.staff.close()
        kiosk.staff.open()
    kiosk.settle()
    assert kiosk.finger.heading() == "Enter your staff PIN"
    assert not kiosk.staff.pin.checking
    assert kiosk.staff.paused.lines == []


def test_a_wrong_pin_whose_answer_comes_late_is_not_told_to_the_next(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    with kiosk.slow_disk():
        enter(kiosk, "135790")
        kiosk.staff.close()
        kiosk.staff.open()
    kiosk.settle()
    assert kiosk.staff.problem == ""


def test_a_bug_while_the_pin_is_checked_leaves_no_dead_pad(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    with kiosk.store.transaction() as connection:
        connection.exec_driver_sql("alter table staff rename to away")
    enter(kiosk, PIN)
    kiosk.settle()
    with kiosk.store.transaction() as connection:
        connection.exec_driver_sql("alter table away rename to staff")
    for key in (*PIN, "OK"):
        kiosk.finger.touch(key)
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()


def test_while_a_draft_is_fetched_the_screen_says_so(kiosk: Any) -> None:
    draft = pause_a_form(kiosk)
    with kiosk.slow_disk():
        kiosk.patient.resume(draft, "Sam")
        kiosk.finger.wait_for("We are getting your answers back.")
    kiosk.finger.wait_for("Several days")


def test_a_draft_that_comes_late_does_not_replace_the_next_persons_answers(kiosk: Any) -> None:
    draft = pause_a_form(kiosk)
    with kiosk.slow_disk():
        kiosk.patient.resume(draft, "Sam")
        kiosk.nobody_touches_it()
        kiosk.begin("Pain today")
        kiosk.finger.touch("6")
    kiosk.settle()
    assert kiosk.finger.find("6").checked
    assert kiosk.patient._visit.sitting.questionnaire.name == "PainToday"


def test_of_two_resumes_only_the_last_counts(kiosk: Any) -> None:
    draft = pause_a_form(kiosk)
    with kiosk.slow_disk():
        kiosk.patient.resume("nowhere", "Sam")
        kiosk.patient.resume(draft, "Sam")
    kiosk.finger.wait_for("Several days")
