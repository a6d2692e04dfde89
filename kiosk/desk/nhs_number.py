"""The NHS number: ten digits, of which the last checks the others (modulus 11).

(NHS Data Dictionary, NHS NUMBER)
"""

import re
import unicodedata
from typing import Final

SYSTEM: Final = "https://fhir.nhs.uk/Id/nhs-number"
DIGITS: Final = 10
LENGTH, CHECK_DIGIT = "length", "check-digit"
"""What is wrong with one: too few or too many digits; or two that were mistaken."""

_PARTED = re.compile(r"[\s\-]+")
_FIGURES = re.compile(r"\d+")


def plain_number(typed: str) -> str | None:
    """Its digits, without spaces and hyphens; None where something else stands in it.

    Digits of other scripts are read as digits.
    """
    together = _PARTED.sub("", unicodedata.normalize("NFKC", typed))
    if not _FIGURES.fullmatch(together):
        return None
    return "".join(str(unicodedata.digit(sign)) for sign in together)


def problem(typed: str) -> str:
    """What is wrong with a number: "length", "check-digit", or "" for nothing.

    What holds anything but digits, spaces and hyphens is no NHS number: "length".
    """
    digits = plain_number(typed)
    if digits is None or len(digits) != DIGITS:
        return LENGTH
    return "" if int(digits[-1]) == check_digit(digits[:-1]) else CHECK_DIGIT


def check_digit(nine: str) -> int | None:
    """The tenth digit of the first nine; None where no number begins with these."""
    weighed = sum(int(digit) * (DIGITS - place) for place, digit in enumerate(nine))
    check = (11 - weighed % 11) % 11
    return None if check == DIGITS else check


def grouped_number(digits: str) -> str:
    """As it is read: three, three and four digits, e.g. "943 476 5919"."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}".rstrip()
