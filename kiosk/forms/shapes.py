"""Whether a JSON value has the shape that FHIR R4 gives its data type.

Sources: http://hl7.org/fhir/R4/datatypes.html, http://hl7.org/fhir/R4/references.html#Reference
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from kiosk.forms.moments import Moment

_LEAST_INTEGER: Final = -(2**31)
_GREATEST_INTEGER: Final = 2**31 - 1
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_COMPARATORS: Final = frozenset({"<", "<=", ">=", ">"})
_CODE: Final = re.compile(r"\S+(?: \S+)*")
_CONTENT_TYPE: Final = re.compile(r"[^\s/;]+/[^\s/;]+(?:\s*;.*)?", re.DOTALL)
_BASE64: Final = re.compile(r"(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?")


def is_boolean(value: Any) -> bool:
    """`true` or `false`."""
    return isinstance(value, bool)


def is_integer(value: Any) -> bool:
    """A whole number of 32 bits."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and _LEAST_INTEGER <= value <= _GREATEST_INTEGER


def is_decimal(value: Any) -> bool:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return isinstance(value, int) or Decimal(value).is_finite()


def is_string(value: Any) -> bool:
    """Text that says something: more than white space, no control or half characters."""
    return isinstance(value, str) and bool(value.strip()) and not _NOT_TEXT.search(value)


def is_uri(value: Any) -> bool:
    """An address: text without any white space."""
    return is_string(value) and len(value.split(maxsplit=1)) == 1 and value == value.strip()


def is_date(value: Any) -> bool:
    """A year, a month or a day of the calendar."""
    return _is_moment(value, "day", {"year", "month", "day"})


def is_date_time(value: Any) -> bool:
    """A date, or a time to the second with its zone."""
    if not isinstance(value, str):
        return False
    moment = Moment.of(value)
    return is_date(value) or (moment is not None and moment.precision == "second" and moment.zoned)


def is_time(value: Any) -> bool:
    """A time of day to the second."""
    return _is_moment(value, "time", {"second"})


def is_coding(value: Any) -> bool:
    """A Coding with a code or words."""
    return (
        isinstance(value, Mapping)
        and ("code" in value or "display" in value)
        and _parts_fit(value, _CODING)
    )


def is_quantity(value: Any) -> bool:
    """A Quantity with its number; a coded unit names its system (qty-3)."""
    return (
        isinstance(value, Mapping)
        and "value" in value
        and ("code" not in value or "system" in value)
        and _parts_fit(value, _QUANTITY)
    )


def is_reference(value: Any) -> bool:
    """A Reference that says what it refers to."""
    return (
        isinstance(value, Mapping)
        and any(key in value for key in ("reference", "identifier", "display"))
        and _parts_fit(value, _REFERENCE)
    )


def is_attachment(value: Any) -> bool:
    """An Attachment with content or the address of it; content says its type (att-1)."""
    return (
        isinstance(value, Mapping)
        and ("url" in value or ("data" in value and "contentType" in value))
        and _parts_fit(value, _ATTACHMENT)
    )


def data_of(attachment: Mapping[str, Any]) -> str:
    """The base64 text of an attachment without white space; "" if there is none."""
    data = attachment.get("data")
    return "".join(data.split()) if isinstance(data, str) else ""


def length_of(attachment: Mapping[str, Any]) -> int:
    """How many bytes the base64 text in it stands for."""
    return len(data_of(attachment).rstrip("=")) * 3 // 4


def _is_moment(value: Any, kind: str, precisions: set[str]) -> bool:
    moment = Moment.of(value) if isinstance(value, str) else None
    return moment is not None and moment.kind == kind and moment.precision in precisions


def _is_code(value: Any) -> bool:
    return is_string(value) and _CODE.fullmatch(value) is not None


def _is_base64(value: Any) -> bool:
    return isinstance(value, str) and _BASE64.fullmatch("".join(value.split())) is not None


def _is_size(value: Any) -> bool:
    return is_integer(value) and value >= 0


def _is_content_type(value: Any) -> bool:
    return is_string(value) and _CONTENT_TYPE.fullmatch(value) is not None


def _is_comparator(value: Any) -> bool:
    return isinstance(value, str) and value in _COMPARATORS


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value)


Fits = Callable[[Any], bool]

_CODING: Final[Mapping[str, Fits]] = {
    "system": is_uri,
    "version": is_string,
    "code": _is_code,
    "display": is_string,
    "userSelected": is_boolean,
}
_QUANTITY: Final[Mapping[str, Fits]] = {
    "value": is_decimal,
    "comparator": _is_comparator,
    "unit": is_string,
    "system": is_uri,
    "code": _is_code,
}
_REFERENCE: Final[Mapping[str, Fits]] = {
    "reference": is_string,
    "type": is_uri,
    "identifier": _is_object,
    "display": is_string,
}
_ATTACHMENT: Final[Mapping[str, Fits]] = {
    "contentType": _is_content_type,
    "language": _is_code,
    "data": _is_base64,
    "url": is_uri,
    "size": _is_size,
    "hash": _is_base64,
    "title": is_string,
    "creation": is_date_time,
}


def _parts_fit(value: Mapping[str, Any], shape: Mapping[str, Fits]) -> bool:
    # Extensions and other elements a newer FHIR may bring are no reason to refuse an answer.
    return all(fits(value[key]) for key, fits in shape.items() if key in value)


SHAPES: Final[Mapping[str, Fits]] = {
    "valueBoolean": is_boolean,
    "valueDecimal": is_decimal,
    "valueInteger": is_integer,
    "valueDate": is_date,
    "valueDateTime": is_date_time,
    "valueTime": is_time,
    "valueString": is_string,
    "valueUri": is_uri,
    "valueCoding": is_coding,
    "valueQuantity": is_quantity,
    "valueReference": is_reference,
    "valueAttachment": is_attachment,
}
"""value[x] of an answer → whether a JSON value may stand there."""
