"""`import`: responses that were carried here from another kiosk of the clinic."""

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import RefusedError, UsageError
from kiosk.export.sealing import MOST_BYTES, is_sealed, refuse_damaged
from kiosk.export.unpacking import CarriedAlert, Contents, is_known, opened, plain
from kiosk.settings import Settings
from kiosk.store import audit
from kiosk.store.carried import Departing, DepartingAlert, Taken, take_in, take_in_alert
from kiosk.store.database import Store
from kiosk.store.questionnaires import is_kept, keep_questionnaire
from kiosk.sync.fetch.clinic import with_clinic_settings

_TRIES: Final = 3


def import_bundle(arguments: argparse.Namespace) -> Outcome:
    """Keeps and queues what is in the file, all of it or nothing; what is here already stays.

    Raises:
        UsageError: there is no such file.
        RefusedError: it is damaged, too large, another clinic's, or its code is wrong.
        NotSetUp, StoreUnavailable: see `kiosk.errors`; DiskFull: there is no room for all of it.
    """
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        contents = _contents(arguments.file, in_clear=arguments.plain)
        _refuse_foreign(contents, with_clinic_settings(store, settings).settings)
        document = _described(arguments.file, contents)
        if arguments.look:
            return Outcome(0, document, "\n".join(_told_what(document)))
        document |= _take(store, contents, datetime.now(UTC))
    lines = [*_told_what(document), *_told_taken(document)]
    return Outcome(1 if document["differing"] else 0, document, "\n".join(lines))


def _contents(file: Path, *, in_clear: bool) -> Contents:
    content = _bounded(file)
    if not is_known(content):
        raise RefusedError(
            f"{file} was not made by kiosk export --format bundle. Nothing was taken from it.",
            advice="Is it the right file?",
        )
    if not is_sealed(content):
        if not in_clear:
            raise RefusedError(
                f"{file} is not encrypted: anybody could have written it. Nothing was taken from "
                "it.",
                advice="If you know where it comes from, add --plain.",
            )
        return plain(content)
    refuse_damaged(content)
    tries = _TRIES if sys.stdin.isatty() else 1
    for left in reversed(range(tries)):
        try:
            return opened(content, _asked_code())
        except RefusedError as slip:
            if not left:
                raise
            sys.stderr.write(f"{slip} {slip.advice}\n")
    raise AssertionError("the last try returns or raises")


def _bounded(file: Path) -> bytes:
    """The bytes of a file, which may be anything: no more than an export can have."""
    if not file.is_file():
        raise UsageError(f"There is no file {file}.", advice="Give the path of a file.")
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 4096)
            more = stream.read(1)
    except OSError as cause:
        raise UsageError(
            f"{file} can't be read: {cause.strerror}.", advice="Copy it to this PC first."
        ) from cause
    if more:
        raise RefusedError(
            f"{file} is larger than any export. Nothing was taken from it.",
            advice="Is it the right file?",
        )
    return content


def _asked_code() -> str:
    """What is typed, visibly: it is copied from paper, sign by sign."""
    sys.stderr.write("Code that was shown with the export: " if sys.stdin.isatty() else "")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _refuse_foreign(contents: Contents, settings: Settings) -> None:
    """The answers of one clinic's patients never go to the service of another."""
    if contents.clinic and _plain_name(contents.clinic) != _plain_name(settings.clinic.name):
        raise RefusedError(
            f"The file is of another clinic: “{contents.clinic}”. Nothing was taken from it.",
            advice="If it is the same clinic, give both kiosks the same clinic.name.",
        )


def _plain_name(name: str) -> str:
    return " ".join(name.split()).casefold()


def _described(file: Path, contents: Contents) -> dict[str, Any]:
    by_form = Counter(one.questionnaire for one in contents.responses)
    return {
        "file": str(file),
        "clinic": contents.clinic,
        "kiosk": contents.kiosk,
        "made": contents.made.isoformat(timespec="seconds") if contents.made else None,
        "responses": len(contents.responses),
        "byForm": dict(sorted(by_form.items())),
    }


def _take(store: Store, contents: Contents, now: datetime) -> dict[str, Any]:
    """All of it in one transaction."""
    taken: dict[Taken, list[str]] = {state: [] for state in Taken}
    with store.transaction() as c:
        forms = [
            form for form in contents.forms if not is_kept(c, form.canonical, form.content_hash)
        ]
        for form in forms:
            keep_questionnaire(
                c, canonical=form.canonical, content_hash=form.content_hash,
                content=form.content, now=now,
            )  # fmt: skip
        for one in contents.responses:
            moment = one.completed_at or now
            response = Departing(one.id, one.questionnaire, one.payload, moment, one.if_match)
            state = take_in(c, response, origin=contents.kiosk, by="desk", now=now)
            taken[state].append(one.id)
        alerts = [_take_alert(c, one, contents.kiosk, now) for one in contents.alerts]
        subject = f"{len(taken[Taken.NEW])} of {len(contents.responses)} responses"
        audit.record(c, actor="desk", action="import", subject=subject, now=now)
    return {
        "new": len(taken[Taken.NEW]),
        "known": len(taken[Taken.KNOWN]),
        "differing": taken[Taken.DIFFERS],
        "forms": len(forms),
        "alerts": alerts.count(Taken.NEW),
    }


def _take_alert(c: Any, one: CarriedAlert, origin: str, now: datetime) -> Taken:
    asked = DepartingAlert(one.id, one.payload, one.if_match)
    return take_in_alert(c, asked, origin=origin, by="desk", now=now)


def _told_what(document: dict[str, Any]) -> list[str]:
    count = document["responses"]
    lines = [f"{document['file']} holds {count} response{'' if count == 1 else 's'}."]
    if document["kiosk"]:
        made = datetime.fromisoformat(document["made"]).astimezone()
        lines.append(f"Made {made:%Y-%m-%d %H:%M} at kiosk {document['kiosk']}.")
    lines += [f"  {number}  {form}" for form, number in document["byForm"].items()]
    return lines


def _told_taken(document: dict[str, Any]) -> list[str]:
    lines = [f"New: {document['new']}. Here already: {document['known']}."]
    if document["alerts"]:
        lines.append(f"Alerts among them: {document['alerts']}. See: kiosk alerts list")
    if document["new"]:
        lines.append("They are queued here and go to the central service with the next sync.")
        lines.append("Delete the file once they are sent.")
    if document["differing"]:
        lines.append("Not taken, for another response is here under the same id:")
        lines += [f"  {each}" for each in document["differing"]]
    return lines
