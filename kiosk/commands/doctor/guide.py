"""Writes `kiosk guide doctor` from the checks: python -m kiosk.commands.doctor.guide FILE."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.commands.doctor.checks import Check, Remedy, State
from kiosk.commands.doctor.groups import GROUPS
from kiosk.commands.doctor.telling import SCHEMA

COMMAND: Final = "python -m kiosk.commands.doctor.guide resources/guides/doctor.md"

_HEAD: Final = f"""# kiosk doctor

For IT. What each check means, and what mends it. `kiosk doctor` looks at all of them side by side,
each within its own time: nothing that hangs holds it up for longer than a minute and a half. It
changes nothing, opens no window, and sends questions alone.

| It says | which means |
|---|---|
| to mend | somebody has to do something; the line with → says what, for this PC's system |
| not known | it could not be looked at, and why: neither well nor a fault |
| to know | nothing need be done |
| well | |
| does not apply | nothing here could be wrong: in a container, on a desk's PC, before set-up |

The exit code is 0 where nothing is to be mended and nothing stayed unknown, else 1.

`kiosk doctor --json` prints `schema` ({SCHEMA}), `version`, `well`, and `checks`, in this order.
Each check has `group`, `check` (its name here, which never changes), `state` (as above), `means`,
`looked` (false where it is not known), `found` (a sentence for each thing), `mend` (a line for each
remedy, for this PC's system), and `why` (it is not known, or does not apply).

One fault may stop others from being looked at: with a locked keyring the store does not open, and
what only the store knows is not known. Mend what is named first, and look again.

What stands here for Windows and macOS is taken from their documentation: it was run on neither.
"""

_TITLES: Final = {
    "store": "The store",
    "keyring": "The keyring and the recovery sheet",
    "disk": "The disk",
    "clock": "The clock",
    "network": "The way to the central service",
    "centre": "The central service",
    "screen": "The screen",
    "languages": "Languages, letters, voices",
    "privacy": "What others could see",
    "lock-down": "Whether patients stay in the kiosk",
    "life": "The life of a kiosk",
}
_SYSTEMS: Final = (("debian", "Debian"), ("windows", "Windows"), ("mac", "macOS"))


def guide() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for group in GROUPS:
        yield f"## {_TITLES[group.name]}\n"
        for check in group.checks:
            yield from _told(check)


def _told(check: Check) -> Iterator[str]:
    kind = "" if check.remedy else f" ({State.KNOW})"
    yield f"**{check.name}**{kind}: {check.means}\n"
    lines = [*_remedy(check.remedy)]
    for case in check.cases:
        lines += [f"- {case.text}", *(f"  {line}" for line in _remedy(case.mends or Remedy()))]
    yield from [*lines, ""] if lines else []


def _remedy(remedy: Remedy) -> Iterator[str]:
    if remedy.everywhere:
        yield f"- {remedy.everywhere}"
    for name, called in _SYSTEMS:
        if said := getattr(remedy, name):
            yield f"- {called}: {said}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(guide(), "utf-8")
