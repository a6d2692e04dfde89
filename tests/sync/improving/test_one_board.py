"""Three kiosks with a line that comes and goes have one board, and one state of each form."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.coproduction.board import board
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.outcomes import Decision
from kiosk.desk.slips import own_slip_key
from kiosk.offered import bundled_form
from kiosk.store import feedback, form_versions
from kiosk.store.board_facts import read_facts
from kiosk.store.database import create_store
from kiosk.store.key import new_key
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.taking_in import take_in_forms
from tests.sync.conftest import FORM, Kiosk
from tests.sync.improving.test_forms_shared import PAIN, publish

GROUP = group_id(FORM, "pain-where", "not-understood")


@pytest.fixture
def three(tmp_path: Path, now: datetime) -> Iterator[list[Kiosk]]:
    made = []
    for name in ("one", "two", "three"):
        key = new_key()
        made.append(Kiosk(create_store(tmp_path / name, key), key, now))
    yield made
    for kiosk in made:
        kiosk.store.close()


def send(kiosk: Kiosk, base: str) -> None:
    assert kiosk.send(base=base).error is None
    kiosk.later(minutes=1)


def take_in(kiosk: Kiosk, base: str, keys: list[str]) -> None:
    with closing(FhirClient(base, timeout_s=5.0, clock=lambda: kiosk.now)) as client:
        take_in_forms(kiosk.store, client, keys, now=kiosk.now)


def shown(kiosk: Kiosk) -> tuple[Any, ...]:
    form = bundled_form(PAIN)
    assert form
    with kiosk.store.reading() as c:
        return board(read_facts(c, [form]), kiosk.now.date())


def stands(kiosk: Kiosk) -> Any:
    with kiosk.store.reading() as c:
        return form_versions.standings(c)[PAIN].default


def lived(three: list[Kiosk], base: str) -> None:
    """Patients come and speak at two kiosks; a week is over, and what was said has left them."""
    one, two, _ = three
    for kiosk in three:
        for _ in range(10):
            kiosk.finish()
    for kiosk in (one, two):
        for _ in range(5):
            remark = kiosk.remark(kiosk.now.date(), words="")
            with kiosk.store.transaction() as c:
                c.exec_driver_sql(
                    "UPDATE remark SET link_id = 'pain-where' WHERE id = ?", (remark.id,)
                )
    for kiosk in three:
        send(kiosk, base)
        kiosk.later(days=9)
        for _ in range(2):  # remarks leave in a run of their own
            send(kiosk, base)
            kiosk.later(hours=2)
        for _ in range(10):  # what is newer than the last public week is on no board
            kiosk.finish()
        kiosk.later(days=9)
        send(kiosk, base)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_the_line_did_all_have_the_same_board_in_the_end(
    three: list[Kiosk], central: Any, seed: int
) -> None:
    central.start()
    base, chance = central.base, Random(seed)  # noqa: S311 - the same line in every run
    lived(three, base)
    one, two, _ = three
    publish(one, "1.1.0", groups=[GROUP])
    with two.store.transaction() as c:
        feedback.record_decision(
            c, Decision(GROUP, "not-yet", "We look for words.", two.now.date(), "lead")
        )
    publish(two, "1.2.0", groups=[GROUP])
    keys = [own_slip_key(kiosk.store, now=kiosk.now) for kiosk in three]

    for _ in range(12):  # partitions and replays
        kiosk = chance.choice(three)
        if chance.random() < 0.5:
            send(kiosk, base)
        else:
            take_in(kiosk, base, keys)
    for _ in range(2):
        for kiosk in three:
            send(kiosk, base)
        for kiosk in three:
            take_in(kiosk, base, keys)
    latest = max(kiosk.now for kiosk in three) + timedelta(days=1)
    for kiosk in three:
        kiosk.now = latest

    boards = [shown(kiosk) for kiosk in three]
    assert boards[0] == boards[1] == boards[2]
    assert boards[0]
    assert len({stands(kiosk) for kiosk in three}) == 1
    print(f"G8: 3 kiosks, line {seed}: one board of {len(boards[0])} lines, one state of the form")
