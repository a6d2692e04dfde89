"""What stands on the board, and what does not yet, or never."""

import pytest

from kiosk.coproduction import events as log
from kiosk.coproduction.board import board
from kiosk.coproduction.outcomes import ESCALATED, Decision
from tests.coproduction.boards import MOOD, NEW, PAIN, day, decided, event, facts, form, said
from tests.coproduction.boards import asked as about

Q = about()


def kinds(on: int = 8, **known: object) -> list[str]:
    return [one.kind for one in board(facts(**({"said": said(Q)} | known)), day(on))]  # type: ignore[arg-type]


def no() -> Decision:
    return decided(Q, "no", reason="law")


@pytest.mark.parametrize(("sittings", "shown"), [(9, []), (10, ["no"])])
def test_nothing_is_public_of_a_form_with_fewer_than_ten_sittings(
    sittings: int, shown: list[str]
) -> None:
    assert kinds(decisions=[no()], sittings={PAIN: {day(0): sittings}}) == shown


@pytest.mark.parametrize(("people", "shown"), [((4,), 0), ((5,), 1), ((1, 4), 2), ((1, 3), 0)])
def test_nothing_is_public_before_five_people_s_remarks_on_the_form_are_released(
    people: tuple[int, ...], shown: int
) -> None:
    groups = [about(reason) for reason in ("not-understood", "upsetting")][: len(people)]
    spoken = [one for group, many in zip(groups, people, strict=True) for one in said(group, many)]
    answers = [no(), decided(groups[-1], "not-yet")][: len(people)]
    assert len(kinds(said=spoken, decisions=answers)) == shown


def test_people_who_spoke_of_another_form_do_not_help() -> None:
    spoken = (*said(Q, 1), *said(about(url=MOOD), 9))
    assert kinds(said=spoken, decisions=[no()]) == []


def test_remarks_on_all_versions_of_a_form_are_of_one_form() -> None:
    spoken = (*said(Q, 2), *said(about(version="1.1.0"), 3))
    assert kinds(said=spoken, decisions=[no()]) == ["no"]


def test_what_patients_do_changes_it_at_the_end_of_a_week_alone() -> None:
    assert [kinds(on, decisions=[no()]) for on in (6, 7)] == [[], ["no"]]


def test_and_only_after_ten_more_sittings() -> None:
    later = said(about("upsetting"), released=9)
    known = {
        "said": (*said(Q), *later),
        "decisions": [no(), decided(about("upsetting"), "not-yet")],
    }
    few, enough = ({PAIN: {day(0): 10, day(8): more}} for more in (9, 10))

    assert kinds(14, sittings=few, **known) == ["no"]
    assert kinds(14, sittings=enough, **known) == ["not-yet", "no"]


def test_what_the_clinic_does_is_there_at_once() -> None:
    draft = event(log.DRAFTED, "1.1.0", 8, Q)
    published = event(log.PUBLISHED, "1.1.0", 8)
    forms = [form(), form("1.1.0", NEW)]

    assert kinds(8, events=[draft, published], forms=forms) == ["did"]


def test_what_is_new_and_unanswered_is_not_on_it_and_what_is_overdue_is() -> None:
    assert [kinds(on) for on in (14, 15)] == [[], ["unanswered"]]


def test_the_newest_stands_first() -> None:
    groups = [about(reason) for reason in ("not-understood", "upsetting", "asked-already")]
    answers = [
        decided(one, outcome, on)
        for one, outcome, on in zip(
            groups, ("answered", "not-yet", "on-trial"), (3, 5, 4), strict=True
        )
    ]
    spoken = [one for group in groups for one in said(group)]
    found = board(facts(said=spoken, decisions=answers), day(8))

    assert [one.day for one in found] == [day(5), day(3)]


def test_of_one_day_a_change_stands_before_words() -> None:
    other = about("upsetting")
    found = kinds(
        8,
        said=(*said(Q), *said(other)),
        events=[event(log.DRAFTED, "1.1.0", 7, Q), event(log.PUBLISHED, "1.1.0", 8)],
        decisions=[decided(other, "answered", 8)],
        forms=[form(), form("1.1.0", NEW)],
    )

    assert found == ["did", "answered"]


def test_the_same_is_said_once_of_a_question_whatever_people_s_reasons() -> None:
    spoken = (*said(Q), *said(about("upsetting")))
    assert kinds(20, said=spoken) == ["unanswered"]


def test_nor_is_it_said_again_of_a_later_version_that_asks_it_in_the_same_words() -> None:
    spoken = (*said(Q), *said(about(version="1.1.0")))
    same, other = ([form(), form("1.1.0", *words)] for words in ((), (NEW,)))

    assert kinds(20, said=spoken, forms=same) == ["unanswered"]
    assert kinds(20, said=spoken, forms=other) == ["unanswered"] * 2


def test_what_may_be_a_danger_to_somebody_never_stands_on_it() -> None:
    assert kinds(20, decisions=[decided(Q, ESCALATED)]) == []


def test_a_word_of_another_version_of_the_program_takes_nothing_along() -> None:
    other = about("upsetting")
    spoken = (*said(Q), *said(other))
    assert kinds(said=spoken, decisions=[no(), decided(other, "on-trial")]) == ["no"]
