"""After damage: an alert that was lost with a part of the store is there again, once.

What its Task tells, with who goes, is taken from that. Where nothing of it is left the rules of the
form are asked of the response itself; the alert is raised under an id that follows from the
response, so that this, too, happens once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, and_, select

from kiosk.errors import KioskError
from kiosk.forms import extensions as ext
from kiosk.forms.alert_rules import UNNAMED, Fired
from kiosk.forms.alerts import fired_in_response
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.please_look import read_task
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Settings
from kiosk.store.alert_list import TASK, UNTOLD, rule_id
from kiosk.store.alert_tasks import keep_alert
from kiosk.store.alerts import FOUND, Firing, Here, fire
from kiosk.store.facts import fact, forget_fact, keep_fact
from kiosk.store.moving import patient_of
from kiosk.store.outbox import RESPONSE
from kiosk.store.questionnaires import has_alert_rule, kept_hashes, kept_questionnaire
from kiosk.store.tables import SENT, alert, outbox, submission

LEAST: Final = timedelta(hours=24)
"""Whatever the settings say, responses of so lately are looked at."""

_DAMAGED: Final = "alerts_damaged"
_UNREAD: Final = (Fired(UNNAMED, sure=False),)


class Kept(NamedTuple):
    """How long a store keeps alerts that somebody took on, and paused answers."""

    alerts: timedelta
    drafts: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Kept":
        """As the settings say."""
        alerts = timedelta(days=settings.store.keep_sent_days)
        return cls(alerts, timedelta(hours=settings.patient.draft_hours))

    @property
    def current(self) -> timedelta:
        """So old a response may be that had an alert, and has none for it was forgotten."""
        return max(self.alerts - self.drafts, LEAST)


class _Sent(NamedTuple):
    """A response as it was sent; `form`: canonical of what it answers."""

    id: str
    form: str
    completed: datetime
    payload: bytes


def note_damage(c: Connection, now: datetime) -> None:
    """Alerts may be lost: they are looked for by `raise_lost`."""
    keep_fact(c, _DAMAGED, now.isoformat(timespec="seconds"))


def raise_lost(
    c: Connection, here: Here, *, value_sets: ValueSets, kept: Kept, now: datetime
) -> int:
    """Raise what damage took away, and was not looked for since; how many are there again.

    Args:
        c: a write transaction.
        here: this kiosk.
        value_sets: what the forms may choose from.
        kept: by the settings; what is older than that counts as seen to.
        now: the moment.
    """
    if fact(c, _DAMAGED) is None:
        return 0
    since = now - kept.current
    found = _from_tasks(c, since, now)
    forms = _Forms(c)
    for sent in _responses(c, since):
        known = _rules_told(c, sent.id)
        if UNTOLD in known or not forms.may_alert(sent.form):
            continue
        fired = _fired(forms, sent, value_sets, now)
        lost = tuple(one for one in fired if one.rule not in known)
        found += fire(c, here, Firing(sent.id, sent.form, lost, FOUND, sent.id), now=now)
    forget_fact(c, _DAMAGED)
    return found


def _from_tasks(c: Connection, since: datetime, now: datetime) -> int:
    row = outbox.c
    lost = and_(row.resource_type == TASK, row.resource_id.not_in(select(alert.c.id)))
    query = select(row.resource_id, row.payload, row.state).where(lost, row.payload.is_not(None))
    found = 0
    for task_id, payload, state in c.execute(query).all():
        told = read_task(_document(payload))
        if told is None or told.id != task_id or (state == SENT and told.changed < since):
            continue
        found += keep_alert(c, told, action="alert.restored", by="kiosk", now=now)
    return found


def _responses(c: Connection, since: datetime) -> Iterator[_Sent]:
    """Those that were taken here lately, as they were sent; the oldest first, one at a time."""
    kept, way = submission.c, outbox.c
    same = and_(way.resource_type == RESPONSE, way.resource_id == kept.id)
    lately = (
        select(kept.id)
        .join_from(submission, outbox, same)
        .where(kept.completed_at >= since, way.carried_from.is_(None))
        .order_by(kept.completed_at)
    )
    one = select(kept.id, kept.questionnaire, kept.completed_at, kept.payload)
    for response_id in c.scalars(lately).all():
        yield _Sent(*c.execute(one.where(kept.id == response_id)).one())


def _rules_told(c: Connection, response_id: str) -> set[str]:
    query = select(alert.c.rule).where(alert.c.response_id == response_id)
    return {rule_id(rule) for rule in c.scalars(query)}


class _Forms:
    """The forms that are kept, each looked at once."""

    def __init__(self, c: Connection) -> None:
        self._c = c
        self._may: dict[str, bool] = {}
        self._read: dict[tuple[str, str | None], Questionnaire | None] = {}

    def may_alert(self, canonical: str) -> bool:
        """Whether a form of that name has a rule, or may have had one, for it is lost."""
        if canonical not in self._may:
            kept = kept_hashes(self._c, canonical)
            ruled = any(has_alert_rule(self._c, canonical, one) for one in kept)
            self._may[canonical] = ruled or not kept
        return self._may[canonical]

    def of(self, canonical: str, content_hash: str | None) -> Questionnaire | None:
        """That form; None where it is lost, or can't be read."""
        key = canonical, content_hash
        if key not in self._read:
            content = kept_questionnaire(self._c, canonical, content_hash=content_hash)
            try:
                self._read[key] = read_questionnaire(content) if content is not None else None
            except KioskError:
                self._read[key] = None
        return self._read[key]


def _fired(forms: _Forms, sent: _Sent, value_sets: ValueSets, now: datetime) -> tuple[Fired, ...]:
    """A form that is lost may have had a rule: of those sent lately somebody must look."""
    response = _document(sent.payload)
    said = ext.extension_value(response, ext.QUESTIONNAIRE_HASH)
    form = forms.of(sent.form, said if isinstance(said, str) else None)
    if form is None:
        is_late = sent.completed < now - LEAST
        return () if is_late or patient_of(response) is None else _UNREAD
    return fired_in_response(form, response, now=sent.completed, value_sets=value_sets)


def _document(payload: bytes) -> dict[str, Any]:
    try:
        read = decode_json(payload)
    except NotJson:
        return {}
    return read if isinstance(read, dict) else {}
