"""Settings of the clinic from the centre or this PC's desk: few, and what guards only stricter.

The settings of this PC name a Library (`central.clinic_settings`); its content is TOML like that
of the PC, with some keys of [clinic], [hours] and [patient] (`ALLOWED`). What it says counts before
what the PC says. What the clinic's lead sets at the desk of this PC (`kiosk.store.clinic`) is of
the same kind, and counts before both. The clinic's name, its logo and hours, which forms are
offered and when, count from the next patient on. All else counts from the next start of the
program: the window is made of it as a whole, with its languages, times and looks.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.forms import extensions as ext
from kiosk.offered import is_canonical, read_forms
from kiosk.resources import resource
from kiosk.settings import PICTURE_MAX, Settings
from kiosk.settings.layer import file_layer
from kiosk.settings.opening_hours import WEEKDAYS
from kiosk.store import fetched
from kiosk.store.clinic import said_here
from kiosk.store.database import Store
from kiosk.sync.fetch.choosing import Canonical, chosen
from kiosk.sync.fetch.judging import NotUsable
from kiosk.sync.fetch.plain import plain_line
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, searched

ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "clinic": frozenset({"name", "picture"}),
    "hours": frozenset({*WEEKDAYS, "closed", "emergency"}),
    "patient": frozenset(
        {
            "languages", "forms", "days", "walk_ups", "idle_warning_s", "idle_countdown_s",
            "repeat_ms", "scan_s", "cleaning_s", "clean_after", "help_chime",
        }
    ),
}  # fmt: skip
"""Not among them: whose answers they are, drafts of translations, how long anything is kept, the
address of the service, the store, its key, the panel, the keypad."""

_GUARDS: Final = ("walk_ups", "idle_warning_s", "idle_countdown_s")
"""How long answers stay on a screen that nobody touches, and whether a person comes in without a
code: only this PC loosens these."""

CONTENT_TYPE: Final = "application/toml"
CONTENT_MAX: Final = 16 * 1024 + PICTURE_MAX
REASON_MAX: Final = 600
LIMITS: Final = Limits(pages=4, resources=40, size=2 * 1024 * 1024)


class FromCentre(msgspec.Struct, frozen=True):
    """The settings in force, and where they come from.

    Attributes:
        settings: those of the PC with those of the centre and of its desk over them.
        keys: the names of what the centre says, e.g. "patient.languages".
        since: when it was fetched; None where nothing was.
        refused: why the newest of the centre is not used; "" where it is.
        here: the names of what this PC's desk says.
        here_refused: why that is not used any more; "" where it is.
    """

    settings: Settings
    keys: tuple[str, ...] = ()
    since: datetime | None = None
    refused: str = ""
    here: tuple[str, ...] = ()
    here_refused: str = ""


def with_clinic_settings(store: Store, settings: Settings, *, here: bool = True) -> FromCentre:
    """The settings in force: what was found good when it came may not fit the PC's any more.

    Without `here`: what would be in force if nothing was set at this PC's desk.
    """
    found = _with_centre(store, settings)
    with store.reading() as c:
        said = said_here(c)
    if not said.content or not here:
        return found
    try:
        merged, keys = merged_settings(said.content.encode(), found.settings)
    except NotUsable as cause:
        refused = plain_line(str(cause), longest=REASON_MAX)
        return msgspec.structs.replace(found, here_refused=refused)
    return msgspec.structs.replace(found, settings=merged, here=keys)


def _with_centre(store: Store, settings: Settings) -> FromCentre:
    name = settings.central.clinic_settings
    if not name:
        return FromCentre(settings)
    with store.reading() as c:
        kept = fetched.one(c, fetched.CLINIC, name)
        refused = fetched.one(c, fetched.CLINIC, name, fetched.REFUSED)
    why = refused.reason if refused else ""
    if kept is None:
        return FromCentre(settings, refused=why)
    try:
        merged, keys = merged_settings(kept.content, settings)
    except NotUsable as cause:
        return FromCentre(settings, refused=plain_line(str(cause), longest=REASON_MAX))
    return FromCentre(merged, keys, kept.fetched_at, why)


def fetch_clinic_settings(
    store: Store, client: FhirClient, settings: Settings, *, now: datetime
) -> bool:
    """Fetches what the centre says; whether that is new. What is not right is refused and told.

    `settings` are those of the PC. Raises Unreachable, NotAuthorised or Refused: what was there
    stays.
    """
    name = settings.central.clinic_settings
    with store.transaction() as c:
        fetched.forget_others(c, fetched.CLINIC, [name] if name else ())
    if not name:
        return False
    found = searched(client, f"Library?{urlencode({'url': name})}", LIMITS)
    try:
        content = content_of(found.resources if found.ended else (), name)
        merged_settings(content, settings)
    except NotUsable as why:
        reason = plain_line(found.why or str(why), longest=REASON_MAX)
        with store.transaction() as c:
            fetched.keep_refused(c, fetched.CLINIC, name, b"", reason=reason, now=now)
        return False
    with store.transaction() as c:
        kept = fetched.one(c, fetched.CLINIC, name)
        if kept is not None and kept.content == content:
            fetched.forget_refused(c, fetched.CLINIC, name)
            return False
        fetched.keep_good(c, fetched.CLINIC, name, content, now=now)
    return True


def merged_settings(content: bytes, settings: Settings) -> tuple[Settings, tuple[str, ...]]:
    """The settings with those of a TOML text over them, and the names of the keys in it.

    Raises:
        NotUsable: no TOML, a key that the centre may not set, or a value that is wrong.
    """
    try:
        said = msgspec.toml.decode(content)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        # ValueError: what is no UTF-8, and a number of five thousand digits.
        raise NotUsable(f"The clinic settings are no valid TOML: {cause}") from cause
    keys = tuple(_allowed(said))
    if wrong := file_layer(content, "The clinic settings").problems():
        raise NotUsable(" ".join(map(str, wrong)))
    merged = msgspec.to_builtins(settings)
    for table, values in said.items():
        merged[table] |= values
    try:
        new = msgspec.convert(merged, Settings)
    except msgspec.ValidationError as cause:
        raise NotUsable(f"The clinic settings are not right: {cause}") from cause
    _check_named(new)
    _check_guards(new, settings)
    return new, keys


def _allowed(said: Mapping[str, Any]) -> list[str]:
    keys = []
    for table, values in said.items():
        if not isinstance(values, Mapping):
            raise NotUsable(f"The centre may not set “{table}”.")
        for key in values:
            if key not in ALLOWED.get(table, ()):
                raise NotUsable(f"The centre may not set “{table}.{key}”.")
            keys.append(f"{table}.{key}")
        if table not in ALLOWED:
            raise NotUsable(f"The centre may not set “{table}”.")
    return keys


def _check_guards(new: Settings, before: Settings) -> None:
    """The centre may make them stricter than this PC has them, and never laxer."""
    for name in _GUARDS:
        if getattr(new.patient, name) > getattr(before.patient, name):
            raise NotUsable(f"The centre may not make “patient.{name}” laxer than this PC does.")


def _check_named(settings: Settings) -> None:
    """Languages and forms that are not there would keep the kiosk from starting."""
    folder = resource("translations")
    known = {one.name for one in folder.iterdir() if one.is_dir()}
    for code in settings.patient.languages:
        if code not in known:
            raise NotUsable(f"The clinic settings name a language that is not here: {code}.")
    if plain_line(settings.clinic.name, longest=len(settings.clinic.name)) != settings.clinic.name:
        raise NotUsable("The name of the clinic is not one line of plain text.")
    for name in settings.patient.forms:
        if not name.isprintable():
            raise NotUsable("The clinic settings name a form with signs that no name has.")
        if not is_canonical(name) and ("/" in name or "\\" in name or name.endswith(".json")):
            raise NotUsable(f"The centre may name no file of this PC as a form: {name}.")
    try:
        read_forms(settings.patient.forms)
    except SettingsInvalid as cause:
        raise NotUsable(str(cause)) from cause


def content_of(resources: tuple[Mapping[str, Any], ...], name: str) -> bytes:
    """The TOML of the newest Library of that canonical among them.

    Raises:
        NotUsable: there is none, or not just one text in it.
    """
    library = chosen(resources, "Library", Canonical.of(name))
    if library is None:
        raise NotUsable("The central service took the clinic settings back.")
    parts = ext.mappings(library, "content")
    texts = [ext.text(one, "data") for one in parts if is_toml(ext.text(one, "contentType"))]
    if len(texts) != 1 or not 0 < len(texts[0]) <= CONTENT_MAX * 4 // 3 + 4:
        raise NotUsable(f"The Library has no attachment, or not one, of {CONTENT_TYPE}.")
    try:
        return base64.b64decode(texts[0], validate=True)
    except (binascii.Error, ValueError) as cause:
        raise NotUsable("The attachment of the Library is no base64.") from cause


def is_toml(content_type: str) -> bool:
    """Whether an attachment of that type holds the settings."""
    return content_type.partition(";")[0].strip().lower() == CONTENT_TYPE
