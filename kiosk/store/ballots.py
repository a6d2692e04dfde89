"""Choices between two wordings: sums by day, which lead to nobody.

A choice adds one to the sum of its day for everybody, and one to that of the month for each group
its person was in: were groups counted by the day, those of a day's only choice would stand
together and describe one person. There is no moment, no order, no key to a visit or a response.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.coproduction.balloting import Held, held_ballots
from kiosk.coproduction.ballots import EVERYBODY, Choice
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED
from kiosk.store import form_versions
from kiosk.store.board_facts import packs_of_others
from kiosk.store.tables import ballot_day

_KINDS: Final = (BALLOT_OPENED, BALLOT_CLOSED)


def ballots(c: Connection) -> tuple[Held, ...]:
    """All ballots there were, in the order in which they were opened."""
    return held_ballots(one for one in form_versions.events(c) if one.kind in _KINDS)


def open_ballots(c: Connection, today: date) -> tuple[Held, ...]:
    """Those in which patients may choose on that day."""
    return tuple(one for one in ballots(c) if one.is_open(today))


def count_choice(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection, ballot: str, *, winner: str, loser: str, bands: Iterable[str], today: date
) -> None:
    """Somebody chose one wording over another.

    Args:
        c: a write transaction.
        ballot: its id.
        winner: the id of the wording that was chosen.
        loser: that of the other one.
        bands: the groups its person was in (`balloting.bands_of`).
        today: the day.
    """
    month = today.replace(day=1)
    for band, day in ((EVERYBODY, today), *((band, month) for band in bands)):
        new = insert(ballot_day).values(
            ballot=ballot, day=day, band=band, winner=winner, loser=loser, times=1
        )
        more = {"times": ballot_day.c.times + new.excluded.times}
        c.execute(new.on_conflict_do_update(index_elements=[*ballot_day.primary_key], set_=more))


def choices(c: Connection, ballot: str) -> tuple[Choice, ...]:
    """How often which wording was chosen over which, by whom; days together."""
    by = ballot_day.c.band, ballot_day.c.winner, ballot_day.c.loser
    query = select(*by, func.sum(ballot_day.c.times)).where(ballot_day.c.ballot == ballot)
    return tuple(Choice(*row) for row in c.execute(query.group_by(*by).order_by(*by)))


def choices_elsewhere(c: Connection, ballot: str) -> tuple[Choice, ...]:
    """The same of the clinic's other PCs, as their last packs tell it."""
    told = (pack.choices.get(ballot, ()) for pack in packs_of_others(c))
    return tuple(one for chosen in told for one in chosen)
