"""A Task of the central service, read with care: which forms, for whom, until when.

    Task (R4)                                     here
    code  complete-questionnaire (SDC)            it asks for a visit
    status requested, received, accepted, ready   it may be begun
    owner                                         whether it is this clinic's
    input of type questionnaire, valueCanonical   the forms, in their order
    identifier of CODE_SYSTEM                     the code that a desk gave to the patient
    identifier urn:uuid, else an id that is one   the visit, as a slip names it
    for.identifier, or the Patient it refers to   by what the patient is known
    restriction.period, else executionPeriod      its start is the appointment, its end the end

A centre is not trusted: every element may be missing, of another kind or huge. Of a Patient only
what finds a visit again is read (`Whose`), and only what this kiosk needs of that.
(https://hl7.org/fhir/uv/sdc/StructureDefinition-sdc-task.html)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from kiosk.forms import extensions as ext
from kiosk.forms.foreign import mapping
from kiosk.forms.moments import Moment
from kiosk.forms.response import UUID_SYSTEM
from kiosk.store.visit_code import is_code, read_code
from kiosk.store.visits import Whose, end_of_day

SDC: Final = "http://hl7.org/fhir/uv/sdc/CodeSystem/temp"
CODE, QUESTIONNAIRE = "complete-questionnaire", "questionnaire"
CODE_SYSTEM: Final = "http://clinic-kiosk.example/fhir/NamingSystem/visit-code"
"""Of the code that a desk showed, so that every screen of the clinic takes that one. It opens one
sitting of one day, and shows nothing that was answered; the service knows the patient as it is."""
STARTING: Final = ("requested", "received", "accepted", "ready")
"""The statuses (R4, TaskStatus) in which nobody has begun yet."""
ENDED: Final = ("completed", "cancelled", "failed", "rejected", "entered-in-error")

FORMS_MOST: Final = 20
LENGTH_MOST: Final = 500
LONGEST: Final = timedelta(days=92)
"""A Task without an end, or with one beyond, waits here no longer than a quarter of a year."""

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_DAY_START = datetime(1, 1, 1, tzinfo=UTC)
_FAR = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""What is before is as good as this: not every PC can tell its local time there."""


@dataclass(frozen=True)
class ReadTask:
    """What a Task says.

    Attributes:
        packet: canonicals of its forms, in order.
        whose: the patient, as far as the Task itself says.
        patient_id: of the Patient at the service that it refers to; "" for none.
        patient: a Patient that it contains.
        start, end: of its period.
        code: that a desk gave out with it; "" for none.
        visit_id: of the visit, a UUID; "" where nothing says it.
    """

    id: str
    status: str
    packet: tuple[str, ...]
    whose: Whose
    patient_id: str = ""
    patient: Mapping[str, Any] | None = None
    start: datetime | None = None
    end: datetime | None = None
    code: str = ""
    visit_id: str = ""

    def expires(self, now: datetime) -> datetime:
        """When its visit is not found any more.

        An appointment without an end is over with its day.
        """
        end = self.end or (end_of_day(self.start) if self.start else now + LONGEST)
        return min(end, now + LONGEST)


def is_asking(resource: Mapping[str, Any]) -> bool:
    """Whether it is a Task that asks for a form to be completed."""
    return resource.get("resourceType") == "Task" and _has_code(resource.get("code"), CODE)


def is_owned(resource: Mapping[str, Any], owner: str, base: str) -> bool:
    """Whether a Task is this clinic's.

    Args:
        resource: the Task.
        owner: `central.tasks`: "all", a reference "Type/id", or an identifier "system|value".
        base: the address of the service.
    """
    if owner == "all":
        return True
    given = mapping(resource, "owner")
    if "|" in owner:
        known = mapping(given, "identifier")
        return owner == f"{known.get('system', '')}|{known.get('value', '')}"
    return given.get("reference") in (owner, f"{base}/{owner}")


def task_id(resource: Mapping[str, Any]) -> str | None:
    """Its id, if that is one (R4, datatypes, id)."""
    known = resource.get("id")
    return known if isinstance(known, str) and _ID.fullmatch(known) else None


def read_task(resource: Mapping[str, Any], base: str) -> ReadTask | None:
    """What a Task says; None where it has no id or status of its own.

    Args:
        resource: the Task.
        base: the address of the service, without a slash at its end.
    """
    known, status = task_id(resource), _text(resource.get("status"))
    if known is None or not status:
        return None
    about, period = mapping(resource, "for"), _period(resource)
    start, end = _moment(period.get("start"), last=False), _moment(period.get("end"), last=True)
    at_a_time = "T" in _text(period.get("start"))
    identifier = _identifier(mapping(about, "identifier"))
    whose = Whose(*identifier, appointment=start if at_a_time else None)
    reference = _text(about.get("reference")).removeprefix(f"{base}/")
    patient_id = reference.removeprefix("Patient/")
    is_id = reference.startswith("Patient/") and _ID.fullmatch(patient_id) is not None
    return ReadTask(
        known, status, tuple(_forms(resource)), whose,
        patient_id=patient_id if is_id else "",
        patient=_contained(resource, reference),
        start=start, end=end, code=code_of(resource), visit_id=visit_id_of(resource),
    )  # fmt: skip


def code_of(resource: Mapping[str, Any]) -> str:
    """The code that a desk gave out; "" where there is none, or what can't be one."""
    code = read_code(_named(resource, CODE_SYSTEM))
    return code if is_code(code) else ""


def visit_id_of(resource: Mapping[str, Any]) -> str:
    """The visit that a Task asks for, as its slip names it; "" where nothing says it."""
    named = _named(resource, UUID_SYSTEM).removeprefix("urn:uuid:") or (task_id(resource) or "")
    try:
        return str(UUID(named))
    except ValueError:
        return ""


def _named(resource: Mapping[str, Any], system: str) -> str:
    known = (one for one in ext.mappings(resource, "identifier") if one.get("system") == system)
    return next((_text(one.get("value")) for one in known), "")


def with_patient(whose: Whose, patient: Mapping[str, Any], *, findable: bool) -> Whose:
    """The same, with what a Patient adds to it.

    Args:
        whose: as the Task says.
        patient: the Patient.
        findable: patients find their visit by their date of birth here. Else nothing of their
            name or birth is kept.
    """
    if whose.value is None:
        system, value = _best_identifier(patient)
        whose = replace(whose, system=system, value=value)
    if not findable:
        return whose
    born, letters = _born(patient), _letters(patient)
    if born is None or letters is None:
        return whose
    return replace(whose, birth_date=born, letters=letters, initials=letters.upper())


def _forms(resource: Mapping[str, Any]) -> Iterator[str]:
    given = (
        _text(one.get("valueCanonical"))
        for one in ext.mappings(resource, "input")
        if _has_code(one.get("type"), QUESTIONNAIRE)
    )
    return iter(list(dict.fromkeys(form for form in given if form))[: FORMS_MOST + 1])


def _has_code(concept: Any, code: str) -> bool:
    """A code of SDC, or of no system; or a concept that only says it in words."""
    codings = ext.mappings(concept, "coding")
    coded = any(one.get("code") == code and one.get("system") in (SDC, None) for one in codings)
    words = _text(ext.text(concept, "text")).strip().lower().replace(" ", "-")
    return coded or (not codings and words == code)


def _period(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    period = mapping(resource.get("restriction"), "period")
    return period or mapping(resource, "executionPeriod")


def _moment(given: Any, *, last: bool) -> datetime | None:
    """A FHIR dateTime; of a day, month or year its begin, or its end, on this PC's clock."""
    moment = Moment.of(_text(given))
    if moment is None or moment.kind != "day":
        return None
    minutes, seconds = moment.last if last else moment.first
    try:
        # Minutes count from the day before the first of year 1 (`date.toordinal`).
        plain = _DAY_START + timedelta(minutes=minutes - 24 * 60, seconds=float(seconds))
        if plain < _LONG_AGO:
            return _LONG_AGO
        return plain if moment.zoned else plain.replace(tzinfo=None).astimezone()
    except (OverflowError, ValueError, OSError):
        return _FAR if _text(given).startswith("9") else None  # 9999-12-31 means: never


def _contained(resource: Mapping[str, Any], reference: str) -> Mapping[str, Any] | None:
    wanted = {"resourceType": "Patient", "id": reference.removeprefix("#")}
    if not reference.startswith("#"):
        return None
    found = (one for one in ext.mappings(resource, "contained") if wanted.items() <= one.items())
    return next(found, None)


def _identifier(one: Mapping[str, Any]) -> tuple[str | None, str | None]:
    system, value = _text(one.get("system")), _text(one.get("value"))
    return (system or None, value) if value else (None, None)


def _best_identifier(patient: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The official one, else the first that says its system."""
    given = ext.mappings(patient, "identifier")
    known = [one for one in given if _text(one.get("value")) and _text(one.get("system"))]
    known.sort(key=lambda one: one.get("use") != "official")
    return _identifier(known[0] if known else {})


def _born(patient: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(_text(patient.get("birthDate")))
    except ValueError:
        return None


def _letters(patient: Mapping[str, Any]) -> str | None:
    """The first letters of the first given and of the family name, of the official name if any."""
    names = sorted(ext.mappings(patient, "name"), key=lambda one: one.get("use") != "official")
    for name in names:
        given = name.get("given")
        first = _first_letter(given[0] if isinstance(given, list) and given else None)
        family = _first_letter(name.get("family"))
        if first and family:
            return first + family
    return None


def _first_letter(given: Any) -> str:
    return next((sign for sign in _text(given) if sign.isalpha()), "")


def _text(given: Any) -> str:
    """A string of bounded length, else nothing."""
    return given if isinstance(given, str) and len(given) <= LENGTH_MOST else ""
