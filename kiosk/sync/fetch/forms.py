"""Fetches forms: those the settings name, and those with the clinic's tag.

Each is looked at by itself. One that is not right leaves the one before it in use and says why; a
line that drops leaves everything as it was.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import CentralError, Refused, Unreachable
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import decode_json
from kiosk.offered import bundled_form, bundled_locks, is_canonical
from kiosk.settings import Settings
from kiosk.store import audit, fetched
from kiosk.store.database import Store
from kiosk.store.fetched import Fetched, Seen
from kiosk.store.notes import keep_note, read_note
from kiosk.sync.fetch.at_hand import usable
from kiosk.sync.fetch.bringing import Bringing
from kiosk.sync.fetch.choosing import TAKEN_BACK, Canonical, chosen, content_of
from kiosk.sync.fetch.judging import NotUsable, judged, says_the_same
from kiosk.sync.fetch.plain import plain_line
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, Searched, searched

CENTRE: Final = "central service"
FORMS_MAX: Final = 40
"""More than a person would choose from, and a desk give out."""

KEPT_MAX_BYTES: Final = 64 * 1024 * 1024
"""All forms of the centre together. The largest public form known has 1 MB; films take more."""

ENOUGH: Final = 3
"""So many replies that break off or never end are the line's fault; each takes its time."""

REASON_MAX: Final = 600
PAGE: Final = 5
"""Forms on a page: one with pictures must not push a page over what one reply may have."""

_TAG: Final = "form-tag"
"""The note of the tag that the forms at hand have: those of another one are not offered."""

_VERSIONS: Final = Limits(pages=10, resources=50, size=16 * 1024 * 1024)
_TAGGED: Final = Limits(pages=20, resources=100, size=32 * 1024 * 1024)


@dataclass
class FormsReport:
    """What became of the forms.

    Attributes:
        used: canonicals of those that are new in use.
        refused: by name or url, why the newest is not used.
        gone: what the centre took back.
        error: why one or another could not be fetched; the rest was.
    """

    used: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    error: CentralError | None = None


def fetch_forms(
    store: Store,
    client: FhirClient,
    settings: Settings,
    *,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
) -> FormsReport:
    """Fetches what is new of the forms this kiosk offers, and the value sets they need.

    Raises:
        Unreachable, NotAuthorised: the rest can't be fetched now; what came is kept.
    """
    with store.transaction() as c:
        tag = {"tag": settings.central.form_tag}
        if read_note(c, _TAG) != tag:
            fetched.forget_others(c, fetched.TAGGED, ())
            fetched.forget_searches(c, ())
            keep_note(c, _TAG, tag)
    run = _Run(store, client, now, go_on)
    names = [name for name in dict.fromkeys(settings.patient.forms) if is_canonical(name)]
    for name in names[:FORMS_MAX]:
        if go_on():
            run.alone(partial(run.fetch_named, name))
    with store.transaction() as c:
        fetched.forget_others(c, fetched.FORM, names)
    if settings.central.form_tag and go_on():
        run.alone(partial(run.fetch_tagged, settings.central.form_tag, besides=names))
    run.tidy()
    return run.report


class _Run:
    """One run over all forms."""

    def __init__(
        self, store: Store, client: FhirClient, now: datetime, go_on: Callable[[], bool]
    ) -> None:
        self._store, self._client, self._now, self._go_on = store, client, now, go_on
        self._bringing = Bringing(store, client, now)
        self._locks = bundled_locks()
        self._failed = 0
        self.report = FormsReport()

    def alone(self, fetch: Callable[[], None]) -> bool:
        """Whether that succeeded; where its own reply alone is at fault, the others go on.

        Raises:
            Unreachable, NotAuthorised: it is not that one's fault, or it is so again and again.
        """
        try:
            fetch()
        except Unreachable as error:
            self.report.error = self.report.error or error
            self._failed += 1
            if error.everything or self._failed >= ENOUGH:
                raise
            return False
        return True

    def fetch_named(self, name: str) -> None:
        """The form of that canonical."""
        path = _path(url=Canonical.of(name).url)
        before, refused = self._kept(fetched.FORM, name)
        found = self._search(path, _VERSIONS, fresh=before is None and refused is None)
        if isinstance(found, str):
            self._note(path, Seen())  # else it is “as it was”, and this reason stays for ever
            self._refuse(fetched.FORM, name, b"", found)
        elif found.unchanged:
            self._as_it_was(fetched.FORM, name)
        elif found.ended:
            self._choose(fetched.FORM, name, found.resources)
            self._note(path, found.said)

    def fetch_tagged(self, tag: str, *, besides: Iterable[str]) -> None:
        """All forms with that tag, but those that the settings name themselves."""
        path, named = _path(_tag=tag), {Canonical.of(name).url for name in besides}
        found = self._search(path, _TAGGED, fresh=False)
        if isinstance(found, str):
            self._note(path, Seen())
            self._refuse(fetched.TAGGED, tag, b"", found)
            return
        if found.unchanged:
            for url in self._keys(fetched.TAGGED):
                self._as_it_was(fetched.TAGGED, url)
            return
        urls = sorted({ext.text(one, "url") for one in found.resources} - named - {""})
        # An empty list is more likely a right that was taken from this kiosk than a decision.
        if not found.ended or not urls:
            return
        urls = urls[: max(FORMS_MAX - len(named), 0)]
        whole = True
        for url in urls:
            if not self._go_on():
                return
            whole &= self.alone(partial(self._choose, fetched.TAGGED, url, found.resources))
        with self._store.transaction() as c:
            fetched.forget_others(c, fetched.TAGGED, urls)
        if whole:
            self._note(path, found.said)

    def tidy(self) -> None:
        """Value sets that no form names any more go."""
        self._bringing.tidy((fetched.FORM, fetched.TAGGED))

    def _search(self, path: str, limits: Limits, *, fresh: bool) -> Searched | str:
        """What a search brought, or why it was refused."""
        with self._store.reading() as c:
            known = Seen() if fresh else fetched.seen(c, path)
        try:
            found = searched(self._client, path, limits, known=known, go_on=self._go_on)
        except Refused as error:
            return str(error)
        return found.why or found

    def _choose(self, kind: str, key: str, resources: Iterable[Mapping[str, Any]]) -> None:
        try:
            resource = chosen(resources, "Questionnaire", Canonical.of(key))
        except NotUsable as why:
            self._refuse(kind, key, b"", str(why))
            return
        if resource is None:
            self._take_back(kind, key)
        else:
            self._take(kind, key, content_of(resource))

    def _take(self, kind: str, key: str, content: bytes) -> None:
        """Use that form from now on, if it may be."""
        before, _ = self._kept(kind, key)
        if before is not None and says_the_same(decode_json(content), decode_json(before.content)):
            self._is_newest(kind, key, before)
            return
        try:
            self._check_room(key, content)
            self._bringing.bring_for(content)
            form = judged(
                content,
                before=usable(before.content) if before else bundled_form(Canonical.of(key).url),
                locks=self._locks,
                value_sets=self._bringing.at_hand(),
            )
        except NotUsable as why:
            self._refuse(kind, key, content, str(why))
            return
        with self._store.transaction() as c:
            fetched.keep_good(c, kind, key, content, now=self._now)
            audit.record(
                c, actor=CENTRE, action="settings.form", subject=form.canonical, now=self._now
            )
        self.report.used.append(form.canonical)

    def _is_newest(self, kind: str, key: str, before: Fetched) -> None:
        self._bringing.renew_for(before.content)
        with self._store.transaction() as c:
            fetched.forget_refused(c, kind, key)

    def _as_it_was(self, kind: str, key: str) -> None:
        """What was refused is looked at once more: what it lacked, or the program, may be new."""
        before, refused = self._kept(kind, key)
        if refused is not None and refused.content:
            self._take(kind, key, refused.content)
        elif refused is not None:
            self.report.refused[key] = refused.reason
        elif before is not None:
            self._bringing.renew_for(before.content)

    def _refuse(self, kind: str, key: str, content: bytes, why: str) -> None:
        reason = plain_line(why, longest=REASON_MAX)
        with self._store.transaction() as c:
            fetched.keep_refused(c, kind, key, content, reason=reason, now=self._now)
        self.report.refused[key] = reason

    def _take_back(self, kind: str, key: str) -> None:
        with self._store.transaction() as c:
            had = fetched.one(c, kind, key) is not None
            fetched.forget(c, kind, (key,))
            fetched.keep_refused(c, kind, key, b"", reason=TAKEN_BACK, now=self._now)
            if had:
                audit.record(c, actor=CENTRE, action="settings.form", subject=key, now=self._now)
        self.report.gone.append(key)

    def _check_room(self, key: str, content: bytes) -> None:
        with self._store.reading() as c:
            kept = {**fetched.good(c, fetched.FORM), **fetched.good(c, fetched.TAGGED)}
        others = sum(len(one.content) for name, one in kept.items() if name != key)
        if others + len(content) > KEPT_MAX_BYTES:
            raise NotUsable("All forms of the central service together are too large.")

    def _kept(self, kind: str, key: str) -> tuple[Fetched | None, Fetched | None]:
        """What is used under that key, and what was refused."""
        with self._store.reading() as c:
            return fetched.one(c, kind, key), fetched.one(c, kind, key, fetched.REFUSED)

    def _keys(self, kind: str) -> list[str]:
        with self._store.reading() as c:
            kept = {*fetched.good(c, kind), *(one.key for one in fetched.refused(c, kind))}
        return sorted(kept)

    def _note(self, path: str, said: Seen) -> None:
        with self._store.transaction() as c:
            fetched.note_seen(c, path, said, now=self._now)


def _path(**parameters: str) -> str:
    return f"Questionnaire?{urlencode({**parameters, '_count': str(PAGE)})}"
