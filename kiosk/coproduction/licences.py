"""Licences of validated instruments: `resources/forms/licences.toml`.

What each lets be said of its scores, and when somebody last looked whether it still holds: licences
move. Without one: sum and raw answers to the clinician only; bands off by default.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from kiosk.errors import RefusedError
from kiosk.forms.summarising import Ranges


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The licence of one instrument, in whatever version.

    Attributes:
        licence: where it is told here.
        url: where its owner publishes it.
        checked_on, checked_by: when it was last looked at, and against what.
        review_by: the day by which it has to be looked at again.
        scores: linkId of a score → its least and greatest value, where that may be said.
    """

    licence: str
    url: str
    checked_on: date
    checked_by: str
    review_by: date
    scores: dict[str, tuple[int, int]]


def read_licences(content: bytes) -> Mapping[str, Licence]:
    """Canonical url → licence.

    Raises:
        RefusedError: the file can't be read; nothing may be said of a score then.
    """
    try:
        return msgspec.toml.decode(content, type=dict[str, Licence])
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise RefusedError("The licences of the instruments can't be read.") from cause


def ranges(licences: Mapping[str, Licence]) -> Ranges:
    """Canonical url → linkId of a score → its least and greatest value."""
    return {url: one.scores for url, one in licences.items()}


def review_due(licences: Mapping[str, Licence], today: date) -> tuple[str, ...]:
    """The urls of instruments whose licence has to be looked at again by now."""
    return tuple(url for url, one in licences.items() if one.review_by < today)
