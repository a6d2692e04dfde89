"""ValueSets: the value sets at hand, as options to choose from.

No server is asked: what is not in the form itself, or was not brought in a file, is not at hand.
How the codes of a value set are found is in `kiosk.forms.terminology.expansion`.
Sources: http://hl7.org/fhir/R4/valueset.html, http://hl7.org/fhir/R4/valueset-operation-expand.html
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import NotJson, decode_json
from kiosk.forms.item import AnswerOption
from kiosk.forms.terminology.expansion import Concept, Expander
from kiosk.forms.terminology.terminology import NOTHING, Terminology

_DEEPEST: Final = 20
_Options = tuple[AnswerOption, ...] | None
_KINDS: Final = frozenset({"ValueSet", "CodeSystem"})


@dataclass(frozen=True)
class ValueSets:
    """Value sets and code systems at hand, beside those that a form brings itself.

    Attributes:
        terminology: what was brought.
    """

    terminology: Terminology = NOTHING
    # Many items of a form share a value set; the form is never altered once it is read.
    _kept: dict[str, tuple[Mapping[str, Any], _Options]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _expanders: list[tuple[Mapping[str, Any], Expander]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, resources: Iterable[Mapping[str, Any]]) -> Self:
        """Those in ValueSets, CodeSystems, Bundles of them, and replies of `$expand`."""
        return cls(Terminology.of(found for resource in resources for found in _inside(resource)))

    def __or__(self, other: "ValueSets") -> "ValueSets":
        """All value sets of both; where both have one, this one's."""
        return ValueSets(self.terminology | other.terminology)

    def options(
        self, canonical: str, questionnaire_raw: Mapping[str, Any]
    ) -> tuple[AnswerOption, ...] | None:
        """The codes of a value set as options, in its order; None where it is not at hand.

        Args:
            canonical: "#id" of a contained value set, "url" or "url|version".
            questionnaire_raw: the form that names it: what it contains is at hand.
        """
        form, options = self._kept.get(canonical, (None, None))
        if form is not questionnaire_raw:
            options = self._options(canonical, questionnaire_raw)
            self._kept[canonical] = (questionnaire_raw, options)
        return options

    def lacking(self, canonical: str, questionnaire_raw: Mapping[str, Any]) -> str:
        """What is not at hand where `options` are not: a value set or code system, or itself."""
        return self._expander(questionnaire_raw).lacking(canonical)

    def _options(
        self, canonical: str, questionnaire_raw: Mapping[str, Any]
    ) -> tuple[AnswerOption, ...] | None:
        concepts = self._expander(questionnaire_raw).codes_of(canonical)
        if concepts is None:
            return None
        language = ext.text(questionnaire_raw, "language")
        return tuple(_option(concept, language) for concept in concepts)

    def _expander(self, questionnaire_raw: Mapping[str, Any]) -> Expander:
        for form, expander in self._expanders:
            if form is questionnaire_raw:
                return expander
        contained = Terminology.of(ext.mappings(questionnaire_raw, "contained"), contained=True)
        made = Expander(contained | self.terminology)
        self._expanders[:] = [(questionnaire_raw, made)]
        return made


def read_value_sets(content: bytes, *, name: str = "") -> ValueSets:
    """The value sets in a file.

    Args:
        content: FHIR JSON.
        name: of the file, without ending: a value set that says neither url nor id is known by
            it, as the last part of the canonical.

    Raises:
        RefusedError: no JSON, or neither a ValueSet, a CodeSystem, a Bundle nor a reply of
            `$expand` that holds one.
    """
    try:
        resource = decode_json(content)
    except NotJson as cause:
        message = f"The value sets can't be read: {cause}."
        raise RefusedError(message, advice="Give a FHIR file in JSON.") from cause
    found = list(_inside(resource))
    if not found:
        message = "The file holds no ValueSet and no CodeSystem."
        advice = "Give a ValueSet with its expansion, a CodeSystem, or a Bundle of them."
        raise RefusedError(message, advice=advice)
    return ValueSets.of({"id": name, **resource} if name else resource for resource in found)


def _inside(resource: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The ValueSets and CodeSystems in a resource, each with the address it was found under."""
    if not isinstance(resource, Mapping) or depth > _DEEPEST:
        return
    if ext.text(resource, "resourceType") in _KINDS:
        yield resource
    held = (*ext.mappings(resource, "entry"), *ext.mappings(resource, "parameter"))
    for holder in held:
        for found in _inside(holder.get("resource"), depth + 1):
            address = ext.text(holder, "fullUrl")
            yield {"url": address, **found} if address else found
    for contained in ext.mappings(resource, "contained"):
        yield from _inside(contained, depth + 1)


def _option(concept: Concept, language: str) -> AnswerOption:
    coding = concept.coding
    raw = {"valueCoding": coding, "extension": concept.extensions}
    if "_display" in coding:
        coding = {key: value for key, value in coding.items() if key != "_display"}
    answer = Answer("valueCoding", coding)
    return AnswerOption(raw, answer, language) if language else AnswerOption(raw, answer)
