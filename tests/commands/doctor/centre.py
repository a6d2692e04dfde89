"""A central service on loopback TLS whose behaviour and certificate a test changes as it runs."""

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse

from kiosk.central.database import open_database
from kiosk.central.endpoint import create_app
from kiosk.central.repository import Repository

HOST = socket.gethostname()
"""This PC by its own name: to `localhost` the kiosk goes without what the environment trusts."""


def why_no_host() -> str:
    """Why a service can't be reached by this PC's own name; "" where it can."""
    try:
        socket.create_server((socket.gethostbyname(HOST), 0)).close()
    except OSError as cause:
        return f"this PC's name ({HOST}) is no address of it: {cause}"
    return "" if HOST != "localhost" else "this PC is called localhost"


Answer = Callable[[Request], Any]
"""What is answered in the service's stead; None: the service answers."""


class Centre:
    """The trial endpoint behind TLS; `answer` may answer in its stead."""

    def __init__(self, app: Any, config: uvicorn.Config, base: str) -> None:
        self._app, self._config, self.base = app, config, base
        self.answer: Answer = lambda _request: None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        answer = self.answer(request)
        await (self._app if answer is None else answer)(scope, receive, send)

    def certify(self, certificate: Path, key: Path) -> None:
        """Show that certificate on every new line."""
        self.tls.load_cert_chain(certificate, key)

    @property
    def tls(self) -> ssl.SSLContext:
        made = self._config.ssl
        assert made is not None
        return made


def portal(_request: Request) -> Any:
    return HTMLResponse("<html><title>Sign in to Guest WiFi</title></html>")


def statement(**response: Any) -> Answer:
    """Says that it can this with a QuestionnaireResponse, and nothing else."""
    said = {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "rest": [{"mode": "server", "resource": [
            {"type": "QuestionnaireResponse", **response}, {"type": "Questionnaire"}]}],
    }  # fmt: skip

    def answer(request: Request) -> Any:
        return JSONResponse(said) if request.url.path.endswith("/metadata") else None

    return answer


def refusing(status: int) -> Answer:
    """Answers with that status whatever is not open to all."""

    def answer(request: Request) -> Any:
        if request.url.path.endswith("/metadata"):
            return None
        said = {"resourceType": "OperationOutcome", "issue": []}
        return JSONResponse(json.loads(json.dumps(said)), status)

    return answer


@contextlib.contextmanager
def running_centre(data: Path, certificate: Path, key: Path) -> Iterator[Centre]:
    engine = open_database(data)

    def clock() -> datetime:
        return datetime.now(UTC)

    with socket.create_server((socket.gethostbyname(HOST), 0)) as listening:
        base = f"https://{HOST}:{listening.getsockname()[1]}/fhir"
        centre = Centre(create_app(Repository(engine, clock), clock), None, base)  # type: ignore[arg-type]
        config = uvicorn.Config(
            centre, log_config=None, access_log=False, lifespan="off", ws="none",
            ssl_certfile=str(certificate), ssl_keyfile=str(key), timeout_graceful_shutdown=1,
        )  # fmt: skip
        centre._config = config
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield centre
        finally:
            server.should_exit = True
            thread.join()
            engine.dispose()
