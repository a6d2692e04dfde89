"""Versions of forms as they stand: what waits for somebody, what is tried, what is in use."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from kiosk.coproduction.differences import FormDifference, differences
from kiosk.coproduction.editing.rights import needs_two
from kiosk.coproduction.events import (
    DRAFTED,
    OBJECTED,
    PUBLISHED,
    FormEvent,
    Standing,
    default_before,
    standing,
)
from kiosk.coproduction.locks import Locks
from kiosk.coproduction.pilots import Pilot, settled, was_harmful
from kiosk.desk.improving.approvals import approved_by, lacking
from kiosk.desk.improving.triable import PINNED, never_tried
from kiosk.desk.improving.trial import read_version
from kiosk.desk.improving.trials import Trial, last_pilots, read_trial
from kiosk.desk.roles import may
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.form_versions import FormVersion, versions_of
from kiosk.store.staff import StaffMember

COSMETIC: Final = "cosmetic"
PAST: Final = 20
"""So many pilots that are over are shown; `kiosk form history` tells all of a form."""


@dataclass(frozen=True)
class Change:
    """A version that is not what everybody gets.

    Attributes:
        form: the version, as a draft.
        control: what patients get now; None for a form that is new.
        made: when and by whom.
        text: the sentence for the board.
        difference: from what patients get now; None for a form that is new.
        approved: role → who said yes.
        lacking: the roles that still have to.
        objections: who objected, and why.
        trial: its last pilot; None where it had none.
        never: why it is never tried (`never_tried`); "" where it may be.
        was_harmful: the guard stopped a pilot of these words.
        is_other_tried: another version of the form is being tried.
    """

    form: Questionnaire
    control: Questionnaire | None
    made: FormVersion
    text: str
    difference: FormDifference | None
    approved: Mapping[str, str]
    lacking: frozenset[str]
    objections: tuple[tuple[str, str], ...]
    trial: Trial | None
    never: str
    was_harmful: bool
    is_other_tried: bool

    @property
    def canonical(self) -> str:
        """Of the draft: by it the page knows it."""
        return self.form.canonical

    @property
    def is_tried(self) -> bool:
        """Whether it is being tried, or was and waits to be judged."""
        return self.trial is not None and self.trial.is_open


@dataclass(frozen=True)
class InUse:
    """A version made here that everybody gets.

    Attributes:
        form: the version.
        since: when it was put to use.
        before: canonical of the one before; "" for the form as it came.
        retired: the form is offered no more.
    """

    form: Questionnaire
    since: datetime
    before: str
    retired: bool


@dataclass(frozen=True)
class Changes:
    """All of them: what is tried first, then what waits, the newest first.

    Attributes:
        open: what is tried, and what waits.
        in_use: what patients get.
        past: pilots that are over, the last one first, `PAST` of them at most.
        older: how many more there were.
    """

    open: tuple[Change, ...] = ()
    in_use: tuple[InUse, ...] = ()
    past: tuple[Trial, ...] = ()
    older: int = 0

    def change(self, canonical: str) -> Change | None:
        """The one of that draft."""
        return next((one for one in self.open if one.canonical == canonical), None)

    @property
    def waiting(self) -> int:
        """How many pilots are over and not judged."""
        return sum(one.trial is not None and one.trial.pilot.state == "ended" for one in self.open)


def read_changes(  # noqa: PLR0913 - keyword-only beyond the three
    c: Any, done: Mapping[str, tuple[FormEvent, ...]], in_use: Iterable[Questionnaire],
    *, kiosk_id: str, locks: Locks, pinned: Collection[str], today: date,
) -> Changes:  # fmt: skip
    """How the versions of all forms stand.

    Args:
        c: a view of the store.
        done: url → the log of that form.
        in_use: the forms as patients get them.
        kiosk_id: of the kiosk here; "" for none.
        locks: of the validated instruments.
        pinned: urls of the forms of which the settings name one version.
        today: the day.
    """
    controls = {form.url: form for form in in_use}
    reader = _Reader(c, kiosk_id, partial(never_tried, locks=locks, pinned=pinned), today)
    open_, used, over = list[Change](), list[InUse](), list[tuple[datetime, Pilot]]()
    for url, log in done.items():
        stands = standing(log)
        open_ += reader.open(log, stands, controls.get(url))
        used += reader.used(log, stands)
        over += ((one.over.at, one) for one in last_pilots(log) if one.over)
    open_.sort(key=lambda one: (one.is_tried, one.made.made_at), reverse=True)
    used.sort(key=lambda one: one.since, reverse=True)
    over.sort(key=lambda one: one[0], reverse=True)
    past = (read_trial(c, one, kiosk_id, today) for _, one in over[:PAST])
    return Changes(tuple(open_), tuple(used), tuple(past), max(0, len(over) - PAST))


def allowed(change: Change, member: StaffMember) -> frozenset[str]:
    """What that person may do with it.

    Of: approve, use, pilot, keep, take-back, object, veto, discard, edit.
    """
    role = member.role
    found = {"veto"} if may(role, "veto") else set[str]()
    if may(role, "object") and member.name not in (by for by, _ in change.objections):
        found.add("object")
    if change.is_tried:
        return frozenset(found | ({"keep", "take-back"} if may(role, "keep") else set()))
    has_approved = member.name in change.approved.values()
    if may(role, "approve") and role in change.lacking and not has_approved:
        found.add("approve")
    if _may_use(change, role):
        found.add("use")
    if may(role, "pilot") and _can_be_tried(change):
        found.add("pilot")
    if may(role, "change-form") or (
        may(role, "change-help") and change.made.made_by == member.name
    ):
        found.add("discard")
    if may(role, "change-form") and change.control is not None:
        found.add("edit")
    return frozenset(found)


def _may_use(change: Change, role: str) -> bool:
    """To all at once: not what harmed, nor what somebody objected to; nor what nobody would get."""
    if change.lacking or change.objections or change.was_harmful or change.never == PINNED:
        return False
    cosmetic = change.made.change_class == COSMETIC
    return may(role, "change-form") or (cosmetic and may(role, "change-help"))


def _can_be_tried(change: Change) -> bool:
    if change.control is None or change.never or change.lacking or change.was_harmful:
        return False
    return not change.is_other_tried


class _Reader:
    def __init__(
        self, c: Any, kiosk_id: str, never: Callable[[Questionnaire], str], today: date
    ) -> None:
        self._c, self._kiosk, self._never, self._today = c, kiosk_id, never, today

    def open(
        self, log: tuple[FormEvent, ...], stands: Standing, control: Questionnaire | None
    ) -> Iterator[Change]:
        """The drafts of one form, and what is tried of it."""
        tried = settled(stands.pilot.canonical) if stands.pilot else ""
        wanted = dict.fromkeys((*stands.drafts, tried))
        for made in versions_of(self._c, log[0].url):
            form = read_version(self._c, made.canonical) if made.canonical in wanted else None
            if form is not None:
                yield self._change(form, made, log, control, tried)

    def used(self, log: tuple[FormEvent, ...], stands: Standing) -> Iterator[InUse]:
        """The version made here that patients get."""
        form = read_version(self._c, stands.default) if stands.default else None
        put = [one for one in log if one.kind == PUBLISHED and one.canonical == stands.default]
        if form is not None and put:
            before = default_before(log, stands.default)
            yield InUse(form, put[-1].at, before, stands.retired)

    def _change(
        self, form: Questionnaire, made: FormVersion, log: tuple[FormEvent, ...],
        control: Questionnaire | None, tried: str,
    ) -> Change:  # fmt: skip
        canonical = form.canonical
        drafted = [one for one in log if one.kind == DRAFTED and one.canonical == canonical]
        objections = [one for one in log if one.kind == OBJECTED and one.canonical == canonical]
        approved = approved_by(log, canonical)
        two = needs_two(form) or (control is not None and needs_two(control))
        return Change(
            form=form,
            control=control,
            made=made,
            text=drafted[-1].text if drafted else "",
            difference=differences(control, form) if control else None,
            approved=approved,
            lacking=lacking(approved, two=two),
            objections=tuple((one.by, one.text) for one in objections),
            trial=self._trial(log, canonical),
            never=self._never(form),
            was_harmful=was_harmful(log, canonical),
            is_other_tried=tried not in {"", canonical},
        )

    def _trial(self, log: tuple[FormEvent, ...], canonical: str) -> Trial | None:
        ours = (one for one in last_pilots(log) if settled(one.canonical) == canonical)
        last = next(ours, None)
        return read_trial(self._c, last, self._kiosk, self._today) if last else None
