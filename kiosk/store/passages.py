"""Counters of what people do at the screen: sums by day, which lead to nobody.

A row says how often something was so on a day. There is no key to a person, visit, draft or
response, no moment, nothing of an answer and nothing of what was said of a question. Bands of age,
language and access mode are sums by month, each by itself (`coproduction.bands`).
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.sqlite import Insert, insert

from kiosk.coproduction.bands import DIMENSIONS, Bands
from kiosk.coproduction.evidence import BY_SITTING
from kiosk.coproduction.passage import Passage
from kiosk.coproduction.suppression import LEAST_GROUP
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import (
    band_month,
    band_spoke,
    form_passage,
    form_time,
    item_day,
    item_dwell,
)


def _adding(table: Table, *counters: str) -> Insert:
    """A row of counters; where there is one with its key, they are added to it."""
    new = insert(table)
    sums = {name: table.c[name] + new.excluded[name] for name in counters}
    return new.on_conflict_do_update(index_elements=[*table.primary_key], set_=sums)


_ADD_FORM = _adding(form_passage, "begun", "sent")
_ADD_TIME = _adding(form_time, "sittings")
_ADD_ITEM = _adding(item_day, *BY_SITTING)
_ADD_DWELL = _adding(item_dwell, "sittings")
_ADD_BAND = _adding(band_month, "sittings", "spoke")
_ADD_SPOKE = _adding(band_spoke, "spoke")


def count_passage(c: Connection, passage: Passage, *, now: datetime) -> None:
    """Add one person's time with a form to the counters of the day."""
    today = {"questionnaire": passage.questionnaire, "day": now.astimezone().date()}
    execute_prepared(c, _ADD_FORM, today | {"begun": int(passage.begun), "sent": int(passage.sent)})
    if passage.time_bin is not None:
        execute_prepared(c, _ADD_TIME, today | {"bin": passage.time_bin, "sittings": 1})
    for link_id, counts in passage.counts().items():
        key = today | {"link_id": link_id, "mode": passage.mode}
        execute_prepared(c, _ADD_ITEM, key | {name: getattr(counts, name) for name in BY_SITTING})
        if link_id in passage.dwell:
            at = {"bin": passage.dwell[link_id], "sittings": 1}
            execute_prepared(c, _ADD_DWELL, key | at)


def count_bands(c: Connection, bands: Bands, *, now: datetime) -> None:
    """Add one person's sitting to the counters of the month, once for each dimension.

    That they spoke is kept without a month until five did, and then counts in the month it is.
    """
    month = now.astimezone().date().replace(day=1)
    for dimension, band in bands.each():
        key = {"dimension": dimension, "band": band}
        execute_prepared(c, _ADD_BAND, key | {"month": month, "sittings": 1, "spoke": 0})
        if bands.spoke:
            execute_prepared(c, _ADD_SPOKE, key | {"spoke": 1})
    if bands.spoke:
        _tell_who_spoke(c, {"month": month, "sittings": 0})


def _tell_who_spoke(c: Connection, this_month: Mapping[str, object]) -> None:
    held = band_spoke.c
    people = select(func.sum(held.spoke)).where(held.dimension == DIMENSIONS[0])
    if c.scalar(people) >= LEAST_GROUP:
        for row in c.execute(select(band_spoke)).mappings().all():
            execute_prepared(c, _ADD_BAND, {**row, **this_month})
        c.execute(band_spoke.delete())
