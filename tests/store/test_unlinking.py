"""G7: whatever is said in whatever order, nobody can tell who said it.

Random weeks, most of them with one sitting a day: people answer and speak, the desk and the centre
look in between. At every look: what may be seen came from five people at least, and so did what is
new since the look before; nothing of a remark stands beside anything of a response.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.coproduction.feedback import GROUP_SIZE, REASONS, Remark, to_fhir
from kiosk.forms.response import encode
from kiosk.store import feedback, receipts
from kiosk.store.database import Store, create_store
from kiosk.store.submissions import submit
from kiosk.store.tables import metadata

FORM: Final = "http://example.org/f|1"
START: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

REMARK = st.tuples(st.sampled_from(["q0", "q1", "q2"]), st.sampled_from(REASONS), st.booleans())
SITTING = st.tuples(st.just("sitting"), st.lists(REMARK, max_size=3, unique_by=lambda one: one[0]))
LOOK = st.tuples(st.just("look"), st.just([]))
DAYS = st.lists(st.lists(st.one_of(SITTING, LOOK), min_size=1, max_size=2), min_size=4, max_size=14)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all weeks, each of which begins without remarks and responses."""
    made = create_store(tmp_path_factory.mktemp("weeks") / "store", os.urandom(32))
    yield made
    made.close()


def forget(store: Store) -> None:
    with store.transaction() as c:
        for name in ("remark", "outbox", "submission", "form_day", "secret"):
            where = " WHERE name = 'receipt'" if name == "secret" else ""
            c.exec_driver_sql(f"DELETE FROM {name}{where}")  # noqa: S608 - names from here


class Week:
    """A kiosk and who looks at it; it knows, as no store does, who said what."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.sittings = store, START, 0
        self.said_by: dict[str, int] = {}
        self.answered: dict[str, tuple[int, datetime]] = {}
        self.seen: frozenset[str] = frozenset()

    def sit(self, remarks: list[tuple[str, str, bool]]) -> None:
        self.sittings += 1
        for place, (link_id, reason, speaks) in enumerate(remarks):
            self.now += timedelta(minutes=1)
            words = f"what {self.sittings} wrote {place}" if speaks else ""
            said = Remark(str(uuid4()), self.now.date(), FORM, link_id, reason, words, "en")
            self.said_by[said.id] = self.sittings
            with self.store.transaction() as c:
                receipts.keep_with_receipt(c, said, first=place == 0)
        self.now += timedelta(minutes=1)
        id_ = str(uuid4())
        self.answered[id_] = self.sittings, self.now
        payload = encode({"resourceType": "QuestionnaireResponse", "id": id_})
        with self.store.transaction() as c:
            submit(
                c, draft_id=None, response_id=id_, questionnaire=FORM, payload=payload, now=self.now
            )

    def look(self) -> None:
        with self.store.transaction() as c:
            feedback.release_remarks(c, today=self.now.date())
            released, unsent = feedback.released(c), feedback.unsent(c)
        shown = frozenset(one.id for one in released)
        assert self.seen <= shown
        new = shown - self.seen
        assert len({self.said_by[one] for one in shown}) >= GROUP_SIZE or not shown
        assert len({self.said_by[one] for one in new}) >= GROUP_SIZE or not new
        # With whom one came into view, one is the same in every respect but what was said.
        assert len({one.released_on for one in released if one.id in new}) <= 1
        assert len({one.day for one in released if one.id in new}) <= 1
        assert [one.id for one in released] == sorted(shown)
        self.at_centre(unsent)
        self.seen = shown

    def at_centre(self, unsent: tuple[Remark, ...]) -> None:
        day = self.now.date()
        sent = [to_fhir(one, device_id=self.store.kiosk_id, day=day) for one in unsent]
        for one in sent:
            assert one["authored"] == day.isoformat()
            assert set(one["author"]) == {"type", "identifier"}
            assert not {"subject", "source", "encounter", "meta", "extension"} & set(one)
            text = json.dumps(one)
            assert not any(id_ in text for id_ in self.answered)

    def no_path(self) -> None:
        """No value of a remark stands in another table, but form, question and coarse days."""
        with self.store.reading() as c:
            rows: dict[str, list[dict[str, Any]]] = {
                name: [dict(row._mapping) for row in c.execute(table.select())]
                for name, table in metadata.tables.items()
            }
        remarks = rows.pop("remark")
        elsewhere = {str(v) for all_ in rows.values() for row in all_ for v in row.values()}
        text = "\n".join(elsewhere)
        for row in remarks:
            assert row["id"] not in text
            assert row["receipt"] is None or row["receipt"].hex() not in text
            assert not row["words"] or row["words"] not in text
            assert not any(isinstance(value, datetime) for value in row.values())
        waits = [row["day"] for row in remarks if not row["released"]]
        assert len(set(waits)) <= 1

    def no_order(self) -> None:
        """The order in which remarks lie tells nothing of the order in which people came."""
        with self.store.reading() as c:
            lying = c.exec_driver_sql("SELECT id FROM remark").scalars().all()
        assert list(lying) == sorted(lying)


@settings(max_examples=25, deadline=None)
@given(DAYS)
def test_nobody_can_be_told_from_what_is_seen(
    lasting: Store, days: list[list[tuple[str, Any]]]
) -> None:
    forget(lasting)
    week = Week(lasting)
    for day, doings in enumerate(days):
        week.now = START + timedelta(days=day)
        for kind, remarks in doings:
            week.sit(remarks) if kind == "sitting" else week.look()
    # However long it is waited, time alone shows nothing.
    before = week.seen
    week.now += timedelta(days=1)
    week.look()
    after = week.seen
    week.now += timedelta(days=3650)
    week.look()
    assert week.seen == after
    assert before <= after
    week.no_path()
    week.no_order()
