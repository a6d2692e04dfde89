"""How many people were asked a question, by day: what a remark on it can hide among."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, func, select

from kiosk.coproduction.cover import Spoken
from kiosk.store.tables import form_day, item_day


def asked_by_day(c: Connection, questions: Iterable[Spoken]) -> dict[Spoken, dict[date, int]]:
    """Of each question: day → how many were asked it.

    Where no questions of its form are counted, those count who finished the form.
    """
    return {one: _of_item(c, one) for one in questions}


def _of_item(c: Connection, one: Spoken) -> dict[date, int]:
    form, item = form_day.c, item_day.c
    finished = select(form.day, form.finished).where(form.questionnaire == one.questionnaire)
    of_form = select(item.day).where(item.questionnaire == one.questionnaire)
    if c.scalar(of_form.limit(1)) is None:
        return {row.day: row.finished for row in c.execute(finished)}
    shown = select(item.day, func.sum(item.shown).label("shown")).where(
        item.questionnaire == one.questionnaire, item.link_id == one.link_id
    )
    return {row.day: row.shown for row in c.execute(shown.group_by(item.day))}
