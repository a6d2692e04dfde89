"""Remarks on the questions: what the desk sees of them, what it answers, what became of them.

The desk sees remarks only once five have come together and have been shuffled, so that no remark
can be matched with the person who just left the screen.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from kiosk.coproduction.answering import refuse_wrong
from kiosk.coproduction.feedback import REASON_LABELS, RemarkGroup, group_remarks
from kiosk.coproduction.outcomes import (
    Asked,
    Decision,
    Facts,
    Fate,
    fate,
)
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import question_text
from kiosk.store import audit, feedback
from kiosk.store.board_facts import read_facts
from kiosk.store.database import Store

UNKNOWN_ADVICE: Final = "See the ids with: kiosk feedback list"


def heard(store: Store, forms: Iterable[Questionnaire], *, today: date) -> dict[str, Any]:
    """What the desk may see now, as JSON.

    Args:
        store: where the remarks are.
        forms: in which the questions are looked up, to be shown as patients read them.
        today: in UTC.

    Returns:
        `groups`: one a question and reason, most frequent first, each with its count, the words
        written, the day of release, and what became of it. Whether remarks wait is not told: who
        looks before and after a visit would know that its patient spoke.
    """
    forms = tuple(forms)
    with store.transaction() as connection:
        feedback.release_remarks(connection, today=today)
        groups = group_remarks(feedback.released(connection))
        facts = read_facts(connection, forms)
    shown = (*forms, *facts.forms.values())
    return {"groups": [_document(group, facts, shown, today) for group in groups]}


def decide(  # noqa: PLR0913 - keyword-only: all that an answer says, and who gives it
    store: Store,
    group_id: str,
    *,
    outcome: str,
    text: str,
    now: datetime,
    reason: str = "",
    until: date | None = None,
    role: str = "desk",
    by: str = "desk",
) -> Decision:
    """Records what the desk says to a group of remarks; `by` stands in the audit.

    Raises:
        RefusedError: no such group has been released, it says that something was done, a "no" has
            no reason, the day is over, or the text is empty.
    """
    decision = Decision(group_id, outcome, text.strip(), now.date(), role, reason, until)
    refuse_wrong(decision, now.date())
    with store.transaction() as connection:
        _known(_groups(connection), group_id)
        feedback.record_decision(connection, decision)
        audit.record(connection, actor=by, action="feedback.answer", subject=group_id, now=now)
    return decision


def what_became(
    store: Store, group_id: str, forms: Iterable[Questionnaire], *, today: date
) -> Fate:
    """What became of a group of remarks, as everybody may know it.

    Raises:
        RefusedError: no such group has been released.
    """
    with store.reading() as connection:
        group = _known(_groups(connection), group_id)
        facts = read_facts(connection, forms)
    return fate(_asked(group), facts, today)


def _groups(connection: Any) -> tuple[RemarkGroup, ...]:
    return group_remarks(feedback.released(connection))


def _known(groups: Iterable[RemarkGroup], group_id: str) -> RemarkGroup:
    found = next((group for group in groups if group.id == group_id), None)
    if found is None:
        raise RefusedError(f"There are no remarks with the id {group_id}.", advice=UNKNOWN_ADVICE)
    return found


def _asked(group: RemarkGroup) -> Asked:
    return Asked(group.questionnaire, group.link_id, group.reason)


def _document(
    group: RemarkGroup, facts: Facts, forms: tuple[Questionnaire, ...], today: date
) -> dict[str, Any]:
    became = fate(_asked(group), facts, today)
    released = min(one.released for one in facts.said if one.asked == _asked(group))
    return {
        "id": group.id,
        "questionnaire": group.questionnaire,
        "linkId": group.link_id,
        "question": question_text(forms, group.questionnaire, group.link_id),
        "reason": group.reason,
        "reasonText": REASON_LABELS.get(group.reason, group.reason),
        "count": group.count,
        "words": list(group.words),
        "releasedOn": released.isoformat(),
        "overdue": became.kind == "unanswered",
        "outcome": became.kind,
        "answer": became.text,
        "because": became.reason,
        "until": became.until.isoformat() if became.until else None,
    }
