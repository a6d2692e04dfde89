"""The responses at the central service, for a desk's PC without a kiosk.

Nothing of an answer is written to the disk of this PC: its store keeps the audit, and forms. What
is about to be changed is noted before it leaves, and that it was changed after the service said so.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kiosk.desk.forms_there import FormsThere
from kiosk.desk.line import Line
from kiosk.desk.reasons import refuse_telling
from kiosk.desk.response_notes import ASKED, OPENED, ResponseNotes, history_of
from kiosk.desk.response_rows import latest_of, row_of, uuid_of
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
from kiosk.errors import RefusedError, Unreachable
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.summarising import WHAT_MATTERS
from kiosk.store import amending, outbox
from kiosk.store.amending import Latest
from kiosk.store.database import Store
from kiosk.store.moving import PatientReference, moved
from kiosk.store.staff import StaffMember
from kiosk.store.tables import SENT
from kiosk.sync.ability import known_ability
from kiosk.sync.delivery import PROVENANCE, content_of
from kiosk.sync.provenance import provenance_of_change
from kiosk.sync.responses_there import (
    ResponsesThere,
    WantedThere,
    authored,
    is_wanted,
    version_of,
)

PAGES_AT_ONCE: Final = 5
"""So many are looked through for a patient or form before whoever asked hears how far that came."""


class CentralResponses:
    """A `kiosk.desk.responses.ResponseBook` on the central service; on the network lane alone.

    Args:
        store: the small store of this PC.
        there: the responses of the service.
        forms: finds the form that a response answers.
        now: the clock, aware, UTC.

    Attributes:
        line: how it stands.
    """

    def __init__(
        self, store: Store, there: ResponsesThere, forms: FormsThere, now: Callable[[], datetime]
    ) -> None:
        self._store, self._there, self._forms, self._now = store, there, forms, now
        self._notes = ResponseNotes(store, now)
        self._versions: dict[str, tuple[int, str]] = {}
        self._emptied: Latest | None = None
        self._total = 0
        self.line: Final = Line(now)

    def page(self, asked: Asked, *, by: StaffMember, size: int, after: str = "") -> ResponsePage:
        """One page; `after` is where the page before ended."""
        self._notes.refuse_others(by, "list")
        if asked.begin:
            return self._page_of_one(asked.begin.strip().casefold())
        if asked.state not in ("", SENT):
            self._total = 0
            return ResponsePage((), "")
        wanted, rows, following = _wanted(asked), list[ResponseRow](), after
        reached: datetime | None = None
        for _ in range(PAGES_AT_ONCE if asked.patient or asked.form else 1):
            with self.line.asking():
                found = self._there.find(wanted, size=size, following=following)
            rows += [row_of(one) for one in found.resources if is_wanted(one, wanted)]
            following = found.following
            self._total = len(rows) if found.total is None or found.wider else found.total
            moments = [at for one in found.resources if (at := authored(one)) is not None]
            reached = min(moments, default=reached)
            if not following or len(rows) >= size:
                break
        rows.sort(key=lambda row: row.completed_at, reverse=True)
        return ResponsePage(tuple(rows), following, reached if following else None)

    def tally(self, asked: Asked, *, by: StaffMember) -> Tallies:
        """How many the service said there are, of what was listed last."""
        self._notes.refuse_others(by, "list")
        known = 0 if asked.state not in ("", SENT) else self._total
        return Tallies(0, known, 0, self._forms.canonicals)

    def read(self, response_id: str, *, by: StaffMember, again: bool = False) -> OpenedResponse:
        """One response with its answers, which is noted; not `again`, by who sees it already."""
        self._notes.refuse_others(by, response_id)
        with self.line.asking():
            latest, row = self._look(response_id)
            self._forms.fetch(latest.questionnaire, latest.form_hash)
            matters = self._matters(row)
        with self._store.transaction() as c:
            if not again:
                for one in filter(None, (row.id, matters.row.id if matters else "")):
                    self._notes.tell(c, one, OPENED, by)
            return self._opened(c, latest, row, matters)

    def amend(self, change: Change, content: bytes) -> None:
        """Other answers in the place of the patient's: a whole QuestionnaireResponse."""

        def make(latest: Latest) -> bytes:
            payload = amending.corrected(latest, content)
            self._refuse_wrong(latest, payload)
            return payload

        self._change(change, make)

    def mark_mistake(self, change: Change) -> None:
        """It says of itself that it was entered in error."""
        self._change(change, amending.withdrawn)

    def take_back(self, change: Change) -> None:
        """It was no mistake after all; answers that went come back at this desk alone, at once."""

        def make(latest: Latest) -> bytes:
            own = self._emptied if self._emptied and self._emptied.id == latest.id else latest
            if "item" not in latest.document and "item" not in own.document:
                raise RefusedError(
                    "Its answers were deleted at the patient's wish, and are not here.",
                    advice="The kiosk that took it may still have them: look at its own desk.",
                )
            return amending.taken_back(latest, own.payload)

        self._change(change, make)

    def move(self, change: Change, to: PatientReference) -> None:
        """It is another patient's."""
        now = self._now()
        self._change(change, lambda latest: moved(latest, to, now=now), done="moved")

    def withdraw(self, change: Change) -> None:
        """Its patient asks to have it deleted: at the service it is emptied.

        The kiosk that took it keeps what it has until that goes for its age.
        """
        before = self._change(change, amending.emptied, done="withdrawn")
        self._emptied = before

    def send_again(self, response_id: str, *, by: StaffMember) -> None:
        """What is listed here is at the service already."""
        self._notes.refuse_others(by, response_id)
        raise RefusedError("This response was not refused; there is nothing to send again.")

    def note(self, response_id: str, what: Note, *, by: StaffMember) -> None:
        """It was copied or printed."""
        self._notes.refuse_others(by, response_id)
        with self._store.transaction() as c:
            self._notes.tell(c, response_id, what, by)

    def forget(self) -> None:
        """What was withdrawn is taken back by who did it, not behind the lock."""
        self._emptied = None

    def _page_of_one(self, response_id: str) -> ResponsePage:
        with self.line.asking():
            found = self._there.read(response_id)
        rows = [row_of(found)] if found is not None and is_wanted(found, WantedThere()) else []
        return ResponsePage(tuple(rows), "")

    def _look(self, response_id: str) -> tuple[Latest, ResponseRow]:
        found = self._there.read(response_id)
        if found is None:
            raise RefusedError("The central service has this response no more.")
        row = row_of(found)
        tag, (number, known) = version_of(found), self._versions.get(row.id, (0, ""))
        if tag is None:
            raise Unreachable(
                "The central service does not say which version of a response it has.",
                advice="Nothing can be changed safely there. Those who run it must look at it.",
                everything=False,
            )
        if tag != known:
            number += 1
            self._versions[row.id] = number, tag
        return latest_of(found, revision=number), row

    def _opened(
        self, c: Any, latest: Latest, row: ResponseRow, matters: OpenedResponse | None = None
    ) -> OpenedResponse:
        return OpenedResponse(
            row=row, version=latest.revision, payload=latest.payload,
            form=self._forms.kept(c, latest.questionnaire, latest.form_hash),
            history=tuple(history_of(c, latest.id)),
            unsent=None,
            withdrawn=row.status == amending.MISTAKE and "item" not in latest.document,
            matters=matters,
        )  # fmt: skip

    def _matters(self, row: ResponseRow) -> OpenedResponse | None:
        if row.patient is None or row.questionnaire.partition("|")[0] == WHAT_MATTERS:
            return None
        day = row.completed_at.astimezone().date()
        wanted = WantedThere(WHAT_MATTERS, midnight(day), midnight(day, days=1), row.patient.value)
        for one in self._there.find(wanted, size=10, whole=True).resources:
            there = row_of(one)
            good = there.status != amending.MISTAKE and there.patient == row.patient
            if is_wanted(one, wanted) and good:
                self._forms.fetch(there.questionnaire, latest_of(one).form_hash)
                with self._store.reading() as c:
                    return self._opened(c, latest_of(one), there)
        return None

    def _change(self, change: Change, make: Callable[[Latest], bytes], *, done: str = "") -> Latest:
        """Returns it as it was before."""
        self._notes.refuse_others(change.by, change.response_id)
        with self.line.asking():
            latest, row = self._look(change.response_id)
        if latest.revision != change.version:
            raise changed_meanwhile()
        payload = make(latest)
        reason = refuse_telling(change.reason, latest.payload, payload)
        what = done or amending.status_of(payload)
        with self._store.transaction() as c:
            self._notes.tell(c, row.id, f"{what}{ASKED}", change.by, reason=reason)
        _, follows = self._versions[row.id]
        with self.line.asking():
            tag = self._put(row.id, payload, follows)
        with self._store.transaction() as c:
            self._notes.tell(c, row.id, what, change.by, reason=reason)
            self._queue_provenance(c, payload, tag)
        return latest

    def _put(self, response_id: str, payload: bytes, follows: str) -> str:
        tag = self._there.change(response_id, payload, follows=follows)
        if tag is None:
            # The reply to this very change may have been lost on the way.
            found = self._there.read(response_id)
            if found is None or content_of(found) != content_of(decode_json(payload)):
                raise changed_meanwhile()
            tag = version_of(found) or ""
        return tag

    def _queue_provenance(self, c: Any, payload: bytes, tag: str) -> None:
        """Who changed it, from where: it waits in the outbox of this PC, without any answer."""
        now, ability = self._now(), known_ability(self._store, self._there.client.base)
        if ability is not None and not (ability.updates and ability.knows(PROVENANCE)):
            return
        made = provenance_of_change(
            uuid_of(decode_json(payload)), payload, revision=tag or now.isoformat(), changed=now,
            by=self._store.kiosk_id,
        )  # fmt: skip
        if made is not None:
            name, content = made
            outbox.queue(c, resource_type=PROVENANCE, resource_id=name, payload=content, now=now)

    def _refuse_wrong(self, latest: Latest, payload: bytes) -> None:
        with self._store.reading() as c:
            form = self._forms.kept(c, latest.questionnaire, latest.form_hash)
        refuse_wrong(form, latest, payload, self._forms.value_sets)


def _wanted(asked: Asked) -> WantedThere:
    return WantedThere(
        asked.form, midnight(asked.since), midnight(asked.until, days=1), asked.patient
    )
