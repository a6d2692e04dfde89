"""One form in the real patient window, without a store: what `kiosk form try` opens."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from kiosk.forms.proxies import SELF
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.ui.access.voice import Voice
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.journey import ONLY
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.patient.trial_shelf import TrialShelf
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.window import WindowPlace, open_patient_window
from kiosk.ui.wording.words import load_words

DEVICE: Final = "00000000-0000-4000-8000-000000000000"
"""A trial's responses come from no kiosk."""

_LONG: Final = 600.0


class Trial:
    """A form on the screen, at its first question.

    Args:
        questionnaire: the form, whether it may be offered to patients or not.
        place: how the window lies on the screen.
        value_sets: what it may choose from.
        now: the moment the form is filled; None: this one.
        clock: seconds that only grow, for the touch guard.
        make_voice: what reads the form aloud; None: nothing does.

    Attributes:
        patient: the screen.
        shelf: holds what was sent.
        window: the open window.
        place: how it lies on the screen.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the two
        self,
        questionnaire: Questionnaire,
        place: WindowPlace,
        *,
        value_sets: ValueSets,
        now: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
        make_voice: Callable[[], Voice] | None = None,
    ) -> None:
        words = load_words(resource("translations"))
        codes = tuple(language.code for language in words.languages)
        settings = Patient(
            languages=("en", *(code for code in codes if code != "en")),
            draft_translations=codes,
            idle_warning_s=_LONG,
        )
        self.shelf, self._jobs, self.place = TrialShelf(), Jobs(), place
        self.patient = PatientScreen(
            # An alert goes nowhere from here, and whoever tries the form sees what raises it.
            clinic=Clinic(
                "Trial",
                (questionnaire,),
                words,
                settings,
                value_sets,
                make_voice,
                alerts_seen=lambda: True,
            ),
            shelf=self.shelf,
            jobs=self._jobs,
            now=lambda: now or datetime.now(UTC),
            device_id=DEVICE,
        )
        # Begun before there is a window: no other page need be made first.
        self._begin(questionnaire)
        self.window = open_patient_window(self.patient, TouchGuard(place.scale, clock), place=place)
        # Whoever tries a form is patient and staff.
        self.patient.calling.staffAsked.connect(lambda: self.patient.calling.answer("staff"))
        self.window.show(place)

    def begin(self, questionnaire: Questionnaire) -> None:
        """Show that form, from its first question."""
        self.patient.leave(delete=True)
        self._begin(questionnaire)

    def _begin(self, questionnaire: Questionnaire) -> None:
        self.patient.prepare((questionnaire,), None)
        may = self.patient.property("whoMay")
        self.patient.begin(SELF if SELF in may else next(iter(may), SELF))
        if self.patient.property("page") == ONLY:
            self.patient.goOn()  # who tries a form reads it

    def close(self) -> None:
        """Close the window and let what was begun end."""
        self.window.close()
        self._jobs.close()
