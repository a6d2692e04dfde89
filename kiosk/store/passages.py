"""Counters of what people do at the screen: sums by day, which lead to nobody.

A row says how often something was so on a day. There is no key to a person, visit, draft or
response, no moment, and nothing of an answer (reference coproduction 5.3, `item_day`).
"""

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from kiosk.coproduction.passage import Passage
from kiosk.store.prepared import execute_prepared
from kiosk.store.tables import form_passage, form_time, item_day

_FORM = insert(form_passage)
_ADD_FORM = _FORM.on_conflict_do_update(
    index_elements=["questionnaire", "day"],
    set_={
        "begun": form_passage.c.begun + _FORM.excluded.begun,
        "sent": form_passage.c.sent + _FORM.excluded.sent,
    },
)
_TIME = insert(form_time)
_ADD_TIME = _TIME.on_conflict_do_update(
    index_elements=["questionnaire", "day", "bin"],
    set_={"sittings": form_time.c.sittings + _TIME.excluded.sittings},
)
_ITEM = insert(item_day)
_ADD_ITEM = _ITEM.on_conflict_do_update(
    index_elements=["questionnaire", "day", "link_id", "mode"],
    set_={
        "shown": item_day.c.shown + _ITEM.excluded.shown,
        "left_here": item_day.c.left_here + _ITEM.excluded.left_here,
    },
)


def count_passage(c: Connection, passage: Passage, *, now: datetime) -> None:
    """Add one person's time with a form to the counters of the day."""
    today = {"questionnaire": passage.questionnaire, "day": now.astimezone().date()}
    execute_prepared(c, _ADD_FORM, today | {"begun": int(passage.begun), "sent": int(passage.sent)})
    if passage.time_bin is not None:
        execute_prepared(c, _ADD_TIME, today | {"bin": passage.time_bin, "sittings": 1})
    for link_id in passage.shown:
        left = {"mode": "", "shown": 1, "left_here": int(link_id == passage.left_at)}
        execute_prepared(c, _ADD_ITEM, today | left | {"link_id": link_id})
