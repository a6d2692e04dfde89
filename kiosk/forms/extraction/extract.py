"""Observations out of a completed response, as a FHIR R4 transaction Bundle.

Source: SDC, observation-based extraction,
http://hl7.org/fhir/uv/sdc/STU3/extraction.html#observation-based-extraction
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.extraction.extract_plan import COMPONENT, DERIVED, MEMBER, Plan, extraction_plans
from kiosk.forms.extraction.extract_value import observation_value
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.finding import ERROR, WARNING, Finding
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

_AMENDED: Final = "amended"
_FINISHED: Final = ("completed", _AMENDED)
_URI: Final = "urn:ietf:rfc:3986"
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

_PEOPLE: Final = ("Patient", "Practitioner", "PractitionerRole", "RelatedPerson")
_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "subject": ("Patient", "Group", "Device", "Location"),
    "encounter": ("Encounter",),
    "performer": (*_PEOPLE, "Organization", "CareTeam"),
    "basedOn": ("CarePlan", "ServiceRequest"),
    "partOf": ("Procedure",),
}
"""Which of the resources a response may refer to an Observation may, too, by its element."""


@dataclass(frozen=True)
class Extraction:
    """What came of a response.

    Attributes:
        bundle: a transaction Bundle with the response and its Observations; without `entry`
            where there are no Observations.
        findings: what could not be extracted, and why.
    """

    bundle: dict[str, Any]
    findings: tuple[Finding, ...]


def extract(questionnaire: Questionnaire, response: Mapping[str, Any]) -> Extraction:
    """The Observations in a response to this form; the same response gives the same Bundle.

    A completed response creates Observations, unless they are there already (by identifier); an
    amended one brings them up to date. Nothing is ever deleted. An item marked "true" stands
    alone; one that is extracted only because of what is around it becomes a member of that.
    """
    if response.get("status") not in _FINISHED:
        message = "Only a completed or amended response can be extracted."
        place = "QuestionnaireResponse.status"
        return Extraction(_bundle([]), (Finding(ERROR, "status", "", place, message),))
    plans = extraction_plans(questionnaire)
    making = _Making(response, plans.by_path)
    making.walk(response, questionnaire.items, _Around("", "QuestionnaireResponse", None))
    source = [making.source_entry] if making.entries and making.source_entry else []
    return Extraction(_bundle([*source, *making.entries]), (*plans.findings, *making.findings))


def _bundle(entries: list[dict[str, Any]]) -> dict[str, Any]:
    head = {"resourceType": "Bundle", "type": "transaction"}
    return head | ({"entry": entries} if entries else {})


@dataclass(frozen=True)
class _Around:
    """Where in the response we are.

    Attributes:
        path: the items and their numbers from the root down; it gives Observations their ids.
        json_path: the same as a place in the file.
        entry: of the nearest Observation around.
    """

    path: str
    json_path: str
    entry: dict[str, Any] | None


@dataclass
class _Making:
    response: Mapping[str, Any]
    plans: Mapping[str, Plan]
    entries: list[dict[str, Any]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def walk(self, parent: Mapping[str, Any], known: Sequence[Item], around: _Around) -> None:
        counts: Counter[str] = Counter()
        for index, raw in enumerate(ext.mappings(parent, "item")):
            link_id, place = ext.text(raw, "linkId"), f"{around.json_path}.item[{index}]"
            same = [item for item in known if item.link_id == link_id]
            if not same:
                message = "The form has no such item here; it is not extracted."
                self.findings.append(Finding(WARNING, "linkId", link_id, place, message))
                continue
            item = same[min(counts[link_id], len(same) - 1)]
            path = f"{around.path}/{quote(link_id, safe='')}:{counts[link_id]}"
            counts[link_id] += 1
            self._item(item, raw, _Around(path, place, around.entry))

    def _item(self, item: Item, raw: Mapping[str, Any], here: _Around) -> None:
        plan = self.plans.get(item.path)
        for number, answer in enumerate(ext.mappings(raw, "answer")):
            path, place = f"{here.path}:{number}", f"{here.json_path}.answer[{number}]"
            inside = _Around(path, place, here.entry)
            value = self._value(item, plan, answer, place) if plan else None
            self._observe(item, answer, inside, value)
        value = {} if plan and item.type == "group" else None
        self._observe(item, raw, here, value)

    def _value(
        self, item: Item, plan: Plan, answer: Mapping[str, Any], place: str
    ) -> dict[str, Any] | None:
        try:
            return observation_value(Answer.from_fhir(answer), plan.unit)
        except ValueError as cause:
            message = f"It is not extracted: {cause}."
            self.findings.append(Finding(WARNING, "extract-type", item.link_id, place, message))
            return None

    def _observe(
        self, item: Item, raw: Mapping[str, Any], here: _Around, value: dict[str, Any] | None
    ) -> None:
        """Makes the Observation of this value, if there is one, and goes on inside."""
        if value is None:
            self.walk(raw, item.items, here)
            return
        plan = self.plans[item.path]
        content = {"code": {"coding": [*plan.codes]}, **value}
        if plan.relation == COMPONENT:
            self._add(here, "component", content, item)
            self.walk(raw, item.items, here)
            return
        entry, place = self._entry(plan, here, content), len(self.entries)
        self.entries.append(entry)
        self.walk(raw, item.items, _Around(here.path, here.json_path, entry))
        if self._says_something(entry):
            self._relate(item, plan, here, entry)
        else:
            del self.entries[place]

    def _relate(self, item: Item, plan: Plan, here: _Around, entry: dict[str, Any]) -> None:
        if plan.relation == MEMBER:
            self._add(here, "hasMember", {"reference": entry["fullUrl"]}, item)
        elif plan.relation == DERIVED and here.entry:
            self.looked_at.add(here.entry["fullUrl"])
            entry["resource"]["derivedFrom"].append({"reference": here.entry["fullUrl"]})

    def _add(self, here: _Around, element: str, content: dict[str, Any], item: Item) -> None:
        if here.entry is not None:
            here.entry["resource"].setdefault(element, []).append(content)
            return
        # The form has an Observation around it, which this response gave no value.
        message = f"There is no Observation around it to have it as {element}."
        finding = Finding(WARNING, "extract-relation", item.link_id, here.json_path, message)
        self.findings.append(finding)

    def _entry(self, plan: Plan, here: _Around, content: dict[str, Any]) -> dict[str, Any]:
        urn = f"urn:uuid:{uuid5(self._namespace, here.path)}"
        amended = self.response.get("status") == _AMENDED
        observation = {
            "resourceType": "Observation",
            "identifier": [{"system": _URI, "value": urn}],
            "status": _AMENDED if amended else "final",
            **({"category": [*plan.categories]} if plan.categories else {}),
            **self._shared,
            "derivedFrom": [{"reference": self._source}],
            **content,
        }
        query = f"identifier={quote(f'{_URI}|{urn}', safe='')}"
        request = {"method": "POST", "url": "Observation", "ifNoneExist": query}
        if amended:
            request = {"method": "PUT", "url": f"Observation?{query}"}
        return {"fullUrl": urn, "resource": observation, "request": request}

    def _says_something(self, entry: Mapping[str, Any]) -> bool:
        """Whether it has a value or parts: a group of which nothing was answered has neither."""
        observation = entry["resource"]
        parts = "component" in observation or "hasMember" in observation
        valued = any(key.startswith("value") for key in observation)
        return parts or valued or entry["fullUrl"] in self.looked_at

    @cached_property
    def _namespace(self) -> UUID:
        known = ext.text(self.response, "id") or encode_json(self.response).decode()
        return uuid5(NAMESPACE_URL, f"QuestionnaireResponse/{known}")

    @cached_property
    def _source(self) -> str:
        own_id = ext.text(self.response, "id")
        if own_id and not _is_uuid(own_id):
            return f"QuestionnaireResponse/{own_id}"
        return f"urn:uuid:{own_id or self._namespace}"

    @cached_property
    def source_entry(self) -> dict[str, Any] | None:
        """The response, so that the Observations' reference to it holds inside the Bundle.

        One whose id is no UUID is only referred to: on another server that id may be taken.
        """
        if not self._source.startswith("urn:"):
            return None
        own_id = ext.text(self.response, "id")
        request = {"method": "POST", "url": "QuestionnaireResponse"}
        if own_id:
            request = {"method": "PUT", "url": f"QuestionnaireResponse/{own_id}"}
        return {"fullUrl": self._source, "resource": dict(self.response), "request": request}

    @cached_property
    def _shared(self) -> dict[str, Any]:
        """What every Observation of this response has in common."""
        response = self.response
        shared: dict[str, Any] = {
            element: response[element]
            for element in ("subject", "encounter")
            if _may_refer(response.get(element), element)
        }
        for element in ("basedOn", "partOf"):
            fitting = [r for r in ext.mappings(response, element) if _may_refer(r, element)]
            shared |= {element: fitting} if fitting else {}
        # A Device may be the author of a response, but no performer: then who answered is.
        people = [response.get("author"), response.get("source")]
        performers = [person for person in people if _may_refer(person, "performer")]
        shared |= {"performer": performers[:1]} if performers else {}
        authored = ext.text(response, "authored")
        shared |= {"effectiveDateTime": authored} if authored else {}
        return shared | ({"issued": authored} if _INSTANT.fullmatch(authored) else {})


def _may_refer(reference: Any, element: str) -> bool:
    if not isinstance(reference, Mapping):
        return False
    named = ext.text(reference, "type")
    steps = ext.text(reference, "reference").partition("?")[0].split("/")
    kind = named or (steps[-2] if len(steps) > 1 else "")
    return not kind or kind in _TARGETS[element]


def _is_uuid(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None
