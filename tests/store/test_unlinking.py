"""G7: whatever is said in whatever order, nobody can tell who said it.

Random weeks, most of them with one sitting a day: people answer and speak, the desk and the centre
look in between. At every look: what may be seen came from five people at least, and so did what is
new since the look before, and each of them could have made it: five were asked that question, of
that form. Nothing of a remark stands beside anything of a response.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from kiosk.coproduction.bands import AGES, TOUCH, Bands
from kiosk.coproduction.feedback import GROUP_SIZE, REASONS, Remark, to_fhir
from kiosk.coproduction.passage import Passage
from kiosk.forms.response import encode
from kiosk.store import feedback, figures, receipts
from kiosk.store.database import Store, create_store
from kiosk.store.passages import count_bands, count_passage
from kiosk.store.submissions import submit
from kiosk.store.tables import metadata

FORMS: Final = ("http://example.org/f|1", "http://example.org/f|2", "http://example.org/rare|1")
COUNTERS: Final = (
    "form_day", "form_passage", "form_time", "item_day", "item_dwell", "band_month", "band_spoke",
)  # fmt: skip
BRANCH: Final = "q2"
"""A question that only some are asked; who was asked what is counted in the last form alone."""
START: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

REMARK = st.tuples(st.sampled_from(["q0", "q1", "q2"]), st.sampled_from(REASONS), st.booleans())
SITTING = st.tuples(
    st.sampled_from([*FORMS, FORMS[0], FORMS[2]]),
    st.lists(REMARK, max_size=3, unique_by=lambda one: one[0]),
    st.booleans(),
)
LOOK = st.just(("", [], False))
DAYS = st.lists(
    st.lists(st.one_of(SITTING, SITTING, LOOK), min_size=1, max_size=4), min_size=4, max_size=20
)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all weeks, each of which begins without remarks and responses."""
    made = create_store(tmp_path_factory.mktemp("weeks") / "store", os.urandom(32))
    yield made
    made.close()


def forget(store: Store) -> None:
    with store.transaction() as c:
        for name in ("remark", "outbox", "submission", "secret", *COUNTERS):
            where = " WHERE name = 'receipt'" if name == "secret" else ""
            c.exec_driver_sql(f"DELETE FROM {name}{where}")  # noqa: S608 - names from here


def counters(store: Store) -> dict[str, list[Any]]:
    """Every counter there is."""
    with store.reading() as c:
        return {name: list(c.execute(metadata.tables[name].select())) for name in COUNTERS}


class Week:
    """A kiosk and who looks at it; it knows, as no store does, who said what."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.sittings = store, START, 0
        self.said_by: dict[str, int] = {}
        self.about: dict[str, tuple[str, str]] = {}
        self.asked: dict[tuple[str, str], set[int]] = {}
        self.answered: dict[str, tuple[int, datetime]] = {}
        self.seen: frozenset[str] = frozenset()
        self.looks = self.shown = self.spoke = 0

    def sit(self, form: str, remarks: list[tuple[str, str, bool]], *, branch: bool) -> None:
        """Somebody answers a form, and speaks of questions that they were asked."""
        self.sittings += 1
        branch = branch or form != FORMS[2]  # elsewhere it is not counted who was asked it
        questions = ["q0", "q1", *([BRANCH] if branch else [])]
        said_of = [one for one in remarks if one[0] in questions]
        for place, (link_id, reason, speaks) in enumerate(said_of):
            self.now += timedelta(minutes=1)
            words = f"what {self.sittings} wrote {place}" if speaks else ""
            said = Remark(str(uuid4()), self.now.date(), form, link_id, reason, words, "en")
            self.said_by[said.id] = self.sittings
            self.about[said.id] = form, link_id
            with self.store.transaction() as c:
                before = counters(self.store)
                receipts.keep_with_receipt(c, said, first=place == 0)
            assert counters(self.store) == before
        self.now += timedelta(minutes=1)
        id_ = str(uuid4())
        self.answered[id_] = self.sittings, self.now
        payload = encode({"resourceType": "QuestionnaireResponse", "id": id_})
        with self.store.transaction() as c:
            submit(
                c, draft_id=None, response_id=id_, questionnaire=form, payload=payload, now=self.now
            )
            if form == FORMS[2]:
                shown = Passage(form, begun=True, sent=True, shown=frozenset(questions))
                count_passage(c, shown, now=self.now)
            bands = Bands(AGES[self.sittings % 5], "en", TOUCH, spoke=bool(said_of))
            told = self.told_who_spoke()
            count_bands(c, bands, now=self.now)
            self.spoke += bands.spoke
        # Of what band those are who speak is told of a month when it is of five of them.
        told = self.told_who_spoke() - told
        assert told == 0 or told >= GROUP_SIZE
        assert self.told_who_spoke() >= self.spoke - GROUP_SIZE + 1
        for link_id in questions:
            self.asked.setdefault((form, link_id), set()).add(self.sittings)

    def told_who_spoke(self) -> int:
        with self.store.reading() as c:
            found = figures.bands_counted(c, date.min, self.now.date())
        return sum(one.spoke for one in found if one.dimension == "age")

    def look(self) -> None:
        with self.store.transaction() as c:
            feedback.release_remarks(c, today=self.now.date())
            released, unsent = feedback.released(c), feedback.unsent(c)
        shown = frozenset(one.id for one in released)
        assert self.seen <= shown
        new = shown - self.seen
        assert len({self.said_by[one] for one in shown}) >= GROUP_SIZE or not shown
        assert len({self.said_by[one] for one in new}) >= GROUP_SIZE or not new
        self.could_be_of_five(new)
        self.looks += 1
        self.shown += len(new)
        # With whom one came into view, one is the same in every respect but what was said.
        assert len({one.released_on for one in released if one.id in new}) <= 1
        assert len({one.day for one in released if one.id in new}) <= 1
        assert [one.id for one in released] == sorted(shown)
        self.at_centre(unsent)
        self.seen = shown
        self.said_in_figures()

    def could_be_of_five(self, new: frozenset[str]) -> None:
        """What is new of a question is of five people, or five were asked since the last of it."""
        for about in {self.about[one] for one in new}:
            people = {self.said_by[one] for one in new if self.about[one] == about}
            asked = self.asked[about]
            last = max(
                (self.said_by[one] for one in self.seen if self.about[one] == about), default=0
            )
            assert len(people) >= GROUP_SIZE or len([n for n in asked if n > last]) >= GROUP_SIZE

    def at_centre(self, unsent: tuple[Remark, ...]) -> None:
        day = self.now.date()
        sent = [to_fhir(one, device_id=self.store.kiosk_id, day=day) for one in unsent]
        for one in sent:
            assert one["authored"] == day.isoformat()
            assert set(one["author"]) == {"type", "identifier"}
            assert not {"subject", "source", "encounter", "meta", "extension"} & set(one)
            text = json.dumps(one)
            assert not any(id_ in text for id_ in self.answered)

    def said_in_figures(self) -> None:
        """The desk's figures say of a question what may be seen of it, and when it came to be."""
        with self.store.reading() as c:
            found = figures.item_counts(c, figures.Span())
            later = figures.item_counts(c, figures.Span(since=self.now.date() + timedelta(days=1)))
        said = {key[:2]: one.remarked for key, one in found.items() if one.remarked}
        assert said == Counter(self.about[one] for one in self.seen)
        assert not any(one.remarked for one in later.values())

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


@pytest.fixture(scope="module")
def tried() -> Iterator[Counter[str]]:
    """What the random weeks came to."""
    counts = Counter[str]()
    yield counts
    print(f"G7: {dict(counts)}, 0 paths from a remark to a response")


SPEAKS: Final = (FORMS[0], [("q0", REASONS[0], True)], False)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(DAYS)
@example([[SPEAKS], [SPEAKS], [SPEAKS], [SPEAKS], [SPEAKS], [("", [], False)]])
def test_nobody_can_be_told_from_what_is_seen(
    lasting: Store, tried: Counter[str], days: list[list[tuple[str, Any, bool]]]
) -> None:
    forget(lasting)
    week = Week(lasting)
    for day, doings in enumerate(days):
        week.now = START + timedelta(days=day)
        for form, remarks, branch in doings:
            week.sit(form, remarks, branch=branch) if form else week.look()
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
    tried.update(weeks=1, sittings=week.sittings, looks=week.looks, seen=week.shown)


def test_five_who_speak_of_one_question_are_heard(lasting: Store) -> None:
    """Or what stands above would hold of a store that shows nothing."""
    forget(lasting)
    week = Week(lasting)
    form, remarks, branch = SPEAKS
    for heard in (0, 0, 0, 0, 5):
        week.sit(form, remarks, branch=branch)
        week.look()
        assert week.shown == heard
