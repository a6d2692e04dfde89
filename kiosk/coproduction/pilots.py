"""A pilot: other words tried on some patients, as it was planned, and how it stands.

A version is tried on a share of the sittings, at most half, of all kiosks or of one, until a day
that is said before it begins. The harm guard may stop it (`kiosk.coproduction.pilot_judging`),
clinical safety at any time; at its end a person keeps or reverts it. Who objects limits its size,
and does not forbid it. Of one form one version at most is tried at a time. Source: reference
coproduction 5.1, 5.7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal, Self

import msgspec

from kiosk.coproduction import events as log
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.evidence import Trouble
from kiosk.coproduction.locks import Locks, is_locked
from kiosk.coproduction.versions import Version
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire

Metric = Literal["troubled"] | Trouble
"""What is counted: any trouble at the question, or one kind of it."""

State = Literal["running", "stopped", "ended", "kept", "reverted"]
"""Stopped: by the harm guard, or by clinical safety, before its end. Ended: nobody decided yet."""

Untriable = Literal["alert", "sensitive", "locked"]
"""An answer may have to reach a person at once; nobody is asked about it; it is validated."""

HARM: Final = "harm"
VETO: Final = "veto"
"""Reasons of the event that stops a pilot."""

LARGEST_SHARE: Final = 50
"""Per cent of the sittings: a pilot is never larger than what it is compared with."""

OBJECTED_TIME: Final = timedelta(weeks=1)
"""How long a pilot lasts at most to which somebody objected; on one kiosk."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was agreed before a pilot began.

    Attributes:
        link_id: the question that is to get better.
        metric: of what there is to be less.
        control: canonical of the version that everybody else gets.
        begin, end: its first day, and the day after its last.
        per_arm: how many sittings each arm needs, as it was said.
        share: per cent of the sittings that get it; 0 for all of one kiosk, which leaves nobody
            there to compare with.
        kiosk: id of the one kiosk at which it is tried; "" for every kiosk.

    Raises:
        ValueError: it has neither a share, up to `LARGEST_SHARE`, nor a kiosk, or takes no day.
    """

    link_id: str
    control: str
    begin: date
    end: date
    per_arm: int
    metric: Metric = "troubled"
    share: int = 0
    kiosk: str = ""

    def __post_init__(self) -> None:
        if not (self.share or self.kiosk) or not 0 <= self.share <= LARGEST_SHARE:
            raise ValueError(f"a share of 1 to {LARGEST_SHARE} per cent, or one kiosk")
        if self.begin >= self.end:
            raise ValueError("it ends before it begins")

    @classmethod
    def of(cls, detail: Mapping[str, Any]) -> Self:
        """The plan in an event's `detail`.

        Raises:
            RefusedError: there is none, or one of another version of the program.
        """
        try:
            return msgspec.convert(dict(detail), cls)
        except msgspec.ValidationError as cause:
            raise RefusedError(
                f"The plan of this pilot can't be read: {cause}.",
                advice="Update the program on this PC, or take the pilot back.",
            ) from cause

    @property
    def detail(self) -> dict[str, Any]:
        """The plan as JSON, for the event that begins the pilot."""
        written: dict[str, Any] = msgspec.to_builtins(self)
        return written


@dataclass(frozen=True)
class Pilot:
    """One pilot of a form.

    Attributes:
        canonical: of the version that is tried.
        plan: as agreed; None where another version of the program wrote it otherwise.
        state: one of `State`.
        stopped_by: `HARM` or `VETO`; "" where it was not stopped.
        over: what was done last that decided about it; None while nobody did.
    """

    canonical: str
    plan: Plan | None
    state: State = "running"
    stopped_by: str = ""
    over: FormEvent | None = None

    def on(self, day: date) -> "Pilot":
        """How it stands on a day: one that runs has ended when its last day is over."""
        over = self.state == "running" and self.plan is not None and day >= self.plan.end
        return replace(self, state="ended") if over else self


def pilots(events: Iterable[FormEvent]) -> tuple[Pilot, ...]:
    """Every pilot of a form, the first one first, after these events of its url in their order."""
    known: list[Pilot] = []
    for event in events:
        if event.kind == log.PILOTING:
            if known and known[-1].canonical == event.canonical and known[-1].state == "running":
                known.pop()  # it goes on by another plan
            known.append(Pilot(event.canonical, _plan(event)))
        elif known and (after := _after(known[-1], event)):
            known[-1] = after
    return tuple(known)


def limited(plan: Plan, *, kiosk: str, today: date) -> Plan:
    """The plan after somebody objected: one kiosk and one week at most, but no day that is over.

    Its share stays: on all patients of that kiosk it would be larger there than before.

    Args:
        plan: as it was.
        kiosk: id of the one kiosk that goes on; of a plan for one kiosk it is that one. "" where
            none is known: then it is the week alone.
        today: a running pilot that is older than a week ends with it.
    """
    end = min(plan.end, max(plan.begin + OBJECTED_TIME, today))
    return msgspec.structs.replace(plan, kiosk=plan.kiosk or kiosk, end=end)


def untriable(form: Questionnaire, locks: Locks) -> Untriable | None:
    """Why no other words of that form are ever tried out; None where they may be."""
    if form.has_alert_rule:
        return "alert"
    if form.sensitive:
        return "sensitive"
    return "locked" if is_locked(form, locks) else None


def settled(canonical: str) -> str:
    """The canonical of the version of which that one is a pilot, or itself."""
    url, _, version = canonical.rpartition("|")
    return f"{url}|{Version.of(version).settled.text}"


def was_harmful(events: Iterable[FormEvent], canonical: str) -> bool:
    """Whether the guard stopped a pilot of that draft."""
    return any(
        one.stopped_by == HARM and settled(one.canonical) == canonical for one in pilots(events)
    )


def _plan(event: FormEvent) -> Plan | None:
    try:
        return Plan.of(event.detail)
    except RefusedError:
        return None


def _after(pilot: Pilot, event: FormEvent) -> Pilot | None:
    """The last pilot after an event; None where that changes nothing."""
    if event.kind == log.PUBLISHED:
        return _published(pilot, event)
    if event.kind == log.RETIRED:
        return _ended_with_others(pilot, event)
    if event.canonical != pilot.canonical or pilot.state in {"kept", "reverted"}:
        return None
    if event.kind in {log.REVERTED, log.DISCARDED}:
        return replace(pilot, state="reverted", over=event)
    if event.kind in {log.VETOED, log.STOPPED}:
        by = event.reason if event.kind == log.STOPPED else VETO
        return replace(pilot, state="stopped", stopped_by=by, over=event)
    return None


def _published(pilot: Pilot, event: FormEvent) -> Pilot | None:
    if settled(event.canonical) == settled(pilot.canonical):
        return replace(pilot, state="kept", over=event)
    return _ended_with_others(pilot, event)


def _ended_with_others(pilot: Pilot, event: FormEvent) -> Pilot | None:
    """Other words took the place of all, or none do: what was tried beside them is no more."""
    is_open = pilot.state in {"running", "ended"}
    return replace(pilot, state="reverted", over=event) if is_open else None
