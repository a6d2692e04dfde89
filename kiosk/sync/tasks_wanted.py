"""Which Tasks of the central service make visits at this kiosk."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Settings


@dataclass(frozen=True)
class TasksWanted:
    """Which Tasks make visits here.

    Attributes:
        owner: `central.tasks`: "all", a reference "Type/id", or an identifier "system|value".
        forms: url and canonical of each form that this kiosk has.
        findable: patients find their visit by their date of birth.
    """

    owner: str
    forms: Collection[str]
    findable: bool = False


def tasks_wanted(settings: Settings, forms: Iterable[Questionnaire]) -> TasksWanted | None:
    """As the settings say; None for no Tasks at all.

    Where nobody is asked who they are, a visit could never be found: none is made. Nor at a desk's
    PC that has no screen for patients.
    """
    owner, identity = settings.central.tasks, settings.patient.identity
    at_desk = settings.reception.alone
    if owner == "none" or identity == "anonymous" or at_desk:
        return None
    known = {name for form in forms for name in (form.url, form.canonical) if name}
    return TasksWanted(owner, frozenset(known), findable=identity == "birthdate")
