from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect

from kiosk.coproduction.feedback import GROUP_SIZE, Remark, group_id
from kiosk.coproduction.outcomes import Decision
from kiosk.store import feedback
from kiosk.store.board_facts import settled
from kiosk.store.database import Store
from kiosk.store.submissions import submit
from kiosk.store.tables import metadata

DAY = date(2026, 3, 2)


def remark(words: str = "") -> Remark:
    return Remark(str(uuid4()), DAY, "http://f|1", "q1", "not-understood", words, "en")


def keep(store: Store, *remarks: Remark, first: bool = True) -> None:
    for one in remarks:
        with store.transaction() as c:
            feedback.keep_remark(c, one, first=first)


def test_remarks_stay_hidden_until_they_are_enough(store: Store) -> None:
    few = [remark(str(n)) for n in range(GROUP_SIZE - 1)]
    keep(store, *few)
    with store.transaction() as c:
        assert feedback.release_remarks(c, today=DAY) == 0
        assert feedback.released(c) == ()
    last = remark("last")
    keep(store, last)
    with store.transaction() as c:
        assert feedback.release_remarks(c, today=DAY) == GROUP_SIZE
        assert set(feedback.released(c)) == {*few, last}
        assert feedback.release_remarks(c, today=DAY) == 0


def test_one_person_alone_is_no_group(store: Store) -> None:
    """Four sittings and one more with five remarks: the fifth *person* releases them all."""
    keep(store, *(remark() for _ in range(GROUP_SIZE - 1)))
    keep(store, *(remark("again") for _ in range(GROUP_SIZE)), first=False)
    with store.transaction() as c:
        assert feedback.release_remarks(c, today=DAY) == 0
    keep(store, remark("the fifth"))
    with store.transaction() as c:
        assert feedback.release_remarks(c, today=DAY) == 2 * GROUP_SIZE


def test_a_released_remark_is_unsent_until_it_is_acknowledged(store: Store) -> None:
    keep(store, *(remark() for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        assert feedback.unsent(c) == ()
        feedback.release_remarks(c, today=DAY)
        first, *others = feedback.unsent(c)
        feedback.mark_remarks_sent(c, [first.id])
        assert feedback.unsent(c) == tuple(others)
        assert len(feedback.released(c)) == GROUP_SIZE


def test_a_refused_remark_stays_here_and_is_not_sent_again(store: Store) -> None:
    keep(store, *(remark() for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY)
        first, *others = feedback.unsent(c)
        feedback.mark_remarks_refused(c, [first.id])
        assert feedback.unsent(c) == tuple(others)
        assert first in feedback.released(c)


def test_an_unknown_reason_is_refused_where_it_comes_in(store: Store) -> None:
    with pytest.raises(ValueError, match="unknown reason"):
        keep(store, replace(remark(), reason="no"))


def test_codes_of_another_version_are_read_as_they_stand(store: Store) -> None:
    keep(store, *(remark() for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        feedback.record_decision(c, Decision("g", "not-yet", "Soon", DAY, "lead"))
        c.exec_driver_sql("UPDATE remark SET reason = 'too-long'")
        c.exec_driver_sql("UPDATE decision SET outcome = 'on-trial'")
    with store.transaction() as c:
        assert feedback.release_remarks(c, today=DAY) == GROUP_SIZE
        assert {one.reason for one in feedback.released(c)} == {"too-long"}
        assert [one.outcome for one in feedback.decisions(c)] == ["on-trial"]


@pytest.mark.parametrize(
    ("outcome", "text"), [("done", "Text."), ("did", "Done."), ("not-yet", "  ")]
)
def test_a_decision_needs_a_known_outcome_and_words(store: Store, outcome: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."), store.transaction() as c:
        feedback.record_decision(c, Decision("g", outcome, text, DAY, "lead"))


def test_a_language_is_kept_only_with_words(store: Store) -> None:
    keep(store, *(remark() for _ in range(GROUP_SIZE)), remark("Why?"))
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY)
        kept = {(one.words, one.language) for one in feedback.released(c)}
    assert kept == {("", ""), ("Why?", "en")}


def test_remarks_come_back_in_the_order_of_their_random_ids(store: Store) -> None:
    remarks = [remark("why?") for _ in range(30)]
    keep(store, *remarks)
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY)
        assert list(feedback.released(c)) == sorted(remarks, key=lambda one: UUID(one.id).hex)


def test_the_table_of_remarks_has_no_link_no_time_and_no_row_number(store: Store) -> None:
    table = metadata.tables["remark"]
    assert set(table.c.keys()) == {
        "id", "day", "questionnaire", "link_id", "reason", "words", "language", "first",
        "released", "released_on", "receipt", "sent", "refused",
    }  # fmt: skip
    with store.reading() as c:
        assert inspect(c).get_foreign_keys("remark") == []
        made = c.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'remark'").scalar()
        assert made.rstrip().endswith("WITHOUT ROWID")
        for other in set(metadata.tables) - {"remark"}:
            assert all(
                key["referred_table"] != "remark" for key in inspect(c).get_foreign_keys(other)
            )


def test_no_value_of_a_remark_leads_to_a_response_or_a_moment(store: Store, now: datetime) -> None:
    """A visit with a remark in its middle: only form, day and language are shared."""
    with store.transaction() as c:
        submit(
            c, draft_id=None, response_id=str(uuid4()), questionnaire="http://f|1",
            payload=b"{}", now=now,
        )  # fmt: skip
    keep(store, remark("too long"))
    with store.reading() as c:
        values = {
            name: {
                str(value)
                for row in c.execute(table.select())
                for value in row
                if value is not None and not isinstance(value, bool)
            }
            for name, table in metadata.tables.items()
        }
    said = values.pop("remark")
    shared = set().union(*(said & others for others in values.values()))
    assert shared <= {"http://f|1", "2026-03-02"}
    assert not any(":" in value and value != "http://f|1" for value in said)


def test_keeping_a_remark_touches_no_other_table(store: Store) -> None:
    def rows() -> dict[str, int | None]:
        with store.reading() as c:
            return {
                name: c.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()  # noqa: S608
                for name in metadata.tables
            }

    before = rows()
    keep(store, remark())
    assert rows() == before | {"remark": 1}


@pytest.mark.parametrize(("outcome", "reason"), [("no", ""), ("no", "so"), ("not-yet", "law")])
def test_a_no_has_a_reason_and_nothing_else_has(store: Store, outcome: str, reason: str) -> None:
    decision = Decision("g", outcome, "Text.", DAY, "lead", reason)
    with pytest.raises(ValueError, match="reason"), store.transaction() as c:
        feedback.record_decision(c, decision)


def test_decisions_are_kept_in_the_order_they_were_taken(store: Store) -> None:
    taken = (
        Decision("g1", "not-yet", "We ask the author", DAY, "lead"),
        Decision("g2", "no", "It is needed", DAY - timedelta(days=3), "lead", reason="law"),
        Decision("g1", "answered", "Thank you", DAY, "lead", until=DAY + timedelta(days=30)),
    )
    for one in taken:
        with store.transaction() as c:
            feedback.record_decision(c, one)
    with store.reading() as c:
        assert feedback.decisions(c) == taken


def test_all_that_wait_carry_the_day_of_the_newest(store: Store) -> None:
    """On a day with one sitting, a day of its own would be its sitting's."""
    week = [replace(remark(), day=DAY + timedelta(days=n)) for n in range(GROUP_SIZE)]
    keep(store, *week, remark())  # the last by a clock that was set back
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY + timedelta(days=9))
        found = feedback.released(c)
    assert {one.day for one in found} == {week[-1].day}
    assert {one.released_on for one in found} == {DAY + timedelta(days=9)}


def words_after(store: Store, days: int) -> list[str]:
    with store.transaction() as c:
        today = DAY + timedelta(days=days)
        feedback.forget_words(c, settled(c, today), today=today)
        return [one.words for one in feedback.released(c)]


def decide(store: Store, days: int, reason: str = "not-understood") -> None:
    about = group_id("http://f|1", "q1", reason)
    with store.transaction() as c:
        day = DAY + timedelta(days=days)
        feedback.record_decision(c, Decision(about, "no", "It is needed.", day, "lead", "law"))


def test_words_go_ninety_days_after_the_decision_and_the_count_stays(store: Store) -> None:
    keep(store, *(remark("Why?") for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY)
    assert words_after(store, 1000) == ["Why?"] * GROUP_SIZE
    decide(store, 10, "upsetting")
    decide(store, 20)
    assert words_after(store, 20 + 89) == ["Why?"] * GROUP_SIZE
    assert words_after(store, 20 + 90) == [""] * GROUP_SIZE


def test_what_came_after_the_decision_is_read_before_it_goes(store: Store) -> None:
    keep(store, *(remark("Before") for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY)
    decide(store, 1)
    keep(store, *(remark("After") for _ in range(GROUP_SIZE)))
    with store.transaction() as c:
        feedback.release_remarks(c, today=DAY + timedelta(days=80))
    assert sorted(words_after(store, 91)) == [""] * GROUP_SIZE + ["After"] * GROUP_SIZE
    assert words_after(store, 80 + 90) == [""] * 2 * GROUP_SIZE


def test_words_that_nobody_may_see_yet_are_kept(store: Store) -> None:
    keep(store, remark("Why?"))
    decide(store, 0)
    with store.transaction() as c:
        today = DAY + timedelta(days=400)
        assert feedback.forget_words(c, settled(c, today), today=today) == 0
