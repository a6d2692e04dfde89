"""`status --fleet`: every kiosk of the clinic in a line, those that need a person first."""

import argparse
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from kiosk.commands.fleet_table import fleet_text
from kiosk.commands.needs import NO_NEED, Limits, needs_of
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import stamp
from kiosk.errors import CentralError, SettingsInvalid
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.connect import client_for, service_in
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import with_clinic_settings
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.fleet import Fleet, Seen, fetch_fleet, kept_fleet


def fleet(arguments: argparse.Namespace) -> Outcome:
    """What the centre knows of all kiosks; without a line, what it said last, and exit code 5."""
    settings = settings_for(arguments)
    service_in(settings.central)
    now = datetime.now(UTC)
    with (
        opened_store(settings) as store,
        closing(client_for(settings.central, store, clock=lambda: datetime.now(UTC))) as client,
    ):
        settings = with_clinic_settings(store, settings).settings
        found, error = _asked(store, client, settings, now)
        document = _document(found, store, settings, now)
    document["error"] = None if error is None else str(error)
    text = fleet_text(document, now)
    if error is not None:
        text = "\n".join(line for line in (str(error), error.advice, "", text) if line is not None)
    return Outcome(0 if error is None else error.exit_code, document, text)


def _asked(
    store: Store, client: FhirClient, settings: Settings, now: datetime
) -> tuple[Fleet, CentralError | None]:
    clinic = settings.clinic.name
    try:
        return fetch_fleet(store, client, clinic, now=now), None
    except CentralError as error:
        known = kept_fleet(store, client.base, clinic)
        if known is None:
            raise
        return known, error


def _document(fleet: Fleet, store: Store, settings: Settings, now: datetime) -> dict[str, Any]:
    limits = Limits(settings.central.alarm_hours, settings.store.low_mb)
    own, forms = store.kiosk_id, _own_forms(store, settings)
    ranked = [(one, sorted(needs_of(one, limits, now))) for one in fleet.kiosks]
    ranked.sort(key=_worst_first)
    return {
        "clinic": settings.clinic.name,
        "central": fleet.base,
        "asked": stamp(fleet.asked),
        "whole": fleet.whole,
        "kiosks": [_row(one, own, forms, [text for _, text in needs]) for one, needs in ranked],
    }


def _own_forms(store: Store, settings: Settings) -> frozenset[str] | None:
    try:
        return frozenset(form.canonical for form in at_hand(store, settings).forms)
    except SettingsInvalid:  # `kiosk doctor` says why
        return None


def _row(seen: Seen, own: str, forms: frozenset[str] | None, needs: list[str]) -> dict[str, Any]:
    state, theirs = seen.state, frozenset(seen.state.forms)
    return {
        "kiosk": state.kiosk,
        "name": state.name,
        "thisOne": state.kiosk == own,
        "needs": needs,
        "lastSeen": stamp(seen.at),
        "waiting": state.waiting,
        "refused": state.refused,
        "oldestWaitingSeconds": state.oldest_s,
        "lastAcknowledged": stamp(state.last_sent),
        "clockAheadSeconds": state.drift_s,
        "freeMB": state.free_mb,
        "storeChecked": stamp(state.checked),
        "storeSound": state.sound,
        "auditEvents": state.events,
        "auditHead": state.head or None,
        "auditWhole": state.whole,
        "key": state.key or None,
        "pausedForms": state.paused,
        "versions": dict(state.versions),
        "forms": list(state.forms),
        "formsOnlyThere": None if forms is None else sorted(theirs - forms),
        "formsOnlyHere": None if forms is None else sorted(forms - theirs),
    }


def _worst_first(one: tuple[Seen, list[tuple[int, str]]]) -> tuple[Any, ...]:
    """The most urgent need, then how many; those without any by name."""
    seen, needs = one
    urgency = needs[0][0] if needs else NO_NEED
    return urgency, -len(needs), seen.state.name.casefold(), seen.state.kiosk
