"""The counters behind the pictures: what adds to them, and what is read of them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import inspect

from kiosk.coproduction.bands import Band, Bands
from kiosk.coproduction.evidence import BY_SITTING, ItemCounts
from kiosk.coproduction.passage import CHECK_PAGE, Passage, time_bin
from kiosk.store.database import Store
from kiosk.store.figures import (
    Begun,
    ItemKey,
    Shown,
    Span,
    bands_counted,
    begun_by_form,
    counted_since,
    finished_by_day,
    grouped,
    item_counts,
    shown_by_item,
    times_by_form,
)
from kiosk.store.passages import count_bands, count_passage
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


def test_what_befell_at_a_question_is_summed_by_form_question_and_mode(store: Store) -> None:
    def at(mode: str, *what: str, dwell: int, left_at: str | None = None) -> Passage:
        return Passage(
            GAD, begun=True, sent=False, shown=frozenset({"a"}), left_at=left_at, mode=mode,
            befell={"a": frozenset(what)}, dwell={"a": dwell},
        )  # fmt: skip

    count(store, at("large", "answered", "changed", dwell=2), at("large", "skipped", dwell=2))
    count(store, at("keys", "answered", "not_sure", dwell=7, left_at="a"), now=NOON + DAY)
    count(store, left("a", form=GAD_BEFORE))

    with store.reading() as c:
        found = item_counts(c, Span("http://e.org/gad-7"))
        of_version = item_counts(c, Span(GAD, until=NOON.astimezone().date()))
    large = ItemCounts(shown=2, answered=1, changed=1, skipped=1, dwell=(0, 0, 2, 0, 0, 0, 0, 0))
    assert found == {
        ItemKey(GAD, "a", "large"): large,
        ItemKey(GAD, "a", "keys"): ItemCounts(
            shown=1, answered=1, not_sure=1, left_here=1, troubled=1,
            dwell=(0, 0, 0, 0, 0, 0, 0, 1),
        ),
        ItemKey(GAD_BEFORE, "a", ""): ItemCounts(shown=1, left_here=1, troubled=1),
    }  # fmt: skip
    assert of_version == {ItemKey(GAD, "a", "large"): large}
    together = grouped(found, lambda key: key.link_id)
    assert (together["a"].shown, together["a"].troubled, sum(together["a"].dwell)) == (4, 2, 3)


def test_bands_are_counted_by_month_and_each_by_itself(store: Store) -> None:
    with store.transaction() as c:
        count_bands(c, Bands("65-79", "cy", "large", spoke=True), now=NOON)
        count_bands(c, Bands("65-79", "en", "touch", spoke=False), now=NOON + 10 * DAY)
        count_bands(c, Bands("unknown", "en", "touch", spoke=False), now=NOON + 40 * DAY)

    today = NOON.astimezone().date()
    with store.reading() as c:
        assert set(bands_counted(c, today + 5 * DAY, today + 6 * DAY)) == {
            Band("age", "65-79", 2, 0), Band("language", "cy", 1, 0), Band("language", "en", 1, 0),
            Band("mode", "large", 1, 0), Band("mode", "touch", 1, 0),
        }  # fmt: skip
        assert Band("mode", "touch", 2, 0) in bands_counted(c, today, today + 50 * DAY)
        assert bands_counted(c, today - 60 * DAY, today - 30 * DAY) == ()


def test_that_somebody_spoke_is_told_of_a_month_when_five_did(store: Store) -> None:
    today = NOON.astimezone().date()

    def spoke(since: date = today) -> dict[str, int]:
        with store.reading() as c:
            found = bands_counted(c, since, today + 60 * DAY)
        return {one.band: one.spoke for one in found if one.dimension == "age" and one.spoke}

    ages = ("80-over", "65-79", "65-79", "unknown", "65-79", "80-over")
    for number, age in enumerate(ages):
        assert spoke() == ({} if number < 5 else {"80-over": 1, "65-79": 3, "unknown": 1})
        with store.transaction() as c:
            count_bands(c, Bands(age, "en", "touch", spoke=True), now=NOON + 10 * number * DAY)

    assert spoke(today + 30 * DAY) == {"80-over": 1, "65-79": 3, "unknown": 1}


TABLES = ("form_passage", "form_time", "item_day", "item_dwell", "band_month", "band_spoke")


def test_nothing_of_a_counter_leads_to_a_person_or_a_response() -> None:
    for name in TABLES:
        columns = set(metadata.tables[name].columns.keys())
        assert columns <= {
            "questionnaire", "day", "link_id", "mode", "bin", "begun", "sent", "sittings",
            "month", "dimension", "band", "spoke", *BY_SITTING,
        }  # fmt: skip
        assert not metadata.tables[name].foreign_keys
    # Of whom something is told by band it is told by month, and of no question or form.
    assert not {"day", "questionnaire"} & set(metadata.tables["band_month"].columns.keys())
    assert set(metadata.tables["band_spoke"].columns.keys()) == {"dimension", "band", "spoke"}


def test_the_counters_stand_without_row_numbers_that_would_keep_an_order(store: Store) -> None:
    with store.reading() as c:
        listed = dict(
            c.exec_driver_sql("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'").all()
        )
        assert all(listed[name] for name in TABLES)
        assert inspect(c).get_pk_constraint("item_day")["constrained_columns"] == [
            "questionnaire", "day", "link_id", "mode",
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
