"""One HTTP reply, read with care: the service, and whatever is between, are not trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from kiosk.store.outbox import LONGEST_WAIT

_TAG_MAX = 200
_TICK_S = 1.0

# A service that asks for more is not believed: it would silence a kiosk by one wrong header.
RETRY_AFTER_MAX_S = LONGEST_WAIT.total_seconds()


@dataclass(frozen=True)
class Reply:
    """One HTTP reply; `headers` is looked up by lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_html(self) -> bool:
        """Whether a browser would show it: a portal, a proxy, a firewall."""
        declared = "html" in self.headers.get("content-type", "").lower()
        return declared or self.content.lstrip()[:1] == b"<"

    def resource(self) -> dict[str, Any] | None:
        """The FHIR resource it carries, or `None` where it carries none."""
        if self.is_html or "json" not in self.headers.get("content-type", "").lower():
            return None
        try:
            value = msgspec.json.decode(self.content)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) and "resourceType" in value else None


def identifiers_of(resource: Mapping[str, Any]) -> list[str]:
    """`system|value` of each identifier; a QuestionnaireResponse has one, most others a list."""
    given = resource.get("identifier", [])
    return [
        f"{one.get('system', '')}|{one.get('value', '')}"
        for one in (given if isinstance(given, list) else [given])
        if isinstance(one, dict)
    ]


def version_tag(resource: Mapping[str, Any]) -> str | None:
    """The ETag of the version that a resource says it is."""
    meta = resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else None
    return sendable(f'W/"{version}"') if isinstance(version, str) else None


def sendable(said: str | None) -> str | None:
    """What a service said of a version, if it can be said back to it in a header."""
    fits = said and len(said) <= _TAG_MAX and said.isascii() and said.isprintable()
    return said if fits else None


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that Retry-After asks for, at most a day; `None` where it is absent or no sense.

    A date is measured against the reply's own Date: a kiosk's clock may be wrong (RFC 9110 10.2.3).
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), RETRY_AFTER_MAX_S)
    until = http_date(text)
    if until is None:
        return None
    since = http_date(headers.get("date", "")) or now
    return min(max((until - since).total_seconds(), 0.0), RETRY_AFTER_MAX_S)


def seconds_ahead(reply: Reply, asked: datetime, answered: datetime) -> float | None:
    """How far this PC's clock is ahead of the service's, by the Date of a reply; below 0: behind.

    Between asking and answering the service may have looked at its clock at any moment, a Date has
    whole seconds, and many servers write it anew only once a second: what that explains counts as
    none. `None`: the reply has no Date of its own, or it came out of a cache or from something
    else than a service.
    """
    date = http_date(reply.headers.get("date", "")) if not reply.is_html else None
    if date is None or reply.headers.get("age", "0").strip() != "0":
        return None
    early, late = (asked - date).total_seconds() - 1.0, (answered - date).total_seconds()
    return early if early > _TICK_S else min(late, 0.0)


def http_date(text: str) -> datetime | None:
    """The moment that a header names; `None` where it names none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year of thirty digits
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
