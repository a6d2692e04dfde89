"""Whether words look as if they said who somebody is: their number, address, telephone or name.

It asks, and blocks nothing: what it takes for a name may be none, and a name alone it does not see.
Sources: the NHS number's check digit (NHS Data Dictionary, modulus 11), the form of postcodes
(BS 7666), the rules for free text.
"""

import re
from typing import Final

_GAP: Final = r"[ \u00a0-]?"
_NHS: Final = re.compile(rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)")
_NHS_WEIGHTS: Final = range(10, 1, -1)

_NOUGHTS: Final = "0\N{ARABIC-INDIC DIGIT ZERO}\N{EXTENDED ARABIC-INDIC DIGIT ZERO}"
_PHONE: Final = re.compile(
    rf"(?<![\d+])(?:\+\d|[{_NOUGHTS}])(?:[ ()./\u00a0-]{{0,2}}\d){{8,13}}(?!\d)"
)
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]")
_DATE: Final = re.compile(
    r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})(?!\d)"
    r"|(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?[^\W\d]{3,}\.?,?\s+(?:19|20)\d\d(?!\d)"
    r"|\b[^\W\d]{3,}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d(?!\d)"
)
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|dr|Doctor|Prof|Nurse|Sister|Pan|Pani|Meddyg|Nyrs)\.?\s+(?=[^\W\d])"
    r"|\bالسيدة?\s+(?=\w)|\bد\.\s?(?=\w)"  # noqa: RUF001
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_NAMED: Final = re.compile(
    r"\b(?:my name is|my name's|nazywam się|fy enw i yw|اسمي)\b", re.IGNORECASE
)


def looks_personal(words: str) -> bool:
    """Whether there is a number, an address, a date or a name in it that may tell who it is of."""
    shapes = (_PHONE, _POSTCODE, _EMAIL, _DATE, _NAMED)
    return any(shape.search(words) for shape in shapes) or _has_nhs(words) or _has_title(words)


def _has_nhs(words: str) -> bool:
    found = ("".join(filter(str.isdigit, match[0])) for match in _NHS.finditer(words))
    return any(map(_is_nhs_number, found))


def _is_nhs_number(digits: str) -> bool:
    """Whether ten digits end with their check digit; a remainder of ten is no number at all."""
    total = sum(weight * int(digit) for weight, digit in zip(_NHS_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[-1])


def _has_title(words: str) -> bool:
    """A title before a name, which in scripts with capitals begins with one."""
    after = (_LETTER.match(words, match.end()) for match in _TITLED.finditer(words))
    return any(first and not first[0].islower() for first in after)
