"""Drafts at rest that hold an answer which asks for a person: cut off by a crash, or left behind.

Looked at when the program starts and before old drafts are deleted. What fired already stays as it
is; so this only finds what nothing else has told.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from kiosk.errors import KioskError
from kiosk.forms.alert_rules import UNNAMED, Fired
from kiosk.forms.alerts import fired_in_rows
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store.alerts import Firing, Here, fire
from kiosk.store.drafts import Draft, list_drafts, load_draft
from kiosk.store.questionnaires import ALERT_RULE, kept_questionnaire

_UNREAD: Final = (Fired(UNNAMED, sure=False),)


def fire_at_rest(  # noqa: PLR0913 - keyword-only beyond the two
    c: Connection,
    here: Here,
    *,
    cause: str,
    value_sets: ValueSets,
    now: datetime,
    but: Collection[str] = (),
) -> int:
    """Raise an alert for each draft that asks for a person, but those ids; how many are new."""
    new = 0
    for summary in list_drafts(c):
        if summary.id in but or not summary.answered:
            continue
        draft = load_draft(c, summary.id)
        fired = _fired(c, draft, value_sets, now)
        if fired:
            sitting = draft.of.sitting_id or draft.id
            firing = Firing(
                sitting, draft.questionnaire, fired, cause, visit_id=draft.of.slip_id
            )  # fmt: skip
            new += fire(c, here, firing, now=now)
    return new


def _fired(c: Connection, draft: Draft, value_sets: ValueSets, now: datetime) -> tuple[Fired, ...]:
    """A form that is lost or can't be read may have had a rule: somebody must look."""
    content = kept_questionnaire(c, draft.questionnaire, content_hash=draft.content_hash)
    if content is None:
        # Only who has a visit is ever asked such a form.
        return _UNREAD if draft.of.slip_id else ()
    if ALERT_RULE not in content:
        return ()
    try:
        form = read_questionnaire(content)
    except KioskError:
        return _UNREAD
    return fired_in_rows(form, draft.rows, now=now, value_sets=value_sets)
