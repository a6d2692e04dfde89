"""What is decided about versions of forms at the desk: approved, objected to, used, taken back.

Each is one transaction: the event and the line in the audit.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, Final

from kiosk.coproduction import events as log
from kiosk.coproduction.editing.change import Change as Editing
from kiosk.coproduction.events import FormEvent, Standing, default_before, standing
from kiosk.coproduction.pilots import limited, pilots, settled
from kiosk.desk.improving.changes import Change, Changes, allowed, read_changes
from kiosk.desk.improving.changing import ChangingBook
from kiosk.desk.improving.checking import Checked, checked
from kiosk.desk.improving.piloting import PilotBook
from kiosk.desk.improving.triable import PINNED, pinned_refusal
from kiosk.desk.improving.trial import Judged, fared, judged_questions
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import events, one_version, record_event
from kiosk.store.staff import StaffMember

LONGEST_REASON: Final = 500


class DecidingBook:
    """On the store of this PC; all of it is called off the GUI thread.

    Args:
        store: of this PC.
        in_use: the forms as patients get them now; asked each time.
        now: the clock, aware.
        is_desk: this PC is a desk without a screen for patients.
        pinned: urls of the forms of which the settings name one version.

    Attributes:
        pilots: where they are begun, kept and taken back.
        changing: where drafts come from, and where they are put to use.
    """

    def __init__(
        self, store: Store, in_use: Callable[[], Iterable[Questionnaire]],
        now: Callable[[], datetime], *, is_desk: bool = False, pinned: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._store, self._in_use, self._now, self._pinned = store, in_use, now, pinned
        self.pilots = PilotBook(store, now, is_desk=is_desk, pinned=pinned)
        self.changing = ChangingBook(store, now)

    def look(self) -> Changes:
        """How all versions stand."""
        in_use = tuple(self._in_use())
        with self._store.reading() as c:
            by_url: dict[str, tuple[FormEvent, ...]] = {}
            for event in events(c):
                by_url[event.url] = (*by_url.get(event.url, ()), event)
            return read_changes(
                c, by_url, in_use, kiosk_id=self.pilots.kiosk, locks=self.changing.locks,
                pinned=self._pinned, today=self._now().astimezone().date(),
            )  # fmt: skip

    def questions(self, change: Change) -> tuple[Judged, ...]:
        """The questions by which a pilot of it can be judged, and how they fare now."""
        if change.control is None:
            return ()
        found = judged_questions(change.control, change.form)
        with self._store.reading() as c:
            return fared(c, change.form.url, found, self._now().astimezone().date())

    def checked(self, change: Change, value_sets: ValueSets) -> Checked | None:
        """What to look at before it is used; None for a form that is new."""
        if change.control is None:
            return None
        return checked(Editing(change.control, change.form), None, self.changing.locks, value_sets)

    def approve(self, canonical: str, member: StaffMember) -> None:
        """Say that a draft may be used.

        Raises:
            RefusedError: it is no draft, or not theirs to approve (twice).
        """
        self._refuse(canonical, "approve", member)
        self.changing.approve(canonical, member)

    def use(self, canonical: str, member: StaffMember) -> None:
        """Everybody gets that draft from the next one on.

        Raises:
            RefusedError: it is no draft, somebody objected to it, it is not theirs, or the settings
                name one version of the form.
        """
        change = self._refuse(canonical, "use", member)
        self.changing.publish(canonical, member, change.text)

    def object(self, canonical: str, reason: str, member: StaffMember) -> None:
        """Limit it to one kiosk and one week; a pilot of it that runs goes on so.

        Raises:
            RefusedError: without a reason, a second time, or not theirs.
        """
        self._refuse(canonical, "object", member)
        text = _said(reason)
        with self._store.transaction() as c:
            stands, done = self._standing(c, canonical)
            self._tell(c, log.OBJECTED, canonical, member, text=text)
            self._audit(c, "form.objected", canonical, member)
            plan = pilots(done)[-1].plan if _is_tried(stands, canonical) else None
            if plan is not None and stands.pilot is not None:
                today = self._now().astimezone().date()
                less = limited(plan, kiosk=self.pilots.kiosk, today=today)
                self._tell(
                    c, log.PILOTING, stands.pilot.canonical, member, detail=less.detail
                )  # fmt: skip

    def veto(self, canonical: str, reason: str, member: StaffMember) -> None:
        """For clinical safety: it is used by nobody, and no longer tried.

        Raises:
            RefusedError: without a reason, or not theirs.
        """
        self._refuse(canonical, "veto", member)
        text = _said(reason)
        with self._store.transaction() as c:
            stands, _ = self._standing(c, canonical)
            self._tell(c, log.VETOED, canonical, member, text=text, reason="safety")
            if stands.pilot is not None and _is_tried(stands, canonical):
                tried = stands.pilot.canonical
                self._tell(c, log.VETOED, tried, member, text=text, reason="safety")
            self._audit(c, "form.vetoed", canonical, member)

    def discard(self, canonical: str, member: StaffMember) -> None:
        """Throw a draft away.

        Raises:
            RefusedError: it is none (any more), or not theirs.
        """
        self._refuse(canonical, "discard", member)
        with self._store.transaction() as c:
            self._tell(c, log.DISCARDED, canonical, member)
            self._audit(c, "form.change-discarded", canonical, member)

    def bring_back(self, canonical: str, member: StaffMember) -> None:
        """What was thrown away is a draft again, as it was.

        Raises:
            RefusedError: it was not, or it is not theirs.
        """
        if not (may(member.role, "change-form") or may(member.role, "change-help")):
            raise _not_theirs()
        with self._store.transaction() as c:
            _, done = self._standing(c, canonical)
            ours = [one for one in done if one.canonical == canonical]
            drafted = [one for one in ours if one.kind == log.DRAFTED]
            if not drafted or ours[-1].kind != log.DISCARDED:
                raise _gone()
            was = drafted[-1]
            self._tell(
                c, log.DRAFTED, canonical, member,
                text=was.text, group_id=was.group_id, detail=dict(was.detail),
            )  # fmt: skip
            self._audit(c, "form.drafted", canonical, member)

    def go_back(self, canonical: str, member: StaffMember) -> None:
        """Everybody gets the version before that one again.

        Raises:
            RefusedError: another one is in use by now, or it is not theirs.
        """
        if not may(member.role, "keep"):
            raise _not_theirs()
        with self._store.transaction() as c:
            stands, done = self._standing(c, canonical)
            if stands.default != canonical:
                raise _gone()
            to = default_before(done, canonical)
            self._tell(c, log.REVERTED, canonical, member, detail={"to": to})
            self._audit(c, "form.taken-back", canonical, member)

    def go_forth(self, canonical: str, member: StaffMember) -> None:
        """What was taken back a moment ago is in use again.

        Raises:
            RefusedError: something else was done since, or it is not theirs.
        """
        if not may(member.role, "keep"):
            raise _not_theirs()
        with self._store.transaction() as c:
            _, done = self._standing(c, canonical)
            if (done[-1].kind, done[-1].canonical) != (log.REVERTED, canonical):
                raise _gone()
            self._tell(c, log.PUBLISHED, canonical, member)
            self._audit(c, "form.published", canonical, member)

    def _refuse(self, canonical: str, action: str, member: StaffMember) -> Change:
        change = self.look().change(canonical)
        if change is None:
            raise _gone()
        if action not in allowed(change, member):
            raise _why_not(change, action, member)
        return change

    def _standing(self, c: Any, canonical: str) -> tuple[Standing, tuple[FormEvent, ...]]:
        if one_version(c, canonical) is None:
            raise _gone()
        done = events(c, canonical.partition("|")[0])
        return standing(done), done

    def _tell(self, c: Any, kind: str, canonical: str, member: StaffMember, **more: Any) -> None:
        url = canonical.partition("|")[0]
        record_event(
            c, FormEvent(self._now(), url, kind, canonical, member.role, member.name, **more)
        )

    def _audit(self, c: Any, action: str, canonical: str, member: StaffMember) -> None:
        audit.record(c, actor=member.name, action=action, subject=canonical, now=self._now())


def _is_tried(stands: Standing, canonical: str) -> bool:
    return stands.pilot is not None and settled(stands.pilot.canonical) == canonical


def _said(reason: str) -> str:
    if not reason.strip():
        raise RefusedError("Nobody can answer that without a reason.", advice="Say why.")
    return reason.strip()[:LONGEST_REASON]


def _why_not(change: Change, action: str, member: StaffMember) -> RefusedError:
    if action == "object" and any(by == member.name for by, _ in change.objections):
        return RefusedError(
            "You objected to it already.", advice="Others may do so, too; safety may stop it."
        )
    if action == "approve" and member.name in change.approved.values():
        return RefusedError(
            "You approved it already.",
            advice="The other yes has to come from another person, of the other role.",
        )
    if action in {"use", "pilot"} and change.never == PINNED:
        return pinned_refusal()
    if action == "use" and change.lacking:
        return RefusedError(
            "A lead and a clinician have to approve it first.",
            advice=f"Still to approve: {', '.join(sorted(change.lacking))}.",
        )
    if action == "use" and change.objections:
        return RefusedError(
            "Somebody objected to it, so it is not for everybody at once.",
            advice="Try it out first: for a week, at one kiosk.",
        )
    return _not_theirs()


def _not_theirs() -> RefusedError:
    return RefusedError("Your role does not do this.", advice="Ask the clinic's lead.")


def _gone() -> RefusedError:
    return RefusedError(
        "Something else was done with this form since.",
        advice="Look at the list of changes again.",
    )
