"""Puts together what the pages of the desk work with, on this PC's store."""

from collections.abc import Callable
from datetime import datetime

from kiosk.desk.forms import LocalForms
from kiosk.desk.kiosks import LocalKiosks
from kiosk.resources import resource
from kiosk.store.database import Store
from kiosk.ui.jobs import Jobs
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.speaking import Speaking
from kiosk.ui.words import load_desk_words


def made_desk(store: Store, made_of: MadeOf, jobs: Jobs, now: Callable[[], datetime]) -> Desk:
    """A desk on the store of this PC.

    Raises:
        SettingsInvalid: the words of the desk can't be read.
    """
    settings, forms = made_of.settings, tuple(made_of.forms)
    words = load_desk_words(resource("translations"))
    return Desk(
        store=store, settings=settings, forms=forms, value_sets=made_of.value_sets,
        form_book=LocalForms(store, made_of.value_sets, now),
        kiosks=LocalKiosks(store, settings, lambda: forms, now), jobs=jobs,
        speaking=Speaking(words, settings.patient), now=now,
    )  # fmt: skip
