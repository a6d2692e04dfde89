"""The reference of the patient a response is moved to: a mistyped one puts it in a third record."""

from typing import Final

from kiosk.desk import nhs_number
from kiosk.errors import RefusedError
from kiosk.store.moving import PatientReference

MISSING, DIFFER, LENGTH, CHECK_DIGIT = "none", "differ", "length", "check"
_WRONG: Final = {nhs_number.LENGTH: LENGTH, nhs_number.CHECK_DIGIT: CHECK_DIGIT}


class WrongReference(RefusedError):
    """The reference can't be believed; `reason` says why: "none", "differ", "length", "check"."""

    def __init__(self, reason: str) -> None:
        super().__init__("The number of the right patient can't be believed.")
        self.reason = reason


def checked_reference(first: str, again: str, system: str) -> PatientReference:
    """The patient meant.

    Args:
        first: as it was typed.
        again: the same typed once more: no check digit says that it is the right patient's.
        system: of the identifier; that of the NHS number has a check digit besides.

    Raises:
        WrongReference: there is none, the two differ, or it is no NHS number.
    """
    value = "".join(first.split())
    if not value:
        raise WrongReference(MISSING)
    if system == nhs_number.SYSTEM:
        if wrong := nhs_number.problem(value):
            raise WrongReference(_WRONG[wrong])
        value = nhs_number.plain_number(value) or value
        again = nhs_number.plain_number(again) or again
    if value != "".join(again.split()):
        raise WrongReference(DIFFER)
    return PatientReference(value, system)
