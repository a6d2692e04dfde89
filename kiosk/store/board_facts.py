"""What the board follows from, as the store has it; no remark's words are among it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.merging import Counted, Share, merged
from kiosk.coproduction.outcomes import Asked, Facts, Said, fate, url_of
from kiosk.coproduction.pack import Pack, read_pack
from kiosk.errors import FormUnreadable, RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import feedback, fetched, form_versions
from kiosk.store.questionnaires import kept_questionnaire
from kiosk.store.tables import form_day, kiosk, remark

_OPEN: Final = frozenset({"kept", "heard", "unanswered"})
"""Of these nothing has become yet."""


def read_facts(c: Connection, forms: Iterable[Questionnaire] = ()) -> Facts:
    """All that the board follows from, of this PC and of those whose packs came.

    Args:
        c: a view of the store.
        forms: those that are at hand without the store.
    """
    return _facts(c, (own_share(c), *shares_of_others(c)), forms)


def read_own_facts(c: Connection) -> Facts:
    """The same of this PC alone."""
    return _facts(c, (own_share(c),), ())


def settled(c: Connection, today: date) -> dict[str, date]:
    """The groups of remarks here of which something has become, and since when."""
    facts = read_facts(c)
    fates = (fate(asked, facts, today) for asked in {one.asked for one in facts.said})
    return {one.asked.id: one.day for one in fates if one.kind not in _OPEN and one.day}


def own_share(c: Connection) -> Share:
    """What this PC knows by itself; what others did about forms is among its events."""
    kiosk_id = c.scalar(select(kiosk.c.value).where(kiosk.c.name == "kiosk_id")) or ""
    finished = {
        Counted(kiosk_id, url, day): count
        for url, days in read_sittings(c).items()
        for day, count in days.items()
    }
    return Share(read_said(c), feedback.decisions(c), form_versions.events(c), finished)


def shares_of_others(c: Connection) -> tuple[Share, ...]:
    """What the clinic's other PCs told in their last packs."""
    return tuple(pack.share for pack in packs_of_others(c))


def packs_of_others(c: Connection) -> tuple[Pack, ...]:
    """The last pack of each of the clinic's other PCs."""
    found = []
    for one in fetched.good(c, fetched.PACK).values():
        with suppress(RefusedError):  # of an older version of the program
            found.append(read_pack(one.content))
    return tuple(found)


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


def _facts(c: Connection, shares: Iterable[Share], forms: Iterable[Questionnaire]) -> Facts:
    known = merged(shares, {})
    at_hand = {form.canonical: form for form in forms}
    for canonical in sorted(_named(known.said, known.events) - set(at_hand)):
        if (form := _kept(c, canonical)) is not None:
            at_hand[canonical] = form
    return replace(known, forms=at_hand)


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
