"""An export from beginning to end: read, written whole or not at all, and audited.

    made = export_files(store, Request("csv", Wanted()), Path("answers.csv"), by="Sam Lee", now=now)

May be called on any thread; `report` and `cancelled` are called on that one. The audit has one
event for each: who, which format, which filter, how many, the SHA-256 of each file. It names no
person but who exported.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.errors import KioskError, StoreUnavailable, UsageError
from kiosk.export.archive import Archive, refuse_weak
from kiosk.export.columns import Values
from kiosk.export.files import Folder, OneFile, Target, not_written, told_sums
from kiosk.export.formats import EITHER, FILE, FOLDER, FORMATS, Format
from kiosk.export.job import About, Job, Written
from kiosk.export.removable import is_removable
from kiosk.export.tables import plan
from kiosk.export.wanted import Wanted, chosen, most, told
from kiosk.export.watching import Cancelled, Report, Watch
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import audit, questionnaires
from kiosk.store.database import Store


@dataclass(frozen=True)
class Request:
    """What is asked for.

    Attributes:
        format: a name in `FORMATS`.
        wanted: which responses.
        values: codes, labels or both, in tables.
        password: puts all into one encrypted archive; None: files in clear.
        replace: files of an earlier export may be replaced.
        plain: a bundle in clear.
        own_ids: the central service takes the ids of the kiosk.
        clinic: its name, for what the export says of itself.
        origin: where the responses come from, for the audit; "": this PC.
    """

    format: str
    wanted: Wanted = field(default_factory=Wanted)
    values: Values = "both"
    password: str | None = field(default=None, repr=False)
    replace: bool = False
    plain: bool = False
    own_ids: bool = True
    clinic: str = ""
    origin: str = ""

    @property
    def told(self) -> str:
        """Which responses, for the audit."""
        return ", ".join(part for part in (self.origin, told(self.wanted)) if part)


@dataclass(frozen=True)
class Exported:
    """What came of it.

    Attributes:
        count: responses.
        files: where they are.
        sha256: of each file, by its name.
        notes, code, left: see `Written`.
    """

    count: int
    files: tuple[Path, ...]
    sha256: Mapping[str, str]
    notes: tuple[str, ...] = ()
    code: str | None = field(default=None, repr=False)
    left: int = 0


@dataclass(frozen=True)
class Preview:
    """What an export would have: how many responses, and the headings of each table."""

    count: int
    columns: Mapping[str, tuple[str, ...]]


def export_files(  # noqa: PLR0913 - keyword-only beyond the three
    store: Store,
    request: Request,
    out: Path,
    *,
    by: str,
    now: datetime,
    report: Report = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    formats: Mapping[str, Format] = FORMATS,
    notes: Store | None = None,
) -> Exported:
    """Writes responses to a file or a folder.

    Args:
        store: where they are.
        request: what is asked for.
        out: the file or the folder.
        by: who exports, for the audit.
        now: the moment.
        report: told how far it is.
        cancelled: asked between two responses.
        formats: those there are.
        notes: of this PC, with the audit; None: it is `store`.

    Raises:
        UsageError: `out` is a file where a folder is needed, or the other way round.
        RefusedError: it can't be written there, something is there already, the password is weak,
            or it was cancelled (`Cancelled`); nothing half-written is left.
        StoreUnavailable: the store can't be read, or the export can't be recorded.
    """
    way, notes = formats[request.format], notes or store
    made = _Made(by, now, notes.kiosk_id)
    try:
        with _target(way, request, out) as target:
            written = _write(store, request, way, target, Watch(report, cancelled), made)
            target.finish()
            _record(notes, request, written, made, target)
            files = target.place()
    except OSError as cause:
        error = not_written(out, cause)
        record_failed(notes, request, error, by=by, now=now)
        raise error from cause
    except BaseException as error:  # Ctrl+C, too
        record_failed(notes, request, error, by=by, now=now)
        raise
    return Exported(written.count, files, target.sha256, written.notes, written.code, written.left)


def look(  # noqa: PLR0913 - keyword-only beyond the two
    store: Store,
    request: Request,
    *,
    by: str,
    now: datetime,
    formats: Mapping[str, Format] = FORMATS,
    cancelled: Callable[[], bool] = lambda: False,
    notes: Store | None = None,
) -> Preview:
    """What an export would have; nothing is written but that somebody looked (in the audit).

    Args: as for `export_files`.

    Raises:
        Cancelled: it was cancelled.
        StoreUnavailable: the store can't be read, or the look can't be recorded.
    """
    watch, notes = Watch(lambda _done, _total: None, cancelled), notes or store
    with store.reading() as view:
        job = _job(view, request, watch, _Made(by, now, notes.kiosk_id))
        if formats[request.format].takes_values:
            made = plan(job.survey(), request.values)
            columns = {table.name: made.headings(table) for table in made.tables}
        else:
            columns = {}
            for _ in job.responses():
                pass
    with notes.transaction() as c:
        subject = f"{request.format}, {watch.read} responses, {request.told}"
        audit.record(c, actor=by, action="export.looked", subject=subject, now=now)
    return Preview(watch.read, columns)


def refuse_wrong_kind(way: Format, out: Path) -> None:
    """Sees that a format that needs a folder gets one, and one that is a file no folder.

    Raises:
        UsageError: it does not.
    """
    if way.place == FOLDER and (out.is_file() or (out.suffix and not out.is_dir())):
        raise UsageError(
            f"--format {way.name} has several files, and {out} names one.",
            advice=f"Name a folder for them: --out {out.with_suffix('')}",
        )
    if way.place == FILE and out.is_dir():
        raise UsageError(
            f"--format {way.name} is one file, and {out} is a folder.",
            advice=f"Name the file: --out {out / ('answers' + way.suffix)}",
        )


def leaves_in_clear(way: Format, out: Path, *, plain: bool = False) -> bool:
    """Whether answers would go onto a drive that can be pulled out, for whoever finds it to read.

    Then an encrypted archive is the default; to write in clear all the same is a person's choice.

    Args:
        way: the format.
        out: where it is to go.
        plain: a bundle in clear.
    """
    return way.of_responses and (plain or not way.sealed) and is_removable(out)


def _target(way: Format, request: Request, out: Path) -> Target:
    if request.password is not None:
        refuse_weak(request.password)
        return Archive(out, request.password, replace=request.replace)
    refuse_wrong_kind(way, out)
    if way.place == FOLDER or (way.place == EITHER and (out.is_dir() or not out.suffix)):
        return Folder(out, replace=request.replace)
    return OneFile(out, replace=request.replace)


def _write(  # noqa: PLR0913, PLR0917 - the parts of one export, for `export_files` alone
    store: Store,
    request: Request,
    way: Format,
    target: Target,
    watch: Watch,
    made: "_Made",
) -> Written:
    # What was read is good only once the view ended without an error: nothing is placed before.
    with store.reading() as view:
        watch.expect(most(view, request.wanted), way.passes)
        return way.write(_job(view, request, watch, made), target)


class _Made(NamedTuple):
    """By whom, when, at which PC."""

    by: str
    now: datetime
    kiosk_id: str


def _job(view: Any, request: Request, watch: Watch, made: _Made) -> Job:
    wanted = request.wanted
    return Job(
        responses=lambda: watch.through(chosen(view, wanted)),
        about=About(made.now, made.by, request.clinic, made.kiosk_id, told(wanted)),
        values=request.values,
        forms=lambda canonical: _kept_forms(view, canonical),
        kept=questionnaires.kept_canonicals(view, wanted.questionnaire),
        plain=request.plain,
        own_ids=request.own_ids,
        view=view,
        passes=watch.passes,
    )


def _kept_forms(view: Any, canonical: str) -> tuple[Questionnaire, ...]:
    found = []
    for content in questionnaires.kept_versions(view, canonical):
        with suppress(KioskError):  # kept by a version of the program that read it; or damaged
            found.append(read_questionnaire(content))
    return tuple(found)


def _record(store: Store, request: Request, written: Written, made: _Made, target: Target) -> None:
    by, now, _ = made
    drive = "removable drive" if is_removable(target.out) else ""
    way = ", ".join(part for part in (request.format, _shape(request), drive) if part)
    sums = told_sums(target.sha256)
    with store.transaction() as c:
        for each in written.ids:
            audit.record(c, actor=by, action="response.exported", subject=each, now=now)
        subject = f"{way}, {written.count} responses, {request.told}, {sums}"
        audit.record(c, actor=by, action="export", subject=subject, now=now)


def _shape(request: Request) -> str:
    if request.password is not None:
        return "archive"
    return "in clear" if request.plain else ""


def record_failed(
    store: Store, request: Request, error: BaseException, *, by: str, now: datetime
) -> None:
    """Notes that nothing came of an export, and why."""
    kind = type(error).__name__
    why = "stopped" if isinstance(error, Cancelled | KeyboardInterrupt | SystemExit) else kind
    subject = f"{request.format}, {request.told}: {why}"
    with suppress(StoreUnavailable), store.transaction() as c:
        audit.record(c, actor=by, action="export.failed", subject=subject, now=now)
