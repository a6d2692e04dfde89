"""The patient's screen at one question of a form that is not in use: nothing of it is kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.coproduction.editing.asked_alone import asked_alone
from kiosk.forms.proxies import SELF
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.settings import Patient
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.patient.trial_shelf import TrialShelf
from kiosk.ui.patient.visit import Visit
from kiosk.ui.wording.words import Words

_DEVICE: Final = "00000000-0000-4000-8000-000000000000"
"""A preview's responses come from no kiosk."""

_A_DAY: Final = 86_400.0


class PreviewScreen(PatientScreen):
    """A patient's screen that knows no store and nobody's visit.

    Args:
        name: of the clinic.
        words: every text of the screen.
        value_sets: what forms may choose from.
        jobs: the lanes.
        now: the clock, aware.
    """

    def __init__(
        self,
        name: str,
        words: Words,
        value_sets: ValueSets,
        jobs: Jobs,
        now: Callable[[], datetime],
    ) -> None:
        codes = tuple(language.code for language in words.languages)
        settings = Patient(
            languages=codes, draft_translations=codes, counters=False, idle_warning_s=_A_DAY
        )
        clinic = Clinic(name, (), words, settings, value_sets, alerts_seen=lambda: True)
        super().__init__(
            clinic=clinic, shelf=TrialShelf(), jobs=jobs, now=now, device_id=_DEVICE
        )  # fmt: skip

    def ask(self, form: Questionnaire, link_id: str, language: str) -> None:
        """Show that question of that form, whatever it waits for; its first, where it has none."""
        form = asked_alone(form, link_id)
        self._visit = Visit()
        self._saving.begin(self._visit)
        self._sheet = ""
        self.speak(language)
        self.prepare((form,), None)
        may = self._visit.may_answer
        self.begin(SELF if SELF in may else next(iter(may), SELF))
        if part := self._visit.part:
            part.agreed = self._speaking.language
            if path := _page_of(form, link_id, [page.path for page in part.sitting.filler.pages]):
                part.sitting.filler.go_to(path)
            self._show()


def _page_of(form: Questionnaire, link_id: str, pages: list[str]) -> str:
    """The page of that question, or the first inside that group; "" where none is."""
    item = form.by_link_id.get(link_id)
    if item is None:
        return ""
    plain = {page: "/".join(step.partition("#")[0] for step in page.split("/")) for page in pages}
    inside = f"{item.path}/"
    return next(
        (page for page, path in plain.items() if path == item.path or path.startswith(inside)), ""
    )
