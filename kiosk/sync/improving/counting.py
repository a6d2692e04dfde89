"""What was counted of questions goes to the centre, and what other kiosks counted comes from there.

A report is made of whole weeks with at least 10 finished sittings (`suppression.public_periods`)
and stays as it is. The PC where forms are improved asks for the reports of the others and adds them
to its own counters; to take in one twice adds nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.evidence import ItemCounts
from kiosk.coproduction.suppression import Period, public_periods
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.store import fetched, outbox
from kiosk.store.database import Store
from kiosk.store.figures import ItemKey, Span, finished_by_day, grouped, item_counts
from kiosk.store.notes import keep_note, read_note
from kiosk.sync.ability import known_ability
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.measures import KIND, KINDS, Measured, added, from_fhir, to_fhir
from kiosk.sync.paging import Limits, searched

COUNTED: Final = "counted"
"""The kind under which reports of other kiosks are kept (`kiosk.store.fetched`), by their ids."""

REPORTS_MAX: Final = 2000
_TYPE: Final = "MeasureReport"
_TOLD: Final = "counted_told"
_LIMITS: Final = Limits(pages=50, resources=REPORTS_MAX, size=32 * 1024 * 1024)
_PATH: Final = f"{_TYPE}?" + urlencode({"_tag": f"{KINDS}|{KIND}", "_count": "50"})


def queue_counts(store: Store, base: str, *, today: date, now: datetime) -> int:
    """Queue the reports of weeks that are over and were not told yet; how many.

    Nothing, where the service at that address does not say that it keeps a MeasureReport.
    """
    ability = known_ability(store, base)
    if ability is None or not ability.knows(_TYPE):
        return 0
    with store.reading() as c:
        told = dict((read_note(c, _TOLD) or {}).get("until", {}))
        new = [
            measured
            for form, days in finished_by_day(c, Span()).items()
            for period in public_periods(days, today)
            if period.since.isoformat() >= told.get(form, "")
            for measured in (_measured(c, store.kiosk_id, form, period),)
        ]
    if not new:
        return 0
    with store.transaction() as c:
        for one in new:
            told[one.questionnaire] = max(told.get(one.questionnaire, ""), one.until.isoformat())
            if one.items:
                what = {"resource_type": _TYPE, "resource_id": one.id}
                outbox.queue(c, **what, payload=encode_json(to_fhir(one)), now=now)
        keep_note(c, _TOLD, {"until": told})
    return len([one for one in new if one.items])


def take_in_counts(
    store: Store,
    client: FhirClient,
    *,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Keep what other kiosks of the clinic counted; how many reports are new.

    Raises:
        Unreachable, NotAuthorised, Refused: the service can't be asked; what was there stays.
    """
    with store.reading() as c:
        known, here = fetched.seen(c, _PATH), fetched.good(c, COUNTED)
    found = searched(client, _PATH, _LIMITS, known=known, go_on=go_on)
    if found.unchanged:
        return 0
    new = {one.id: one for one in _readable(found.resources) if one.id not in here}
    others = [one for one in new.values() if one.kiosk_id != store.kiosk_id]
    with store.transaction() as c:
        for one in others[: REPORTS_MAX - len(here)]:
            fetched.keep_good(c, COUNTED, one.id, encode_json(to_fhir(one)), now=now)
        fetched.note_seen(c, _PATH, found.said, now=now)
    return len(others)


def counted_elsewhere(c: Any) -> dict[str, dict[str, ItemCounts]]:
    """By canonical and linkId, what the clinic's other kiosks counted, as far as it came.

    Args:
        c: a view of the store.
    """
    return added(reports_elsewhere(c))


def reports_elsewhere(c: Any) -> tuple[Measured, ...]:
    """The reports of the clinic's other kiosks, as far as they came.

    Args:
        c: a view of the store.
    """
    kept = fetched.good(c, COUNTED).values()
    return tuple(_readable(decode_json(one.content) for one in kept))


def _readable(reports: Iterable[Any]) -> Iterable[Measured]:
    for report in reports:
        try:
            yield from_fhir(report)
        except RefusedError:
            continue  # of another version of the program, or of somebody else


def _measured(c: Any, kiosk_id: str, form: str, period: Period) -> Measured:
    last = period.until - timedelta(days=1)
    counts = {
        key: one
        for key, one in item_counts(c, Span(form, period.since, last)).items()
        if key.questionnaire == form
    }
    modes: dict[str, dict[str, ItemCounts | None]] = {}
    for (link_id, mode), one in grouped(counts, _by_mode).items():
        if not one.shown:
            continue  # it was said, nobody knows how the screen was used
        modes.setdefault(link_id, {})[mode] = one
    items = grouped(counts, lambda key: key.link_id)
    return Measured(kiosk_id, form, period.since, period.until, items, modes)


def _by_mode(key: ItemKey) -> tuple[str, str]:
    return key.link_id, key.mode
