"""The board "We said, we did": what everybody may read of what became of remarks.

It is worked out from facts (`kiosk.coproduction.outcomes`), and nobody writes it. Nothing is on it
of a form with fewer than ten finished sittings, or of which too few people's remarks were released;
no number is on it, no reason of a patient's, and no words but those of the clinic. What patients
do changes it at the end of a week alone, and only after ten more sittings; what the clinic does is
there at once. A "no" with its reason is shown like a "yes", and so is what was never answered.
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from kiosk.coproduction.feedback import GROUP_SIZE
from kiosk.coproduction.outcomes import Asked, Facts, Fate, Kind, Said, fate, is_escalated
from kiosk.coproduction.suppression import public_periods

PUBLIC: Final[frozenset[Kind]] = frozenset(
    {"did", "trying", "tried", "reverted", "not-yet", "no", "answered", "unanswered", "retired"}
)
"""What stands on the board; what is too new is not on it."""


def board(facts: Facts, today: date) -> tuple[Fate, ...]:
    """What the board says on a day, the newest first (changes before words); each thing once."""
    fates = [fate(asked, facts, today) for asked in _public(facts, today)]
    shown = [one for one in fates if one.kind in PUBLIC]
    once = {_seen(one, facts): one for one in sorted(shown, key=_order)}
    return tuple(sorted(once.values(), key=_order, reverse=True))


def _public(facts: Facts, today: date) -> list[Asked]:
    """The groups of which something may be said to everybody."""
    url = attrgetter("asked.url")
    by_form = groupby(sorted(facts.said, key=url), key=url)
    return sorted(
        asked
        for form, said in by_form
        for asked in _of_one_form(said, _until(facts, form, today))
        if not is_escalated(asked, facts.decisions)
    )


def _of_one_form(said: Iterable[Said], until: date) -> set[Asked]:
    known = [one for one in said if one.released < until]
    # Five people on the form, not on the question: the clinic may act on the first who says so,
    # and the board never tells how many did.
    enough = sum(one.first for one in known) >= GROUP_SIZE
    return {one.asked for one in known} if enough else set()


def _until(facts: Facts, form: str, today: date) -> date:
    """The day before which what patients did with that form is public."""
    periods = public_periods(facts.sittings.get(form, {}), today)
    return periods[-1].until if periods else date.min


def _order(one: Fate) -> tuple[date, bool, Asked]:
    """By day, and of one day what was changed before what was only said."""
    return one.day or date.min, one.kind == "did", one.asked


def _seen(one: Fate, facts: Facts) -> tuple[str, ...]:
    """What tells two lines apart for who reads them: of one question in one wording, once."""
    form = facts.forms.get(one.asked.questionnaire)
    item = form.by_link_id.get(one.asked.link_id) if form else None
    words = item.text(form.own_language) if form and item else one.asked.questionnaire
    return (
        one.asked.url,
        one.asked.link_id,
        words,
        one.kind,
        one.text,
        one.reason,
        str(one.until),
        one.after,
    )
