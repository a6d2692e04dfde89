"""Takes up a paused draft, with the very form it was begun with."""

from dataclasses import dataclass
from typing import Any

from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import drafts, questionnaires
from kiosk.store.database import Store
from kiosk.ui.patient.sitting import Sitting


@dataclass(frozen=True)
class Resumed:
    """A sitting that goes on, and the language it was in."""

    sitting: Sitting
    draft_id: str
    language: str


def load_paused(store: Store, draft_id: str, forms: tuple[Questionnaire, ...]) -> Resumed:
    """The sitting of a draft; runs on the disk lane.

    Raises:
        RefusedError: its form is not here any more.
        StoreUnavailable: the store can't be read.
    """
    with store.reading() as connection:
        draft = drafts.load_draft(connection, draft_id)
        form = _form(connection, draft.questionnaire, forms)
    sitting = Sitting(form, draft.language)
    # The store's empty place is the check page, which has no path of its own.
    sitting.restore(draft.rows, draft.place or None)
    return Resumed(sitting, draft_id, draft.language)


def _form(connection: Any, canonical: str, forms: tuple[Questionnaire, ...]) -> Questionnaire:
    kept = questionnaires.kept_questionnaire(connection, canonical)
    if kept is not None:
        return read_questionnaire(kept)
    for form in forms:
        if form.canonical == canonical:
            return form
    raise RefusedError("The form of this draft is not on this kiosk any more.")
