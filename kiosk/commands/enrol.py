"""`enrol`: how the central service lets this kiosk in; tried at once, kept in the store."""

import argparse
from collections.abc import Sequence
from contextlib import closing, suppress
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
from kiosk.commands.enrol_token import WAITS, exchanged, warn_of_typed_token, with_new_key
from kiosk.commands.enrol_ways import Given, given_way, refuse_mixed
from kiosk.commands.erasing import erase, write_key
from kiosk.commands.first_sync import first_sync
from kiosk.commands.leaving import access_of, refuse_to_move, say_goodbye
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.errors import CentralError, RefusedError, SettingsInvalid, Unreachable
from kiosk.machine.places import default_settings_file
from kiosk.settings import Central, Settings
from kiosk.store.database import Store
from kiosk.sync.access import enrolment as access
from kiosk.sync.access.keys import public_jwk, signing_request
from kiosk.sync.access.retired import back_in_service
from kiosk.sync.connect import client_by, client_for, service_in
from kiosk.sync.retiring import retire_other
from kiosk.sync.verdict import Outcome as Came


class Tried(NamedTuple):
    """One thing that was asked of the service with the new access; `error` is why it failed."""

    what: str
    error: CentralError | None


def enrol(arguments: argparse.Namespace) -> Outcome:
    """Gives this kiosk its access, shows it, or takes it away.

    Raises:
        UsageError: options that do not go together, or a file that is not there.
        RefusedError: a certificate or key that is of no use, or something would be left behind.
        SettingsInvalid: no service is named, or its address can't be used.
    """
    refuse_mixed(arguments)
    warn_of_typed_token(arguments)
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
    base, (before, key) = service_in(central), access_of(store)
    refuse_to_move(store, settings, base, arguments)
    if arguments.again:
        given = Given(with_new_key(store, central).way)
    else:
        given = given_way(arguments, lambda: _key(store))
        if arguments.jwks is not None:
            _write(arguments.jwks, jwks(public_jwk(_key(store))))
    stays = ""
    if isinstance(given.way, access.Token):
        came = exchanged(store, central, given, bearer=arguments.bearer)
        if came.waits is not None:
            return _waiting(store, came.waits, _erased(given, arguments))
        given = given if came.enrolment is None else given._replace(way=came.enrolment.way)
        stays = came.stays
    document = _kept(store, central, given, arguments) | {"stays": stays or None}
    if document["works"]:
        document |= _afterwards(store, settings, base, arguments, (before, key))
    code = 0 if document["works"] else CentralError.exit_code
    return Outcome(code, document, told(document, given.secret_files))


def _kept(
    store: Store, central: Central, given: Given, arguments: argparse.Namespace
) -> dict[str, Any]:
    """Tries an access, keeps it where that is better than what there was, and says so."""
    now = access.kept_enrolment(store)
    base = service_in(central)
    is_kept = now is not None and (now.base, now.way) == (base, given.way)
    enrolment = now if is_kept and now is not None else access.Enrolment(base, given.way)
    tried = _tried(enrolment, access.kept_key(store), central)
    kept = is_kept or now is None or _let_in(tried)
    if kept and not is_kept:
        access.keep_enrolment(store, enrolment, now=_now())
    return {
        **document_of(store, enrolment),
        "checks": [_row(one) for one in tried],
        "works": all(one.error is None for one in tried),
        "kept": kept,
        "erased": _erased(given, arguments) if kept else [],
        "settings": None,
        "written": None,
    }


def _afterwards(
    store: Store,
    settings: Settings,
    base: str,
    arguments: argparse.Namespace,
    before: tuple[access.Enrolment | None, bytes | None],
) -> dict[str, Any]:
    """What follows once this kiosk is let in: settings, farewells, the first sync."""
    back_in_service(store, now=_now())
    if before[0] is not None and before[0].base != base:
        with suppress(CentralError):  # what it left is told where it can be; it is gone anyhow
            old = msgspec.structs.replace(settings.central, url=before[0].base)
            say_goodbye(store, msgspec.structs.replace(settings, central=old), *before)
    to_write, written = _to_write(settings.central, base), None
    file = (arguments.config or default_settings_file()).absolute()
    if to_write is not None and write_key(file, "central", "url", base):
        to_write, written = None, str(file)
    document: dict[str, Any] = {"settings": to_write, "written": written}
    if to_write is not None:
        return document
    central = msgspec.structs.replace(settings.central, url=base)
    synced = first_sync(store, msgspec.structs.replace(settings, central=central))
    if arguments.replaces is not None:
        with closing(client_for(central, store, clock=_now)) as client:
            document["replaced"] = retire_other(store, client, arguments.replaces)
    return document | {"sync": synced.document(), "lines": synced.lines()}


def _waiting(store: Store, error: Unreachable, erased: Sequence[str]) -> Outcome:
    """The service can't be reached; the token is safe, and is used later."""
    document = {**document_of(store, None), "works": False, "waits": True, "erased": erased}
    lines = [str(error), error.advice, WAITS, *(f"Erased: {one}" for one in erased)]
    return Outcome(CentralError.exit_code, document, "\n".join(lines))


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
    return [str(file) for file in given.secret_files if erase(file)]


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
