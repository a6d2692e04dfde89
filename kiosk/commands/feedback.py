"""`feedback list` and `feedback answer`: what people said of the forms, and what became of it."""

import argparse
from datetime import UTC, datetime
from typing import Any, Final

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.coproduction.feedback import GROUP_SIZE
from kiosk.coproduction.outcomes import ANSWERED, NO, NOT_YET
from kiosk.desk.improving.remarks import decide, heard, what_became
from kiosk.errors import RefusedError, UsageError
from kiosk.export.flatten import form_name
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import read_forms
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import at_hand

_OPTIONS: Final = {"not_yet": NOT_YET, "no": NO, "say": ANSWERED}
_TOLD: Final = {
    "heard": "waits for an answer",
    "unanswered": "not answered yet, and overdue",
    "not-yet": "not yet",
    "no": "no",
    "answered": "we say",
    "trying": "other words are tried now",
    "tried": "other words were tried; nobody judged them yet",
    "reverted": "other words were tried, and were not better",
    "did": "it is asked otherwise now",
    "retired": "the form is offered no more",
}


def show(arguments: argparse.Namespace) -> Outcome:
    """The remarks released so far, grouped by question and reason, most frequent first."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        document = heard(store, _forms(store, settings), today=datetime.now(UTC).date())
    return Outcome(0, document, _text(document))


def answer(arguments: argparse.Namespace) -> Outcome:
    """Records what the desk says to a group of remarks; the board on the screen follows from it.

    Raises:
        UsageError: a reason is missing, or belongs to nothing.
        RefusedError: see `kiosk.desk.improving.remarks.decide`; or it was not done.
    """
    if (arguments.no is None) != (arguments.because is None):
        raise UsageError(
            "--because belongs to --no, and --no needs it.", advice="See: kiosk feedback answer -h"
        )
    settings = settings_for(arguments)
    if arguments.did is not None:
        return _done(arguments.id, settings)
    option = next(name for name in _OPTIONS if getattr(arguments, name) is not None)
    outcome, text = _OPTIONS[option], getattr(arguments, option)
    with opened_store(settings) as store:
        made = decide(
            store, arguments.id, outcome=outcome, text=text, now=datetime.now(UTC),
            reason=arguments.because or "", until=arguments.until,
        )  # fmt: skip
    document = {"id": arguments.id, "outcome": outcome, "text": made.text, "because": made.reason}
    document["until"] = made.until.isoformat() if made.until else None
    return Outcome(0, document, f"Recorded for {arguments.id}: {_TOLD[outcome]}. {made.text}")


def _done(group_id: str, settings: Settings) -> Outcome:
    """Says that it was done, where it was; nothing is recorded.

    Raises:
        RefusedError: no version in force asks that question otherwise in answer to these remarks.
    """
    with opened_store(settings) as store:
        forms, today = _forms(store, settings), datetime.now(UTC).date()
        became = what_became(store, group_id, forms, today=today)
    if became.kind != "did":
        raise RefusedError(
            "That something was done can't be written by hand, and no version in force answers "
            "these remarks.",
            advice="Change the question and name them when you do: the board says it by itself. "
            "Or say something in words: --say.",
        )
    document = {"id": group_id, "outcome": became.kind, "text": became.text}
    return Outcome(0, document, f"The board says so by itself: {became.after}. {became.text}")


def _forms(store: Store, settings: Settings) -> tuple[Questionnaire, ...]:
    """Those that patients get, tried ones too, and those that came with the program or in files."""
    here = at_hand(store, settings)
    return (*here.forms, *(one.form for one in here.tried), *read_forms(settings.patient.forms))


def _text(document: dict[str, Any]) -> str:
    lines = [_group_text(group) for group in document["groups"]]
    if not lines:
        lines = ["Nobody's remarks can be shown yet."]
    why = "so that nobody can be recognised."
    return "\n".join([*lines, f"What people say is shown once {GROUP_SIZE} have spoken, {why}"])


def _group_text(group: dict[str, Any]) -> str:
    times = "once" if group["count"] == 1 else f"{group['count']} times"
    form = form_name(group["questionnaire"])
    lines = [f"{group['id']}  {times}: {group['reasonText']}", f"      {form}: {group['question']}"]
    lines += [f"      “{words}”" for words in group["words"]]
    lines.append(f"      heard on {group['releasedOn']}: {_TOLD[group['outcome']]}{_why(group)}")
    if group["answer"]:
        lines.append(f"      {group['answer']}")
    return "\n".join(lines)


def _why(group: dict[str, Any]) -> str:
    why = f", because: {group['because']}" if group["because"] else ""
    return f"{why}, until {group['until']}" if group["until"] else why
