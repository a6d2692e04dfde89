"""SMART Backend Services: each request carries a token that ends soon, and is renewed in time.

no token, or it ends soon      one is asked for, by a request signed for this moment
the service says 401           one new token, the request once more; then it is said, no loop
no token is given              the reason is kept for a while, so that nobody is asked in vain
this PC's clock is wrong       the time is that of the service's own Date header
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx2

from kiosk.errors import NotAuthorised
from kiosk.sync.access.clocks import ahead, believed
from kiosk.sync.access.discovery import Place, discover
from kiosk.sync.access.enrolment import Smart
from kiosk.sync.access.presenting import SAFE, Clock, Flow, not_let_in
from kiosk.sync.access.reach import Reach
from kiosk.sync.access.tokens import Asking, Granted, Signer, ask, granted, is_about_time

EARLY: Final = timedelta(seconds=30)
"""A token is renewed so long before its end, or a fifth of its time where that is less."""

NOT_AGAIN: Final = timedelta(seconds=30)
"""So long after a refusal nobody is asked again."""

SLACK: Final = timedelta(seconds=30)
"""A time that is further off than this is worth a second request by the service's own."""

_TYPES: Final = {
    "QuestionnaireResponse": "crus",
    "Provenance": "crus",
    "AuditEvent": "crus",
    "Device": "crus",
    "Task": "crus",
    "Questionnaire": "rs",
    "ValueSet": "rs",
    "Library": "rs",
    "Communication": "crus",
}
"""What each kiosk does with which resources: create, read, update, search."""

_FOR_VISITS: Final = {"Patient": "r"}
"""And one that makes visits of Tasks besides."""


def needed_scope(*, old: bool = False, visits: bool = False) -> str:
    """What a kiosk needs to be allowed, in SMART's words.

    Args:
        old: in those of SMART's version 1.
        visits: it makes visits of Tasks.
    """
    types = _TYPES | _FOR_VISITS if visits else _TYPES
    if not old:
        return " ".join(f"system/{name}.{rights}" for name, rights in types.items())
    return " ".join(
        f"system/{name}.{right}"
        for name, rights in types.items()
        for right in ("read", *(["write"] if "u" in rights else []))
    )


class SmartBackend(httpx2.Auth):
    """Puts a valid token on each request.

    Args:
        base: of the service.
        way: as enrolled.
        key: the key that signs, PKCS #8 (DER).
        reach: how the token address is asked.
        now: this PC's clock, aware; it may be wrong.
        visits: this kiosk makes visits of Tasks.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the three
        self, base: str, way: Smart, key: bytes, *, reach: Reach, now: Clock, visits: bool
    ) -> None:
        self._visits = visits
        self._base, self._way, self._reach, self._now = base, way, reach, now
        self._signer = Signer(way.client_id, key)
        self._place = Place(way.token_url) if way.token_url else None
        self._ahead: timedelta | None = None
        self._granted: tuple[datetime, Granted] | None = None
        self._refused: tuple[datetime, NotAuthorised] | None = None
        self.asked = ""
        """What the last token was asked to allow; "" before the first."""

    @property
    def allowed(self) -> str:
        """What the token allows, as the service says; "" where it does not, or there is none."""
        return "" if self._granted is None else self._granted[1].scope

    def auth_flow(self, request: httpx2.Request) -> Flow:
        """One request, or two. Raises NotAuthorised or Unreachable where no token is to be had."""
        request.headers["Authorization"] = f"Bearer {self._token()}"
        response = yield request
        if response.status_code != HTTPStatus.UNAUTHORIZED:
            return
        _let_go(response)
        self._granted = None
        request.headers["Authorization"] = f"Bearer {self._token()}"
        response = yield request
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise self._keep_refusal(
                not_let_in(
                    "The central service does not accept this kiosk's token, and neither a new one "
                    "(401).",
                    f"{SAFE} Those who run the service must see why it takes no token of the client"
                    f" {self._way.client_id}.",
                    ahead(response.headers, self._now()),
                )
            )

    def _token(self) -> str:
        now = self._now()
        if self._refused is not None and timedelta() <= now - self._refused[0] < NOT_AGAIN:
            raise self._refused[1]
        if self._granted is None or not _lasts(*self._granted, now):
            try:
                self._granted = now, self._ask()
            except NotAuthorised as error:
                self._keep_refusal(error)
                raise
        return self._granted[1].token

    def _keep_refusal(self, error: NotAuthorised) -> NotAuthorised:
        self._granted, self._refused = None, (self._now(), error)
        if self._way.token_url is None:
            self._place = None  # it may have moved; the service is asked anew
        return error

    def _ask(self) -> Granted:
        place = self._place = self._place or discover(self._reach, self._base, self._now())
        scope = self._way.scope or needed_scope(old=place.old_scopes, visits=self._visits)
        self.asked, guess = scope, believed(self._ahead or place.ahead)
        asking = Asking(place.token_url, scope, self._now() + guess)
        reply = ask(self._reach, self._signer, asking)
        self._ahead = ahead(reply.headers, self._now())
        theirs = believed(self._ahead)
        if abs(theirs - guess) > SLACK and is_about_time(reply):
            asking = asking._replace(at=self._now() + theirs)
            reply = ask(self._reach, self._signer, asking)
        return granted(reply, self._signer, asking, ahead=self._ahead, now=self._now())


def _lasts(since: datetime, what: Granted, now: datetime) -> bool:
    """Whether a token can still be used; not after this PC's clock was set back."""
    return timedelta() <= now - since < what.lasts - min(EARLY, what.lasts / 5)


def _let_go(response: httpx2.Response) -> None:
    """Nobody needs what came with a first 401; the library would read it whole, however long."""
    response.close()
    response.stream = httpx2.ByteStream(b"")
    response.is_closed = False
