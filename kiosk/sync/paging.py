"""The pages of a search, one after the other (R4, http, paging), within bounds.

Where the next page is, the service says. It is asked for only below the address that the settings
name, and only so often: a centre that was taken over, or is merely broken, must not lead a kiosk
elsewhere, nor for ever in a circle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from kiosk.errors import Unreachable
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.store.fetched import Seen
from kiosk.sync.fhir_client import FhirClient, Found
from kiosk.sync.verdict import Outcome

_PORTS = {"http": 80, "https": 443}


class Limits(NamedTuple):
    """So much of one search is read, and no more: pages, resources, bytes of all pages."""

    pages: int = 20
    resources: int = 1000
    size: int = 32 * 1024 * 1024


@dataclass(frozen=True)
class Searched:
    """What a search brought.

    Attributes:
        resources: objects that say they are a resource, in order, and nothing more is known of
            them; decimals as `Decimal`. What a page carries beside matches is left out.
        ended: it was read to its end.
        why: what was wrong where it was not, in a sentence; "" where there was no time for it.
        more: there is more than the limits allow, and nothing else was wrong.
        unchanged: the service says that all is as it was; there are no resources then.
        said: by what it can say so the next time.
    """

    resources: tuple[Mapping[str, Any], ...] = ()
    ended: bool = True
    why: str = ""
    more: bool = False
    unchanged: bool = False
    said: Seen = field(default_factory=Seen)


def searched(
    client: FhirClient,
    path: str,
    limits: Limits,
    *,
    known: Seen | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Searched:
    """All pages of a search, as far as they are sound.

    Args:
        client: the service.
        path: below its address, e.g. `Questionnaire?status=active`.
        limits: beyond which nothing is read.
        known: what it said the last time; None asks for everything.
        go_on: asked before each further page.

    Raises:
        Unreachable, NotAuthorised, Refused: a page did not come; see `FhirClient.search`.
    """
    known = known or Seen()
    found = client.search(path, etag=known.etag, since=known.modified)
    if found.content is None:
        return Searched(unchanged=True, said=known)
    reading = _Reading(client.base, path, limits)
    following, first = reading.take(found), Seen(found.etag, found.modified)
    alone = not following
    while following and go_on():
        following = reading.take(client.search(following))
    ended = not following and not reading.why
    said = first if alone and ended else Seen()
    resources = tuple(reading.resources[: limits.resources])
    return Searched(resources, ended, reading.why, reading.more, said=said)


def matches(client: FhirClient, path: str, limits: Limits) -> Searched:
    """All that a search finds, where its pages are sound; else nothing of it.

    Raises:
        Unreachable: a page did not come, is no Bundle, or its next one is elsewhere or came before.
        NotAuthorised, Refused: the service does not answer such a search.
    """
    found = searched(client, path, limits)
    if found.why and not found.more:
        raise _unsound(found.why)
    return found


@dataclass(frozen=True)
class OnePage:
    """One page of a search.

    Attributes:
        resources: what matches, as in `Searched`.
        following: path of the next page, below the service's address; "" on the last.
        total: how many match in all; None where the service does not say.
        wider: more was searched for than was wanted, and `total` is of that.
    """

    resources: tuple[Mapping[str, Any], ...]
    following: str
    total: int | None
    wider: bool = False


def one_page(client: FhirClient, path: str) -> OnePage:
    """One page: for who reads on when a person asks for more.

    Raises:
        Unreachable: it did not come, is no Bundle, or its next one lies elsewhere.
        NotAuthorised, Refused: the service does not answer such a search.
    """
    reading = _Reading(client.base, path, Limits())
    raw = client.search(path).raw
    following = reading.take(Found(None, None, raw))
    if reading.why and not reading.more:
        raise _unsound(reading.why)
    total = (_bundle(raw) or {}).get("total")
    known = total if isinstance(total, int) and total >= 0 else None
    return OnePage(tuple(reading.resources), following, known)


def _unsound(why: str) -> Unreachable:
    return Unreachable(
        why,
        advice="What was known before stays in use. IT must check that the service names "
        "itself in its links as central.url does.",
        outcome=Outcome.STRANGE,
        sent=True,
        everything=False,
    )


class _Reading:
    """The pages so far."""

    def __init__(self, base: str, path: str, limits: Limits) -> None:
        self._base, self._limits = base, limits
        self._pages = self._size = 0
        self._asked = {path}
        self.resources: list[Mapping[str, Any]] = []
        self.why, self.more = "", False

    def take(self, found: Found) -> str:
        """Keep what is on that page; the path of the next one, or ""."""
        self._pages += 1
        self._size += len(found.raw)
        page = _bundle(found.raw)
        if page is None:
            self.why = "The central service answered a search with something else."
            return ""
        self.resources += _matches(page)
        following = _next(page)
        count, most = len(self.resources), self._limits
        full = self._pages >= most.pages or count >= most.resources
        if count > most.resources or self._size > most.size or (following and full):
            self.why, self.more = "The central service has more than this kiosk takes.", True
            return ""
        return self._path(following) if following else ""

    def _path(self, link: str) -> str:
        path = path_below(self._base, link)
        if not path:
            self.why = "The next page lies at another address than the central service."
        elif path in self._asked:
            self.why = "The pages of the central service go round in a circle."
        else:
            self._asked.add(path)
            return path
        return ""


def path_below(base: str, link: str) -> str:
    """A link as a path below the service's address; "" where it leads anywhere else."""
    try:
        there, here = urlsplit(urljoin(f"{base}/", link)), urlsplit(base)
        same = _origin(there) == _origin(here)
    except ValueError:  # no URL, or no port of one
        return ""
    inside = there.path == here.path or there.path.startswith(f"{here.path}/")
    below = there.path[len(here.path) :]
    # A path with escapes or dots in it may be another than it looks.
    climbs = "%" in below or "\\" in below or not {".", ".."}.isdisjoint(below.split("/"))
    if not same or not inside or climbs or "@" in there.netloc or there.fragment:
        return ""
    below = below.lstrip("/")
    return f"{below}?{there.query}" if there.query else below


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)


def _bundle(raw: bytes) -> Mapping[str, Any] | None:
    try:
        page = decode_json(raw)
    except NotJson:
        return None
    is_bundle = isinstance(page, Mapping) and page.get("resourceType") == "Bundle"
    return page if is_bundle else None


def _matches(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What matches; not what the service says of its own search, and nothing that is no resource.

    (R4, search, outcome and included resources)
    """
    for entry in ext.mappings(page, "entry"):
        resource, search = entry.get("resource"), entry.get("search")
        mode = search.get("mode", "match") if isinstance(search, Mapping) else "match"
        if isinstance(resource, Mapping) and "resourceType" in resource and mode == "match":
            yield resource


def _next(page: Mapping[str, Any]) -> str:
    links = (one.get("url") for one in ext.mappings(page, "link") if one.get("relation") == "next")
    url = next(links, "")
    return url if isinstance(url, str) else ""
