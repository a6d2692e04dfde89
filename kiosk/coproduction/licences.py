"""What the licence of an instrument lets be said of its scores: `resources/forms/licences.toml`.

Source: the table of instruments of co-production (reference 4.2): "sum and raw answers to the
clinician only; bands off by default".
"""

import msgspec

from kiosk.errors import RefusedError
from kiosk.forms.summarising import Ranges


class _Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    licence: str
    scores: dict[str, tuple[int, int]]


def read_ranges(content: bytes) -> Ranges:
    """Canonical url → linkId of a score → its least and greatest value.

    Raises:
        RefusedError: the file can't be read; no range may be said then.
    """
    try:
        licences = msgspec.toml.decode(content, type=dict[str, _Licence])
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise RefusedError("The licences of the instruments can't be read.") from cause
    return {url: licence.scores for url, licence in licences.items()}
