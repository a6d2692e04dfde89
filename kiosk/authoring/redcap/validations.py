"""What may be written into a text field: REDCap's validation types as item types and rules.

The patterns say what REDCap's help says of each; they are no copies of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Validation:
    """How a text field is asked here.

    Attributes:
        type: FHIR's item type.
        pattern: what the answer must look like, as a regular expression; "" for anything.
        keyboard: which keyboard suits it ("email", "phone", "number"); "" for the usual.
        places: the most digits after the point; None where any.
        loss: what of it is not kept; "" where nothing is lost.
    """

    type: str
    pattern: str = ""
    keyboard: str = ""
    places: int | None = None
    loss: str = ""


_PHONE_US: Final = r"(?:\+?1-?)?[2-9][0-9]{2}-?[2-9][0-9]{2}-?[0-9]{4}"
"""Without blanks and brackets, which the kiosk's keyboard for numbers to dial does not have."""
_EMAIL: Final = r"(?i)[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
_KNOWN: Final[Mapping[str, Validation]] = {
    "": Validation("string"),
    "email": Validation("string", _EMAIL, "email"),
    "int": Validation("integer"),
    "integer": Validation("integer"),
    "float": Validation("decimal"),
    "number": Validation("decimal"),
    "time": Validation("time"),
    "time_hh_mm_ss": Validation("time"),
    "time_mm_ss": Validation("string", "[0-5]?[0-9]:[0-5][0-9]"),
    "phone": Validation("string", _PHONE_US, "phone"),
    "phone_australia": Validation("string", "0[0-9](?:-?[0-9]){8}", "phone"),
    "phone_uk": Validation("string", r"(?:\+44|0)[0-9](?:-?[0-9]){8,9}", "phone"),
    "alpha_only": Validation("string", "[A-Za-z]+"),
    "zipcode": Validation("string", "[0-9]{5}(?:-[0-9]{4})?", "phone"),
    "ssn": Validation("string", "[0-9]{3}-?[0-9]{2}-?[0-9]{4}", "phone"),
    "postalcode_australia": Validation("string", "[0-9]{4}", "number"),
    "postalcode_canada": Validation("string", "[A-Za-z][0-9][A-Za-z] ?[0-9][A-Za-z][0-9]"),
    "postalcode_french": Validation("string", "[0-9]{5}", "number"),
    "postalcode_germany": Validation("string", "[0-9]{5}", "number"),
    "postalcode_uk": Validation("string", "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}"),
    "mrn_10d": Validation("string", "[0-9]{10}", "number"),
    "mrn_generic": Validation("string", "[A-Za-z0-9_-]+"),
    "vmrn": Validation("string", "[0-9]{4,9}", "number"),
}
_DATE: Final = re.compile("date(?:_[dmy]{3})?")
_DATE_TIME: Final = re.compile("datetime(?:_seconds)?(?:_[dmy]{3})?")
_PLACES: Final = re.compile("number_([1-9])dp(?:_comma_decimal)?")


def validation_of(name: str) -> Validation:
    """How a text field with that validation type is asked; any words where it is not known."""
    name = name.casefold()
    if known := _KNOWN.get(name):
        return known
    if _DATE.fullmatch(name):
        return Validation("date")
    if _DATE_TIME.fullmatch(name):
        return Validation("dateTime")
    if places := _PLACES.fullmatch(name):
        return Validation("decimal", places=int(places[1]))
    if name == "number_comma_decimal":
        return Validation("decimal")
    return Validation("string", loss="This kind of check is not known here: any words are taken.")
