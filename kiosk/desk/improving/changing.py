"""Forms that are changed at the desk: kept while they are, finished, published, taken back.

What is being changed is kept after every step, so that a crash, a sign-out or the end of the day
takes nothing. Everything else is one transaction: the version, its event, the line in the audit.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.finishing import Finished, finish
from kiosk.coproduction.editing.rights import Rights, needs_two, refuse_form, refuse_outcome
from kiosk.coproduction.events import (
    APPROVED,
    DISCARDED,
    DRAFTED,
    PUBLISHED,
    REVERTED,
    FormEvent,
)
from kiosk.coproduction.versions import ChangeClass
from kiosk.desk.improving.approvals import approved_by, lacking
from kiosk.desk.improving.kept_change import KeptChange, decode, encode
from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_bindings, bundled_locks
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import (
    content_of,
    events,
    keep_version,
    one_version,
    record_event,
    standings,
    versions_of,
)
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.staff import StaffMember
from kiosk.store.unfinished_forms import (
    forget_unfinished,
    keep_unfinished,
    unfinished,
    unfinished_urls,
)

EDITOR: Final = "editor"


def rights_of(role: str) -> Rights:
    """What that role may do with forms."""
    return Rights(help_only=may(role, "change-help"), all=may(role, "change-form"))


class ChangingBook:
    """Where forms are changed.

    Args:
        store: of this PC.
        now: the clock, aware.

    Attributes:
        locks: of the validated instruments.
        bindings: which wordings codes belong to.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self.locks, self.bindings = bundled_locks(), bundled_bindings()

    def begun(self) -> frozenset[str]:
        """The urls of forms of which a change is not finished."""
        with self._store.reading() as c:
            return unfinished_urls(c)

    def open(self, form: Questionnaire, member: StaffMember) -> Change:
        """The change of that form: as it was left, from its last draft, or a new one.

        Args:
            form: as patients get it.
            member: who opens it.

        Raises:
            EditRefused: it is not theirs to change.
        """
        refuse_form(form, rights_of(member.role), self.locks)
        with self._store.reading() as c:
            kept = decode(unfinished(c, form.url))
            stands = standings(c).get(form.url)
            draft = next(reversed(stands.drafts), "") if stands else ""
            start = kept.start if kept else draft
            content = content_of(c, start) if start and start != form.canonical else None
        begun = read_questionnaire(content) if content else form
        change = Change(form, begun)
        if kept is None:
            return change
        change = replace(change, groups=kept.groups, text=kept.text)
        if (kept.start, kept.start_hash) != (begun.canonical, begun.content_hash):
            return change.carrying(kept.edits)
        return replace(change, edits=kept.edits, undone=kept.undone)

    def keep(self, change: Change, member: StaffMember) -> None:
        """Keep it as it is now; nothing where there is nothing to lose."""
        url, start = change.base.url, change.start
        if not (change.edits or change.undone or change.text):
            with self._store.transaction() as c:
                forget_unfinished(c, url)
            return
        kept = KeptChange(
            base=change.base.canonical, start=start.canonical, start_hash=start.content_hash,
            edits=change.edits, undone=change.undone, groups=change.groups, text=change.text,
            by=member.name,
        )  # fmt: skip
        with self._store.transaction() as c:
            keep_unfinished(c, url, encode(kept))

    def discard(self, change: Change, member: StaffMember) -> None:
        """Throw away what is not finished, and the draft it began with."""
        draft = change.start.canonical if change.start.canonical != change.base.canonical else ""
        with self._store.transaction() as c:
            forget_unfinished(c, change.base.url)
            if draft:
                self._tell(c, DISCARDED, change.start, member)
            self._audit(c, "form.change-discarded", draft or change.base.canonical, member)

    def preview(self, change: Change) -> Finished | None:
        """What version it would become; None where nothing was changed."""
        with self._store.reading() as c:
            return self._finished(c, change)

    def draft(self, change: Change, member: StaffMember) -> Questionnaire:
        """Make it a version that others can approve or try out; patients get it not yet.

        Raises:
            EditRefused: nothing was changed, it is not theirs, or not within the form's brief.
        """
        with self._store.transaction() as c:
            return self._draft(c, change, member).form

    def use_now(self, change: Change, member: StaffMember) -> Questionnaire:
        """Make it a version that patients get from the next one on.

        Raises:
            EditRefused: see `draft`; or somebody has to approve it first.
        """
        with self._store.transaction() as c:
            finished = self._draft(c, change, member)
            self._publish(c, finished.form, member, change.text)
            return finished.form

    def approve(self, canonical: str, member: StaffMember) -> None:
        """Say that a draft may be used: of a form with clinical risk a lead and a clinician.

        Raises:
            RefusedError: their role approves nothing, or there is no such draft.
        """
        if not may(member.role, "approve"):
            raise RefusedError("Your role approves no forms.", advice="Ask the clinic's lead.")
        with self._store.transaction() as c:
            form = self._made(c, canonical)
            self._tell(c, APPROVED, form, member)
            self._audit(c, "form.approved", canonical, member)

    def publish(self, canonical: str, member: StaffMember, text: str = "") -> None:
        """Patients get that draft from the next one on.

        Raises:
            RefusedError: there is no such draft, it is not theirs, or not approved.
        """
        with self._store.transaction() as c:
            self._publish(c, self._made(c, canonical), member, text)

    def take_back(self, form: Questionnaire, before: Questionnaire, member: StaffMember) -> None:
        """Patients get the version before again.

        Raises:
            RefusedError: another version is in use by now, or it is not theirs.
        """
        with self._store.transaction() as c:
            stands = standings(c).get(form.url)
            if stands is None or stands.default != form.canonical:
                raise RefusedError(
                    "Another version is in use by now, and this can't be taken back any more.",
                    advice="Change the form again.",
                )
            refuse_outcome(before, form, rights_of(member.role))
            made = one_version(c, before.canonical) is not None
            detail = {"to": before.canonical if made else ""}
            self._tell(c, REVERTED, form, member, detail=detail)
            self._audit(c, "form.taken-back", form.canonical, member)

    def _draft(self, c: Any, change: Change, member: StaffMember) -> Finished:
        rights, base = rights_of(member.role), change.base
        refuse_form(base, rights, self.locks)
        refuse_outcome(base, change.form, rights)
        change.refuse_unready()
        finished = self._finished(c, change)
        if finished is None:
            raise EditRefused("none", "Nothing was changed.")
        if finished.change != "cosmetic" and not change.checked:
            raise EditRefused(
                "unchecked", "Nobody went through the questions for approvers yet.",
                advice="Read them, and say that you did.",
            )  # fmt: skip
        self._keep_base(c, base)
        now = self._now()
        keep_version(
            c, finished.form, content=finished.content, derived_from=base.canonical,
            change_class=finished.change, source=EDITOR, by=member.name, now=now,
        )  # fmt: skip
        if change.start.canonical != base.canonical:
            self._tell(c, DISCARDED, change.start, member)
        detail = {
            "groups": list(change.groups),
            "change": finished.change,
            "dropped": [[one.link_id, one.system, one.code] for one in finished.dropped],
            "renamed": finished.renamed,
        }
        self._tell(c, DRAFTED, finished.form, member, text=change.text, detail=detail)
        self._audit(c, "form.drafted", finished.form.canonical, member)
        forget_unfinished(c, base.url)
        return finished

    def _finished(self, c: Any, change: Change) -> Finished | None:
        made = versions_of(c, change.base.url)
        least: ChangeClass = "cosmetic"
        if change.start.canonical != change.base.canonical:
            before = (one.change_class for one in made if one.canonical == change.start.canonical)
            least = _class(next(before, ""))
        taken = [change.base.version, *(one.version for one in made)]
        return finish(
            change.base, change.form, taken=taken, today=self._now().date(), least=least,
            bindings=self.bindings,
        )  # fmt: skip

    def _publish(self, c: Any, form: Questionnaire, member: StaffMember, text: str) -> None:
        made = one_version(c, form.canonical)
        rights = rights_of(member.role)
        cosmetic = made is not None and made.change_class == "cosmetic"
        if not (rights.all or (rights.help_only and cosmetic)):
            raise EditRefused(
                "lead", "Only the lead puts this version to use.", advice="Ask the lead to."
            )
        approved = approved_by(events(c, form.url), form.canonical)
        if missing := lacking(approved, two=needs_two(form)):
            raise EditRefused(
                "two", "A lead and a clinician have to approve it first.",
                advice=f"Still to approve: {', '.join(sorted(missing))}.",
            )  # fmt: skip
        self._tell(c, PUBLISHED, form, member, text=text)
        self._audit(c, "form.published", form.canonical, member)

    def _keep_base(self, c: Any, base: Questionnaire) -> None:
        """What it is made from stays readable, be it one that came with the program."""
        keep_questionnaire(
            c, canonical=base.canonical, content_hash=base.content_hash,
            content=encode_json(base.raw), now=self._now(),
        )  # fmt: skip

    def _made(self, c: Any, canonical: str) -> Questionnaire:
        content = content_of(c, canonical)
        if content is None:
            raise RefusedError("There is no such version here.", advice="See: kiosk form list")
        return read_questionnaire(content)

    def _tell(
        self, c: Any, kind: str, form: Questionnaire, member: StaffMember, **more: Any
    ) -> None:
        event = FormEvent(
            at=self._now(), url=form.url, kind=kind, canonical=form.canonical,
            role=member.role, by=member.name,
        )  # fmt: skip
        groups = more.get("detail", {}).get("groups") or [""]
        record_event(c, replace(event, group_id=groups[0], **more))

    def _audit(self, c: Any, action: str, subject: str, member: StaffMember) -> None:
        audit.record(c, actor=member.name, action=action, subject=subject, now=self._now())


def _class(text: str) -> ChangeClass:
    known: tuple[ChangeClass, ...] = ("cosmetic", "reworded", "semantic")
    return next((one for one in known if one == text), "cosmetic")
