"""Other words are tried out: begun, kept, taken back, gone on with.

Each is one transaction: the version, its event, the line in the audit.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from kiosk.coproduction import events as log
from kiosk.coproduction.editing.rights import needs_two
from kiosk.coproduction.events import FormEvent, default_before, standing
from kiosk.coproduction.pilots import (
    LARGEST_SHARE,
    Pilot,
    Plan,
    limited,
    pilots,
    settled,
    was_harmful,
)
from kiosk.coproduction.versions import as_version, derivation_type, pilot_version
from kiosk.desk.improving.approvals import approved_by, lacking
from kiosk.desk.improving.triable import refuse_untriable
from kiosk.desk.improving.trial import Hope, fared, judged_questions, needs
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_locks
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import (
    content_of,
    events,
    keep_version,
    one_version,
    record_event,
    versions_of,
)
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.staff import StaffMember

LONGEST: Final = timedelta(weeks=52)


@dataclass(frozen=True)
class Wanted:
    """How a pilot shall be.

    Attributes:
        link_id: of the question that is to get better, in the version in use.
        until: the day after its last.
        share: per cent of the patients that get the new words.
        here: at this kiosk alone.
        hope: how much better.
    """

    link_id: str
    until: date
    share: int = 50
    here: bool = False
    hope: Hope = "half"


class PilotBook:
    """On the store of this PC; all of it is called off the GUI thread.

    Args:
        store: of this PC.
        now: the clock, aware.
        is_desk: this PC is a desk without a screen for patients: it is no kiosk to try at.
        pinned: urls of the forms of which the settings name one version.
    """

    def __init__(
        self, store: Store, now: Callable[[], datetime],
        *, is_desk: bool = False, pinned: Collection[str] = (),
    ) -> None:  # fmt: skip
        self._store, self._now, self._pinned = store, now, pinned
        self._kiosk = "" if is_desk else store.kiosk_id
        self._locks = bundled_locks()

    @property
    def kiosk(self) -> str:
        """The id of the kiosk that is here; "" for none."""
        return self._kiosk

    def start(
        self, canonical: str, control: Questionnaire, wanted: Wanted, member: StaffMember
    ) -> str:
        """Some patients get that draft from the next one on; the canonical they get it under.

        Args:
            canonical: of the draft.
            control: what patients get now.
            wanted: how.
            member: who says so.

        Raises:
            RefusedError: it is not theirs, it is no draft, it is never tried, others are tried, or
                the settings name one version of the form.
        """
        _refuse_role(member, "pilot")
        now = self._now()
        with self._store.transaction() as c:
            done = events(c, control.url)
            draft = self._draft(c, canonical, done)
            self._refuse_start(draft, control, done)
            plan = self._plan(c, draft, control, wanted, now.astimezone().date())
            if canonical in standing(done).limited:
                plan = limited(plan, kiosk=self._kiosk, today=plan.begin)
            tried = self._keep_tried(c, draft, control, member, now)
            self._tell(c, log.PILOTING, tried.canonical, member, detail=plan.detail)
            self._audit(c, "form.pilot-begun", tried.canonical, member.name)
        return tried.canonical

    def keep(self, canonical: str, member: StaffMember, text: str = "") -> str:
        """Everybody gets what was tried; the canonical of the version they get.

        Raises:
            RefusedError: it is not theirs, or it is not tried (any more).
        """
        _refuse_role(member, "keep")
        with self._store.transaction() as c:
            self._open(c, canonical)
            kept = settled(canonical)
            if content_of(c, kept) is None:
                raise RefusedError(
                    f"The version {kept} has not come to this PC yet.", advice="Try it tomorrow."
                )
            self._tell(c, log.PUBLISHED, kept, member, text=text, detail={"pilot": canonical})
            self._audit(c, "form.pilot-kept", canonical, member.name)
        return kept

    def take_back(self, canonical: str, member: StaffMember) -> None:
        """Everybody gets the old words again; what was tried is a draft still.

        Raises:
            RefusedError: it is not theirs, or it is not tried (any more).
        """
        _refuse_role(member, "keep")
        with self._store.transaction() as c:
            pilot = self._open(c, canonical)
            to = self._made_here(c, pilot.plan.control if pilot.plan else "")
            self._tell(c, log.REVERTED, canonical, member, detail={"to": to})
            self._audit(c, "form.pilot-taken-back", canonical, member.name)

    def go_on(self, canonical: str, member: StaffMember) -> None:
        """What was kept or taken back a moment ago is tried again, as it was.

        Raises:
            RefusedError: it is not theirs, or something else was done since.
        """
        _refuse_role(member, "keep")
        url = canonical.partition("|")[0]
        with self._store.transaction() as c:
            done = events(c, url)
            last = _last(done)
            if last is None or last.canonical != canonical or last.state not in {
                "kept", "reverted",
            } or last.plan is None:  # fmt: skip
                raise _gone_on()
            if last.state == "kept":
                if standing(done).default != settled(canonical):
                    raise _gone_on()
                to = {"to": default_before(done, settled(canonical))}
                self._tell(c, log.REVERTED, settled(canonical), member, detail=to)
            self._tell(c, log.PILOTING, canonical, member, detail=last.plan.detail)
            self._audit(c, "form.pilot-goes-on", canonical, member.name)

    def _draft(self, c: Any, canonical: str, done: tuple[FormEvent, ...]) -> Questionnaire:
        content = content_of(c, canonical) if canonical in standing(done).drafts else None
        if content is None:
            raise RefusedError(
                "There is no such draft any more.", advice="Look at the list of changes again."
            )
        return read_questionnaire(content)

    def _refuse_start(
        self, draft: Questionnaire, control: Questionnaire, done: tuple[FormEvent, ...]
    ) -> None:
        for form in (control, draft):
            refuse_untriable(form, self._locks, self._pinned)
        last = _last(done)
        if last is not None and standing(done).pilot is not None:
            raise RefusedError(
                "Other words of this form are being tried already.",
                advice="Keep them or take them back first.",
            )
        if was_harmful(done, draft.canonical):
            raise RefusedError(
                "These words were tried, and more people had trouble with them.",
                advice="Change them before you try again.",
            )
        two = needs_two(control) or needs_two(draft)
        if missing := lacking(approved_by(done, draft.canonical), two=two):
            raise RefusedError(
                "A lead and a clinician have to approve it first.",
                advice=f"Still to approve: {', '.join(sorted(missing))}.",
            )

    def _plan(
        self, c: Any, draft: Questionnaire, control: Questionnaire, wanted: Wanted, today: date
    ) -> Plan:
        choice = {one.link_id: one for one in judged_questions(control, draft)}
        if wanted.link_id not in choice:
            raise RefusedError(
                "That question can't be judged: it is not in both versions.",
                advice="Choose another question.",
            )
        if not today < wanted.until <= today + LONGEST:
            raise RefusedError(
                "That day is over, or more than a year away.", advice="Name another day."
            )
        if not 1 <= wanted.share <= LARGEST_SHARE:
            raise RefusedError(
                "At most half of the patients can get the new words: the others are who they are "
                "compared with.",
                advice=f"Choose a share from 1 to {LARGEST_SHARE}.",
            )
        (judged,) = fared(c, control.url, [choice[wanted.link_id]], today)
        needed = needs(judged, wanted.hope, wanted.share).per_arm
        return Plan(
            wanted.link_id, control.canonical, today, wanted.until, needed,
            share=wanted.share, kiosk=self._kiosk if wanted.here else "",
        )  # fmt: skip

    def _keep_tried(
        self,
        c: Any,
        draft: Questionnaire,
        control: Questionnaire,
        member: StaffMember,
        now: datetime,
    ) -> Questionnaire:
        made = one_version(c, draft.canonical)
        taken = [one.version for one in versions_of(c, draft.url)]
        number = pilot_version(draft.version, taken)
        raw = as_version(
            draft.raw, number, today=now.astimezone().date(), pilot=True,
            derived_from=(control, derivation_type(control, draft)),
        )  # fmt: skip
        tried = parse_questionnaire(raw)
        keep_questionnaire(
            c, canonical=control.canonical, content_hash=control.content_hash,
            content=encode_json(control.raw), now=now,
        )  # fmt: skip
        keep_version(
            c, tried, content=encode_json(raw), derived_from=control.canonical,
            change_class=made.change_class if made else "", source=made.source if made else "",
            by=member.name, now=now,
        )  # fmt: skip
        return tried

    def _open(self, c: Any, canonical: str) -> Pilot:
        """The pilot of that version, while nobody decided about it."""
        done = events(c, canonical.partition("|")[0])
        last, stands = _last(done), standing(done)
        if last is None or stands.pilot is None or stands.pilot.canonical != canonical:
            raise _gone_on()
        return last

    def _made_here(self, c: Any, canonical: str) -> str:
        return canonical if canonical and one_version(c, canonical) is not None else ""

    def _tell(self, c: Any, kind: str, canonical: str, member: StaffMember, **more: Any) -> None:
        by = (member.role, member.name)
        url = canonical.partition("|")[0]
        record_event(c, FormEvent(self._now(), url, kind, canonical, *by, **more))

    def _audit(self, c: Any, action: str, canonical: str, actor: str) -> None:
        audit.record(c, actor=actor, action=action, subject=canonical, now=self._now())


def _last(done: tuple[FormEvent, ...]) -> Pilot | None:
    return next(reversed(pilots(done)), None)


def _refuse_role(member: StaffMember, action: str) -> None:
    if not may(member.role, action):
        raise RefusedError(
            "Your role does not decide what is tried on patients.", advice="Ask the clinic's lead."
        )


def _gone_on() -> RefusedError:
    return RefusedError(
        "This version is not being tried any more.", advice="Look at the list of changes again."
    )
