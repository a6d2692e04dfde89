from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import RefusedError
from kiosk.store import audit, drafts, visit_code, visit_upkeep, visits
from kiosk.store.database import Store
from kiosk.store.visit_code import grouped
from kiosk.store.visits import Visit, Whose

BORN = date(1950, 3, 5)
ADA = Whose(birth_date=BORN, letters="AL", initials="AL")


def make(store: Store, now: datetime, whose: Whose | None = None, **more: Any) -> Visit:
    with store.transaction() as c:
        return visits.create_visit(
            c, packet=("gad-7", "pain"), by="Sam", now=now, whose=whose, **more
        )


def by_code(store: Store, code: str, now: datetime) -> Visit | None:
    with store.reading() as c:
        return visits.visit_by_code(c, code, now=now)


def by_birth_date(store: Store, born: date, letters: str, now: datetime) -> tuple[Visit, ...]:
    with store.reading() as c:
        return visits.visits_by_birth_date(c, born, letters, now=now)


def test_a_visit_is_found_by_its_code_as_a_person_types_it(store: Store, now: datetime) -> None:
    whose = Whose("urn:clinic", "4711", BORN, "al", "AL", now + timedelta(hours=1))
    made = make(store, now, whose)
    assert by_code(store, grouped(made.code).lower(), now) == made
    assert (made.packet, made.state, made.made_by) == (("gad-7", "pain"), "waiting", "Sam")
    assert made.whose == whose


def test_another_code_finds_nothing(store: Store, now: datetime) -> None:
    made = make(store, now)
    other = made.code.translate(str.maketrans("256789", "567892"))
    assert other == made.code or by_code(store, other, now) is None
    assert by_code(store, "", now) is None
    assert by_code(store, "%", now) is None


def test_a_visit_ends_with_the_day_where_nothing_else_is_said(store: Store, now: datetime) -> None:
    made = make(store, now)
    midnight = made.expires.astimezone()
    assert (midnight.hour, midnight.minute) == (0, 0)
    assert timedelta() < made.expires - now <= timedelta(days=1, hours=1)
    assert by_code(store, made.code, made.expires - timedelta(seconds=1)) is not None
    assert by_code(store, made.code, made.expires) is None


def test_a_code_is_good_for_one_sitting(store: Store, now: datetime) -> None:
    made = make(store, now)
    with store.transaction() as c:
        assert visits.take_up(c, made.id, now=now).state == "at-the-screen"
    assert by_code(store, made.code, now) is None
    with pytest.raises(RefusedError), store.transaction() as c:
        visits.take_up(c, made.id, now=now)


def test_an_expired_visit_is_not_taken_up(store: Store, now: datetime) -> None:
    made = make(store, now, expires=now + timedelta(minutes=5))
    with pytest.raises(RefusedError), store.transaction() as c:
        visits.take_up(c, made.id, now=now + timedelta(minutes=5))


def test_a_paused_visit_goes_on_and_its_code_opens_nothing(store: Store, now: datetime) -> None:
    made = make(store, now)
    with store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        visits.pause_visit(c, made.id, now=now)
        assert visits.visit_by_code(c, made.code, now=now) is None
        assert visits.take_up(c, made.id, now=now).state == "at-the-screen"
        visits.finish_visit(c, made.id, now=now)
        assert visits.load_visit(c, made.id).state == "done"  # type: ignore[union-attr]


def test_what_is_over_stays_over(store: Store, now: datetime) -> None:
    made = make(store, now)
    with store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        visits.leave_visit(c, made.id, now=now)
        visits.finish_visit(c, made.id, now=now)
        visits.pause_visit(c, made.id, now=now)
    with store.reading() as c:
        assert visits.load_visit(c, made.id).state == "left"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("born", "letters"),
    [(BORN, "AB"), (date(1950, 5, 3), "AL"), (BORN, ""), (BORN, "A"), (BORN, "ALX")],
)
def test_both_the_date_of_birth_and_the_letters_must_be_right(
    store: Store, now: datetime, born: date, letters: str
) -> None:
    make(store, now, ADA)
    make(store, now)  # one without either is found by neither
    assert by_birth_date(store, born, letters, now) == ()


@pytest.mark.parametrize("typed", ["AL", "a.l.", " A l ", "Ál"])
def test_letters_are_compared_as_people_write_them(store: Store, now: datetime, typed: str) -> None:
    made = make(store, now, ADA)
    assert [found.id for found in by_birth_date(store, BORN, typed, now)] == [made.id]


def test_twins_are_two_visits_and_never_one_by_chance(store: Store, now: datetime) -> None:
    late = Whose(birth_date=BORN, letters="AL", appointment=now + timedelta(hours=2))
    soon = Whose(birth_date=BORN, letters="AL", appointment=now + timedelta(hours=1))
    second, first = make(store, now, late), make(store, now, soon)
    assert [v.id for v in by_birth_date(store, BORN, "al", now)] == [first.id, second.id]


@pytest.mark.parametrize(
    "whose", [Whose(birth_date=BORN), Whose(letters="AL"), Whose(birth_date=BORN, letters=" .")]
)
def test_half_of_what_is_compared_is_refused(store: Store, now: datetime, whose: Whose) -> None:
    with pytest.raises(RefusedError, match="together"):
        make(store, now, whose)


def test_a_visit_without_a_form_or_without_time_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(RefusedError, match="needs a form"), store.transaction() as c:
        visits.create_visit(c, packet=(), by="Sam", now=now)
    with pytest.raises(RefusedError, match="over before"):
        make(store, now, expires=now)


def test_after_a_crash_whoever_was_at_the_screen_is_paused(store: Store, now: datetime) -> None:
    cut_off, waiting = make(store, now), make(store, now)
    of = drafts.OfVisit("sitting", "self", (), cut_off.id)
    with store.transaction() as c:
        visits.take_up(c, cut_off.id, now=now)
        drafts.begin_draft(
            c, questionnaire="gad-7|1", content_hash="h", language="en", now=now, of=of
        )
        assert visit_upkeep.pause_interrupted(c, now=now) == 1
        assert visits.load_visit(c, cut_off.id).state == "paused"  # type: ignore[union-attr]
        assert visits.load_visit(c, waiting.id).state == "waiting"  # type: ignore[union-attr]


def test_a_visit_cut_off_before_its_first_answer_is_opened_by_its_code_again(
    store: Store, now: datetime
) -> None:
    made = make(store, now)
    with store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        assert visit_upkeep.pause_interrupted(c, now=now) == 1
    assert by_code(store, made.code, now) == made


def test_who_leaves_before_the_first_answer_is_found_by_the_code_again(
    store: Store, now: datetime
) -> None:
    made = make(store, now)
    with store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        visits.put_back(c, made.id, now=now)
    assert by_code(store, made.code, now) == made


def test_visits_are_forgotten_once_they_are_over(store: Store, now: datetime) -> None:
    done, waiting, sitting = (make(store, now) for _ in range(3))
    with store.transaction() as c:
        for one in (done, sitting):
            visits.take_up(c, one.id, now=now)
        visits.finish_visit(c, done.id, now=now)
    kept, expired = timedelta(hours=24), done.expires

    def forget(moment: datetime) -> int:
        with store.transaction() as c:
            return visit_upkeep.forget_visits(c, now=moment, kept=kept)

    assert forget(expired - timedelta(seconds=1)) == 0
    assert forget(expired) == 1  # the finished one
    assert forget(expired + kept) == 1  # the one that nobody came for
    with store.reading() as c:
        assert visits.load_visit(c, waiting.id) is None
        assert visits.load_visit(c, sitting.id) is not None


def test_the_audit_names_the_visit_and_nobody(store: Store, now: datetime) -> None:
    made = make(store, now, Whose("urn:clinic", "MARKER", BORN, "MARKER", "MARKER"))
    with store.transaction() as c:
        visits.take_up(c, made.id, now=now)
        visits.finish_visit(c, made.id, now=now)
        events = audit.events(c, 10)
    assert [(e.actor, e.action, e.subject) for e in reversed(events)] == [
        ("Sam", "visit.made", made.id),
        ("patient", "visit.taken-up", made.id),
        ("kiosk", "visit.done", made.id),
    ]


@given(st.text(max_size=10))
def test_letters_compare_the_same_however_they_are_written(text: str) -> None:
    plain = visit_code.plain_letters(text)
    assert visit_code.plain_letters(plain) == plain
    assert visit_code.plain_letters(f" {text}. ") == plain
