"""Which ballots there are, of which questions there may be one, and who chooses in which group.

Patients are never asked about a validated instrument, about a question whose answer may raise an
alert, nor after a form that asks for no feedback.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.bands import KEYS, LARGE, LISTEN
from kiosk.coproduction.events import BALLOT_CLOSED, BALLOT_OPENED, FormEvent
from kiosk.coproduction.locks import Locks, is_locked, item_fingerprint
from kiosk.forms.alerts import is_watched
from kiosk.forms.proxies import AIDED, PROXY
from kiosk.forms.questionnaire import Questionnaire

LOCKED, ALERT, SENSITIVE, UNKNOWN = "locked", "alert", "sensitive", "unknown"
"""Why there is no ballot about a question."""

_MODES: Final = (LARGE, LISTEN, KEYS)


@dataclass(frozen=True)
class Held:
    """A ballot that was opened; `closed` is the day of its early end, None where it had none."""

    ballot: Ballot
    closed: date | None = None

    def is_open(self, today: date) -> bool:
        """Whether patients may choose on that day."""
        return self.closed is None and self.ballot.is_open(today)


def held_ballots(events: Iterable[FormEvent]) -> tuple[Held, ...]:
    """All ballots of a log, in the order in which they were opened; one may be opened again."""
    held: dict[str, Held] = {}
    for event in events:
        if event.kind == BALLOT_OPENED and (ballot := Ballot.of(event.detail)) is not None:
            held[ballot.id] = Held(ballot)
        elif event.kind == BALLOT_CLOSED:
            known = held.get(str(event.detail.get("id", "")))
            if known is not None and known.closed is None:
                held[known.ballot.id] = Held(known.ballot, event.at.date())
    return tuple(held.values())


def why_not(form: Questionnaire, link_id: str, locks: Locks) -> str:
    """Why there is no ballot about that question; "" where there may be one."""
    item = form.by_link_id.get(link_id)
    if item is None or not item.is_question:
        return UNKNOWN
    hashes = {hashed for lock in locks.values() for hashed in lock["items"].values()}
    if is_locked(form, locks) or item_fingerprint(item) in hashes:
        return LOCKED
    if is_watched(form, link_id):
        return ALERT
    return SENSITIVE if form.sensitive else ""


def is_asked_of(ballot: Ballot, form: Questionnaire, language: str) -> bool:
    """Whether who has just filled in that form, in that language, read one of its wordings."""
    item = form.by_link_id.get(ballot.link_id)
    told = ballot.language or form.own_language
    if item is None or ballot.url != form.url or form.sensitive:
        return False
    reads = form.speaks(language) and form.language_for(language) == told
    return reads and item.text(told) in ballot.wordings.values()


def bands_of(*, mode: str, language: str, first: str, who: str) -> tuple[str, ...]:
    """The groups in which a choice is counted once more.

    Args:
        mode: how the screen was used, one of `bands.MODES`.
        language: that was spoken.
        first: the clinic's first language.
        who: gave the answers, one of `proxies.WHO`.
    """
    people = {PROXY: "who:proxy"} | dict.fromkeys(AIDED, "who:helped")
    found = (
        f"mode:{mode}" if mode in _MODES else "",
        f"language:{language}" if language != first else "",
        people.get(who, ""),
    )
    return tuple(band for band in found if band)
