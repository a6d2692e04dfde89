"""`outbox list`, `retry`, `amend`, `entered-in-error`, `export`: what has not arrived, and why."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file, value_sets_at_hand
from kiosk.commands.times import stamp, when
from kiosk.errors import RefusedError, UsageError
from kiosk.export.files import whole_file
from kiosk.export.flatten import form_name
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.resources import resource
from kiosk.store import amending, audit, outbox, questionnaires
from kiosk.store.amending import Latest
from kiosk.store.database import Store
from kiosk.store.unsent import Unsent, find_refused, unsent
from kiosk.sync import verdict
from kiosk.ui.wording.why import word_of
from kiosk.ui.wording.words import ENGLISH, Words, load_words

MOST = 1000
"""So many of each fit one list."""

BY = "IT"


def show(arguments: argparse.Namespace) -> Outcome:
    """What was refused, then what waits; never an answer, never a name."""
    if not 1 <= arguments.last <= MOST:
        raise UsageError(f"--last must be 1 to {MOST}.")
    with opened_store(settings_for(arguments)) as store:
        document = list_document(store, most=arguments.last)
    return Outcome(0, document, "\n".join(_lines(document)))


def list_document(store: Store, *, most: int) -> dict[str, Any]:
    """For a program: `waiting`, `refused`, `sent` in all, and `items`: the first that did not go.

    `sent` counts responses alone.
    """
    words = load_words(resource("translations"))
    with store.reading() as c:
        counts, items = outbox.counts(c), unsent(c, most=most)
    return {
        "waiting": counts.waiting + counts.others_waiting,
        "refused": counts.refused + counts.others_refused,
        "sent": counts.sent,
        "items": [_item(one, words) for one in items],
    }


def retry(arguments: argparse.Namespace) -> Outcome:
    """What was refused waits again, as if for the first time."""
    if arguments.over_theirs and arguments.all:
        raise UsageError(
            "What others changed is put over one by one.",
            advice="Look at both, then name it: kiosk outbox retry ID --over-theirs",
        )
    now = datetime.now(UTC)
    with opened_store(settings_for(arguments)) as store, store.transaction() as c:
        rows = None if arguments.all else [find_refused(c, one) for one in arguments.ids]
        many = outbox.retry(c, rows, over_theirs=arguments.over_theirs)
        if many:
            action = "outbox.put-over" if arguments.over_theirs else "outbox.retried"
            audit.record(c, actor=BY, action=action, subject=f"{many}", now=now)
    what = "1 goes" if many == 1 else f"{many} go"
    text = f"{what} again, with the next round of the running kiosk or now with: kiosk sync"
    return Outcome(0, {"waiting": many}, text if many else "Nothing was refused.")


def amend(arguments: argparse.Namespace) -> Outcome:
    """Other answers in the place of the patient's, which stay beside them."""
    content = read_file(arguments.response)
    return _change(arguments, lambda latest: amending.corrected(latest, content))


def withdraw(arguments: argparse.Namespace) -> Outcome:
    """The response says of itself that it was entered in error."""
    return _change(arguments, amending.withdrawn)


def export(arguments: argparse.Namespace) -> Outcome:
    """One response as it is now, to take it another way or to correct it."""
    file = Path(arguments.out)
    with opened_store(settings_for(arguments)) as store, store.transaction() as c:
        latest, now = amending.find_response(c, arguments.id), datetime.now(UTC)
        audit.record(c, actor="desk", action="export", subject=f"response {latest.id}", now=now)
        with whole_file(file) as out:
            out.write(latest.payload)
    document = {"file": str(file), "response": latest.id}
    return Outcome(0, document, f"{form_name(latest.questionnaire)}, {latest.id} is in {file}")


def _change(arguments: argparse.Namespace, make: Callable[[Latest], bytes]) -> Outcome:
    now = datetime.now(UTC)
    with opened_store(settings_for(arguments)) as store, store.transaction() as c:
        latest = amending.find_response(c, arguments.id)
        payload = make(latest)
        if (status := amending.status_of(payload)) == amending.AMENDED:
            kept = questionnaires.kept_questionnaire(
                c, latest.questionnaire, content_hash=latest.form_hash
            )
            _check(latest, payload, kept)
        amending.keep_change(
            c, latest=latest, payload=payload, by=BY, reason=arguments.reason, now=now
        )
    document = {"response": latest.id, "status": status, "state": "waiting"}
    text = (
        f"{form_name(latest.questionnaire)}, {latest.id} is {status} from now on.\n"
        "It goes to the central service by itself. What the patient sent is kept beside it."
    )
    return Outcome(0, document, text)


def _check(latest: Latest, payload: bytes, form: bytes | None) -> None:
    if form is None:
        raise RefusedError(
            "The form of this response is not kept on this PC: no correction can be checked.",
            advice="Mark it as a mistake instead: kiosk outbox entered-in-error",
        )
    around = Surroundings(value_sets=value_sets_at_hand(()))
    found = amending.new_errors(read_questionnaire(form), latest, payload, around)
    if found:
        told = [f"{one.message} ({one.link_id or one.path})" for one in found]
        raise RefusedError(
            "The form does not allow these answers: " + " ".join(told),
            advice="Nothing was changed. Mend the file and try again.",
        )


def _item(one: Unsent, words: Words) -> dict[str, Any]:
    return {
        "id": one.resource_id,
        "type": one.resource_type,
        "questionnaire": one.questionnaire,
        "state": "refused" if one.refused else "waiting",
        "completed": stamp(one.completed_at),
        "since": stamp(one.since),
        "changed": one.changed,
        "attempts": one.attempts,
        "outcome": one.outcome or None,
        "why": words.say(ENGLISH, word_of(one.outcome)) if one.error else None,
        "reason": one.error or None,
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    items = document["items"]
    if not items:
        arrived = "Everything has arrived at the central service."
        yield arrived if document["sent"] else "Nothing waits, and nothing was refused."
        return
    yield f"{document['refused']} refused, {document['waiting']} waiting"
    for one in items:
        yield from _item_lines(one)
    left = document["refused"] + document["waiting"] - len(items)
    if left:
        yield f"{left} more. See: --last N"
    if any(one["outcome"] == verdict.Outcome.CHANGED for one in items):
        yield "Changed there: look at both; to put yours over theirs: retry ID --over-theirs"
    if document["refused"]:
        yield "What was refused can be sent again (retry), corrected (amend), or taken (export)."


def _item_lines(one: dict[str, Any]) -> Sequence[str]:
    what = form_name(one["questionnaire"]) if one["questionnaire"] else one["type"]
    changed = ", changed" if one["changed"] else ""
    lines = [f"{one['state']} since {when(one['since'])}  {what}{changed}", f"  {one['id']}"]
    if one["completed"]:
        lines[1] += f", finished {when(one['completed'])}"
    return [*lines, *(f"  {one[key]}" for key in ("why", "reason") if one[key])]
