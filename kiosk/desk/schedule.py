"""The export that runs by itself: which days are due, what came of the last, what may go.

Each takes the days since the last one, so that a run that was missed is caught up with in one file,
and no day is in two. A clock that can't be right starts none; one that was ahead when the last was
made does not keep the next from being made. Where it goes and how often is set by IT in the
settings; nobody is asked for a PIN, and the audit's name for it is "schedule".
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.desk.response_rules import midnight
from kiosk.desk.saving import file_name, folder_named, unused
from kiosk.errors import KioskError, RefusedError, UsageError
from kiosk.export.archive import SUFFIX
from kiosk.export.exporting import Exported, Request, export_files, leaves_in_clear
from kiosk.export.flatten import form_name
from kiosk.export.formats import FILE, Format
from kiosk.export.wanted import Wanted
from kiosk.settings import ScheduledExport, Settings
from kiosk.settings.opening_hours import EARLIEST
from kiosk.store import audit, facts, notes
from kiosk.store.database import Store

ACTOR: Final = "schedule"
_NAME: Final = "export_schedule"
_DAY: Final = timedelta(days=1)
_LATE: Final[Mapping[str, int]] = {"day": 1, "week": 8, "month": 35}
"""A span of so many days or more holds runs that were missed."""
Span = tuple[date, date]


@dataclass(frozen=True)
class LastRun:
    """What is known of the runs so far.

    Attributes:
        until: the last day that was exported; None: there was none.
        at: when.
        count: responses.
        made: the files or folders it made, the oldest first.
        failure: why the last one failed; "" where it did not.
        failed: when it failed.
    """

    until: date | None = None
    at: datetime | None = None
    count: int = 0
    made: tuple[str, ...] = ()
    failure: str = ""
    failed: datetime | None = None


def due(plan: ScheduledExport, now: datetime, last: date | None) -> Span | None:
    """The first and last day that an export is due of; None where none is.

    Args:
        plan: how often, and from which time of the day.
        now: on this PC's clock.
        last: the last day that was exported; one that is ahead was written by a wrong clock.
    """
    if now.date() < EARLIEST.date():
        return None
    today = now.date() if now.time() >= time.fromisoformat(plan.at) else now.date() - _DAY
    if plan.every == "week":
        today -= timedelta(days=today.weekday())
    elif plan.every == "month":
        today = today.replace(day=1)
    until = today - _DAY
    if last is not None and last <= now.date():
        return (last + _DAY, until) if until > last else None
    back = {"day": until, "week": until - 6 * _DAY, "month": until.replace(day=1)}
    return back[plan.every], until


def last_run(store: Store) -> LastRun:
    """What is known of the runs so far."""
    with store.reading() as c:
        note = notes.read_note(c, _NAME) or {}
    moment = {key: datetime.fromisoformat(note[key]) for key in ("at", "failed") if note.get(key)}
    until = date.fromisoformat(note["until"]) if note.get("until") else None
    return LastRun(
        until, moment.get("at"), note.get("count", 0), tuple(note.get("made", ())),
        note.get("failure", ""), moment.get("failed"),
    )  # fmt: skip


def keep_password(store: Store, password: str, *, by: str, now: datetime) -> None:
    """Its archives are opened by this password from now on; "": they are no archives any more."""
    with store.transaction() as c:
        if password:
            facts.keep_secret(c, _NAME, password.encode())
        else:
            facts.forget_secret(c, _NAME)
        what = "password set" if password else "password forgotten"
        audit.record(c, actor=by, action="export.schedule", subject=what, now=now)


def run_schedule(
    store: Store,
    settings: Settings,
    *,
    now: datetime,
    formats: Mapping[str, Format],
) -> Exported | None:
    """Makes the export that is due; None where none is.

    Raises:
        UsageError: the settings name no folder.
        RefusedError: it can't be written, or would lie in clear on a drive that can be pulled out;
            that it failed is kept until one succeeds.
        StoreUnavailable: the store can't be read.
    """
    plan = settings.export
    if not plan.folder:
        raise UsageError(
            "The settings name no folder for exports.", advice="Write one under [export]."
        )
    before = last_run(store)
    span = due(plan, now.astimezone(), before.until)
    if span is None:
        return None
    try:
        out, made = _write(store, settings, span, formats, now)
    except KioskError as failure:
        _keep(store, replace(before, failure=f"{failure} {failure.advice}".strip(), failed=now))
        raise
    listed = (*before.made, str(out))
    for old in listed[: -plan.keep]:
        _remove(Path(old))
    _keep(store, LastRun(span[1], now, made.count, listed[-plan.keep :]))
    return made


def _write(
    store: Store, settings: Settings, span: Span, formats: Mapping[str, Format], now: datetime
) -> tuple[Path, Exported]:
    plan = settings.export
    folder, way = folder_named(plan.folder), formats[plan.format]
    with store.reading() as c:
        kept = facts.kept_secret(c, _NAME)
    if kept is None and leaves_in_clear(way, folder):
        raise RefusedError(
            "The scheduled export would lie on a drive that can be pulled out, in clear.",
            advice="Give it a password first: kiosk export --schedule-password",
        )
    request = Request(
        plan.format,
        Wanted(plan.form or None, midnight(span[0]), midnight(span[1], days=1)),
        password=kept.decode() if kept else None,
        clinic=settings.clinic.name,
    )
    one = way.place == FILE or plan.format == "pdf"
    suffix = SUFFIX if kept else way.suffix if one else ""
    out = unused(folder, _named(plan, span), suffix)
    return out, export_files(store, request, out, by=ACTOR, now=now, formats=formats)


def _named(plan: ScheduledExport, span: Span) -> str:
    form = file_name(form_name(plan.form)) if plan.form else "answers"
    days = " to ".join(dict.fromkeys(f"{day}" for day in span))
    return f"{form} {plan.format} {days}"


def _keep(store: Store, run: LastRun) -> None:
    note: dict[str, Any] = {
        "until": run.until and run.until.isoformat(), "at": run.at and run.at.isoformat(),
        "count": run.count, "made": list(run.made), "failure": run.failure,
        "failed": run.failed and run.failed.isoformat(),
    }  # fmt: skip
    with store.transaction() as c:
        notes.keep_note(c, _NAME, note)


def _remove(old: Path) -> None:
    """What it made itself and is too old; not there any more, or in use: then not."""
    with suppress(OSError):
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()


def trouble(settings: Settings, run: LastRun, now: datetime) -> Iterator[str]:
    """What IT should know of it: it failed, or it did not run at all."""
    plan = settings.export
    if not plan.folder:
        return
    if now < EARLIEST:
        yield "The clock of this PC is wrong: the scheduled export waits until it is set."
        return
    if run.failure:
        yield run.failure
        return
    span = due(plan, now.astimezone(), run.until)
    if span is not None and run.until is not None and (span[1] - span[0]).days > _LATE[plan.every]:
        yield "The scheduled export has not run for some time: nothing starts it."
