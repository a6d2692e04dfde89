from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from kiosk.coproduction.board import BoardLine, Decision, board
from kiosk.coproduction.feedback import RemarkGroup

PAIN = "http://example.org/pain|1"
MOOD = "http://example.org/mood|1"
DAY = date(2026, 3, 2)


def group(name: str, form: str = PAIN, count: int = 5, people: int | None = None) -> RemarkGroup:
    people = count if people is None else people
    return RemarkGroup(name, form, f"q-{name}", "not-understood", count, people, ("private words",))


def decided(name: str, outcome: str = "did", text: str = "Done.", days: int = 0) -> Decision:
    return Decision(name, outcome, text, DAY + timedelta(days=days), "lead")


def lines(
    groups: Sequence[RemarkGroup], *decisions: Decision, sessions: int = 10
) -> tuple[BoardLine, ...]:
    counted = {PAIN: sessions, MOOD: sessions}
    return board(groups, decisions, counted, lambda form, link_id: f"{form}#{link_id}")


def test_a_line_says_what_was_asked_what_was_wrong_and_what_became_of_it() -> None:
    [line] = lines([group("a")], decided("a", "no", "The law wants this question."))
    assert line == BoardLine(
        f"{PAIN}#q-a", "not-understood", "no", "The law wants this question.", DAY
    )


def test_without_a_decision_there_is_no_line_and_without_remarks_no_decision() -> None:
    assert lines([group("a")]) == ()
    assert lines([], decided("a")) == ()
    assert lines([group("a")], decided("other")) == ()


@pytest.mark.parametrize(("sessions", "shown"), [(0, 0), (9, 0), (10, 1)])
def test_nothing_is_public_of_a_form_with_fewer_than_ten_sittings(
    sessions: int, shown: int
) -> None:
    assert len(lines([group("a")], decided("a"), sessions=sessions)) == shown


@pytest.mark.parametrize(("counts", "shown"), [((4,), 0), ((5,), 1), ((1, 4), 1), ((1, 3), 0)])
def test_nothing_is_public_before_five_remarks_on_the_form_are_released(
    counts: tuple[int, ...], shown: int
) -> None:
    groups = [group(str(number), count=count) for number, count in enumerate(counts)]
    assert len(lines(groups, decided("0"))) == shown


@pytest.mark.parametrize(("people", "shown"), [((1, 3), 0), ((4, 1), 1)])
def test_one_person_with_many_remarks_makes_nothing_public(
    people: tuple[int, int], shown: int
) -> None:
    groups = [group(str(number), count=20, people=each) for number, each in enumerate(people)]
    assert len(lines(groups, decided("0"))) == shown


def test_an_outcome_this_version_does_not_know_is_left_out_and_takes_nothing_along() -> None:
    groups = [group("a"), group("b")]
    found = lines(groups, decided("a"), decided("b"), decided("b", "trial", "We try it."))
    assert [line.question[-1] for line in found] == ["a"]


def test_remarks_on_another_form_do_not_help() -> None:
    groups = [group("a", count=1), group("b", form=MOOD, count=9)]
    assert [line.question for line in lines(groups, decided("a"), decided("b"))] == [f"{MOOD}#q-b"]


def test_the_last_decision_on_a_group_wins() -> None:
    found = lines([group("a")], decided("a", "not-yet", "Soon."), decided("a", text="Now.", days=3))
    assert [(line.outcome, line.text) for line in found] == [("did", "Now.")]


def test_the_newest_decision_stands_first() -> None:
    groups = [group(name) for name in "abc"]
    found = lines(groups, decided("a", days=1), decided("b", days=9), decided("c", days=5))
    assert [line.question[-1] for line in found] == ["b", "c", "a"]


def test_neither_counts_nor_patients_words_are_on_the_board() -> None:
    shown = repr(lines([group("a", count=17)], decided("a")))
    assert "17" not in shown
    assert "private words" not in shown
