"""Touch that forgives, and everything by keyboard."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.trial.touch import rest


def centre(kiosk: Any, name: str) -> Any:
    return kiosk.finger.find(name).rect.center()


def chosen(kiosk: Any) -> Any:
    return [n.name for n in kiosk.finger.nodes() if n.role == "RadioButton" and n.checked]


def test_a_second_finger_is_ignored(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    window, device = kiosk.window.root, kiosk.finger._device
    one, two = centre(kiosk, "Several days"), centre(kiosk, "Nearly every day")
    QTest.touchEvent(window, device).press(0, one).commit()
    QTest.touchEvent(window, device).stationary(0).press(1, two).commit()
    QTest.touchEvent(window, device).stationary(0).release(1, two).commit()
    rest(0.02)
    assert chosen(kiosk) == []
    QTest.touchEvent(window, device).release(0, one).commit()
    rest(0.02)
    assert chosen(kiosk) == ["Several days"]


def test_a_second_finger_lifted_after_the_first_answers_nothing(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    window, device = kiosk.window.root, kiosk.finger._device
    one, two = centre(kiosk, "Several days"), centre(kiosk, "Nearly every day")
    QTest.touchEvent(window, device).press(0, one).commit()
    QTest.touchEvent(window, device).stationary(0).press(1, two).commit()
    QTest.touchEvent(window, device).release(0, one).stationary(1).commit()
    QTest.touchEvent(window, device).release(1, two).commit()
    rest(0.02)
    assert chosen(kiosk) == ["Several days"]
    kiosk.finger.touch("Not at all")
    assert chosen(kiosk) == ["Not at all"]


def test_dragging_off_cancels(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    window, device = kiosk.window.root, kiosk.finger._device
    place = centre(kiosk, "Several days")
    QTest.touchEvent(window, device).press(0, place).commit()
    QTest.touchEvent(window, device).move(0, QPoint(place.x(), 1300)).commit()
    QTest.touchEvent(window, device).release(0, QPoint(place.x(), 1300)).commit()
    rest(0.02)
    assert chosen(kiosk) == []


def test_a_quick_repeat_at_the_same_place_is_ignored_also_across_pages(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    place = centre(kiosk, "Continue")
    for _ in range(3):
        kiosk.finger.press(place)
        kiosk.finger.release(place)
        rest(0.05)
    assert "Worries (GAD-7) · question 2 of 7" in kiosk.finger.names()


def test_a_quick_touch_at_another_place_is_no_repeat(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    for name in ("Several days", "Continue"):
        place = centre(kiosk, name)
        kiosk.finger.press(place)
        kiosk.finger.release(place)
    rest(0.05)
    assert "Worries (GAD-7) · question 2 of 7" in kiosk.finger.names()


def press(kiosk: Any, *keys: Any) -> None:
    for key in keys:
        QTest.keyClick(kiosk.window.root, key)
        rest(0.01)


def focused(kiosk: Any) -> Any:
    return next((n.name for n in kiosk.finger.nodes() if n.focused), "")


def test_a_form_is_answered_and_sent_by_keyboard_alone(kiosk: Any) -> None:
    tab, space, enter = Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return

    def go_to(name: str) -> None:
        for _ in range(30):
            if focused(kiosk) == name:
                return
            press(kiosk, tab)
        raise AssertionError(f"{name} can't be reached by Tab")

    go_to("English")
    press(kiosk, enter)
    go_to("Worries (GAD-7)")
    press(kiosk, space)
    go_to(kiosk.words.say("en", "who_self"))
    press(kiosk, enter)
    for _ in range(7):
        go_to("Not at all")
        press(kiosk, Qt.Key.Key_Down, space)
        go_to("Continue")
        press(kiosk, enter)
    go_to("Send my answers")
    press(kiosk, enter)
    kiosk.finger.wait_for("I have finished")
    assert len(kiosk.submissions()) == 1


def test_the_remark_is_the_last_in_focus_order(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    order = []
    for _ in range(30):
        press(kiosk, Qt.Key.Key_Tab)
        if focused(kiosk) in order:
            break
        order.append(focused(kiosk))
    rotated = order[order.index("Back") :] + order[: order.index("Back")]
    assert rotated[-1] == "Was this question OK?"


def test_the_chosen_option_is_where_tab_goes_and_arrows_move_among_them(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    press(kiosk, Qt.Key.Key_Tab)
    assert focused(kiosk) == "Not at all"
    press(kiosk, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert focused(kiosk) == "More than half the days"
    press(kiosk, Qt.Key.Key_Space)
    assert chosen(kiosk) == ["More than half the days"]
    press(kiosk, Qt.Key.Key_Tab)
    assert focused(kiosk) == "Continue"


def test_a_physical_keyboard_writes_too(kiosk: Any) -> None:
    kiosk.begin("What matters to you today")
    question = "What would you most like to talk about today?"
    for _ in range(3):  # what helps with the question comes before its answer
        press(kiosk, Qt.Key.Key_Tab)
        if kiosk.finger.find(question, "EditableText").focused:
            break
    press(kiosk, Qt.Key.Key_M)
    rest(0.05)
    press(kiosk, Qt.Key.Key_Y)
    press(kiosk, Qt.Key.Key_Escape)
    rest(0.05)
    assert kiosk.finger.find(question, "EditableText").description.lower() == "my"
