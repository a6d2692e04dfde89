"""The counters behind the pictures: what adds to them, and what is read of them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import inspect

from kiosk.coproduction.passage import CHECK_PAGE, Passage, time_bin
from kiosk.store.database import Store
from kiosk.store.figures import (
    Begun,
    Shown,
    Span,
    begun_by_form,
    counted_since,
    finished_by_day,
    shown_by_item,
    times_by_form,
)
from kiosk.store.passages import count_passage
from kiosk.store.submissions import submit
from kiosk.store.tables import metadata
from tests.store.statements import asked

GAD, GAD_BEFORE, PAIN = "http://e.org/gad-7|2", "http://e.org/gad-7|1", "http://e.org/gad-70|1"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def sent(form: str = GAD, *shown: str, seconds: float = 40) -> Passage:
    return Passage(form, True, True, frozenset({*shown, CHECK_PAGE}), None, time_bin(seconds))  # noqa: FBT003


def left(at: str, *shown: str, form: str = GAD) -> Passage:
    return Passage(form, True, False, frozenset({*shown, at}), at)  # noqa: FBT003


def count(store: Store, *passages: Passage, now: datetime = NOON) -> None:
    with store.transaction() as c:
        for one in passages:
            count_passage(c, one, now=now)


def test_passages_are_summed_by_form(store: Store) -> None:
    count(store, sent(GAD, "a", "b"), left("b", "a"), sent(PAIN, "x"))
    count(store, sent(GAD, "a", seconds=200), now=NOON + DAY)

    with store.reading() as c:
        assert begun_by_form(c, Span()) == {GAD: Begun(3, 2), PAIN: Begun(1, 1)}
        assert shown_by_item(c, Span(GAD)) == {
            "a": Shown(3, 0), "b": Shown(2, 1), CHECK_PAGE: Shown(2, 0),
        }  # fmt: skip
        assert times_by_form(c, Span(GAD)) == {GAD: (0, 1, 0, 0, 1, 0, 0, 0)}
        assert counted_since(c) == NOON.astimezone().date()


def test_a_span_takes_its_days_and_every_version_of_a_form(store: Store) -> None:
    for form, days in ((GAD_BEFORE, 0), (GAD, 1), (GAD, 2), (PAIN, 1)):
        count(store, sent(form, "a"), now=NOON + days * DAY)

    today = NOON.astimezone().date()
    with store.reading() as c:
        found = begun_by_form(c, Span("http://e.org/gad-7", until=today + DAY))
        assert found == {GAD_BEFORE: Begun(1, 1), GAD: Begun(1, 1)}
        assert begun_by_form(c, Span(GAD, since=today + 2 * DAY)) == {GAD: Begun(1, 1)}


def test_nothing_of_a_counter_leads_to_a_person_or_a_response() -> None:
    for name in ("form_passage", "form_time", "item_day"):
        columns = set(metadata.tables[name].columns.keys())
        assert columns <= {
            "questionnaire", "day", "link_id", "bin", "begun", "sent", "sittings", "shown",
            "left_here",
        }  # fmt: skip
        assert not metadata.tables[name].foreign_keys


def test_the_counters_stand_without_row_numbers_that_would_keep_an_order(store: Store) -> None:
    with store.reading() as c:
        listed = dict(
            c.exec_driver_sql("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'").all()
        )
        assert all(listed[name] for name in ("form_passage", "form_time", "item_day"))
        assert inspect(c).get_pk_constraint("item_day")["constrained_columns"] == [
            "questionnaire", "day", "link_id",
        ]  # fmt: skip


def test_finished_responses_are_counted_by_day_without_reading_one(store: Store) -> None:
    for number, days in enumerate((0, 0, 1)):
        with store.transaction() as c:
            submit(
                c, draft_id=None, response_id=f"r{number}", questionnaire=GAD, payload=b"no json",
                now=NOON + days * DAY,
            )  # fmt: skip

    today: date = NOON.astimezone().date()
    with store.reading() as c:
        assert finished_by_day(c, Span()) == {GAD: {today: 2, today + DAY: 1}}
        statements = asked(c, lambda: finished_by_day(c, Span()))
    assert not any("submission" in sql for sql, _ in statements)
