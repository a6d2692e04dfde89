"""Three kiosks count; the PC where forms are improved has the sum, however the reports came."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.coproduction.evidence import ItemCounts
from kiosk.store import figures
from kiosk.store.database import create_store
from kiosk.store.figures import Span
from kiosk.store.key import new_key
from kiosk.store.tables import form_day, item_day
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.counting import counted_elsewhere, take_in_counts
from tests.sync.conftest import Kiosk

FORM = "http://clinic.example/counted|1.0.0"
MONDAY = date(2026, 2, 2)


@pytest.fixture
def three(tmp_path: Path, now: datetime) -> Iterator[list[Kiosk]]:
    made = []
    for name in ("one", "two", "three"):
        key = new_key()
        made.append(Kiosk(create_store(tmp_path / name, key), key, now))
    yield made
    for kiosk in made:
        kiosk.store.close()


def count(kiosk: Kiosk, day: date, sittings: int, *, troubled: int, form: str = FORM) -> None:
    with kiosk.store.transaction() as c:
        c.execute(form_day.insert().values(questionnaire=form, day=day, finished=sittings))
        counts = {"shown": sittings, "help": troubled, "troubled": troubled}
        for mode, part in (("touch", sittings - 3), ("large", 3)):
            kept = counts | {"shown": part} | ({} if mode == "touch" else dict.fromkeys(
                ("help", "troubled"), 0))  # fmt: skip
            c.execute(
                item_day.insert().values(
                    questionnaire=form, day=day, link_id="pain", mode=mode, **kept
                )
            )


def send(kiosk: Kiosk, base: str) -> None:
    kiosk.finish()  # by which the kiosk learns what the service can
    for _ in range(2):
        assert kiosk.send(base=base).error is None
        kiosk.later(minutes=1)


def take_in(kiosk: Kiosk, base: str) -> int:
    with closing(FhirClient(base, timeout_s=5.0, clock=lambda: kiosk.now)) as client:
        return take_in_counts(kiosk.store, client, now=kiosk.now)


def elsewhere(kiosk: Kiosk, form: str = FORM) -> dict[str, ItemCounts]:
    with kiosk.store.reading() as c:
        return counted_elsewhere(c).get(form, {})


def test_each_kiosk_has_the_sum_of_the_others_each_counted_once(
    three: list[Kiosk], central: Any
) -> None:
    central.start()
    for kiosk, (sittings, troubled) in zip(three, [(20, 3), (12, 0), (30, 9)], strict=True):
        count(kiosk, MONDAY, sittings, troubled=troubled)
        send(kiosk, central.base)
        send(kiosk, central.base)  # nothing is told twice

    first = three[0]
    assert take_in(first, central.base) == 2
    assert take_in(first, central.base) == 0
    assert elsewhere(first) == {"pain": ItemCounts(shown=42, help=9, troubled=9)}
    with first.store.reading() as c:
        own = figures.grouped(figures.item_counts(c, Span(FORM)), lambda key: key.link_id)
    whole = own["pain"] + elsewhere(first)["pain"]
    assert (whole.shown, whole.troubled) == (62, 12)


def test_a_week_with_few_sittings_is_told_with_the_next_and_none_of_this_week(
    three: list[Kiosk], central: Any
) -> None:
    central.start()
    one, other, _ = three
    today = one.now.date()
    count(one, MONDAY, 6, troubled=1)
    send(one, central.base)
    assert take_in(other, central.base) == 0
    count(one, MONDAY + timedelta(weeks=1), 6, troubled=1)
    count(one, today, 50, troubled=50)  # this week is not over
    send(one, central.base)
    assert take_in(other, central.base) == 1
    assert elsewhere(other)["pain"].shown == 12


def test_no_stratum_of_a_few_leaves_the_kiosk(three: list[Kiosk], central: Any) -> None:
    central.start()
    count(three[0], MONDAY, 20, troubled=3)
    send(three[0], central.base)
    take_in(three[1], central.base)
    with three[1].store.reading() as c:
        kept = c.exec_driver_sql("SELECT key FROM fetched WHERE kind = 'counted'").scalars().all()
    assert len(kept) == 1
    report = httpx2.get(f"{central.base}/MeasureReport/{kept[0]}", trust_env=False).json()
    strata = report["group"][0]["stratifier"][0]["stratum"]
    shown = {one["value"]["coding"][0]["code"]: one["population"][0].get("count") for one in strata}
    assert shown == {"large": None, "touch": 17}
