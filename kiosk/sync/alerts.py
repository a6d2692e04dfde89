"""Alerts and the central service: who took one on, wherever that was, and which are open there.

An alert leaves as a Task through the outbox (`kiosk.store.alerts`, `kiosk.forms.please_look`).
Whoever says first that they go counts: a Task is changed only in the version that was read, so the
service refuses the second, who then learns who was first.

What the centre says is not trusted: texts are cut, and what is not as it should be counts as open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.foreign import moment, plain
from kiosk.forms.please_look import (
    ACCEPTED,
    CLINIC_SYSTEM,
    CODE_SYSTEM,
    DRILL_CODE,
    PLEASE_LOOK,
    REQUESTED,
    SOMEBODY,
    causes,
    is_again,
    with_status,
)
from kiosk.settings import Settings
from kiosk.store import alerts
from kiosk.store.alert_list import TASK, is_turned_away, load_alert, to_settle
from kiosk.store.alerts import Here
from kiosk.store.database import Store
from kiosk.sync.ability import known_ability
from kiosk.sync.device import clinic_code
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import search_token
from kiosk.sync.paging import Limits, matches, one_page
from kiosk.sync.reply import version_tag
from kiosk.sync.verdict import Outcome

LIMITS: Final = Limits(pages=4, resources=200)
LATELY: Final = timedelta(minutes=2)
"""So long after somebody took an alert on elsewhere they may still give it back."""
_GONE_ON: Final = (ACCEPTED, "in-progress", "completed")
_OPEN: Final = (
    REQUESTED, "received", "ready", "on-hold", "draft", "rejected", "failed", "cancelled",
)  # fmt: skip
"""Others may work on a Task, too: only who goes ends the wait, nothing else that is said of it."""
_CHANGED: Final = (Outcome.CHANGED, Outcome.CONFLICT)


@dataclass(frozen=True)
class AlertThere:
    """An alert as the central service has it.

    Attributes:
        id: of the Task at the service.
        place, cause: which screen; one of `kiosk.store.alerts`, "" where it does not say.
        fired, changed: when, by this PC's clock; None where it does not say.
        by: who goes; "" while nobody does.
        is_drill, is_again: a test; somebody went before the answer was changed.
        etag: of this version.
        task: all of it.
    """

    id: str
    place: str
    cause: str
    fired: datetime | None
    changed: datetime | None
    by: str
    is_drill: bool
    is_again: bool
    etag: str | None
    task: Mapping[str, Any]


def here_of(settings: Settings, kiosk_id: str) -> Here:
    """This kiosk as its alerts name it."""
    clinic = settings.clinic
    return Here(kiosk_id, plain(clinic.kiosk) or kiosk_id[:8], clinic_code(clinic.name))


def settle_alerts(store: Store, client: FhirClient, here: Here, *, now: datetime) -> int:
    """Learn of the alerts that are there who took them on; of how many that changed.

    Raises:
        Unreachable: the line is down; the others are asked the next time.
    """
    with store.reading() as c:
        wanted = to_settle(c, lately=LATELY, now=now)
    changed = 0
    for alert_id, server_id in wanted:
        try:
            there = client.read(TASK, server_id, fresh=True)
        except CentralError as error:
            if isinstance(error, Unreachable) and error.everything:
                raise
            continue
        if there is not None:
            changed += _settle(store, here, alert_id, there, now)
    return changed


def takes_alerts(store: Store, base: str) -> bool:
    """Whether that service is not known to turn alerts away: then no desk behind it sees them."""
    ability = known_ability(store, base)
    if ability is not None and ability.types and not ability.knows(TASK):
        return False
    with store.reading() as c:
        return not is_turned_away(c, but=_CHANGED)


def send_refused_again(store: Store) -> int:
    """Of the open alerts those that the service refused are sent once more; how many."""
    with store.transaction() as c:
        return alerts.try_again(c, but=_CHANGED)


def find_alerts(
    client: FhirClient, clinic: str, *, taken: bool = False
) -> tuple[tuple[AlertThere, ...], bool]:
    """The open alerts of a clinic, or with `taken` those that somebody took on last.

    Of the open ones those that wait longest come first. Returns them, and whether there are more.

    Raises:
        Unreachable, NotAuthorised, Refused: the service did not say.
    """
    asked = _asked(clinic, taken=taken)
    asked |= {"_sort": "-_lastUpdated" if taken else "_lastUpdated"}
    asked |= {"_count": "20" if taken else "50"}
    limits = Limits(pages=1, resources=20) if taken else LIMITS
    found = matches(client, f"Task?{urlencode(asked)}", limits)
    ahead = timedelta(seconds=client.drift() or 0.0)
    code = clinic_code(clinic)
    ours = tuple(_there(one, ahead) for one in found.resources if _is_ours(one, code))
    return ours, found.more


def count_alerts(client: FhirClient, clinic: str) -> int:
    """How many are open there; one more than are ever listed where the service does not say.

    Raises:
        Unreachable, NotAuthorised, Refused: the service did not say.
    """
    asked = _asked(clinic, taken=False) | {"_count": "1"}
    told = one_page(client, f"Task?{urlencode(asked)}").total
    return max(told or 0, LIMITS.resources + 1)


def _asked(clinic: str, *, taken: bool) -> dict[str, str]:
    code = clinic_code(clinic)
    asked = {"code": search_token(CODE_SYSTEM, PLEASE_LOOK)}
    asked |= {"_tag": search_token(CLINIC_SYSTEM, code)} if code else {}
    return asked | {"status": ",".join(_GONE_ON if taken else _OPEN)}


def take_on(client: FhirClient, there: AlertThere, *, by: str, clinic: str, now: datetime) -> bool:
    """Say that somebody goes, or with "" that nobody does; False where somebody was faster.

    Raises:
        Unreachable, NotAuthorised, Refused: it did not get there.
    """
    task = with_status(there.task, by=by, clinic=clinic_code(clinic), changed=now)
    try:
        client.put(TASK, there.id, encode_json(task), if_match=there.etag)
    except (Refused, Unreachable) as error:
        if error.outcome in _CHANGED:
            return False
        raise
    return True


def read_alert(client: FhirClient, task_id: str) -> AlertThere | None:
    """One alert as it is there now; None where it is there no more.

    Raises:
        Unreachable, NotAuthorised, Refused: the service did not say.
    """
    found = client.read(TASK, task_id, fresh=True)
    return _there(found, timedelta(seconds=client.drift() or 0.0)) if found else None


def _settle(
    store: Store, here: Here, alert_id: str, there: Mapping[str, Any], now: datetime
) -> bool:
    by, etag = who_goes(there), version_tag(there)
    with store.transaction() as c:
        mine = load_alert(c, alert_id)
        if mine is None or mine.way == "waiting":
            return False  # what is to be told from here goes first
        if by and (by != mine.by or mine.way == "refused"):
            alerts.taken_elsewhere(c, alert_id, by=by, etag=etag, now=now)
        elif not by and mine.way == "refused":
            alerts.tell_again(c, here, alert_id, etag=etag, now=now)
        elif not by and mine.acknowledged is not None:
            alerts.given_back_elsewhere(c, alert_id, etag=etag, now=now)
        else:
            return False
    return True


def _there(task: Mapping[str, Any], ahead: timedelta) -> AlertThere:
    requester = task.get("requester")
    place = requester.get("display") if isinstance(requester, Mapping) else ""
    tags = ext.mappings(task.get("meta"), "tag")
    return AlertThere(
        id=str(task.get("id", "")),
        place=plain(place),
        cause=next((one for one in causes(task) if one in alerts.CAUSES), ""),
        fired=moment(task.get("authoredOn")),
        changed=_changed(task, ahead),
        by=who_goes(task),
        is_drill=any(tag.get("code") == DRILL_CODE for tag in tags),
        is_again=is_again(task),
        etag=version_tag(task),
        task=task,
    )


def _changed(task: Mapping[str, Any], ahead: timedelta) -> datetime | None:
    meta = task.get("meta")
    told = moment(meta.get("lastUpdated")) if isinstance(meta, Mapping) else None
    try:
        return None if told is None else told + ahead
    except OverflowError:  # beyond the calendar
        return None


def who_goes(task: Mapping[str, Any]) -> str:
    """Who took it on; "" for nobody. A status that is not known is no reason to look away."""
    if task.get("status") not in _GONE_ON:
        return ""
    owner = task.get("owner")
    return plain(owner.get("display") if isinstance(owner, Mapping) else "") or SOMEBODY


def _is_ours(task: Mapping[str, Any], clinic: str) -> bool:
    """A service may pay no heed to what it does not know: what comes is looked at once more."""
    code = task.get("code")
    is_one = any(
        one.get("system") == CODE_SYSTEM and one.get("code") == PLEASE_LOOK
        for one in ext.mappings(code, "coding")
    )
    tags = {
        one.get("code")
        for one in ext.mappings(task.get("meta"), "tag")
        if one.get("system") == CLINIC_SYSTEM
    }
    return task.get("resourceType") == TASK and is_one and (not clinic or clinic in tags)
