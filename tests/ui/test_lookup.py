"""Three words after a remark, and what became of it by them, by touch and keys."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.coproduction.feedback import GROUP_SIZE, Remark, group_id
from kiosk.coproduction.outcomes import Decision
from kiosk.coproduction.receipts import Places, plain
from kiosk.resources import resource
from kiosk.store import feedback
from kiosk.store.receipts import keep_with_receipt
from kiosk.ui.patient.tries import MOST_TRIES
from kiosk.ui.wording.receipt_words import ReceiptWords

LISTS = ReceiptWords(resource("receipt"))
OPEN, CLOSE = "Look up my three words", "Close and forget my words"
SAID = "What I said is mine alone"


def spoken(kiosk: Any, times: int = 1) -> Places:
    """So many people spoke of the same question; the receipt of the last."""
    [form] = [one for one in kiosk.patient._offer.forms if one.name == "PainToday"]
    for _ in range(times):
        day = datetime(2026, 3, 1).date()  # noqa: DTZ001 - a day alone
        said = Remark(str(uuid4()), day, form.canonical, "pain-where", "upsetting", SAID, "en")
        with kiosk.store.transaction() as c:
            receipt = keep_with_receipt(c, said, first=True)
    return receipt


def released(kiosk: Any, now: datetime, answer: str = "") -> None:
    """The clinic may see them since then, and has answered, or not."""
    with kiosk.store.transaction() as c:
        feedback.release_remarks(c, today=now.date())
        if answer:
            one = feedback.released(c)[0]
            about = group_id(one.questionnaire, one.link_id, one.reason)
            text = "“All over” is among the answers now."
            reason = "cost" if answer == "no" else ""
            decision = Decision(about, answer, text, now.date(), "lead", reason)
            feedback.record_decision(c, decision)


def opened(kiosk: Any) -> None:
    kiosk.finger.touch("Display")
    kiosk.finger.touch(OPEN)
    kiosk.finger.wait_for("What is your first word?")


def begun_in(kiosk: Any) -> str:
    """The letters typed of a word."""
    return "".join(kiosk.patient._remarks.looking.property("letters"))


def look_up(kiosk: Any, places: Places, language: str = "en") -> None:
    """Touch the first letters of each word, then the word."""
    known = LISTS.of(language)
    for place in places:
        for letter in plain(known.word(place)):
            if place in known.offered(begun_in(kiosk)):
                break
            kiosk.finger.touch(letter)
        kiosk.finger.touch(known.word(place))
    kiosk.settle()
    kiosk.finger.wait_for_stillness()


def said_on(kiosk: Any) -> str:
    """All that the page says."""
    return "\n".join(kiosk.finger.names())


def wrong(right: Places) -> Places:
    return (right[0] ^ 1, *right[1:])


def test_a_remark_takes_three_touches_and_gives_three_words_that_find_it(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    for touch in ("Was this question OK?", "I do not know, or I forgot", "Send this remark"):
        kiosk.finger.touch(touch)
    kiosk.finger.wait_for("Thank you. That helps.")
    [shown] = [name for name in kiosk.finger.names() if name.count(" · ") == 2]
    kiosk.finger.touch("Go back to the question")
    kiosk.patient.leave(delete=False)
    kiosk.finger.wait_for_stillness()

    list_ = LISTS.of("en")
    places = {list_.word(place): place for place in range(256)}
    opened(kiosk)
    look_up(kiosk, tuple(places[word] for word in shown.split(" · ")))
    assert kiosk.finger.heading() == "We have it"
    assert "How bad is your pain right now?" in said_on(kiosk)


@pytest.mark.parametrize(
    ("answered", "title", "told"),
    [
        (("", 0), "The clinic is looking at it", "2 March 2026"),
        (("", 14), "Not answered yet", "2 March 2026"),
        (("answered", 0), "We say:", "“All over” is among the answers now."),
        (("not-yet", 0), "Not yet.", "“All over” is among the answers now."),
        (
            ("no", 0),
            "We will not change it, because it would cost too much.",
            "“All over” is among the answers now.",
        ),
    ],
)
def test_each_state_is_told_and_never_what_was_said_or_when(
    kiosk: Any, now: datetime, answered: tuple[str, int], title: str, told: str
) -> None:
    (answer, days), mine = answered, spoken(kiosk, GROUP_SIZE)
    released(kiosk, now - timedelta(days=days), answer)
    opened(kiosk)
    look_up(kiosk, mine)
    assert kiosk.finger.heading() == title
    heard = said_on(kiosk)
    assert told in heard
    assert "Where does it hurt most?" in heard
    assert SAID not in heard
    assert "1 March" not in heard
    assert not any(LISTS.of("en").word(place) in heard for place in mine)


def test_a_receipt_of_one_language_is_looked_up_in_another(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk()
    mine = spoken(kiosk)
    kiosk.finger.touch("العربية")
    kiosk.finger.touch("العرض")
    kiosk.finger.touch("البحث بكلماتي الثلاث")
    look_up(kiosk, mine, "ar")
    assert kiosk.finger.heading() == "ملاحظتك عندنا"


def test_a_keyboard_that_is_plugged_in_types_the_letters(kiosk: Any) -> None:
    mine = spoken(kiosk)
    opened(kiosk)
    known = LISTS.of("en")
    for place in mine:
        for letter in plain(known.word(place)):
            if place not in known.offered(begun_in(kiosk)):
                QTest.keyClick(kiosk.window.root, Qt.Key(ord(letter.upper())))
        kiosk.finger.touch(known.word(place))
    kiosk.settle()
    assert kiosk.finger.heading() == "We have it"


def test_five_wrong_receipts_are_followed_by_a_wait_even_for_the_right_one(kiosk: Any) -> None:
    mine = spoken(kiosk)
    opened(kiosk)
    for _ in range(MOST_TRIES - 1):
        look_up(kiosk, wrong(mine))
        assert "No remark on this screen has these three words" in said_on(kiosk)
    look_up(kiosk, wrong(mine))
    assert kiosk.finger.heading() == "Wait a few minutes"
    kiosk.finger.touch(CLOSE)
    kiosk.finger.touch("Display")
    kiosk.finger.touch(OPEN)
    assert kiosk.finger.wait_for("Wait a few minutes")


def test_who_has_one_right_receipt_gets_no_more_tries_by_it(kiosk: Any) -> None:
    mine = spoken(kiosk)
    for _ in range(MOST_TRIES - 1):
        opened(kiosk)
        look_up(kiosk, wrong(mine))
        kiosk.finger.touch(CLOSE)
    opened(kiosk)
    look_up(kiosk, mine)
    kiosk.finger.touch(CLOSE)
    opened(kiosk)
    look_up(kiosk, wrong(mine))
    assert kiosk.finger.heading() == "Wait a few minutes"


@pytest.mark.parametrize("how", ["close", "nobody there", "a language"])
def test_whatever_ends_it_nothing_of_the_words_is_left(kiosk: Any, how: str) -> None:
    mine = spoken(kiosk)
    opened(kiosk)
    look_up(kiosk, mine[:2])
    lookup = kiosk.patient._remarks.looking
    assert lookup.property("picked")
    if how == "close":
        kiosk.finger.touch(CLOSE)
    elif how == "nobody there":
        kiosk.nobody_touches_it()
    else:
        kiosk.patient.openSheet("language")
    assert (lookup.property("step"), lookup.property("picked"), lookup._picked) == ("", "", ())


def test_who_ignores_all_this_meets_none_of_it(kiosk: Any) -> None:
    """The pages of a whole visit, and the display sheet within it, have not one word more."""
    own = {kiosk.words.say("en", key) for key in kiosk.words.own("en") if key[:8] == "receipt_"}
    met = set(kiosk.finger.names())
    kiosk.begin("Worries (GAD-7)")
    for _ in range(7):
        met |= set(kiosk.finger.names())
        kiosk.finger.touch("Not at all")
        kiosk.finger.touch("Continue")
        kiosk.finger.wait_for_stillness()
    kiosk.finger.touch("Display")
    kiosk.finger.wait_for("Make this screen right for you")
    met |= set(kiosk.finger.names())
    assert not met & own


@pytest.mark.parametrize("panel", [(1280, 800), (800, 1280)], ids=["lying", "upright"])
def test_who_reads_the_largest_text_finds_it_on_a_small_panel_too(
    open_kiosk: Callable[..., Any], panel: tuple[int, int]
) -> None:
    kiosk = open_kiosk(panel=(panel, 5.9))
    for step in range(3):
        kiosk.patient.display.setText(step)
        opened(kiosk)
        kiosk.finger.touch(CLOSE)
        kiosk.finger.wait_for_stillness()
