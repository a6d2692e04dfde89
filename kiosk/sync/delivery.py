"""Stores resources by the way that this service takes, and learns which that is.

    it takes our ids             PUT under the id the kiosk gave: the same again changes nothing
    it chooses the ids           POST with If-None-Exist on the identifier; where it does not say
                                 that it honours that, it is searched first
    it takes Bundles             many at once, each response with its Provenance

No way is safe at every service. Who was put under its own id and
is then created by its identifier is found by that; the other way round it would be there twice, so
a service that once chose ids is never sent ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from kiosk.errors import CentralError, NotAuthorised, Refused, Unreachable
from kiosk.forms.fhir_json import decode_json
from kiosk.store.database import Store
from kiosk.store.outbox import RESPONSE
from kiosk.store.sending import Due
from kiosk.sync.ability import Ability, ability_of, keep_ability, still_once
from kiosk.sync.bundles import Entry
from kiosk.sync.carried import goes_over, may_be_there, there_already
from kiosk.sync.fhir_client import FhirClient, condition
from kiosk.sync.finding import found
from kiosk.sync.provenance import provenance_of, provenance_of_change
from kiosk.sync.reply import identifiers_of, version_tag
from kiosk.sync.verdict import Acknowledged, Outcome

PROVENANCE: Final = "Provenance"
TURNED_AWAY: Final = 3
"""So often in a row a PUT is not taken until it is believed, where the statement says otherwise."""

_URI = "urn:ietf:rfc:3986"
_UNREADABLE = (Outcome.REFUSED, Outcome.MISDIRECTED, Outcome.TROUBLE)
_T = TypeVar("_T")


class Service:
    """One service, and what is known of it.

    Attributes:
        ability: what it can; changes while it is used.
    """

    def __init__(self, store: Store, client: FhirClient, *, now: Callable[[], datetime]) -> None:
        """Asks the service what it can, where that is not known.

        Raises:
            Unreachable, NotAuthorised: it does not answer.
        """
        self._store, self._client = store, client
        self.ability: Ability = ability_of(store, client, now=now())
        client.packed = self.ability.packed is not False

    @property
    def takes_bundles(self) -> bool:
        """Whether several responses go at once."""
        able = self.ability
        return bool(able.bundle) and (able.updates or able.creates_once)

    def deliver(self, item: Due) -> Acknowledged:
        """Store one resource.

        Raises:
            Unreachable, NotAuthorised, Refused: see `FhirClient.put`.
        """
        if item.server_id is not None or not self.ability.updates:
            return self._as_it_is_now(item, self._under_their_id(item))
        try:
            stored = self._readable(lambda: self._put_or_found(item))
        except (Unreachable, Refused) as error:
            if not self._is_turned_away(item, error):
                raise
            return self._as_it_is_now(item, self._their_way(item))
        if self.ability.turned_away:
            self.learn(turned_away=0)
        return stored

    def deliver_provenance(self, item: Due) -> None:
        """Store what says where a response comes from, if this service takes that.

        One that refuses it is not sent another: the responses matter more.

        Raises:
            Unreachable: perhaps the next time.
        """
        for made in (self._provenance(item), self._provenance_of_change(item)):
            if made is None or not self.ability.knows(PROVENANCE):
                continue
            try:
                self._client.put(PROVENANCE, *made)
            except (Refused, NotAuthorised):
                self.learn_without(PROVENANCE)
            except Unreachable as error:
                if error.outcome not in (Outcome.NOT_TAKEN, Outcome.MISDIRECTED):
                    raise
                self.learn_without(PROVENANCE)

    def deliver_together(self, items: Iterable[Due]) -> list[Acknowledged | CentralError]:
        """Store several new responses in one request; a verdict for each, in order.

        Raises:
            Unreachable, NotAuthorised, Refused: of the whole; nothing is known of any.
        """
        entries, ends = [], []
        for item in items:
            entries += self._entries(item)
            ends.append(len(entries))
        verdicts = self._readable(lambda: self._client.bundle(self.ability.bundle, entries))
        begins = [0, *ends[:-1]]
        return [_together(verdicts[begin:end]) for begin, end in zip(begins, ends, strict=True)]

    def learn(self, **known: Any) -> None:
        """Know this of the service until it is asked again."""
        self.ability = msgspec.structs.replace(self.ability, **known)
        keep_ability(self._store, self.ability)

    def learn_without(self, resource_type: str) -> None:
        """It takes no such resource."""
        self.learn(without=tuple({*self.ability.without, resource_type}))

    def _put_or_found(self, item: Due) -> Acknowledged:
        there = there_already(self._client, item)
        if there is not None and not goes_over(item, there):
            return Acknowledged(version_tag(there), item.resource_id)
        follows = item if there is None else replace(item, if_match=version_tag(there))
        return self._put(follows, item.resource_id, item.payload)

    def _put(self, item: Due, resource_id: str, payload: bytes) -> Acknowledged:
        kind = item.resource_type
        try:
            return self._client.put(kind, resource_id, payload, if_match=item.if_match)
        except Refused as error:
            # The reply to this very change may have been lost.
            if error.outcome == Outcome.CHANGED:
                try:
                    there = self._client.read(kind, resource_id, fresh=True) or {}
                except (Refused, NotAuthorised):  # this kiosk may write and not read
                    raise error from None
                if content_of(there) == content_of(decode_json(payload)):
                    return Acknowledged(version_tag(there), resource_id)
            raise

    def _their_way(self, item: Due) -> Acknowledged:
        """Create it, and from now on all others.

        That is kept before anything is created: put once more under our id it would be there
        twice. So would what was put there before, without its acknowledgement, and is created now:
        the service is asked whether it creates once.
        """
        self.ability = still_once(self.ability, self._client)
        if not self.ability.creates_once:
            there = found(self._client, item.resource_type, identified(item)[0])
            if there is not None:
                return there
        before = self.ability
        self.learn(takes_our_ids=False, turned_away=0)
        try:
            return self._under_their_id(item)
        except Refused:  # so it is the resource that is bad, and nothing was created
            self.learn(takes_our_ids=before.takes_our_ids)
            raise

    def _as_it_is_now(self, item: Due, stored: Acknowledged) -> Acknowledged:
        """What was there already by its identifier may be as it was before it was changed here."""
        if item.server_id is not None:
            return stored
        if may_be_there(item):
            there = there_already(self._client, replace(item, resource_id=stored.server_id))
            if there is None or not goes_over(item, there):
                return stored
        elif item.revision == 0:
            return stored
        follows = item.if_match or stored.etag
        return self._under_their_id(replace(item, server_id=stored.server_id, if_match=follows))

    def _under_their_id(self, item: Due) -> Acknowledged:
        if item.server_id is not None:
            their_id = item.server_id
            payload = _with(item.payload, id=their_id)
            return self._readable(lambda: self._put(item, their_id, payload))
        identifier, payload = identified(item)
        if not self.ability.creates_once:
            there = found(self._client, item.resource_type, identifier)
            if there is not None:
                return there
        return self._readable(
            lambda: self._client.create(item.resource_type, payload, identifier=identifier)
        )

    def _is_turned_away(self, item: Due, error: CentralError) -> bool:
        """Whether a PUT failed because this service gives ids itself."""
        able = self.ability
        if item.if_match is not None:
            return False
        if error.outcome == Outcome.REFUSED:
            # Some call an id of ours a bad request. Should it be the resource that is bad, the
            # other way is refused, too.
            return able.takes_our_ids is None
        if error.outcome != Outcome.NOT_TAKEN:
            return False
        if able.takes_our_ids is None and able.creates_once:
            return True
        self.learn(turned_away=able.turned_away + 1)
        return self.ability.turned_away >= TURNED_AWAY and (
            able.creates_once or able.takes_our_ids is None
        )

    def _readable(self, send: Callable[[], _T]) -> _T:
        """Sends compressed, and plain where it turns out that this service can't read that."""
        if self.ability.packed is not None:
            return send()
        try:
            sent = send()
        except CentralError as error:
            if error.outcome not in _UNREADABLE or not self._client.went_packed:
                raise
            self._client.packed = False
            sent = send()
            self.learn(packed=False)
            return sent
        if self._client.went_packed:
            self.learn(packed=True)
        return sent

    def _entries(self, item: Due) -> list[Entry]:
        if not self.ability.updates:
            identifier, payload = identified(item)
            return [Entry(item.resource_type, None, payload, identifier, condition(identifier))]
        response = Entry(item.resource_type, item.resource_id, item.payload)
        made = self._provenance(item)
        return [response] if made is None else [response, Entry(PROVENANCE, *made)]

    def _provenance(self, item: Due) -> tuple[str, bytes] | None:
        """It has no identifier (R4), so it can't be created once where the service gives ids."""
        if item.resource_type != RESPONSE or not self.ability.updates:
            return None
        if item.if_match is not None or not self.ability.knows(PROVENANCE):
            return None
        return provenance_of(item.resource_id, item.payload)

    def _provenance_of_change(self, item: Due) -> tuple[str, bytes] | None:
        if item.resource_type != RESPONSE or not self.ability.updates:
            return None
        if item.revision == 0 or item.queued is None:
            return None
        return provenance_of_change(
            item.resource_id, item.payload, revision=item.revision, changed=item.queued
        )


def identified(item: Due) -> tuple[str, bytes]:
    """The identifier of a resource as `system|value`, and its bytes without an id.

    Raises:
        Refused: it has none, and this kind gets none.
    """
    known = identifiers_of(msgspec.json.decode(item.payload))
    if known:
        return known[0], _with(item.payload)
    if item.resource_type != RESPONSE:
        raise Refused(
            f"The central service gives ids itself, and a {item.resource_type} has nothing else "
            "by which it is known.",
            advice="It stays here.",
            outcome=Outcome.NOT_TAKEN,
        )
    own = {"system": _URI, "value": f"urn:uuid:{item.resource_id}"}
    return f"{_URI}|{own['value']}", _with(item.payload, identifier=own)


def _with(payload: bytes, **changed: Any) -> bytes:
    """The resource without its id, with these elements; all else stays byte for byte."""
    elements = msgspec.json.decode(payload, type=dict[str, msgspec.Raw])
    elements.pop("id", None)
    new = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in changed.items()}
    return msgspec.json.encode(elements | new)


def content_of(resource: Any) -> Any:
    """What a resource says, without what a service writes into it by itself."""
    return {name: value for name, value in resource.items() if name not in ("meta", "text", "id")}


def _together(verdicts: list[Acknowledged | CentralError]) -> Acknowledged | CentralError:
    """Of a response and its Provenance: both, or what went wrong."""
    return next((one for one in verdicts if isinstance(one, CentralError)), verdicts[0])
