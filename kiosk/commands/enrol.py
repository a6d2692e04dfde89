"""`enrol`: how the central service lets this kiosk in; tried at once, kept in the store."""

import argparse
import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kiosk.commands.enrol_telling import (
    NONE,
    RESTART,
    document_of,
    jwks,
    lines_of,
    made,
    told,
)
from kiosk.commands.enrol_ways import Given, given_way, refuse_mixed
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import CentralError, RefusedError, SettingsInvalid
from kiosk.settings import Central, Settings
from kiosk.store.database import Store
from kiosk.sync.access import enrolment as access
from kiosk.sync.access.keys import public_jwk, signing_request
from kiosk.sync.connect import client_by, service_in
from kiosk.sync.verdict import Outcome as Came


class Tried(NamedTuple):
    """One thing that was asked of the service with the new access; `error` is why it failed."""

    what: str
    error: CentralError | None


def enrol(arguments: argparse.Namespace) -> Outcome:
    """Gives this kiosk its access, shows it, or takes it away.

    Raises:
        UsageError: options that do not go together, or a file that is not there.
        RefusedError: a certificate or key that is of no use.
        SettingsInvalid: no service is named, or its address can't be used.
    """
    refuse_mixed(arguments)
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        if arguments.show:
            return _shown(store)
        if arguments.forget:
            return _forgotten(store)
        if arguments.make_key:
            return _made(store, arguments)
        return _enrolled(store, settings, arguments)


def _enrolled(store: Store, settings: Settings, arguments: argparse.Namespace) -> Outcome:
    central = _service(settings.central, arguments.server)
    base = service_in(central)
    given = given_way(arguments, lambda: _key(store))
    enrolment = access.Enrolment(base, given.way)
    if arguments.jwks is not None:
        _write(arguments.jwks, jwks(public_jwk(_key(store))))
    tried = _tried(enrolment, access.kept_key(store), central)
    kept = access.kept_enrolment(store) is None or _let_in(tried)
    if kept:
        access.keep_enrolment(store, enrolment, now=_now())
    document = {
        **document_of(store, enrolment),
        "checks": [_row(one) for one in tried],
        "works": all(one.error is None for one in tried),
        "kept": kept,
        "erased": _erased(given, arguments) if kept else [],
        "settings": _to_write(settings.central, base),
    }
    code = 0 if document["works"] else CentralError.exit_code
    return Outcome(code, document, told(document, given.secret_files))


def _let_in(tried: Sequence[Tried]) -> bool:
    """Whether the service knows this kiosk now; it may still forbid it one thing or another."""
    return all(one.error is None or one.error.outcome == Came.FORBIDDEN for one in tried)


def _service(central: Central, server: str | None) -> Central:
    return central if server is None else msgspec.structs.replace(central, url=server)


def _key(store: Store) -> bytes:
    return access.make_key(store, now=_now())[0]


def _tried(enrolment: access.Enrolment, key: bytes | None, central: Central) -> Sequence[Tried]:
    """The two things every kiosk does; the second is asked without a single answer in it."""
    with closing(client_by(enrolment, key, central, clock=_now)) as client:
        return (
            _trial("reads what the service can (metadata)", client.capability),
            _trial("searches forms", lambda: client.search("Questionnaire?_count=1")),
        )  # fmt: skip


def _trial(what: str, ask: Any) -> Tried:
    try:
        ask()
    except CentralError as error:
        return Tried(what, error)
    return Tried(what, None)


def _row(tried: Tried) -> dict[str, Any]:
    error = tried.error
    return {
        "check": tried.what,
        "works": error is None,
        "says": "" if error is None else str(error),
        "advice": "" if error is None else error.advice,
        "outcome": "" if error is None else str(error.outcome),
    }


def _erased(given: Given, arguments: argparse.Namespace) -> list[str]:
    """The secret files that are no more: what was in them is in the store now."""
    if arguments.keep_file:
        return []
    return [str(file) for file in given.secret_files if _erase(file)]


def _erase(file: Path) -> bool:
    """Of a file alone: no link, no pipe that a shell gave a name."""
    try:
        if file.is_symlink() or not file.is_file():
            return False
        with file.open("r+b") as stream:  # on a disk that writes in place nothing of it stays
            stream.write(bytes(file.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        file.unlink()
    except OSError:
        return False
    return True


def _to_write(named: Central, base: str) -> str | None:
    """What the settings must say for this access to be used; None where they say it."""
    try:
        if named.url is not None and service_in(named) == base:
            return None
    except SettingsInvalid:
        pass
    return f'[central]\nurl = "{base}"'


def _made(store: Store, arguments: argparse.Namespace) -> Outcome:
    key, is_new = access.make_key(store, now=_now())
    jwk = public_jwk(key)
    document = {"jwk": jwk, "thumbprint": jwk["kid"], "new": is_new, "written": []}
    wanted = (
        (arguments.jwks, jwks(jwk)),
        (arguments.request, signing_request(key, f"clinic-kiosk {store.kiosk_id}")),
    )
    for file, content in wanted:
        if file is not None:
            _write(file, content)
            document["written"].append(str(file))
    return Outcome(0, document, made(jwk, document["written"], is_new=is_new))


def _write(file: Path, content: bytes) -> None:
    """What is public; nothing else that lies there is written over.

    Raises:
        RefusedError: something else lies there, or it can't be written.
    """
    try:
        if file.exists() and file.read_bytes() != content:
            raise RefusedError(f"{file} is there already.", advice="Name another file.")
        file.write_bytes(content)
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause


def _shown(store: Store) -> Outcome:
    document = document_of(store, access.kept_enrolment(store))
    return Outcome(0, document, "\n".join(lines_of(document)))


def _forgotten(store: Store) -> Outcome:
    there = access.forget_access(store, now=_now())
    text = "This kiosk has no access any more, and its key is gone." if there else NONE
    return Outcome(0, {"forgotten": there}, f"{text}\n{RESTART}" if there else text)


def _now() -> datetime:
    return datetime.now(UTC)
