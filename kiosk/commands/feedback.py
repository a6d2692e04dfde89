"""`feedback list` and `feedback answer`: what people said of the forms, and what became of it.

The desk sees remarks only once five have come together and have been shuffled, so that no remark
can be matched with the person who just left the screen.
"""

import argparse
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.coproduction.board import OUTCOMES, Decision
from kiosk.coproduction.feedback import GROUP_SIZE, RemarkGroup, group_remarks
from kiosk.errors import RefusedError
from kiosk.store import audit, feedback
from kiosk.store.database import Store


def show(arguments: argparse.Namespace) -> Outcome:
    """The remarks released so far, grouped by question and reason, most frequent first."""
    with opened_store(settings_for(arguments)) as store:
        document = feedback_document(store)
    return Outcome(0, document, _list_text(document))


def answer(arguments: argparse.Namespace) -> Outcome:
    """Records what became of a group of remarks; the board on the screen follows from it."""
    outcome = next(name for name in OUTCOMES if getattr(arguments, name.replace("-", "_")))
    text = getattr(arguments, outcome.replace("-", "_"))
    with opened_store(settings_for(arguments)) as store:
        decision = decide(store, arguments.id, outcome=outcome, text=text, now=datetime.now(UTC))
    document = {"id": decision.group_id, "outcome": outcome, "text": text}
    return Outcome(0, document, f"Recorded for {decision.group_id}: {outcome}. {text}")


def decide(store: Store, group_id: str, *, outcome: str, text: str, now: datetime) -> Decision:
    """Records an outcome for a group of remarks.

    Raises:
        RefusedError: no such group has been released.
    """
    decision = Decision(group_id, outcome, text, now.date(), "desk")
    with store.transaction() as connection:
        known = [group.id for group in group_remarks(feedback.released(connection))]
        if group_id not in known:
            raise RefusedError(
                f"There are no remarks with the id {group_id}.",
                advice="See the ids with: kiosk feedback list",
            )
        feedback.record_decision(connection, decision)
        audit.record(connection, actor="desk", action="answer", subject=group_id, now=now)
    return decision


def feedback_document(store: Store) -> dict[str, Any]:
    """What the desk may see now, as JSON: the groups, and how many remarks still wait."""
    with store.transaction() as connection:
        feedback.release_remarks(connection)
        groups = group_remarks(feedback.released(connection))
        decided = {decision.group_id: decision for decision in feedback.decisions(connection)}
        waiting = feedback.waiting_count(connection)
    return {
        "groups": [_group_document(group, decided.get(group.id)) for group in groups],
        "waiting": waiting,
    }


def _group_document(group: RemarkGroup, decision: Decision | None) -> dict[str, Any]:
    return {
        "id": group.id,
        "questionnaire": group.questionnaire,
        "linkId": group.link_id,
        "reason": group.reason,
        "count": group.count,
        "words": list(group.words),
        "outcome": None if decision is None else decision.outcome,
        "answer": None if decision is None else decision.text,
    }


def _list_text(document: dict[str, Any]) -> str:
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
    form = group["questionnaire"].rsplit("/", 1)[-1]
    lines = [f"{group['id']}  {group['count']} ×  {group['reason']}  ({form}, {group['linkId']})"]
    lines += [f"      “{words}”" for words in group["words"]]
    if group["outcome"]:
        lines.append(f"      answered: {group['outcome']}. {group['answer']}")
    return "\n".join(lines)
