"""What the patient's screen is told of its clinic."""

from collections.abc import Callable
from typing import NamedTuple

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Patient
from kiosk.ui.access.voice import Voice
from kiosk.ui.patient.arms import Arms
from kiosk.ui.wording.words import Words


class Clinic(NamedTuple):
    """What the patient's screen is told of its clinic.

    Attributes:
        name: the clinic's name.
        forms: the forms of this clinic; `Offer` says which are offered.
        words: every text of the screen.
        settings: languages, identity, times.
        value_sets: what forms may choose from without carrying it.
        make_voice: what reads the screen aloud; None where nothing can.
        alerts_seen: whether somebody would see an alert now; without, nobody would.
        arms: who gets the words that are tried out; without, nobody does.
    """

    name: str
    forms: tuple[Questionnaire, ...]
    words: Words
    settings: Patient
    value_sets: ValueSets
    make_voice: Callable[[], Voice] | None = None
    alerts_seen: Callable[[], bool] = lambda: False
    arms: Arms | None = None
