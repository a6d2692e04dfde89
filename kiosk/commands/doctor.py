"""`doctor`: what on this kiosk needs to be mended, and how. It opens no window."""

import argparse
from collections.abc import Iterable
from typing import Any, Final

from kiosk import __version__
from kiosk.commands.checks import Check
from kiosk.commands.key_checks import KEY_CHECKS
from kiosk.commands.language_checks import LANGUAGE_CHECKS
from kiosk.commands.opening import settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.privacy_checks import PRIVACY_CHECKS
from kiosk.commands.store_checks import DISK_CHECKS, STORE_CHECKS, looked_into
from kiosk.settings import Settings

OTHER_CHECKS: Final[tuple[Check[Settings], ...]] = (
    *DISK_CHECKS,
    *KEY_CHECKS,
    *LANGUAGE_CHECKS,
    *PRIVACY_CHECKS,
)


def doctor(arguments: argparse.Namespace) -> Outcome:
    """Every check there is: 0 where all is well, 1 where something is to be mended."""
    settings = settings_for(arguments)
    document = _document(settings)
    return Outcome(0 if document["well"] else 1, document, _text(document))


def _document(settings: Settings) -> dict[str, Any]:
    with looked_into(settings) as store:
        rows = [_row(check, check.look(store)) for check in STORE_CHECKS]
    rows += [_row(check, check.look(settings)) for check in OTHER_CHECKS]
    return {
        "version": __version__,
        "well": not any(row["mend"] for row in rows),
        "checks": rows,
    }


def _row(check: Check[Any], looked: Iterable[str]) -> dict[str, Any]:
    found = list(looked)
    return {
        "check": check.name,
        "means": check.means,
        "found": found,
        "mend": check.mends if found else "",
    }


def _text(document: dict[str, Any]) -> str:
    lines = []
    for check in document["checks"]:
        found = check["found"]
        state = "well" if not found else "to mend" if check["mend"] else "to know"
        lines.append(f"{check['check']:<24}{state}")
        if found:
            lines.append(f"  {check['means']}")
            lines += [f"  - {one}" for one in found]
        if check["mend"]:
            lines.append(f"  {check['mend']}")
    return "\n".join([*lines, "All is well." if document["well"] else "Something is to be mended."])
