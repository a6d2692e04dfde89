"""What befalls at a question adds to its counters, and nothing else of it does: by real touches."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.coproduction.bands import Band
from kiosk.coproduction.evidence import COUNTED, dwell_bin
from kiosk.coproduction.passage import CHECK_PAGE
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.store.figures import Span, bands_counted, item_counts

TABLES = ("form_passage", "form_time", "item_day", "item_dwell", "band_month", "band_spoke")
OWN = "http://clinic-kiosk.example/fhir/StructureDefinition"
SAID = "Was this question OK?"
SKIP = "I'd rather not say"
HELP, ON = "I need help", "Go on with the questions"


def form(**more: Any) -> Questionnaire:
    """Four questions: tea, how many behind it, words, and whether one is sure."""
    raw: dict[str, Any] = {
        "resourceType": "Questionnaire", "url": "http://x.example/tea", "version": "1",
        "status": "active", "language": "en", "title": "Tea", "item": [
            {"linkId": "tea", "type": "boolean", "text": "Do you drink tea?"},
            {"linkId": "cups", "type": "choice", "text": "How many cups a day?",
             "enableWhen": [{"question": "tea", "operator": "=", "answerBoolean": True}],
             "answerOption": [{"valueCoding": {"code": "1", "display": "One"}},
                              {"valueCoding": {"code": "9", "display": "Not sure"}}]},
            {"linkId": "why", "type": "string", "text": "Why do you drink it?"},
            {"linkId": "like", "type": "boolean", "text": "Do you like this clinic?"},
        ],
    }  # fmt: skip
    return parse_questionnaire(raw | more)


@pytest.fixture
def tea(open_kiosk: Callable[..., Any]) -> Any:
    """Somebody at the first question."""
    return at_first(open_kiosk(forms=(form(),)))


def at_first(kiosk: Any) -> Any:
    kiosk.finger.touch("English")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_for("Do you drink tea?")
    return kiosk


def asks(kiosk: Any, words: str) -> None:
    """Continue, and that question is there."""
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for(words)


def back(kiosk: Any, words: str) -> None:
    kiosk.finger.touch("Back")
    kiosk.finger.wait_for(words)


def say_something(kiosk: Any, meanwhile: Callable[[], None] = lambda: None) -> None:
    """A remark on the question shown, made and kept."""
    for words in (SAID, "It is too personal", "Send this remark"):
        kiosk.finger.touch(words)
        meanwhile()
    # Both pages have that way back: a press while one turns into the other belongs to neither.
    kiosk.finger.wait_for("Thank you. That helps.")
    kiosk.finger.touch("Go back to the question")


def counted(kiosk: Any) -> dict[str, dict[str, int]]:
    """Of each question what is not 0; of the time on it only that there is one."""
    kiosk.settle()
    with kiosk.store.reading() as c:
        found = item_counts(c, Span())
    assert all(sum(one.dwell) == one.shown for key, one in found.items() if key.mode)
    return {
        key.link_id: {name: many for name in COUNTED if (many := getattr(one, name))}
        for key, one in found.items()
    }


def modes(kiosk: Any) -> set[str]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return {key.mode for key in item_counts(c, Span())}


def bands(kiosk: Any, day: date) -> set[Band]:
    kiosk.settle()
    with kiosk.store.reading() as c:
        return set(bands_counted(c, day, day))


def rows(kiosk: Any) -> str:
    """Every counter there is, as text."""
    kiosk.settle()
    with kiosk.store.reading() as c:
        found = {name: c.exec_driver_sql(f"select * from {name}").all() for name in TABLES}  # noqa: S608
    return json.dumps({name: [list(row) for row in ones] for name, ones in found.items()})


def test_a_whole_sitting_is_told_question_by_question(tea: Any) -> None:
    finger = tea.finger
    finger.touch("Yes")
    asks(tea, "How many cups a day?")
    finger.touch("Not sure")
    asks(tea, "Why do you drink it?")
    back(tea, "How many cups a day?")
    back(tea, "Do you drink tea?")
    asks(tea, "How many cups a day?")
    finger.touch("One")
    asks(tea, "Why do you drink it?")
    finger.touch(HELP)
    finger.touch(ON)
    finger.touch(SKIP)
    finger.wait_for("Do you like this clinic?")
    say_something(tea)

    tea.nobody_touches_it()

    assert counted(tea) == {
        "tea": {"shown": 1, "answered": 1, "returned": 1},
        "cups": {"shown": 1, "answered": 1, "changed": 1, "returned": 1},
        "why": {"shown": 1, "skipped": 1, "help": 1, "returned": 1, "troubled": 1},
        "like": {"shown": 1, "left_here": 1, "troubled": 1},
    }
    assert modes(tea) == {"touch"}


def test_who_sends_adds_the_same_and_says_not_sure(tea: Any) -> None:
    tea.finger.touch("Yes")
    asks(tea, "How many cups a day?")
    tea.finger.touch("One")
    tea.finger.touch("Not sure")
    for words in ("Why do you drink it?", "Do you like this clinic?", "Send my answers"):
        asks(tea, words)
    assert counted(tea) == {}  # nothing is written before the end

    tea.finger.touch("Send my answers")
    tea.finger.wait_until(lambda: tea.patient.page == "thanks")

    assert counted(tea) == {
        "tea": {"shown": 1, "answered": 1},
        "cups": {"shown": 1, "answered": 1, "changed": 1, "not_sure": 1, "troubled": 1},
        "why": {"shown": 1, "skipped": 1},
        "like": {"shown": 1, "skipped": 1},
        CHECK_PAGE: {"shown": 1},
    }


def test_a_question_behind_a_branch_is_not_shown_to_who_does_not_come_by(tea: Any) -> None:
    tea.finger.touch("No")
    asks(tea, "Why do you drink it?")

    tea.patient.leave(delete=True)

    assert counted(tea) == {
        "tea": {"shown": 1, "answered": 1},
        "why": {"shown": 1, "left_here": 1, "troubled": 1},
    }


def test_what_is_typed_and_taken_back_is_in_no_counter(tea: Any) -> None:
    tea.finger.touch("No")
    asks(tea, "Why do you drink it?")
    tea.finger.touch("Why do you drink it?", "EditableText")
    tea.finger.write("qzx")
    tea.finger.touch("Done")
    tea.finger.touch("Why do you drink it?", "EditableText")
    for _ in "qzx":
        QTest.keyClick(tea.window.root, Qt.Key.Key_Backspace)
    tea.finger.touch("Done")
    asks(tea, "Do you like this clinic?")
    tea.nobody_touches_it()

    found = counted(tea)
    assert found["why"] == {"shown": 1, "skipped": 1}
    assert "qzx" not in rows(tea)


def test_words_typed_letter_by_letter_are_one_answer(tea: Any) -> None:
    tea.finger.touch("No")
    asks(tea, "Why do you drink it?")
    tea.finger.touch("Why do you drink it?", "EditableText")
    tea.finger.write("qzx")
    tea.finger.touch("Done")
    asks(tea, "Do you like this clinic?")
    tea.nobody_touches_it()

    assert counted(tea)["why"] == {"shown": 1, "answered": 1}
    assert "qzx" not in rows(tea)


def test_of_a_sensitive_form_no_more_is_counted_than_what_was_shown(
    open_kiosk: Callable[..., Any], now: datetime
) -> None:
    extension = [{"url": f"{OWN}/no-feedback-prompt", "valueBoolean": True}]
    kiosk = at_first(open_kiosk(forms=(form(extension=extension),)))
    kiosk.finger.touch("Yes")
    asks(kiosk, "How many cups a day?")
    kiosk.finger.touch("Not sure")
    kiosk.finger.touch(HELP)
    kiosk.finger.touch(ON)

    kiosk.nobody_touches_it()

    assert counted(kiosk) == {
        "tea": {"shown": 1}, "cups": {"shown": 1, "left_here": 1, "troubled": 1},
    }  # fmt: skip
    assert modes(kiosk) == {""}
    assert bands(kiosk, now.astimezone().date()) == set()
    assert json.loads(rows(kiosk))["item_dwell"] == []


def test_who_turned_it_off_adds_nothing_not_even_that_they_spoke(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(forms=(form(),))
    kiosk.finger.touch("English")
    kiosk.finger.touch("Count touches, never what I take back")
    kiosk.finger.touch("I answer myself")
    kiosk.finger.wait_for("Do you drink tea?")
    say_something(kiosk)

    kiosk.nobody_touches_it()

    assert json.loads(rows(kiosk)) == {name: [] for name in TABLES}


def test_a_sitting_is_in_one_band_of_age_language_and_mode(
    open_kiosk: Callable[..., Any], now: datetime
) -> None:
    kiosk = open_kiosk(forms=(form(),))
    day = now.astimezone().date()
    at_first(kiosk)
    kiosk.patient.shown_display.setText(1)
    kiosk.patient.shown_display.setTheme("contrast")
    kiosk.finger.touch("Yes")
    asks(kiosk, "How many cups a day?")
    kiosk.nobody_touches_it()

    assert modes(kiosk) == {"large"}
    assert bands(kiosk, day) == {
        Band("age", "unknown", 1, 0), Band("language", "en", 1, 0), Band("mode", "large", 1, 0),
    }  # fmt: skip

    for spoke in range(1, 6):
        at_first(kiosk)
        say_something(kiosk)
        kiosk.nobody_touches_it()
        told = spoke if spoke == 5 else 0  # of fewer it is not said when they did
        here = {Band("age", "unknown", spoke + 1, told), Band("mode", "touch", spoke, told)}
        assert bands(kiosk, day) >= here


def test_who_says_something_adds_to_the_counters_what_everybody_adds(
    open_kiosk: Callable[..., Any], now: datetime
) -> None:
    clock, counters = [now], []
    for speaks in (False, True):
        kiosk = at_first(open_kiosk(forms=(form(),), clock=lambda: clock[0]))
        if speaks:
            say_something(kiosk, lambda: clock.append(clock.pop() + timedelta(seconds=45)))
        kiosk.nobody_touches_it()
        counters.append(json.loads(rows(kiosk)))
        clock[0] = now

    silent, both = counters
    # That somebody spoke is held with no day beside it, until five did.
    assert [many for *_, many in both.pop("band_spoke")] == [1, 1, 1]
    assert both == {
        name: [[one * 2 if isinstance(one, int) else one for one in row] for row in silent[name]]
        for name in both
    }


def test_who_sends_is_in_the_bands_once_however_many_forms(
    open_kiosk: Callable[..., Any], now: datetime
) -> None:
    kiosk = open_kiosk(forms=(form(), form(url="http://x.example/more", title="More tea")))
    for title in ("Tea", "More tea"):
        if title == "Tea":
            kiosk.finger.touch("English")
        kiosk.finger.touch(title)
        kiosk.finger.touch("I answer myself")
        kiosk.finger.wait_for("Do you drink tea?")
        kiosk.patient.sitting.filler.go_to_review()
        kiosk.patient._show()
        kiosk.finger.touch("Send my answers")
        kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")
        if title == "Tea":
            kiosk.patient.another()
    kiosk.patient.leave(delete=False)

    assert bands(kiosk, now.astimezone().date()) == {
        Band("age", "unknown", 1, 0), Band("language", "en", 1, 0), Band("mode", "touch", 1, 0),
    }  # fmt: skip


def test_time_under_help_and_the_warning_that_nobody_is_there_is_no_time_on_the_question(
    open_kiosk: Callable[..., Any], now: datetime
) -> None:
    clock = [now]

    def later(seconds: int) -> None:
        clock[0] += timedelta(seconds=seconds)

    kiosk = at_first(open_kiosk(forms=(form(),), clock=lambda: clock[0]))
    later(4)
    kiosk.finger.touch(HELP)
    later(200)
    kiosk.finger.touch(ON)
    later(4)
    kiosk.patient._idle._warn()
    later(300)
    kiosk.nobody_touches_it()

    kiosk.settle()
    with kiosk.store.reading() as c:
        (tea,) = item_counts(c, Span()).values()
    assert tea.dwell[dwell_bin(8)] == 1
    assert (tea.help, tea.left_here, tea.troubled) == (1, 1, 1)


def test_keys_are_the_mode_that_says_most(tea: Any) -> None:
    tea.patient.shown_display.setText(2)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(tea.window.root, key)
    tea.finger.wait_for_stillness()

    tea.nobody_touches_it()

    assert modes(tea) == {"keys"}
