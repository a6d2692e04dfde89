"""Reads a carried file back: whatever is in it, only sound responses come out.

A file that is not sound as a whole is refused as a whole; it came on a stick, and is not trusted.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from kiosk.errors import FormUnreadable, RefusedError
from kiosk.export.bundle import FORMAT, RESPONSE, TASK, WITH_ALERTS, Form, Parcel
from kiosk.export.sealing import MOST_BYTES, is_sealed, unseal
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.please_look import read_task
from kiosk.forms.questionnaire import read_questionnaire

MOST_RESPONSES: Final = 50_000
_STATUSES: Final = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
_KNOWN: Final = (FORMAT, WITH_ALERTS)
_ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")


_TAG: Final = re.compile(r"[\x20-\x7e]{1,200}")
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Carried:
    """One response out of a file.

    Attributes:
        questionnaire: canonical of the form it answers.
        payload: its bytes, as they were kept where it was taken.
        completed_at: as told by the kiosk it comes from, else by the response itself.
        if_match: ETag of the version at the service that it follows.
    """

    id: str
    questionnaire: str
    payload: bytes
    completed_at: datetime | None
    if_match: str | None


@dataclass(frozen=True)
class CarriedAlert:
    """The Task of an alert out of a file; its response is in there, too.

    Attributes:
        payload: its bytes, as they were kept where it was raised.
        if_match: ETag of the version at the service that it follows.
    """

    id: str
    payload: bytes
    if_match: str | None


@dataclass(frozen=True)
class Contents:
    """What is in a file.

    Attributes:
        clinic: whose it is; "" where the file does not say (it is a plain Bundle).
        kiosk: the id of the kiosk that made it; "" likewise.
        made: when; None likewise.
        responses: in the order of the file.
        forms: that came with them, each of the hash it claims.
        alerts: of those responses, that were not told when the file was made.
    """

    clinic: str
    kiosk: str
    made: datetime | None
    responses: tuple[Carried, ...]
    forms: tuple[Form, ...]
    alerts: tuple[CarriedAlert, ...] = ()


class _Request(msgspec.Struct, rename="camel"):
    method: str
    url: str
    if_match: str | None = None


class _Entry(msgspec.Struct):
    resource: msgspec.Raw
    request: _Request | None = None


class _Bundle(msgspec.Struct, rename="camel"):
    resource_type: str
    type: str
    entry: tuple[_Entry, ...] = ()


def opened(sealed: bytes, code: str) -> Contents:
    """What is in a sealed file.

    Raises:
        RefusedError: the code is wrong, the file is damaged, or what is in it is not sound.
    """
    content = unseal(sealed, code)
    try:
        parcel = msgspec.json.decode(content, type=Parcel)
    except (msgspec.DecodeError, RecursionError) as cause:
        raise _unsound("it is no parcel of a kiosk") from cause
    if parcel.format not in _KNOWN:
        raise RefusedError(
            "The file was made by a newer version of the program.",
            advice="Bring this PC up to date first.",
        )
    responses, alerts = _resources(bytes(parcel.bundle), parcel.completed)
    forms = tuple(_sound_form(form) for form in parcel.forms)
    return Contents(parcel.clinic, parcel.kiosk, parcel.made, responses, forms, alerts)


def plain(content: bytes) -> Contents:
    """What is in a plain FHIR Bundle.

    Raises:
        RefusedError: it is none, or what is in it is not sound.
    """
    if len(content) > MOST_BYTES:
        raise RefusedError("The file is too large.", advice="Make the export anew, in parts.")
    responses, alerts = _resources(content, {})
    return Contents("", "", None, responses, (), alerts)


def is_known(content: bytes) -> bool:
    """Whether these bytes can be a file to import: sealed, or JSON."""
    return is_sealed(content) or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _resources(
    content: bytes, completed: dict[str, datetime]
) -> tuple[tuple[Carried, ...], tuple[CarriedAlert, ...]]:
    try:
        bundle = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Bundle)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise _unsound("it is no FHIR Bundle with resources in it") from cause
    if bundle.resource_type != "Bundle":
        raise _unsound("it is no FHIR Bundle")
    if len(bundle.entry) > MOST_RESPONSES:
        raise _unsound(f"it has more than {MOST_RESPONSES} entries")
    responses, alerts = list[Carried](), list[CarriedAlert]()
    for number, entry in enumerate(bundle.entry, start=1):
        place = f"entry {number}"
        resource = _document(entry, place)
        if resource.get("resourceType") == TASK:
            alerts.append(_alert(entry, resource, {one.id for one in responses}, place))
        else:
            responses.append(_response(entry, resource, completed, place))
    return tuple(responses), tuple(alerts)


def _document(entry: _Entry, place: str) -> dict[str, Any]:
    try:
        resource = decode_json(bytes(entry.resource))
    except NotJson as cause:
        raise _unsound(f"{place} is nested too deeply") from cause
    if not isinstance(resource, dict):
        raise _unsound(f"{place} is no {RESPONSE}")
    return resource


def _response(
    entry: _Entry, resource: dict[str, Any], completed: dict[str, datetime], place: str
) -> Carried:
    if resource.get("resourceType") != RESPONSE:
        raise _unsound(f"{place} is no {RESPONSE}")
    response_id, follows = _addressed(entry, resource, place)
    form = resource.get("questionnaire")
    if not isinstance(form, str) or not form.strip() or resource.get("status") not in _STATUSES:
        raise _unsound(f"{place} does not say which form it answers, or its status")
    moment = completed.get(response_id) or _authored(resource)
    return Carried(response_id, form, bytes(entry.resource), moment, follows)


def _alert(
    entry: _Entry, resource: dict[str, Any], responses: Collection[str], place: str
) -> CarriedAlert:
    """A Task of any other kind, or about what is not in the file, was not put there by a kiosk."""
    told = read_task(resource)
    task_id, follows = _addressed(entry, resource, place)
    if told is None or told.response_id not in responses:
        raise _unsound(f"{place} is about no response in it")
    return CarriedAlert(task_id, bytes(entry.resource), follows)


def _addressed(entry: _Entry, resource: dict[str, Any], place: str) -> tuple[str, str | None]:
    """Its id, and the version that it follows."""
    resource_id, request = resource.get("id"), entry.request
    if not isinstance(resource_id, str) or _ID.fullmatch(resource_id) is None:
        raise _unsound(f"{place} has no id")
    address = f"{resource['resourceType']}/{resource_id}"
    if request is not None and request.method == "PUT" and request.url != address:
        raise _unsound(f"the id of {place} is not the one of its address")
    follows = request.if_match if request is not None else None
    if follows is not None and _TAG.fullmatch(follows) is None:
        raise _unsound(f"{place} follows a version that is none")
    return resource_id, follows


def _authored(resource: dict[str, Any]) -> datetime | None:
    try:
        authored = datetime.fromisoformat(str(resource.get("authored", "")))
    except ValueError:
        return None
    return authored if authored.tzinfo is not None and authored >= _EARLIEST else None


def _sound_form(form: Form) -> Form:
    """A form is kept under what it is, not under what a file calls it."""
    try:
        found = read_questionnaire(form.content)
    except FormUnreadable as cause:
        raise _unsound("a form in it can't be read") from cause
    if (found.canonical, found.content_hash) != (form.canonical, form.content_hash):
        raise _unsound("a form in it is not the one it is called")
    return form


def _unsound(why: str) -> RefusedError:
    return RefusedError(
        f"The file can't be imported: {why}. Nothing was taken from it.",
        advice="Make it anew at the other PC with: kiosk export --format bundle",
    )
