"""`export`: what reception takes out of the kiosk."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import midnight, refuse_turned_days
from kiosk.errors import UsageError
from kiosk.export import bundle
from kiosk.export.csv_wide import write_csv
from kiosk.export.ndjson import write_ndjson
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.settings import Settings
from kiosk.store import audit, carried, questionnaires, submissions
from kiosk.store.database import Store
from kiosk.sync.ability import known_ability
from kiosk.sync.fetch.clinic import with_clinic_settings

BUNDLE = "bundle"
_MANY = 500
"""Entries of one Bundle that common services take."""


def export(arguments: argparse.Namespace) -> Outcome:
    """Writes stored responses to a file; an export of nothing is no error and says so."""
    refuse_turned_days(arguments.since, arguments.until)
    if arguments.plain and arguments.format != BUNDLE:
        raise UsageError(
            f"--plain goes with --format {BUNDLE}: {arguments.format} is never encrypted.",
            advice="Leave it out.",
        )
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        if arguments.format == BUNDLE:
            return _carry_out(store, settings, arguments)
        return _write_table(store, arguments)


def _write_table(store: Store, arguments: argparse.Namespace) -> Outcome:
    record = partial(_record_export, store, arguments.format)
    if arguments.format == "csv":
        count = write_csv(
            partial(_chosen, store, arguments),
            arguments.out,
            form_of=partial(_kept_form, store),
            record=record,
        )
    else:
        count = write_ndjson(_chosen(store, arguments), arguments.out, record=record)
    document = {"file": str(arguments.out), "format": arguments.format, "responses": count}
    if count == 0:
        holds = "only the heading" if arguments.format == "csv" else "nothing"
        return Outcome(0, document, f"No responses match. {arguments.out} holds {holds}.")
    return Outcome(0, document, f"{_are(count)} in {arguments.out}")


def _carry_out(store: Store, settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """A Bundle for another kiosk, which alone its code opens; or for who asks for it in clear."""
    now = datetime.now(UTC)
    with store.reading() as c:
        leaving, staying = carried.departing(c, _chosen_in(c, arguments))
        names = {one.questionnaire for one in leaving}
        forms = [bundle.Form(*form) for form in carried.kept_forms(c, names)]
    record = partial(_record_carried, store, [one.id for one in leaving])
    document: dict[str, Any] = {
        "file": str(arguments.out),
        "format": BUNDLE,
        "responses": len(leaving),
        "left": staying,
        "encrypted": not arguments.plain,
    }
    if arguments.plain:
        own_ids = _takes_our_ids(store, settings)
        bundle.write_plain(leaving, arguments.out, own_ids=own_ids, record=record)
        return Outcome(0, document, "\n".join(_told_plain(document)))
    clinic = with_clinic_settings(store, settings).settings.clinic.name
    origin = bundle.Origin(clinic, store.kiosk_id, now)
    _, code = bundle.write_sealed(
        leaving, arguments.out, origin=origin, forms=forms, record=record
    )  # fmt: skip
    document["code"] = code
    return Outcome(0, document, "\n".join(_told_sealed(document)))


def _told_sealed(document: dict[str, Any]) -> list[str]:
    if not document["responses"]:
        return ["There was nothing to take: the file holds no response.", *_told_left(document)]
    return [
        f"{_are(document['responses'])} in {document['file']}, encrypted.",
        f"The code that opens it:  {document['code']}",
        "It is shown only now. Write it on paper, and keep that apart from the file.",
        f"At another kiosk of this clinic: kiosk import {document['file']}",
        "They stay queued here, too: whichever PC is first, the central service has each once.",
        *_told_left(document),
    ]


def _told_plain(document: dict[str, Any]) -> list[str]:
    lines = [
        f"{_are(document['responses'])} in {document['file']}, NOT encrypted.",
        "Whoever has this file can read what patients answered: delete it as soon as it is used.",
    ]
    if document["responses"] > _MANY:
        lines.append(
            f"Many services take {_MANY} entries at once and no more: "
            "export in parts, with --since and --until."
        )
    return lines + _told_left(document)


def _told_left(document: dict[str, Any]) -> list[str]:
    if not document["left"]:
        return []
    return [f"Left here: {document['left']} corrections that only this kiosk can send."]


def _takes_our_ids(store: Store, settings: Settings) -> bool:
    """Whether the service is known to; where nothing is known it is the ids that can be told."""
    base = (settings.central.url or "").rstrip("/")
    ability = known_ability(store, base)
    return ability is None or ability.updates


def _are(count: int) -> str:
    return f"{count} response is" if count == 1 else f"{count} responses are"


def _record_export(store: Store, form: str, count: int) -> None:
    with store.transaction() as connection:
        subject = f"{form}, {count} responses"
        audit.record(
            connection, actor="desk", action="export", subject=subject, now=datetime.now(UTC)
        )


def _record_carried(store: Store, ids: list[str], count: int) -> None:
    """Which responses left in a file stands in the audit, one by one."""
    now = datetime.now(UTC)
    with store.transaction() as c:
        for each in ids:
            audit.record(c, actor="desk", action="response.exported", subject=each, now=now)
        subject = f"{BUNDLE}, {count} responses"
        audit.record(c, actor="desk", action="export", subject=subject, now=now)


def _kept_form(store: Store, canonical: str) -> Questionnaire | None:
    """The newest form kept under that name: its questions make the columns."""
    with store.reading() as connection:
        content = questionnaires.kept_questionnaire(connection, canonical)
    return None if content is None else read_questionnaire(content)


def _chosen(store: Store, arguments: argparse.Namespace) -> Iterator[submissions.Submission]:
    with store.reading() as c:
        yield from _chosen_in(c, arguments)


def _chosen_in(c: Any, arguments: argparse.Namespace) -> Iterator[submissions.Submission]:
    return submissions.submissions(
        c,
        questionnaire=arguments.form,
        since=midnight(arguments.since),
        until=midnight(arguments.until, days=1),
        unsynced=arguments.unsynced,
    )
