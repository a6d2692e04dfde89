"""By what the desk names a patient: an NHS number, a number of the clinic's own, or nothing."""

from typing import Final, NamedTuple

from kiosk.desk import nhs_number

LONGEST: Final = 40
TOO_LONG, NOT_KNOWN = "too-long", "not-known"


class Reference(NamedTuple):
    """A FHIR Identifier; empty where the patient is not named.

    Attributes:
        system: a URI.
        value: the number.
        problem: the word for what is wrong: "length" or "check-digit" of an NHS number,
            "too-long", or "not-known": it is no NHS number, and the clinic has no numbers of its
            own.
    """

    system: str = ""
    value: str = ""
    problem: str = ""


def read_reference(typed: str, local_system: str) -> Reference:
    """What was typed as the number of a patient.

    Where the clinic has numbers of its own, whatever has not ten digits is one of these; ten digits
    are an NHS number everywhere, so that a mistyped one is told.

    Args:
        typed: as typed.
        local_system: of the clinic's own numbers, a URI; "" where it has none.
    """
    text = " ".join(typed.split())
    if not text:
        return Reference()
    digits = nhs_number.plain_number(text)
    if digits is not None and (len(digits) == nhs_number.DIGITS or not local_system):
        wrong = nhs_number.problem(digits)
        return Reference(problem=wrong) if wrong else Reference(nhs_number.SYSTEM, digits)
    if not local_system:
        return Reference(problem=NOT_KNOWN)
    if len(text) > LONGEST or not text.isprintable():
        return Reference(problem=TOO_LONG)
    return Reference(local_system, text)


def shown_number(system: str | None, value: str | None) -> str:
    """A patient's number as it is read; "" where there is none."""
    if value and system == nhs_number.SYSTEM:
        return nhs_number.grouped_number(value)
    return value or ""
