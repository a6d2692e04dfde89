"""The board on the first page: in the reader's language, as much as fits, in nobody's way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiosk.coproduction.board_lines import Board, BoardLine
from tests.ui.test_every_screen import PANELS, check

DAY = date(2026, 3, 2)
BEFORE = {"en": "Where does it hurt most?", "ar": "أين يؤلمك أكثر؟"}
AFTER = {"en": "Where is it worst?", "ar": "أين أسوأ موضع؟"}
OURS = "A sentence of the clinic, in its own language."
LINES = {
    "did": BoardLine("did", DAY, OURS, before=BEFORE, after=AFTER),
    "dropped": BoardLine("did", DAY, before=BEFORE, after={}),
    "no": BoardLine("no", DAY, OURS, "locked", None, BEFORE),
    "not-now": BoardLine("no", DAY, OURS, "not-now", date(2026, 9, 1), BEFORE),
    "trying": BoardLine("trying", DAY, OURS, "", date(2026, 3, 20), BEFORE, AFTER),
    "unanswered": BoardLine("unanswered", DAY, before=BEFORE),
    "elsewhere": BoardLine("elsewhere", DAY, OURS),
    "hostile": BoardLine("answered", DAY, "<img src=x><b>" + "long " * 80, before=BEFORE),
}


def show(kiosk: Any, *lines: BoardLine) -> None:
    kiosk.patient.show_board(Board(DAY, lines))
    kiosk.settle()


def walked(kiosk: Any) -> list[tuple[str, str]]:
    """Role and name of all that can be come to."""
    return [(node.role, node.name) for node in kiosk.finger.nodes() if node.focusable]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("panel", PANELS)
def test_every_line_is_whole_in_every_language_and_size(
    open_kiosk: Callable[..., Any], panel: str, language: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    kiosk.patient._speaking.speak(language)
    for step in range(3):
        kiosk.patient._display.setText(step)
        for line in ("did", "not-now", "elsewhere", "hostile"):
            show(kiosk, LINES[line])
            assert check(kiosk, f"attract {step} {line}", PANELS[panel][1]) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("did", "We changed it. Now we ask: “Where is it worst?” " + OURS),
        ("dropped", "We changed it."),
        ("no", "We will not change it, because it is a tested question, and nobody may change "
               "its words. " + OURS),
        ("not-now", "We will not change it, because we cannot do it now. We will look at it again "
                    "on 1 September 2026. " + OURS),
        ("trying", "We are trying other words for it. Until 20 March 2026. " + OURS),
        ("unanswered", "Not answered yet. It has waited more than two weeks."),
        ("elsewhere", OURS),
    ],
)  # fmt: skip
def test_what_became_of_it_is_said_in_plain_words(
    open_kiosk: Callable[..., Any], line: str, said: str
) -> None:
    kiosk = open_kiosk(panel=PANELS['24" 1920x1080'])
    show(kiosk, LINES[line])
    expected = "We do not ask it any more." if line == "dropped" else said
    assert expected in kiosk.finger.names()


def test_the_clinic_s_sentence_says_its_language_and_all_else_is_the_reader_s(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=PANELS['24" 1920x1080'])
    show(kiosk, LINES["did"])
    kiosk.patient._speaking.speak("ar")
    kiosk.settle()
    shown = "\n".join(kiosk.finger.names())
    assert [
        text for text in (BEFORE["ar"], AFTER["ar"], "English", OURS) if text not in shown
    ] == []
    assert BEFORE["en"] not in shown


def test_where_there_is_little_room_it_says_less_and_never_a_part_of_a_sentence(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=PANELS['10" 1280x800'])
    show(kiosk, LINES["did"])
    names = kiosk.finger.names()
    assert "We changed it. Now we ask: “Where is it worst?”" in names
    assert not any(OURS in name for name in names)


LONG = "Have you not omitted any of your prescribed medication since discharge from hospital?"
PLAIN = "Have you taken all your medicines since you left hospital?"


def test_the_new_words_matter_more_than_the_old_ones_on_a_small_panel(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=PANELS['10" 1280x800'])
    longest = {"en": LONG + " Please think of tablets, drops and ointments, too, and of inhalers."}
    for before in ({"en": LONG}, longest):
        show(kiosk, BoardLine("did", DAY, before=before, after={"en": PLAIN}))
        assert "We said, we did" in kiosk.finger.names()
        assert f"We changed it. Now we ask: “{PLAIN}”" in kiosk.finger.names()


@pytest.mark.parametrize("panel", ['10" 800x1280', '10" 1280x800'])
def test_where_the_newest_has_no_room_the_next_that_has_is_told(
    open_kiosk: Callable[..., Any], panel: str
) -> None:
    kiosk = open_kiosk(panel=PANELS[panel])
    show(kiosk, LINES["hostile"])
    kiosk.finger.wait_for_stillness()
    assert "We said, we did" not in kiosk.finger.names()
    show(kiosk, LINES["hostile"], LINES["unanswered"])
    kiosk.finger.wait_for("Not answered yet. It has waited more than two weeks.")
    assert check(kiosk, "attract", PANELS[panel][1]) == {}


def test_a_no_has_its_place_on_a_small_panel_without_its_day(
    open_kiosk: Callable[..., Any],
) -> None:
    kiosk = open_kiosk(panel=PANELS['10" 1280x800'])
    show(kiosk, LINES["not-now"])
    kiosk.finger.wait_for("We will not change it, because we cannot do it now.")
    assert check(kiosk, "attract", PANELS['10" 1280x800'][1]) == {}


@pytest.mark.parametrize("kind", ["did", "trying"])
def test_a_sentence_that_has_the_new_question_in_it_does_not_say_it_twice(
    open_kiosk: Callable[..., Any], kind: str
) -> None:
    kiosk = open_kiosk(panel=PANELS['24" 1920x1080'])
    said = f"We ask this otherwise now: “{AFTER['en']}”"
    show(kiosk, BoardLine(kind, DAY, said, before=BEFORE, after=AFTER))
    assert not any(said in name for name in kiosk.finger.names())


def test_who_ignores_it_has_no_more_stops_and_no_more_words_on_the_way(
    open_kiosk: Callable[..., Any],
) -> None:
    """The first page gains three texts, as it always did; every page after it is what it was."""
    walks = []
    for lines in ((), (LINES["no"],)):
        kiosk = open_kiosk(panel=PANELS['24" 1920x1080'])
        show(kiosk, *lines)
        first = walked(kiosk)
        kiosk.finger.touch("English")
        kiosk.settle()
        forms = walked(kiosk)
        kiosk.finger.touch("Pain today")
        kiosk.settle()
        walks.append((first, forms, walked(kiosk)))
    without, with_board = walks
    assert with_board[1:] == without[1:]
    gained = [one for one in with_board[0] if one not in without[0]]
    assert [role for role, _ in gained] == ["StaticText"] * 3
    assert [one for one in with_board[0] if one not in gained] == without[0]


def test_on_a_small_upright_panel_the_words_above_end_clear_of_where_the_board_begins(
    open_kiosk: Callable[..., Any],
) -> None:
    panel = PANELS['10" 800x1280']
    kiosk = open_kiosk(panel=panel)
    show(kiosk, LINES["did"])
    kiosk.finger.wait_for("We said, we did")

    def apart() -> int:
        """From the last word above to the first below, in pixels; the cover follows the board."""
        [limit] = [n.rect for n in kiosk.finger.nodes() if "it starts again" in n.name]
        start = kiosk.finger.find("Touch your language to start").rect
        return int(start.top() - limit.bottom())

    kiosk.finger.wait_until(lambda: apart() > 6 * panel[1], "room at the foot of the cover")
