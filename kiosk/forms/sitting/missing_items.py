"""What the total of a validated instrument is worth when items are missing.

By default it is not given at all: a sum over fewer items looks like a better score. What has been
published about missing items is told beside each instrument, so that a clinic can decide; where
nothing sure was found, that is said.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item

LOINC: Final = "http://loinc.org"


class Instrument(msgspec.Struct, frozen=True):
    """A questionnaire whose total has a published meaning.

    Attributes:
        name: as people know it.
        total: the LOINC code of its total.
        items: the LOINC codes of the items that are summed, in order.
        missing: what is published about missing items, and where; no total is given with any.
    """

    name: str
    total: str
    items: tuple[str, ...]
    missing: str


INSTRUMENTS: Final = (
    Instrument(
        name="PHQ-9",
        total="44261-6",
        items=(
            "44250-9",
            "44255-8",
            "44259-0",
            "44254-1",
            "44251-7",
            "44258-2",
            "44252-5",
            "44253-3",
            "44260-8",
        ),
        missing="Arrieta et al. 2017, doi:10.1002/jclp.22390: up to two missing items take the mean"
        " of the completed ones. The score as first published is the sum of all nine.",
    ),
    Instrument(
        name="PHQ-2",
        total="55758-7",
        items=("44250-9", "44255-8"),
        missing="No rule for a missing item was found.",
    ),
    Instrument(
        name="GAD-7",
        total="70274-6",
        items=("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
        missing="Spitzer et al. 2006, doi:10.1001/archinte.166.10.1092: the sum of all seven. No"
        " rule for missing items was found.",
    ),
)
"""The instruments known here, by what is published of them."""


def items_summed(total: Item, items: Iterable[Item]) -> tuple[Item, ...]:
    """The items without which a calculated total is not given; () for any other item.

    A form that does not hold every item of the instrument under its LOINC code can't be judged.

    Args:
        total: the item that is calculated.
        items: every item of the form.
    """
    codes = _codes(total)
    instrument = next((known for known in INSTRUMENTS if known.total in codes), None)
    if instrument is None:
        return ()
    by_code = {code: item for item in items for code in _codes(item)}
    if any(code not in by_code for code in instrument.items):
        return ()
    return tuple(by_code[code] for code in instrument.items)


def _codes(item: Item) -> frozenset[str]:
    return frozenset(_loinc(item.raw))


def _loinc(raw: Mapping[str, Any]) -> Iterable[str]:
    codings = ext.mappings(raw, "code")
    return (ext.text(c, "code") for c in codings if ext.text(c, "system") == LOINC)
