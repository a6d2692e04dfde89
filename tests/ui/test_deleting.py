"""“Yes, delete my answers” deletes them, also where the store can't do it at once."""

from typing import Any

PIN = "482913"
NOT_YET = "Your answers are not deleted yet"


def answer_and_ask_to_stop(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Several days")
    kiosk.settle()
    kiosk.finger.touch("I have to go")
    kiosk.finger.touch("Stop and delete my answers")


def refuse_to_delete(kiosk: Any) -> None:
    with kiosk.store.transaction() as connection:
        connection.exec_driver_sql(
            "create trigger kept before delete on draft begin select raise(abort, 'no'); end"
        )


def allow_to_delete(kiosk: Any) -> None:
    with kiosk.store.transaction() as connection:
        connection.exec_driver_sql("drop trigger kept")


def open_list(kiosk: Any) -> None:
    kiosk.finger.touch("Staff")
    for digit in PIN:
        kiosk.finger.touch(digit)
    kiosk.finger.touch("OK")
    kiosk.finger.touch("Paused answers")
    kiosk.finger.wait_for_stillness()


def test_it_is_not_told_as_done_before_it_is_done(kiosk: Any) -> None:
    answer_and_ask_to_stop(kiosk)
    with kiosk.slow_disk():
        kiosk.finger.touch("Yes, delete my answers")
        kiosk.finger.wait_for("We are deleting your answers.")
        assert not kiosk.finger.sees("English")
    kiosk.finger.wait_for("English")
    assert kiosk.drafts() == ()


def test_where_it_fails_it_is_told_and_done_before_whatever_comes_next(kiosk: Any) -> None:
    answer_and_ask_to_stop(kiosk)
    with kiosk.busy_store():
        kiosk.finger.touch("Yes, delete my answers")
        kiosk.finger.wait_for(NOT_YET)
    assert kiosk.drafts() == ()
    kiosk.finger.touch("Go to the first page")
    kiosk.finger.wait_for("English")


def test_it_is_tried_again_by_itself(kiosk: Any) -> None:
    answer_and_ask_to_stop(kiosk)
    with kiosk.busy_store():
        kiosk.finger.touch("Yes, delete my answers")
        kiosk.finger.wait_for(NOT_YET)
    assert kiosk.patient._discards._again.isActive()
    kiosk.patient._discards._again.start(1)
    kiosk.finger.wait_until(lambda: kiosk.patient._discards._owed == frozenset())
    with kiosk.store.reading() as connection:
        count = connection.exec_driver_sql("select count(*) from draft").scalar()
    assert count == 0


def test_what_is_still_to_be_deleted_is_not_shown_to_staff_nor_resumed(kiosk: Any) -> None:
    answer_and_ask_to_stop(kiosk)
    refuse_to_delete(kiosk)
    kiosk.finger.touch("Yes, delete my answers")
    kiosk.finger.touch("Go to the first page")
    draft = kiosk.drafts()[0]
    open_list(kiosk)
    assert kiosk.finger.sees("No answers are paused.")
    kiosk.staff.close()
    kiosk.patient.resume(draft.id, "Sam")
    kiosk.finger.wait_for("This screen needs a moment")
    allow_to_delete(kiosk)
    assert kiosk.drafts() == ()


def test_a_failure_that_comes_late_does_not_disturb_the_next_person(kiosk: Any) -> None:
    answer_and_ask_to_stop(kiosk)
    refuse_to_delete(kiosk)
    with kiosk.slow_disk():
        kiosk.finger.touch("Yes, delete my answers")
        kiosk.finger.wait_for("We are deleting your answers.")
        kiosk.nobody_touches_it()
        kiosk.begin("Pain today")
    kiosk.settle()
    assert kiosk.finger.sees("How bad is your pain right now?")
    assert not kiosk.finger.sees(NOT_YET)
