"""What each request says of who asks, and what it means where that is not enough."""

import base64
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx2

from kiosk.errors import NotAuthorised
from kiosk.sync.access.clocks import ahead, clock_text, is_wrong
from kiosk.sync.verdict import Outcome

Clock = Callable[[], datetime]
Flow = Generator[httpx2.Request, httpx2.Response, None]

_TURNED_AWAY: Final = (HTTPStatus.BAD_REQUEST, 495, 496)

SAFE: Final = "Nothing is lost."
ENROL: Final = f"{SAFE} IT gives this kiosk another access with: kiosk enrol."


class Presenting(httpx2.Auth):
    """Puts one header on each request; "" for none.

    Args:
        header: the value of Authorization.
        refused: what is said where the service does not let it in, without a full stop.
        advice: and what to do then.
        now: this PC's clock, where the service may have judged by the time.
    """

    def __init__(
        self, header: str, *, refused: str, advice: str = ENROL, now: Clock | None = None
    ) -> None:
        self._header, self._refused, self._advice, self._now = header, refused, advice, now

    def auth_flow(self, request: httpx2.Request) -> Flow:
        """One request. Raises NotAuthorised where the service does not let it in."""
        if self._header:
            request.headers["Authorization"] = self._header
        response = yield request
        if self._turned_away(request, response):
            difference = None if self._now is None else ahead(response.headers, self._now())
            refused = f"{self._refused} ({response.status_code})."
            raise not_let_in(refused, self._advice, difference)

    def _turned_away(self, _request: httpx2.Request, response: httpx2.Response) -> bool:
        return response.status_code == HTTPStatus.UNAUTHORIZED


class Certified(Presenting):
    """The line itself shows who asks.

    What stands before a service often lets any line be made, and turns the first request away in
    HTML (nginx: 400, 495, 496). Only a GET is judged by that: in another request it may be what
    was sent that is turned away.
    """

    def _turned_away(self, request: httpx2.Request, response: httpx2.Response) -> bool:
        html = "html" in response.headers.get("content-type", "")
        by_page = request.method == "GET" and response.status_code in _TURNED_AWAY and html
        return by_page or super()._turned_away(request, response)


class Withheld(httpx2.Auth):
    """Sends nothing.

    Args:
        why: a sentence.
        advice: what to do then.
    """

    def __init__(self, why: str, advice: str) -> None:
        self._why, self._advice = why, advice

    def auth_flow(self, _request: httpx2.Request) -> Flow:
        """Raises NotAuthorised before anything is sent."""
        raise NotAuthorised(
            self._why, advice=f"{SAFE} {self._advice}", outcome=Outcome.UNAUTHORISED
        )
        yield  # a generator, as all of them


def elsewhere(base: str) -> Withheld:
    """What lets this kiosk in was given for another service, `base`, than the settings name."""
    return Withheld(
        f"This kiosk was enrolled for another service than the settings name: {base}.",
        "Put central.url right, or enrol it for the new one: kiosk enrol.",
    )


def key_gone() -> Withheld:
    """A store that was damaged may have lost the key alone; patients go on answering meanwhile."""
    return Withheld(
        "The key that this kiosk was enrolled with is gone.",
        "IT makes another and registers it: kiosk enrol --make-key.",
    )


def not_let_in(refused: str, advice: str, difference: timedelta | None = None) -> NotAuthorised:
    """The service does not let this kiosk in; the clock is named first where it may be why.

    Args:
        refused: what happened, a sentence.
        advice: what to do.
        difference: how far the service's clock is before this PC's.
    """
    if difference is None or not is_wrong(difference):
        return NotAuthorised(refused, advice=advice, outcome=Outcome.UNAUTHORISED)
    return NotAuthorised(
        f"{refused} {clock_text(difference)}",
        advice=f"Set this PC's date, time and time zone first. If that is not it: {advice}",
        outcome=Outcome.WRONG_CLOCK,
    )


def not_enrolled() -> Presenting:
    """For a service that asks nobody who they are."""
    return Presenting(
        "",
        refused="The central service asks who this kiosk is, and it was not enrolled",
        advice=f"{SAFE} IT gives it access with: kiosk enrol.",
    )


def by_token(token: str) -> Presenting:
    """A bearer token that does not change."""
    return Presenting(
        f"Bearer {token}", refused="The central service does not accept this kiosk's token, or it "
        "has ended"
    )  # fmt: skip


def by_password(user: str, password: str) -> Presenting:
    """A name and a password (RFC 7617), in UTF-8."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Presenting(
        f"Basic {pair}",
        refused="The central service does not accept this kiosk's name and password",
    )


def by_certificate(now: Clock) -> Presenting:
    """The line itself shows who asks."""
    return Certified(
        "", refused="The central service does not accept this kiosk's certificate", now=now
    )
