"""A search, page by page, within bounds: the centre may be wrong, or not the centre at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kiosk.errors import Unreachable
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.store.fetched import Seen
from kiosk.sync.fhir_client import FhirClient, Found
from kiosk.sync.paging import path_below


class Limits(NamedTuple):
    """So much of one search is read, and no more: pages, resources, bytes of all pages."""

    pages: int
    resources: int
    size: int


@dataclass(frozen=True)
class Searched:
    """What a search brought.

    Attributes:
        resources: in order; decimals as `Decimal`.
        ended: it was read to its end.
        why: what was wrong where it was not, in a sentence; "" where there was no time for it.
        unchanged: the service says that all is as it was; there are no resources then.
        said: by what it can say so the next time.
    """

    resources: tuple[Mapping[str, Any], ...] = ()
    ended: bool = True
    why: str = ""
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
    """All pages of a search.

    Args:
        client: the service.
        path: below its address, e.g. `Questionnaire?status=active`.
        limits: beyond which nothing is read.
        known: what it said the last time; None asks for everything.
        go_on: asked before each further page.

    Raises:
        Unreachable, NotAuthorised, Refused: it gave no page; see `FhirClient.search`.
    """
    known = known or Seen()
    found = client.search(path, etag=known.etag, since=known.modified)
    if found.content is None:
        return Searched(unchanged=True, said=known)
    reading = _Reading(client.base, limits)
    following, first = reading.take(found), Seen(found.etag, found.modified)
    alone = not following
    while following and go_on():
        following = reading.take(client.search(following))
    ended = not following and not reading.why
    said = first if alone and ended else Seen()
    return Searched(tuple(reading.resources), ended, reading.why, said=said)


class _Reading:
    """The pages so far."""

    def __init__(self, base: str, limits: Limits) -> None:
        self._base, self._limits = base, limits
        self._pages = self._size = 0
        self._asked: set[str] = set()
        self.resources: list[Mapping[str, Any]] = []
        self.why = ""

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
        too_much = len(self.resources) > self._limits.resources or self._size > self._limits.size
        if too_much or (following and self._pages >= self._limits.pages):
            self.why = "The central service has more than this kiosk takes."
            return ""
        return self._path(following) if following else ""

    def _path(self, link: str) -> str:
        try:
            path = path_below(self._base, link)
        except Unreachable as error:
            self.why = f"{error} {error.advice}"
            return ""
        if not path or path in self._asked:
            self.why = "The pages of the central service go round in a circle."
        else:
            self._asked.add(path)
            return path
        return ""


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
    for entry in _objects(page.get("entry")):
        resource, search = entry.get("resource"), entry.get("search")
        mode = search.get("mode", "match") if isinstance(search, Mapping) else "match"
        if isinstance(resource, Mapping) and mode == "match":
            yield resource


def _next(page: Mapping[str, Any]) -> str:
    links = (one.get("url") for one in _objects(page.get("link")) if one.get("relation") == "next")
    url = next(links, "")
    return url if isinstance(url, str) else ""


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
