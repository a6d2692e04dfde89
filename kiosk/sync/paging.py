"""The pages of a search, one after the other (R4, http, paging), within bounds.

Where the next page is, the service says. It is asked for only below the address that the settings
name, and only so often: a centre that was taken over, or is merely broken, must not lead a kiosk
elsewhere, nor for ever in a circle.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from kiosk.errors import Unreachable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Limits:
    """How much of one search is read.

    Attributes:
        pages: requests; each reply is bounded besides (`wire.REPLY_MAX_BYTES`).
        resources: entries of all pages together.
    """

    pages: int = 20
    resources: int = 1000


@dataclass(frozen=True)
class Matches:
    """What a search found.

    Attributes:
        resources: objects that say they are a resource, nothing more is known of them.
        whole: whether that is all there is; False where a limit cut it short.
    """

    resources: tuple[Mapping[str, Any], ...]
    whole: bool


def pages_of(client: FhirClient, path: str, limits: Limits) -> Iterator[Mapping[str, Any]]:
    """The Bundles of a search; the last of them still has a next one where a limit was met.

    Args:
        client: the service.
        path: below its base address, e.g. `Task?status=requested`.
        limits: no page is asked for beyond them.

    Raises:
        Unreachable: a page did not come, is no Bundle, or its next one is elsewhere or came before.
        NotAuthorised, Refused: the service does not answer such a search.
    """
    asked, count = {path}, 0
    for _ in range(limits.pages):
        page = client.search(path).content or {}
        if page.get("resourceType") != "Bundle":
            raise _strange("The central service answered a search with something else.")
        yield page
        count += len(_entries(page))
        following = next_link(page)
        if following is None or count >= limits.resources:
            return
        path = path_below(client.base, following)
        if path in asked:
            raise _strange("The pages of the central service's answer go in a circle.")
        asked.add(path)


def matches(client: FhirClient, path: str, limits: Limits) -> Matches:
    """All that a search finds, within limits; what a page carries beside matches is left out.

    Raises:
        Unreachable, NotAuthorised, Refused: see `pages_of`.
    """
    found: list[Mapping[str, Any]] = []
    rest = False
    for page in pages_of(client, path, limits):
        found += _resources(page)
        rest = next_link(page) is not None
    return Matches(tuple(found[: limits.resources]), not rest and len(found) <= limits.resources)


def next_link(page: Mapping[str, Any]) -> str | None:
    """Where a Bundle says its next page is; None at the last."""
    links = page.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next":
            url = link.get("url")
            return url if isinstance(url, str) and url else None
    return None


def path_below(base: str, url: str) -> str:
    """The part of a URL that comes after the base address of the service.

    Raises:
        Unreachable: it is not below that.
    """
    here = urlsplit(base)
    try:
        there = urlsplit(urljoin(f"{base}/", url))
        usable = _origin(there) == _origin(here) and _is_below(there.path, here.path)
    except ValueError:  # no URL, or no port of one
        usable = False
    if not usable:
        raise _strange(
            "The central service's answer goes on at another address.",
            advice="Nothing is asked there. IT must check that the service names itself in its "
            "links as central.url does.",
        )
    rest = there.path[len(here.path) :].lstrip("/")
    return f"{rest}?{there.query}" if there.query else rest


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)


def _is_below(path: str, base: str) -> bool:
    """A path with escapes or dots in it may be another than it looks."""
    plain = "%" not in path and "." not in path.split("/") and ".." not in path.split("/")
    return plain and (path == base or path.startswith(f"{base}/"))


def _entries(page: Mapping[str, Any]) -> list[Any]:
    entries = page.get("entry")
    return entries if isinstance(entries, list) else []


def _resources(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in _entries(page):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        search = entry.get("search") if isinstance(entry, dict) else None
        mode = search.get("mode", "match") if isinstance(search, dict) else "match"
        if isinstance(resource, dict) and "resourceType" in resource and mode == "match":
            yield resource


def _strange(text: str, *, advice: str = "") -> Unreachable:
    return Unreachable(
        text,
        advice=advice or "Nothing is lost; what was known before stays in use.",
        outcome=Outcome.STRANGE,
        sent=True,
        everything=False,
    )
