"""What a form says about turning its answers into Observations, item by item.

The form alone is looked at here: which items become Observations, under which codes and
categories, and how each belongs to the Observation around it.
Source: SDC, observation-based extraction,
http://hl7.org/fhir/uv/sdc/STU3/extraction.html#observation-based-extraction, with the
relationship codes of STU 4, http://hl7.org/fhir/uv/sdc/CodeSystem/observation-extract-relationship
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding, Severity
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

OBSERVATION_EXTRACT: Final = _SDC + "observationExtract"
OBSERVATION_EXTRACT_CATEGORY: Final = _SDC + "observation-extract-category"
UNSUPPORTED: Final = frozenset(
    _SDC + name
    for name in (
        "observationExtractEntry",
        "itemExtractionContext",
        "definitionExtract",
        "definitionExtractValue",
        "extractAllocateId",
        "targetStructureMap",
        "templateExtract",
        "templateExtractBundle",
        "templateExtractContext",
        "templateExtractValue",
    )
)
"""The extensions of SDC's other ways to extract, which are not followed."""

_CATEGORIES: Final = (OBSERVATION_EXTRACT_CATEGORY, _SDC + "observationExtractCategory")
# The second spelling is none of SDC's, and forms are written with it.

INDEPENDENT: Final = "independent"
MEMBER: Final = "member"
COMPONENT: Final = "component"
DERIVED: Final = "derived"
RELATIONS: Final = (INDEPENDENT, MEMBER, COMPONENT, DERIVED)
"""How an Observation may belong to the one around it."""

_YES: Final = "true"
_NO: Final = "false"

_NO_VALUE: Final = frozenset({"url", "attachment", "reference"})
# Observation.value[x] has no type for them (http://hl7.org/fhir/R4/observation.html).


@dataclass(frozen=True)
class Plan:
    """How the answers of one item become Observations.

    Attributes:
        codes: the Codings of Observation.code.
        relation: one of `RELATIONS`.
        categories: the CodeableConcepts of Observation.category.
        unit: the Coding of the item's unit; None where the form gives none.
    """

    codes: tuple[Mapping[str, Any], ...]
    relation: str
    categories: tuple[Mapping[str, Any], ...]
    unit: Mapping[str, Any] | None


@dataclass(frozen=True)
class Plans:
    """The plans of a form by item path; an item that is not extracted has none."""

    by_path: Mapping[str, Plan]
    findings: tuple[Finding, ...]


def extraction_plans(questionnaire: Questionnaire) -> Plans:
    """Which items of the form are extracted and how, and what is wrong with that."""
    raw = questionnaire.raw
    planner = _Planner()
    wanted = next(ext.extension_values(raw, OBSERVATION_EXTRACT), None) is True
    around = _Around(wanted=wanted, categories=_categories(raw, ()))
    for item in questionnaire.items:
        planner.visit(item, around)
    return Plans(planner.by_path, tuple(planner.findings))


@dataclass(frozen=True)
class _Around:
    """What an item has from the items around it."""

    wanted: bool
    categories: tuple[Mapping[str, Any], ...]
    excluded: bool = False
    observed: bool = False


@dataclass
class _Planner:
    by_path: dict[str, Plan] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def visit(self, item: Item, around: _Around) -> None:
        own = self._own(item)
        excluded = around.excluded or own == _NO
        around = replace(around, categories=_categories(item.raw, around.categories))
        if excluded:
            self._say_excluded(item, own)
        elif plan := self._plan(item, own, around):
            self.by_path[item.path] = plan
            around = replace(around, observed=True)
        # A relationship is the item's own; only a plain "true" speaks for what is inside, too.
        inside = replace(around, wanted=around.wanted or own == _YES, excluded=excluded)
        for child in item.items:
            self.visit(child, inside)

    def _say(self, item: Item, severity: Severity, code: str, message: str) -> None:
        self.findings.append(Finding(severity, code, item.link_id, item.json_path, message))

    def _say_excluded(self, item: Item, own: str) -> None:
        if own not in ("", _NO):
            message = "An item around it is excluded from extraction, so this one is, too."
            self._say(item, WARNING, "extract-excluded", message)

    def _own(self, item: Item) -> str:
        said = [_said(value) for value in ext.extension_values(item.raw, OBSERVATION_EXTRACT)]
        if not said or (len(said) == 1 and said[0]):
            return "".join(said)
        message = "What observationExtract says is contradictory or unknown; it is not extracted."
        self._say(item, ERROR, "extract-value", message)
        return _NO

    def _plan(self, item: Item, own: str, around: _Around) -> Plan | None:
        codes, tagged = _codes(item)
        marked = own or tagged
        if not (marked or around.wanted):
            return None
        if marked and not codes:
            message = "The item has no code, so no Observation can be made of it."
            self._say(item, WARNING, "extract-code", message)
        if not codes or not self._can_hold(item, marked=bool(marked)):
            return None
        relation = self._relation(item, marked, around)
        unit = ext.extension_value(item.raw, ext.UNIT)
        known = unit if isinstance(unit, Mapping) else None
        return Plan(codes, relation, around.categories, known) if relation else None

    def _can_hold(self, item: Item, *, marked: bool) -> bool:
        if item.type not in _NO_VALUE and (item.is_question or item.type == "group"):
            return True
        if marked or item.type in _NO_VALUE:
            message = f"An Observation can't hold what a {item.type or 'typeless'} item has."
            self._say(item, WARNING, "extract-type", message)
        return False

    def _relation(self, item: Item, marked: str, around: _Around) -> str:
        if marked == _YES or not (marked or around.observed):
            return INDEPENDENT
        relation = marked or MEMBER  # what SDC has a system do that can't know better
        if relation == COMPONENT and item.type == "group":
            message = "A group has no value, so it can't be a component."
            self._say(item, ERROR, "extract-relation", message)
            return ""
        if relation == INDEPENDENT or around.observed:
            return relation
        return self._alone(item, relation)

    def _alone(self, item: Item, relation: str) -> str:
        start = f"The item is a {relation}, but nothing around it is extracted"
        if relation == COMPONENT:
            self._say(item, ERROR, "extract-relation", f"{start}; neither is it.")
            return ""
        self._say(item, INFORMATION, "extract-relation", f"{start}; it stands alone.")
        return INDEPENDENT


def _categories(
    element: Mapping[str, Any], around: tuple[Mapping[str, Any], ...]
) -> tuple[Mapping[str, Any], ...]:
    values = (value for url in _CATEGORIES for value in ext.extension_values(element, url))
    return tuple(value for value in values if isinstance(value, Mapping)) or around


def _said(value: object) -> str:
    """`_YES`, `_NO`, one of `RELATIONS`, or "" for anything else."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return value if isinstance(value, str) and value in RELATIONS else ""


def _codes(item: Item) -> tuple[tuple[Mapping[str, Any], ...], str]:
    """The codes to extract, and what the tags on single codes say ("" where none is tagged)."""
    codes = ext.mappings(item.raw, "code")
    said = [_said(ext.extension_value(code, OBSERVATION_EXTRACT)) for code in codes]
    tags = [tag for tag in said if tag not in ("", _NO)]
    pairs = zip(codes, said, strict=True)
    chosen = [code for code, tag in pairs if (tag in tags if tags else tag != _NO)]
    return tuple(map(_untagged, chosen)), tags[0] if tags else ""


def _untagged(code: Mapping[str, Any]) -> Mapping[str, Any]:
    rest = [e for e in ext.mappings(code, "extension") if e.get("url") != OBSERVATION_EXTRACT]
    bare = {key: value for key, value in code.items() if key != "extension"}
    return bare | ({"extension": rest} if rest else {})
