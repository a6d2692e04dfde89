"""`export --scheduled`: the export that the settings name, for cron or the Task Scheduler."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.commands.export import formats_for
from kiosk.commands.identity import identified
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.passwords import archive_password
from kiosk.commands.times import stamp, when
from kiosk.desk.schedule import LastRun, keep_password, last_run, run_schedule, trouble
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fetch.clinic import with_clinic_settings

MAY = ("IT", "lead")
"""The roles that set its password: they see no answers by it."""


def scheduled(arguments: argparse.Namespace) -> Outcome:
    """Makes the export that is due; that none is, is no error. Or keeps its password.

    Raises:
        UsageError: the settings name no folder.
        RefusedError: it can't be written; `kiosk status` says so until one can.
    """
    settings, now = settings_for(arguments), datetime.now(UTC)
    with opened_store(settings) as store:
        if arguments.schedule_password:
            return _password(store, arguments, now)
        in_force = with_clinic_settings(store, settings).settings
        formats = formats_for(in_force, in_force.export.format)
        made = run_schedule(store, in_force, now=now, formats=formats)
        document = schedule_document(in_force, last_run(store), now)
    if made is None:
        until = document["until"]
        return Outcome(0, document | {"ran": False}, f"Nothing is due; exported up to {until}.")
    files = [str(file) for file in made.files]
    document |= {"ran": True, "files": files, "sha256": dict(made.sha256)}
    where = files[0] if len(files) == 1 else Path(files[0]).parent
    return Outcome(0, document, f"{made.count} responses up to {document['until']}: {where}")


def schedule_document(settings: Settings, run: LastRun, now: datetime) -> dict[str, Any]:
    """How it stands, for a program."""
    return {
        "folder": settings.export.folder,
        "every": settings.export.every,
        "until": run.until and run.until.isoformat(),
        "last": stamp(run.at),
        "responses": run.count,
        "trouble": list(trouble(settings, run, now)),
    }


def schedule_lines(document: dict[str, Any]) -> list[str]:
    """The same for a person; nothing where the settings name no folder."""
    if not document["folder"]:
        return []
    lines = [f"Scheduled export  {document['folder']}, last: {when(document['last'])}"]
    return lines + [f"  It failed: {one}" for one in document["trouble"]]


def _password(store: Store, arguments: argparse.Namespace, now: datetime) -> Outcome:
    by = identified(store, may=MAY, what="export", from_stdin=arguments.pin_stdin, now=now)
    file = arguments.password_file
    if file is not None and _is_empty(file):
        keep_password(store, "", by=by, now=now)
        return Outcome(0, {"archive": False}, "Scheduled exports are no archives any more.")
    password, is_new = archive_password(file)
    keep_password(store, password, by=by, now=now)
    document = {"archive": True} | ({"password": password} if is_new else {})
    told = "Scheduled exports are archives that this password opens."
    shown = f"\n{password}\nIt is shown only now. Write it on paper." if is_new else ""
    return Outcome(0, document, told + shown)


def _is_empty(file: Path) -> bool:
    try:
        return file.stat().st_size == 0
    except OSError:
        return False  # `archive_password` says so
