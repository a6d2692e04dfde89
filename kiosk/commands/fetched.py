"""What came from the central service, in words for IT and the desk."""

from collections.abc import Iterator
from typing import Any

from kiosk.commands.times import stamp, when
from kiosk.settings import Settings
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.store.notes import read_note
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.sync.fetch.clinic import FromCentre
from kiosk.sync.fetch.fetching import LAST, FetchReport


def fetched_document(store: Store, in_force: FromCentre) -> dict[str, Any]:
    """What `kiosk status` says of it, as JSON.

    Raises:
        SettingsInvalid: a form is named that is not there.
    """
    settings = in_force.settings
    with store.reading() as c:
        last = read_note(c, LAST) or {}
        kept = {**fetched.good(c, fetched.TAGGED), **fetched.good(c, fetched.FORM)}
        refused = fetched.refused(c)
        lines = len(fetched.good(c, fetched.BOARD))
    return {
        "last": last.get("at"),
        "error": last.get("error"),
        "forms": sorted(kept),
        "missing": list(at_hand(store, settings).missing),
        "refused": [
            {
                "kind": one.kind,
                "name": one.key,
                "reason": one.reason,
                "since": stamp(one.fetched_at),
            }
            for one in refused
        ],
        "settings": list(in_force.keys),
        "settingsSince": stamp(in_force.since),
        "settingsRefused": in_force.refused,
        "boardLines": lines,
    }


def fetched_lines(document: dict[str, Any], settings: Settings) -> Iterator[str]:
    """The same in lines; none on a kiosk without a central service."""
    if settings.central.url is None:
        return
    yield f"Fetched           {when(document['last'])}"
    if document["error"]:
        yield f"  {document['error']} What was fetched before is used."
    if document["forms"]:
        yield f"  Forms of the central service: {', '.join(document['forms'])}"
    if document["settings"]:
        keys = ", ".join(document["settings"])
        yield f"  Set by the central service since {when(document['settingsSince'])}: {keys}"
    if document["settingsRefused"] and not any(
        one["reason"] == document["settingsRefused"] for one in document["refused"]
    ):
        yield f"  Clinic settings not used: {document['settingsRefused']}"
    for name in document["missing"]:
        yield f"  Not here yet: {name}"
    for one in document["refused"]:
        yield f"  Not used since {when(one['since'])}: {one['name']}"
        yield f"    {one['reason']}"


def report_document(report: FetchReport | None) -> dict[str, Any] | None:
    """What `kiosk sync` fetched, as JSON; None where it did not come to that."""
    if report is None:
        return None
    return {
        "forms": report.forms.used,
        "refused": report.forms.refused,
        "takenBack": report.forms.gone,
        "settingsNew": report.settings_new,
        "boardLines": report.lines,
        "formEvents": report.form_events,
        "counts": report.counts,
        "error": None if report.error is None else str(report.error),
    }


def report_lines(report: FetchReport | None) -> Iterator[str]:
    """The same in lines; what is as it was is not told."""
    if report is None:
        return
    if report.forms.used:
        yield f"New forms, from the next patient on: {', '.join(report.forms.used)}"
    yield from (f"{name} was taken back." for name in report.forms.gone)
    for name, why in report.forms.refused.items():
        yield f"Not used: {name}\n  {why}"
    if report.form_events:
        yield f"New from the clinic's other PCs about forms: {report.form_events}"
    if report.counts:
        yield f"New weekly counts of other kiosks: {report.counts}"
    if report.settings_new:
        yield "New clinic settings, from the next start on."
    if report.error is not None:
        yield f"Not everything was fetched: {report.error} What was here is still used."
