"""Counters of what people do at the screen: sums by day, which lead to nobody.

A row says how often something was so on a day. There is no key to a person, visit, draft or
response, no moment, and nothing of an answer (reference coproduction 5.3, `item_day`). Bands of
age, language and access mode are sums by month, each by itself (`coproduction.bands`).
"""

from datetime import datetime

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert

from kiosk.coproduction.bands import Bands
from kiosk.coproduction.evidence import COUNTED
from kiosk.coproduction.passage import Passage
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import band_month, form_passage, form_time, item_day, item_dwell


def _adding(table: Table, *counters: str) -> Insert:
    """A row of counters; where there is one with its key, they are added to it."""
    new = insert(table)
    sums = {name: table.c[name] + new.excluded[name] for name in counters}
    return new.on_conflict_do_update(index_elements=[*table.primary_key], set_=sums)


_ADD_FORM = _adding(form_passage, "begun", "sent")
_ADD_TIME = _adding(form_time, "sittings")
_ADD_ITEM = _adding(item_day, *COUNTED)
_ADD_DWELL = _adding(item_dwell, "sittings")
_ADD_BAND = _adding(band_month, "sittings", "spoke")


def count_passage(c: Connection, passage: Passage, *, now: datetime) -> None:
    """Add one person's time with a form to the counters of the day."""
    today = {"questionnaire": passage.questionnaire, "day": now.astimezone().date()}
    execute_prepared(c, _ADD_FORM, today | {"begun": int(passage.begun), "sent": int(passage.sent)})
    if passage.time_bin is not None:
        execute_prepared(c, _ADD_TIME, today | {"bin": passage.time_bin, "sittings": 1})
    for link_id, counts in passage.counts().items():
        key = today | {"link_id": link_id, "mode": passage.mode}
        execute_prepared(c, _ADD_ITEM, key | {name: getattr(counts, name) for name in COUNTED})
        if link_id in passage.dwell:
            at = {"bin": passage.dwell[link_id], "sittings": 1}
            execute_prepared(c, _ADD_DWELL, key | at)


def count_bands(c: Connection, bands: Bands, *, now: datetime) -> None:
    """Add one person's sitting to the counters of the month, once for each dimension."""
    month = now.astimezone().date().replace(day=1)
    for dimension, band in bands.each():
        key = {"month": month, "dimension": dimension, "band": band}
        execute_prepared(c, _ADD_BAND, key | {"sittings": 1, "spoke": int(bands.spoke)})
