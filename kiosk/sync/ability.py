"""What the central service can, as it says itself and as it was found: kept over restarts.

It is asked once a day, for a service changes with its updates. What was found out by trying stands
against what a statement says until then. One thing is asked before each run: whether a service that
gives ids itself still creates a resource only once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from kiosk.errors import CentralError, Refused
from kiosk.forms import extensions as ext
from kiosk.store.database import Store
from kiosk.store.facts import fact, keep_fact
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.verdict import Outcome

ASK_AGAIN: Final = timedelta(hours=24)
BATCH, TRANSACTION = "batch", "transaction"

_FACT = "central_ability"
_RESPONSE = "QuestionnaireResponse"
_STUMBLES = (
    Outcome.TROUBLE, Outcome.BROKE_OFF, Outcome.TOO_SLOW, Outcome.STRANGE, Outcome.MISDIRECTED,
    Outcome.UNAUTHORISED, Outcome.FORBIDDEN,
)  # fmt: skip
"""At this question; what comes of the responses shows whether it is about all."""


class Ability(msgspec.Struct, frozen=True):
    """What one service can.

    Attributes:
        base: the address it was asked at.
        asked: when.
        fhir_version, software: as it says; "" where it does not.
        takes_our_ids: a PUT makes what is not there (R4, http, update as create); `None`: it does
            not say, and it is tried.
        creates_once: If-None-Exist is honoured (R4, http, conditional create).
        bundle: the best it takes of "transaction", "batch", "" for neither.
        types: the resource types it knows; none where it does not say.
        packed: it reads gzip; `None`: not tried yet.
        without: types that it lists, and refused when they came.
        together: so many responses in one Bundle at most.
        turned_away: how often in a row a PUT was not taken.
    """

    base: str
    asked: datetime
    fhir_version: str = ""
    software: str = ""
    takes_our_ids: bool | None = None
    creates_once: bool = False
    bundle: str = ""
    types: tuple[str, ...] = ()
    packed: bool | None = None
    without: tuple[str, ...] = ()
    together: int = 1000
    turned_away: int = 0

    @property
    def updates(self) -> bool:
        """Whether resources go by PUT under their own ids; else by conditional create."""
        return self.takes_our_ids is not False

    def knows(self, resource_type: str) -> bool:
        """Whether it is worth sending such a resource."""
        return resource_type in self.types and resource_type not in self.without


def ability_in(statement: Mapping[str, Any], *, base: str, now: datetime) -> Ability:
    """What a CapabilityStatement (R4) of any shape says, as far as a sender needs it."""
    software = statement.get("software")
    rest = _of_type(ext.mappings(statement, "rest"), mode="server")
    resources = ext.mappings(rest, "resource")
    response = _of_type(resources, type=_RESPONSE)
    codes = [one.get("code") for one in ext.mappings(rest, "interaction")]
    once = response.get("conditionalCreate") is True
    own = response.get("updateCreate")
    listed = [one.get("code") for one in ext.mappings(response, "interaction")]
    no_put = "create" in listed and "update" not in listed
    return Ability(
        base=base,
        asked=now,
        fhir_version=str(statement.get("fhirVersion", "")),
        software=str(software.get("name", "")) if isinstance(software, dict) else "",
        takes_our_ids=False if no_put or (own is False and once) else own is True or None,
        creates_once=once,
        bundle=next((kind for kind in (TRANSACTION, BATCH) if kind in codes), ""),
        types=tuple(str(one.get("type", "")) for one in resources),
    )


def ability_of(store: Store, client: FhirClient, *, now: datetime) -> Ability:
    """What is known of the service; it is asked where that is nothing, or old.

    A service without a statement is tried as it is. One that stumbles over this question alone is
    asked again with the next run.

    Raises:
        Unreachable, NotAuthorised: something was to be asked, and no service answers.
    """
    known = known_ability(store, client.base)
    if known is not None and timedelta() <= now - known.asked < ASK_AGAIN:
        return known if known.updates else still_once(known, client)
    try:
        new = ability_in(client.capability(), base=client.base, now=now)
    except CentralError as error:
        if not _is_about_the_question(error):
            raise
        if error.outcome != Outcome.NOT_TAKEN:
            if known is None:
                return Ability(client.base, asked=now - ASK_AGAIN)
            return known if known.updates else _in_doubt(known)
        new = Ability(client.base, now)
    if known is not None and known.takes_our_ids is False:
        # What was created under the service's ids must not be put there once more under ours.
        new = msgspec.structs.replace(new, takes_our_ids=False)
    keep_ability(store, new)
    return new


def still_once(known: Ability, client: FhirClient) -> Ability:
    """The same, with what the service says now of creating once.

    Raises:
        Unreachable, NotAuthorised: no service answers.
    """
    try:
        said = ability_in(client.capability(), base=known.base, now=known.asked)
    except CentralError as error:
        if not _is_about_the_question(error):
            raise
        return _in_doubt(known)
    return msgspec.structs.replace(known, creates_once=said.creates_once)


def _is_about_the_question(error: CentralError) -> bool:
    """Whether other requests may fare better."""
    return isinstance(error, Refused) or error.outcome in (*_STUMBLES, Outcome.NOT_TAKEN)


def _in_doubt(known: Ability) -> Ability:
    """The same, but it is searched before anything is created.

    What was sent and never acknowledged would be there twice at a service that has stopped heeding
    If-None-Exist and passes over it.
    """
    return msgspec.structs.replace(known, creates_once=False)


def known_ability(store: Store, base: str) -> Ability | None:
    """What is kept of the service at that address."""
    with store.reading() as c:
        text = fact(c, _FACT)
    try:
        known = msgspec.json.decode(text or "", type=Ability)
    except msgspec.DecodeError:
        return None
    return known if known.base == base else None


def keep_ability(store: Store, ability: Ability) -> None:
    """Know this from now on."""
    with store.transaction() as c:
        keep_fact(c, _FACT, msgspec.json.encode(ability).decode())


def _of_type(entries: Iterable[Mapping[str, Any]], **wanted: str) -> Mapping[str, Any]:
    return next((one for one in entries if wanted.items() <= one.items()), {})
