"""What a bundle holds, part by part: each is made from a list of what may be in it."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.commands.doctor import doctor
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.status import status
from kiosk.commands.support.log_lines import log_lines
from kiosk.commands.support.scrubbing import scrubber, words_of_pc, words_of_settings
from kiosk.commands.support.settings import settings_for_others
from kiosk.commands.support.system import system_document
from kiosk.errors import KioskError
from kiosk.running.starts import FILE, read_state, usual_places
from kiosk.settings import Settings
from kiosk.store.folder import read_card
from kiosk.store.key import key_sign
from kiosk.store.sizes import file_sizes, row_counts
from kiosk.store.staff import list_staff
from kiosk.store.tables import HEAD

NOT_KNOWN: Final = "notKnown"

_SAID_BY: Final = frozenset({
    "abilities", "clock-kept", "clock-right", "core-dumps", "disk-encrypted", "disk-space",
    "display", "fonts", "keyboards", "keyring-allowed", "keyring-same", "lockdown", "maintenance",
    "recovery-proved", "screen-measured", "screenshots", "service", "speech", "store-checked",
    "store-encrypted", "store-sound", "swap", "sync-age", "touch", "versions", "watchdog",
})  # fmt: skip
"""Checks whose sentences hold numbers and our own words; of all others only how many they found."""

_STATUS: Final[Mapping[str, tuple[str, ...]]] = {
    "": (
        "version", "kiosk", "waiting", "sent", "refused", "oldestWaiting", "lastSent", "downSince",
        "nextTry", "othersWaiting", "othersRefused", "paused", "holds",
    ),
    "access": ("kind", "certificateEnds"),
    "audit": ("total", "lookedAt", "sound", "breaksAccepted", "anchored", "anchorMissing"),
    "alerts": ("path", "more"),
    "scheduledExport": ("every", "until", "last", "responses"),
    "store": ("lastCheck", "damaged", "freeMB", "diskLow"),
    "fetched": ("last", "settingsSince", "boardLines"),
}  # fmt: skip
_COUNTED: Final = ("alarms", "refusals", "helpWanted", "notOffered", "draftsShown")


@dataclass(frozen=True)
class Asked:
    """What a bundle is made for.

    Attributes:
        arguments: of the command, which name the settings.
        since: lines of the log from then on.
        now: the moment.
    """

    arguments: argparse.Namespace
    since: datetime
    now: datetime

    @property
    def settings(self) -> Settings:
        """Of this PC."""
        return settings_for(self.arguments)


class Part(NamedTuple):
    """One file of a bundle: what it is called, why it is in it, and what makes it."""

    name: str
    why: str
    make: Callable[[Asked], Any]


def made(part: Part, asked: Asked) -> Any:
    """What a part holds, without any word of this PC; where it can't be made, the kind of why."""
    try:
        value = part.make(asked)
    except KioskError as cause:
        return {NOT_KNOWN: type(cause).__name__}
    return scrubber(_words(asked))(value)


def _words(asked: Asked) -> Iterator[str]:
    yield from words_of_pc()
    with suppress(KioskError):
        settings = asked.settings
        yield from words_of_settings(settings)
        with opened_store(settings) as store, store.reading() as c:
            for member in list_staff(c):
                yield from (member.name, *member.name.split())


def _doctor(asked: Asked) -> Any:
    document = doctor(asked.arguments).document
    return {
        "version": document["version"],
        "well": document["well"],
        "checks": [_check(one) for one in document["checks"]],
    }


def _check(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("check", "state", "looked") if name in row}
    told["found"] = len(row["found"])
    if row["check"] in _SAID_BY:
        told["said"] = list(row["found"])
    return told


def _status(asked: Asked) -> Any:
    document = status(asked.arguments).document
    told: dict[str, Any] = {}
    for table, names in _STATUS.items():
        of = document.get(table, {}) if table else document
        shown = {name: of[name] for name in names if name in of and _is_plain(of[name])}
        told |= {table: shown} if table else shown
    return told | {name: len(document[name]) for name in _COUNTED if name in document}


def _is_plain(value: Any) -> bool:
    """No list, whose entries somebody may have written."""
    return value is None or isinstance(value, str | int | float)


def _settings(asked: Asked) -> Any:
    return settings_for_others(asked.settings)


def _store(asked: Asked) -> Any:
    settings = asked.settings
    card = read_card(settings.store_directory)
    told: dict[str, Any] = {
        "schema": HEAD,
        "created": card.created,
        "madeBy": card.kiosk_version,
        "cipher": card.cipher_version,
        "keyring": card.keyring,
        "key": key_sign(card.key_fingerprint),
        "keyIsChanging": card.next_fingerprint is not None,
    }
    with suppress(OSError):
        sizes = file_sizes(settings.store_directory)
        told["files"] = {kind: one._asdict() for kind, one in sizes.items()}
    try:
        with opened_store(settings) as store, store.reading() as c:
            told["kiosk"], told["rows"] = store.kiosk_id, row_counts(c)
    except KioskError as cause:
        told["rows"] = {NOT_KNOWN: type(cause).__name__}
    return told


def _system(asked: Asked) -> Any:
    return system_document(asked.now) | {"starts": [_starts(place) for place in usual_places()]}


def _starts(place: Path) -> dict[str, Any]:
    """Whether the kiosk of this user can start; codes of the last failures."""
    state = read_state(place / FILE)
    codes = [one.code for one in state.failed]
    return {"failed": codes, "outOfOrder": state.out_of_order, "pauses": state.pauses}


def _log(asked: Asked) -> str:
    lines = log_lines(asked.settings.log_directory, since=asked.since)
    left = f"{lines.others} lines that are none of the kiosk's log were left out."
    return "\n".join((*lines.kept, left))


PARTS: Final = (
    Part("doctor.json", "what is wrong: each check, and how much it found", _doctor),
    Part("status.json", "how many responses wait, were sent or refused", _status),
    Part("settings.json", "numbers and choices; of texts only whether they are set", _settings),
    Part("store.json", "version of the tables, rows in each, bytes of each file", _store),
    Part("system.json", "versions, operating system, clock, screens, service", _system),
    Part("log.txt", "lines of the log: kinds of errors and places in the program", _log),
)
