"""`export`: what reception takes out of the kiosk."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import midnight, refuse_turned_days
from kiosk.export.csv_wide import write_csv
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import audit, questionnaires, submissions
from kiosk.store.database import Store


def export(arguments: argparse.Namespace) -> Outcome:
    """Writes stored responses to a file; an export of nothing is no error and says so."""
    refuse_turned_days(arguments.since, arguments.until)
    with opened_store(settings_for(arguments)) as store:
        count = write_csv(
            partial(_chosen, store, arguments),
            arguments.out,
            form_of=partial(_kept_form, store),
            record=partial(_record_export, store, arguments.format),
        )
    document = {"file": str(arguments.out), "format": arguments.format, "responses": count}
    if count == 0:
        return Outcome(0, document, f"No responses match. {arguments.out} holds only the heading.")
    verb = "response is" if count == 1 else "responses are"
    return Outcome(0, document, f"{count} {verb} in {arguments.out}")


def _record_export(store: Store, form: str, count: int) -> None:
    with store.transaction() as connection:
        subject = f"{form}, {count} responses"
        audit.record(
            connection, actor="desk", action="export", subject=subject, now=datetime.now(UTC)
        )


def _kept_form(store: Store, canonical: str) -> Questionnaire | None:
    """The newest form kept under that name: its questions make the columns."""
    with store.reading() as connection:
        content = questionnaires.kept_questionnaire(connection, canonical)
    return None if content is None else read_questionnaire(content)


def _chosen(store: Store, arguments: argparse.Namespace) -> Iterator[submissions.Submission]:
    with store.reading() as connection:
        yield from submissions.submissions(
            connection,
            questionnaire=arguments.form,
            since=midnight(arguments.since),
            until=midnight(arguments.until, days=1),
            unsynced=arguments.unsynced,
        )
