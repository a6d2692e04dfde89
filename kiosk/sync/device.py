"""How a kiosk stands, as a Device (R4), there and back. Nothing in it is about any patient.

    Device.identifier, type      which kiosk; that it is one
    Device.deviceName, owner     its name, its clinic; the clinic as meta.tag, too, to search by
    Device.version               of the program and of what it is made of
    Device.property              the rest: codes of `SYSTEM`, each with a quantity, code or text

What comes back from the centre is not trusted: what is not as it should be counts as not told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from kiosk.forms.foreign import moment, plain
from kiosk.forms.response import UUID_SYSTEM

_OURS: Final = "http://clinic-kiosk.example/fhir"
SYSTEM: Final = f"{_OURS}/CodeSystem/kiosk-state"
TYPE_SYSTEM: Final = f"{_OURS}/CodeSystem/device-type"
TYPE: Final = "waiting-room-kiosk"
CLINIC_SYSTEM: Final = f"{_OURS}/NamingSystem/clinic"

_RETIRED: Final = "inactive"

FORMS_MAX: Final = 50
VERSIONS_MAX: Final = 20
_TEXT_MAX: Final = 200
_NUMBER_MAX: Final = 10**12
_UCUM: Final = "http://unitsofmeasure.org"
_T = TypeVar("_T")


@dataclass(frozen=True)
class State:
    """How one kiosk stands. `None`, or nothing, is what was not told or makes no sense.

    Attributes:
        kiosk: its id, a UUID.
        name: what people here call it; "" where nobody named it.
        clinic: whose it is.
        told: when it said so, by its own clock.
        versions: of the program, Python, Qt, FHIR and the store's shape, by these names.
        waiting: responses that the centre does not have yet.
        refused: what the centre refused, and a person must look at.
        oldest_s: seconds that the oldest response has waited.
        last_sent: when the centre last acknowledged something.
        drift_s: seconds that its clock is ahead of the centre's; below zero: behind.
        free_mb: room on its disk, in millions of bytes.
        checked: when its store was last looked at as a whole.
        sound: whether that found no damage.
        events: how many events its audit has.
        head: the MAC of the last of them, in hexadecimal.
        whole: the audit still has every event that the centre knows of.
        forms: canonicals of the forms it offers.
        key: by what people tell its key from others; no part of the key.
        paused: forms that patients have paused.
        retired: it is out of service for good.
    """

    kiosk: str
    name: str = ""
    clinic: str = ""
    told: datetime | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    waiting: int | None = None
    refused: int | None = None
    oldest_s: int | None = None
    last_sent: datetime | None = None
    drift_s: int | None = None
    free_mb: int | None = None
    checked: datetime | None = None
    sound: bool | None = None
    events: int | None = None
    head: str = ""
    whole: bool | None = None
    forms: tuple[str, ...] = ()
    key: str = ""
    paused: int | None = None
    retired: bool = False


def clinic_code(name: str) -> str:
    """The name of a clinic as a FHIR code: one space between words, none around them."""
    return plain(name)


def to_fhir(state: State) -> dict[str, Any]:
    """The Device; its id is the kiosk's."""
    clinic = clinic_code(state.clinic)
    tag = {"meta": {"tag": [{"system": CLINIC_SYSTEM, "code": clinic}]}} if clinic else {}
    owner = {"system": CLINIC_SYSTEM, "value": clinic}
    owned = {"owner": {"type": "Organization", "identifier": owner, "display": clinic}}
    called = plain(state.name)
    name = {"deviceName": [{"name": called, "type": "user-friendly-name"}]} if called else {}
    return {
        "resourceType": "Device",
        "id": state.kiosk,
        **tag,
        "identifier": [{"system": UUID_SYSTEM, "value": f"urn:uuid:{state.kiosk}"}],
        "status": _RETIRED if state.retired else "active",
        **name,
        "type": {"coding": [{"system": TYPE_SYSTEM, "code": TYPE}], "text": "Waiting-room kiosk"},
        "version": [
            {"type": {"text": of}, "value": version} for of, version in state.versions.items()
        ],
        "property": list(_properties(state)),
        **(owned if clinic else {}),
    }


def from_fhir(resource: Any) -> State | None:
    """What a Device says; None for one that is no kiosk of this program."""
    if not _is_kiosk(resource):
        return None
    kiosk = next(_uuids(resource), "")
    owner = _dict(_dict(resource.get("owner")).get("identifier"))
    names = _dicts(resource.get("deviceName"))
    said = _said(resource)
    return (
        State(
            kiosk=kiosk,
            name=plain(names[0].get("name") if names else ""),
            clinic=plain(owner.get("value")) if owner.get("system") == CLINIC_SYSTEM else "",
            versions=_versions(resource),
            retired=resource.get("status") == _RETIRED,
            **{name: read(said.get(code, {})) for code, name, _, read in _PROPERTIES},
        )
        if kiosk
        else None
    )


def _properties(state: State) -> Iterator[dict[str, Any]]:
    for code, name, write, _ in _PROPERTIES:
        value = getattr(state, name)
        if value not in (None, "", ()):
            yield {"type": {"coding": [{"system": SYSTEM, "code": code}]}, **write(value)}


def _number(unit: str) -> Callable[[int], dict[str, Any]]:
    measured = {"unit": unit, "system": _UCUM, "code": unit} if unit else {}

    def write(value: int) -> dict[str, Any]:
        return {"valueQuantity": [{"value": value, **measured}]}

    return write


def _texts(values: Iterable[str]) -> dict[str, Any]:
    return {"valueCode": [{"text": one} for one in values]}


def _text(value: str) -> dict[str, Any]:
    return _texts([value])


def _moment(value: datetime) -> dict[str, Any]:
    return _texts([value.isoformat(timespec="seconds")])


def _either(yes: str, no: str) -> tuple[Callable[[bool], dict[str, Any]], "_Read[bool | None]"]:
    def write(value: bool) -> dict[str, Any]:  # noqa: FBT001 - one of two codes
        return {"valueCode": [{"coding": [{"system": SYSTEM, "code": yes if value else no}]}]}

    def read(said: Mapping[str, Any]) -> bool | None:
        codes = [
            coding.get("code")
            for value in _dicts(said.get("valueCode"))
            for coding in _dicts(value.get("coding"))
            if coding.get("system") == SYSTEM
        ]
        return codes == [yes] if codes in ([yes], [no]) else None

    return write, read


def _read_number(said: Mapping[str, Any]) -> int | None:
    values = _dicts(said.get("valueQuantity"))
    value = values[0].get("value") if len(values) == 1 else None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return int(value) if -_NUMBER_MAX <= value <= _NUMBER_MAX else None


def _read_count(said: Mapping[str, Any]) -> int | None:
    value = _read_number(said)
    return None if value is None or value < 0 else value


def _read_texts(said: Mapping[str, Any]) -> tuple[str, ...]:
    values = _dicts(said.get("valueCode"))[:FORMS_MAX]
    return tuple(text for value in values if (text := plain(value.get("text"), _TEXT_MAX)))


def _read_text(said: Mapping[str, Any]) -> str:
    return next(iter(_read_texts(said)), "")


def _read_moment(said: Mapping[str, Any]) -> datetime | None:
    return moment(_read_text(said))


_Read = Callable[[Mapping[str, Any]], _T]
_Property = tuple[str, str, Callable[[Any], dict[str, Any]], _Read[Any]]

_PROPERTIES: Final[tuple[_Property, ...]] = (
    ("told-at", "told", _moment, _read_moment),
    ("waiting", "waiting", _number(""), _read_count),
    ("refused", "refused", _number(""), _read_count),
    ("oldest-waiting", "oldest_s", _number("s"), _read_count),
    ("last-acknowledged", "last_sent", _moment, _read_moment),
    ("clock-ahead", "drift_s", _number("s"), _read_number),
    ("free-disk", "free_mb", _number("MBy"), _read_count),
    ("store-checked", "checked", _moment, _read_moment),
    ("store", "sound", *_either("sound", "damaged")),
    ("audit-events", "events", _number(""), _read_count),
    ("audit-head", "head", _text, _read_text),
    ("audit", "whole", *_either("whole", "shorter")),
    ("form", "forms", _texts, _read_texts),
    ("key", "key", _text, _read_text),
    ("paused-forms", "paused", _number(""), _read_count),
)
"""Code, attribute of `State`, how it is written, how it is read."""


def _is_kiosk(resource: Any) -> bool:
    if not isinstance(resource, dict) or resource.get("resourceType") != "Device":
        return False
    codings = _dicts(_dict(resource.get("type")).get("coding"))
    return any(one.get("system") == TYPE_SYSTEM and one.get("code") == TYPE for one in codings)


def _uuids(resource: Mapping[str, Any]) -> Iterator[str]:
    for one in _dicts(resource.get("identifier")):
        value = one.get("value")
        if one.get("system") == UUID_SYSTEM and isinstance(value, str):
            yield plain(value.removeprefix("urn:uuid:"), 36)


def _versions(resource: Mapping[str, Any]) -> dict[str, str]:
    read = {}
    for one in _dicts(resource.get("version"))[:VERSIONS_MAX]:
        read[plain(_dict(one.get("type")).get("text"))] = plain(one.get("value"))
    return {of: version for of, version in read.items() if of and version}


def _said(resource: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The properties by their code; of several with one code the first."""
    said: dict[str, Mapping[str, Any]] = {}
    for one in _dicts(resource.get("property")):
        for coding in _dicts(_dict(one.get("type")).get("coding")):
            if coding.get("system") == SYSTEM:
                said.setdefault(str(coding.get("code")), one)
    return said


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
