"""What the board follows from, as the store has it; no remark's words are among it."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, func, select

from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.outcomes import Asked, Facts, Said, url_of
from kiosk.errors import FormUnreadable
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import feedback, form_versions
from kiosk.store.questionnaires import kept_questionnaire
from kiosk.store.tables import form_day, remark


def read_facts(c: Connection, forms: Iterable[Questionnaire] = ()) -> Facts:
    """All that the board follows from; `forms` are those that are at hand without the store."""
    said, done = read_said(c), form_versions.events(c)
    at_hand = {form.canonical: form for form in forms}
    for canonical in sorted(_named(said, done) - set(at_hand)):
        if (form := _kept(c, canonical)) is not None:
            at_hand[canonical] = form
    return Facts(said, read_sittings(c), feedback.decisions(c), done, at_hand)


def read_said(c: Connection) -> tuple[Said, ...]:
    """The remarks that were released, in the order of their random ids."""
    kept = remark.c
    # What was released before that day was kept is taken to be so since it was said.
    released_on = func.coalesce(kept.released_on, kept.day)
    query = select(
        kept.id, kept.questionnaire, kept.link_id, kept.reason, kept.first, released_on
    ).where(kept.released.is_(True))
    rows = c.execute(query.order_by(kept.id))
    return tuple(
        Said(key, Asked(form, link_id, reason), first, day)
        for key, form, link_id, reason, first, day in rows
    )


def read_sittings(c: Connection) -> dict[str, dict[date, int]]:
    """How often each form was finished on each day, in all its versions together; by url."""
    sums: dict[str, dict[date, int]] = {}
    for form, day, finished in _finished(c):
        days = sums.setdefault(url_of(form), {})
        days[day] = days.get(day, 0) + finished
    return sums


def _finished(c: Connection) -> Iterator[tuple[str, date, int]]:
    rows = c.execute(select(form_day.c.questionnaire, form_day.c.day, form_day.c.finished))
    yield from ((row.questionnaire, row.day, row.finished) for row in rows)


def _named(said: Iterable[Said], done: Iterable[FormEvent]) -> set[str]:
    """The versions that were spoken of, and those that anything was done about."""
    spoken_of = {one.asked.questionnaire for one in said}
    return spoken_of | {event.canonical for event in done if event.canonical}


def _kept(c: Connection, canonical: str) -> Questionnaire | None:
    content = form_versions.content_of(c, canonical) or kept_questionnaire(c, canonical)
    try:
        return None if content is None else read_questionnaire(content)
    except FormUnreadable:
        return None
