"""`feedback list` and `feedback answer`: what people said of the forms, and what became of it."""

import argparse
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.coproduction.board import OUTCOMES
from kiosk.coproduction.feedback import ANSWER_DAYS, GROUP_SIZE
from kiosk.export.flatten import form_name
from kiosk.offered import read_forms
from kiosk.remarks import decide, heard


def show(arguments: argparse.Namespace) -> Outcome:
    """The remarks released so far, grouped by question and reason, most frequent first."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        document = heard(store, read_forms(settings.patient.forms), today=datetime.now(UTC).date())
    return Outcome(0, document, _text(document))


def answer(arguments: argparse.Namespace) -> Outcome:
    """Records what became of a group of remarks; the board on the screen follows from it."""
    given = {name: getattr(arguments, name.replace("-", "_")) for name in OUTCOMES}
    outcome, text = next((name, text) for name, text in given.items() if text is not None)
    with opened_store(settings_for(arguments)) as store:
        decide(store, arguments.id, outcome=outcome, text=text, now=datetime.now(UTC))
    document = {"id": arguments.id, "outcome": outcome, "text": text}
    return Outcome(0, document, f"Recorded for {arguments.id}: {outcome}. {text}")


def _text(document: dict[str, Any]) -> str:
    lines = [_group_text(group) for group in document["groups"]]
    if not lines:
        lines = ["Nobody's remarks can be shown yet."]
    if document["waiting"]:
        lines.append(
            f"{document['waiting']} more wait until {GROUP_SIZE} have come together, "
            "so that nobody can be recognised."
        )
    return "\n".join(lines)


def _group_text(group: dict[str, Any]) -> str:
    times = "once" if group["count"] == 1 else f"{group['count']} times"
    form = form_name(group["questionnaire"])
    lines = [f"{group['id']}  {times}: {group['reasonText']}", f"      {form}: {group['question']}"]
    lines += [f"      “{words}”" for words in group["words"]]
    lines.append(f"      to be seen since {group['releasedOn']}{_overdue_text(group)}")
    if group["outcome"]:
        lines.append(f"      answered: {group['outcome']}. {group['answer']}")
    return "\n".join(lines)


def _overdue_text(group: dict[str, Any]) -> str:
    if not group["overdue"]:
        return ""
    return f": overdue, people wait for an answer for {ANSWER_DAYS} days or more"
