"""Runs the endpoint as a process of its own."""

import ipaddress
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from kiosk.central.admission import Admission
from kiosk.central.database import open_database
from kiosk.central.endpoint import create_app
from kiosk.central.gate import Gate
from kiosk.central.replies import BASE
from kiosk.central.repository import Repository
from kiosk.central.statement import FOR_TRIALS
from kiosk.errors import UsageError

_PORT_MAX = 65535


def serve(host: str, port: int, directory: Path, *, closed: bool = False) -> None:
    """Serves FHIR R4 at http://host:port/fhir until the process is told to end.

    One line on standard output says when it is ready and at which address, so that a parent
    process can wait for it; that it is for trials is said on standard error.

    Args:
        host: a name or address of this PC; anything but loopback lets others in, unasked.
        port: 0 takes a free one.
        directory: where central.db lies; made where missing.
        closed: only kiosks that registered with an invitation (`invite`) come in.

    Raises:
        UsageError: the address is not free, or the directory can't be written.
        StoreUnavailable: central.db is no database of this program.
    """
    engine = open_database(directory)
    listening = _listen(host, port)
    sys.stderr.write(f"{FOR_TRIALS}\n")
    if not closed and not _is_loopback(listening):
        sys.stderr.write("Anyone who reaches this PC can read and write what is kept here.\n")
    open_to_all = create_app(Repository(engine, _utc_now), _utc_now)
    app = Gate(open_to_all, Admission(engine, _utc_now)) if closed else open_to_all
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    with suppress(KeyboardInterrupt):
        _Announcing(config).run(sockets=[listening])
    engine.dispose()


def invite(directory: Path, *, times: int, lasts: timedelta) -> str:
    """A token by which so many kiosks may register at the closed endpoint; it is shown only now.

    Raises:
        UsageError, StoreUnavailable: as `serve`.
    """
    engine = open_database(directory)
    try:
        return Admission(engine, _utc_now).invite(times=times, lasts=lasts)
    finally:
        engine.dispose()


class _Announcing(uvicorn.Server):
    """Says that it is ready, once it is."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for one in sockets or []:
            sys.stdout.write(f"central service ready at {_address(one)}{BASE}\n")
        sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _PORT_MAX:  # the system would silently take another one
        raise UsageError(f"{port} is no port.", advice=f"Name one from 0 to {_PORT_MAX}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # there it would share the port with another program
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as cause:
        raise UsageError(
            f"Port {port} of {host} can't be used: {cause.strerror}.",
            advice="Name another one with --port; 0 takes a free one.",
        ) from cause
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(listening: socket.socket) -> bool:
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def _utc_now() -> datetime:
    return datetime.now(UTC)
