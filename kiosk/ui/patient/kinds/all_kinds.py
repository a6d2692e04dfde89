"""Which control a question is answered with: the only place that knows every kind."""

from typing import Final

from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.ui.patient.kinds.body_map import BodyMap
from kiosk.ui.patient.kinds.choice import Choice, YesNo
from kiosk.ui.patient.kinds.date import Date
from kiosk.ui.patient.kinds.date_time import DateTime
from kiosk.ui.patient.kinds.kind import Kind
from kiosk.ui.patient.kinds.no_control import NoControl
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.own_words import OwnWords
from kiosk.ui.patient.kinds.quantity import Quantity
from kiosk.ui.patient.kinds.repeated import Repeated
from kiosk.ui.patient.kinds.scale import Scale
from kiosk.ui.patient.kinds.search import Search
from kiosk.ui.patient.kinds.several import Several
from kiosk.ui.patient.kinds.signature import Signature
from kiosk.ui.patient.kinds.slider import Slider
from kiosk.ui.patient.kinds.stepper import Stepper
from kiosk.ui.patient.kinds.text import Text
from kiosk.ui.patient.kinds.time_of_day import Time
from kiosk.ui.patient.kinds.words_only import WordsOnly

_ONE: Final[tuple[Kind, ...]] = (
    BodyMap(),
    OwnWords(),  # before all that know no words of one's own
    Scale(),
    Slider(),
    Stepper(),
    Choice(),
    Several(),
    Search(),
    YesNo(),
    Text(),
    Number(),
    Quantity(),
    Date(),
    Time(),
    DateTime(),
    Signature(),
    WordsOnly(),  # what may be left out and can't be given here
)
"""How one question is answered, or several answers are chosen from a list."""

KINDS: Final = (*_ONE, Repeated(_ONE))
"""The first that suits a question answers it."""

NO_CONTROL: Final = NoControl()
"""Stands where none suits, while the form's author tries it out."""


def kind_of(item: Item, limits: Limits) -> Kind | None:
    """The kind of control for a question; None where there is none yet."""
    return next((kind for kind in KINDS if kind.suits(item, limits)), None)


def unsupported(questionnaire: Questionnaire, value_sets: ValueSets) -> tuple[str, ...]:
    """The linkIds of the questions that have no control, in the order of the form.

    Options that are not in the form itself may be in the value sets at hand, or be worked out.
    """
    asked = (item for item in questionnaire.by_path.values() if item.is_asked)
    bare = [item for item in asked if kind_of(item, Limits.of(item)) is None]
    if not bare:
        return ()
    filler = FormFiller(questionnaire, surroundings=Surroundings(value_sets=value_sets))
    return tuple(item.link_id for item in bare if kind_of(item, filler.limits(item.path)) is None)
