"""The rules on quantities, attachments and references.

Sources: http://hl7.org/fhir/uv/sdc/STU3/StructureDefinition-sdc-questionnaire-unitOpen.html,
http://hl7.org/fhir/R4/extension-mimetype.html,
http://hl7.org/fhir/extensions/StructureDefinition-maxSize.html (in bytes)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import OWN_WORDS, Limits
from kiosk.forms.quantities import compare_quantities, number_of, unit_of
from kiosk.forms.shapes import length_of

_RESOURCE: Final = re.compile(r"(?:https?://[^/]+/(?:.+/)?)?([A-Z][A-Za-z]*)/[0-9A-Za-z.-]{1,64}")
"""The address of a resource, relative or absolute; its group is the type."""


def min_quantity(_item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[Any]:
    """Yields the limit if a quantity is below it or can't be compared with it."""
    yield from _beyond(answers, limits.min_quantity, -1, limits)


def max_quantity(_item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[Any]:
    """Yields the limit if a quantity is above it or can't be compared with it."""
    yield from _beyond(answers, limits.max_quantity, 1, limits)


def _beyond(answers: Sequence[Answer], limit: Any, beyond: int, limits: Limits) -> Iterator[Any]:
    if not isinstance(limit, Mapping):
        return
    least, most = limits.min_quantity, limits.max_quantity
    both = isinstance(least, Mapping) and isinstance(most, Mapping)
    contradictory = both and compare_quantities(least, most) == 1
    # Units that can't be compared can't be proved to be within the limit.
    outside = {beyond, None}
    if any(contradictory or compare_quantities(q, limit) in outside for q in _quantities(answers)):
        yield limit


def unit(item: Item, answers: Sequence[Answer], limits: Limits) -> Iterator[list[str]]:
    """Yields the names of the permitted units if a quantity has another one."""
    if limits.units is None or limits.units_unproven:
        return
    if any(not _is_permitted(item, quantity, limits) for quantity in _quantities(answers)):
        names = {
            name for u in limits.units for name in (ext.text(u, "code"), ext.text(u, "display"))
        }
        yield sorted(names - {""})


def _is_permitted(item: Item, quantity: Mapping[str, Any], limits: Limits) -> bool:
    if any(_is_unit(quantity, unit) for unit in limits.units or ()):
        return True
    supplement = ext.extension_value(item.raw, ext.UNIT_SUPPLEMENTAL_SYSTEM)
    if supplement is not None and ext.text(quantity, "system") == supplement:
        return True
    if not limits.units_open or not unit_of(quantity):
        return False
    # "optionsOrString" lets people write a unit, "optionsOrType" lets them take another code too.
    given = ext.extension_value(item.raw, ext.UNIT_OPEN)
    return given != OWN_WORDS or not ext.text(quantity, "code")


def _is_unit(quantity: Mapping[str, Any], unit: Mapping[str, Any]) -> bool:
    systems = {ext.text(one, "system") for one in (quantity, unit)} - {""}
    return unit_of(quantity) in _names(unit) and len(systems) <= 1


def _names(unit: Mapping[str, Any]) -> set[str]:
    return {ext.text(unit, "code"), ext.text(unit, "display")} - {""}


def max_size(item: Item, answers: Sequence[Answer], _limits: Limits) -> Iterator[Any]:
    """Yields the limit in bytes if an attachment is larger, or says that it is."""
    limit = number_of(ext.extension_value(item.raw, ext.MAX_SIZE))
    if limit is not None and any(_bytes(a) > limit for a in _attachments(answers)):
        yield ext.extension_value(item.raw, ext.MAX_SIZE)


def _bytes(attachment: Mapping[str, Any]) -> Any:
    return max(length_of(attachment), number_of(attachment.get("size")) or 0)


def size(_item: Item, answers: Sequence[Answer], _limits: Limits) -> Iterator[int]:
    """Yields the true length in bytes of content whose `size` is wrong."""
    for attachment in _attachments(answers):
        both = "size" in attachment and "data" in attachment
        if both and attachment["size"] != (length := length_of(attachment)):
            yield length


def mime_type(item: Item, answers: Sequence[Answer], _limits: Limits) -> Iterator[list[str]]:
    """Yields the permitted types if an attachment has another one, or says none."""
    allowed = [t for t in ext.extension_values(item.raw, ext.MIME_TYPE) if isinstance(t, str)]
    types = [ext.text(attachment, "contentType") for attachment in _attachments(answers)]
    if allowed and any(not any(_is_of(t, wanted) for wanted in allowed) for t in types):
        yield allowed


def _is_of(content_type: str, wanted: str) -> bool:
    """Whether a type is the one wanted ("image/*" for all of a kind), with its parameters."""
    name, *parameters = (part.strip().casefold() for part in content_type.split(";"))
    wanted_name, *wanted_parameters = (part.strip().casefold() for part in wanted.split(";"))
    kind, _, _ = wanted_name.partition("/")
    fits = name == wanted_name or (
        wanted_name == f"{kind}/*" and (kind == "*" or name.startswith(f"{kind}/"))
    )
    return bool(name) and fits and set(wanted_parameters) - {""} <= set(parameters)


def reference_resource(
    item: Item, answers: Sequence[Answer], _limits: Limits
) -> Iterator[list[str]]:
    """Yields the permitted types if a reference clearly points to another one."""
    given = ext.extension_values(item.raw, ext.REFERENCE_RESOURCE)
    allowed = [name for name in given if isinstance(name, str)]
    references = [a.value for a in answers if a.key == "valueReference"]
    types = {name for value in references if (name := _type_of(value))}
    if allowed and "Resource" not in allowed and types - set(allowed):
        yield allowed


def _type_of(reference: Any) -> str:
    """The type that a Reference names or shows in its address; "" where it can't be told."""
    if named := ext.text(reference, "type"):
        return named.rpartition("/")[2]
    address = ext.text(reference, "reference").partition("/_history/")[0]
    found = _RESOURCE.fullmatch(address)
    return found[1] if found else ""


def _quantities(answers: Sequence[Answer]) -> list[Mapping[str, Any]]:
    return [a.value for a in answers if a.key == "valueQuantity" and isinstance(a.value, Mapping)]


def _attachments(answers: Sequence[Answer]) -> list[Mapping[str, Any]]:
    return [a.value for a in answers if a.key == "valueAttachment" and isinstance(a.value, Mapping)]
