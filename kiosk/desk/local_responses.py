"""The responses in the store of this PC; a kiosk may run beside and sends what is changed here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from kiosk.desk.reasons import refuse_telling
from kiosk.desk.response_notes import OPENED, ResponseNotes, history_of
from kiosk.desk.response_rules import changed_meanwhile, midnight, refuse_wrong
from kiosk.desk.responses import (
    Asked,
    Change,
    Note,
    OpenedResponse,
    ResponsePage,
    ResponseRow,
    Tallies,
)
from kiosk.errors import RefusedError
from kiosk.forms.summarising import WHAT_MATTERS
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import amending, audit, heads, listing, outbox, questionnaires, withdrawals
from kiosk.store.alerts import move_alerts
from kiosk.store.amending import Latest
from kiosk.store.database import Store
from kiosk.store.listing import Listed, Place, Wanted
from kiosk.store.moving import PatientReference, moved
from kiosk.store.staff import StaffMember
from kiosk.store.tables import REFUSED, SENT, WAITING
from kiosk.store.unsent import find_unsent


class LocalResponses:
    """A `kiosk.desk.responses.ResponseBook` on the store of this PC.

    Attributes:
        line: none is needed.

    Args:
        store: the open store.
        value_sets: what the forms may choose from.
        now: the clock, aware, UTC.
    """

    line: Final = None

    def __init__(self, store: Store, value_sets: ValueSets, now: Callable[[], datetime]) -> None:
        self._store, self._value_sets, self._now = store, value_sets, now
        self._notes = ResponseNotes(store, now)

    def page(self, asked: Asked, *, by: StaffMember, size: int, after: str = "") -> ResponsePage:
        """One page; `after` is where the page before ended."""
        self._notes.refuse_others(by, "list")
        wanted, place = _wanted(asked), _read_place(after)
        with self._store.reading() as c:
            if asked.begin:
                named = listing.responses_named(c, asked.begin.strip().casefold(), size=size)
                return ResponsePage(_rows(c, named), "")
            if asked.patient:
                found = heads.responses_of(c, asked.patient, wanted, size=size, after=place)
            else:
                found = listing.list_responses(c, wanted, size=size, after=place)
            following = found.following
            reached = following.completed_at if following else None
            return ResponsePage(_rows(c, found.responses), _write_place(following), reached)

    def tally(self, asked: Asked, *, by: StaffMember) -> Tallies:
        """How many there are; those of one patient, or of one id, are not counted."""
        self._notes.refuse_others(by, "list")
        with self._store.reading() as c:
            found = listing.tally_responses(c, _wanted(asked))
            forms = listing.forms_answered(c)
        states: Counter[str] = Counter()
        for one in found:
            states[one.state] += one.responses
        return Tallies(states[WAITING], states[SENT], states[REFUSED], forms)

    def read(self, response_id: str, *, by: StaffMember, again: bool = False) -> OpenedResponse:
        """One response with its answers, which is noted; not `again`, by who sees it already."""
        self._notes.refuse_others(by, response_id)
        with self._store.transaction() as c:
            found = _opened(c, response_id)
            matters = _matters(c, found)
            if not again:
                for one in filter(None, (found, matters)):
                    self._notes.tell(c, one.row.id, OPENED, by)
            return replace(found, matters=matters)

    def amend(self, change: Change, content: bytes) -> None:
        """Other answers in the place of the patient's: a whole QuestionnaireResponse."""

        def make(c: Any, latest: Latest) -> bytes:
            payload = amending.corrected(latest, content)
            self._refuse_wrong(c, latest, payload)
            return payload

        self._change(change, make)

    def mark_mistake(self, change: Change) -> None:
        """It says of itself that it was entered in error."""
        self._change(change, lambda _, latest: amending.withdrawn(latest))

    def take_back(self, change: Change) -> None:
        """It was no mistake after all, and is not to be deleted."""

        def make(c: Any, latest: Latest) -> bytes:
            return amending.taken_back(latest, amending.as_sent(c, latest.id))

        self._change(change, make, done="taken-back")

    def move(self, change: Change, to: PatientReference) -> None:
        """It is another patient's."""
        now = self._now()

        def make(c: Any, latest: Latest) -> bytes:
            payload = moved(latest, to, now=now)
            move_alerts(c, latest.id, to, now=now)
            return payload

        self._change(change, make, done="moved")

    def withdraw(self, change: Change) -> None:
        """Its patient asks to have it deleted: everywhere it is emptied, and here it goes."""

        def make(c: Any, latest: Latest) -> bytes:
            withdrawals.ask_deletion(c, latest.id, now=self._now())
            return amending.emptied(latest)

        self._change(change, make, done="withdrawn")

    def send_again(self, response_id: str, *, by: StaffMember) -> None:
        """What the service refused goes once more, as if for the first time."""
        self._notes.refuse_others(by, response_id)
        with self._store.transaction() as c:
            one = find_unsent(c, response_id)
            if one is None or not outbox.retry(c, [one.id]):
                raise RefusedError("This response was not refused; there is nothing to send again.")
            audit.record(
                c, actor=by.name, action="outbox.retried", subject=response_id, now=self._now()
            )

    def note(self, response_id: str, what: Note, *, by: StaffMember) -> None:
        """It was copied or printed."""
        self._notes.refuse_others(by, response_id)
        with self._store.transaction() as c:
            self._notes.tell(c, amending.find_response(c, response_id).id, what, by)

    def forget(self) -> None:
        """Nothing is remembered beside the store."""

    def _change(
        self, change: Change, make: Callable[[Any, Latest], bytes], *, done: str = ""
    ) -> None:
        self._notes.refuse_others(change.by, change.response_id)
        with self._store.transaction() as c:
            latest = amending.find_response(c, change.response_id)
            if latest.revision != change.version:
                raise changed_meanwhile()
            own = amending.as_sent(c, latest.id)
            payload = make(c, latest)
            reason = refuse_telling(change.reason, own, latest.payload, payload)
            amending.keep_change(
                c, latest=latest, payload=payload, by=change.by.name, reason=reason,
                now=self._now(), done=done,
            )  # fmt: skip

    def _refuse_wrong(self, c: Any, latest: Latest, payload: bytes) -> None:
        form = questionnaires.kept_questionnaire(
            c, latest.questionnaire, content_hash=latest.form_hash
        )
        refuse_wrong(form, latest, payload, self._value_sets)


def _opened(c: Any, response_id: str) -> OpenedResponse:
    latest = amending.find_response(c, response_id)
    canonical, content_hash = latest.questionnaire, latest.form_hash
    (row,) = _rows(c, listing.responses_named(c, latest.id, size=1))
    return OpenedResponse(
        row=row,
        version=latest.revision,
        payload=latest.payload,
        form=questionnaires.kept_questionnaire(c, canonical, content_hash=content_hash),
        history=tuple(history_of(c, latest.id)),
        unsent=find_unsent(c, latest.id),
        withdrawn=withdrawals.is_asked(c, latest.id),
    )


def _matters(c: Any, found: OpenedResponse) -> OpenedResponse | None:
    row = found.row
    if row.patient is None or row.questionnaire.partition("|")[0] == WHAT_MATTERS:
        return None
    day = row.completed_at.astimezone().date()
    that_day = _wanted(Asked(form=WHAT_MATTERS, since=day, until=day))
    those = heads.responses_of(c, row.patient.value, that_day, size=1).responses
    right = [one.id for one in _rows(c, those) if _is_good(one) and one.patient == row.patient]
    return _opened(c, right[0]) if right else None


def _is_good(row: ResponseRow) -> bool:
    return row.status != amending.MISTAKE


def _rows(c: Any, found: Iterable[Listed]) -> tuple[ResponseRow, ...]:
    listed = tuple(found)
    known = heads.heads_of(c, [one.id for one in listed])
    return tuple(_row(one, known.get(one.id, heads.ResponseHead())) for one in listed)


def _row(one: Listed, head: heads.ResponseHead) -> ResponseRow:
    return ResponseRow(
        id=one.id, questionnaire=one.questionnaire, completed_at=one.completed_at,
        state=one.state, sent_at=one.sent_at if one.state == SENT else None,
        changed_at=one.changed_at, status=head.status or one.status, patient=head.patient,
        language=head.language, who=head.who,
    )  # fmt: skip


def _wanted(asked: Asked) -> Wanted:
    return Wanted(
        questionnaire=asked.form or None,
        since=midnight(asked.since),
        until=midnight(asked.until, days=1),
        state=asked.state or None,
    )


def _write_place(place: Place | None) -> str:
    return f"{place.completed_at.isoformat()}/{place.turn}" if place else ""


def _read_place(text: str) -> Place | None:
    moment, _, turn = text.partition("/")
    return Place(datetime.fromisoformat(moment), int(turn)) if text else None
