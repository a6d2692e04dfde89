"""What the total of a validated instrument is worth when items are missing.

By default it is not given at all: a sum over fewer items looks like a better score. What has been
published about missing items is told beside each instrument, so that a clinic can decide; where
nothing sure was found, that is said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item

LOINC: Final = "http://loinc.org"


@dataclass(frozen=True)
class Instrument:
    """A questionnaire whose total has a published meaning.

    Attributes:
        name: as people know it.
        panel: the LOINC code of the whole.
        total: the LOINC code of its total.
        items: the LOINC codes of the items that are summed, in order.
        most_missing: with how many missing items a total has been published, each of them taken
            as the mean of the others; 0 where nothing sure is known.
        source: where that stands, or that nothing was found.
    """

    name: str
    panel: str
    total: str
    items: tuple[str, ...]
    most_missing: int
    source: str

    def sum_of(
        self, scores: Sequence[Decimal | None], *, mean_for_missing: bool = False
    ) -> Decimal | None:
        """The total of the items' scores, None for a missing one; None where there is no total.

        Args:
            scores: one for each of `items`.
            mean_for_missing: take the mean of the others for up to `most_missing` missing items.

        Raises:
            ValueError: it has another number of items.
        """
        if len(scores) != len(self.items):
            raise ValueError(f"{self.name} has {len(self.items)} items")
        given = [score for score in scores if score is not None]
        missing = len(scores) - len(given)
        if missing > (self.most_missing if mean_for_missing else 0):
            return None
        return sum(given, Decimal(0)) * len(scores) / len(given)


INSTRUMENTS: Final = (
    Instrument(
        name="PHQ-9",
        panel="44249-1",
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
        most_missing=2,
        source="Arrieta et al. 2017, doi:10.1002/jclp.22390: up to two missing items take the mean"
        " of the completed ones. The score as first published is the sum of all nine.",
    ),
    Instrument(
        name="PHQ-2",
        panel="55757-9",
        total="55758-7",
        items=("44250-9", "44255-8"),
        most_missing=0,
        source="No rule for a missing item was found.",
    ),
    Instrument(
        name="GAD-7",
        panel="69737-5",
        total="70274-6",
        items=("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
        most_missing=0,
        source="Spitzer et al. 2006, doi:10.1001/archinte.166.10.1092: the sum of all seven. No"
        " rule for missing items was found.",
    ),
)
"""The instruments known here, by what is published of them."""


def instrument_of(questionnaire_raw: Mapping[str, Any]) -> Instrument | None:
    """The instrument that a whole form says it is, by its LOINC code."""
    codes = frozenset(_loinc(questionnaire_raw))
    return next((known for known in INSTRUMENTS if known.panel in codes), None)


def instrument_of_total(item: Item) -> Instrument | None:
    """The instrument whose total an item is, by its LOINC code; None for any other item."""
    codes = _codes(item)
    return next((known for known in INSTRUMENTS if known.total in codes), None)


def total_to_give(
    total: Item, results: Sequence[Answer], *, items: Iterable[Item], answered: Collection[str]
) -> tuple[Answer, ...]:
    """The calculated answers of an item, or none if they are a total with missing items.

    A form that does not hold every item of the instrument under its LOINC code can't be judged,
    and neither can any other calculation: they are given as they are.

    Args:
        total: the item that was calculated.
        results: what its expression gave.
        items: every item of the form.
        answered: the paths of the items that have an answer.
    """
    instrument = instrument_of_total(total)
    if instrument is None:
        return tuple(results)
    paths = {code: item.path for item in items for code in _codes(item)}
    known = [paths[code] for code in instrument.items if code in paths]
    missing = any(path not in answered for path in known)
    return () if len(known) == len(instrument.items) and missing else tuple(results)


def _codes(item: Item) -> frozenset[str]:
    return frozenset(_loinc(item.raw))


def _loinc(raw: Mapping[str, Any]) -> Iterable[str]:
    codings = ext.mappings(raw, "code")
    return (ext.text(c, "code") for c in codings if ext.text(c, "system") == LOINC)
