"""Whatever happens in whatever order: each submission is with the service once, or seen to wait.

A machine of rules finishes responses, sends them over a line with every fault, ends the program
between any two commits, and changes what the service can. After each step nothing may be lost,
believed too early, there twice, or set aside unless the service said no to it.
"""

import atexit
import json
import random
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, event

from kiosk.store.database import Store, create_store, open_store
from kiosk.store.outbox import counts, refusals
from kiosk.store.submissions import submissions, submit
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.send import SyncReport, send_due
from tests.sync.fhir_model import BASE, FAULTS, POISON, FhirModel, Killed, Line, text_of

FORM = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"
KEY = bytes(range(32))
BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)
ROUNDS_MAX = 40
SOME = st.lists(st.sampled_from(["good", "good", "good", POISON]), min_size=1, max_size=4)
SEVERAL = st.lists(st.sampled_from(["", "", *FAULTS]), min_size=1, max_size=8)
WAITS = st.sampled_from([0, 30, 700, 4000, 100_000])
ABILITIES = st.fixed_dictionaries(
    {
        "update_create": st.booleans(),
        "conditional_create": st.booleans(),
        "bundles": st.sampled_from([(), ("batch",), ("transaction",), ("batch", "transaction")]),
        "states_it": st.booleans(),
        "packed": st.booleans(),
    }
)


class Interleavings(RuleBasedStateMachine):
    """One kiosk, one service, and all that can happen between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="interleavings-"))
        self.store = _new_store(self.folder)
        self.now = BEGIN
        self.line = Line(FhirModel())
        self.mine: dict[str, str] = {}
        self.commits_left: int | None = None
        self.looks_left: int | None = None

    @initialize(can=ABILITIES)
    def the_service_is_there(self, can: dict[str, object]) -> None:
        self.line.service.__dict__.update(can)

    # What happens

    @rule(many=SOME, faults=SEVERAL, wait=WAITS)
    def the_kiosk_sends(self, many: list[str], faults: list[str], wait: int) -> None:
        self._hand_in(many)
        self._send_until_killed(faults, wait)

    @rule(many=SOME, faults=SEVERAL, wait=WAITS, commit=st.integers(0, 6))
    def it_ends_before_a_commit(
        self, many: list[str], faults: list[str], wait: int, commit: int
    ) -> None:
        self._hand_in(many)
        self.commits_left = commit
        self._send_until_killed(faults, wait)

    @rule(many=SOME, faults=SEVERAL, wait=WAITS, look=st.integers(0, 12))
    def it_ends_at_a_look_at_the_clock(
        self, many: list[str], faults: list[str], wait: int, look: int
    ) -> None:
        self._hand_in(many)
        self.looks_left = look
        self._send_until_killed(faults, wait)

    @rule(many=SOME)
    def some_hand_in(self, many: list[str]) -> None:
        self._hand_in(many)

    @rule(hours=st.sampled_from([-50_000, -1, 3, 50_000]))
    def the_clock_is_put_elsewhere(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_program_begins_anew(self) -> None:
        self._restart()

    @rule(down=st.booleans())
    def the_line_goes_or_comes(self, *, down: bool) -> None:
        self.line.down = down

    @rule(can=ABILITIES)
    def the_service_is_changed(self, can: dict[str, object]) -> None:
        self.line.service.__dict__.update(can)

    # What must hold

    @invariant()
    def all_is_there_once_or_seen_to_wait(self) -> None:
        there = self._there()
        assert not [text for text, times in there.items() if times > 1], "there twice"
        assert there.keys() <= set(self.mine.values())
        with self.store.reading() as c:
            states = self._states(c)
            seen, listed = counts(c), {one.resource_id: one.error for one in refusals(c)}
        assert states.keys() == self.mine.keys(), "lost here"
        sent = {self.mine[name] for name, state in states.items() if state == "sent"}
        assert sent <= there.keys(), "believed too early"
        refused = {name for name, state in states.items() if state == "refused"}
        assert {self.mine[name] for name in refused} <= self.line.blamed, "set aside for nothing"
        assert all(listed[name] for name in refused), "set aside unseen"
        assert seen.waiting >= sum(state == "waiting" for state in states.values())

    def teardown(self) -> None:
        """The faults end, time goes on: what the service did not refuse arrives, once."""
        try:
            self._comes_to_rest()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def _comes_to_rest(self) -> None:
        self.line.faults.clear()
        self.line.down = False
        for _ in range(ROUNDS_MAX):
            self._send()
            with self.store.reading() as c:
                states = self._states(c)
            if "waiting" not in states.values():
                break
            self.now += timedelta(hours=1)
        self.all_is_there_once_or_seen_to_wait()
        assert set(states.values()) <= {"sent", "refused"}, "it never arrives"
        poison = {name for name, text in self.mine.items() if POISON in text}
        assert all(states[name] == "refused" for name in poison)

    # How it is done

    def _hand_in(self, kinds: list[str]) -> None:
        for kind in kinds:
            name, text = str(uuid4()), f"{kind} answer {len(self.mine)}"
            response = {
                "resourceType": "QuestionnaireResponse",
                "id": name,
                "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{name}"},
                "questionnaire": FORM,
                "status": "completed",
                "item": [{"linkId": "pain", "answer": [{"valueString": text}]}],
            }
            with self.store.transaction() as c:
                submit(
                    c, draft_id=None, response_id=name, questionnaire=FORM,
                    payload=json.dumps(response).encode(), now=self.now,
                )  # fmt: skip
            self.mine[name] = text

    def _there(self) -> Counter[str]:
        stored = self.line.service.stored
        return Counter(
            text_of(one) for key, one in stored.items() if key.startswith("QuestionnaireResponse/")
        )

    def _states(self, c: Connection) -> dict[str, str]:
        return {one.id: one.state for one in submissions(c)}

    def _clock(self) -> datetime:
        if self.looks_left is not None:
            if self.looks_left == 0:
                raise Killed
            self.looks_left -= 1
        return self.now

    def _before_commit(self, _connection: object) -> None:
        if self.commits_left is not None:
            if self.commits_left == 0:
                raise Killed
            self.commits_left -= 1

    def _send(self) -> SyncReport:
        client = FhirClient(BASE, timeout_s=5.0, transport=self.line, clock=self._clock)
        event.listen(self.store._engine, "commit", self._before_commit)
        try:
            return send_due(
                self.store, client, now=self._clock,
                jitter=random.Random(7),  # noqa: S311 - the same waits in each run
            )  # fmt: skip
        finally:
            event.remove(self.store._engine, "commit", self._before_commit)
            client.close()

    def _send_until_killed(self, faults: list[str], wait: int) -> None:
        self.now += timedelta(seconds=wait)
        self.line.faults.extend(faults)
        try:
            self._send()
        except Killed:
            self._restart()
        finally:
            self.commits_left = self.looks_left = None
            self.line.faults.clear()

    def _restart(self) -> None:
        self.store.close()
        self.store = open_store(self.store.directory, KEY)


@cache
def _empty_store() -> Path:
    """A store that is only ever copied: to make one takes long."""
    folder = Path(tempfile.mkdtemp(prefix="empty-store-"))
    atexit.register(shutil.rmtree, folder)
    create_store(folder / "store", KEY).close()
    return folder / "store"


def _new_store(folder: Path) -> Store:
    shutil.copytree(_empty_store(), folder / "store")
    return open_store(folder / "store", KEY)


QUIET = {
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}


@pytest.mark.timeout(600)  # where it fails, the shortest way there is looked for
def test_each_submission_is_there_once_or_seen_to_wait() -> None:
    run_state_machine_as_test(
        Interleavings, settings=settings(max_examples=20, stateful_step_count=12, **QUIET)
    )


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_same_over_many_more_orders() -> None:
    run_state_machine_as_test(
        Interleavings, settings=settings(max_examples=1500, stateful_step_count=40, **QUIET)
    )
