"""What patients were told is kept, where it is in the end, and what is there twice. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Told:
    """A response that a patient was thanked for.

    Attributes:
        said: digest of what it says, whatever its ids.
        broken: no FHIR service may take it.
    """

    id: str
    said: str
    broken: bool = False


@dataclass(frozen=True)
class Arrival:
    """One resource at a service: its identifier, and the digest of what it says."""

    identifier: str
    said: str


@dataclass(frozen=True)
class Census:
    """Where the responses are.

    Attributes:
        responses: how many patients were thanked for.
        lost: neither at the service as they were told nor visible in the outbox.
        duplicated: resources at the service beyond one for each response.
        stuck: not at the service, but visible: waiting, or refused though nothing is wrong with it.
        notes: what else is worth a word, and how often.
    """

    responses: int = 0
    lost: int = 0
    duplicated: int = 0
    stuck: int = 0
    notes: Counter[str] = field(default_factory=Counter)


def take(told: Iterable[Told], arrivals: Iterable[Arrival], states: Mapping[str, str]) -> Census:
    """The census of one trial.

    Args:
        told: every response a patient was thanked for.
        arrivals: every resource of that trial at the service.
        states: "waiting", "sent" or "refused" of each response in the store.
    """
    mine, there = tuple(told), tuple(arrivals)
    known = {(one.identifier, one.said) for one in there}
    absent = [one for one in mine if (_urn(one.id), one.said) not in known]
    visible = [one for one in absent if states.get(one.id) in ("waiting", "refused")]
    taken = {_urn(one.id) for one in mine if one.broken} & {one.identifier for one in there}
    notes = Counter(
        {
            "told as sent, but not there": len(absent) - len(visible),
            "changed on the way": len(_identifiers(absent) & _identifiers_of(there)),
            "broken, and taken all the same": len(taken),
        }
    )
    return Census(
        len(mine), len(absent) - len(visible), duplicates(there),
        sum(not one.broken for one in visible), +notes,
    )  # fmt: skip


def duplicates(arrivals: Iterable[Arrival]) -> int:
    """Resources that say again what another one says, or have the identifier of another one."""
    there = tuple(arrivals)
    identifiers = Counter(one.identifier for one in there)
    sayings = Counter(one.said for one in set(there))
    return sum(count - 1 for count in (*identifiers.values(), *sayings.values()))


def arrival_of(resource: Mapping[str, Any]) -> Arrival:
    """One QuestionnaireResponse (R4) at a service."""
    return Arrival(resource.get("identifier", {}).get("value", ""), digest(resource))


def digest(resource: Mapping[str, Any]) -> str:
    """What two resources share that say the same, whatever their ids and versions."""
    said = {
        key: value for key, value in resource.items() if key not in ("id", "identifier", "meta")
    }
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _identifiers(told: Iterable[Told]) -> set[str]:
    return {_urn(one.id) for one in told}


def _identifiers_of(arrivals: Iterable[Arrival]) -> set[str]:
    return {one.identifier for one in arrivals}


def _urn(id_: str) -> str:
    return f"urn:uuid:{id_}"
