"""The desk of the demo makes a question better because people said that it is not good."""

import json
from datetime import datetime
from typing import Any, Final

from kiosk.coproduction.events import DRAFTED, PUBLISHED, FormEvent
from kiosk.coproduction.versions import as_version, derivation_type, next_version
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.store import form_versions
from kiosk.store.database import Store

DONE: Final = "If it hurts all over, it says what to touch."
WORDS: Final = "Where does it hurt most? Touch the worst place."


def asked_before() -> Questionnaire:
    """The form as it comes with the program."""
    return read_questionnaire(resource("forms", "pain-today.json").read_bytes())


def reword(store: Store, group: dict[str, Any], *, now: datetime) -> Questionnaire:
    """The question of that group in better words, from now on; the version that asks so.

    Args:
        store: of the sample clinic.
        group: as `kiosk.desk.improving.remarks.heard` gives it.
        now: the moment.
    """
    old = asked_before()
    raw = json.loads(encode_json(old.raw))
    _find(raw, group["linkId"])["text"] = WORDS
    version = next_version(old.version, "reworded")
    kind = derivation_type(old, parse_questionnaire(raw))
    new = parse_questionnaire(as_version(raw, version, today=now.date(), derived_from=(old, kind)))
    event = FormEvent(now, old.url, DRAFTED, new.canonical, role="lead", by="Lead", text=DONE,
                      detail={"groups": [group["id"]]})  # fmt: skip
    with store.transaction() as c:
        form_versions.keep_version(
            c, new, content=encode_json(new.raw), derived_from=old.canonical,
            change_class="reworded", source="editor", by="Lead", now=now,
        )  # fmt: skip
        form_versions.record_event(c, event)
        published = FormEvent(now, old.url, PUBLISHED, new.canonical, role="lead", by="Lead")
        form_versions.record_event(c, published)
    return new


def _find(raw: dict[str, Any], link_id: str) -> dict[str, Any]:
    items: list[dict[str, Any]] = list(raw["item"])
    while items:
        item = items.pop()
        if item["linkId"] == link_id:
            return item
        items += item.get("item", [])
    raise KeyError(link_id)
