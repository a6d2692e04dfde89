"""`doctor`: what on this kiosk needs to be mended, and how. It opens no window."""

import argparse
from typing import Any, Final

from kiosk import __version__
from kiosk.commands.central_checks import CENTRAL_CHECKS
from kiosk.commands.checks import Check, Subject
from kiosk.commands.key_checks import KEY_CHECKS
from kiosk.commands.language_checks import LANGUAGE_CHECKS
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.privacy_checks import PRIVACY_CHECKS
from kiosk.commands.store_checks import DISK_CHECKS, STORE_CHECKS, looked_into
from kiosk.errors import KioskError
from kiosk.settings import Settings

OTHER_CHECKS: Final[tuple[Check[Settings], ...]] = (
    *DISK_CHECKS,
    *KEY_CHECKS,
    *LANGUAGE_CHECKS,
    *PRIVACY_CHECKS,
    *CENTRAL_CHECKS,
)


def doctor(arguments: argparse.Namespace) -> Outcome:
    """Every check there is: 0 where all is well, 1 where something is to be mended."""
    settings = settings_for(arguments)
    document = _document(settings)
    return Outcome(0 if document["well"] else 1, document, _text(document))


def _document(settings: Settings) -> dict[str, Any]:
    with looked_into(settings) as store:
        rows = [_row(check, store) for check in STORE_CHECKS]
    rows += [_row(check, settings) for check in OTHER_CHECKS]
    return {
        "version": __version__,
        "well": not any(row["mend"] or not row["looked"] for row in rows),
        "checks": rows,
    }


def _row(check: Check[Subject], subject: Subject) -> dict[str, Any]:
    try:
        found, looked = list(check.look(subject)), True
    except KioskError:
        found, looked = [], False
    return {
        "check": check.name,
        "means": check.means,
        "looked": looked,
        "found": found,
        "mend": check.mends if found else "",
    }


def _text(document: dict[str, Any]) -> str:
    lines = []
    for check in document["checks"]:
        found = check["found"]
        lines.append(f"{check['check']:<24}{_state(check)}")
        if found:
            lines.append(f"  {check['means']}")
            lines += [f"  - {one}" for one in found]
        if check["mend"]:
            lines.append(f"  {check['mend']}")
    return "\n".join([*lines, "All is well." if document["well"] else "Something is to be mended."])


def _state(check: dict[str, Any]) -> str:
    if not check["looked"]:
        return "not known"
    return "well" if not check["found"] else "to mend" if check["mend"] else "to know"
