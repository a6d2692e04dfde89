"""A remark is seen when at least five could have made it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from kiosk.coproduction.cover import Spoken, covered
from kiosk.coproduction.feedback import Remark

COMMON, RARE = Spoken("urn:common|1", "q"), Spoken("urn:rare|1", "q")
DAY = date(2026, 3, 2)


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def remark(about: Spoken, seen: int | None = None, *, first: bool = True) -> Remark:
    made = Remark(str(uuid4()), DAY, *about, "not-understood", "", "", first=first)
    return made if seen is None else replace(made, released_on=on(seen))


def shown(
    waiting: list[Remark], seen: list[Remark], asked: dict[Spoken, dict[int, int]]
) -> set[Spoken]:
    days = {about: {on(day): many for day, many in by.items()} for about, by in asked.items()}
    return {Spoken(one.questionnaire, one.link_id) for one in covered(waiting, seen, days)}


def test_what_one_person_was_asked_waits_however_many_speak_of_something_else() -> None:
    waiting = [remark(RARE), *(remark(COMMON) for _ in range(5))]

    assert shown(waiting, [], {RARE: {0: 1}, COMMON: {0: 9}}) == {COMMON}
    assert shown(waiting, [], {RARE: {0: 4, 3: 1}, COMMON: {0: 9}}) == {RARE, COMMON}


def test_five_who_spoke_of_it_hide_one_another_and_one_with_five_remarks_does_not() -> None:
    assert shown([remark(RARE) for _ in range(5)], [], {}) == {RARE}
    alone = [remark(RARE), *(remark(RARE, first=False) for _ in range(5))]
    assert shown(alone, [], {}) == set()


def test_who_was_asked_before_it_was_last_seen_hides_nobody() -> None:
    seen = [remark(RARE, seen=2)]

    assert shown([remark(RARE)], seen, {RARE: {0: 50, 2: 9, 3: 4}}) == set()
    assert shown([remark(RARE)], seen, {RARE: {0: 50, 2: 9, 3: 4, 4: 1}}) == {RARE}


def test_a_day_on_which_it_would_have_been_seen_and_was_not_counts_as_well() -> None:
    """Fifty were asked it and none spoke: the one after them is known by that."""
    seen = [remark(COMMON, seen=2)]

    assert shown([remark(RARE)], seen, {RARE: {0: 50, 3: 1}}) == set()
    # Of four nothing would have been seen, so the remark may be theirs.
    assert shown([remark(RARE)], seen, {RARE: {0: 4, 3: 1}}) == {RARE}
