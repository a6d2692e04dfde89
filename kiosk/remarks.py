"""Remarks on the questions: what the desk sees of them, what it answers, what the board says.

The desk sees remarks only once five have come together and have been shuffled, so that no remark
can be matched with the person who just left the screen.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from operator import itemgetter
from typing import Any

from kiosk.coproduction.board import Decision, board
from kiosk.coproduction.feedback import REASON_LABELS, RemarkGroup, group_remarks
from kiosk.errors import RefusedError
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import question_text
from kiosk.store import audit, feedback
from kiosk.store.database import Store
from kiosk.store.fetched import BOARD, good


def heard(store: Store, forms: Iterable[Questionnaire], *, today: date) -> dict[str, Any]:
    """What the desk may see now, as JSON.

    Args:
        store: where the remarks are.
        forms: in which the questions are looked up, to be shown as patients read them.
        today: in UTC.

    Returns:
        `groups`: one a question and reason, most frequent first, each with its count, the words
        written, since when it may be seen, what was answered, and whether an answer is overdue;
        `waiting`: how many remarks are too few to be seen.
    """
    forms = tuple(forms)
    with store.transaction() as connection:
        feedback.release_remarks(connection, today=today)
        groups = group_remarks(feedback.released(connection))
        decided = {decision.group_id: decision for decision in feedback.decisions(connection)}
        waiting = feedback.waiting_count(connection)
    return {
        "groups": [_document(group, decided.get(group.id), forms, today) for group in groups],
        "waiting": waiting,
    }


def decide(store: Store, group_id: str, *, outcome: str, text: str, now: datetime) -> Decision:
    """Records what became of a group of remarks.

    Raises:
        RefusedError: no such group has been released, or the text is empty.
    """
    if not text.strip():
        raise RefusedError(
            "An answer needs words.", advice="Say in a sentence what was done, or why not."
        )
    decision = Decision(group_id, outcome, text.strip(), now.date(), "desk")
    with store.transaction() as connection:
        known = [group.id for group in group_remarks(feedback.released(connection))]
        if group_id not in known:
            raise RefusedError(
                f"There are no remarks with the id {group_id}.",
                advice="See the ids with: kiosk feedback list",
            )
        feedback.record_decision(connection, decision)
        audit.record(connection, actor="desk", action="feedback.answer", subject=group_id, now=now)
    return decision


def board_lines(
    store: Store, forms: Iterable[Questionnaire], *, today: date
) -> list[dict[str, str]]:
    """The lines of "We said, we did", the newest first.

    They come from remarks and decisions of this kiosk, and from the centre; the latter name no
    question and no outcome.
    """
    with store.transaction() as connection:
        feedback.release_remarks(connection, today=today)
        lines = board(
            group_remarks(feedback.released(connection)),
            feedback.decisions(connection),
            feedback.form_sessions(connection),
            partial(question_text, tuple(forms)),
        )
        came = [decode_json(one.content) for one in good(connection, BOARD).values()]
    shown = [(line.day.isoformat(), line.question, line.outcome, line.text) for line in lines]
    own = {line.text for line in lines}
    # What was decided here comes back from the centre, and is shown once.
    shown += [(line["day"], "", "", line["text"]) for line in came if line["text"] not in own]
    return [
        {"question": question, "outcome": outcome, "text": text}
        for _, question, outcome, text in sorted(shown, key=itemgetter(0), reverse=True)
    ]


def in_turn(lines: Sequence[dict[str, str]], turn: int) -> list[dict[str, str]]:
    """The newest line of this kiosk and the newest of the centre, of which one is read at a time.

    Args:
        lines: all, as `board_lines` gives them.
        turn: counts up; with each the other one comes first.
    """
    newest = {bool(line["outcome"]): line for line in reversed(lines)}
    shown = [line for line in lines if line is newest[bool(line["outcome"])]]
    return shown[::-1] if turn % 2 else shown


def _document(
    group: RemarkGroup,
    decision: Decision | None,
    forms: tuple[Questionnaire, ...],
    today: date,
) -> dict[str, Any]:
    return {
        "id": group.id,
        "questionnaire": group.questionnaire,
        "linkId": group.link_id,
        "question": question_text(forms, group.questionnaire, group.link_id),
        "reason": group.reason,
        "reasonText": REASON_LABELS.get(group.reason, group.reason),
        "count": group.count,
        "words": list(group.words),
        "releasedOn": group.released_on.isoformat() if group.released_on else None,
        "overdue": decision is None and group.is_overdue(today),
        "outcome": None if decision is None else decision.outcome,
        "answer": None if decision is None else decision.text,
    }
