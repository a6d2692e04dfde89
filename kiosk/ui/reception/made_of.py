"""What a desk is made of: named apart, for a kiosk knows it long before a desk is opened there."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Settings


class MadeOf(NamedTuple):
    """What settings name.

    Attributes:
        settings: of this PC, with what the clinic says.
        forms: those of the clinic, in its order.
        value_sets: what they may choose from.
        own: settings of this PC, without what the clinic says.
    """

    settings: Settings
    forms: Sequence[Questionnaire]
    value_sets: ValueSets
    own: Settings
