"""What a desk set for its clinic becomes what the centre says to all kiosks: a newer Library."""

import base64
import tomllib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.settings import Settings
from kiosk.sync.fetch.choosing import Canonical, chosen
from kiosk.sync.fetch.clinic import CONTENT_TYPE, LIMITS, content_of, is_toml, merged_settings
from kiosk.sync.fetch.judging import NotUsable
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import searched
from kiosk.sync.reply import version_tag

Tables = dict[str, dict[str, Any]]


def share_settings(
    client: FhirClient,
    settings: Settings,
    said: Mapping[str, Mapping[str, Any]],
    *,
    written: Callable[[Tables], bytes],
) -> bytes:
    """Put some settings into the clinic's Library, over what it says; its text from now on.

    Nothing of what another desk put there meanwhile is lost: a Library that is not as it was read
    is not written (R4, http, managing resource contention).

    Args:
        client: of the central service.
        settings: of this PC; they name the Library.
        said: by table and key.
        written: writes TOML.

    Raises:
        RefusedError: the service has no such Library, or what would stand in it is not right.
        Unreachable, NotAuthorised, Refused: it was not stored, or another desk was first.
    """
    name = settings.central.clinic_settings
    there = _library(client, name)
    try:
        tables: Tables = tomllib.loads(content_of((there,), name).decode())
        for table, values in said.items():
            tables[table] = {**tables.get(table, {}), **values}
        content = written(tables)
        merged_settings(content, settings)
    except (NotUsable, ValueError) as cause:
        raise RefusedError(
            "The other screens can't be set from here. Your changes stay on this PC.",
            advice=f"Show this to IT: {cause}",
        ) from cause
    others = [one for one in ext.mappings(there, "content") if not _is_text(one)]
    attachment = {"contentType": CONTENT_TYPE, "data": base64.b64encode(content).decode()}
    newer = {**there, "content": [*others, attachment]}
    client.put("Library", str(there["id"]), encode_json(newer), if_match=version_tag(there))
    return content


def _library(client: FhirClient, name: str) -> Mapping[str, Any]:
    found = searched(client, f"Library?{urlencode({'url': name})}", LIMITS)
    try:
        library = chosen(found.resources if found.ended else (), "Library", Canonical.of(name))
    except NotUsable:
        library = None
    there = client.read("Library", str(library["id"]), fresh=True) if library else None
    if there is None:
        raise RefusedError(
            "The other screens can't be set from here yet. Your changes stay on this PC.",
            advice=f"Show this to IT: the central service has no Library {name}.",
        )
    return there


def _is_text(attachment: Mapping[str, Any]) -> bool:
    return is_toml(ext.text(attachment, "contentType"))
