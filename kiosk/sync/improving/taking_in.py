"""Takes in what the clinic's other PCs did about forms: packs signed by keys that are trusted here.

A pack is taken whole or not at all, and only a newer one than the last. One that is not right
leaves everything as it was, and it is told why. What a patient has begun goes on with its version.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.coproduction.codes import dishonest
from kiosk.coproduction.locks import verify_locks
from kiosk.coproduction.pack import Pack, PackedVersion, write_pack
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_bindings, bundled_locks
from kiosk.store import audit, fetched, form_versions
from kiosk.store.database import Store
from kiosk.store.notes import keep_note, read_note
from kiosk.store.slip_keys import own_key
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.improving.signing import address_of, opened, public_bytes
from kiosk.sync.paging import Limits, searched

CENTRE: Final = "central service"
_LIMITS: Final = Limits(pages=2, resources=10, size=48 * 1024 * 1024)
_NUMBERS: Final = "form_packs_taken"


def take_in_forms(
    store: Store,
    client: FhirClient,
    keys: Iterable[str],
    *,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Takes in what is new of the PCs with those public keys (base64); how many events that was.

    Raises:
        Unreachable, NotAuthorised, Refused: the service can't be asked; what was there stays.
    """
    with store.reading() as c:
        mine = own_key(c)
    own = public_bytes(mine) if mine else b""
    count = 0
    for key in map(base64.b64decode, keys):
        if key != own and go_on():
            count += _take_in(store, client, key, now)
    return count


def _take_in(store: Store, client: FhirClient, key: bytes, now: datetime) -> int:
    url = address_of(key)
    path = f"Library?{urlencode({'url': url})}"
    with store.reading() as c:
        known, last = fetched.seen(c, path), _last(c, url)
    found = searched(client, path, _LIMITS, known=known)
    if found.unchanged:
        return 0
    libraries = [one for one in found.resources if ext.text(one, "url") == url]
    newest = max(libraries, key=_number, default=None)
    if newest is None or _number(newest) <= last:
        return 0
    try:
        pack = opened(newest, key)
        if pack.number <= last:
            return 0
        checked = list(_checked(pack))
        with store.transaction() as c:
            for version, form in checked:
                _keep(c, version, form, now)
            count = form_versions.merge_events(c, pack.share.events)
            keep_note(c, _NUMBERS, (read_note(c, _NUMBERS) or {}) | {url: pack.number})
            fetched.keep_good(c, fetched.PACK, url, write_pack(pack), now=now)
            fetched.note_seen(c, path, found.said, now=now)
            audit.record(c, actor=CENTRE, action="forms.taken-in", subject=url, now=now)
    except RefusedError as cause:
        with store.transaction() as c:
            fetched.keep_refused(
                c, fetched.PACK, url, encode_json(newest), reason=str(cause), now=now
            )
            fetched.note_seen(c, path, found.said, now=now)
        return 0
    return count


def _checked(pack: Pack) -> Iterator[tuple[PackedVersion, Questionnaire]]:
    """Its versions that may be kept; done before the store is held for writing."""
    locks, bindings = bundled_locks(), bundled_bindings()
    for version in pack.versions:
        form = read_questionnaire(encode_json(version.questionnaire))
        if differing := verify_locks(form, locks):
            raise RefusedError(
                f"A pack of forms rewords {form.canonical}, which is locked: "
                f"{', '.join(differing)}."
            )
        if not dishonest(form, bindings):
            yield version, form
        elif version.derived_from:  # else a form of the centre, which this kiosk has from there
            raise RefusedError(f"In a pack of forms {form.canonical} has codes of other wordings.")


def _keep(c: Any, version: PackedVersion, form: Questionnaire, now: datetime) -> None:
    form_versions.keep_version(
        c, form, content=encode_json(version.questionnaire), derived_from=version.derived_from,
        change_class=version.change_class, source=form_versions.CENTRAL, by="",
        now=min(version.made_at, now),
    )  # fmt: skip


def _last(c: Any, url: str) -> int:
    number = (read_note(c, _NUMBERS) or {}).get(url, 0)
    return number if isinstance(number, int) else 0


def _number(library: Any) -> int:
    version = ext.text(library, "version")
    return int(version) if version.isascii() and version.isdecimal() else 0
